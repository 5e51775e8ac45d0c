//! Lists as schools have them, and worse.
use jiff::civil::date;
use proptest::prelude::*;
use tonic_types::StatusExt;

use super::*;
use crate::status::status;

const GOOD: &str = "Nom;Prénom;Né(e) le;Sexe;Classe\n\
    MARTIN;Aïcha;23/07/2011;F;3A\n\
    \"DE LA TOUR\";\"Jean \"\"Jo\"\" Loup\";2011-02-01;M;3A\n";

fn names(list: &PupilList) -> Vec<(u32, String)> {
    let rows = list.rows.iter();
    rows.map(|(line, row)| match row {
        Ok(listed) => {
            let identity = &listed.new.identity;
            let told = format!("{} {}", identity.family_name, identity.given_name);
            (*line, told)
        }
        Err(_) => (*line, "refused".to_owned()),
    })
    .collect()
}

fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Refused(why) | Failure::Malformed(why) => why.reason.to_owned(),
        other => format!("{other:?}"),
    }
}

fn reasons(list: &PupilList) -> Vec<(u32, String)> {
    let rows = list.rows.iter();
    rows.filter_map(|(line, row)| Some((*line, reason(row.as_ref().err()?))))
        .collect()
}

#[test]
fn a_list_is_read_with_quotes_accents_and_both_ways_of_writing_days() {
    let list = read(GOOD.as_bytes()).unwrap();
    assert_eq!(
        names(&list),
        [
            (2, "MARTIN Aïcha".to_owned()),
            (3, "DE LA TOUR Jean \"Jo\" Loup".to_owned())
        ]
    );
    let first = list.rows[0].1.as_ref().unwrap();
    assert_eq!(first.new.identity.birth_date, Some(date(2011, 7, 23)));
    assert_eq!(first.new.gender, Gender::Girl);
    assert_eq!(
        first.class_label, None,
        "one class is named, whatever its name"
    );
    assert_eq!(list.encoding, v1::ListEncoding::Utf8);
    assert_eq!(list.header, v1::ListHeader::Found);
}

#[test]
fn separators_and_encodings_make_no_difference() {
    let wanted = names(&read(GOOD.as_bytes()).unwrap());
    let commas = GOOD.replace(';', ",");
    let tabs = GOOD.replace(';', "\t");
    let marked = format!("\u{feff}{GOOD}");
    let windows = GOOD.replace('\n', "\r\n");
    for text in [commas, tabs, marked, windows] {
        assert_eq!(names(&read(text.as_bytes()).unwrap()), wanted);
    }
    let latin: Vec<u8> = GOOD.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let list = read(&latin).unwrap();
    assert_eq!(names(&list), wanted);
    assert_eq!(list.encoding, v1::ListEncoding::Windows1252);
}

#[test]
fn a_letter_of_windows_1252_is_read_and_a_byte_of_nothing_is_told() {
    let list = read(b"Nom;Pr\xe9nom\nL\x9cURENT;Zo\xe9\nB\x81;Ana\n").unwrap();
    assert_eq!(names(&list)[0], (2, "LœURENT Zoé".to_owned()));
    assert_eq!(reasons(&list), [(3, "ROW_NOT_READ".to_owned())]);
    let mut both = GOOD.as_bytes().to_vec();
    both.extend(b"B\xe9;Ana;;;\n");
    let list = read(&both).unwrap();
    assert_eq!(reasons(&list), [(4, "ROW_NOT_READ".to_owned())]);
}

#[test]
fn each_bad_row_is_told_by_its_line_and_spoils_no_other() {
    let list = read(
        "Nom;Prénom;Date de naissance;Sexe\n\
         MARTIN;Aïcha;32/13/2011;F\n\
         \n\
         MARTIN;;23/07/2011;F\n\
         MARTIN;Zoé;23/07/2011;oui\n\
         MARTIN;Zoé\n\
         MARTIN;Zoé;23/07/2011;F;de trop\n\
         \"MARTIN;Zoé;23/07/2011;F\n\
         Nom;Prénom;Date de naissance;Sexe\n\
         MARTIN;Zoé;23/07/11;F\n\
         MARTIN;Ana;23.07.2011;\n"
            .as_bytes(),
    )
    .unwrap();
    let told: Vec<(u32, String)> = reasons(&list);
    let expected = [
        (2, "DATE_NOT_READ"),
        (5, "GENDER_NOT_READ"),
        (6, "CELLS_MISSING"),
        (7, "CELLS_TOO_MANY"),
        (8, "QUOTE_ASTRAY"),
        (9, "HEADER_AGAIN"),
        (10, "DATE_NOT_READ"),
    ];
    let others: Vec<(u32, String)> = told
        .iter()
        .filter(|(line, _)| *line != 4)
        .cloned()
        .collect();
    assert_eq!(others, expected.map(|(line, why)| (line, why.to_owned())));
    assert!(told.iter().any(|(line, _)| *line == 4), "no given name");
    assert_eq!(names(&list).last().unwrap().1, "MARTIN Ana");
    assert_eq!(list.rows.len(), 9);
}

#[test]
fn columns_are_found_in_any_order_and_what_is_not_taken_is_told() {
    let list = read(
        "N° national;SEXE;Prenoms;Régime;NOM DE FAMILLE;;Date Naissance\n\
         12;F;Zoé;DP;MARTIN;x;01/02/2011\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(names(&list), [(2, "MARTIN Zoé".to_owned())]);
    assert_eq!(list.ignored_columns, ["N° national", "Régime", "6"]);
    let whole =
        read("Élève;Classe\nDE LA TOUR Jean-Loup;3A\nMARTIN;3A\nzoé martin;3A\n".as_bytes());
    let whole = whole.unwrap();
    assert_eq!(names(&whole)[0], (2, "DE LA TOUR Jean-Loup".to_owned()));
    assert_eq!(
        reasons(&whole),
        [3, 4].map(|line| (line, "NAME_NOT_SPLIT".to_owned()))
    );
}

#[test]
fn columns_of_the_same_name_agree_or_the_row_is_told() {
    let list = read(
        "Nom;Prénom;Nom\n\
         MARTIN;Zoé;\n\
         MARTIN;Zoé;MARTIN\n\
         MARTIN;Zoé;DURAND\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(reasons(&list), [(4, "COLUMN_TWICE".to_owned())]);
}

#[test]
fn a_list_without_names_of_columns_is_read_in_the_usual_order() {
    let list = read("MARTIN;Zoé;01/02/2011;F\nDURAND;Tom;;M\n".as_bytes()).unwrap();
    assert_eq!(list.header, v1::ListHeader::Assumed);
    assert_eq!(
        names(&list),
        [(1, "MARTIN Zoé".to_owned()), (2, "DURAND Tom".to_owned())]
    );
    for unknown in [
        "MARTIN;Zoé\n",
        "a;b;c\n1;2;3\n",
        "Nom;Adresse\nMARTIN;Lyon\n",
    ] {
        let why = read(unknown.as_bytes()).err().unwrap();
        assert_eq!(reason(&why), "HEADER_UNKNOWN", "{unknown}");
    }
}

#[test]
fn where_several_classes_are_named_each_row_says_its_own() {
    let list = read("Nom;Prénom;Classe\nA;B;3A\nC;D;3 B\nE;F;\n".as_bytes()).unwrap();
    let classes: Vec<Option<String>> = list
        .rows
        .iter()
        .map(|(_, row)| row.as_ref().unwrap().class_label.clone())
        .collect();
    assert_eq!(classes, [Some("3A".into()), Some("3 B".into()), None]);
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    assert!(matches!(read(b""), Err(Failure::BadInput { .. })));
    assert!(matches!(read(b" \n\n"), Err(Failure::BadInput { .. })));
    assert!(matches!(
        read(b"Nom;Pr\xc3\xa9nom\n"),
        Err(Failure::BadInput { .. })
    ));
    let long = format!("Nom;Prénom\n{}", "A;B\n".repeat(501));
    assert!(matches!(
        read(long.as_bytes()),
        Err(Failure::BadInput { .. })
    ));
    assert!(matches!(
        read(&vec![b'a'; MOST_BYTES + 1]),
        Err(Failure::BadInput { .. })
    ));
    for no_text in [b"\xff\xfeN\0o\0".as_slice(), b"PK\x03\x04\0\0"] {
        assert_eq!(reason(&read(no_text).err().unwrap()), "LIST_NOT_READ");
    }
}

#[test]
fn no_reason_repeats_what_a_cell_holds() {
    let list = read("Nom;Prénom;Né le;Sexe\nMARTIN;Zoé;Quechua;Spéléologie\n".as_bytes()).unwrap();
    let (_, row) = list.rows.into_iter().next().unwrap();
    let told = status(row.err().unwrap());
    let french = told.get_details_localized_message().unwrap().message;
    for text in [told.message(), french.as_str()] {
        assert!(
            !text.contains("Quechua") && !text.contains("MARTIN"),
            "{text}"
        );
    }
}

proptest! {
    /// Every line that is not blank has its answer, whatever the bytes.
    #[test]
    fn nothing_is_swallowed(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut file = "Nom;Prénom\n".as_bytes().to_vec();
        file.extend(&bytes);
        if let Ok(list) = read(&file) {
            let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
            let written = lines.filter(|line| !line.trim_ascii().is_empty()).count();
            prop_assert_eq!(list.rows.len(), written);
        }
    }
}
