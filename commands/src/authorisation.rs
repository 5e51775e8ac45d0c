//! Who may do what: one exhaustive table from (role, action) to a scope (SPEC 6). A new action
//! does not compile without its line; a role that a line does not name is refused.
#![deny(clippy::wildcard_enum_match_arm)]

use domain::establishment::{EstablishmentState, Right};
use domain::ids::{ClassId, DepartmentCode, Siret, StudentId, Uai};
use domain::reference::departments;

use crate::caller::{Caller, Role};
use crate::failure::Failure;

/// On whose things a role may act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Never.
    #[default]
    Refused,
    /// The pupil's own.
    OwnSelf,
    /// The guardian's own child.
    OwnChild,
    /// The pupils of the teacher's classes; with the right, where one is named.
    OwnClasses(Option<Right>),
    /// The whole college; with the right, where one is named.
    OwnEstablishment(Option<Right>),
    /// Somebody about to take part in that college, not yet known to it.
    Newcomer,
    /// The host organisation's own.
    OwnHost,
    /// The department, the region or the academy of the caller.
    OwnTerritory,
    /// The whole country.
    National,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident: { $($role:ident: $scope:expr),* $(,)? };)*) => {
        /// What can be asked, by the name of its gRPC method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $action),* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$action),*];

            /// The name of its gRPC method.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$action => stringify!($action)),* }
            }

            fn row(self) -> Row {
                #[allow(clippy::needless_update)]
                match self {
                    $(Self::$action => Row { $($role: $scope,)* ..Row::default() },)*
                }
            }
        }
    };
}

#[derive(Default)]
struct Row {
    pupil: Scope,
    guardian: Scope,
    teacher: Scope,
    head: Scope,
    other_staff: Scope,
    host_person: Scope,
    prefect: Scope,
    referent: Scope,
    academic_director: Scope,
    region_prefect: Scope,
    rector: Scope,
    partner: Scope,
    national_committee: Scope,
    pooling_partner: Scope,
    operator: Scope,
}

use Scope::{
    National, Newcomer, OwnChild, OwnClasses, OwnEstablishment, OwnHost, OwnSelf, OwnTerritory,
};

const COLLEGE: Scope = OwnEstablishment(Some(Right::ManageCollege));
const STAFF: Scope = OwnEstablishment(Some(Right::ManageStaff));
const PUPILS: Scope = OwnEstablishment(Some(Right::ManagePupils));
const PUPILS_OF_CLASS: Scope = OwnClasses(Some(Right::ManagePupils));
const PLACEMENTS: Scope = OwnEstablishment(Some(Right::ManagePlacements));
const PLACEMENTS_OF_CLASS: Scope = OwnClasses(Some(Right::ManagePlacements));
const FOLLOWS_ALL: Scope = OwnEstablishment(None);
const FOLLOWS_CLASSES: Scope = OwnClasses(None);

actions! {
    // Establishments
    RegisterEstablishment: { head: Newcomer };
    ChooseWeeks: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    GrantWeekException: { academic_director: OwnTerritory };
    WithdrawWeekException: { academic_director: OwnTerritory };
    OpenClass: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    CloseClass: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    InviteStaff: { head: STAFF, other_staff: STAFF, teacher: STAFF };
    JoinStaff: { teacher: Newcomer, other_staff: Newcomer };
    TakeClass: { teacher: FOLLOWS_ALL };
    LeaveClass: { teacher: FOLLOWS_ALL };
    GrantRights: { head: STAFF };
    NarrowRights: { head: STAFF };
    RevokeStaff: { head: STAFF };
    StateMainTeacher: { teacher: FOLLOWS_ALL };
    RelieveMainTeacher: { head: STAFF, teacher: FOLLOWS_CLASSES };
    HandOverClass: { head: STAFF };
    OpenNationwideSearch: { head: COLLEGE };
    CloseNationwideSearch: { head: COLLEGE };
    GetEstablishment: {
        head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL, teacher: FOLLOWS_ALL,
        prefect: OwnTerritory, referent: OwnTerritory, academic_director: OwnTerritory,
        region_prefect: OwnTerritory, rector: OwnTerritory,
    };
    // Pupils
    EnrolStudent: { head: PUPILS, other_staff: PUPILS, teacher: PUPILS_OF_CLASS };
    MoveStudent: { head: PUPILS, other_staff: PUPILS, teacher: PUPILS_OF_CLASS };
    HandAuthorisationForm: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
    RecordAuthorisation: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
    OpenAccess: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
    WithdrawAuthorisation: {
        guardian: OwnChild, teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS,
    };
    SaveCv: { pupil: OwnSelf };
    GetCv: {
        pupil: OwnSelf, teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL,
    };
    // Applications
    SubmitApplication: { pupil: OwnSelf };
    WithdrawApplication: { pupil: OwnSelf };
    ReinstateApplication: { pupil: OwnSelf };
    CancelPlacement: { pupil: OwnSelf };
    ExamineApplication: { host_person: OwnHost };
    AcceptApplication: { host_person: OwnHost };
    DeclineApplication: { host_person: OwnHost };
    CancelPlacementByHost: { host_person: OwnHost };
    GetApplication: {
        pupil: OwnSelf, host_person: OwnHost, teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL,
        other_staff: FOLLOWS_ALL,
    };
    // Placements
    ConfirmCompletion: {
        host_person: OwnHost, teacher: PLACEMENTS_OF_CLASS, head: PLACEMENTS,
        other_staff: PLACEMENTS,
    };
    ReportAbsence: {
        host_person: OwnHost, teacher: PLACEMENTS_OF_CLASS, head: PLACEMENTS,
        other_staff: PLACEMENTS,
    };
    RecordDebrief: { teacher: PLACEMENTS_OF_CLASS, head: PLACEMENTS, other_staff: PLACEMENTS };
    // Hosts and offers
    RegisterHost: { host_person: Newcomer };
    DescribeHost: { host_person: OwnHost };
    AddHostPerson: { host_person: OwnHost };
    RemoveHostPerson: { host_person: OwnHost };
    GetHost: {
        host_person: OwnHost, prefect: OwnTerritory, referent: OwnTerritory, pupil: National,
        teacher: National, head: National, other_staff: National,
    };
    PublishOffer: { host_person: OwnHost };
    ReviseOffer: { host_person: OwnHost };
    WithdrawOffer: { host_person: OwnHost };
    GetOffer: {
        pupil: National, host_person: OwnHost, teacher: National, head: National,
        other_staff: National,
    };
    SearchOffers: { pupil: OwnSelf };
    // Follow-up
    GetStudentFollowUp: {
        pupil: OwnSelf, teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL,
    };
    WatchStudentFollowUp: {
        pupil: OwnSelf, teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL,
    };
    GetClassFollowUp: { teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL };
    WatchClassFollowUp: { teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL };
    GetEstablishmentFollowUp: { head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL };
    WatchEstablishmentFollowUp: { head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL };
    GetHostInbox: { host_person: OwnHost };
    WatchHostInbox: { host_person: OwnHost };
    // Steering and audit
    GetTerritoryDashboard: {
        prefect: OwnTerritory, referent: OwnTerritory, academic_director: OwnTerritory,
        region_prefect: OwnTerritory, rector: OwnTerritory, national_committee: National,
    };
    WatchTerritoryDashboard: {
        prefect: OwnTerritory, referent: OwnTerritory, academic_director: OwnTerritory,
        region_prefect: OwnTerritory, rector: OwnTerritory, national_committee: National,
    };
    ListAuthorisationTrail: {
        guardian: OwnChild, teacher: FOLLOWS_CLASSES, head: FOLLOWS_ALL,
        other_staff: FOLLOWS_ALL, national_committee: National,
    };
    // The national directory and the service
    ImportEstablishments: { operator: National };
    ImportHolidays: { operator: National };
    ImportSectors: { operator: National };
    ListSectors: {
        pupil: National, guardian: National, teacher: National, head: National,
        other_staff: National, host_person: National, prefect: National, referent: National,
        academic_director: National, region_prefect: National, rector: National,
        partner: National, national_committee: National, pooling_partner: National,
        operator: National,
    };
    ListHolidays: {
        pupil: National, guardian: National, teacher: National, head: National,
        other_staff: National, host_person: National, prefect: National, referent: National,
        academic_director: National, region_prefect: National, rector: National,
        partner: National, national_committee: National, pooling_partner: National,
        operator: National,
    };
    ListDepartments: {
        pupil: National, guardian: National, teacher: National, head: National,
        other_staff: National, host_person: National, prefect: National, referent: National,
        academic_director: National, region_prefect: National, rector: National,
        partner: National, national_committee: National, pooling_partner: National,
        operator: National,
    };
    SearchEstablishments: {
        teacher: National, head: National, other_staff: National, host_person: National,
        prefect: National, referent: National, academic_director: National,
        region_prefect: National, rector: National, partner: National,
        national_committee: National, operator: National,
    };
    GetStatus: { operator: National, national_committee: National };
}

/// On whose things this role may do this.
#[must_use]
pub fn scope(role: Role, action: Action) -> Scope {
    let row = action.row();
    match role {
        Role::Pupil => row.pupil,
        Role::Guardian => row.guardian,
        Role::Teacher => row.teacher,
        Role::Head => row.head,
        Role::OtherStaff => row.other_staff,
        Role::HostPerson => row.host_person,
        Role::Prefect => row.prefect,
        Role::Referent => row.referent,
        Role::AcademicDirector => row.academic_director,
        Role::RegionPrefect => row.region_prefect,
        Role::Rector => row.rector,
        Role::Partner => row.partner,
        Role::NationalCommittee => row.national_committee,
        Role::PoolingPartner => row.pooling_partner,
        Role::Operator => row.operator,
    }
}

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
    /// The host organisation.
    pub host: Option<Siret>,
    /// The caller acts for that host.
    pub acts_for_host: bool,
    /// The pupil has a valid authorisation and open access (STU-1).
    pub pupil_may_act: bool,
    /// The territory.
    pub territory: Option<Territory>,
}

/// A part of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Territory {
    Department(DepartmentCode),
    Region(domain::reference::regions::RegionCode),
    Academy(domain::reference::academies::AcademyCode),
    National,
}

/// Whether this caller may do this to that. [`Failure::NotPermitted`] where the role never may;
/// [`Failure::NotFound`] where it may, but not there: whether the thing exists is not told.
pub fn authorise(caller: &Caller, action: Action, target: &Target<'_>) -> Result<(), Failure> {
    let granted = match scope(caller.role(), action) {
        Scope::Refused => return Err(Failure::NotPermitted),
        Scope::OwnSelf => is_self(caller, target),
        Scope::OwnChild => is_child(caller, target),
        Scope::OwnClasses(right) => teaches(caller, target) && holds(caller, target, right),
        Scope::OwnEstablishment(right) => {
            of_own_establishment(caller, target) && holds(caller, target, right)
        }
        Scope::Newcomer => is_newcomer(caller, target),
        Scope::OwnHost => is_own_host(caller, target),
        Scope::OwnTerritory => lies_within(caller, target),
        Scope::National => true,
    };
    if granted {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// A pupil without a valid authorisation and open access sees nothing, not even their own (STU-1).
fn is_self(caller: &Caller, target: &Target<'_>) -> bool {
    let own = matches!(caller, Caller::Pupil { student } if Some(*student) == target.student);
    own && target.pupil_may_act
}

fn is_child(caller: &Caller, target: &Target<'_>) -> bool {
    matches!(caller, Caller::Guardian { student, .. } if Some(*student) == target.student)
}

fn of_own_establishment(caller: &Caller, target: &Target<'_>) -> bool {
    caller
        .staff()
        .is_some_and(|(_, own)| Some(own) == target.establishment)
}

fn teaches(caller: &Caller, target: &Target<'_>) -> bool {
    let (Some((staff, _)), Some(college), Some(class)) =
        (caller.staff(), target.own_establishment, target.class)
    else {
        return false;
    };
    of_own_establishment(caller, target) && college.teaches(staff, class)
}

/// The member of staff is active, and holds the right where one is asked for. A revoked person
/// is refused at once (EST-6); nobody is head but the head.
fn holds(caller: &Caller, target: &Target<'_>, right: Option<Right>) -> bool {
    let (Some((staff, _)), Some(college)) = (caller.staff(), target.own_establishment) else {
        return false;
    };
    let in_role = college.is_head(staff) == (caller.role() == Role::Head);
    in_role && college.is_active(staff) && right.is_none_or(|right| college.has_right(staff, right))
}

/// Newcomers act where they say they belong, and only before they are known there.
fn is_newcomer(caller: &Caller, target: &Target<'_>) -> bool {
    match caller {
        Caller::Head { .. } | Caller::Teacher { .. } | Caller::OtherStaff { .. } => {
            of_own_establishment(caller, target)
        }
        Caller::HostPerson { host, .. } => Some(*host) == target.host,
        Caller::Pupil { .. }
        | Caller::Guardian { .. }
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

fn is_own_host(caller: &Caller, target: &Target<'_>) -> bool {
    let own = matches!(caller, Caller::HostPerson { host, .. } if Some(*host) == target.host);
    own && target.acts_for_host
}

fn lies_within(caller: &Caller, target: &Target<'_>) -> bool {
    let Some(territory) = target.territory else {
        return false;
    };
    let department = match territory {
        Territory::Department(code) => departments::find(code),
        Territory::Region(_) | Territory::Academy(_) | Territory::National => None,
    };
    match caller {
        Caller::Prefect {
            department: own, ..
        }
        | Caller::Referent {
            department: own, ..
        }
        | Caller::AcademicDirector {
            department: own, ..
        } => territory == Territory::Department(*own),
        Caller::RegionPrefect { region, .. } => {
            territory == Territory::Region(*region)
                || department.is_some_and(|department| department.region == *region)
        }
        Caller::Rector { academy, .. } => {
            territory == Territory::Academy(*academy)
                || department.is_some_and(|department| department.academy == *academy)
        }
        Caller::Pupil { .. }
        | Caller::Guardian { .. }
        | Caller::Teacher { .. }
        | Caller::Head { .. }
        | Caller::OtherStaff { .. }
        | Caller::HostPerson { .. }
        | Caller::Partner { .. }
        | Caller::NationalCommittee { .. }
        | Caller::PoolingPartner { .. }
        | Caller::Operator { .. } => false,
    }
}
