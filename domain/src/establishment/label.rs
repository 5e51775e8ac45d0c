//! How a college calls a class: in letters that everybody there writes and tells apart (EST-5).
use compact_str::CompactString;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::refusal::Refusal;
use crate::personal::line;

/// The label in the one form in which it is kept: trimmed, composed, what is only another shape of
/// a letter (`Ａ`) as that letter. Its letters are those that French is written with: `А` of
/// another alphabet looks like `A` and is another.
///
/// # Errors
/// [`Refusal::LabelUnfit`] (1-20 characters), [`Refusal::Characters`],
/// [`Refusal::LabelNotLatin`].
pub fn label(given: &str) -> Result<CompactString, Refusal> {
    let given = line("label", given, 20).map_err(|bad| bad.or_length(Refusal::LabelUnfit))?;
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&given);
    let label = line("label", &composed, 20).map_err(|bad| bad.or_length(Refusal::LabelUnfit))?;
    if label.chars().all(is_told_apart) {
        Ok(label.into())
    } else {
        Err(Refusal::LabelNotLatin)
    }
}

/// Letters and digits of French; signs as they are; marks have been composed with their letter.
fn is_told_apart(c: char) -> bool {
    // Latin-1 and Latin Extended-A, without the dotless i and the long s.
    let latin = c <= '\u{17f}' && !matches!(c, '\u{131}' | '\u{17f}');
    let sign = !c.is_alphanumeric() && !is_mark(c);
    latin || sign
}

fn is_mark(c: char) -> bool {
    !c.is_whitespace() && !crate::text::is_seen(c)
}

/// What two labels have in common that nobody tells apart at a glance: whatever the case, the
/// length of a dash, the curl of a quote, or the number of blanks.
#[must_use]
pub fn looks(label: &str) -> String {
    let lower = label.to_lowercase();
    let plain = lower.chars().map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '´' => '\'',
        c => c,
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::personal::Unfit;
    use crate::text::TextFault;

    #[test]
    fn labels_that_colleges_give() {
        for (given, kept) in [
            (" 3e A ", "3e A"),
            ("3ème Marie-Curie", "3ème Marie-Curie"),
            ("3e e\u{301}", "3e é"),
            ("３Ａ", "3A"),
            ("3 n°2 (SEGPA)", "3 n°2 (SEGPA)"),
            ("3e œ", "3e œ"),
        ] {
            // The compatibility form writes the degree sign of a number as it is.
            let kept = kept.to_owned();
            assert_eq!(label(given).map(String::from), Ok(kept), "{given}");
        }
    }

    #[test]
    fn letters_that_only_look_alike_are_refused() {
        for alike in [
            "3\u{410}",
            "\u{410}",
            "3\u{391}",
            "3ᴀ",
            "3ı",
            "٣A",
            "3A\u{20e3}",
        ] {
            assert_eq!(label(alike), Err(Refusal::LabelNotLatin), "{alike}");
        }
        let hidden = label("3A\u{200b}").unwrap_err();
        let Refusal::Characters(bad) = hidden else {
            panic!("{hidden:?}")
        };
        assert_eq!(bad.why, Unfit::Text(TextFault::Hidden(3)));
        assert!(matches!(label("\u{200b}"), Err(Refusal::Characters(_))));
    }

    #[test]
    fn some_signs_are_not_told_apart() {
        assert_eq!(looks("3E – A"), looks("3e - a"));
        assert_eq!(looks("3  l’A"), looks("3 L'A"));
        assert_ne!(looks("3A"), looks("3B"));
    }

    proptest! {
        /// Kept once, kept the same; and whatever looks like a letter of French is one.
        #[test]
        fn a_label_is_kept_as_it_is_kept(given in "(3|e|A|é|\\PC|\\p{L}|\\p{M}| |-){1,8}") {
            if let Ok(kept) = label(&given) {
                prop_assert_eq!(label(&kept), Ok(kept.clone()));
                let latin = |c: char| !c.is_alphabetic() || c <= '\u{17f}';
                prop_assert!(kept.chars().all(latin), "{}", kept);
            }
        }
    }
}
