//! What whoever is placed needs to know of the week: where, when, who looks after the pupil, what to
//! bring (STU-12, AGR-4). As the offer says it now; a placement that was given up has none.
use commands::Failure;
use domain::ids::Siret;
use eventlog::Position;
use projections::ApplicationState;
use proto::v1;

use super::events::Events;
use super::opening::Keys;
use super::response_context::ResponseContext;
use wire::{calendar, names, places};

/// The keys of the tutors who look after those placements; `terms` says where each offer's terms are
/// told.
pub(super) async fn keys_of_tutors(
    service: &ResponseContext<'_>,
    events: &Events,
    terms: impl IntoIterator<Item = Position>,
) -> Result<Keys, Failure> {
    let tutors = terms
        .into_iter()
        .map(|at| Ok(events.terms(at)?.tutor.person.0));
    let tutors: Vec<uuid::Uuid> = tutors.collect::<Result<_, Failure>>()?;
    service.keys(tutors).await
}

/// The arrangements of a placement; nothing of an application that is none, or none any more.
pub(super) fn arrangements(
    events: &Events,
    tutors: &Keys,
    host: Siret,
    terms: Position,
    state: ApplicationState,
) -> Result<Option<v1::PlacementArrangements>, Failure> {
    if !state.is_placement() {
        return Ok(None);
    }
    let terms = events.terms(terms)?;
    let tutor = &terms.tutor;
    Ok(Some(v1::PlacementArrangements {
        tutor: Some(v1::Tutor {
            person: names::of_host_person(host, tutor.person),
            identity: Some(tutors.person(tutor.person.0, &tutor.identity)?),
        }),
        hours: Some(v1::DailyHours {
            arrival: calendar::of_time(terms.hours.from),
            departure: calendar::of_time(terms.hours.until),
        }),
        place: Some(places::of_place(&terms.place)),
        what_to_bring: terms.what_to_bring.clone(),
    }))
}
