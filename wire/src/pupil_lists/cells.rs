//! The cells of one line, and what stands in them.
use commands::Failure;
use domain::student::Gender;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::refused;

/// What stands between the cells of a list: of `;`, tab and `,` the one that its first line holds
/// most of, outside of quotes.
pub fn separator(line: &str) -> u8 {
    let count = |wanted: char| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    let candidates = [(b';', count(';')), (b'\t', count('\t')), (b',', count(','))];
    // The first of those that are as many.
    let most = candidates.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b';', |(separator, _)| *separator)
}

/// The cells of a line, trimmed. No cell holds a line break, so that a quote gone astray spoils its
/// own line and no other.
///
/// # Errors
/// A quote is not closed.
pub fn of(line: &str, separator: u8) -> Result<Vec<String>, Failure> {
    let astray = || {
        refused(
            "QUOTE_ASTRAY",
            "Un guillemet de cette ligne n'est pas fermé.",
            "A quote of this row is not closed.",
        )
    };
    if line.matches('"').count() % 2 == 1 {
        return Err(astray());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(line.as_bytes());
    let mut records = reader.records();
    let record = records.next().ok_or_else(astray)?.map_err(|_| astray())?;
    if records.next().is_some() {
        return Err(astray());
    }
    Ok(record.iter().map(|cell| trimmed(cell).to_owned()).collect())
}

/// Without the blanks around it, no-break ones too.
fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{a0}' | '\u{202f}')
    })
}

/// Small letters and digits alone, without accents: as names of columns and choices are compared.
pub fn plain(text: &str) -> String {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c));
    let letters = letters.filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A day, as 23/07/2011, 23-07-2011, 23.07.2011, 2011-07-23 or 2011/07/23.
///
/// # Errors
/// It is none.
pub fn day(cell: &str) -> Result<Date, Failure> {
    let parts: Vec<&str> = cell.split(['/', '-', '.']).collect();
    let number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| digits)
    };
    let small = |part: &str| number(part).and_then(|n| i8::try_from(n).ok());
    let found = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (number(year)).zip(small(month)).zip(small(day)),
        [day, month, year] if year.len() == 4 => (number(year)).zip(small(month)).zip(small(day)),
        _ => None,
    };
    let date = found.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    date.ok_or_else(|| {
        refused(
            "DATE_NOT_READ",
            "La date de naissance ne se lit pas : écrivez-la comme 23/07/2011.",
            "The date of birth cannot be read: write it as 23/07/2011.",
        )
    })
}

/// A gender, as `F`, `M`, `fille`, `garçon`, `féminin`, `masculin`; as 1 (boy) and 2 (girl) in the
/// exports of the ministry.
///
/// # Errors
/// It is none.
pub fn gender(cell: &str) -> Result<Gender, Failure> {
    match plain(cell).as_str() {
        "f" | "fille" | "feminin" | "femme" | "mlle" | "mme" | "2" => Ok(Gender::Girl),
        "m" | "g" | "h" | "garcon" | "masculin" | "homme" | "1" => Ok(Gender::Boy),
        "x" | "nd" | "nc" | "nonprecise" | "nonrenseigne" | "autre" => Ok(Gender::NotStated),
        _ => Err(refused(
            "GENDER_NOT_READ",
            "Le sexe ne se lit pas : écrivez F, M, ou laissez la case vide.",
            "The gender cannot be read: write F, M, or leave the cell empty.",
        )),
    }
}

/// Family and given name of `DE LA TOUR Jean-Loup`: the family name stands in capital letters.
///
/// # Errors
/// The two cannot be told apart.
pub fn split_name(whole: &str) -> Result<(String, String), Failure> {
    let words: Vec<&str> = whole.split_whitespace().collect();
    let capital = |word: &&&str| {
        word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
    };
    let family = words.iter().take_while(capital).count();
    let (family, given) = words.split_at(family);
    if family.is_empty() || given.is_empty() {
        return Err(refused(
            "NAME_NOT_SPLIT",
            "Nom et prénom ne se distinguent pas : écrivez le nom en capitales, ou dans deux colonnes.",
            "Family and given name cannot be told apart: write the family name in capitals, or in two columns.",
        ));
    }
    Ok((family.join(" "), given.join(" ")))
}
