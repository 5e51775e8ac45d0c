//! Nothing of a file of offers is unaccounted, whatever stands in it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const HEADER: &str = "identifier,siret,organisation,kind,contact_name,contact_mail,title,description,\
    sector,postal_code,city,department_code,latitude,longitude,weeks,seats_per_week,tutor_name,\
    arrival,departure";

/// A row with a cell of its own in one column.
fn row(identifier: &str, column: &str, cell: &str) -> String {
    let cells = HEADER.split(',').map(|name| match name {
        _ if name == column => cell.to_owned(),
        "identifier" => identifier.to_owned(),
        "siret" => "73282932000074".to_owned(),
        "kind" => "company".to_owned(),
        "sector" => "agriculture".to_owned(),
        "postal_code" => "01100".to_owned(),
        "department_code" => "01".to_owned(),
        "latitude" => "46.25".to_owned(),
        "longitude" => "5.65".to_owned(),
        "weeks" => "2026-W11 2026-W12".to_owned(),
        "seats_per_week" => "2".to_owned(),
        "arrival" => "09:00".to_owned(),
        "departure" => "16:30".to_owned(),
        "contact_mail" => "accueil@ferme.example".to_owned(),
        _ => "Un texte".to_owned(),
    });
    cells.collect::<Vec<_>>().join(",")
}

fn csv(rows: &[String]) -> Rows<v1::FeedOffersRequest> {
    read(format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes()).unwrap()
}

/// The one reason why the second of three rows is refused.
fn why(column: &str, cell: &str) -> String {
    let rows = [row("a", "", ""), row("b", column, cell), row("c", "", "")];
    let read = csv(&rows);
    let good: Vec<u64> = read.good.iter().map(|(line, _)| *line).collect();
    assert_eq!(good, [2, 4], "{column} {cell}");
    let [bad] = &read.bad[..] else {
        panic!("{column} {cell}: {:?}", read.bad)
    };
    assert_eq!(bad.line, 3);
    bad.reason.clone()
}

#[test]
fn a_bad_row_is_told_by_line_and_stops_no_other() {
    for (column, cell, reason) in [
        ("identifier", "a@b.fr", "identifier: "),
        ("identifier", "", "identifier: "),
        ("kind", "Company", "kind: public"),
        ("siret", "5750000000", "siret: 5750000000 has lost"),
        ("postal_code", "1100", "postal_code: 1100 has lost"),
        ("department_code", "1", "department_code: 1 has lost"),
        ("latitude", "46,25", "20 cells"),
        ("latitude", "nord", "latitude: degrees"),
        ("seats_per_week", "deux", "seats_per_week: a whole"),
        ("title", "\"La ferme", "cell 7: a quote is opened"),
        ("title", "La \"ferme\"", "cell 7: a quote stands within"),
        ("title", "La ferme,du Haut", "20 cells"),
    ] {
        if column == "siret" {
            // Four zeros in front make a SIRET of it where the test of Luhn says so.
            let whole = format!("{cell:0>14}");
            if whole.parse::<Siret>().is_err() {
                continue;
            }
        }
        let told = why(column, cell);
        assert!(told.starts_with(reason), "{column} {cell}: {told}");
    }
}

#[test]
fn a_file_in_another_form_is_refused_as_a_whole() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let semicolons = HEADER.replace(',', ";");
    assert!(refused(semicolons.as_bytes()).contains("not by semicolons"));
    let twice = format!("{HEADER},title\n");
    assert!(refused(twice.as_bytes()).contains("twice"));
    let mut latin1 = format!("{HEADER}\n{}\n", row("a", "title", "La ferme")).into_bytes();
    latin1.extend(b"D\xe9couvrir\n");
    assert!(refused(&latin1).contains("Latin-1"));
    assert!(refused(b"").contains("lacks identifier"));
}

#[test]
fn the_header_again_and_rows_that_contradict_are_refused() {
    let rows = [
        row("a", "", ""),
        HEADER.to_owned(),
        row("b", "", ""),
        row("b", "title", "Autre chose"),
        row("a", "", ""),
    ];
    let read = csv(&rows);
    let good: Vec<u64> = read.good.iter().map(|(line, _)| *line).collect();
    assert_eq!(good, [2, 6], "the same again is no contradiction");
    let mut bad: Vec<(u64, &str)> = read
        .bad
        .iter()
        .map(|bad| (bad.line, &*bad.reason))
        .collect();
    bad.sort_unstable();
    assert_eq!(bad[0], (3, "the header stands here again"));
    assert!(bad[1].0 == 4 && bad[1].1.contains("line 5"), "{bad:?}");
    assert!(bad[2].0 == 5 && bad[2].1.contains("line 4"), "{bad:?}");
}

#[test]
fn json_lines_tell_the_same() {
    let of_csv = csv(&[row("a", "", "")]);
    let told: serde_json::Map<String, serde_json::Value> = HEADER
        .split(',')
        .zip(row("a", "", "").split(','))
        .map(|(name, cell)| (name.to_owned(), cell.into()))
        .collect();
    let line = serde_json::to_string(&told).unwrap();
    let end = r#"{"identifier":"b","action":"end"}"#;
    let twice = r#"{"identifier":"c","identifier":"d","action":"end"}"#;
    let unknown = r#"{"identifier":"c","zut":"d","action":"end"}"#;
    let file = format!("{line}\n\n{end}\n{twice}\n{unknown}\n[]\n{{\n");
    let read = read(file.as_bytes()).unwrap();
    let good: Vec<u64> = read.good.iter().map(|(line, _)| *line).collect();
    assert_eq!(good, [1, 3]);
    assert_eq!(read.good[0].1, of_csv.good[0].1);
    let bad: Vec<u64> = read.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(bad, [4, 5, 6, 7]);
    assert!(read.bad.iter().all(|bad| !bad.reason.contains("zut")));
}

proptest! {
    #[test]
    fn each_line_that_is_not_blank_is_accounted_for_once(
        lines in prop::collection::vec("[a-c,\";é{}: ]{0,40}", 0..20),
        json: bool,
    ) {
        let first = if json { r#"{"identifier":"x","action":"end"}"# } else { HEADER };
        let file = format!("{first}\n{}\n", lines.join("\n"));
        let read = read(file.as_bytes()).unwrap();
        let good = read.good.iter().map(|(line, _)| *line);
        let bad = read.bad.iter().map(|bad| bad.line);
        let told: Vec<u64> = good.chain(bad).collect();
        let each: BTreeSet<u64> = told.iter().copied().collect();
        prop_assert_eq!(each.len(), told.len());
        let written = (2..).zip(&lines).filter(|(_, line)| !line.trim().is_empty());
        let due: BTreeSet<u64> = written.map(|(n, _)| n).chain(json.then_some(1)).collect();
        prop_assert_eq!(each, due);
    }
}
