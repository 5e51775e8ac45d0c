//! From a fact of one stream to the next step in another: the placement process as pure policy.
//!
//! A seat of an offer and a week of a pupil are two streams and one invariant: seat first (it is
//! scarce), then the pupil, compensation last. Every step is decided by its own stream, may be
//! asked twice, and takes its request id from the fact that caused it.
use std::collections::BTreeSet;

use crate::calendar::Week;
use crate::concerns::SeatBack;
use crate::ids::{ApplicationId, OfferId, StudentId};
use crate::offer::{OfferEvent, ReleaseSeat};
use crate::student::{DeclineApplication, DeclineCause, PlacePupil, StudentEvent};

/// What is to be asked of another stream.
#[derive(Clone, Debug)]
pub enum Step {
    /// The pupil answers the host's yes.
    PlacePupil(StudentId, PlacePupil),
    /// The seat goes back.
    ReleaseSeat(OfferId, ReleaseSeat),
    /// The offer or its week went away under a pending application.
    DeclineApplication(StudentId, DeclineApplication),
}

/// A pending application, as the process knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingApplication {
    /// Whose.
    pub student: StudentId,
    /// Which.
    pub application: ApplicationId,
    /// For which week.
    pub week: Week,
}

/// What an offer's fact asks of the pupils' streams. `pending` are the applications to this
/// offer that wait for an answer.
#[must_use]
pub fn after_offer_event(
    offer: OfferId,
    event: &OfferEvent,
    pending: impl Iterator<Item = PendingApplication>,
) -> Vec<Step> {
    match event {
        OfferEvent::SeatTaken {
            application,
            student,
            week,
            message,
        } => {
            let (application, week, message) = (*application, *week, message.clone());
            vec![Step::PlacePupil(
                *student,
                PlacePupil {
                    application,
                    offer,
                    week,
                    message,
                },
            )]
        }
        OfferEvent::OfferWithdrawn { reason: _ } => pending
            .map(|pending| decline(&pending, DeclineCause::OfferWithdrawn))
            .collect(),
        OfferEvent::OfferRevised { revision: _, terms } => pending
            .filter(|pending| !terms.weeks.contains(&pending.week))
            .map(|pending| decline(&pending, DeclineCause::WeekDropped))
            .collect(),
        OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatReleased { .. } => vec![],
    }
}

/// What a pupil's fact asks of the offer's stream.
#[must_use]
pub fn after_student_event(event: &StudentEvent) -> Option<Step> {
    let SeatBack {
        offer,
        application,
        cause,
    } = event.concerns().seat_back?;
    Some(Step::ReleaseSeat(offer, ReleaseSeat { application, cause }))
}

/// An application that came in for an offer already withdrawn, or for a week already dropped:
/// the pupil's stream had not seen it yet. `weeks` is `None` once the offer is withdrawn.
#[must_use]
pub fn after_late_application(
    pending: &PendingApplication,
    weeks: Option<&BTreeSet<Week>>,
) -> Option<Step> {
    match weeks {
        None => Some(decline(pending, DeclineCause::OfferWithdrawn)),
        Some(weeks) if !weeks.contains(&pending.week) => {
            Some(decline(pending, DeclineCause::WeekDropped))
        }
        Some(_) => None,
    }
}

fn decline(pending: &PendingApplication, cause: DeclineCause) -> Step {
    let application = pending.application;
    Step::DeclineApplication(pending.student, DeclineApplication { application, cause })
}
