//! Whether somebody stands as what they say, and whether the thing is theirs (SPEC 6).
use domain::establishment::{EstablishmentState, Post, Right, StaffRole};
use domain::ids::{ClassId, DepartmentCode, PartnerId, Siret, StudentId, Uai};
use domain::mandate::MandateState;
use domain::partner::{Assignment, PartnerState, Reach};
use domain::reference::departments;
use domain::student::PupilAccess;
use uuid::Uuid;

use super::{Action, Grant, grant};
use crate::failure::Failure;
use domain::principal::{Principal, Role, Scope};

/// What an action is about: what is known of it, from the stream or the fold that holds it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target<'a> {
    /// The pupil.
    pub student: Option<StudentId>,
    /// The class: the pupil's, or the one asked about.
    pub class: Option<ClassId>,
    /// The college: the pupil's, or the one asked about.
    pub establishment: Option<Uai>,
    /// The caller's own college as it stands, for those who belong to one.
    pub own_establishment: Option<&'a EstablishmentState>,
    /// The person whom the data is about.
    pub person: Option<Uuid>,
    /// The log names the caller as the guardian of the child that their token says.
    pub is_guardian: bool,
    /// The caller was erased: whatever their token says, they are nobody any more.
    pub caller_erased: bool,
    /// The host organisation.
    pub host: Option<Siret>,
    /// The caller acts for that host.
    pub acts_for_host: bool,
    /// The caller acted for their host once, and no longer does.
    pub was_removed: bool,
    /// The partner association asked about.
    pub about_partner: Option<PartnerId>,
    /// The mandate under the caller's id, for those who [represent](Principal::represents).
    pub mandate: Option<&'a MandateState>,
    /// The partner under the caller's id, likewise.
    pub partner: Option<&'a PartnerState>,
    /// How the pupil may act (STU-1, EST-13).
    pub pupil_access: PupilAccess,
    /// The territory.
    pub territory: Option<Territory>,
}

impl Target<'_> {
    /// A college.
    #[must_use]
    pub fn establishment(uai: Uai) -> Self {
        Self {
            establishment: Some(uai),
            ..Self::default()
        }
    }

    /// A host organisation.
    #[must_use]
    pub fn host(siret: Siret) -> Self {
        Self {
            host: Some(siret),
            ..Self::default()
        }
    }
}

/// A part of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Territory {
    Department(DepartmentCode),
    Region(domain::reference::regions::RegionCode),
    Academy(domain::reference::academies::AcademyCode),
    National,
}

impl From<Reach> for Territory {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::National => Self::National,
            Reach::Department(code) => Self::Department(code),
        }
    }
}

impl Territory {
    /// The caller's own, for those who act somewhere in the country or everywhere in it.
    #[must_use]
    pub fn of(caller: &Principal) -> Option<Self> {
        match caller.scope() {
            Scope::Department(own) => Some(Self::Department(own)),
            Scope::Region(own) => Some(Self::Region(own)),
            Scope::Academy(own) => Some(Self::Academy(own)),
            Scope::Country => Some(Self::National),
            Scope::Student(_) | Scope::Establishment(_) | Scope::Host(_) => None,
        }
    }

    /// Whether a department is it or lies in it.
    #[must_use]
    pub fn holds(self, department: DepartmentCode) -> bool {
        let found = departments::find(department);
        match self {
            Self::National => true,
            Self::Department(own) => own == department,
            Self::Region(own) => found.is_some_and(|found| found.region == own),
            Self::Academy(own) => found.is_some_and(|found| found.academy == own),
        }
    }
}

/// Whether this caller may do this to that. [`Failure::NotPermitted`] where the role never may;
/// [`Failure::NotFound`] where it may, but not there or no longer: whether the thing exists is not
/// told; a refusal that says what to do where the caller does not take part in their own college
/// yet, or is a pupil whose own access is closed.
///
/// # Errors
/// These.
pub fn authorise(caller: &Principal, action: Action, target: &Target<'_>) -> Result<(), Failure> {
    let grant = grant(caller.role(), action);
    if grant == Grant::Refused {
        return Err(Failure::NotPermitted);
    }
    let is_granted = !target.caller_erased
        && acts_as_known(caller, target)
        && match grant {
            Grant::Refused => false,
            Grant::OwnSelf => is_self(caller, target),
            Grant::OwnChild => is_child(caller, target),
            Grant::Themself => is_themself(caller, target),
            Grant::OwnClasses(right) => teaches(caller, target) && holds(caller, target, right),
            Grant::OwnEstablishment(right) => {
                of_own_establishment(caller, target) && holds(caller, target, right)
            }
            Grant::Newcomer => is_newcomer(caller, target),
            Grant::OwnHost => is_own_host(caller, target),
            Grant::OwnAssignments => is_assigned(caller, target),
            Grant::OwnTerritory => lies_within(caller, target),
            Grant::OwnTerritoryOrItsRegion => {
                lies_within(caller, target) || is_region_of(caller, target)
            }
            // Whose a feed is follows from who asks: it names nobody else's.
            Grant::OwnFeed => true,
            Grant::National | Grant::OwnAccount | Grant::Open => true,
        };
    if is_granted {
        return Ok(());
    }
    takes_part_by_now(caller, action, target.own_establishment)?;
    Err(own_access_closed(caller, target).unwrap_or(Failure::NotFound))
}

/// What a pupil whose access is closed is told of themself.
fn own_access_closed(caller: &Principal, target: &Target<'_>) -> Option<Failure> {
    let about_self = caller.as_pupil().is_some() && caller.as_pupil() == target.student;
    let refusal = target.pupil_access.refusal();
    refusal
        .filter(|_| about_self && !target.caller_erased)
        .map(|refusal| Failure::refused(&refusal))
}

/// Refuses who does not take part in their own college yet what their role may do there: what they
/// have still to do, or to wait for, is a state of their own and told. Asked before anything is looked
/// up, so that it tells nothing of that.
///
/// # Errors
/// A refusal that says what to do.
pub fn takes_part_by_now(
    caller: &Principal,
    action: Action,
    own: Option<&EstablishmentState>,
) -> Result<(), Failure> {
    let asks_for_membership = matches!(
        grant(caller.role(), action),
        Grant::OwnClasses(_) | Grant::OwnEstablishment(_)
    );
    let standing = caller.as_staff().zip(own).and_then(|((staff, _), own)| {
        let member = own.member(staff)?;
        own.not_yet_present(staff)
            .filter(|_| is_in_role(caller, member.post))
    });
    match standing.filter(|_| asks_for_membership) {
        Some(standing) => Err(Failure::refused(&standing)),
        None => Ok(()),
    }
}

/// Whoever the log knows acts as what the log knows them for, and no longer than that: a
/// representative in the office of their mandate, an association as a partner, until they are
/// relieved, dismissed or removed. Whom the log does not know, the operator made a token for; but
/// nobody is a guardian whom the pupil's last form does not name (STU-1).
fn acts_as_known(caller: &Principal, target: &Target<'_>) -> bool {
    let mandate = target.mandate.filter(|mandate| mandate.given().is_some());
    let in_office = mandate.is_none_or(|mandate| {
        let held = mandate.held();
        held.is_some() && held == caller.office()
    });
    let partner = target.partner.filter(|partner| partner.is_known());
    let takes_part =
        partner.is_none_or(|partner| partner.is_active() && caller.role() == Role::Partner);
    let is_named = caller.role() != Role::Guardian || target.is_guardian;
    in_office && takes_part && is_named && !target.was_removed
}

/// A pupil without a valid authorisation and open access sees nothing, not even their own (STU-1).
fn is_self(caller: &Principal, target: &Target<'_>) -> bool {
    caller.as_pupil().is_some()
        && caller.as_pupil() == target.student
        && target.pupil_access == PupilAccess::Open
}

fn is_child(caller: &Principal, target: &Target<'_>) -> bool {
    let child = caller.as_guardian().map(|(_, child)| child);
    child.is_some() && child == target.student
}

/// Whoever belongs to a college or a host must still take part in it.
fn is_themself(caller: &Principal, target: &Target<'_>) -> bool {
    let takes_part = match caller.scope() {
        Scope::Establishment(_) => {
            of_own_establishment(caller, target) && holds(caller, target, None)
        }
        Scope::Host(_) => is_own_host(caller, target),
        Scope::Student(_) => is_child(caller, target) || is_self(caller, target),
        Scope::Department(_) | Scope::Region(_) | Scope::Academy(_) | Scope::Country => true,
    };
    takes_part && target.person == Some(caller.id())
}

fn of_own_establishment(caller: &Principal, target: &Target<'_>) -> bool {
    caller
        .as_staff()
        .is_some_and(|(_, own)| Some(own) == target.establishment)
}

fn teaches(caller: &Principal, target: &Target<'_>) -> bool {
    let (Some((staff, _)), Some(college), Some(class)) =
        (caller.as_staff(), target.own_establishment, target.class)
    else {
        return false;
    };
    of_own_establishment(caller, target) && college.teaches(staff, class)
}

/// The member of staff is active, and holds the right where one is asked for. A revoked person
/// is refused at once (EST-6); nobody is head but the head.
fn holds(caller: &Principal, target: &Target<'_>, right: Option<Right>) -> bool {
    let (Some((staff, _)), Some(college)) = (caller.as_staff(), target.own_establishment) else {
        return false;
    };
    let Some(member) = college.member(staff) else {
        return false;
    };
    is_in_role(caller, member.post)
        && college.is_active(staff)
        && right.is_none_or(|right| college.has_right(staff, right))
}

/// The role of the token is that of the member of staff.
fn is_in_role(caller: &Principal, post: Post) -> bool {
    let role = match post {
        Post::Head => Role::Head,
        Post::Staff(StaffRole::Teacher) => Role::Teacher,
        Post::Staff(
            StaffRole::Documentalist
            | StaffRole::EducationAdviser
            | StaffRole::Psychologist
            | StaffRole::Administration,
        ) => Role::OtherStaff,
    };
    caller.role() == role
}

/// Newcomers act where they say they belong, and only before they are known there.
fn is_newcomer(caller: &Principal, target: &Target<'_>) -> bool {
    of_own_establishment(caller, target) || of_own_host(caller, target)
}

fn of_own_host(caller: &Principal, target: &Target<'_>) -> bool {
    caller
        .as_host_person()
        .is_some_and(|(_, own)| Some(own) == target.host)
}

fn is_own_host(caller: &Principal, target: &Target<'_>) -> bool {
    of_own_host(caller, target) && target.acts_for_host
}

/// Its own things are what it is assigned to, and itself.
fn is_assigned(caller: &Principal, target: &Target<'_>) -> bool {
    let (Some(id), Some(partner)) = (caller.represents().map(PartnerId), target.partner) else {
        return false;
    };
    let college = target.establishment.map(Assignment::Establishment);
    let host = target.host.map(Assignment::Host);
    let assigned = |to: Option<Assignment>| to.is_some_and(|to| partner.is_assigned(to));
    let itself = target.about_partner == Some(id) && partner.is_active();
    itself || assigned(college) || assigned(host)
}

fn lies_within(caller: &Principal, target: &Target<'_>) -> bool {
    let Some(territory) = target.territory else {
        return false;
    };
    let own = Territory::of(caller);
    match caller.scope() {
        Scope::Department(_) | Scope::Region(_) | Scope::Academy(_) => {
            let lies_in = |department| own.is_some_and(|own| own.holds(department));
            own == Some(territory)
                || matches!(territory, Territory::Department(code) if lies_in(code))
        }
        Scope::Country => {
            caller.role() == Role::NationalCommittee && territory == Territory::National
        }
        Scope::Student(_) | Scope::Establishment(_) | Scope::Host(_) => false,
    }
}

/// The region in which the caller's department lies.
fn is_region_of(caller: &Principal, target: &Target<'_>) -> bool {
    match (caller.scope(), target.territory) {
        (Scope::Department(own), Some(region @ Territory::Region(_))) => region.holds(own),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::GuardianId;

    use super::*;

    fn is_found(answer: &Result<(), Failure>) -> bool {
        assert!(
            matches!(answer, Ok(()) | Err(Failure::NotFound)),
            "{answer:?}"
        );
        answer.is_ok()
    }

    #[test]
    fn a_guardian_acts_for_their_child_while_the_log_names_them() {
        let (child, other) = (StudentId(Uuid::from_u128(1)), StudentId(Uuid::from_u128(2)));
        let guardian = GuardianId(Uuid::from_u128(3));
        let caller = Principal::guardian(guardian, child);
        let about = |student, is_guardian| Target {
            student: Some(student),
            person: Some(guardian.0),
            is_guardian,
            ..Target::default()
        };
        let mut of_children = 0;
        for action in Action::ALL {
            let ask = |target| authorise(&caller, *action, &target);
            let grant = grant(Role::Guardian, *action);
            if grant == Grant::Refused {
                let refused = ask(about(child, true));
                assert!(matches!(refused, Err(Failure::NotPermitted)), "{action:?}");
                continue;
            }
            let of_a_child = matches!(grant, Grant::OwnChild | Grant::Themself);
            of_children += usize::from(of_a_child);
            assert!(is_found(&ask(about(child, true))), "{action:?}");
            assert!(!is_found(&ask(about(child, false))), "{action:?}");
            assert_eq!(
                is_found(&ask(about(other, true))),
                !of_a_child,
                "{action:?}"
            );
        }
        assert!(of_children > 0);
    }

    fn department(code: &str) -> Territory {
        Territory::Department(code.parse().unwrap())
    }

    /// Those who represent the State in the Ain, in its region and in its academy, and the committee.
    fn representatives() -> [Principal; 6] {
        let id = Uuid::from_u128(4);
        let ain = departments::find("01".parse().unwrap()).unwrap();
        [
            Principal::prefect(id, ain.code),
            Principal::referent(id, ain.code),
            Principal::academic_director(id, ain.code),
            Principal::region_prefect(id, ain.region),
            Principal::rector(id, ain.academy),
            Principal::national_committee(id),
        ]
    }

    #[test]
    fn whoever_represents_the_state_acts_where_their_grant_says() {
        let [ain, rhone, savoie, paris] =
            ["01", "69", "73", "75"].map(|code| departments::find(code.parse().unwrap()).unwrap());
        assert_eq!((ain.region, ain.academy), (rhone.region, rhone.academy));
        assert_eq!(ain.region, savoie.region);
        assert_ne!(ain.academy, savoie.academy);
        let places = [
            department("01"),
            department("69"),
            department("73"),
            department("75"),
            Territory::Region(ain.region),
            Territory::Region(paris.region),
            Territory::Academy(ain.academy),
            Territory::Academy(paris.academy),
            Territory::National,
        ];
        // In the order of the places, by whom.
        let own_department = [true, false, false, false, false, false, false, false, false];
        let and_its_region = [true, false, false, false, true, false, false, false, false];
        let region = [true, true, true, false, true, false, false, false, false];
        let academy = [true, true, false, false, false, false, true, false, false];
        let country = [false, false, false, false, false, false, false, false, true];
        let mut of_the_region = 0;
        for action in Action::ALL {
            for caller in representatives() {
                let granted = grant(caller.role(), *action);
                let expected = match (granted, caller.scope()) {
                    (Grant::OwnTerritoryOrItsRegion, Scope::Department(_)) => {
                        of_the_region += 1;
                        and_its_region
                    }
                    (Grant::OwnTerritory, Scope::Department(_)) => own_department,
                    (Grant::OwnTerritory, Scope::Region(_)) => region,
                    (Grant::OwnTerritory, Scope::Academy(_)) => academy,
                    (Grant::OwnTerritory, Scope::Country) => country,
                    _ => {
                        assert_ne!(granted, Grant::OwnTerritoryOrItsRegion, "{action:?}");
                        continue;
                    }
                };
                let may = places.map(|place| {
                    let target = Target {
                        territory: Some(place),
                        ..Target::default()
                    };
                    is_found(&authorise(&caller, *action, &target))
                });
                assert_eq!(may, expected, "{action:?} by {caller:?}");
            }
        }
        // Six dashboards, by the prefect, the referent and the academic director.
        assert_eq!(of_the_region, 18);
    }

    #[test]
    fn only_dashboards_reach_beyond_the_own_department() {
        let beyond = Action::ALL.iter().filter(|action| {
            Role::ALL
                .iter()
                .any(|role| grant(*role, **action) == Grant::OwnTerritoryOrItsRegion)
        });
        let beyond: Vec<&str> = beyond.map(|action| action.name()).collect();
        assert_eq!(
            beyond,
            [
                "GetTerritoryDashboard",
                "WatchTerritoryDashboard",
                "GetTerritorySeries",
                "GetTerritoryDifference",
                "GetConsolidation",
                "WatchConsolidation",
            ]
        );
    }
}
