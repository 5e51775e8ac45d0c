//! One sample of every event.
pub mod agreement;
pub mod campaign;
pub mod establishment;
pub mod host;
pub mod mandate;
pub mod offer;
pub mod old;
pub mod partner;
pub mod reference;
pub mod student;

use domain::calendar::{SchoolYear, Week};
use domain::geography::Coordinates;
use domain::ids::{
    ApplicationId, ClassId, GroupId, GuardianId, HostInvitationId, HostPersonId, OfferId, Siret,
    StaffId, StudentId, Uai,
};
use domain::sealed::Sealed;
use uuid::Uuid;

pub fn uai() -> Uai {
    "0010035H".parse().unwrap()
}

pub fn siret() -> Siret {
    "73282932000074".parse().unwrap()
}

pub fn student_id() -> StudentId {
    StudentId(Uuid::from_u128(1))
}

pub fn guardian_id() -> GuardianId {
    GuardianId(Uuid::from_u128(2))
}

pub fn head() -> StaffId {
    StaffId(Uuid::from_u128(3))
}

pub fn teacher() -> StaffId {
    StaffId(Uuid::from_u128(4))
}

pub fn class() -> ClassId {
    ClassId(Uuid::from_u128(5))
}

pub fn offer_id() -> OfferId {
    OfferId(Uuid::from_u128(6))
}

pub fn person() -> HostPersonId {
    HostPersonId(Uuid::from_u128(7))
}

pub fn host_invitation() -> HostInvitationId {
    HostInvitationId(Uuid::from_u128(91))
}

pub fn application(n: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(10 + n))
}

pub fn group() -> GroupId {
    GroupId(Uuid::from_u128(0x6a))
}

pub fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

pub fn week(number: i8) -> Week {
    Week::new(2026, number).unwrap()
}

pub fn oyonnax() -> Coordinates {
    Coordinates::new(46.25, 5.65).unwrap()
}

/// A seal holds a ciphertext; these only say what it would be of.
pub fn sealed<T>(of: &str) -> Sealed<T> {
    Sealed::from_text(format!("sealed {of}"))
}
