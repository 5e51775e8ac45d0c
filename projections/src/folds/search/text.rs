//! Free text as words that compare whatever their accents, case and apostrophes.
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What an apostrophe cuts off: articles, pronouns and conjunctions that nobody looks for.
const ELIDED: [&str; 13] = [
    "c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t",
];

/// Calls `visit` with each word of a text: runs of letters and digits, in lower case, without
/// accents, ligatures taken apart (`Œuvre` is `oeuvre`), elided words left out (`l'hôpital` is
/// `hopital`). A word that stands twice is visited twice.
pub(super) fn each_word(text: &str, mut visit: impl FnMut(&str)) {
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if is_apostrophe(c) {
            if !ELIDED.contains(&word.as_str()) {
                finish(&mut word, &mut visit);
            }
            word.clear();
        } else if c.is_ascii() {
            finish(&mut word, &mut visit);
        } else if !is_invisible(c) {
            decompose_compatible(c, |part| fold(part, &mut word, &mut visit));
        }
    }
    finish(&mut word, &mut visit);
}

fn fold(c: char, word: &mut String, visit: &mut impl FnMut(&str)) {
    match c {
        'œ' | 'Œ' => word.push_str("oe"),
        'æ' | 'Æ' => word.push_str("ae"),
        c if is_combining_mark(c) => {}
        c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
        _ => finish(word, visit),
    }
}

fn finish(word: &mut String, visit: &mut impl FnMut(&str)) {
    if !word.is_empty() {
        visit(word);
        word.clear();
    }
}

/// The typewriter's, the printer's and Unicode's letter.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}

/// The soft hyphen and what has no width: they stand within words.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn accents_case_and_ligatures_fall_away() {
        assert_eq!(words("Métiers d’ART"), ["metiers", "art"]);
        assert_eq!(words("Œuvre, ÆGYPTE; cœur"), ["oeuvre", "aegypte", "coeur"]);
        assert_eq!(
            words("Noe\u{308}l Noël NOE\u{308}L"),
            ["noel", "noel", "noel"]
        );
        assert_eq!(
            words("ﬁlière 2ᵉ garçon ÿ"),
            ["filiere", "2e", "garcon", "y"]
        );
    }

    #[test]
    fn what_an_apostrophe_cuts_off_is_left_out() {
        assert_eq!(words("l'hôpital d'Arles"), ["hopital", "arles"]);
        assert_eq!(
            words("Qu'est-ce qu\u{2bc}on voit aujourd'hui"),
            ["est", "ce", "on", "voit", "aujourd", "hui"]
        );
        assert_eq!(words("plan l, presqu'île"), ["plan", "l", "presqu", "ile"]);
    }

    #[test]
    fn words_end_where_letters_and_digits_end() {
        assert_eq!(
            words("3e-2nde/BTP (Île-de-France) n°5"),
            ["3e", "2nde", "btp", "ile", "de", "france", "n", "5"]
        );
        assert_eq!(words("in\u{ad}for\u{200b}matique"), ["informatique"]);
        assert_eq!(words(" ' - l' "), Vec::<String>::new());
    }
}
