//! The guardians of a pupil, for the college: who signed, in their order, and how each stands (STU-1). By
//! pseudonyms alone, as the trail of the authorisation tells of them.
use commands::Failure;
use domain::ids::StudentId;
use eventlog::Position;
use projections::Folds;
use projections::trail::{TrailScope, known_guardians};
use proto::v1;

use crate::events::Events;
use wire::{enums, names};

/// Where the trail of a pupil's authorisation is told, in order.
pub(super) fn told(folds: &Folds, student: StudentId) -> Vec<Position> {
    let (trail, scope) = (folds.trail().fold(), TrailScope::Student(student));
    let entries = trail.after(folds.entities(), scope, Position::START, usize::MAX);
    let entries = entries.unwrap_or_default().into_iter();
    entries.map(|entry| entry.at).collect()
}

/// Whom these events tell of.
pub(super) fn shown(
    events: &Events,
    trail: &[Position],
) -> Result<Vec<v1::FollowedGuardian>, Failure> {
    let facts = trail.iter().map(|at| events.at(*at)?.of_student());
    let facts: Vec<_> = facts.collect::<Result<_, Failure>>()?;
    let known = known_guardians(facts).into_iter();
    let shown = known.map(|one| v1::FollowedGuardian {
        guardian: names::of_guardian(one.guardian),
        standing: enums::of_guardian_standing(one.standing).into(),
        signed_date: one.signed_on.map(|day| day.to_string()).unwrap_or_default(),
    });
    Ok(shown.collect())
}
