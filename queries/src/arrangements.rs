//! What whoever is placed needs to know of the week: where, when, who looks after the pupil, what to
//! bring (STU-12, AGR-1, AGR-4). As the newest version of the agreement says it; as the offer does
//! where there is no agreement yet. A placement that was given up has none.
use commands::Failure;
use domain::ids::{ApplicationId, Siret, StudentId};
use eventlog::Position;
use projections::agreements::VersionView;
use projections::{ApplicationState, Folds};
use proto::v1;
use uuid::Uuid;

use super::agreements::{person_told, terms};
use super::events::Events;
use super::opening::{Keys, PupilKeys};
use super::response_context::ResponseContext;
use wire::{calendar, names, places};

/// Where the arrangements of an application are told.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct ArrangementsAt {
    /// The terms of its offer.
    offer: Position,
    /// The newest version of its agreement.
    agreed: Option<VersionView>,
}

impl ArrangementsAt {
    /// Of an application to an offer whose terms are told there.
    pub fn of(
        folds: &Folds,
        student: StudentId,
        application: ApplicationId,
        offer: Position,
    ) -> Self {
        let agreements = folds.agreements().fold();
        let agreement = agreements.of_placement(folds.entities(), student, application);
        let agreed = agreement.and_then(|agreement| agreement.versions.last().copied());
        Self { offer, agreed }
    }

    /// The events that tell them.
    pub fn events(&self) -> impl Iterator<Item = Position> + use<> {
        let agreed = self.agreed.map(|version| [version.at, version.tutor]);
        std::iter::once(self.offer).chain(agreed.into_iter().flatten())
    }

    fn tutor(&self, events: &Events) -> Result<Uuid, Failure> {
        Ok(match self.agreed {
            Some(version) => terms(events.at(version.at)?)?.1.tutor.0,
            None => events.terms(self.offer)?.tutor.person.0,
        })
    }
}

/// The keys of the tutors who look after placements.
pub(super) async fn keys_of_tutors(
    service: &ResponseContext<'_>,
    events: &Events,
    placed: impl IntoIterator<Item = ArrangementsAt>,
) -> Result<Keys, Failure> {
    let tutors = placed.into_iter().map(|told| told.tutor(events));
    let tutors: Vec<Uuid> = tutors.collect::<Result<_, Failure>>()?;
    service.keys(tutors).await
}

/// What arrangements are opened with.
pub(super) struct Opened<'a> {
    pub events: &'a Events,
    pub tutors: &'a Keys,
    pub pupils: &'a PupilKeys,
}

impl Opened<'_> {
    /// The arrangements of a placement; nothing of an application that is none, or none any more.
    pub fn arrangements(
        &self,
        student: StudentId,
        host: Siret,
        told: ArrangementsAt,
        state: ApplicationState,
    ) -> Result<Option<v1::PlacementArrangements>, Failure> {
        if !state.is_placement() {
            return Ok(None);
        }
        let (events, tutors) = (self.events, self.tutors);
        let Some(version) = told.agreed else {
            let terms = events.terms(told.offer)?;
            let tutor = &terms.tutor;
            let identity = tutors.person(tutor.person.0, &tutor.identity)?;
            return Ok(Some(v1::PlacementArrangements {
                tutor: Some(v1::Tutor {
                    person: names::of_host_person(host, tutor.person),
                    identity: Some(identity),
                }),
                hours: Some(v1::DailyHours {
                    arrival: calendar::of_time(terms.hours.from),
                    departure: calendar::of_time(terms.hours.until),
                }),
                place: Some(places::of_place(&terms.place)),
                what_to_bring: terms.what_to_bring.clone(),
            }));
        };
        let (_, terms, _) = terms(events.at(version.at)?)?;
        let words = self.pupils.open(student, &terms.words)?;
        let identity = person_told(events, tutors, terms.tutor.0, version.tutor)?;
        let agreed = wire::agreements::of_terms(host, terms, words, identity);
        Ok(Some(v1::PlacementArrangements {
            tutor: agreed.tutor,
            hours: agreed.hours,
            place: agreed.place,
            what_to_bring: agreed.what_to_bring,
        }))
    }
}
