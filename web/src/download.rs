//! Files that the browser keeps.
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use proto::v1;

/// What is said of a file. `name` is made of letters, digits, dots and hyphens: of any other sign nothing
/// is kept, for it may come from an address.
#[must_use]
pub fn attachment(name: &str, media_type: &str) -> [(HeaderName, String); 3] {
    let plain = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-');
    let name: String = name.chars().filter(plain).collect();
    [
        (CONTENT_TYPE, media_type.to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ]
}

/// A text as a file.
#[must_use]
pub fn file(name: &str, text: String) -> Response {
    (attachment(name, "text/plain; charset=utf-8"), text).into_response()
}

/// A document to print.
#[must_use]
pub fn document(document: v1::Document) -> Response {
    let headers = attachment(&document.file_name, &document.media_type);
    (headers, document.content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain() {
        let response = file("proof\"\r\n;-12.txt", String::new());
        let said = response.headers().get(CONTENT_DISPOSITION).unwrap();
        assert_eq!(said, "attachment; filename=\"proof-12.txt\"");
    }
}
