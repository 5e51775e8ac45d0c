//! A campaign that is somebody else's: a difficulty, a meeting, an activity, a request for help, an
//! invitation of a host.
use commands::NewHostInvitation;
use commands::authorisation::Grant;
use domain::campaign::{DifficultyKind, Meeting, MeetingKind};
use domain::ids::PartnerId;
use domain::partner::{Activity, ActivityKind, Assignment};
use domain::principal::{Principal, Role};
use tests::app::TestApp;
use tests::cast::College;
use tests::names::ask;

/// What was told of the campaign of the Ain and of the college there, by name.
pub struct Steered {
    pub activity: String,
    pub difficulty: String,
    pub meeting: String,
    pub help_request: String,
    pub host_invitation: String,
}

pub async fn steered(
    app: &TestApp,
    college: College,
    partner: Principal,
    [prefect, _, director, ..]: [Principal; 5],
) -> Steered {
    let commands = &app.app.commands;
    let ain = "01".parse().unwrap();
    let on = jiff::civil::date(2025, 9, 12);
    let kind = DifficultyKind::FewOffers;
    let reported = commands.handle(ask(director));
    let reported = reported.report_difficulty(ain, kind, "Trop peu d'offres.");
    let (_, campaign, difficulty) = reported.await.unwrap();
    let meeting = Meeting {
        kind: MeetingKind::Heads,
        on,
        hosts: 0,
        colleges: 12,
    };
    let recorded = commands.handle(ask(prefect));
    let (_, _, meeting) = recorded.record_meeting(ain, meeting).await.unwrap();
    let session = Activity {
        kind: ActivityKind::PupilSession,
        on,
        people: 24,
    };
    let about = Assignment::Establishment(college.uai);
    let own = PartnerId(partner.id());
    let recorded = commands.handle(ask(partner));
    let recorded = recorded.record_activity(own, about, None, session);
    let (_, activity) = recorded.await.unwrap();
    let asked = commands.handle(ask(college.head));
    let asked = asked.request_help(college.uai, vec![], "De l'aide.");
    let (_, request) = asked.await.unwrap();
    let invited = commands.handle(ask(college.head));
    let invited = invited.invite_host(
        college.uai,
        NewHostInvitation {
            organisation: "L'atelier voisin".into(),
            mail: "atelier@example.org".into(),
            word: "Venez !".into(),
        },
    );
    let (_, invitation) = invited.await.unwrap();
    Steered {
        activity: wire::names::of_activity(own, activity),
        difficulty: wire::names::of_difficulty(campaign, difficulty),
        meeting: wire::names::of_meeting(campaign, meeting),
        help_request: wire::names::of_help_request(college.uai, request),
        host_invitation: wire::names::of_host_invitation(college.uai, invitation),
    }
}

/// Territories of somebody else, as those of a role name them for what a grant allows: where the
/// neighbours are, and another one.
pub fn territories(role: Role, grant: Grant) -> Vec<[&'static str; 2]> {
    let regions = ["regions/84", "regions/76"];
    let departments = ["departments/01", "departments/06"];
    match role {
        Role::RegionPrefect => vec![regions],
        Role::Rector => vec![["academies/lyon", "academies/nice"]],
        Role::Prefect | Role::Referent | Role::AcademicDirector
            if grant == Grant::OwnTerritoryOrItsRegion =>
        {
            vec![departments, regions]
        }
        Role::Pupil
        | Role::Guardian
        | Role::Teacher
        | Role::Head
        | Role::OtherStaff
        | Role::HostPerson
        | Role::Prefect
        | Role::Referent
        | Role::AcademicDirector
        | Role::Partner
        | Role::NationalCommittee
        | Role::PoolingPartner
        | Role::Operator => vec![departments],
    }
}
