//! The steps of a pupil's enrolment, with what each said: what was wrong stands beside what is right
//! (STU-16, STU-17).
use commands::Failure;
use domain::ids::StudentId;
use domain::student::StudentEvent;
use eventlog::Position;
use proto::v1;

use crate::events::{Event, Events};
use crate::opening::PupilKeys;
use wire::students::of_identity;
use wire::times::timestamp;
use wire::{enums, names};

/// These steps, the oldest first.
pub(super) fn shown(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    positions: &[Position],
) -> Result<Vec<v1::StudentRecordEntry>, Failure> {
    let mut entries = Vec::with_capacity(positions.len());
    // A move names the class alone: the college is that of the step before.
    let mut college = None;
    for at in positions {
        let event = events.at(*at)?;
        if let StudentEvent::StudentEnrolled { establishment, .. }
        | StudentEvent::StudentTakenIn { establishment, .. } = event.of_student()?
        {
            college = Some(*establishment);
        }
        let mut entry = entry(event, keys, student)?;
        if let (StudentEvent::StudentMoved { class, .. }, Some(college)) =
            (event.of_student()?, college)
        {
            entry.class = names::of_class(college, *class);
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(
    event: &Event,
    keys: &PupilKeys,
    student: StudentId,
) -> Result<v1::StudentRecordEntry, Failure> {
    use StudentEvent as E;
    use v1::StudentFact as F;
    let mut shown = v1::StudentRecordEntry {
        position: event.record.position.0,
        recorded_time: Some(timestamp(event.at())),
        actor: event.actor_kind().into(),
        ..v1::StudentRecordEntry::default()
    };
    let fact = match event.of_student()? {
        E::StudentEnrolled {
            establishment,
            class,
            gender,
            identity,
            ..
        } => {
            shown.identity = Some(of_identity(keys.open(student, identity)?));
            shown.gender = enums::of_gender(*gender).into();
            shown.class = names::of_class(*establishment, *class);
            F::Enrolled
        }
        E::StudentMoved { .. } => F::Moved,
        E::StudentIdentityCorrected { identity } => {
            shown.identity = Some(of_identity(keys.open(student, identity)?));
            F::IdentityCorrected
        }
        E::StudentGenderCorrected { from: _, to } => {
            shown.gender = enums::of_gender(*to).into();
            F::GenderCorrected
        }
        E::StudentEnrolledByMistake { .. } => F::EnrolledByMistake,
        E::StudentLeft { .. } => F::Left,
        E::StudentTakenIn {
            establishment,
            class,
            ..
        } => {
            shown.class = names::of_class(*establishment, *class);
            F::TakenIn
        }
        _ => return Err(event.unexpected("a step of an enrolment")),
    };
    shown.fact = fact.into();
    Ok(shown)
}
