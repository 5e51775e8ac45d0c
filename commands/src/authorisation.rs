//! Who may do what: one exhaustive table from (role, action) to a grant (SPEC 6). A new action
//! does not compile without its line, nor a new role without its place in a line; a role that a line
//! does not name is refused.
#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
mod actions;
mod grants;
mod line;
mod permission;

use domain::establishment::Right;

use domain::principal::Role;

use line::Line;

pub use grants::Grant;
pub use permission::{Target, Territory, authorise, takes_part_by_now};

use Grant::{
    National, Newcomer, OwnAssignments, OwnChild, OwnClasses, OwnEstablishment, OwnFeed, OwnHost,
    OwnSelf, OwnTerritory, OwnTerritoryOrItsRegion, Themself,
};

const COLLEGE: Grant = OwnEstablishment(Some(Right::ManageCollege));
const STAFF: Grant = OwnEstablishment(Some(Right::ManageStaff));
const PUPILS: Grant = OwnEstablishment(Some(Right::ManagePupils));
const PUPILS_OF_CLASS: Grant = OwnClasses(Some(Right::ManagePupils));
const PLACEMENTS: Grant = OwnEstablishment(Some(Right::ManagePlacements));
const PLACEMENTS_OF_CLASS: Grant = OwnClasses(Some(Right::ManagePlacements));
const SIGNS: Grant = OwnEstablishment(Some(Right::SignAgreements));
const AID: Grant = OwnEstablishment(Some(Right::GrantTravelAid));
const FOLLOWS_ALL: Grant = OwnEstablishment(None);
const FOLLOWS_CLASSES: Grant = OwnClasses(None);

actions! {
    // Accounts: before anybody has said who they are.
    open {
        SignUp, ConfirmAddress, ConfirmHeadByLink, AcceptInvitation, SignIn, SignInWithIssuer, RefreshSession,
        RequestPasswordReset, ResetPassword, ConfirmNewAddress, GetSigningKeys,
    }
    // Before anybody has an account; who has one may by their role.
    open_to_strangers { SearchEstablishments }
    // Accounts: of whoever has one. An export asks for the right of the query that it puts in a file.
    own_account { SignOut, SignOutEverywhere, ActAs, ReplacePassword, RequestNewAddress, LinkIssuer, GetMe, ExportDashboard }
    // What is published, about nobody.
    to_every_role { ListSectors, ListHolidays, ListPlacementWeeks, ListDepartments }

    // Establishments
    RegisterEstablishment: { Head: Newcomer };
    ConfirmHead: { AcademicDirector: OwnTerritory };
    HandOverEstablishment: { Head: STAFF };
    TakeOverEstablishment: { Head: Newcomer };
    ReplaceHead: { AcademicDirector: OwnTerritory };
    ChooseWeeks: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    RequestWaiver: { Head: COLLEGE };
    AgreeToWaiver: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    RefuseWaiver: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    WithdrawWaiverAgreement: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    GetWaiver: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    ListWaivers: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    // Help of associations
    RequestHelp: { Head: COLLEGE };
    AnswerHelpRequest: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    CloseHelpRequest: {
        Head: COLLEGE, Prefect: OwnTerritory, Referent: OwnTerritory,
        AcademicDirector: OwnTerritory,
    };
    ListHelpRequests: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory,
    };
    ListHelpRequestsOfEstablishment: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Partner: OwnAssignments,
    };
    // Invitations of hosts
    InviteHost: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    TakeBackHostInvitation: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    FollowHostInvitation: { HostPerson: OwnHost };
    ListHostInvitations: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    RequestWeekException: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    DeclineWeekException: { AcademicDirector: OwnTerritory };
    ListWeekExceptionRequests: { AcademicDirector: OwnTerritory };
    GrantWeekException: { AcademicDirector: OwnTerritory };
    WithdrawWeekException: { AcademicDirector: OwnTerritory };
    OpenClass: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    CloseClass: { Head: COLLEGE, OtherStaff: COLLEGE, Teacher: COLLEGE };
    InviteStaff: { Head: STAFF, OtherStaff: STAFF, Teacher: STAFF };
    JoinStaff: { Teacher: Newcomer, OtherStaff: Newcomer };
    AdmitStaff: { Head: STAFF, OtherStaff: STAFF, Teacher: STAFF };
    TakeClass: { Teacher: FOLLOWS_ALL };
    LeaveClass: { Teacher: FOLLOWS_ALL };
    GrantRights: { Head: STAFF };
    NarrowRights: { Head: STAFF };
    RevokeStaff: { Head: STAFF };
    StateMainTeacher: { Teacher: FOLLOWS_ALL };
    RelieveMainTeacher: { Head: STAFF, Teacher: FOLLOWS_CLASSES };
    HandOverClass: { Head: STAFF };
    OpenNationwideSearch: { Head: COLLEGE };
    CloseNationwideSearch: { Head: COLLEGE };
    JoinScheme: { Head: COLLEGE };
    LeaveScheme: { Head: COLLEGE };
    GetEstablishment: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Teacher: FOLLOWS_ALL,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, Partner: OwnAssignments,
    };
    GetSharedCalendar: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Teacher: FOLLOWS_ALL,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory,
    };
    WatchSharedCalendar: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Teacher: FOLLOWS_ALL,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory,
    };
    // Pupils
    EnrolStudent: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    EnrolStudents: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    CorrectStudent: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    CorrectGuardian: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    MarkEnrolledByMistake: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    RecordDeparture: { Head: PUPILS, OtherStaff: PUPILS };
    ListArrivals: { Head: PUPILS, OtherStaff: PUPILS };
    TakeInStudent: { Head: PUPILS, OtherStaff: PUPILS };
    MoveClass: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    MoveStudent: { Head: PUPILS, OtherStaff: PUPILS, Teacher: PUPILS_OF_CLASS };
    GetAuthorisationForms: {
        Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    HandAuthorisationForm: { Teacher: PUPILS_OF_CLASS, Head: PUPILS, OtherStaff: PUPILS };
    RecordAuthorisation: { Teacher: PUPILS_OF_CLASS, Head: PUPILS, OtherStaff: PUPILS };
    ConfirmGuardian: { Head: PUPILS };
    RemoveGuardian: { Head: PUPILS };
    InviteStudent: { Teacher: PUPILS_OF_CLASS, Head: PUPILS, OtherStaff: PUPILS };
    OpenAccess: { Teacher: PUPILS_OF_CLASS, Head: PUPILS, OtherStaff: PUPILS };
    WithdrawAuthorisation: {
        Guardian: OwnChild, Teacher: PUPILS_OF_CLASS, Head: PUPILS, OtherStaff: PUPILS,
    };
    SaveCv: { Pupil: OwnSelf };
    GetCv: {
        Pupil: OwnSelf, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    // Preparing in class
    DraftLetter: { Pupil: OwnSelf };
    ReviseDraft: { Pupil: OwnSelf };
    DiscardDraft: { Pupil: OwnSelf };
    ApplyFromDraft: { Pupil: OwnSelf };
    LeaveComment: { Teacher: FOLLOWS_CLASSES };
    ListDrafts: { Pupil: OwnSelf, Teacher: FOLLOWS_CLASSES };
    GetDraft: { Pupil: OwnSelf, Teacher: FOLLOWS_CLASSES };
    ListCvComments: { Pupil: OwnSelf, Teacher: FOLLOWS_CLASSES };
    // Applications
    SubmitApplication: { Pupil: OwnSelf };
    SendCv: { Pupil: OwnSelf };
    WithdrawApplication: { Pupil: OwnSelf };
    ReinstateApplication: { Pupil: OwnSelf };
    CancelPlacement: { Pupil: OwnSelf };
    ExamineApplication: { HostPerson: OwnHost };
    AcceptApplication: { HostPerson: OwnHost };
    DeclineApplication: { HostPerson: OwnHost };
    AnswerApplications: { HostPerson: OwnHost };
    UndoDecline: { HostPerson: OwnHost };
    CancelPlacementByHost: { HostPerson: OwnHost };
    SubmitGroupApplication: {
        Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS,
    };
    AcceptGroupApplication: { HostPerson: OwnHost };
    DeclineGroupApplication: { HostPerson: OwnHost };
    WithdrawGroupApplication: {
        Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS,
    };
    GetGroupApplication: {
        HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    ListGroupApplications: {
        HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    KeepPlacement: { Head: PUPILS };
    CancelPlacementByCollege: { Head: PUPILS };
    GetApplication: {
        Pupil: OwnSelf, Guardian: OwnChild, HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL,
        OtherStaff: FOLLOWS_ALL,
    };
    // Placements
    ConfirmCompletion: {
        HostPerson: OwnHost, Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS,
        OtherStaff: PLACEMENTS,
    };
    ReportAbsence: {
        HostPerson: OwnHost, Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS,
        OtherStaff: PLACEMENTS,
    };
    RecordDebrief: { Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS };
    GrantTravelAid: { Head: AID, OtherStaff: AID, Teacher: AID };
    CorrectTravelAid: { Head: AID, OtherStaff: AID, Teacher: AID };
    // Agreements
    AmendAgreement: {
        HostPerson: OwnHost, Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS,
        OtherStaff: PLACEMENTS,
    };
    SignAgreement: {
        Pupil: OwnSelf, Guardian: OwnChild, HostPerson: OwnHost, Head: SIGNS, OtherStaff: SIGNS,
    };
    RecordPaperSignatures: {
        Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS,
    };
    RecordHostContact: {
        Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS,
    };
    CorrectHostContact: {
        Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS,
    };
    RecordVisit: { Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS };
    CorrectVisit: { Teacher: PLACEMENTS_OF_CLASS, Head: PLACEMENTS, OtherStaff: PLACEMENTS };
    GetAgreement: {
        Pupil: OwnSelf, Guardian: OwnChild, HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES,
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    GetAgreementDocument: {
        Pupil: OwnSelf, Guardian: OwnChild, HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES,
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    ListAgreements: {
        HostPerson: OwnHost, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    // Hosts and offers
    RegisterHost: { HostPerson: Newcomer };
    ConfirmHost: { Prefect: OwnTerritory, Referent: OwnTerritory };
    DescribeHost: { HostPerson: OwnHost };
    AddHostPerson: { HostPerson: OwnHost };
    RemoveHostPerson: { HostPerson: OwnHost };
    GetHost: {
        HostPerson: OwnHost, Pupil: National, Teacher: National, Head: National,
        OtherStaff: National, Partner: OwnAssignments,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory,
    };
    ListHosts: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    PublishOffer: { HostPerson: OwnHost };
    CopyOffer: { HostPerson: OwnHost };
    ReviseOffer: { HostPerson: OwnHost };
    WithdrawOffer: { HostPerson: OwnHost };
    BlackOutOfferText: { Operator: National };
    GetOffer: {
        Pupil: National, HostPerson: OwnHost, Teacher: National, Head: National,
        OtherStaff: National, Partner: OwnAssignments,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory,
    };
    ListOffersOfHost: {
        HostPerson: OwnHost,
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    ListOfferRevisions: { HostPerson: OwnHost, NationalCommittee: National };
    SearchOffers: {
        Pupil: OwnSelf, Teacher: FOLLOWS_ALL, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    // Reserved offers
    RequestReservation: { Head: COLLEGE };
    WithdrawReservationRequest: { Head: COLLEGE };
    AcceptReservation: { HostPerson: OwnHost };
    DeclineReservation: { HostPerson: OwnHost };
    ListReservationRequests: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, HostPerson: OwnHost,
    };
    // Follow-up
    GetStudentFollowUp: {
        Pupil: OwnSelf, Guardian: OwnChild, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    WatchStudentFollowUp: {
        Pupil: OwnSelf, Guardian: OwnChild, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL,
    };
    GetClassFollowUp: { Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL };
    WatchClassFollowUp: { Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL };
    GetEstablishmentFollowUp: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Partner: OwnAssignments,
    };
    WatchEstablishmentFollowUp: {
        Head: FOLLOWS_ALL, OtherStaff: FOLLOWS_ALL, Partner: OwnAssignments,
    };
    GetHostInbox: { HostPerson: OwnHost };
    WatchHostInbox: { HostPerson: OwnHost };
    // Steering and audit
    GetTerritoryDashboard: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    WatchTerritoryDashboard: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    GetTerritorySeries: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    GetTerritoryDifference: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    GetUnmetNeeds: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    ListMissingReferents: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    // Campaigns
    FixTargets: { NationalCommittee: National, Operator: National };
    ReportDifficulty: { AcademicDirector: OwnTerritory };
    AnswerDifficulty: { Prefect: OwnTerritory, Rector: OwnTerritory };
    CloseDifficulty: {
        Prefect: OwnTerritory, AcademicDirector: OwnTerritory, Rector: OwnTerritory,
    };
    ListDifficulties: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    RecordMeeting: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    CorrectMeeting: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
    };
    ListMeetings: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    GetConsolidation: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    WatchConsolidation: {
        Prefect: OwnTerritoryOrItsRegion, Referent: OwnTerritoryOrItsRegion,
        AcademicDirector: OwnTerritoryOrItsRegion,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    ListAuthorisationTrail: {
        Guardian: OwnChild, Teacher: FOLLOWS_CLASSES, Head: FOLLOWS_ALL,
        OtherStaff: FOLLOWS_ALL, NationalCommittee: National,
    };
    ListAccesses: { Guardian: OwnChild, Head: PUPILS, OtherStaff: PUPILS };
    ListCheckpoints: { NationalCommittee: National };
    ProveInclusion: { Guardian: OwnChild, NationalCommittee: National };
    ProveConsistency: { NationalCommittee: National };
    GetTile: { NationalCommittee: National };
    ExplainFigure: { NationalCommittee: National };
    GetFact: { NationalCommittee: National };
    StartReplay: { NationalCommittee: National };
    GetReplay: { NationalCommittee: National };
    CancelReplay: { NationalCommittee: National };
    // Representatives of the State and partner associations
    AppointRepresentative: { Operator: National, Prefect: OwnTerritory };
    RelieveRepresentative: { Operator: National, Prefect: OwnTerritory };
    ListRepresentatives: { Operator: National, Prefect: OwnTerritory };
    NamePartner: {
        NationalCommittee: OwnTerritory, Prefect: OwnTerritory, Referent: OwnTerritory,
    };
    AssignPartner: {
        NationalCommittee: OwnTerritory, Prefect: OwnTerritory, Referent: OwnTerritory,
        AcademicDirector: OwnTerritory,
    };
    UnassignPartner: {
        NationalCommittee: OwnTerritory, Prefect: OwnTerritory, Referent: OwnTerritory,
        AcademicDirector: OwnTerritory,
    };
    DismissPartner: {
        NationalCommittee: OwnTerritory, Prefect: OwnTerritory, Referent: OwnTerritory,
    };
    ListPartners: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
    };
    GetPartner: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
        Partner: OwnAssignments,
    };
    EvaluateOffer: { Partner: OwnAssignments };
    EvaluatePlacement: { Partner: OwnAssignments };
    ListEvaluable: { Partner: OwnAssignments };
    ListEvaluationsOfHost: { HostPerson: OwnHost };
    RecordActivity: { Partner: OwnAssignments };
    CorrectActivity: { Partner: OwnAssignments };
    ListActivities: {
        Prefect: OwnTerritory, Referent: OwnTerritory, AcademicDirector: OwnTerritory,
        RegionPrefect: OwnTerritory, Rector: OwnTerritory, NationalCommittee: National,
        Partner: OwnAssignments,
    };
    // Pooling
    RecordPoolingAgreement: { Operator: National };
    FeedOffers: { PoolingPartner: OwnFeed };
    ListPooledOffers: { PoolingPartner: OwnFeed };
    ListLikelyDuplicates: {
        PoolingPartner: OwnFeed, Prefect: OwnTerritory, Referent: OwnTerritory,
        AcademicDirector: OwnTerritory, HostPerson: OwnHost,
    };
    // Personal data
    EraseStudent: { Guardian: OwnChild, Head: PUPILS, OtherStaff: PUPILS, Operator: National };
    EraseGuardian: { Guardian: Themself, Head: PUPILS, Operator: National };
    EraseStaff: { Teacher: Themself, OtherStaff: Themself, Head: STAFF, Operator: National };
    EraseHostPerson: { HostPerson: OwnHost, Operator: National };
    EraseRepresentative: {
        Prefect: OwnTerritory, Referent: Themself, AcademicDirector: Themself,
        RegionPrefect: Themself, Rector: Themself, NationalCommittee: Themself,
        PoolingPartner: Themself, Operator: National,
    };
    ErasePartnerContact: {
        Partner: Themself, NationalCommittee: OwnTerritory, Prefect: OwnTerritory,
        Referent: OwnTerritory, Operator: National,
    };
    GetPersonalData: {
        Pupil: OwnSelf, Guardian: OwnChild, Head: FOLLOWS_ALL, Teacher: Themself,
        OtherStaff: Themself, HostPerson: Themself, Prefect: Themself, Referent: Themself,
        AcademicDirector: Themself, RegionPrefect: Themself, Rector: Themself,
        Partner: Themself, NationalCommittee: Themself, PoolingPartner: Themself,
    };
    // The national directory and the service
    ImportEstablishments: { Operator: National };
    ImportHolidays: { Operator: National };
    ImportSectors: { Operator: National };
    SearchEstablishments: {
        Teacher: National, Head: National, OtherStaff: National, HostPerson: National,
        Prefect: National, Referent: National, AcademicDirector: National,
        RegionPrefect: National, Rector: National, Partner: National,
        NationalCommittee: National, Operator: National,
    };
    GetStatus: { Operator: National, NationalCommittee: National };
}

/// On whose things this role may do this.
#[must_use]
pub fn grant(role: Role, action: Action) -> Grant {
    action.granted_to(role)
}

/// Whether somebody who has not said who they are may do this: [`Grant::Open`] or
/// [`Grant::Refused`].
#[must_use]
pub fn grant_of_nobody(action: Action) -> Grant {
    action.granted_to_nobody()
}
