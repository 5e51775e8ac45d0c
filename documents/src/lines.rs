//! A text cut into lines of a width.
use crate::typeface::Face;

/// Marks before which French keeps the line, and the one after which it does.
const NEVER_FIRST: [char; 5] = [':', ';', '?', '!', '»'];
const NEVER_LAST: char = '«';
/// Ends the number of a sign that cannot be printed; a line may end behind it.
const END_OF_NUMBER: char = '⟩';

/// The lines of a printable text, none wider than `width`, which is in parts of the size. A line that
/// was cut at a space keeps it at its end, so that words stay apart when the text is read out; a word
/// longer than a line is cut anywhere. Empty lines stay.
pub(crate) fn cut(face: &Face, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        cut_paragraph(face, paragraph, width, &mut lines);
    }
    lines
}

fn cut_paragraph(face: &Face, text: &str, width: f32, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut filled = 0.0;
    for word in words(text) {
        let wide = face.width(word);
        let seen = face.width(word.trim_end_matches(' '));
        if filled + seen > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            filled = 0.0;
        }
        if seen <= width {
            line.push_str(word);
            filled += wide;
            continue;
        }
        for sign in word.chars() {
            let wide = face.width_of(sign);
            if filled + wide > width && !line.is_empty() && sign != ' ' {
                lines.push(std::mem::take(&mut line));
                filled = 0.0;
            }
            line.push(sign);
            filled += wide;
        }
    }
    lines.push(line);
}

/// The pieces between which a line may end, each with the spaces behind it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = end_of_word(rest);
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn end_of_word(text: &str) -> usize {
    let mut signs = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let stays = next.is_none_or(|next| next == ' ' || NEVER_FIRST.contains(&next));
        if sign == END_OF_NUMBER && !stays {
            return at + sign.len_utf8();
        }
        let last_space = sign == ' ' && next != Some(' ');
        if last_space {
            let kept = before == NEVER_LAST || next.is_some_and(|next| NEVER_FIRST.contains(&next));
            if !kept {
                return at + 1;
            }
        }
        if sign != ' ' {
            before = sign;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::typeface::Typeface;

    fn lines(text: &str, width: f32) -> Vec<String> {
        cut(&Typeface::built_in().unwrap().regular, text, width)
    }

    #[test]
    fn lines_end_between_words_and_long_words_are_cut() {
        let all = lines("Le tuteur accueille l’élève chaque matin", 8.0);
        assert!(all.len() > 1);
        assert!(
            all[..all.len() - 1].iter().all(|line| line.ends_with(' ')),
            "{all:?}"
        );
        let long = "a".repeat(100);
        let all = lines(&long, 10.0);
        assert!(all.len() > 4);
        assert_eq!(all.concat(), long);
    }

    #[test]
    fn a_line_begins_with_no_mark_that_french_keeps_behind_its_word() {
        for width in 8..30 {
            let text =
                "Le collège « Jean Moulin » couvre : les trajets ; les dommages ! Vraiment ?";
            for line in lines(text, width as f32) {
                assert!(!line.starts_with(NEVER_FIRST), "{line:?}");
                assert!(!line.trim_end().ends_with(NEVER_LAST), "{line:?}");
            }
        }
    }

    #[test]
    fn the_number_of_a_sign_stays_on_one_line() {
        let numbers = "⟨U+0417⟩⟨U+1F600⟩".repeat(9);
        for width in 6..20 {
            let all = lines(&numbers, width as f32);
            assert!(all.iter().all(|line| line.ends_with('⟩')), "{all:?}");
            assert_eq!(all.concat(), numbers);
        }
    }

    #[test]
    fn lines_of_the_writer_stay() {
        assert_eq!(lines("un\n\ndeux", 50.0), ["un", "", "deux"]);
        assert_eq!(lines("", 50.0), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in "[ -~à-ÿ\n:;!«»]{0,300}", width in 2.0_f32..40.0) {
            let typeface = Typeface::built_in().unwrap();
            let all = cut(&typeface.regular, &text, width);
            prop_assert_eq!(all.concat(), text.replace('\n', ""));
            for line in &all {
                let seen = typeface.regular.width(line.trim_end_matches(' '));
                prop_assert!(seen <= width + 0.01 || line.chars().count() == 1, "{:?}", line);
            }
        }
    }
}
