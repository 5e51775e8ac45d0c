//! The offer and the pupils that the models begin with.
use domain::calendar::{SchoolYear, Week};
use domain::decider::Decider;
use domain::establishment::Level;
use domain::ids::{ApplicationId, ClassId, GuardianId, OfferId, Siret, StaffId, StudentId, Uai};
use domain::offer::{Format, Offer, OfferEvent, OfferState, OfferTerms};
use domain::sealed::Sealed;
use domain::student::{Gender, Student, StudentEvent, StudentState};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

pub const OFFER: OfferId = OfferId(Uuid::from_u128(0x200));
pub use crate::farm::TUTOR;
pub const TEACHER: StaffId = StaffId(Uuid::from_u128(1));
pub const GUARDIAN: GuardianId = GuardianId(Uuid::from_u128(4));

pub fn week() -> Week {
    Week::new(2026, 7).unwrap()
}

pub fn college() -> Uai {
    "0010035H".parse().unwrap()
}

pub fn host() -> Siret {
    "73282932000074".parse().unwrap()
}

pub fn student_id(pupil: usize) -> StudentId {
    StudentId(Uuid::from_u128(0x300 + pupil as u128))
}

pub fn application(pupil: usize) -> ApplicationId {
    ApplicationId(Uuid::from_u128(0x400 + pupil as u128))
}

/// Whose application it is.
pub fn pupil_of(application: ApplicationId) -> usize {
    usize::try_from(application.0.as_u128() - 0x400).unwrap()
}

/// When all of them asked.
pub fn asked_at() -> Timestamp {
    "2026-01-05T10:00:00Z".parse().unwrap()
}

pub fn terms() -> OfferTerms {
    crate::farm::terms(week(), 1, Format::Individual)
}

/// An offer of one seat.
pub fn offer() -> OfferState {
    let published = OfferEvent::OfferPublished {
        offer: OFFER,
        host: host(),
        terms: terms(),
    };
    Offer::evolve(OfferState::default(), &published)
}

/// A pupil who has applied for it.
pub fn pupil(n: usize) -> StudentState {
    let events = [
        StudentEvent::StudentEnrolled {
            student: student_id(n),
            establishment: college(),
            class: ClassId(Uuid::from_u128(3)),
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
            gender: Gender::Girl,
            identity: Sealed::from_text(""),
        },
        StudentEvent::AuthorisationFormHanded {
            by: TEACHER,
            on: None,
        },
        StudentEvent::AuthorisationRecorded {
            guardian: GUARDIAN,
            identity: Sealed::from_text(""),
            signed_on: date(2025, 10, 1),
            collected_by: TEACHER,
            form_digest: None,
        },
        StudentEvent::AccessOpened { by: TEACHER },
        StudentEvent::ApplicationSubmitted {
            application: application(n),
            offer: OFFER,
            host: host(),
            week: week(),
            sector: terms().sector,
            letter: Sealed::from_text(""),
            at: asked_at(),
        },
    ];
    events.iter().fold(StudentState::default(), Student::evolve)
}
