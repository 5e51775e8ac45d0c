//! What happens to placement agreements, and who is told (AGR-1, AGR-2).
use domain::agreement::{AgreementEvent, Editor};
use domain::ids::{ApplicationId, StudentId};

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
        // Whoever misses a signature finds it in the list; an agreement ends with its placement, of
        // which all are told.
        AgreementEvent::AgreementTutorNamed { .. }
        | AgreementEvent::AgreementSigned { .. }
        | AgreementEvent::AgreementSignedOnPaper { .. }
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

fn to_head(
    on: &FactContext<'_>,
    student: StudentId,
    kind: Kind,
    asked: &ApplicationSubject<'_>,
) -> Option<Letter> {
    let (college, facts, _) = on.of_college(student, &asked.facts)?;
    on.to_staff(college, head(college)?, kind, facts)
}
