//! Every line of a file is accounted for, whatever stands in it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops"
)]
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const HEADER: &str = "uai,name,network,city,department_code,latitude,longitude\n";

/// The lines of the good rows, and the bad ones with their reason.
fn told<T>(rows: &Rows<T>) -> (Vec<u64>, Vec<(u64, &str)>) {
    let bad = rows.bad.iter();
    (
        rows.good.iter().map(|(line, _)| *line).collect(),
        bad.map(|row| (row.line, row.reason.as_str())).collect(),
    )
}

fn directory(rows: &str) -> Rows<v1::EstablishmentListing> {
    colleges(format!("{HEADER}{rows}").as_bytes()).unwrap()
}

fn refused(file: &str) -> String {
    colleges(file.as_bytes()).unwrap_err().to_string()
}

#[test]
fn good_rows_go_on_and_bad_rows_keep_their_line() {
    let rows = directory(
        "0010035H,Collège A,REP,Oyonnax,01,46.2,5.6\n\
         0010039M,Collège B,ZEP,Oyonnax,01,46.2,5.6\n\
         \n\
         0010039M,Collège B,REP_PLUS,Oyonnax,01,north,5.6\n\
         0010039M,\"Collège B\",REP_PLUS,Oyonnax,01,,\n",
    );
    let (good, bad) = told(&rows);
    assert_eq!(good, [2, 6]);
    assert_eq!(
        bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [3, 5]
    );
    assert!(rows.good[1].1.coordinates.is_none());
}

#[test]
fn a_pair_of_stray_quotes_swallows_no_row() {
    let rows = directory(
        "0010035H,\"Collège A,REP,Oyonnax,01,46.2,5.6\n\
         0010039M,Collège B\",REP,Oyonnax,01,46.2,5.6\n\
         0010076C,Collège C,REP,Oyonnax,01,46.2,5.6\n",
    );
    let (good, bad) = told(&rows);
    assert_eq!(good, [4]);
    let [(2, opened), (3, stray)] = bad[..] else {
        panic!("{bad:?}")
    };
    assert!(
        opened.contains("not closed") && opened.contains("cell 2"),
        "{opened}"
    );
    assert!(stray.contains("within a cell"), "{stray}");
}

#[test]
fn an_unclosed_quote_takes_no_later_row() {
    let rows = directory(
        "0010035H,\"Collège A,REP,Oyonnax,01,46.2,5.6\n\
         0010039M,Collège B,REP,Oyonnax,01,46.2,5.6\n\
         0010076C,Collège C,REP,Oyonnax,01,46.2,5.6\n",
    );
    let (good, bad) = told(&rows);
    assert_eq!((good, bad.len()), (vec![3, 4], 1));
}

#[test]
fn a_row_has_as_many_cells_as_the_header() {
    let rows = directory(
        "0010035H,Collège A,REP,Oyonnax,01,46.2,5.6,7\n\
         0010039M,Collège B,REP,Oyonnax,01,46.2\n",
    );
    let bad = [
        (2, "8 cells, and the header has 7"),
        (3, "6 cells, and the header has 7"),
    ];
    assert_eq!(told(&rows), (vec![], bad.to_vec()));
}

#[test]
fn a_header_names_each_column_once_and_stands_once() {
    let twice = refused("uai,name,name,network,city,department_code,latitude,longitude\n");
    assert!(twice.contains("\"name\" twice") && twice.contains("nothing was imported"));
    let rows = sectors(b"code,name,onisep_url\na,A,\ncode,name,onisep_url\nb,B,\n").unwrap();
    let bad = vec![(3, "the header stands here again")];
    assert_eq!(told(&rows), (vec![2, 4], bad));
    let lacking = sectors(b"code,label\nx,y\n").unwrap_err().to_string();
    assert!(lacking.contains("name, onisep_url"), "{lacking}");
    assert!(refused(&HEADER.replace(',', ";")).contains("not by semicolons"));
    assert!(refused("").contains("lacks uai"));
}

#[test]
fn rows_that_contradict_each_other_are_all_refused() {
    let rows = sectors(b"code,name,onisep_url\na,A,\nb,B,\na,Other,\na,A,\nb,B,\n").unwrap();
    let bad = vec![
        (2, "line 4 tells otherwise of the same thing"),
        (4, "line 2 tells otherwise of the same thing"),
        (5, "line 4 tells otherwise of the same thing"),
    ];
    assert_eq!(
        told(&rows),
        (vec![3, 6], bad),
        "the same again is no contradiction"
    );
    let holiday = |end| format!("Zone A,Noël,2026-12-19,{end}\n").replace("Zone ", "");
    let file = format!(
        "zone,holiday_name,start_date,end_date\n{}{}",
        holiday("2027-01-04"),
        holiday("2027-01-05")
    );
    assert_eq!(holidays(file.as_bytes()).unwrap().bad.len(), 2);
}

#[test]
fn codes_that_lost_their_zeros_are_named() {
    let rows = directory(
        "10035H,Collège A,REP,Oyonnax,01,46.2,5.6\n\
         0010039M,Collège B,REP,Oyonnax,1,46.2,5.6\n",
    );
    let (_, bad) = told(&rows);
    let [(2, uai), (3, department)] = bad[..] else {
        panic!("{bad:?}")
    };
    assert!(
        uai.starts_with("uai: 10035H") && uai.ends_with("0010035H"),
        "{uai}"
    );
    assert!(department.starts_with("department_code: 1 ") && department.ends_with("01"));
}

#[test]
fn holidays_that_close_no_week_are_passed_over_and_counted() {
    let file = "zone,holiday_name,start_date,end_date,scope\n\
                A,Noël,2026-12-19,2027-01-04,\n\
                A,Pont,2027-05-07,,\n\
                A,Été,2027-07-03,2027-08-31,Lyon\n";
    let rows = holidays(file.as_bytes()).unwrap();
    assert_eq!((rows.good.len(), rows.passed_over), (1, vec![3, 4]));
}

#[test]
fn bytes_that_are_no_text_are_a_bad_row_of_a_file_in_utf_8() {
    let rows = sectors(b"code,name,onisep_url\na,\xc3\x89cole,\nb,\xff\xfe,\nc,C,\n").unwrap();
    assert_eq!(told(&rows), (vec![2, 4], vec![(3, "it is not in UTF-8")]));
    let latin1 = sectors(b"code,name,onisep_url\na,\xc9cole,\nb,M\xe9tier,\n").unwrap_err();
    let latin1 = latin1.to_string();
    assert!(
        latin1.contains("line 2") && latin1.contains("Latin-1"),
        "{latin1}"
    );
}

/// A file of colleges, and what happens to it on its way: anything anywhere.
fn mangled() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("\"".as_bytes().to_vec()),
        Just(b"\"\"".to_vec()),
        Just(b",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xe9".to_vec()),
        Just(HEADER.as_bytes().to_vec()),
        Just(
            "0010035H,Collège Z,REP,Oyonnax,01,46.2,5.6\n"
                .as_bytes()
                .to_vec()
        ),
    ];
    let places = prop::collection::vec((any::<prop::sample::Index>(), piece, 0..4_usize), 0..8);
    places.prop_map(|changes| {
        let mut file = "0010035H,Collège A,REP,Oyonnax,01,46.2,5.6\n\
                        0010039M,\"Collège \"\"B\"\"\",REP,Oyonnax,01,46.2,5.6\r\n\
                        0010076C,Collège C,REP_PLUS,Oyonnax,01,,\n"
            .as_bytes()
            .to_vec();
        for (at, piece, gone) in changes {
            let at = at.index(file.len() + 1);
            let until = (at + gone).min(file.len());
            file.splice(at..until, piece);
        }
        file
    })
}

/// The numbers of the lines below the header in which something stands, counted in another way
/// than the reader does.
fn rows_of(file: &[u8]) -> Vec<u64> {
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let numbered = (2..).zip(text.split('\n'));
    let written = numbered.filter(|(_, line)| line.chars().any(|c| !c.is_ascii_whitespace()));
    written.map(|(number, _)| number).collect()
}

proptest! {
    #[test]
    fn every_line_of_a_mangled_file_is_told_once(file in mangled()) {
        let whole = [HEADER.as_bytes(), &file].concat();
        match colleges(&whole) {
            Err(refused) => prop_assert!(refused.to_string().contains("nothing was imported")),
            Ok(rows) => {
                let good = rows.good.iter().map(|(line, _)| *line);
                let bad = rows.bad.iter().map(|row| row.line);
                let mut told: Vec<u64> = good.chain(bad).chain(rows.passed_over).collect();
                told.sort_unstable();
                prop_assert_eq!(told, rows_of(&file));
                // What goes in stands in its own line, whole.
                let text = String::from_utf8_lossy(&whole).replace("\r\n", "\n").replace('\r', "\n");
                let lines: Vec<&str> = text.split('\n').collect();
                for (line, row) in &rows.good {
                    let line = lines[usize::try_from(*line).unwrap() - 1];
                    let uai = row.name.strip_prefix("establishments/").unwrap();
                    prop_assert!(line.contains(uai));
                    prop_assert!(line.replace("\"\"", "\"").contains(&row.display_name));
                }
                // No two rows that go in say different things of one college.
                let rows: BTreeSet<String> = rows.good.iter().map(|(_, row)| format!("{row:?}")).collect();
                let names: BTreeSet<&str> = rows.iter().filter_map(|row| row.split(',').next()).collect();
                prop_assert_eq!(rows.len(), names.len());
            }
        }
    }
}
