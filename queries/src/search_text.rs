//! Texts compared without regard to accents and case.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without accents, in small letters; ligatures in two.
pub(super) fn folded(text: &str) -> String {
    let plain = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    plain.fold(String::with_capacity(text.len()), |mut folded, c| {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '’' => folded.push('\''),
            other => folded.push(other),
        }
        folded
    })
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether each of the words asked for begins a word of the text; both are folded.
pub(super) fn begins_words(asked: &str, text: &str) -> bool {
    words(asked).all(|begin| words(text).any(|word| word.starts_with(begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(folded("Œuvre d’Élève À NOËL"), "oeuvre d'eleve a noel");
        assert_eq!(folded("e\u{301}"), "e");
    }

    #[test]
    fn words_are_found_by_their_beginnings() {
        let text = folded("Saint-Étienne Collège Jules Vallès");
        for asked in ["saint eti", "JULES", "vall", "coll  val", ""] {
            assert!(begins_words(&folded(asked), &text), "{asked}");
        }
        for asked in ["tienne", "jules verne", "saint-etiennes"] {
            assert!(!begins_words(&folded(asked), &text), "{asked}");
        }
    }
}
