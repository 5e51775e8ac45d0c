//! The offers that the tests of the rules speak of.
use jiff::civil::time;

use super::{
    Accessibility, DailyHours, Format, GroupEndCause, GroupMember, Offer, OfferEvent, OfferTerms,
    Place, ReleaseCause, TermsFacts, Tutor, WithdrawalReason,
};
use crate::geography::Coordinates;
use crate::ids::{ApplicationId, GroupId, HostPersonId, StudentId};
use crate::testing::*;

pub fn offer<const N: usize>(events: [OfferEvent; N]) -> Given<Offer> {
    given(events)
}

pub fn known() -> TermsFacts {
    TermsFacts {
        sector_known: true,
        reserved_for_known: true,
    }
}

/// Two seats in weeks 7 and 8.
pub fn terms() -> OfferTerms {
    OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: Coordinates::new(46.25, 5.65).unwrap(),
        },
        weeks: [week(7), week(8)].into(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(id(70)),
            identity: sealed(),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::Accessible,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}

pub fn publication() -> OfferEvent {
    OfferEvent::OfferPublished {
        offer: OFFER,
        host: siret(),
        terms: terms(),
    }
}

pub fn withdrawal() -> OfferEvent {
    OfferEvent::OfferWithdrawn {
        reason: WithdrawalReason::NoTutor,
    }
}

pub fn taken(application: ApplicationId, number: i8) -> OfferEvent {
    let (student, week, message) = (PUPIL, week(number), None);
    OfferEvent::SeatTaken {
        application,
        student,
        week,
        message,
    }
}

pub fn released(application: ApplicationId, number: i8) -> OfferEvent {
    let (student, week, cause) = (PUPIL, week(number), ReleaseCause::CancelledByPupil);
    OfferEvent::SeatReleased {
        application,
        student,
        week,
        cause,
    }
}

pub const GROUP: GroupId = GroupId(id(90));

/// For groups of 2 or 3, with so many seats a week.
pub fn collective(seats: u16) -> OfferEvent {
    let terms = OfferTerms {
        format: Format::Collective { group_size: 3 },
        seats_per_week: seats,
        ..terms()
    };
    OfferEvent::OfferPublished {
        offer: OFFER,
        host: siret(),
        terms,
    }
}

pub fn member(n: u128) -> GroupMember {
    GroupMember {
        student: StudentId(id(100 + n)),
        application: ApplicationId(id(200 + n)),
    }
}

pub fn group_members() -> Vec<GroupMember> {
    (10..13).map(member).collect()
}

pub fn group_applied() -> OfferEvent {
    OfferEvent::GroupApplied {
        group: GROUP,
        establishment: uai(),
        class: CLASS,
        week: week(7),
        members: group_members(),
        by: TEACHER,
        letter: sealed(),
        at: now(),
    }
}

pub fn group_seated() -> OfferEvent {
    OfferEvent::GroupSeated {
        group: GROUP,
        week: week(7),
        members: group_members(),
        by: TEACHER,
        message: None,
    }
}

pub fn group_accepted() -> OfferEvent {
    OfferEvent::GroupAccepted { group: GROUP }
}

pub fn group_ended(cause: GroupEndCause) -> OfferEvent {
    OfferEvent::GroupEnded {
        group: GROUP,
        by: TEACHER,
        cause,
    }
}
