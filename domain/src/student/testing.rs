//! The pupils that the tests of the rules speak of.
use jiff::civil::date;

use super::{
    ClassFacts, CollegeFacts, CompletionWitness, CoverLetter, DeclineCause, FlagCause, Gender,
    OfferFacts, RecordAuthorisation, Signature, Student, StudentEvent, SubmitApplication,
    WithdrawnBy,
};
use crate::calendar::SchoolYear;
use crate::establishment::{Level, Participation, SearchArea};
use crate::geography::Coordinates;
use crate::ids::{ApplicationId, DraftId, GroupId, GuardianId, OfferId};
use crate::offer::Format;
use crate::testing::*;

pub type Past = Given<Student>;

pub fn student<const N: usize>(events: [StudentEvent; N]) -> Past {
    given(events)
}

pub fn troisieme() -> ClassFacts {
    ClassFacts {
        establishment: uai(),
        class: CLASS,
        level: Level::Troisieme,
        school_year: SchoolYear::beginning_in(2025),
        participation: Participation::Open,
        class_open: true,
    }
}

pub fn in_class(level: Level) -> StudentEvent {
    StudentEvent::StudentEnrolled {
        student: PUPIL,
        establishment: uai(),
        class: CLASS,
        level,
        school_year: SchoolYear::beginning_in(2025),
        gender: Gender::Girl,
        identity: sealed(),
    }
}

pub fn form_handed() -> StudentEvent {
    StudentEvent::AuthorisationFormHanded {
        by: TEACHER,
        on: Some(jiff::civil::date(2025, 9, 10)),
    }
}

pub fn authorised() -> StudentEvent {
    StudentEvent::AuthorisationRecorded {
        guardian: GUARDIAN,
        identity: sealed(),
        signed_on: date(2025, 9, 15),
        collected_by: TEACHER,
        form_digest: None,
    }
}

pub const OTHER_GUARDIAN: GuardianId = GuardianId(id(22));

pub fn signature(guardian: GuardianId) -> Signature {
    Signature {
        guardian,
        signed_before: false,
        identity: sealed(),
        address_of_staff: false,
    }
}

/// A form that one guardian signed, as it comes back.
pub fn form(guardian: GuardianId, by_head: bool) -> RecordAuthorisation {
    RecordAuthorisation {
        first: signature(guardian),
        second: None,
        signed_on: date(2025, 9, 15),
        collected_by: TEACHER,
        by_head,
        form_digest: None,
        today: TODAY,
    }
}

pub fn also_signed(guardian: GuardianId, waits: bool) -> StudentEvent {
    StudentEvent::SecondGuardianRecorded {
        guardian,
        identity: sealed(),
        waits,
    }
}

pub const DRAFT: DraftId = DraftId(id(91));

pub fn drafted(version: u32) -> StudentEvent {
    StudentEvent::LetterDrafted {
        draft: DRAFT,
        offer: OFFER,
        version,
        letter: sealed(),
    }
}

pub fn discarded() -> StudentEvent {
    StudentEvent::LetterDraftDiscarded { draft: DRAFT }
}

pub fn authorisation_withdrawn() -> StudentEvent {
    StudentEvent::AuthorisationWithdrawn {
        by: WithdrawnBy::Guardian,
    }
}

pub fn active_at(level: Level) -> [StudentEvent; 4] {
    [
        in_class(level),
        form_handed(),
        authorised(),
        StudentEvent::AccessOpened { by: TEACHER },
    ]
}

pub fn active() -> [StudentEvent; 4] {
    active_at(Level::Troisieme)
}

pub fn apply(application: ApplicationId, number: i8) -> SubmitApplication {
    SubmitApplication {
        application,
        week: week(number),
        letter: CoverLetter::Written(sealed()),
        offer: OfferFacts {
            offer: OFFER,
            host: siret(),
            sector: "agriculture".parse().unwrap(),
            is_open: true,
            format: Format::Individual,
            reserved_for: None,
            position: Coordinates::new(46.2, 5.6).unwrap(),
            seats_left: Some(3),
        },
        college: CollegeFacts {
            is_open: true,
            weeks: [week(7), week(8), week(11)].into(),
            area: SearchArea::RadiusKm(60.0),
            position: Some(Coordinates::new(46.25, 5.63).unwrap()),
        },
        at: now(),
        today: TODAY,
        group: None,
    }
}

pub fn submitted(application: ApplicationId, number: i8) -> StudentEvent {
    submitted_to(OFFER, application, number)
}

pub fn submitted_to(offer: OfferId, application: ApplicationId, number: i8) -> StudentEvent {
    StudentEvent::ApplicationSubmitted {
        application,
        offer,
        host: siret(),
        week: week(number),
        sector: "agriculture".parse().unwrap(),
        letter: sealed(),
        at: now(),
    }
}

pub fn accepted(application: ApplicationId, number: i8) -> StudentEvent {
    accepted_at(OFFER, application, number)
}

pub fn accepted_at(offer: OfferId, application: ApplicationId, number: i8) -> StudentEvent {
    StudentEvent::ApplicationAccepted {
        application,
        offer,
        week: week(number),
        message: None,
    }
}

pub fn declined_by_offer(application: ApplicationId) -> StudentEvent {
    StudentEvent::ApplicationDeclined {
        application,
        cause: DeclineCause::OfferWithdrawn,
    }
}

pub fn declined_by_host(application: ApplicationId) -> StudentEvent {
    let message = sealed();
    StudentEvent::ApplicationDeclined {
        application,
        cause: DeclineCause::ByHost { message },
    }
}

pub fn cancelled(application: ApplicationId, number: i8) -> StudentEvent {
    let (offer, reason) = (OFFER, sealed());
    StudentEvent::PlacementCancelledByPupil {
        application,
        offer,
        week: week(number),
        reason,
    }
}

pub fn cancelled_by_college(application: ApplicationId, number: i8) -> StudentEvent {
    let (offer, reason) = (OFFER, sealed());
    StudentEvent::PlacementCancelledByCollege {
        application,
        offer,
        week: week(number),
        reason,
    }
}

pub fn flagged(application: ApplicationId) -> StudentEvent {
    let cause = FlagCause::AuthorisationWithdrawn;
    StudentEvent::PlacementFlagged { application, cause }
}

pub fn kept(application: ApplicationId) -> StudentEvent {
    StudentEvent::PlacementKept { application }
}

pub fn settled(application: ApplicationId) -> StudentEvent {
    StudentEvent::PlacementFlagSettled { application }
}

pub fn completed(application: ApplicationId) -> StudentEvent {
    StudentEvent::PlacementCompleted {
        application,
        witness: CompletionWitness::Host,
    }
}

pub const GROUP: GroupId = GroupId(id(90));

pub fn joined(application: ApplicationId) -> StudentEvent {
    StudentEvent::ApplicationJoinedGroup {
        application,
        group: GROUP,
        first: true,
    }
}

pub fn week_kept(application: ApplicationId, number: i8) -> StudentEvent {
    StudentEvent::WeekKeptForGroup {
        application,
        group: GROUP,
        week: week(number),
    }
}

/// An active pupil whose application goes with a group.
pub fn in_group(application: ApplicationId, number: i8) -> Past {
    student(active()).and([submitted(application, number), joined(application)])
}
