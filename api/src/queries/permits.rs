//! Who may ask about what, by the roster of the same moment as the answer (SPEC 6).
use commands::authorisation::{Action, Target, Territory, authorise};
use commands::{Caller, Failure};
use domain::establishment::StaffStanding;
use domain::ids::{ApplicationId, ClassId, Siret, StudentId, Uai};
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
        Some(college.state.member(staff)?.standing == StaffStanding::Revoked)
    };
    caller.staff().and_then(revoked).unwrap_or(false)
}
