//! A request of any method, from its bytes to the words of the domain. The first byte names the
//! method, the others are its message.
use std::collections::BTreeSet;
use std::sync::Once;

use domain::ids::SectorCode;
use domain::mail_address::Names;
use domain::personal::{self, InvitedOrganisation};
use prost::Message;
use prost_types::FileDescriptorSet;
use proto::v1;
use queries::personal_data::Subject;
use wire::imports::Import;
use wire::names::{self, parse_optional};
use wire::people::{self, contact, reachable};
use wire::{
    agreements, calendar, campaigns, directory, enums, establishments, hosts, mandates, offers,
    pooling, pupil_lists, shared_calendar, students, times, whole_classes,
};

use super::readings::{as_of, establishment, message, uuid, year};

type Reader = fn(&[u8]);
/// Each method with how its request is read, as its service or its query does.
macro_rules! requests {
    ($($method:ident: $request:ident($message:ident) { $($read:expr);* $(;)? })*) => {
        const REQUESTS: &[(&str, Reader)] = &[$(
            (stringify!($method), |bytes| {
                #[allow(unused_variables)]
                if let Ok($message) = v1::$request::decode(bytes) {
                    $(let _ = $read;)*
                    // What was read can be written again.
                    let _ = $message.encode_to_vec();
                }
            }),
        )*];
    };
}

requests! {
    RegisterEstablishment: RegisterEstablishmentRequest(m) {
        establishment(&m.name); establishments::registration(m.clone())
    }
    ConfirmHead: ConfirmHeadRequest(m) { establishment(&m.name) }
    HandOverEstablishment: HandOverEstablishmentRequest(m) {
        establishment(&m.name); reachable(people::SUCCESSOR, m.successor.clone())
    }
    TakeOverEstablishment: TakeOverEstablishmentRequest(m) {
        establishment(&m.name); contact(people::HEAD, m.head.clone())
    }
    ReplaceHead: ReplaceHeadRequest(m) {
        establishment(&m.name); reachable(people::SUCCESSOR, m.successor.clone())
    }
    ChooseWeeks: ChooseWeeksRequest(m) {
        establishment(&m.name); year(&m.school_year); calendar::weeks("weeks", &m.weeks)
    }
    GrantWeekException: GrantWeekExceptionRequest(m) {
        establishment(&m.name); calendar::week("week", &m.week)
    }
    WithdrawWeekException: WithdrawWeekExceptionRequest(m) {
        establishment(&m.name); calendar::week("week", &m.week)
    }
    OpenClass: OpenClassRequest(m) {
        establishment(&m.establishment); year(&m.school_year);
        m.class.clone().map(establishments::new_class)
    }
    CloseClass: CloseClassRequest(m) { names::class("name", &m.name) }
    InviteStaff: InviteStaffRequest(m) {
        establishment(&m.establishment);
        reachable(people::IDENTITY, m.identity.clone());
        enums::staff_role(m.role()).map(|role| establishments::rights_beyond(role, &m.rights))
    }
    JoinStaff: JoinStaffRequest(m) {
        establishment(&m.establishment);
        contact(people::IDENTITY, m.identity.clone());
        enums::staff_role(m.role())
    }
    AdmitStaff: AdmitStaffRequest(m) { names::staff("name", &m.name) }
    TakeClass: TakeClassRequest(m) { names::class("class", &m.class) }
    LeaveClass: LeaveClassRequest(m) { names::class("class", &m.class) }
    GrantRights: GrantRightsRequest(m) {
        names::staff("name", &m.name); establishments::rights(&m.rights)
    }
    NarrowRights: NarrowRightsRequest(m) {
        names::staff("name", &m.name); establishments::rights(&m.rights)
    }
    RevokeStaff: RevokeStaffRequest(m) { names::staff("name", &m.name) }
    StateMainTeacher: StateMainTeacherRequest(m) { names::class("class", &m.class) }
    RelieveMainTeacher: RelieveMainTeacherRequest(m) { names::class("class", &m.class) }
    HandOverClass: HandOverClassRequest(m) {
        names::class("class", &m.class); names::staff("teacher", &m.teacher)
    }
    OpenNationwideSearch: OpenNationwideSearchRequest(m) {
        establishment(&m.name); year(&m.school_year)
    }
    CloseNationwideSearch: CloseNationwideSearchRequest(m) {
        establishment(&m.name); year(&m.school_year)
    }
    GetEstablishment: GetEstablishmentRequest(m) { establishment(&m.name) }
    EnrolStudent: EnrolStudentRequest(m) {
        names::class("class", &m.class); students::new_student(m.identity.clone(), m.gender())
    }
    EnrolStudents: EnrolStudentsRequest(m) {
        names::class("class", &m.class); pupil_lists::read(&m.list)
    }
    CorrectStudent: CorrectStudentRequest(m) {
        names::student("name", &m.name); students::correction(m.identity.as_ref(), m.gender())
    }
    CorrectGuardian: CorrectGuardianRequest(m) {
        names::student("student", &m.student); names::guardian("guardian", &m.guardian);
        contact(people::IDENTITY, m.identity.clone())
    }
    MarkEnrolledByMistake: MarkEnrolledByMistakeRequest(m) { names::student("name", &m.name) }
    RecordDeparture: RecordDepartureRequest(m) {
        names::student("name", &m.name);
        students::destination(&m.new_establishment, &m.agreed_date)
    }
    ListArrivals: ListArrivalsRequest(m) { establishment(&m.establishment) }
    TakeInStudent: TakeInStudentRequest(m) { names::student("name", &m.name); names::class("class", &m.class) }
    MoveClass: MoveClassRequest(m) {
        names::class("class", &m.class); names::class("into", &m.into); whole_classes::except(&m.except)
    }
    UndoDecline: UndoDeclineRequest(m) { names::application("name", &m.name) }
    SubmitGroupApplication: SubmitGroupApplicationRequest(m) {
        names::class("class", &m.class); names::offer("offer", &m.offer);
        calendar::week("week", &m.week); personal::GroupLetter::checked(&m.letter);
        m.students.iter().filter(|student| names::student("students", student).is_ok()).count()
    }
    AcceptGroupApplication: AcceptGroupApplicationRequest(m) { names::group("name", &m.name) }
    DeclineGroupApplication: DeclineGroupApplicationRequest(m) {
        names::group("name", &m.name); personal::Word::checked("message", &m.message)
    }
    WithdrawGroupApplication: WithdrawGroupApplicationRequest(m) { names::group("name", &m.name) }
    GetGroupApplication: GetGroupApplicationRequest(m) { names::group("name", &m.name) }
    ListGroupApplications: ListGroupApplicationsRequest(m) {
        names::host("host", &m.host); establishment(&m.establishment);
        names::class("class", &m.class); enums::group_state(m.state())
    }
    MoveStudent: MoveStudentRequest(m) {
        names::student("name", &m.name); names::class("class", &m.class)
    }
    HandAuthorisationForm: HandAuthorisationFormRequest(m) { names::student("student", &m.student) }
    RecordAuthorisation: RecordAuthorisationRequest(m) {
        names::student("student", &m.student); students::signed_form(m.clone())
    }
    OpenAccess: OpenAccessRequest(m) { names::student("student", &m.student) }
    WithdrawAuthorisation: WithdrawAuthorisationRequest(m) { names::student("student", &m.student) }
    SaveCv: SaveCvRequest(m) { names::student("student", &m.student); students::cv(m.cv.clone()) }
    GetCv: GetCvRequest(m) { names::student("student", &m.student) }
    DraftLetter: DraftLetterRequest(m) {
        names::student("student", &m.student); names::offer("offer", &m.offer);
        personal::Letter::checked(&m.letter)
    }
    ReviseDraft: ReviseDraftRequest(m) {
        names::draft("name", &m.name); personal::Letter::checked(&m.letter)
    }
    DiscardDraft: DiscardDraftRequest(m) { names::draft("name", &m.name) }
    ApplyFromDraft: ApplyFromDraftRequest(m) {
        names::draft("name", &m.name); calendar::week("week", &m.week)
    }
    LeaveComment: LeaveCommentRequest(m) {
        names::student("student", &m.student); names::draft("draft", &m.draft);
        message("text", &m.text)
    }
    ListDrafts: ListDraftsRequest(m) { names::student("student", &m.student); as_of(&m) }
    GetDraft: GetDraftRequest(m) { names::draft("name", &m.name); as_of(&m) }
    ListCvComments: ListCvCommentsRequest(m) { names::student("student", &m.student); as_of(&m) }
    SubmitApplication: SubmitApplicationRequest(m) {
        names::student("student", &m.student); names::offer("offer", &m.offer);
        calendar::week("week", &m.week)
    }
    WithdrawApplication: WithdrawApplicationRequest(m) { names::application("name", &m.name) }
    ReinstateApplication: ReinstateApplicationRequest(m) { names::application("name", &m.name) }
    CancelPlacement: CancelPlacementRequest(m) { names::application("name", &m.name) }
    ExamineApplication: ExamineApplicationRequest(m) { names::application("name", &m.name) }
    AcceptApplication: AcceptApplicationRequest(m) { names::application("name", &m.name) }
    DeclineApplication: DeclineApplicationRequest(m) { names::application("name", &m.name) }
    CancelPlacementByHost: CancelPlacementByHostRequest(m) { names::application("name", &m.name) }
    KeepPlacement: KeepPlacementRequest(m) { names::application("name", &m.name) }
    CancelPlacementByCollege: CancelPlacementByCollegeRequest(m) {
        names::application("name", &m.name)
    }
    GetApplication: GetApplicationRequest(m) { names::application("name", &m.name) }
    ConfirmCompletion: ConfirmCompletionRequest(m) { names::application("name", &m.name) }
    ReportAbsence: ReportAbsenceRequest(m) { names::application("name", &m.name) }
    RecordDebrief: RecordDebriefRequest(m) {
        names::application("name", &m.name); enums::each(&m.skills, enums::skill).count()
    }
    GrantTravelAid: GrantTravelAidRequest(m) {
        names::application("name", &m.name); calendar::day("granted_date", &m.granted_date)
    }
    CorrectTravelAid: CorrectTravelAidRequest(m) {
        names::application("name", &m.name); calendar::day("granted_date", &m.granted_date)
    }
    AmendAgreement: AmendAgreementRequest(m) { names::application("name", &m.name); agreements::draft(m.terms.clone()) }
    SignAgreement: SignAgreementRequest(m) { names::application("name", &m.name); agreements::terms_digest(&m.terms_digest) }
    RecordPaperSignatures: RecordPaperSignaturesRequest(m) { names::application("name", &m.name); agreements::signed_copy(&m) }
    RecordHostContact: RecordHostContactRequest(m) { names::application("name", &m.name); calendar::day("contact_date", &m.contact_date); message("spoken_to", &m.spoken_to) }
    CorrectHostContact: CorrectHostContactRequest(m) { names::application("name", &m.name); calendar::day_if_given("contact_date", &m.contact_date); message("spoken_to", &m.spoken_to) }
    RecordVisit: RecordVisitRequest(m) { names::application("name", &m.name); calendar::day("visit_date", &m.visit_date); agreements::visitor(&m.visitor); message("word", &m.word) }
    CorrectVisit: CorrectVisitRequest(m) { names::application("name", &m.name); calendar::day_if_given("visit_date", &m.visit_date); agreements::visitor(&m.visitor); message("word", &m.word) }
    GetAgreement: GetAgreementRequest(m) { names::application("name", &m.name) }
    ListAgreements: ListAgreementsRequest(m) { names::host("host", &m.host); establishment(&m.establishment); names::class("class", &m.class) }
    ConfirmGuardian: ConfirmGuardianRequest(m) { names::student("student", &m.student); names::guardian("guardian", &m.guardian) } RemoveGuardian: RemoveGuardianRequest(m) { names::student("student", &m.student); names::guardian("guardian", &m.guardian) }
    GetSharedCalendar: GetSharedCalendarRequest(m) { shared_calendar::calendar_of("name", &m.name); year(&m.school_year); as_of(&m) }
    WatchSharedCalendar: WatchSharedCalendarRequest(m) { shared_calendar::calendar_of("name", &m.name); year(&m.school_year); calendar::week("week", &m.week) }
    ListMissingReferents: ListMissingReferentsRequest(m) { names::territory("territory", &m.territory); as_of(&m) }
    JoinScheme: JoinSchemeRequest(m) {
        names::establishment("name", &m.name); enums::scheme(m.scheme()); names::class("class", &m.class)
    }
    LeaveScheme: LeaveSchemeRequest(m) {
        names::establishment("name", &m.name); enums::scheme(m.scheme()); names::class("class", &m.class)
    }
    RequestReservation: RequestReservationRequest(m) {
        names::establishment("establishment", &m.establishment); names::offer("offer", &m.offer)
    }
    WithdrawReservationRequest: WithdrawReservationRequestRequest(m) {
        names::establishment("establishment", &m.establishment); names::offer("offer", &m.offer)
    }
    AcceptReservation: AcceptReservationRequest(m) {
        names::establishment("establishment", &m.establishment); names::offer("offer", &m.offer)
    }
    DeclineReservation: DeclineReservationRequest(m) {
        names::establishment("establishment", &m.establishment); names::offer("offer", &m.offer)
    }
    ListReservationRequests: ListReservationRequestsRequest(m) {
        names::host("host", &m.host); names::establishment("establishment", &m.establishment)
    }
    RegisterHost: RegisterHostRequest(m) {
        names::host("name", &m.name); hosts::organisation(m.organisation.clone());
        accounts::invitation_of_link(&m.link_token); reachable(people::PERSON, m.person.clone())
    }
    ConfirmHost: ConfirmHostRequest(m) { names::host("name", &m.name) }
    DescribeHost: DescribeHostRequest(m) {
        names::host("name", &m.name); hosts::organisation(m.organisation.clone())
    }
    AddHostPerson: AddHostPersonRequest(m) {
        names::host("host", &m.host); reachable(people::IDENTITY, m.identity.clone())
    }
    RemoveHostPerson: RemoveHostPersonRequest(m) { names::host_person("name", &m.name) }
    GetHost: GetHostRequest(m) { names::host("name", &m.name) }
    PublishOffer: PublishOfferRequest(m) {
        names::host("host", &m.host); offers::draft(m.terms.clone())
    }
    ReviseOffer: ReviseOfferRequest(m) {
        names::offer("name", &m.name); offers::draft(m.terms.clone())
    }
    WithdrawOffer: WithdrawOfferRequest(m) {
        names::offer("name", &m.name); enums::withdrawal_reason(m.reason())
    }
    BlackOutOfferText: BlackOutOfferTextRequest(m) {
        names::offer("name", &m.name); enums::black_out_reason(m.reason())
    }
    GetOffer: GetOfferRequest(m) { names::offer("name", &m.name) }
    CopyOffer: CopyOfferRequest(m) {
        names::offer("name", &m.name); calendar::weeks("weeks", &m.weeks)
    }
    SendCv: SendCvRequest(m) { names::application("name", &m.name) }
    AnswerApplications: AnswerApplicationsRequest(m) { wire::answers::answers(m.answers.clone()).is_ok() }
    RequestWaiver: RequestWaiverRequest(m) {
        names::establishment("name", &m.name); calendar::school_year("school_year", &m.school_year)
    }
    AgreeToWaiver: AgreeToWaiverRequest(m) {
        names::establishment("name", &m.name); calendar::school_year("school_year", &m.school_year)
    }
    RefuseWaiver: RefuseWaiverRequest(m) {
        names::establishment("name", &m.name); calendar::school_year("school_year", &m.school_year)
    }
    WithdrawWaiverAgreement: WithdrawWaiverAgreementRequest(m) {
        names::establishment("name", &m.name); calendar::school_year("school_year", &m.school_year)
    }
    GetWaiver: GetWaiverRequest(m) { names::establishment("name", &m.name) }
    ListWaivers: ListWaiversRequest(m) { names::department("territory", &m.territory) }
    RequestHelp: RequestHelpRequest(m) {
        names::establishment("name", &m.name);
        m.students.iter().filter(|name| names::student("students", name).is_ok()).count()
    }
    AnswerHelpRequest: AnswerHelpRequestRequest(m) {
        names::help_request("name", &m.name); names::partner("partner", &m.partner)
    }
    CloseHelpRequest: CloseHelpRequestRequest(m) { names::help_request("name", &m.name) }
    ListHelpRequests: ListHelpRequestsRequest(m) { names::territory("territory", &m.territory) }
    ListHelpRequestsOfEstablishment: ListHelpRequestsOfEstablishmentRequest(m) { names::establishment("establishment", &m.establishment) }
    InviteHost: InviteHostRequest(m) { names::establishment("establishment", &m.establishment); InvitedOrganisation::checked(&m.organisation, &m.mail, &m.word, Names::Utf8) }
    TakeBackHostInvitation: TakeBackHostInvitationRequest(m) { names::host_invitation("name", &m.name) }
    FollowHostInvitation: FollowHostInvitationRequest(m) { names::host("host", &m.host); accounts::invitation_of_link(&m.link_token) }
    ListHostInvitations: ListHostInvitationsRequest(m) { names::establishment("establishment", &m.establishment) }
    FixTargets: FixTargetsRequest(m) {
        Import::read("rows", m.rows.clone(), campaigns::fixed_targets, |(campaign, _)| *campaign).is_ok()
    }
    ReportDifficulty: ReportDifficultyRequest(m) {
        names::department("territory", &m.territory); enums::difficulty_kind(m.kind())
    }
    AnswerDifficulty: AnswerDifficultyRequest(m) { names::difficulty("name", &m.name) }
    CloseDifficulty: CloseDifficultyRequest(m) { names::difficulty("name", &m.name) }
    ListDifficulties: ListDifficultiesRequest(m) {
        names::territory("territory", &m.territory); as_of(&m)
    }
    RecordMeeting: RecordMeetingRequest(m) {
        names::department("territory", &m.territory); campaigns::meeting_told(m.details.clone())
    }
    CorrectMeeting: CorrectMeetingRequest(m) {
        names::meeting("name", &m.name); m.details.clone().map(campaigns::meeting)
    }
    ListMeetings: ListMeetingsRequest(m) { names::territory("territory", &m.territory); as_of(&m) }
    GetConsolidation: GetConsolidationRequest(m) {
        names::territory("territory", &m.territory); year(&m.school_year); as_of(&m)
    }
    WatchConsolidation: WatchConsolidationRequest(m) {
        names::territory("territory", &m.territory); year(&m.school_year)
    }
    EvaluateOffer: EvaluateOfferRequest(m) { names::offer("name", &m.name) }
    EvaluatePlacement: EvaluatePlacementRequest(m) { names::application("name", &m.name) }
    ListEvaluable: ListEvaluableRequest(m) { names::partner("name", &m.name) }
    ListEvaluationsOfHost: ListEvaluationsOfHostRequest(m) { names::host("host", &m.host) }
    RecordActivity: RecordActivityRequest(m) {
        names::partner("name", &m.name); mandates::assignment(&m.assignment);
        names::department("department", &m.department);
        campaigns::activity_told(m.details.clone())
    }
    CorrectActivity: CorrectActivityRequest(m) {
        names::activity("name", &m.name); m.details.clone().map(campaigns::activity)
    }
    ListActivities: ListActivitiesRequest(m) { names::partner("name", &m.name) }
    RequestWeekException: RequestWeekExceptionRequest(m) {
        names::establishment("name", &m.name); calendar::week("week", &m.week)
    }
    DeclineWeekException: DeclineWeekExceptionRequest(m) {
        names::establishment("name", &m.name); calendar::week("week", &m.week)
    }
    ListWeekExceptionRequests: ListWeekExceptionRequestsRequest(m) {
        names::department("territory", &m.territory)
    }
    ListHosts: ListHostsRequest(m) { names::territory("territory", &m.territory) }
    ListOffersOfHost: ListOffersOfHostRequest(m) {
        names::host("host", &m.host);
        parse_optional::<domain::calendar::SchoolYear>("school_year", &m.school_year, domain::explain::Expected("une année", "a year"));
        parse_optional::<domain::calendar::Week>("week", &m.week, domain::explain::Expected("une semaine", "a week"))
    }
    ListOfferRevisions: ListOfferRevisionsRequest(m) { names::offer("name", &m.name) }
    GetMe: GetMeRequest(m) {}
    SearchOffers: SearchOffersRequest(m) {
        names::student("student", &m.student); names::class("class", &m.class); calendar::weeks("weeks", &m.weeks);
        m.sectors.iter().filter(|code| code.parse::<SectorCode>().is_ok()).count();
        (m.format(), m.host_nature())
    }
    ImportEstablishments: ImportEstablishmentsRequest(m) {
        Import::read("listings", m.listings.clone(), directory::listing, |(uai, _)| *uai)
            .map(|(_, rows)| rows.into_iter().for_each(|(uai, row)| drop(directory::of_listing(uai, &row))))
    }
    ImportHolidays: ImportHolidaysRequest(m) {
        Import::read("holidays", m.holidays.clone(), directory::holiday, |holiday| (holiday.zone, holiday.name.clone(), holiday.from))
            .map(|(_, rows)| rows.iter().map(directory::of_holiday).count())
    }
    ImportSectors: ImportSectorsRequest(m) {
        Import::read("sectors", m.sectors.clone(), directory::sector, |sector| sector.code.clone())
            .map(|(_, rows)| rows.iter().map(directory::of_sector).count())
    }
    ListSectors: ListSectorsRequest(m) {}
    ListHolidays: ListHolidaysRequest(m) {
        parse_optional::<domain::calendar::SchoolYear>("school_year", &m.school_year, domain::explain::Expected("une année", "a year"))
    }
    ListPlacementWeeks: ListPlacementWeeksRequest(m) {
        year(&m.school_year); names::department("department", &m.department); establishment(&m.establishment)
    }
    ListDepartments: ListDepartmentsRequest(m) {}
    SearchEstablishments: SearchEstablishmentsRequest(m) {
        names::department("department", &m.department)
    }
    GetStudentFollowUp: GetStudentFollowUpRequest(m) {
        names::student("student", &m.student); as_of(&m)
    }
    WatchStudentFollowUp: WatchStudentFollowUpRequest(m) { names::student("student", &m.student) }
    GetClassFollowUp: GetClassFollowUpRequest(m) { names::class("class", &m.class); as_of(&m) }
    WatchClassFollowUp: WatchClassFollowUpRequest(m) { names::class("class", &m.class) }
    GetEstablishmentFollowUp: GetEstablishmentFollowUpRequest(m) {
        establishment(&m.establishment); as_of(&m)
    }
    WatchEstablishmentFollowUp: WatchEstablishmentFollowUpRequest(m) {
        establishment(&m.establishment)
    }
    GetHostInbox: GetHostInboxRequest(m) {
        names::host("host", &m.host); as_of(&m);
        enums::each(&m.states, enums::application_states).count()
    }
    WatchHostInbox: WatchHostInboxRequest(m) {
        names::host("host", &m.host); enums::each(&m.states, enums::application_states).count()
    }
    GetTerritorySeries: GetTerritorySeriesRequest(m) {
        names::territory("name", &m.name); calendar::day("start_date", &m.start_date);
        calendar::day("end_date", &m.end_date)
    }
    GetTerritoryDifference: GetTerritoryDifferenceRequest(m) {
        names::territory("name", &m.name);
        m.start_time.map(|at| times::instant("start_time", &at));
        m.end_time.map(|at| times::instant("end_time", &at))
    }
    GetUnmetNeeds: GetUnmetNeedsRequest(m) {
        names::territory("territory", &m.territory); year(&m.school_year); as_of(&m)
    }
    GetTerritoryDashboard: GetTerritoryDashboardRequest(m) {
        names::territory("name", &m.name); as_of(&m)
    }
    WatchTerritoryDashboard: WatchTerritoryDashboardRequest(m) { names::territory("name", &m.name) }
    ListAuthorisationTrail: ListAuthorisationTrailRequest(m) { as_of(&m) }
    ListAccesses: ListAccessesRequest(m) { names::student("student", &m.student) }
    ExplainFigure: ExplainFigureRequest(m) { as_of(&m) }
    GetFact: GetFactRequest(m) {}
    StartReplay: StartReplayRequest(m) {}
    GetReplay: GetReplayRequest(m) { names::replay("name", &m.name) }
    CancelReplay: CancelReplayRequest(m) { names::replay("name", &m.name) }
    ListCheckpoints: ListCheckpointsRequest(m) {}
    ProveInclusion: ProveInclusionRequest(m) { names::student("student", &m.student) }
    ProveConsistency: ProveConsistencyRequest(m) {}
    GetTile: GetTileRequest(m) {}
    GetStatus: GetStatusRequest(m) {}
    InviteStudent: InviteStudentRequest(m) {
        names::student("student", &m.student); personal::mail("mail", &m.mail, Names::Utf8)
    }
    AppointRepresentative: AppointRepresentativeRequest(m) {
        mandates::office(m.office(), &m.territory); reachable(people::IDENTITY, m.identity.clone())
    }
    RelieveRepresentative: RelieveRepresentativeRequest(m) {
        names::representative("name", &m.name)
    }
    ListRepresentatives: ListRepresentativesRequest(m) {
        names::territory("territory", &m.territory)
    }
    NamePartner: NamePartnerRequest(m) {
        mandates::reach(&m.territory); reachable(people::IDENTITY, m.identity.clone())
    }
    AssignPartner: AssignPartnerRequest(m) {
        names::partner("name", &m.name); mandates::assignment(&m.assignment)
    }
    UnassignPartner: UnassignPartnerRequest(m) {
        names::partner("name", &m.name); mandates::assignment(&m.assignment)
    }
    DismissPartner: DismissPartnerRequest(m) { names::partner("name", &m.name) }
    ListPartners: ListPartnersRequest(m) { names::territory("territory", &m.territory) }
    GetPartner: GetPartnerRequest(m) { names::partner("name", &m.name) }
    EraseStudent: EraseStudentRequest(m) { names::student("name", &m.name) }
    EraseGuardian: EraseGuardianRequest(m) {
        names::guardian("name", &m.name); names::student("student", &m.student)
    }
    EraseStaff: EraseStaffRequest(m) { names::staff("name", &m.name) }
    EraseHostPerson: EraseHostPersonRequest(m) { names::host_person("name", &m.name) }
    EraseRepresentative: EraseRepresentativeRequest(m) { names::representative("name", &m.name) }
    ErasePartnerContact: ErasePartnerContactRequest(m) { names::partner("name", &m.name) }
    GetPersonalData: GetPersonalDataRequest(m) { Subject::named(&m.name, &m.student) }
    SignUp: SignUpRequest(m) {
        api::account_service::of_sign_up(uuid(&m.request_id), m.capacity.clone());
        personal::mail("mail", &m.mail, Names::Utf8)
    }
    ConfirmAddress: ConfirmAddressRequest(m) {}
    AcceptInvitation: AcceptInvitationRequest(m) {}
    SignIn: SignInRequest(m) { personal::mail("mail", &m.mail, Names::Utf8); uuid(&m.person_id) }
    SignInWithIssuer: SignInWithIssuerRequest(m) {
        m.issuer.as_ref().map(|proof| accounts::oidc::claimed_issuer(&proof.id_token).is_ok())
    }
    RefreshSession: RefreshSessionRequest(m) {}
    SignOut: SignOutRequest(m) {}
    SignOutEverywhere: SignOutEverywhereRequest(m) {}
    ActAs: ActAsRequest(m) { parse_optional::<uuid::Uuid>("person_id", &m.person_id, domain::explain::Expected("un UUID", "a UUID")) }
    RequestPasswordReset: RequestPasswordResetRequest(m) { personal::mail("mail", &m.mail, Names::Utf8) }
    ResetPassword: ResetPasswordRequest(m) {}
    RequestNewAddress: RequestNewAddressRequest(m) {}
    ConfirmNewAddress: ConfirmNewAddressRequest(m) {}
    ReplacePassword: ReplacePasswordRequest(m) {}
    LinkIssuer: LinkIssuerRequest(m) {
        m.issuer.as_ref().map(|proof| accounts::oidc::claimed_issuer(&proof.id_token).is_ok())
    }
    GetSigningKeys: GetSigningKeysRequest(m) {}
    ConfirmHeadByLink: ConfirmHeadByLinkRequest(m) { accounts::college_of_link(&m.link_token) }
    ExportDashboard: ExportDashboardRequest(m) {}
    RecordPoolingAgreement: RecordPoolingAgreementRequest(m) { names::representative("name", &m.name); calendar::day("signed_date", &m.signed_date) }
    FeedOffers: FeedOffersRequest(m) { pooling::told(m.clone()) }
    ListPooledOffers: ListPooledOffersRequest(m) {}
    ListLikelyDuplicates: ListLikelyDuplicatesRequest(m) { names::territory("scope", &m.scope) }
    GetAgreementDocument: GetAgreementDocumentRequest(m) { names::application("name", &m.name) }
    GetAuthorisationForms: GetAuthorisationFormsRequest(m) { names::class("class", &m.class); names::student("student", &m.student) }
}

/// A method of the wire that is not among them would be passed over in silence.
fn every_method_is_there() {
    let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap_or_default();
    let services = set.file.iter().flat_map(|file| &file.service);
    let methods = services.flat_map(|service| &service.method);
    let here: BTreeSet<&str> = REQUESTS.iter().map(|(name, _)| *name).collect();
    let on_the_wire: BTreeSet<&str> = methods.map(|method| method.name()).collect();
    assert_eq!(on_the_wire, here, "how is this method's request read?");
}

static ONCE: Once = Once::new();
/// Reads what a fuzzer thought of.
pub fn requests(bytes: &[u8]) {
    ONCE.call_once(every_method_is_there);
    if let Some((method, message)) = bytes.split_first() {
        REQUESTS[usize::from(*method) % REQUESTS.len()].1(message);
    }
}
