//! Seats and placements, two streams and one invariant (OFF-3, OFF-5): a placement holds a seat of its
//! own, no week of an offer has more of them than seats, and a seat without a placement goes back.
use std::collections::{BTreeSet, HashMap};

use domain::calendar::Week;
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::{OfferEvent, OfferTerms};
use domain::schema::Fact;
use domain::student::StudentEvent;
use eventlog::{Position, RecordedAt};
use projections::verify::Findings;

use super::{Check, PATIENCE, Seen};

/// The offers, and who holds their seats.
#[derive(Default)]
pub(super) struct Seats {
    offers: HashMap<OfferId, Offered>,
    held: HashMap<(OfferId, ApplicationId), Seat>,
    taken: HashMap<(OfferId, Week), u16>,
}

struct Offered {
    weeks: BTreeSet<Week>,
    seats: u16,
}

#[derive(Clone, Copy)]
struct Seat {
    student: StudentId,
    week: Week,
    /// Since when it is held without a placement: from when it was taken until the pupil is
    /// placed, and again from when the placement ended.
    idle: Option<(Position, RecordedAt)>,
}

impl Check for Seats {
    fn name(&self) -> &'static str {
        "seats and placements"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        match seen.record.map(|record| &record.fact) {
            Some(Fact::Offer(offer, event)) => self.offer(*offer, event, seen, found),
            Some(Fact::Student(student, event)) => self.student(*student, event, seen, found),
            Some(
                Fact::Establishment(..)
                | Fact::Host(..)
                | Fact::Reference(..)
                | Fact::Mandate(..)
                | Fact::Partner(..)
                | Fact::Agreement(..)
                | Fact::Campaign(..),
            )
            | None => {}
        }
    }

    fn end(&mut self, then: RecordedAt, found: &mut Findings) {
        let mut left: Vec<_> = self
            .held
            .iter()
            .filter_map(|((offer, application), seat)| {
                let (at, since) = seat.idle?;
                (then.0 - since.0 > PATIENCE).then_some((at, *offer, *application))
            })
            .collect();
        left.sort_unstable_by_key(|(at, ..)| *at);
        for (at, offer, application) in left {
            found.add(at, || {
                format!("the seat of application {application} at offer {offer} was left without a placement")
            });
        }
    }
}

impl Seats {
    fn terms(&mut self, offer: OfferId, terms: &OfferTerms) {
        let offered = Offered {
            weeks: terms.weeks.clone(),
            seats: terms.seats_per_week,
        };
        self.offers.insert(offer, offered);
    }

    fn offer(&mut self, offer: OfferId, event: &OfferEvent, seen: &Seen<'_>, found: &mut Findings) {
        let at = seen.at();
        match event {
            OfferEvent::OfferPublished { terms, .. } | OfferEvent::OfferRevised { terms, .. } => {
                self.terms(offer, terms);
            }
            OfferEvent::OfferWithdrawn { .. }
            | OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::OfferFedIn { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => {}
            OfferEvent::SeatTaken {
                application,
                student,
                week,
                ..
            } => self.seat(offer, *week, (*application, *student), seen, found),
            OfferEvent::GroupSeated { week, members, .. } => {
                for member in members {
                    let of = (member.application, member.student);
                    self.seat(offer, *week, of, seen, found);
                }
            }
            OfferEvent::GroupApplied { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. } => {}
            OfferEvent::SeatReleased { application, .. } => {
                match self.held.remove(&(offer, *application)) {
                    Some(seat) => {
                        if let Some(taken) = self.taken.get_mut(&(offer, seat.week)) {
                            *taken = taken.saturating_sub(1);
                        }
                        if seat.idle.is_none() {
                            found.add(at, || {
                                format!(
                                    "application {application} is placed, and its seat goes back"
                                )
                            });
                        }
                    }
                    None => found.add(at, || format!("application {application} held no seat")),
                }
            }
        }
    }

    /// A seat is taken.
    fn seat(
        &mut self,
        offer: OfferId,
        week: Week,
        (application, student): (ApplicationId, StudentId),
        seen: &Seen<'_>,
        found: &mut Findings,
    ) {
        let at = seen.at();
        let taken = self.taken.entry((offer, week)).or_default();
        *taken += 1;
        match self.offers.get(&offer) {
            Some(offered) if !offered.weeks.contains(&week) => {
                found.add(at, || format!("offer {offer} has no seats in week {week}"));
            }
            Some(offered) if *taken > offered.seats => found.add(at, || {
                format!(
                    "offer {offer} has {} seats in week {week}, and {taken} are taken",
                    offered.seats
                )
            }),
            Some(_) => {}
            None => found.add(at, || format!("offer {offer} was not published")),
        }
        let seat = Seat {
            student,
            week,
            idle: Some((at, seen.recorded.recorded_at)),
        };
        if self.held.insert((offer, application), seat).is_some() {
            found.add(at, || {
                format!("application {application} takes a second seat")
            });
        }
    }

    fn student(
        &mut self,
        student: StudentId,
        event: &StudentEvent,
        seen: &Seen<'_>,
        found: &mut Findings,
    ) {
        use StudentEvent as E;
        let at = seen.at();
        match event {
            E::ApplicationAccepted {
                application,
                offer,
                week,
                ..
            } => match self.held.get_mut(&(*offer, *application)) {
                Some(seat) if seat.student == student && seat.week == *week => seat.idle = None,
                Some(_) => found.add(at, || {
                    format!(
                        "application {application} is placed on a seat of another pupil or week"
                    )
                }),
                None => found.add(at, || {
                    format!("application {application} is placed without a seat of offer {offer}")
                }),
            },
            E::PlacementCancelledByPupil {
                application, offer, ..
            }
            | E::PlacementCancelledByHost {
                application, offer, ..
            }
            | E::PlacementCancelledByCollege {
                application, offer, ..
            }
            | E::PlacementCancelledByErasure {
                application, offer, ..
            } => {
                if let Some(seat) = self.held.get_mut(&(*offer, *application)) {
                    seat.idle = Some((at, seen.recorded.recorded_at));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    const NAME: &str = "seats and placements";

    #[tokio::test]
    async fn more_seats_than_there_are() {
        let events = vec![
            published(OFFER, 1),
            taken(A, 1),
            taken(B, 1),
            placed(A, 1),
            placed(B, 1),
        ];
        finds(NAME, events, &[3]).await;
    }

    #[tokio::test]
    async fn a_week_that_is_not_offered() {
        finds(
            NAME,
            vec![published(OFFER, 1), taken(A, 9), placed(A, 9)],
            &[2],
        )
        .await;
    }

    #[tokio::test]
    async fn a_placement_without_a_seat_or_on_that_of_another_week() {
        finds(NAME, vec![published(OFFER, 1), placed(A, 1)], &[2]).await;
        let events = vec![published(OFFER, 1), taken(A, 1), placed(A, 2)];
        let mut late = events.clone();
        late.push(much_later());
        finds(NAME, events, &[3]).await;
        finds(NAME, late, &[2, 3]).await;
    }

    #[tokio::test]
    async fn a_second_seat_and_one_that_was_not_held() {
        let events = vec![published(OFFER, 3), taken(A, 1), taken(A, 2), placed(A, 2)];
        finds(NAME, events, &[3]).await;
        finds(NAME, vec![published(OFFER, 3), released(A, 1)], &[2]).await;
    }

    #[tokio::test]
    async fn a_seat_that_goes_back_though_its_pupil_is_placed() {
        let events = vec![
            published(OFFER, 1),
            taken(A, 1),
            placed(A, 1),
            released(A, 1),
        ];
        finds(NAME, events, &[4]).await;
    }

    #[tokio::test]
    async fn a_seat_left_without_a_placement_once_the_process_had_its_time() {
        let mut events = vec![published(OFFER, 1), taken(A, 1)];
        finds(NAME, events.clone(), &[]).await;
        events.push(much_later());
        finds(NAME, events, &[2]).await;
        let given_up = vec![
            published(OFFER, 1),
            taken(A, 1),
            placed(A, 1),
            cancelled(A, 1),
        ];
        let mut back = given_up.clone();
        back.extend([released(A, 1), much_later()]);
        finds(NAME, back, &[]).await;
        let mut kept = given_up;
        kept.push(much_later());
        finds(NAME, kept, &[4]).await;
    }
}
