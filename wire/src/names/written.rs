//! The names as they are written.
use commands::authorisation::Territory;
use domain::campaign::CampaignId;
use domain::ids::{
    ActivityId, ApplicationId, ClassId, DifficultyId, DraftId, GroupId, GuardianId, HelpRequestId,
    HostInvitationId, HostPersonId, MeetingId, OfferId, PartnerId, RepresentativeId, Siret,
    StaffId, StudentId, Uai,
};
use domain::principal::{Principal, Role, Scope};

/// The name of a college.
pub fn of_establishment(uai: Uai) -> String {
    format!("establishments/{uai}")
}

/// The name of a class.
pub fn of_class(uai: Uai, class: ClassId) -> String {
    format!("establishments/{uai}/classes/{class}")
}

/// The name of a member of staff.
pub fn of_staff(uai: Uai, staff: StaffId) -> String {
    format!("establishments/{uai}/staff/{staff}")
}

/// The name of a pupil.
pub fn of_student(student: StudentId) -> String {
    format!("students/{student}")
}

/// The name of a guardian.
pub fn of_guardian(guardian: GuardianId) -> String {
    format!("guardians/{guardian}")
}

/// The name of a replay of the log.
#[must_use]
pub fn of_replay(replay: uuid::Uuid) -> String {
    format!("replays/{replay}")
}

/// The name of a group that asked for an offer.
#[must_use]
pub fn of_group(offer: OfferId, group: GroupId) -> String {
    format!("offers/{offer}/groups/{group}")
}

/// The name of an application.
pub fn of_application(student: StudentId, application: ApplicationId) -> String {
    format!("students/{student}/applications/{application}")
}

/// The name of a draft.
#[must_use]
pub fn of_draft(student: StudentId, draft: DraftId) -> String {
    format!("students/{student}/drafts/{draft}")
}

/// The name of an offer.
pub fn of_offer(offer: OfferId) -> String {
    format!("offers/{offer}")
}

/// The name of a host.
pub fn of_host(host: Siret) -> String {
    format!("hosts/{host}")
}

/// The name of a person of a host.
pub fn of_host_person(host: Siret, person: HostPersonId) -> String {
    format!("hosts/{host}/people/{person}")
}

/// The name of a representative.
pub fn of_representative(representative: RepresentativeId) -> String {
    format!("representatives/{representative}")
}

/// The name of a partner.
pub fn of_partner(partner: PartnerId) -> String {
    format!("partners/{partner}")
}

/// The name of something that a partner did.
pub fn of_activity(partner: PartnerId, activity: ActivityId) -> String {
    format!("partners/{partner}/activities/{activity}")
}

/// The name of a difficulty.
pub fn of_difficulty(campaign: CampaignId, difficulty: DifficultyId) -> String {
    format!("campaigns/{campaign}/difficulties/{difficulty}")
}

/// The name of a meeting.
pub fn of_meeting(campaign: CampaignId, meeting: MeetingId) -> String {
    format!("campaigns/{campaign}/meetings/{meeting}")
}

/// The name of a request for help.
pub fn of_help_request(uai: Uai, request: HelpRequestId) -> String {
    format!("establishments/{uai}/help_requests/{request}")
}

/// The name of an invitation of a host (EST-11).
#[must_use]
pub fn of_host_invitation(uai: Uai, invitation: HostInvitationId) -> String {
    format!("establishments/{uai}/host_invitations/{invitation}")
}

/// The name of what a role is about; of a partner association, its own.
pub fn of_scope(caller: &Principal) -> String {
    match caller.scope() {
        Scope::Student(student) => of_student(student),
        Scope::Establishment(college) => of_establishment(college),
        Scope::Host(host) => of_host(host),
        Scope::Department(code) => of_territory(Territory::Department(code)),
        Scope::Region(code) => of_territory(Territory::Region(code)),
        Scope::Academy(code) => of_territory(Territory::Academy(code)),
        Scope::Country if caller.role() == Role::Partner => of_partner(PartnerId(caller.id())),
        Scope::Country => of_territory(Territory::National),
    }
}

/// The name of a territory.
pub fn of_territory(territory: Territory) -> String {
    match territory {
        Territory::Department(code) => format!("departments/{code}"),
        Territory::Region(code) => format!("regions/{code}"),
        Territory::Academy(code) => format!("academies/{code}"),
        Territory::National => "national".to_owned(),
    }
}
