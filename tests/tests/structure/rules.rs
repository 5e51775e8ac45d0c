//! `docs/rules.md` has a line for each row of the specification that a refusal rests on, with the
//! reasons of those refusals.
//!
//! `PLACEMENT_BLESS=1 cargo test -p tests --test structure` writes the reasons anew.
use std::collections::{BTreeMap, BTreeSet};

use super::*;

const PAGE: &str = "docs/rules.md";

/// Which reasons rest on a row.
type Reasons = BTreeMap<String, BTreeSet<String>>;

/// The string literals of a source, in order.
fn literals(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let mut escaped = false;
        let end = after.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end else { break };
        found.push(&after[..end]);
        rest = &after[end + 1..];
    }
    found
}

fn is_row(text: &str) -> bool {
    let Some((group, number)) = text.split_once('-') else {
        return false;
    };
    let groups = ["EST", "STU", "OFF", "AGR", "DSH", "PRF", "SPEC"];
    let digits = number.trim_end_matches('a');
    groups.contains(&group) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_reason(text: &str) -> bool {
    text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// What the code says: each row that it names, with the reasons that stand before it.
fn said() -> Reasons {
    let mut said = Reasons::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let own: Vec<&str> = source
            .own_lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let own = own.join("\n");
        let literals = literals(&own);
        for (at, row) in literals.iter().enumerate().filter(|(_, text)| is_row(text)) {
            let reasons = said.entry((*row).to_owned()).or_default();
            let reason = at.checked_sub(1).map(|before| literals[before]);
            reasons.extend(
                reason
                    .filter(|reason| is_reason(reason))
                    .map(ToOwned::to_owned),
            );
        }
    }
    said
}

/// The cells of a line of the table: the row with its anchor, the rule, the reasons.
fn cells(line: &str) -> Option<(&str, &str, &str)> {
    let mut cells = line
        .strip_prefix("| <a id=")?
        .strip_suffix(" |")?
        .split(" | ");
    let (row, rule) = (cells.next()?, cells.next()?);
    let (_, row) = row.split_once("</a>")?;
    Some((row, rule, cells.next().unwrap_or_default().trim()))
}

#[test]
fn every_row_that_a_refusal_names_is_told_in_one_line() {
    let path = root().join(PAGE);
    let kept = std::fs::read_to_string(&path).unwrap();
    let said = said();
    let listed: Vec<&str> = kept
        .lines()
        .filter_map(cells)
        .map(|(row, ..)| row)
        .collect();
    let unlisted: Vec<_> = said
        .keys()
        .filter(|row| !listed.contains(&&***row))
        .collect();
    assert!(unlisted.is_empty(), "{PAGE} has no line for {unlisted:?}");
    assert_eq!(
        listed.len(),
        listed.iter().collect::<BTreeSet<_>>().len(),
        "one line each"
    );
    let written: String = kept
        .lines()
        .map(|line| match cells(line) {
            Some((row, rule, _)) => {
                let reasons = said.get(row).into_iter().flatten();
                let reasons: Vec<String> = reasons.map(|reason| format!("`{reason}`")).collect();
                let anchor = row.to_lowercase();
                let reasons = reasons.join(", ");
                format!("| <a id=\"{anchor}\"></a>{row} | {rule} | {reasons} |\n")
            }
            None => format!("{line}\n"),
        })
        .collect();
    if std::env::var_os("PLACEMENT_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(
        kept == written,
        "the reasons in {PAGE} are not those of the code; run with PLACEMENT_BLESS=1"
    );
}

/// What plays rules through the real server and fails where one does not hold.
const PLAYED: [&str; 2] = ["tests/tests/stories", "tests/tests/privacy.rs"];

/// Whether a file holds a test: what stories share names rows too, and plays none.
fn has_test(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("#[tokio::test") || line.starts_with("#[test]"))
}

fn texts_below(path: &Path, texts: &mut Vec<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            texts_below(&entry.unwrap().path(), texts);
        }
    } else if path.extension().is_some_and(|end| end == "rs") {
        let text = std::fs::read_to_string(path).unwrap();
        texts.extend(Some(text).filter(|text| has_test(text)));
    }
}

/// Whether a text names a row: `EST-1` is not named by `EST-13` nor by `EST-1a`, and `SPEC-6` is also
/// written with a space.
fn names(text: &str, row: &str) -> bool {
    let spaced = row
        .strip_prefix("SPEC-")
        .map(|number| format!("SPEC {number}"));
    let ways = [Some(row.to_owned()), spaced];
    ways.into_iter().flatten().any(|way| {
        let mut ends = text
            .match_indices(&way)
            .map(|(at, _)| &text[at + way.len()..]);
        ends.any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

#[test]
fn every_row_of_the_rules_has_a_story() {
    let kept = std::fs::read_to_string(root().join(PAGE)).unwrap();
    let mut texts = vec![];
    for played in PLAYED {
        texts_below(&root().join(played), &mut texts);
    }
    let rows: Vec<&str> = kept
        .lines()
        .filter_map(cells)
        .map(|(row, ..)| row)
        .collect();
    let anchored = kept.lines().filter(|line| line.contains("<a id=")).count();
    assert_eq!(rows.len(), anchored, "a line of {PAGE} is not read");
    assert!(!rows.is_empty() && rows.iter().all(|row| is_row(row)));
    let untold: Vec<&str> = rows
        .into_iter()
        .filter(|row| !texts.iter().any(|text| names(text, row)))
        .collect();
    assert!(untold.is_empty(), "no story names {untold:?}");
}

#[test]
fn a_row_is_told_from_those_that_begin_like_it() {
    assert!(names("(EST-1, EST-3)", "EST-1") && names("SPEC 8.", "SPEC-8"));
    assert!(!names("(EST-13, EST-1a)", "EST-1"));
    assert!(has_test(
        "#[tokio::test(flavor = \"multi_thread\")]\nasync fn one() {}"
    ));
    assert!(!has_test("//! Of EST-1.\nfn shared() {}"));
}
