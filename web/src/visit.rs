//! Somebody who opens a page.
use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use url::form_urlencoded;

use crate::csrf;
use crate::failure::Failure;
use crate::layout::{Account, Layout, MenuLine, MenuPart};
use crate::markup::Markup;
use crate::posted::Fields;
use crate::roles::Role;
use crate::sessions::{Opened, Session, Who, unguessable};
use crate::site::Site;

/// What a page needs to know of who opens it.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    site: Arc<Site>,
    visitor: String,
    is_new: bool,
    session: Option<Arc<Session>>,
    path: String,
    whole: String,
    query: Vec<(String, String)>,
    address: Option<IpAddr>,
    sent: Mutex<Option<Fields>>,
}

impl Visit {
    /// Of a request. `address` is where its connection comes from.
    pub(crate) fn of(site: Arc<Site>, parts: &Parts, address: Option<IpAddr>) -> Self {
        let known = cookie(&parts.headers, cookie_name(&site));
        let session = known
            .as_deref()
            .and_then(|id| match is_live(parts.uri.path()) {
                true => site.sessions.look(id),
                false => site.sessions.find(id),
            });
        let is_new = known.is_none();
        let query = parts.uri.query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes());
        let address = match site.settings.origin {
            // A proxy stands before the pages, and says for whom.
            Some(_) => forwarded(&parts.headers).or(address),
            None => address,
        };
        Self(Arc::new(Inner {
            visitor: known.unwrap_or_else(unguessable),
            is_new,
            session,
            path: parts.uri.path().to_owned(),
            whole: parts
                .uri
                .path_and_query()
                .map_or("/", |whole| whole.as_str())
                .to_owned(),
            query: query.into_owned().collect(),
            address,
            sent: Mutex::default(),
            site,
        }))
    }

    /// The pages.
    pub(crate) fn site(&self) -> &Site {
        &self.0.site
    }

    /// Where the request comes from.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.0.address
    }

    /// The path of the request.
    pub(crate) fn path(&self) -> &str {
        &self.0.path
    }

    /// The path of the request with its query.
    pub(crate) fn whole(&self) -> &str {
        &self.0.whole
    }

    /// The session, where somebody has signed in.
    pub(crate) fn session(&self) -> Option<&Arc<Session>> {
        self.0.session.as_ref()
    }

    /// The session; else the visitor is asked to sign in.
    pub(crate) fn signed(&self) -> Result<&Arc<Session>, Failure> {
        self.session().ok_or(Failure::SignIn)
    }

    /// The session of one of these roles; whoever has another is told whose page it is.
    pub(crate) fn role(&self, roles: &[Role]) -> Result<&Arc<Session>, Failure> {
        let session = self.signed()?;
        match roles {
            [] => Ok(session),
            [first, ..] if !roles.contains(&session.role) => Err(Failure::OfAnother(*first)),
            _ => Ok(session),
        }
    }

    /// What a query of this visitor must have seen.
    pub(crate) fn position(&self) -> u64 {
        self.session().map_or(0, |session| session.position())
    }

    /// A value of the address, `?name=value`; empty where there is none.
    pub(crate) fn query(&self, name: &str) -> &str {
        let found = self.0.query.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// All values of that name that are not empty.
    pub(crate) fn queries(&self, name: &str) -> Vec<String> {
        let these = self.0.query.iter().filter(|(key, _)| key == name);
        these
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// The address of this page with another value in its query.
    pub(crate) fn address_with(&self, name: &str, value: &str) -> String {
        let kept = self.0.query.iter().filter(|(key, _)| key != name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept.filter(|(_, value)| !value.is_empty()));
        query.append_pair(name, value);
        format!("{}?{}", self.0.path, query.finish())
    }

    /// The address of the next page of a list, which this token names; none on the last.
    pub(crate) fn next_page(&self, token: &str) -> Option<String> {
        (!token.is_empty()).then(|| self.address_with("page", token))
    }

    /// The token of this visitor's forms.
    pub(crate) fn token(&self) -> String {
        let person = self.session().map_or("", |session| &session.person);
        csrf::of_person(&self.0.site.seal.token(&self.0.visitor), person)
    }

    /// Whether a token is this visitor's.
    pub(crate) fn is_own(&self, token: &str) -> bool {
        self.0.site.seal.fits(&self.0.visitor, token)
    }

    /// Keeps what was typed, in case that the session turns out to be over.
    pub(crate) fn keep(&self, fields: Fields) {
        *self.0.sent.lock() = Some(fields);
    }

    /// What was typed.
    pub(crate) fn kept(&self) -> Option<Fields> {
        self.0.sent.lock().take()
    }

    /// The frame of a page.
    pub(crate) fn layout(&self, title: impl Into<String>) -> Layout {
        let path = self.path();
        let session = self.session();
        Layout {
            title: title.into(),
            token: self.token(),
            demo: self.0.site.settings.demo.is_some(),
            of_the_demo: session.is_some_and(|session| session.of_the_demo),
            brand: self.0.site.settings.brand.is_some(),
            account: session.map(|session| Account {
                role: session.role.in_french(),
                about: session.who().about,
            }),
            menu: session.map_or_else(Vec::new, |session| menu(session.role, path)),
            flash: session.and_then(|session| session.said()),
        }
    }

    /// A page.
    pub(crate) fn show(&self, page: &impl Template) -> Response {
        self.show_as(StatusCode::OK, page)
    }

    /// A page with another status.
    pub(crate) fn show_as(&self, status: StatusCode, page: &impl Template) -> Response {
        let mut response = (status, Markup::of(page).into_text()).into_response();
        let headers = response.headers_mut();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(CONTENT_TYPE, html);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// Sends the browser to another page.
    pub(crate) fn go(&self, path: &str) -> Response {
        // Only to our own pages.
        let path = if is_own_path(path) { path } else { "/" };
        let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }

    /// Sends the browser to another page, which says that something was done.
    pub(crate) fn done(&self, path: &str, sentence: impl Into<String>) -> Response {
        if let Some(session) = self.session() {
            session.say(true, sentence);
        }
        self.go(path)
    }

    /// Opens a session, in place of the one that there was; gives the same visit in it.
    pub(crate) async fn open(&self, opened: Opened) -> Result<Self, Failure> {
        let sessions = &self.0.site.sessions;
        if let Some(before) = self.session() {
            sessions.end(&before.id);
        }
        let session = sessions.open(opened);
        let visit = self.in_session(session.clone());
        session.is(visit.ask_who().await?);
        Ok(visit)
    }

    /// Opens a session and sends the browser to where it begins, or to another page.
    pub(crate) async fn signed_in(
        &self,
        opened: Opened,
        to: Option<&str>,
    ) -> Result<Response, Failure> {
        let visit = self.open(opened).await?;
        let home = visit.session().map_or("/", |session| session.role.home());
        let mut response = visit.go(to.unwrap_or(home));
        visit.remember(&mut response);
        Ok(response)
    }

    /// Gives the browser the cookie of this visit.
    pub(crate) fn remember(&self, response: &mut Response) {
        set_cookie(response, &self.0.site, &self.0.visitor);
    }

    /// Who the caller is, asked of the server.
    pub(crate) async fn ask_who(&self) -> Result<Who, Failure> {
        let me = crate::calls::me(self, 1, "").await?;
        let present = me.present.unwrap_or_default();
        Ok(Who {
            state: present.state(),
            about: present.display_name,
        })
    }

    /// The same visit by whoever has just signed in.
    fn in_session(&self, session: Arc<Session>) -> Self {
        Self(Arc::new(Inner {
            site: self.0.site.clone(),
            visitor: session.id.clone(),
            is_new: false,
            session: Some(session),
            path: self.0.path.clone(),
            whole: self.0.whole.clone(),
            query: self.0.query.clone(),
            address: self.0.address,
            sent: Mutex::default(),
        }))
    }

    /// Ends the session in this browser.
    pub(crate) fn signed_out(&self, path: &str) -> Response {
        if let Some(session) = self.session() {
            self.site().sessions.end(&session.id);
        }
        let mut response = self.go(path);
        set_cookie(&mut response, &self.0.site, &unguessable());
        response
    }

    /// Gives a new visitor a cookie.
    pub(crate) fn greet(&self, response: &mut Response) {
        let is_file = self.0.path.starts_with("/assets/") || self.0.path.starts_with("/brand/");
        if self.0.is_new && !is_file && !response.headers().contains_key(SET_COOKIE) {
            set_cookie(response, &self.0.site, &self.0.visitor);
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // Every route stands behind the layer that puts it there.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Failure::NotFound)
    }
}

/// The menu of a role, with the line marked under which a page stands: the one that says most.
fn menu(role: Role, path: &str) -> Vec<MenuPart> {
    let above = |to: &str| path == to || path.starts_with(&format!("{to}/"));
    let lines = role.menu().iter().flat_map(|(_, lines)| *lines);
    let lines = lines.map(|(to, _)| *to);
    let here = lines.filter(|to| above(to)).max_by_key(|to| to.len());
    let parts = role.menu().iter().map(|(label, lines)| {
        let lines = lines.iter().map(|(to, label)| MenuLine {
            path: to,
            label,
            here: here == Some(*to),
        });
        let lines: Vec<MenuLine> = lines.collect();
        MenuPart {
            label,
            here: lines.iter().any(|line| line.here),
            lines,
        }
    });
    parts.collect()
}

/// Whether a path is of live figures, which a browser asks for by itself.
fn is_live(path: &str) -> bool {
    path.ends_with("/live")
}

/// Whether a path is one of ours: neither another site's nor what a browser takes for one.
pub(crate) fn is_own_path(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

fn cookie_name(site: &Site) -> &'static str {
    if site.is_secure() {
        "__Host-session"
    } else {
        "session"
    }
}

/// A name that we could have given: 64 hexadecimal digits.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter();
    let texts = all.filter_map(|value| value.to_str().ok());
    let pairs = texts.flat_map(|text| text.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let fits = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| value.to_owned())
}

fn set_cookie(response: &mut Response, site: &Site, id: &str) {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let name = cookie_name(site);
    let cookie = format!("{name}={id}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
}

/// The address that the proxy before the pages adds, the last one: those before it anybody may say.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_the_menu_is_marked() {
        let marked = |path| {
            let parts = menu(Role::HostPerson, path).into_iter();
            parts
                .flat_map(|part| part.lines)
                .filter(|line| line.here)
                .map(|line| line.path)
                .collect::<Vec<_>>()
        };
        assert_eq!(marked("/host"), ["/host"]);
        assert_eq!(marked("/host/offers/new"), ["/host/offers/new"]);
        assert_eq!(marked("/host/offers/abc/revise"), ["/host/offers"]);
        assert_eq!(marked("/host/applications/a/b"), ["/host"]);
        assert_eq!(marked("/account"), Vec::<&str>::new());
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for own in ["/", "/pupil/search?text=a%20b", "/a//b"] {
            assert!(is_own_path(own), "{own}");
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/\r\nx",
        ] {
            assert!(!is_own_path(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_cookie_is_one_that_we_could_have_given() {
        let id = "a".repeat(64);
        let read = |text: String| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, text.parse().unwrap());
            cookie(&headers, "session")
        };
        assert_eq!(read(format!("x=1; session={id}")), Some(id.clone()));
        assert_eq!(read(format!("session={}", &id[1..])), None);
        assert_eq!(read(format!("session={}!", &id[1..])), None);
        assert_eq!(read(format!("other={id}")), None);
    }

    #[test]
    fn the_proxy_says_last_for_whom() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "198.51.100.1, 192.0.2.7".parse().unwrap(),
        );
        assert_eq!(forwarded(&headers), "192.0.2.7".parse().ok());
        headers.insert("x-forwarded-for", "nobody".parse().unwrap());
        assert_eq!(forwarded(&headers), None);
    }
}
