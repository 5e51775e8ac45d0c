//! What became of a whole class, pupil by pupil: enrolled from a list, or moved.
use domain::explain::Expected;
use std::collections::BTreeSet;

use commands::{EnrolledRow, Failure, ListedStudent, MovedStudent, Outcome};
use domain::ids::StudentId;
use eventlog::Position;
use proto::v1;

use super::imports::{is_of_the_call, refusal as row_refusal};
use super::names::{self, bad};

/// Most pupils who stay behind.
const MOST_EXCEPT: usize = 500;

/// The fields that a rule and a list call differently.
const CALLED: [(&str, &str); 1] = [("identity.birth_date", "birth_date")];

/// The outcome of a list, and what became of each of its rows; `enrolled` are those that could be
/// read, in their order. Where none of those could be asked about at all, that is the failure of
/// the call. Refusals tell that they were judged at `judged_at`.
///
/// # Errors
/// The failure of the call, where it is that of every row.
pub fn enrolled(
    rows: &[(u32, Result<ListedStudent, Failure>)],
    enrolled: Vec<EnrolledRow>,
    judged_at: Position,
) -> Result<(Outcome, Vec<v1::EnrolledRow>), Failure> {
    let failed = |row: &EnrolledRow| row.as_ref().is_err_and(is_of_the_call);
    if enrolled.iter().any(failed) {
        // The same list sent again takes up the rows that were not decided.
        let failure = enrolled.into_iter().filter(failed).find_map(Result::err);
        return Err(failure.unwrap_or(Failure::Contended));
    }
    let done = || enrolled.iter().filter_map(|row| row.as_ref().ok());
    let outcome = Outcome {
        position: done()
            .map(|(done, _)| done.position)
            .max()
            .unwrap_or(judged_at),
        recorded_at: done().filter_map(|(done, _)| done.recorded_at).max(),
    };
    let mut enrolled = enrolled.into_iter();
    let mut shown = Vec::with_capacity(rows.len());
    for (line, row) in rows {
        let told = match row {
            Err(unread) => refused(*line, row_refusal_of(unread)),
            Ok(_) => match enrolled.next() {
                Some(Ok((done, student))) => v1::EnrolledRow {
                    line: *line,
                    result: result(done).into(),
                    student: names::of_student(student),
                    ..v1::EnrolledRow::default()
                },
                Some(Err(failure)) => refused(*line, row_refusal(failure, &CALLED, judged_at)),
                None => return Err(Failure::Internal("a row without an answer".to_owned())),
            },
        };
        shown.push(told);
    }
    Ok((outcome, shown))
}

/// The log was not asked.
fn row_refusal_of(unread: &Failure) -> v1::RowRefusal {
    let told = match unread {
        Failure::Refused(why) => Failure::Refused(why.clone()),
        Failure::Malformed(why) => Failure::Malformed(why.clone()),
        Failure::BadInput { field, expected } => bad(field, *expected),
        other => Failure::Internal(other.to_string()),
    };
    row_refusal(told, &CALLED, Position::START)
}

fn refused(line: u32, refusal: v1::RowRefusal) -> v1::EnrolledRow {
    v1::EnrolledRow {
        line,
        result: v1::RowResult::Refused.into(),
        refusal: Some(refusal),
        ..v1::EnrolledRow::default()
    }
}

fn result(done: Outcome) -> v1::RowResult {
    if done.recorded_at.is_some() {
        v1::RowResult::Imported
    } else {
        v1::RowResult::Unchanged
    }
}

/// The pupil of a row that was taken.
#[must_use]
pub fn student_of(row: &v1::EnrolledRow) -> Option<StudentId> {
    names::student("student", &row.student).ok()
}

/// Those who stay behind when their class moves.
///
/// # Errors
/// `BadInput`, which names the field, where one names no pupil, or there are too many.
pub fn except(given: &[String]) -> Result<BTreeSet<StudentId>, Failure> {
    if given.len() > MOST_EXCEPT {
        return Err(bad(
            "except",
            Expected("500 élèves au plus", "at most 500 pupils"),
        ));
    }
    given
        .iter()
        .map(|name| names::student("except", name))
        .collect()
}

/// What became of each pupil of a class that moves.
#[must_use]
pub fn moved(moved: Vec<MovedStudent>, judged_at: Position) -> Vec<v1::MovedStudent> {
    let shown = moved.into_iter().map(|(student, done)| {
        let (result, refusal) = match done {
            Ok(done) => (result(done), None),
            Err(failure) => {
                let refusal = row_refusal(failure, &[], judged_at);
                (v1::RowResult::Refused, Some(refusal))
            }
        };
        v1::MovedStudent {
            student: names::of_student(student),
            result: result.into(),
            refusal,
        }
    });
    shown.collect()
}
