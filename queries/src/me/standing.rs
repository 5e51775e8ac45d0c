//! Where somebody stands in a capacity: what the log knows of them.
use domain::establishment::NotYetPresent;
use domain::ids::{PartnerId, RepresentativeId};
use domain::principal::{Principal, Role};
use domain::student::Access;
use projections::entities::EntityIndex;
use proto::v1::CapacityState as State;

use super::child_of;
use crate::QueryService;
use crate::permits;

/// Where somebody stands. Whom the log does not know, the operator made a token for.
pub(super) fn of(service: &QueryService, entities: &EntityIndex, caller: &Principal) -> State {
    match caller.role() {
        Role::Pupil => of_pupil(service, entities, caller),
        Role::Guardian => active_or_ended(child_of(entities, caller).is_some()),
        Role::Head | Role::Teacher | Role::OtherStaff => of_staff(entities, caller),
        Role::HostPerson => of_host_person(entities, caller),
        Role::Prefect
        | Role::Referent
        | Role::AcademicDirector
        | Role::RegionPrefect
        | Role::Rector
        | Role::NationalCommittee
        | Role::PoolingPartner => {
            let mandate = entities.mandate(RepresentativeId(caller.id()));
            active_or_ended(mandate.is_none_or(|mandate| mandate.held() == caller.office()))
        }
        Role::Partner => {
            let partner = entities.partner(PartnerId(caller.id()));
            active_or_ended(partner.is_none_or(domain::partner::PartnerState::is_active))
        }
        Role::Operator => State::Active,
    }
}

fn active_or_ended(active: bool) -> State {
    if active { State::Active } else { State::Ended }
}

fn of_pupil(service: &QueryService, entities: &EntityIndex, caller: &Principal) -> State {
    let found = caller
        .as_pupil()
        .and_then(|student| entities.college_of(student));
    let Some((college, row)) = found else {
        return State::Ended;
    };
    let present = service.present_year(college.state.zone());
    if row.school_year.is_over_in(present) {
        State::YearOver
    } else if !row.is_authorised() {
        State::NotAuthorised
    } else if row.access != Access::Open {
        State::AccessClosed
    } else {
        State::Active
    }
}

fn of_staff(entities: &EntityIndex, caller: &Principal) -> State {
    let college = caller
        .as_staff()
        .and_then(|(staff, uai)| Some((staff, entities.establishment(uai)?)));
    let Some((staff, college)) = college else {
        return State::Ended;
    };
    let state = &college.state;
    match state.not_yet_present(staff) {
        Some(NotYetPresent::ToJoin) => State::ToJoin,
        Some(NotYetPresent::AwaitsAdmission) => State::AwaitsAdmission,
        Some(NotYetPresent::ToTakeOver) => State::ToTakeOver,
        Some(NotYetPresent::AwaitsConfirmation) => State::AwaitsConfirmation,
        None if state.is_active(staff) => State::Active,
        None if state.member(staff).is_some() => State::Ended,
        None if caller.role() != Role::Head => State::ToJoin,
        None if !state.is_registered() => State::ToRegister,
        None => State::Ended,
    }
}

fn of_host_person(entities: &EntityIndex, caller: &Principal) -> State {
    let Some((_, siret)) = caller.as_host_person() else {
        return State::Ended;
    };
    match entities.host(siret) {
        None => State::ToRegister,
        Some(host) if permits::acts_for(host, caller) && host.awaits_confirmation => {
            State::AwaitsConfirmation
        }
        Some(host) => active_or_ended(permits::acts_for(host, caller)),
    }
}
