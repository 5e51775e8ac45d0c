//! What several rules of a college ask first.
use super::refusal::Refusal;
use super::state::{
    Class, ClassStatus, EstablishmentState, Member, Post, Registration, StaffStatus,
};
use super::terms::StaffRole;
use crate::ids::{ClassId, StaffId};

/// The national directory tells of the college.
pub fn must_be_listed(state: &EstablishmentState) -> Result<(), Refusal> {
    if state.listing().is_some() {
        Ok(())
    } else {
        Err(Refusal::NotListed)
    }
}

/// The head has registered the college, and is confirmed (EST-1, EST-1a).
pub fn must_be_registered(state: &EstablishmentState) -> Result<(), Refusal> {
    must_have_registration(state)?;
    match state.registration() {
        Registration::Confirmed => Ok(()),
        Registration::None | Registration::AwaitsConfirmation => Err(Refusal::HeadNotConfirmed),
    }
}

/// Somebody has registered the college, confirmed or not.
pub fn must_have_registration(state: &EstablishmentState) -> Result<(), Refusal> {
    must_be_listed(state)?;
    if state.is_registered() {
        Ok(())
    } else {
        Err(Refusal::NotRegistered)
    }
}

/// The class exists, open or closed.
pub fn known_class(state: &EstablishmentState, class: ClassId) -> Result<&Class, Refusal> {
    must_be_registered(state)?;
    state.class(class).ok_or(Refusal::ClassUnknown)
}

/// The class exists and is open.
pub fn open_class(state: &EstablishmentState, class: ClassId) -> Result<&Class, Refusal> {
    let class = known_class(state, class)?;
    match class.status {
        ClassStatus::Open => Ok(class),
        ClassStatus::Closed => Err(Refusal::ClassClosed),
    }
}

/// The person is on the staff, invited or active: not one who waits to be admitted, nor one who
/// was revoked.
pub fn present_member(state: &EstablishmentState, staff: StaffId) -> Result<&Member, Refusal> {
    must_be_registered(state)?;
    let member = state.member(staff).ok_or(Refusal::StaffUnknown)?;
    match member.status {
        StaffStatus::Invited | StaffStatus::Active => Ok(member),
        StaffStatus::Requested => Err(Refusal::StaffNotAdmitted),
        StaffStatus::Revoked => Err(Refusal::StaffRevoked),
        StaffStatus::Erased => Err(Refusal::StaffErased),
    }
}

/// The person is a teacher who takes part.
pub fn active_teacher(state: &EstablishmentState, staff: StaffId) -> Result<&Member, Refusal> {
    let member = present_member(state, staff)?;
    if member.post != Post::Staff(StaffRole::Teacher) {
        return Err(Refusal::NotATeacher);
    }
    if state.is_active(staff) {
        Ok(member)
    } else {
        Err(Refusal::StaffNotActive)
    }
}
