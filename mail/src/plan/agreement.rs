//! What happens to placement agreements, and who is told (AGR-1, AGR-2, AGR-3).
use std::collections::BTreeSet;

use domain::agreement::{AgreementEvent, Editor, Party};
use domain::ids::{ApplicationId, StudentId};
use jiff::civil::Date;

use super::fact_context::{ApplicationSubject, FactContext, head};
use crate::kind::Kind;
use crate::letter::Letter;

pub(super) fn letters(
    on: &FactContext<'_>,
    application: ApplicationId,
    event: &AgreementEvent,
) -> Vec<Letter> {
    match event {
        AgreementEvent::AgreementOpened { student, .. } => opened(on, *student, application),
        AgreementEvent::AgreementAmended { student, by, .. } => {
            amended(on, *student, application, *by)
        }
        AgreementEvent::AgreementReminded {
            student,
            days_before: _,
            first_day,
            missing,
        } => reminded(on, (*student, application), *first_day, missing),
        AgreementEvent::FirstDayCameUncovered {
            student,
            first_day,
            last_day,
            on: noted_on,
            missing: _,
        } => cannot_start(
            on,
            (*student, application),
            *first_day,
            noted_on <= last_day,
        ),
        // Whoever misses a signature finds it in the list; an agreement ends with its placement, of
        // which all are told.
        AgreementEvent::AgreementTutorNamed { .. }
        | AgreementEvent::AgreementSigned { .. }
        | AgreementEvent::AgreementSignedOnPaper { .. }
        | AgreementEvent::HostContacted { .. }
        | AgreementEvent::HostContactCorrected { .. }
        | AgreementEvent::PupilVisited { .. }
        | AgreementEvent::VisitCorrected { .. }
        | AgreementEvent::AgreementEnded { .. } => vec![],
    }
}

/// The head and the guardians: host and pupil know of it by the acceptance.
fn opened(on: &FactContext<'_>, student: StudentId, application: ApplicationId) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let kind = Kind::AgreementToSign;
    let to_head = to_head(on, student, kind, &asked);
    let to_guardians = on.to_guardians(student, kind, &asked);
    to_head.into_iter().chain(to_guardians).collect()
}

/// Everybody but who amended it.
fn amended(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    by: Editor,
) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let kind = Kind::AgreementAmended;
    let mut letters = match by {
        Editor::College => on.to_host(kind, &asked),
        Editor::Host => Vec::from_iter(to_head(on, student, kind, &asked)),
    };
    letters.extend(on.to_pupil(student, kind, &asked));
    letters.extend(on.to_guardians(student, kind, &asked));
    letters
}

/// Those who have not signed, and the college, whoever it is.
fn reminded(
    on: &FactContext<'_>,
    (student, application): (StudentId, ApplicationId),
    first_day: Date,
    missing: &BTreeSet<Party>,
) -> Vec<Letter> {
    let Some(mut asked) = on.application(student, application) else {
        return vec![];
    };
    asked.facts.first_day = Some(first_day);
    let kind = Kind::AgreementReminder;
    let mut letters = to_college(on, student, Kind::AgreementNotCovered, &asked);
    for party in missing {
        match party {
            Party::College => {}
            Party::Host => letters.extend(on.to_host(kind, &asked)),
            Party::Pupil => letters.extend(on.to_pupil(student, kind, &asked)),
            Party::Guardian => letters.extend(on.to_guardians(student, kind, &asked)),
        }
    }
    letters
}

/// All whom it concerns, while days of the placement are left.
fn cannot_start(
    on: &FactContext<'_>,
    (student, application): (StudentId, ApplicationId),
    first_day: Date,
    days_are_left: bool,
) -> Vec<Letter> {
    let asked = on.application(student, application);
    let Some(mut asked) = asked.filter(|_| days_are_left) else {
        return vec![];
    };
    asked.facts.first_day = Some(first_day);
    let kind = Kind::PlacementCannotStart;
    let mut letters = to_college(on, student, kind, &asked);
    letters.extend(on.to_host(kind, &asked));
    letters.extend(on.to_pupil(student, kind, &asked));
    letters.extend(on.to_guardians(student, kind, &asked));
    letters
}

/// The head and the main teacher; one letter where they are one person.
fn to_college(
    on: &FactContext<'_>,
    student: StudentId,
    kind: Kind,
    asked: &ApplicationSubject<'_>,
) -> Vec<Letter> {
    let Some((college, facts, main_teacher)) = on.of_college(student, &asked.facts) else {
        return vec![];
    };
    let head = head(college);
    let teacher = main_teacher.filter(|teacher| head != Some(*teacher));
    let readers = head.into_iter().chain(teacher);
    readers
        .filter_map(|staff| on.to_staff(college, staff, kind, facts.clone()))
        .collect()
}

fn to_head(
    on: &FactContext<'_>,
    student: StudentId,
    kind: Kind,
    asked: &ApplicationSubject<'_>,
) -> Option<Letter> {
    let (college, facts, _) = on.of_college(student, &asked.facts)?;
    on.to_staff(college, head(college)?, kind, facts)
}
