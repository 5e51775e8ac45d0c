//! A text as a file.
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A text that the browser keeps as a file. `name` is made of letters, digits, dots and hyphens: of
/// any other sign nothing is kept, for it comes from an address.
#[must_use]
pub fn file(name: &str, text: String) -> Response {
    let plain = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-');
    let name: String = name.chars().filter(plain).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
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
