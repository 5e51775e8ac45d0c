//! Who may ask about what, by the entities of the same moment as the answer (SPEC 6).
use commands::Failure;
use commands::authorisation::{Action, Target, Territory, authorise, takes_part_by_now};
use domain::establishment::StaffStatus;
use domain::ids::{
    ApplicationId, ClassId, GroupId, HostPersonId, OfferId, PartnerId, RepresentativeId, Siret,
    StaffId, StudentId, Uai,
};
use domain::partner::Reach;
use domain::principal::{Principal, Role};
use domain::student::{Access, PupilAccess};
use projections::entities::{EntityIndex, EstablishmentRow, HostRow, OfferRow, StudentRow};
use projections::follow_up::AuthorisationStatus;

/// Something of no one in particular: lists, the whole country.
pub(super) fn in_general(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
) -> Result<(), Failure> {
    permit(entities, caller, action, Target::default())
}

/// A territory.
pub(super) fn about_territory(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    territory: Territory,
) -> Result<(), Failure> {
    permit(
        entities,
        caller,
        action,
        Target {
            territory: Some(territory),
            ..Target::default()
        },
    )
}

/// A pupil.
pub(super) fn about_student(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    student: StudentId,
) -> Result<(), Failure> {
    by_now(entities, caller, action)?;
    let (college, row) = entities.college_of(student).ok_or(Failure::NotFound)?;
    permit(entities, caller, action, of_student(entities, college, row))
}

/// An application of a pupil, to a host.
pub(super) fn about_application(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    student: StudentId,
    application: ApplicationId,
) -> Result<(), Failure> {
    by_now(entities, caller, action)?;
    let (college, row) = entities.college_of(student).ok_or(Failure::NotFound)?;
    let (_, asked) = entities
        .application(student, application)
        .ok_or(Failure::NotFound)?;
    let offer = entities.offer_row(asked.offer).ok_or(Failure::NotFound)?;
    let host = entities.host_row(offer.host).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(host.siret),
        acts_for_host: acts_for(host, caller),
        ..of_student(entities, college, row)
    };
    permit(entities, caller, action, target)
}

/// The application of a group: a matter of the host that it asks, and of the class.
pub(super) fn about_group(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    offer: OfferId,
    group: GroupId,
) -> Result<(), Failure> {
    by_now(entities, caller, action)?;
    let row = entities.group(group).filter(|row| row.offer == offer);
    let row = row.ok_or(Failure::NotFound)?;
    let asked = entities.offer(offer).ok_or(Failure::NotFound)?;
    let host = entities.host_row(asked.host).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(host.siret),
        acts_for_host: acts_for(host, caller),
        class: Some(row.class),
        establishment: Some(row.establishment),
        ..Target::default()
    };
    permit(entities, caller, action, target)
}

/// A class of a college.
pub(super) fn about_class(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    establishment: Uai,
    class: ClassId,
) -> Result<(), Failure> {
    by_now(entities, caller, action)?;
    let (_, college) = entities.class(class).ok_or(Failure::NotFound)?;
    if college.uai != establishment {
        return Err(Failure::NotFound);
    }
    let (class, establishment) = (Some(class), Some(establishment));
    permit(
        entities,
        caller,
        action,
        Target {
            class,
            establishment,
            ..Target::default()
        },
    )
}

/// A college.
pub(super) fn about_establishment(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    uai: Uai,
) -> Result<(), Failure> {
    by_now(entities, caller, action)?;
    let college = entities.establishment(uai).ok_or(Failure::NotFound)?;
    let department = college.state.listing().map(|listing| listing.department);
    let territory = department.map(Territory::Department);
    permit(
        entities,
        caller,
        action,
        Target {
            establishment: Some(uai),
            territory,
            ..Target::default()
        },
    )
}

/// A member of staff, who asks about themself.
pub(super) fn about_own_staff(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    uai: Uai,
    staff: StaffId,
) -> Result<(), Failure> {
    let target = Target {
        establishment: Some(uai),
        person: Some(staff.0),
        ..Target::default()
    };
    permit(entities, caller, action, target)?;
    is_themself(caller.as_staff() == Some((staff, uai)))
}

/// A person of a host, who asks about themself.
pub(super) fn about_own_host_person(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    siret: Siret,
    person: HostPersonId,
) -> Result<(), Failure> {
    let host = entities.host(siret).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(siret),
        person: Some(person.0),
        acts_for_host: acts_for(host, caller),
        ..Target::default()
    };
    permit(entities, caller, action, target)?;
    is_themself(caller.as_host_person() == Some((person, siret)))
}

/// A representative of the State, who asks about themself.
pub(super) fn about_own_mandate(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    representative: RepresentativeId,
) -> Result<(), Failure> {
    let target = Target {
        person: Some(representative.0),
        ..Target::default()
    };
    permit(entities, caller, action, target)?;
    is_themself(caller.office().is_some() && caller.id() == representative.0)
}

/// Who answers for a partner association, who asks about themself.
pub(super) fn about_own_partner(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    partner: PartnerId,
) -> Result<(), Failure> {
    let target = Target {
        person: Some(partner.0),
        ..Target::default()
    };
    permit(entities, caller, action, target)?;
    is_themself(caller.role() == Role::Partner && caller.id() == partner.0)
}

fn is_themself(is_so: bool) -> Result<(), Failure> {
    if is_so {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// A host. It lies in every department where it has offered something.
pub(super) fn about_host(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    siret: Siret,
) -> Result<(), Failure> {
    let host = entities.host(siret).ok_or(Failure::NotFound)?;
    let mut departments = host.offers.iter().filter_map(|offer| {
        Some(Territory::Department(
            entities.offer_row(*offer)?.department,
        ))
    });
    let target = Target {
        host: Some(siret),
        acts_for_host: acts_for(host, caller),
        ..Target::default()
    };
    let lies_within = |territory| {
        let target = Target {
            territory: Some(territory),
            ..target
        };
        permit(entities, caller, action, target).is_ok()
    };
    if departments.any(lies_within) {
        Ok(())
    } else {
        permit(entities, caller, action, target)
    }
}

/// An offer: a matter of its host, and of those of the department where it is.
pub(super) fn about_offer(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    offer: &OfferRow,
) -> Result<(), Failure> {
    let host = entities.host_row(offer.host).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(host.siret),
        acts_for_host: acts_for(host, caller),
        territory: Some(Territory::Department(offer.department)),
        ..Target::default()
    };
    permit(entities, caller, action, target)
}

/// Refuses who does not take part in their own college yet, and a pupil whose own access is closed,
/// before anything is looked up.
fn by_now(entities: &EntityIndex, caller: &Principal, action: Action) -> Result<(), Failure> {
    own_access(entities, caller)?;
    let own = caller
        .as_staff()
        .and_then(|(_, uai)| entities.establishment(uai));
    takes_part_by_now(caller, action, own.map(|college| &college.state))
}

/// A partner association. It belongs to those of the department that it was named for; one named
/// nationally takes part in every territory, the caller's too.
pub(super) fn about_partner(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    partner: PartnerId,
) -> Result<(), Failure> {
    let state = entities.partner(partner).ok_or(Failure::NotFound)?;
    let territory = match state.reach() {
        Some(Reach::National) => Territory::of(caller),
        Some(Reach::Department(code)) => Some(Territory::Department(code)),
        None => None,
    };
    permit(
        entities,
        caller,
        action,
        Target {
            about_partner: Some(partner),
            territory,
            ..Target::default()
        },
    )
}

/// Whether a pupil may act: the access is open and the authorisation valid.
pub(super) fn access_open(access: Access, authorisation: AuthorisationStatus) -> bool {
    access == Access::Open && authorisation == AuthorisationStatus::Valid
}

/// A member of staff must be active in their college; a pupil and a host's person stand as they
/// are. For what is open to all who take part.
pub(super) fn takes_part(entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
    let Some((staff, uai)) = caller.as_staff() else {
        return Ok(());
    };
    let own = entities.establishment(uai).map(|college| &college.state);
    if own.is_some_and(|college| college.is_active(staff)) {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// Whether the caller is one of the host's people.
pub(super) fn acts_for(host: &HostRow, caller: &Principal) -> bool {
    caller.as_host_person().is_some_and(|(person, own)| {
        own == host.siret && host.people.iter().any(|known| known.person == person)
    })
}

/// Whether the caller acted for their host once, and no longer does.
fn was_removed(entities: &EntityIndex, caller: &Principal) -> bool {
    caller.as_host_person().is_some_and(|(person, host)| {
        let host = entities.host(host);
        host.is_some_and(|host| host.removed.contains(&person))
    })
}

/// Whether the caller acts for the child that the token says (STU-1).
fn is_guardian(entities: &EntityIndex, caller: &Principal) -> bool {
    caller
        .as_guardian()
        .is_some_and(|(guardian, student)| entities.is_guardian(student, guardian))
}

/// Whether a pupil may act, whatever the school year: by themself, and by their college (EST-2).
fn pupil_access(college: &EstablishmentRow, row: &StudentRow) -> PupilAccess {
    let participation = college.state.participation(row.school_year);
    row.pupil_access().in_college(participation)
}

fn of_student(
    entities: &EntityIndex,
    college: &EstablishmentRow,
    row: &StudentRow,
) -> Target<'static> {
    Target {
        student: Some(row.student),
        class: entities.class_row(row.class).map(|class| class.class),
        establishment: Some(college.uai),
        pupil_access: pupil_access(college, row),
        ..Target::default()
    }
}

fn permit(
    entities: &EntityIndex,
    caller: &Principal,
    action: Action,
    target: Target<'_>,
) -> Result<(), Failure> {
    let own = caller
        .as_staff()
        .and_then(|(_, uai)| entities.establishment(uai));
    let target = Target {
        own_establishment: own.map(|college| &college.state),
        was_removed: was_removed(entities, caller),
        is_guardian: is_guardian(entities, caller),
        mandate: caller
            .represents()
            .and_then(|id| entities.mandate(RepresentativeId(id))),
        partner: caller
            .represents()
            .and_then(|id| entities.partner(PartnerId(id))),
        caller_erased: entities.is_erased(caller.id()),
        ..target
    };
    authorise(caller, action, &target)?;
    own_access(entities, caller)?;
    if is_shut_out(entities, caller) {
        Err(Failure::NotFound)
    } else {
        Ok(())
    }
}

/// A pupil is told what closes their own access before anything is looked up for them.
pub(super) fn own_access(entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
    match caller.as_pupil() {
        Some(student) => let_in(entities, student),
        None => Ok(()),
    }
}

/// A pupil without a valid authorisation and open access sees nothing at all, and is told so
/// (STU-1).
fn let_in(entities: &EntityIndex, student: StudentId) -> Result<(), Failure> {
    let found = entities.college_of(student);
    let found = found.filter(|_| !entities.is_erased(student.0));
    match found.map(|(college, row)| pupil_access(college, row)) {
        Some(PupilAccess::Open) => Ok(()),
        Some(closed) => Err(closed
            .refusal()
            .map_or(Failure::NotFound, |refusal| Failure::refused(&refusal))),
        None => Err(Failure::NotFound),
    }
}

/// Staff that was revoked sees nothing at all (EST-6).
fn is_shut_out(entities: &EntityIndex, caller: &Principal) -> bool {
    let revoked = |(staff, uai)| {
        let college = entities.establishment(uai)?;
        let status = college.state.member(staff)?.status;
        Some(matches!(status, StaffStatus::Revoked | StaffStatus::Erased))
    };
    caller.as_staff().and_then(revoked).unwrap_or(false)
}
