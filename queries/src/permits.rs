//! Who may ask about what, by the roster of the same moment as the answer (SPEC 6).
use commands::Failure;
use commands::authorisation::{Action, Target, Territory, authorise};
use domain::caller::Caller;
use domain::establishment::StaffStanding;
use domain::ids::{
    ApplicationId, ClassId, HostPersonId, PartnerId, RepresentativeId, Siret, StaffId, StudentId,
    Uai,
};
use domain::partner::Reach;
use projections::roster::{EstablishmentRow, HostRow, Roster, StudentRow};

/// Something of no one in particular: lists, the whole country.
pub(super) fn in_general(roster: &Roster, caller: &Caller, action: Action) -> Result<(), Failure> {
    permit(roster, caller, action, Target::default())
}

/// A territory.
pub(super) fn about_territory(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    territory: Territory,
) -> Result<(), Failure> {
    permit(
        roster,
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
    roster: &Roster,
    caller: &Caller,
    action: Action,
    student: StudentId,
) -> Result<(), Failure> {
    let (college, row) = roster.college_of(student).ok_or(Failure::NotFound)?;
    permit(roster, caller, action, of_student(roster, college, row))
}

/// An application of a pupil, to a host.
pub(super) fn about_application(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    student: StudentId,
    application: ApplicationId,
) -> Result<(), Failure> {
    let (college, row) = roster.college_of(student).ok_or(Failure::NotFound)?;
    let (_, asked) = roster
        .application(student, application)
        .ok_or(Failure::NotFound)?;
    let offer = roster.offer_row(asked.offer).ok_or(Failure::NotFound)?;
    let host = roster.host_row(offer.host).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(host.siret),
        acts_for_host: acts_for(host, caller),
        ..of_student(roster, college, row)
    };
    permit(roster, caller, action, target)
}

/// A class of a college.
pub(super) fn about_class(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    establishment: Uai,
    class: ClassId,
) -> Result<(), Failure> {
    let (_, college) = roster.class(class).ok_or(Failure::NotFound)?;
    if college.uai != establishment {
        return Err(Failure::NotFound);
    }
    let (class, establishment) = (Some(class), Some(establishment));
    permit(
        roster,
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
    roster: &Roster,
    caller: &Caller,
    action: Action,
    uai: Uai,
) -> Result<(), Failure> {
    let college = roster.establishment(uai).ok_or(Failure::NotFound)?;
    let department = college.state.listing().map(|listing| listing.department);
    let territory = department.map(Territory::Department);
    permit(
        roster,
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
    roster: &Roster,
    caller: &Caller,
    action: Action,
    uai: Uai,
    staff: StaffId,
) -> Result<(), Failure> {
    let target = Target {
        establishment: Some(uai),
        person: Some(staff.0),
        ..Target::default()
    };
    permit(roster, caller, action, target)?;
    is_own(caller, staff.0)
}

/// A person of a host, who asks about themself.
pub(super) fn about_own_host_person(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    siret: Siret,
    person: HostPersonId,
) -> Result<(), Failure> {
    let host = roster.host(siret).ok_or(Failure::NotFound)?;
    let target = Target {
        host: Some(siret),
        person: Some(person.0),
        acts_for_host: acts_for(host, caller),
        ..Target::default()
    };
    permit(roster, caller, action, target)?;
    is_own(caller, person.0)
}

fn is_own(caller: &Caller, person: uuid::Uuid) -> Result<(), Failure> {
    if caller.id() == person {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// A host. It lies in every department where it has offered something.
pub(super) fn about_host(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    siret: Siret,
) -> Result<(), Failure> {
    let host = roster.host(siret).ok_or(Failure::NotFound)?;
    let mut departments = host
        .offers
        .iter()
        .filter_map(|offer| Some(Territory::Department(roster.offer_row(*offer)?.department)));
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
        permit(roster, caller, action, target).is_ok()
    };
    if departments.any(lies_within) {
        Ok(())
    } else {
        permit(roster, caller, action, target)
    }
}

/// A partner association. It belongs to those of the territory that it was named for.
pub(super) fn about_partner(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    partner: PartnerId,
) -> Result<(), Failure> {
    let state = roster.partner(partner).ok_or(Failure::NotFound)?;
    let territory = state.reach().map(|reach| match reach {
        Reach::National => Territory::National,
        Reach::Department(code) => Territory::Department(code),
    });
    permit(
        roster,
        caller,
        action,
        Target {
            about_partner: Some(partner),
            territory,
            ..Target::default()
        },
    )
}

/// A member of staff must be active in their college; a pupil and a host's person stand as they
/// are. For what is open to all who take part.
pub(super) fn takes_part(roster: &Roster, caller: &Caller) -> Result<(), Failure> {
    let Some((staff, uai)) = caller.staff() else {
        return Ok(());
    };
    let active = roster
        .establishment(uai)
        .is_some_and(|college| college.state.is_active(staff));
    if active {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// Whether the caller is one of the host's people.
pub(super) fn acts_for(host: &HostRow, caller: &Caller) -> bool {
    match caller {
        Caller::HostPerson { person, host: own } => {
            *own == host.siret && host.people.iter().any(|known| known.person == *person)
        }
        Caller::Pupil { .. }
        | Caller::Guardian { .. }
        | Caller::Teacher { .. }
        | Caller::Head { .. }
        | Caller::OtherStaff { .. }
        | Caller::Prefect { .. }
        | Caller::Referent { .. }
        | Caller::AcademicDirector { .. }
        | Caller::RegionPrefect { .. }
        | Caller::Rector { .. }
        | Caller::Partner { .. }
        | Caller::NationalCommittee { .. }
        | Caller::PoolingPartner { .. }
        | Caller::Operator { .. } => false,
    }
}

/// Whether the caller acted for their host once, and no longer does.
fn was_removed(roster: &Roster, caller: &Caller) -> bool {
    let Caller::HostPerson { person, host } = caller else {
        return false;
    };
    roster
        .host(*host)
        .is_some_and(|host| host.removed.contains(person))
}

/// Whether the last form of the child that the token says names the caller (STU-1).
fn is_guardian(roster: &Roster, caller: &Caller) -> bool {
    caller.guardian().is_some_and(|(guardian, student)| {
        let child = roster.student(student);
        child.is_some_and(|child| child.guardian == Some(guardian))
    })
}

fn of_student(roster: &Roster, college: &EstablishmentRow, row: &StudentRow) -> Target<'static> {
    Target {
        student: Some(row.student),
        class: roster.class_row(row.class).map(|class| class.class),
        establishment: Some(college.uai),
        pupil_may_act: row.may_act(),
        ..Target::default()
    }
}

fn permit(
    roster: &Roster,
    caller: &Caller,
    action: Action,
    target: Target<'_>,
) -> Result<(), Failure> {
    let own = caller
        .staff()
        .and_then(|(_, uai)| roster.establishment(uai));
    let target = Target {
        own_establishment: own.map(|college| &college.state),
        was_removed: was_removed(roster, caller),
        is_guardian: is_guardian(roster, caller),
        mandate: caller
            .represents()
            .and_then(|id| roster.mandate(RepresentativeId(id))),
        partner: caller
            .represents()
            .and_then(|id| roster.partner(PartnerId(id))),
        caller_erased: roster.is_erased(caller.id()),
        ..target
    };
    authorise(caller, action, &target)?;
    if is_shut_out(roster, caller) {
        Err(Failure::NotFound)
    } else {
        Ok(())
    }
}

/// A pupil without a valid authorisation and open access (STU-1), and staff that was revoked
/// (EST-6), see nothing at all.
fn is_shut_out(roster: &Roster, caller: &Caller) -> bool {
    if let Caller::Pupil { student } = caller {
        return !roster.student(*student).is_some_and(StudentRow::may_act);
    }
    let revoked = |(staff, uai)| {
        let college = roster.establishment(uai)?;
        let standing = college.state.member(staff)?.standing;
        Some(matches!(
            standing,
            StaffStanding::Revoked | StaffStanding::Erased
        ))
    };
    caller.staff().and_then(revoked).unwrap_or(false)
}
