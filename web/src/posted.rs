//! What was typed into a form and sent.
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use tokio::time::timeout;
use url::form_urlencoded;

use crate::csrf;
use crate::failure::Failure;
use crate::site::Site;
use crate::visit::Visit;

/// The longest form of ours is far from it.
const MOST_BYTES: usize = 1 << 20;
/// For so long a form may be on its way.
const LONGEST_SENDING: Duration = Duration::from_secs(25);
/// So many fields at the most.
const MOST_FIELDS: usize = 5_000;
/// Behind this, what was typed before the visitor was asked to sign in.
pub const KEPT: &str = "kept.";

/// Stands for what was typed and is no number: above every bound of the services, which refuse it at
/// its field and say what they expect.
pub const NO_NUMBER: u32 = u32::MAX;

/// A whole number as people type it: `15 000`. 0 where nothing is typed, [`NO_NUMBER`] where it is none.
#[must_use]
pub fn number(typed: &str) -> u32 {
    let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    if digits.is_empty() {
        return 0;
    }
    let is_one = digits.bytes().all(|one| one.is_ascii_digit());
    let read = digits.parse().ok().filter(|_| is_one);
    read.unwrap_or(NO_NUMBER)
}

/// The fields of a form, by name.
#[derive(Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field, without the spaces around it; empty where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The same as it was typed: of a password.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A text of several lines, as the services take it: browsers end lines with two characters.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).replace("\r\n", "\n")
    }

    /// The lines of a text that say something.
    #[must_use]
    pub fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.get(name).lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        let these = self.0.iter().filter(|(key, _)| key == name);
        let values = these.map(|(_, value)| value.trim().to_owned());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A number; 0 of an empty field, and [`NO_NUMBER`] of what is none.
    #[must_use]
    pub fn number(&self, name: &str) -> u32 {
        number(self.get(name))
    }

    /// A value of an enum of the schema by its name there; 0, which stands for none, where it is
    /// none of them.
    #[must_use]
    pub fn choice<E>(&self, name: &str, read: impl Fn(&str) -> Option<E>) -> i32
    where
        E: Into<i32>,
    {
        read(self.get(name)).map_or(0, Into::into)
    }

    /// The id of the request, which makes a double click act once.
    #[must_use]
    pub fn request_id(&self) -> String {
        self.get("request_id").to_owned()
    }

    /// All of them, as they came.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// All but what nobody should read again in a page.
    #[must_use]
    pub fn without_passwords(self) -> Vec<(String, String)> {
        let mut fields = self.0;
        fields.retain(|(key, _)| !key.contains("password") && key != csrf::FIELD);
        fields
    }

    /// The person for whom the form was shown; empty where nobody had signed in.
    #[must_use]
    pub fn shown_to(&self) -> &str {
        csrf::shown_to(self.get(csrf::FIELD))
    }

    /// What was typed before the visitor was asked to sign in.
    #[must_use]
    pub fn kept(&self) -> Vec<(String, String)> {
        let kept = self.0.iter().filter_map(|(key, value)| {
            let name = key.strip_prefix(KEPT)?;
            Some((name.to_owned(), value.clone()))
        });
        kept.collect()
    }
}

#[cfg(test)]
impl Fields {
    /// Of these.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Self(pairs.iter().map(own).collect())
    }
}

/// A form sent by whoever has signed in.
pub struct Posted(pub Fields);

/// A form that needs no session.
pub struct PostedByAnybody(pub Fields);

impl FromRequest<Arc<Site>> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Arc<Site>) -> Result<Self, Failure> {
        let (visit, fields) = read(request).await?;
        visit.keep(fields.clone());
        visit.signed()?;
        if !visit.is_own(fields.get(csrf::FIELD)) {
            return Err(Failure::Confirm);
        }
        Ok(Self(fields))
    }
}

impl FromRequest<Arc<Site>> for PostedByAnybody {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Arc<Site>) -> Result<Self, Failure> {
        let (visit, fields) = read(request).await?;
        if !visit.is_own(fields.get(csrf::FIELD)) {
            visit.keep(fields);
            return Err(Failure::Confirm);
        }
        Ok(Self(fields))
    }
}

async fn read(request: Request) -> Result<(Visit, Fields), Failure> {
    let (parts, body) = request.into_parts();
    let visit = parts.extensions.get::<Visit>().cloned();
    let visit = visit.ok_or(Failure::NotFound)?;
    if !csrf::is_from_here(&parts.headers, visit.site().settings.origin.as_ref()) {
        return Err(Failure::FromElsewhere);
    }
    let kind = parts.headers.get(CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if !is_form {
        return Err(Failure::Unreadable);
    }
    let body = timeout(LONGEST_SENDING, to_bytes(body, MOST_BYTES)).await;
    let body = body.map_err(|_| Failure::TooSlow)?;
    let body = body.map_err(|_| Failure::TooLarge)?;
    Ok((visit, fields(&body)?))
}

/// Read as UTF-8, which our pages are sent in and so browsers write.
fn fields(body: &Bytes) -> Result<Fields, Failure> {
    let pairs = form_urlencoded::parse(body).into_owned();
    let fields: Vec<_> = pairs.take(MOST_FIELDS + 1).collect();
    if fields.len() > MOST_FIELDS {
        return Err(Failure::TooLarge);
    }
    if fields.iter().any(|(_, value)| value.contains('\u{fffd}')) {
        return Err(Failure::Unreadable);
    }
    Ok(Fields(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_nothing_that_a_service_takes() {
        for (typed, read) in [
            ("", 0),
            (" ", 0),
            ("0", 0),
            ("15000", 15_000),
            ("15 000", 15_000),
            ("15\u{202f}000", 15_000),
            ("3,5", NO_NUMBER),
            ("-5", NO_NUMBER),
            ("+5", NO_NUMBER),
            ("douze", NO_NUMBER),
            ("99999999999", NO_NUMBER),
        ] {
            assert_eq!(number(typed), read, "{typed}");
        }
    }

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let body = Bytes::from_static(b"a=+x+&b=1&b=2&text=one%0D%0A%0D%0Atwo&password=+p+");
        let fields = fields(&body).unwrap();
        assert_eq!(fields.get("a"), "x");
        assert_eq!(fields.all("b"), ["1", "2"]);
        assert_eq!(fields.text("text"), "one\n\ntwo");
        assert_eq!(fields.lines("text"), ["one", "two"]);
        assert_eq!(fields.raw("password"), " p ");
        assert_eq!(fields.get("nothing"), "");
        assert!(
            fields
                .without_passwords()
                .iter()
                .all(|(key, _)| key != "password")
        );
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let body = Bytes::from_static(b"a=%FF%FE");
        assert!(matches!(fields(&body), Err(Failure::Unreadable)));
        let many = Bytes::from("a=1&".repeat(MOST_FIELDS + 1));
        assert!(matches!(fields(&many), Err(Failure::TooLarge)));
    }

    #[test]
    fn what_was_kept_is_what_stands_behind_its_prefix() {
        let fields = Fields::of(&[("kept.letter", "Madame"), ("mail", "x")]);
        assert_eq!(fields.kept(), [("letter".to_owned(), "Madame".to_owned())]);
    }
}
