//! From a connection to a page.
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, Request, Response};
use axum::middleware::{Next, from_fn_with_state};
use tonic::body::Body;
use tower::{Service, ServiceExt};

use crate::compression::{compress, is_safe, varies};
use crate::failure::{Failure, explain};
use crate::headers::secure;
use crate::site::Site;
use crate::visit::Visit;
use crate::{
    assets, association, college, committee, demo, everybody, guardian, head, host, operator,
    pupil, state, teacher,
};

/// Every page, as a service.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .merge(everybody::routes())
        .merge(demo::routes())
        .merge(pupil::routes())
        .merge(guardian::routes())
        .merge(college::routes())
        .merge(teacher::routes())
        .merge(head::routes())
        .merge(host::routes())
        .merge(state::routes())
        .merge(committee::routes())
        .merge(association::routes())
        .merge(operator::routes())
        .merge(assets::routes())
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::NoSuchMethod })
        .layer(from_fn_with_state(site.clone(), welcome))
        .with_state(site)
}

/// Where a connection comes from.
#[derive(Clone, Copy)]
struct Peer(SocketAddr);

/// Every page, for the requests of one connection, which comes from there.
pub fn visited_from(
    pages: Router,
    peer: SocketAddr,
) -> impl Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    let told = move |mut request: Request<Body>| {
        request.extensions_mut().insert(Peer(peer));
        request
    };
    pages
        .map_request(told)
        .map_response(|answer: axum::response::Response| answer.map(Body::new))
}

/// Tells each page who visits it; makes a page of why there is none.
async fn welcome(
    State(site): State<Arc<Site>>,
    request: axum::extract::Request,
    next: Next,
) -> axum::response::Response {
    let by_tls = site.is_secure();
    let (mut parts, body) = request.into_parts();
    let address = parts.extensions.get::<Peer>();
    let address = address.map(|Peer(address)| address.ip());
    let visit = Visit::of(site, &parts, address);
    let is_head = parts.method == Method::HEAD;
    let compresses = !is_head && is_safe(&parts.headers, parts.uri.path());
    parts.extensions.insert(visit.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        let mut told = explain(&visit, failure);
        if is_head {
            *told.body_mut() = axum::body::Body::empty();
        }
        response = told;
    }
    visit.greet(&mut response);
    if compresses {
        response = compress(response).await;
    }
    varies(response.headers_mut());
    secure(response.headers_mut(), by_tls);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
    use axum::http::{HeaderMap, StatusCode};
    use tonic::transport::Endpoint;

    use super::*;
    use crate::settings::{Origin, Settings};

    /// Pages whose services nobody answers for.
    fn site(settings: Settings) -> Arc<Site> {
        let nobody = Endpoint::from_static("http://127.0.0.1:1").connect_lazy();
        Arc::new(Site::new(nobody, settings))
    }

    struct Answered {
        status: StatusCode,
        headers: HeaderMap,
        text: String,
    }

    async fn ask(site: &Arc<Site>, request: axum::http::request::Builder, body: &str) -> Answered {
        let request = request
            .header(HOST, "here")
            .body(Body::from(body.to_owned()));
        let response = router(site.clone())
            .oneshot(request.unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        Answered {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(site: &Arc<Site>, path: &str) -> Answered {
        ask(site, Request::get(path), "").await
    }

    const VISITOR: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    async fn post(site: &Arc<Site>, path: &str, origin: &str, body: &str) -> Answered {
        let request = Request::post(path)
            .header(ORIGIN, origin)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, format!("session={VISITOR}"));
        ask(site, request, body).await
    }

    #[tokio::test]
    async fn every_answer_says_what_a_browser_may_do() {
        let site = site(Settings::default());
        for path in [
            "/",
            "/sign-in",
            "/nothing",
            "/assets/placement.css",
            "/pupil",
            "/demo",
        ] {
            let answered = get(&site, path).await;
            let header = |name| {
                answered
                    .headers
                    .get(name)
                    .and_then(|value| value.to_str().ok())
            };
            let policy = header("content-security-policy").unwrap_or_default();
            assert!(
                policy.starts_with("default-src 'none';"),
                "{path}: {policy}"
            );
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(header("referrer-policy"), Some("same-origin"), "{path}");
            assert_eq!(header("strict-transport-security"), None, "{path}");
            for inline in ["<style", " style=", "<script>", " onclick="] {
                assert!(!answered.text.contains(inline), "{path} says {inline}");
            }
        }
    }

    #[tokio::test]
    async fn a_page_of_everybody_is_shown_and_one_of_a_role_asks_to_sign_in() {
        let site = site(Settings::default());
        for path in [
            "/",
            "/sign-in",
            "/sign-up",
            "/sign-up/head",
            "/invitation",
            "/accessibility",
        ] {
            assert_eq!(get(&site, path).await.status, StatusCode::OK, "{path}");
        }
        for path in [
            "/pupil",
            "/guardian",
            "/teacher",
            "/head/weeks",
            "/host/offers",
            "/account",
        ] {
            let answered = get(&site, path).await;
            assert_eq!(answered.status, StatusCode::SEE_OTHER, "{path}");
            let to = answered
                .headers
                .get(LOCATION)
                .and_then(|to| to.to_str().ok());
            assert!(to.unwrap().starts_with("/sign-in?next=%2F"), "{to:?}");
        }
        for path in [
            "/nothing",
            "/demo",
            "/demo/abc",
            "/sign-up/operator",
            "/brand/brand.css",
        ] {
            let answered = get(&site, path).await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answered.text.contains("Page introuvable"), "{path}");
        }
    }

    #[tokio::test]
    async fn a_cookie_says_nothing_and_is_kept_to_this_site() {
        let plain = get(&site(Settings::default()), "/").await;
        let cookie = plain.headers.get(SET_COOKIE).unwrap().to_str().unwrap();
        assert!(cookie.starts_with("session="), "{cookie}");
        assert!(
            cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
            "{cookie}"
        );
        let origin = Some(Origin::parse("https://stages.example").unwrap());
        let by_tls = site(Settings {
            origin,
            ..Settings::default()
        });
        let answered = get(&by_tls, "/").await;
        let cookie = answered.headers.get(SET_COOKIE).unwrap().to_str().unwrap();
        assert!(cookie.starts_with("__Host-session="), "{cookie}");
        assert!(cookie.ends_with("; Secure"), "{cookie}");
        assert!(answered.headers.contains_key("strict-transport-security"));
        assert!(
            get(&by_tls, "/assets/icon.svg")
                .await
                .headers
                .get(SET_COOKIE)
                .is_none()
        );
    }

    #[tokio::test]
    async fn a_form_of_elsewhere_does_nothing_and_one_of_another_session_is_confirmed() {
        let site = site(Settings::default());
        let refused = post(&site, "/sign-in", "https://evil.example", "mail=x").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let typed = "csrf=abc&mail=%3Cb%3Ex&password=secret";
        let confirmed = post(&site, "/sign-in", "http://here", typed).await;
        assert_eq!(confirmed.status, StatusCode::OK);
        assert!(confirmed.text.contains("Envoyer maintenant"));
        assert!(
            confirmed.text.contains("value=\"&#60;b&#62;x\""),
            "{}",
            confirmed.text
        );
        assert!(!confirmed.text.contains("secret"));
    }

    #[tokio::test]
    async fn where_the_services_do_not_answer_it_is_told_and_nothing_typed_is_lost() {
        let site = site(Settings::default());
        let typed = format!(
            "csrf={}&mail=ines%40example.org&password=secret",
            site.seal.token(VISITOR)
        );
        let answered = post(&site, "/sign-in", "http://here", &typed).await;
        assert_eq!(answered.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(
            answered.text.contains("Le service ne répond pas"),
            "{}",
            answered.text
        );
        assert!(answered.text.contains("ines@example.org"));
        assert!(!answered.text.contains("secret"));
    }

    #[tokio::test]
    async fn bad_forms_are_told_in_french() {
        let site = site(Settings::default());
        let csrf = site.seal.token(VISITOR);
        let huge = format!("csrf={csrf}&mail={}", "a".repeat(2 << 20));
        let answered = post(&site, "/sign-in", "http://here", &huge).await;
        assert_eq!(answered.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answered.text.contains("Formulaire trop long"));
        let latin = format!("csrf={csrf}&mail=%E9");
        let answered = post(&site, "/sign-in", "http://here", &latin).await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST);
        assert!(answered.text.contains("Formulaire illisible"));
        let answered = ask(&site, Request::delete("/sign-in"), "").await;
        assert_eq!(answered.status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(answered.text.contains("Cette page ne se demande pas ainsi"));
    }

    #[tokio::test]
    async fn what_was_typed_in_a_session_that_is_over_goes_through_the_sign_in() {
        let site = site(Settings::default());
        let answered = post(&site, "/pupil/cv", "http://here", "cv.about=Bonjour").await;
        assert_eq!(answered.status, StatusCode::OK);
        assert!(answered.text.contains("Votre session est terminée"));
        assert!(
            answered
                .text
                .contains("name=\"kept.cv.about\" value=\"Bonjour\"")
        );
        assert!(answered.text.contains("name=\"next\" value=\"/pupil/cv\""));
    }
}
