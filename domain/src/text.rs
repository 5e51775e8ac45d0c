//! Free text: what people may write, wherever they write it (SPEC 8). It holds something that can
//! be seen, and nothing that hides, reorders or cannot be read.
use icu_properties::props::{
    DefaultIgnorableCodePoint, ExtendedPictographic, GeneralCategory as Category,
    NoncharacterCodePoint,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::explain::{Explanation, because};

/// Marks on one letter, at most: more only pile up over the lines around.
const MOST_MARKS: usize = 4;

/// What is wrong with a text. Positions count characters from 1 after trimming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing of it can be seen.
    Empty,
    /// It has more characters than this.
    TooLong(usize),
    /// The character at this position is invisible, controls something or turns the direction.
    Hidden(usize),
    /// The character at this position means nothing to others: private use, unassigned, or what is
    /// left of one that was lost.
    Unreadable(usize),
    /// From this position on, marks pile up on one letter.
    Piled(usize),
}

impl TextFault {
    /// The reason and the sentences.
    #[must_use]
    pub fn explain(self) -> Explanation {
        match self {
            Self::Empty => because(
                "TEXT_EMPTY",
                "SPEC-8",
                "Ce texte est vide, ou rien n'en est visible.",
                "The text is empty, or nothing of it can be seen.",
            ),
            Self::TooLong(most) => because(
                "TEXT_TOO_LONG",
                "SPEC-8",
                format!("Ce texte dépasse {most} caractères."),
                format!("The text is longer than {most} characters."),
            ),
            Self::Hidden(at) => because(
                "TEXT_HIDDEN_CHARACTER",
                "SPEC-8",
                format!(
                    "Le caractère {at} de ce texte est invisible ou change le sens de lecture ; saisissez-le de nouveau sans lui."
                ),
                format!(
                    "Character {at} of the text is invisible or turns its direction; write it without."
                ),
            ),
            Self::Unreadable(at) => because(
                "TEXT_UNREADABLE_CHARACTER",
                "SPEC-8",
                format!(
                    "Le caractère {at} de ce texte n'est lisible sur aucun autre appareil, ou a été perdu en route."
                ),
                format!(
                    "Character {at} of the text can be read on no other machine, or was lost on its way."
                ),
            ),
            Self::Piled(at) => because(
                "TEXT_PILED_MARKS",
                "SPEC-8",
                format!(
                    "À partir du caractère {at}, trop de signes s'empilent sur une même lettre."
                ),
                format!("From character {at} on, too many marks pile up on one letter."),
            ),
        }
    }
}

/// A text of 1 to `most` characters, trimmed already: something in it can be seen, and nothing
/// hides, controls but the line feed, turns the direction, or cannot be read.
///
/// # Errors
/// See [`TextFault`].
pub fn check(text: &str, most: usize) -> Result<&str, TextFault> {
    if text.chars().count() > most {
        return Err(TextFault::TooLong(most));
    }
    let mut seen = false;
    let mut marks = 0;
    let mut before = None;
    for (at, c) in (1..).zip(text.chars()) {
        match kind(c) {
            Kind::Seen => (seen, marks) = (true, 0),
            Kind::Blank => marks = 0,
            Kind::Mark => {
                marks += 1;
                if marks > MOST_MARKS {
                    return Err(TextFault::Piled(at));
                }
            }
            Kind::Hidden if joins_emoji(before, c) => {}
            Kind::Hidden => return Err(TextFault::Hidden(at)),
            Kind::Unreadable => return Err(TextFault::Unreadable(at)),
        }
        before = Some(c);
    }
    // Joiners of an emoji stand between two of its signs.
    if before == Some(JOINER) {
        return Err(TextFault::Hidden(text.chars().count()));
    }
    if seen {
        Ok(text)
    } else {
        Err(TextFault::Empty)
    }
}

/// Whether a character can be seen when it stands alone.
#[must_use]
pub fn is_seen(c: char) -> bool {
    kind(c) == Kind::Seen
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Ink.
    Seen,
    /// Room between words or lines.
    Blank,
    /// Ink on the letter before.
    Mark,
    /// None of these, and known to be so.
    Hidden,
    /// Nobody knows.
    Unreadable,
}

const JOINER: char = '\u{200d}';
const AS_EMOJI: char = '\u{fe0f}';

/// What makes one sign of several emoji, or of a symbol an emoji, stands behind one.
fn joins_emoji(before: Option<char>, c: char) -> bool {
    let pictograph = |c: char| CodePointSetData::new::<ExtendedPictographic>().contains(c);
    let skin = |c: char| matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
    match (before, c) {
        (Some(before), AS_EMOJI) => pictograph(before),
        (Some(before), JOINER) => pictograph(before) || skin(before) || before == AS_EMOJI,
        (Some(_) | None, _) => false,
    }
}

fn kind(c: char) -> Kind {
    match c {
        '\n' | ' ' => return Kind::Blank,
        // All of these are letters, but for × and ÷.
        '!'..='~' | 'À'..='ÿ' => return Kind::Seen,
        // What remains of a character that was lost.
        '\u{fffc}' | '\u{fffd}' => return Kind::Unreadable,
        // An empty Braille cell: a symbol by its category, blank to the eye.
        '\u{2800}' => return Kind::Hidden,
        _ => {}
    }
    let noncharacter = CodePointSetData::new::<NoncharacterCodePoint>().contains(c);
    if noncharacter {
        return Kind::Unreadable;
    }
    if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
        return Kind::Hidden;
    }
    match CodePointMapData::<Category>::new().get(c) {
        Category::UppercaseLetter
        | Category::LowercaseLetter
        | Category::TitlecaseLetter
        | Category::ModifierLetter
        | Category::OtherLetter
        | Category::DecimalNumber
        | Category::LetterNumber
        | Category::OtherNumber
        | Category::DashPunctuation
        | Category::OpenPunctuation
        | Category::ClosePunctuation
        | Category::ConnectorPunctuation
        | Category::InitialPunctuation
        | Category::FinalPunctuation
        | Category::OtherPunctuation
        | Category::MathSymbol
        | Category::CurrencySymbol
        | Category::ModifierSymbol
        | Category::OtherSymbol => Kind::Seen,
        Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark => Kind::Mark,
        Category::SpaceSeparator => Kind::Blank,
        Category::Control
        | Category::Format
        | Category::LineSeparator
        | Category::ParagraphSeparator => Kind::Hidden,
        Category::PrivateUse | Category::Surrogate | Category::Unassigned => Kind::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::personal::{Unfit, line, text};

    fn fault(text: &str) -> Option<TextFault> {
        check(text, 200).err()
    }

    #[test]
    fn what_people_write_goes_in() {
        for good in [
            "Vétérinaire",
            "Aïcha N'Diaye-Lê Thị Thuỷ",
            "Une semaine à l'atelier « Bois & Cie » : 35 €, n° 3 !",
            "Ligne 1\nLigne 2",
            "10\u{a0}h\u{202f}30",
            "Ολυμπία",
            "محمد",
            "E\u{301}lodie",
            "J'aime les arbres 🌳 et ❤\u{fe0f}",
            "👩\u{200d}🔬",
            "👩🏽\u{200d}🌾",
            "🏳\u{fe0f}\u{200d}🌈",
            "..",
            "=HYPERLINK(\"http://x\")",
        ] {
            assert_eq!(fault(good), None, "{good:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_refused_and_told_where() {
        for (bad, at) in [
            ("\u{200b}", 1),
            ("\u{2800}", 1),
            ("\u{3164}", 1),
            ("\u{202e}elcirO", 1),
            ("Mairie\u{202e} de Paris", 7),
            ("A\u{200b}", 2),
            ("\u{ad}", 1),
            ("\u{feff}", 1),
            ("\u{2060}", 1),
            ("a\u{85}b", 2),
            ("a\tb", 2),
            ("a\r\nb", 2),
            ("a\u{2028}b", 2),
            ("a\u{0}b", 2),
            ("a\u{2066}b\u{2069}", 2),
            ("a\u{61c}b", 2),
            ("\u{e0041}", 1),
            ("A\u{fe0f}", 2),
            ("3\u{fe0f}", 2),
            ("a\u{200d}b", 2),
            ("👩\u{200d}", 2),
        ] {
            assert_eq!(fault(bad), Some(TextFault::Hidden(at)), "{bad:?}");
        }
    }

    #[test]
    fn what_nobody_can_read_is_refused() {
        for bad in ["\u{e000}", "\u{fffd}", "\u{378}", "\u{ffff}", "\u{10fffd}"] {
            assert_eq!(fault(bad), Some(TextFault::Unreadable(1)), "{bad:?}");
        }
        let piled = format!("e{}", "\u{301}".repeat(90));
        assert_eq!(fault(&piled), Some(TextFault::Piled(6)));
    }

    #[test]
    fn a_text_shows_something() {
        for bad in ["", "\u{301}", "\u{a0}\u{301}", " ", "\n"] {
            assert_eq!(fault(bad), Some(TextFault::Empty), "{bad:?}");
        }
        let told = |value: &str, most| text("title", value, most).map_err(|bad| bad.why);
        assert_eq!(told("  Vétérinaire\n", 20).unwrap(), "Vétérinaire");
        assert_eq!(told(" \n \u{3000}", 20), Err(Unfit::Text(TextFault::Empty)));
        assert_eq!(told("éééé", 3), Err(Unfit::Text(TextFault::TooLong(3))));
    }

    #[test]
    fn a_name_stands_on_one_line() {
        let told = |value: &str| line("title", value, 20).map_err(|bad| bad.why);
        assert_eq!(told(" Anne Marie\n").unwrap(), "Anne Marie");
        let hidden = Err(Unfit::Text(TextFault::Hidden(5)));
        assert_eq!(told("Anne\nMarie"), hidden);
    }

    proptest! {
        /// Whatever goes in shows ink, and comes out of it the same when it is looked at again.
        #[test]
        fn what_goes_in_can_be_seen(given in "\\PC{0,40}|.{0,40}|(\\p{Cf}|\\p{L}|\\p{M}|\\p{Co}|\\p{Zs}){0,12}") {
            if let Ok(fit) = text("title", &given, 40) {
                prop_assert!(fit.chars().any(is_seen));
                prop_assert_eq!(text("title", &fit, 40).unwrap(), fit.clone());
                let odd = |c: char| c.is_control() && c != '\n'
                    || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}'
                        | '\u{e0000}'..='\u{10ffff}');
                prop_assert!(!fit.chars().any(odd));
            }
        }
    }
}
