//! An offer.
use domain::offer::{
    Accessibility, BlackOutReason, DailyHours, Format, GroupEndCause, GroupMember, OfferEvent,
    OfferTerms, Place, ReleaseCause, Tutor, WithdrawalReason,
};
use jiff::civil::time;

use super::*;

/// Offers as they were before they said what to bring: the events of today, without it.
pub fn bringing_nothing() -> Vec<OfferEvent> {
    let without = |terms: OfferTerms| OfferTerms {
        what_to_bring: String::new(),
        ..terms
    };
    let told = events().into_iter().filter_map(|event| match event {
        OfferEvent::OfferPublished { offer, host, terms } => Some(OfferEvent::OfferPublished {
            offer,
            host,
            terms: without(terms),
        }),
        OfferEvent::OfferRevised { revision, terms } => Some(OfferEvent::OfferRevised {
            revision,
            terms: without(terms),
        }),
        OfferEvent::OfferTextBlackedOut {
            revision,
            terms,
            reason,
        } => Some(OfferEvent::OfferTextBlackedOut {
            revision,
            terms: without(terms),
            reason,
        }),
        OfferEvent::OfferWithdrawn { .. }
        | OfferEvent::SeatTaken { .. }
        | OfferEvent::SeatReleased { .. }
        | OfferEvent::GroupApplied { .. }
        | OfferEvent::GroupSeated { .. }
        | OfferEvent::GroupAccepted { .. }
        | OfferEvent::GroupEnded { .. }
        | OfferEvent::OfferFedIn { .. }
        | OfferEvent::ReservationRequested { .. }
        | OfferEvent::ReservationRequestWithdrawn { .. }
        | OfferEvent::ReservationDeclined { .. }
        | OfferEvent::ReservationAccepted { .. } => None,
    });
    told.collect()
}

fn terms() -> OfferTerms {
    OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: oyonnax(),
        },
        weeks: [week(4), week(5)].into(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: person(),
            identity: sealed("tutor"),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::WithHelp,
        reserved_for: None,
        what_to_bring: "Des bottes.".into(),
    }
}

pub fn events() -> Vec<OfferEvent> {
    let (application, student, week) = (application(1), student_id(), week(4));
    let members = vec![GroupMember {
        student,
        application,
    }];
    let revised = OfferTerms {
        format: Format::Collective { group_size: 12 },
        reserved_for: Some(uai()),
        ..terms()
    };
    vec![
        OfferEvent::OfferPublished {
            offer: offer_id(),
            host: siret(),
            terms: terms(),
        },
        OfferEvent::OfferRevised {
            revision: 2,
            terms: revised,
        },
        OfferEvent::OfferFedIn {
            partner: super::mandate::representative(),
            identifier: "stage/2026-17".parse().unwrap(),
            content: Uuid::from_u128(9),
        },
        OfferEvent::OfferWithdrawn {
            reason: WithdrawalReason::NoTutor,
        },
        OfferEvent::OfferTextBlackedOut {
            revision: 3,
            terms: terms().blacked_out(),
            reason: BlackOutReason::PersonalData,
        },
        OfferEvent::SeatTaken {
            application,
            student,
            week,
            message: Some(sealed("message")),
        },
        OfferEvent::SeatReleased {
            application,
            student,
            week,
            cause: ReleaseCause::AcceptanceRefused,
        },
        OfferEvent::GroupApplied {
            group: group(),
            establishment: uai(),
            class: class(),
            week,
            members: members.clone(),
            by: teacher(),
            letter: sealed("letter"),
            at: "2025-11-05T10:00:00Z".parse().unwrap(),
        },
        OfferEvent::GroupSeated {
            group: group(),
            week,
            members,
            by: teacher(),
            message: Some(sealed("message")),
        },
        OfferEvent::GroupAccepted { group: group() },
        OfferEvent::GroupEnded {
            group: group(),
            by: teacher(),
            cause: GroupEndCause::MemberLost { student },
        },
        OfferEvent::ReservationRequested {
            establishment: uai(),
            by: head(),
            word: sealed("word"),
        },
        OfferEvent::ReservationRequestWithdrawn {
            establishment: uai(),
            by: head(),
        },
        OfferEvent::ReservationDeclined {
            establishment: uai(),
            by: person(),
            word: sealed("word"),
        },
        OfferEvent::ReservationAccepted {
            establishment: uai(),
            by: person(),
        },
    ]
}
