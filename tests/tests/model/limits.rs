//! What must hold, whatever happened.
use super::*;

impl Model {
    /// The offer is withdrawn, or no longer holds the application's week.
    pub(super) fn is_gone(&self, student: usize, application: ApplicationId) -> bool {
        let found = &self.students[student].0.applications[&application];
        let published = self.offer(found.offer).published.as_ref().unwrap();
        published.status == OfferStatus::Withdrawn || !published.terms.weeks.contains(&found.week)
    }

    pub(super) fn within_limits(&self) {
        for (state, _) in &self.offers {
            let seats = state.published.as_ref().unwrap().terms.seats_per_week;
            for week in state.seats.keys() {
                assert!(state.seats_taken(*week) <= seats, "overbooked in {week}");
            }
        }
        for (state, _) in &self.students {
            let mut weeks = BTreeSet::new();
            for placed in state
                .applications
                .values()
                .filter(|found| found.is_placement())
            {
                assert!(weeks.insert(placed.week), "placed twice in {}", placed.week);
            }
            assert!(weeks.len() <= 2, "{} placements in a year", weeks.len());
            let flagged = state.flags.keys();
            let mut flagged = flagged.map(|flagged| &state.applications[flagged]);
            assert!(
                flagged.all(|found| found.is_placement()),
                "flagged and no placement"
            );
            assert!(
                !state.is_authorised() || state.closed_in.is_some() || state.flags.is_empty(),
                "flagged under a valid authorisation"
            );
            assert!(
                !state.may_act() || state.flags.is_empty(),
                "flagged with open access"
            );
        }
    }

    /// Every step that waits is taken, the newest first.
    pub(super) fn settle(&mut self) {
        let mut steps = 0;
        while let Some(step) = self.waiting.pop() {
            self.take(step);
            self.within_limits();
            steps += 1;
            assert!(steps < 1_000, "the process never comes to rest");
        }
    }

    pub(super) fn is_settled(&self) {
        let mut placed = BTreeMap::new();
        for (n, (state, _)) in self.students.iter().enumerate() {
            for (application, found) in &state.applications {
                if found.is_placement() {
                    placed.insert(*application, (found.offer, found.week, student_id(n)));
                }
                let pending = matches!(found.status, ApplicationStatus::Pending { .. });
                assert!(
                    !pending || !self.is_gone(n, *application),
                    "pending for what is gone"
                );
                assert!(!pending || !state.is_erased(), "pending for the erased");
            }
        }
        let mut held = BTreeMap::new();
        for (n, (state, _)) in self.offers.iter().enumerate() {
            for (week, seats) in &state.seats {
                for (application, student) in seats {
                    held.insert(*application, (offer_id(n), *week, *student));
                }
            }
        }
        assert_eq!(held, placed, "seats held and pupils placed");
    }

    /// How often something happened to a pupil.
    pub(super) fn count(&self, event_type: &str) -> usize {
        let events = self.students.iter().flat_map(|(_, events)| events);
        events
            .filter(|event| event.event_type() == event_type)
            .count()
    }

    /// The events, written and read back, add up to the same state.
    pub(super) fn replays(&self) {
        for (state, events) in &self.students {
            assert_eq!(*state, replayed::<Student>(events));
        }
        for (state, events) in &self.offers {
            assert_eq!(*state, replayed::<Offer>(events));
        }
    }
}

fn replayed<D: Decider>(events: &[D::Event]) -> D::State {
    events.iter().fold(D::State::default(), |state, event| {
        let stored = serde_json::to_vec(event).unwrap();
        let read: D::Event = serde_json::from_slice(&stored).unwrap();
        assert_eq!(read, *event);
        D::evolve(state, &read)
    })
}
