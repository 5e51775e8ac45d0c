//! What becomes of the rows of an import: each goes in or is refused by itself.
use domain::explain::Expected;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use commands::{Failure, ListedRow, Outcome};
use eventlog::Position;
use proto::v1;
use tonic_types::StatusExt;

use super::names::bad;
use super::status::status;

/// Most rows of one import.
const MOST_ROWS: usize = 500;

/// The fields that a rule and the wire call differently.
const CALLED: [(&str, &str); 2] = [("until", "end_date"), ("position", "coordinates")];

/// The rows of an import: those that could be read, and why the others could not, in the places
/// of the request.
#[derive(Debug)]
pub struct Import {
    places: Vec<Option<Failure>>,
}

impl Import {
    /// Reads 1 to 500 rows, each by itself. Rows of the same `key` that tell different things are
    /// all refused: which of them is right is not for us to say.
    ///
    /// # Errors
    /// `BadInput` for more rows than may be, or none.
    pub fn read<W, R: PartialEq, K: Eq + Hash>(
        field: &'static str,
        given: Vec<W>,
        row: impl Fn(W) -> Result<R, Failure>,
        key: impl Fn(&R) -> K,
    ) -> Result<(Self, Vec<R>), Failure> {
        if given.is_empty() || given.len() > MOST_ROWS {
            return Err(bad(field, Expected("de 1 à 500 lignes", "1 to 500 rows")));
        }
        let read: Vec<Result<R, Failure>> = given.into_iter().map(row).collect();
        let mut first: HashMap<K, &R> = HashMap::new();
        let mut contradicted: HashSet<K> = HashSet::new();
        for row in read.iter().flatten() {
            let before = first.entry(key(row)).or_insert(row);
            if *before != row {
                contradicted.insert(key(row));
            }
        }
        let mut import = Self { places: vec![] };
        let mut rows = vec![];
        for row in read {
            let refused = match row {
                Ok(row) if contradicted.contains(&key(&row)) => Some(contradiction()),
                Ok(row) => {
                    rows.push(row);
                    None
                }
                Err(refused) => Some(refused),
            };
            import.places.push(refused);
        }
        Ok((import, rows))
    }

    /// The outcome and the rows in the order of the request, with what became of those that could
    /// be read. Where none of those could be asked about at all, that is the failure of the call.
    /// Refusals tell that they were judged at `judged_at`.
    ///
    /// # Errors
    /// The failure of the call, where it is that of every row.
    pub fn told(
        self,
        listed: Vec<ListedRow>,
        judged_at: Position,
    ) -> Result<(Outcome, Vec<v1::ImportedRow>), Failure> {
        if !listed.is_empty()
            && listed
                .iter()
                .all(|row| row.as_ref().is_err_and(is_of_the_call))
        {
            return Err(listed
                .into_iter()
                .find_map(Result::err)
                .unwrap_or_else(|| Failure::Internal("an import without a row".to_owned())));
        }
        let done = || listed.iter().filter_map(|row| row.as_ref().ok());
        let outcome = Outcome {
            position: done().map(|row| row.position).max().unwrap_or(Position(0)),
            recorded_at: done().filter_map(|row| row.recorded_at).max(),
        };
        let mut listed = listed.into_iter();
        let mut rows = vec![];
        for (index, unread) in (0..).zip(self.places) {
            let told = match unread {
                Some(unread) => refused(index, unread, &[], Position::START),
                None => match listed.next() {
                    Some(Ok(done)) => imported(index, done),
                    Some(Err(failure)) => refused(index, failure, &CALLED, judged_at),
                    None => return Err(Failure::Internal("a row without an answer".to_owned())),
                },
            };
            rows.push(told);
        }
        Ok((outcome, rows))
    }
}

fn contradiction() -> Failure {
    Failure::because(
        "ROWS_CONTRADICT",
        "EST-1",
        "Une autre ligne de cet envoi dit autre chose de la même entrée.",
        "Another row of this import tells otherwise of the same entry.",
    )
}

/// Whether a failure says nothing of the row itself.
#[must_use]
pub fn is_of_the_call(failure: &Failure) -> bool {
    match failure {
        Failure::NotPermitted
        | Failure::Contended
        | Failure::EtagMismatch
        | Failure::QuotaExceeded { .. }
        | Failure::RequestReused
        | Failure::Unavailable(_)
        | Failure::Damaged(_)
        | Failure::AnotherHistory(_)
        | Failure::Internal(_) => true,
        Failure::Refused(_)
        | Failure::BadInput { .. }
        | Failure::Malformed(_)
        | Failure::NotFound => false,
    }
}

fn imported(index: u32, done: Outcome) -> v1::ImportedRow {
    let result = if done.recorded_at.is_some() {
        v1::RowResult::Imported
    } else {
        v1::RowResult::Unchanged
    };
    v1::ImportedRow {
        index,
        result: result.into(),
        refusal: None,
    }
}

fn refused(
    index: u32,
    failure: Failure,
    called: &[(&str, &str)],
    judged_at: Position,
) -> v1::ImportedRow {
    v1::ImportedRow {
        index,
        result: v1::RowResult::Refused.into(),
        refusal: Some(refusal(failure, called, judged_at)),
    }
}

/// Why one part of a request was refused, as the details of an error tell it; fields by the names
/// that they have on the wire.
#[must_use]
pub fn refusal(failure: Failure, called: &[(&str, &str)], judged_at: Position) -> v1::RowRefusal {
    let status = status(failure);
    let details = status.get_error_details();
    let field = details
        .bad_request()
        .and_then(|bad| bad.field_violations.first())
        .map_or("", |violation| violation.field.as_str());
    let on_the_wire = called
        .iter()
        .find(|(rule, _)| *rule == field)
        .map_or(field, |(_, wire)| wire);
    v1::RowRefusal {
        reason: details
            .error_info()
            .map(|info| info.reason.clone())
            .unwrap_or_default(),
        field: on_the_wire.to_owned(),
        message_fr: details
            .localized_message()
            .map(|told| told.message.clone())
            .unwrap_or_default(),
        message_en: status.message().to_owned(),
        position: judged_at.0,
    }
}

#[cfg(test)]
mod tests {
    use domain::establishment::Refusal;
    use eventlog::RecordedAt;

    use super::*;

    fn read(rows: &[&str]) -> (Import, Vec<u8>) {
        let row = |row: &str| {
            row.parse()
                .map_err(|_| bad("code", Expected("un petit nombre", "a small number")))
        };
        Import::read("rows", rows.to_vec(), row, |row| *row).unwrap()
    }

    fn done(position: u64, at: Option<i64>) -> ListedRow {
        Ok(Outcome {
            position: Position(position),
            recorded_at: at.map(RecordedAt),
        })
    }

    #[test]
    fn each_row_has_its_answer_in_its_place() {
        let (import, rows) = read(&["1", "x", "2", "3"]);
        assert_eq!(rows, [1, 2, 3]);
        let unfit = Failure::refused(&Refusal::ListingUnfit("display_name"));
        let listed = vec![done(7, Some(70)), Err(unfit), done(5, None)];
        let (outcome, rows) = import.told(listed, Position(9)).unwrap();
        assert_eq!(
            (outcome.position, outcome.recorded_at),
            (Position(7), Some(RecordedAt(70)))
        );
        let results: Vec<v1::RowResult> = rows.iter().map(v1::ImportedRow::result).collect();
        use v1::RowResult as R;
        assert_eq!(results, [R::Imported, R::Refused, R::Refused, R::Unchanged]);
        assert!(rows.iter().map(|row| row.index).eq(0..4));
        let why: Vec<(&str, &str)> = rows
            .iter()
            .filter_map(|row| row.refusal.as_ref())
            .map(|why| (why.reason.as_str(), why.field.as_str()))
            .collect();
        assert_eq!(
            why,
            [("BAD_INPUT", "code"), ("LISTING_UNFIT", "display_name")]
        );
        let judged = rows.iter().filter_map(|row| row.refusal.as_ref());
        assert!(judged.map(|why| why.position).eq([0, 9]));
        let told = rows.iter().filter_map(|row| row.refusal.as_ref());
        assert!(told.clone().count() == 2);
        for why in told {
            assert!(!why.message_fr.is_empty() && !why.message_en.is_empty());
        }
    }

    #[test]
    fn nothing_stored_is_unchanged() {
        let (import, _) = read(&["x"]);
        let (outcome, rows) = import.told(vec![], Position(9)).unwrap();
        assert_eq!((outcome.recorded_at, rows.len()), (None, 1));
        let (import, _) = read(&["1", "2"]);
        let (outcome, _) = import
            .told(vec![done(4, None), done(9, None)], Position(9))
            .unwrap();
        assert_eq!((outcome.position, outcome.recorded_at), (Position(9), None));
    }

    #[test]
    fn what_fails_for_all_is_the_failure_of_the_call() {
        let away = || Failure::Unavailable("away".to_owned());
        let (import, _) = read(&["1", "x", "2"]);
        let failed = import
            .told(vec![Err(away()), Err(away())], Position(9))
            .unwrap_err();
        assert!(matches!(failed, Failure::Unavailable(_)));
        let (import, _) = read(&["1", "x", "2"]);
        let (_, rows) = import
            .told(vec![Err(away()), done(3, Some(1))], Position(9))
            .unwrap();
        let why = rows.first().and_then(|row| row.refusal.as_ref()).unwrap();
        assert_eq!(why.reason, "UNAVAILABLE");
    }

    #[test]
    fn an_import_has_1_to_500_rows() {
        let rows = |n: usize| Import::read("rows", vec![(); n], Ok, |()| ());
        assert!(rows(0).is_err() && rows(501).is_err());
        assert_eq!(rows(500).unwrap().1.len(), 500);
    }

    #[test]
    fn rows_that_contradict_each_other_are_all_refused() {
        let given = vec![("a", 1), ("b", 2), ("a", 3), ("a", 1), ("b", 2)];
        let (import, rows) = Import::read("rows", given, Ok, |row| row.0).unwrap();
        assert_eq!(
            rows,
            [("b", 2), ("b", 2)],
            "the same again is no contradiction"
        );
        let listed = vec![done(1, Some(1)), done(1, None)];
        let (_, rows) = import.told(listed, Position(7)).unwrap();
        let reasons: Vec<&str> = rows
            .iter()
            .map(|row| row.refusal.as_ref().map_or("", |why| &why.reason))
            .collect();
        let why = "ROWS_CONTRADICT";
        assert_eq!(reasons, [why, "", why, why, ""]);
    }
}
