//! What the log adds up to, read from the log alone: the judge of every test of seats and
//! placements.
use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::agreement::{Agreement, AgreementState};
use domain::calendar::Week;
use domain::decider::Decider;
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::{Offer, OfferState};
use domain::schema::{Fact, decode};
use domain::student::{ApplicationStatus, Student, StudentState};
use eventlog::{EventLog, Position, Recorded};

/// Every pupil, offer and agreement.
#[derive(Debug, Default, PartialEq)]
pub struct World {
    /// The pupils.
    pub students: BTreeMap<StudentId, StudentState>,
    /// The offers.
    pub offers: BTreeMap<OfferId, OfferState>,
    /// The agreements of placements.
    pub agreements: BTreeMap<ApplicationId, AgreementState>,
}

/// Who holds which seat of which week.
pub type Seats = BTreeSet<(OfferId, Week, ApplicationId)>;

/// Every event of a log, in its order.
pub async fn all_events(log: &dyn EventLog) -> Vec<Recorded> {
    let mut events = vec![];
    loop {
        let after = events
            .last()
            .map_or(Position::START, |last: &Recorded| last.position);
        let page = log.read_all(after, 1_000).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

impl World {
    /// Folds a whole log; every event is there once.
    pub async fn read(log: &dyn EventLog) -> Self {
        let mut world = Self::default();
        let mut seen = HashSet::new();
        for recorded in all_events(log).await {
            assert!(
                seen.insert(recorded.id),
                "event {} is there twice",
                recorded.id
            );
            let (category, id) = (recorded.stream.category(), recorded.stream.id());
            let (name, version) = (&*recorded.event_type, recorded.event_version);
            match decode(category, id, name, version, &recorded.payload).unwrap() {
                Fact::Student(id, event) => {
                    let state = world.students.entry(id).or_default();
                    *state = Student::evolve(std::mem::take(state), &event);
                }
                Fact::Offer(id, event) => {
                    let state = world.offers.entry(id).or_default();
                    *state = Offer::evolve(std::mem::take(state), &event);
                }
                Fact::Agreement(id, event) => {
                    let state = world.agreements.entry(id).or_default();
                    *state = Agreement::evolve(std::mem::take(state), &event);
                }
                Fact::Establishment(..)
                | Fact::Host(..)
                | Fact::Reference(..)
                | Fact::Mandate(..)
                | Fact::Partner(..)
                | Fact::Campaign(..) => {}
            }
        }
        world
    }

    /// The seats that offers hold.
    #[must_use]
    pub fn held_seats(&self) -> Seats {
        let of_offer = |(offer, state): (&OfferId, &OfferState)| {
            let offer = *offer;
            let of_week = move |(week, held): (&Week, &BTreeMap<ApplicationId, StudentId>)| {
                let week = *week;
                held.keys()
                    .map(move |application| (offer, week, *application))
                    .collect::<Vec<_>>()
            };
            state.seats.iter().flat_map(of_week).collect::<Vec<_>>()
        };
        self.offers.iter().flat_map(of_offer).collect()
    }

    /// The seats that placed pupils have.
    #[must_use]
    pub fn placements(&self) -> Seats {
        let applications = self
            .students
            .values()
            .flat_map(|student| &student.applications);
        let placed = applications.filter(|(_, application)| application.is_placement());
        placed
            .map(|(id, application)| (application.offer, application.week, *id))
            .collect()
    }

    /// Where an application stands.
    #[must_use]
    pub fn status(&self, application: ApplicationId) -> &ApplicationStatus {
        let found = self
            .students
            .values()
            .find_map(|student| student.applications.get(&application));
        &found.unwrap().status
    }

    /// No more seats are taken than there are (OFF-3); a pupil has one placement a week (STU-9)
    /// and two a year (STU-10).
    pub fn is_within_limits(&self) {
        for (id, offer) in &self.offers {
            let seats = offer
                .published
                .as_ref()
                .map_or(0, |found| found.terms.seats_per_week);
            for week in offer.seats.keys() {
                assert!(
                    offer.seats_taken(*week) <= seats,
                    "offer {id} is overbooked in {week}"
                );
            }
        }
        for (id, student) in &self.students {
            let mut years = BTreeMap::new();
            let mut weeks = BTreeSet::new();
            for placed in student
                .applications
                .values()
                .filter(|found| found.is_placement())
            {
                assert!(
                    weeks.insert(placed.week),
                    "pupil {id} is placed twice in {}",
                    placed.week
                );
                *years.entry(placed.week.school_year()).or_insert(0) += 1;
            }
            assert!(
                years.values().all(|count| *count <= 2),
                "pupil {id} has too many placements"
            );
        }
    }

    /// Besides, a seat is held if, and only if, its pupil is placed: nothing is left undone.
    pub fn is_settled(&self) {
        self.is_within_limits();
        assert_eq!(
            self.held_seats(),
            self.placements(),
            "seats held and pupils placed"
        );
        self.is_agreed();
    }

    /// Each placement has an agreement that holds, and one that was given up has none that does
    /// (AGR-1, AGR-2).
    fn is_agreed(&self) {
        for student in self.students.values().filter(|one| !one.is_erased()) {
            for (id, application) in &student.applications {
                let agreement = self.agreements.get(id);
                let opened = agreement.filter(|agreement| agreement.current().is_some());
                let holds = opened.is_some_and(|agreement| agreement.ended().is_none());
                let placed = application.is_placement();
                assert_eq!(holds, placed, "the agreement of {id}");
            }
        }
    }
}
