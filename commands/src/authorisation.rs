//! Who may do what: one exhaustive table from (role, action) to a scope (SPEC 6). A new action
//! does not compile without its line; a role that a line does not name is refused.
#![deny(clippy::wildcard_enum_match_arm)]

mod judge;

use domain::establishment::Right;

use domain::principal::Role;

pub use judge::{Target, Territory, authorise};

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
    /// Nobody but the caller: their own person.
    Themself,
    /// The pupils of the teacher's classes; with the right, where one is named.
    OwnClasses(Option<Right>),
    /// The whole college; with the right, where one is named.
    OwnEstablishment(Option<Right>),
    /// Somebody about to take part in that college, not yet known to it.
    Newcomer,
    /// The host organisation's own.
    OwnHost,
    /// What the partner association is assigned to, and itself.
    OwnAssignments,
    /// The department, the region or the academy of the caller; for the national committee, what
    /// is of the whole country.
    OwnTerritory,
    /// The whole country.
    National,
    /// The caller's own account and sessions.
    OwnAccount,
    /// Everybody, also without saying who they are.
    Open,
}

macro_rules! actions {
    (
        open { $($open:ident),* $(,)? }
        own_account { $($own:ident),* $(,)? }
        $($(#[$doc:meta])* $action:ident: { $($role:ident: $scope:expr),* $(,)? };)*
    ) => {
        /// What can be asked, by the name of its gRPC method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($open,)* $($own,)* $($(#[$doc])* $action),* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] =
                &[$(Self::$open,)* $(Self::$own,)* $(Self::$action),*];

            /// The name of its gRPC method.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$open => stringify!($open),)*
                    $(Self::$own => stringify!($own),)*
                    $(Self::$action => stringify!($action)),*
                }
            }

            fn row(self) -> Row {
                #[allow(clippy::needless_update)]
                match self {
                    $(Self::$open)|* => Row::of_all(Scope::Open, Scope::Open),
                    $(Self::$own)|* => Row::of_all(Scope::OwnAccount, Scope::Refused),
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
    nobody: Scope,
}

impl Row {
    /// The same for every role.
    fn of_all(scope: Scope, nobody: Scope) -> Self {
        Self {
            pupil: scope,
            guardian: scope,
            teacher: scope,
            head: scope,
            other_staff: scope,
            host_person: scope,
            prefect: scope,
            referent: scope,
            academic_director: scope,
            region_prefect: scope,
            rector: scope,
            partner: scope,
            national_committee: scope,
            pooling_partner: scope,
            operator: scope,
            nobody,
        }
    }
}

use Scope::{
    National, Newcomer, OwnAssignments, OwnChild, OwnClasses, OwnEstablishment, OwnHost, OwnSelf,
    OwnTerritory, Themself,
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
    // Accounts: before anybody has said who they are.
    open {
        SignUp, ConfirmAddress, AcceptInvitation, SignIn, SignInWithIssuer, RefreshSession,
        RequestPasswordReset, ResetPassword, GetSigningKeys,
    }
    // Accounts: of whoever has one.
    own_account { SignOut, SignOutEverywhere, ReplacePassword, LinkIssuer }
    // Establishments
    RegisterEstablishment: { head: Newcomer };
    ChooseWeeks: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    GrantWeekException: { academic_director: OwnTerritory };
    WithdrawWeekException: { academic_director: OwnTerritory };
    OpenClass: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    CloseClass: { head: COLLEGE, other_staff: COLLEGE, teacher: COLLEGE };
    InviteStaff: { head: STAFF, other_staff: STAFF, teacher: STAFF };
    JoinStaff: { teacher: Newcomer, other_staff: Newcomer };
    AdmitStaff: { head: STAFF, other_staff: STAFF, teacher: STAFF };
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
        region_prefect: OwnTerritory, rector: OwnTerritory, partner: OwnAssignments,
    };
    // Pupils
    EnrolStudent: { head: PUPILS, other_staff: PUPILS, teacher: PUPILS_OF_CLASS };
    MoveStudent: { head: PUPILS, other_staff: PUPILS, teacher: PUPILS_OF_CLASS };
    HandAuthorisationForm: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
    RecordAuthorisation: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
    ConfirmGuardian: { head: PUPILS };
    InviteStudent: { teacher: PUPILS_OF_CLASS, head: PUPILS, other_staff: PUPILS };
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
        teacher: National, head: National, other_staff: National, partner: OwnAssignments,
    };
    PublishOffer: { host_person: OwnHost };
    ReviseOffer: { host_person: OwnHost };
    WithdrawOffer: { host_person: OwnHost };
    BlackOutOfferText: { operator: National };
    GetOffer: {
        pupil: National, host_person: OwnHost, teacher: National, head: National,
        other_staff: National, partner: OwnAssignments,
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
    GetEstablishmentFollowUp: {
        head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL, partner: OwnAssignments,
    };
    WatchEstablishmentFollowUp: {
        head: FOLLOWS_ALL, other_staff: FOLLOWS_ALL, partner: OwnAssignments,
    };
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
    ListAccesses: { guardian: OwnChild, head: PUPILS, other_staff: PUPILS };
    // Representatives of the State and partner associations
    AppointRepresentative: { operator: National };
    RelieveRepresentative: { operator: National };
    ListRepresentatives: { operator: National };
    NamePartner: {
        national_committee: OwnTerritory, prefect: OwnTerritory, referent: OwnTerritory,
    };
    AssignPartner: {
        national_committee: OwnTerritory, prefect: OwnTerritory, referent: OwnTerritory,
    };
    UnassignPartner: {
        national_committee: OwnTerritory, prefect: OwnTerritory, referent: OwnTerritory,
    };
    DismissPartner: {
        national_committee: OwnTerritory, prefect: OwnTerritory, referent: OwnTerritory,
    };
    ListPartners: {
        prefect: OwnTerritory, referent: OwnTerritory, academic_director: OwnTerritory,
        region_prefect: OwnTerritory, rector: OwnTerritory, national_committee: National,
    };
    GetPartner: {
        prefect: OwnTerritory, referent: OwnTerritory, academic_director: OwnTerritory,
        region_prefect: OwnTerritory, rector: OwnTerritory, national_committee: National,
        partner: OwnAssignments,
    };
    // Personal data
    EraseStudent: { guardian: OwnChild, head: PUPILS, other_staff: PUPILS, operator: National };
    EraseGuardian: { guardian: Themself, head: PUPILS, operator: National };
    EraseStaff: { teacher: Themself, other_staff: Themself, head: STAFF, operator: National };
    EraseHostPerson: { host_person: OwnHost, operator: National };
    GetPersonalData: {
        pupil: OwnSelf, guardian: OwnChild, head: FOLLOWS_ALL, teacher: Themself,
        other_staff: Themself, host_person: Themself,
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

/// Whether somebody who has not said who they are may do this: [`Scope::Open`] or
/// [`Scope::Refused`].
#[must_use]
pub fn scope_of_nobody(action: Action) -> Scope {
    action.row().nobody
}
