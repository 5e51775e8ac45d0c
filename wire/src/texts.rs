//! Texts on the wire: lengths count after trimming.
use commands::Failure;
use domain::personal;

/// A text of 1 to `most` characters, trimmed.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn text(field: &'static str, given: &str, most: usize) -> Result<String, Failure> {
    Ok(personal::text(field, given, most)?)
}

/// A text of up to `most` characters, trimmed; it may be empty.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn text_or_empty(field: &'static str, given: &str, most: usize) -> Result<String, Failure> {
    if given.trim().is_empty() {
        Ok(String::new())
    } else {
        text(field, given, most)
    }
}

/// The text, trimmed; `None` where there is none.
#[must_use]
pub fn some_text(given: &str) -> Option<&str> {
    Some(given.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blanks_is_no_text() {
        assert_eq!(some_text(" \n"), None);
        assert_eq!(some_text(" oui "), Some("oui"));
        assert_eq!(text_or_empty("about", "  ", 3).unwrap(), "");
        assert_eq!(text_or_empty("about", " été ", 3).unwrap(), "été");
        assert!(text_or_empty("about", "étés", 3).is_err());
        assert!(text("about", " ", 3).is_err());
    }
}
