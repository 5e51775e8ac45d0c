//! What happens to the application of a group, and who is told (OFF-7). Its pupils are told by their
//! own streams.
use domain::ids::{GroupId, OfferId};
use domain::offer::{GroupEndCause, OfferEvent};
use projections::entities::GroupRow;

use super::fact_context::FactContext;
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

pub(super) fn letters(on: &FactContext<'_>, offer: OfferId, event: &OfferEvent) -> Vec<Letter> {
    match event {
        OfferEvent::GroupApplied { group, .. } => to_host(on, offer, *group, Kind::GroupReceived),
        OfferEvent::GroupAccepted { group } => to_teacher(on, offer, *group, Kind::GroupAccepted),
        OfferEvent::GroupEnded { group, cause, .. } => match cause {
            GroupEndCause::DeclinedByHost { .. }
            | GroupEndCause::OfferWithdrawn
            | GroupEndCause::WeekDropped
            | GroupEndCause::ReservedElsewhere => {
                to_teacher(on, offer, *group, Kind::GroupDeclined)
            }
            GroupEndCause::WithdrawnByCollege => to_host(on, offer, *group, Kind::GroupFellAway),
            GroupEndCause::MemberLost { .. } => {
                let mut letters = to_host(on, offer, *group, Kind::GroupFellAway);
                letters.extend(to_teacher(on, offer, *group, Kind::GroupIncomplete));
                letters
            }
        },
        // The answer comes with the next fact.
        OfferEvent::GroupSeated { .. }
        | OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferRevised { .. }
        | OfferEvent::OfferWithdrawn { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatTaken { .. }
        | OfferEvent::SeatReleased { .. }
        | OfferEvent::OfferFedIn { .. }
        | OfferEvent::ReservationRequested { .. }
        | OfferEvent::ReservationRequestWithdrawn { .. }
        | OfferEvent::ReservationDeclined { .. }
        | OfferEvent::ReservationAccepted { .. } => vec![],
    }
}

fn to_host(on: &FactContext<'_>, offer: OfferId, group: GroupId, kind: Kind) -> Vec<Letter> {
    let (Some(mut asked), Some(row)) = (on.seat(offer), on.entities.group(group)) else {
        return vec![];
    };
    asked.facts.week = Some(row.week);
    on.to_host(kind, &asked)
}

fn to_teacher(on: &FactContext<'_>, offer: OfferId, group: GroupId, kind: Kind) -> Vec<Letter> {
    let told = |row: &GroupRow| {
        let facts = Facts {
            week: Some(row.week),
            ..on.seat(offer)?.facts
        };
        let college = on.entities.establishment(row.establishment)?;
        on.to_staff(college, row.by, kind, facts)
    };
    let row = on.entities.group(group);
    row.and_then(told).into_iter().collect()
}
