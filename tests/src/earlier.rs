//! Stores as the programs of the past wrote them: `ops/keep-stores` has a campaign played on empty
//! ones (`tests/examples/keep_stores.rs`) and keeps them in `tests/earlier`, each in a folder that
//! is named after the commit of the program; `tests/tests/earlier.rs` opens copies of them.
use std::path::{Path, PathBuf};
use std::sync::Arc;

use accounts::SetClock;
use accounts::{ListedMessage, MessageState};
use api::app::{Settings, StoreLocations};
use domain::principal::Principal;
use eventlog::{Position, RecordedAt};
use projections::inbox::InboxFilter;
use projections::sql::Target;
use projections::{Folds, steering};
use proto::v1;
use serde_json::{Value, json};
use vault::PersonId;

use crate::app::TestApp;
use crate::campaign::{Campaign, clear, listing};
use crate::cast::{committee, operator};
use crate::issuer::{CLIENT, Issuer, IssuerKey};
use crate::names::{instant, uai};
use crate::wire::{self, id, of_establishment};

/// The password of whoever has an account in these stores.
pub const PASSWORD: &str = "une longue phrase de passe";

/// The file of what the program that wrote a store showed of it.
pub const SHOWN: &str = "shown.json";

/// The kinds of store that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Files: log, vault and accounts, access log, tables for BI tools.
    Sqlite,
    /// One database with all of it, as `pg_dump` writes it in SQL.
    Postgres,
}

impl Kind {
    /// The folder of its files.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The file of the database as `pg_dump` wrote it.
pub const DUMP: &str = "placement.sql";

/// Where the stores of the programs of the past lie, each program's in a folder of its own.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("earlier");
    let entries = std::fs::read_dir(all).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// Everything in files of this folder.
#[must_use]
pub fn places_of_files(folder: &Path) -> (StoreLocations, Target) {
    let tables = folder.join("dashboards.db");
    (
        StoreLocations::beside(&folder.join("placement.db")),
        Target::Sqlite(tables),
    )
}

/// Everything in one database, but the keys and the snapshots in this folder.
#[must_use]
pub fn places_of_database(url: &str, folder: &Path) -> (StoreLocations, Target) {
    let mut places = StoreLocations::of(url.parse().unwrap());
    places.master_key = folder.join("master.key");
    places.token_key = folder.join("token.key");
    places.snapshots = folder.join("snapshots");
    places.notary_key = folder.join("notary.key");
    places.notary_files = folder.join("notary");
    (places, Target::parse(url).unwrap())
}

/// The instant at which both clocks stand when a campaign is over.
#[must_use]
pub fn evening() -> RecordedAt {
    instant("2026-03-31T18:00:00Z")
}

/// Starts the platform in these places, at an instant.
pub async fn start((places, tables): (StoreLocations, Target), at: RecordedAt) -> TestApp {
    TestApp::start_with(|settings| settled(settings, places, tables, at)).await
}

fn settled(settings: &mut Settings, places: StoreLocations, tables: Target, at: RecordedAt) {
    settings.places = places;
    settings.dashboards = Some(tables);
    settings.clock = Arc::new(SetClock::at(at));
    settings.account_clock = Arc::new(SetClock::at(at));
}

/// Plays a campaign in these places, so that every event and every table but those of leases has
/// a row; stops, and gives what was shown last.
pub async fn play((places, tables): (StoreLocations, Target)) -> Value {
    let key = IssuerKey::elliptic("one");
    let issuer = Issuer::start(&[&key]).await;
    let accepted = issuer.accepted().parse().unwrap();
    let app = TestApp::start_with(|settings| {
        settings.places = places;
        settings.dashboards = Some(tables);
        settings.issuers = vec![accepted];
    })
    .await;
    app.account_clock.set(instant("2025-09-29T08:00:00Z"));
    let campaign = Campaign::played(&app).await;
    for clock in [&app.clock, &app.account_clock] {
        clock.set(instant("2026-03-31T08:00:00Z"));
    }
    who_stays(&app, &campaign).await;
    reads(&app, &campaign).await;
    let refresh_token = accounts(&app, &campaign, &issuer, &key).await;
    for clock in [&app.clock, &app.account_clock] {
        clock.set(evening());
    }
    let head = settle(&app).await;
    let shown = shown(&app, &campaign, &refresh_token, head).await;
    app.stopped().await;
    shown
}

/// Waits until everything that follows the log has come to its head.
pub async fn settle(app: &TestApp) -> Position {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let mut applied = app.app.queries.engine.watch();
    applied.wait_for(|at| *at >= head).await.unwrap();
    let mut tables = app.app.dashboards.as_ref().unwrap().watch();
    tables.wait_for(|at| at.position >= head).await.unwrap();
    head
}

/// Mandates that stand, and invitations that wait.
async fn who_stays(app: &TestApp, campaign: &Campaign) {
    let person = |name: &str, mail: &str| {
        Some(v1::PersonIdentity {
            full_name: name.into(),
            mail: mail.into(),
        })
    };
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::Rector.into(),
        territory: "academies/lyon".into(),
        identity: person(clear::PREFECT, clear::PREFECT_MAIL),
    };
    let mut mandates = app.by(operator()).mandates();
    mandates.appoint_representative(message).await.unwrap();
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Un stage pour tous".into(),
        territory: "national".into(),
        identity: person(clear::PRESIDENT, clear::PRESIDENT_MAIL),
    };
    let mut partners = app.by(committee()).partners();
    let named = partners.name_partner(message).await.unwrap().into_inner();
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: named.name,
        assignment: campaign.establishment.clone(),
    };
    partners.assign_partner(message).await.unwrap();
    let message = v1::InviteStaffRequest {
        request_id: id(),
        establishment: campaign.establishment.clone(),
        identity: person(clear::LIBRARIAN, clear::LIBRARIAN_MAIL),
        role: v1::StaffRole::Documentalist.into(),
        rights: vec![v1::StaffRight::ManagePupils.into()],
    };
    let mut establishments = app.by(campaign.head).establishments();
    establishments.invite_staff(message).await.unwrap();
    let message = v1::AddHostPersonRequest {
        request_id: id(),
        host: campaign.host.clone(),
        identity: person(clear::FARMHAND, clear::FARMHAND_MAIL),
    };
    let mut hosts = app.by(campaign.farmer).hosts();
    hosts.add_host_person(message).await.unwrap();
    let message = v1::InviteStudentRequest {
        request_id: id(),
        student: campaign.student.clone(),
        mail: clear::MAIL.into(),
    };
    let mut students = app.by(campaign.teacher).students();
    students.invite_student(message).await.unwrap();
}

/// Others look at the pupil's data.
async fn reads(app: &TestApp, campaign: &Campaign) {
    let message = v1::GetClassFollowUpRequest {
        class: campaign.class.clone(),
        ..v1::GetClassFollowUpRequest::default()
    };
    let mut follow_ups = app.by(campaign.teacher).follow_ups();
    follow_ups.get_class_follow_up(message).await.unwrap();
    let message = v1::GetApplicationRequest {
        name: campaign.completed.clone(),
        ..v1::GetApplicationRequest::default()
    };
    let mut applications = app.by(campaign.farmer).applications();
    applications.get_application(message).await.unwrap();
}

/// The pupil has an account with a session, another that was ended, an issuer's word
/// and a reset under way; somebody mistypes a password; a head has not confirmed their address.
/// Gives the refresh token of the session that stands.
async fn accounts(app: &TestApp, campaign: &Campaign, issuer: &Issuer, key: &IssuerKey) -> String {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let store = &app.app.accounts.accounts;
    let waiting = store.due_messages(i64::MAX, 100).await.unwrap();
    let pupil = campaign.pupil.id();
    let link_of = |kind: &str| {
        let mut links = waiting.iter().filter(|message| message.kind == kind);
        links.find_map(|message| message.link_token.clone())
    };
    let link_token = link_of("invitation.student").expect("the pupil is invited");
    let message = v1::AcceptInvitationRequest {
        apart: false,
        link_token,
        password: PASSWORD.into(),
        issuer: None,
    };
    app.accounts().accept_invitation(message).await.unwrap();
    let sign_in = |password: &str| v1::SignInRequest {
        mail: clear::MAIL.into(),
        password: password.into(),
        person_id: String::new(),
    };
    let mut sessions = vec![];
    for _ in 0..2 {
        let signed_in = app.accounts().sign_in(sign_in(PASSWORD)).await.unwrap();
        sessions.push(signed_in.into_inner().session.unwrap());
    }
    assert_eq!(sessions[0].person_id, pupil.to_string());
    let ended = app.with_token(&sessions[0].access_token).accounts();
    ended.clone().sign_out(v1::SignOutRequest {}).await.unwrap();
    let now = eventlog::Clock::now(&*app.account_clock).0 / 1_000_000;
    let id_token = key.sign(&json!({
        "iss": issuer.name(), "aud": CLIENT, "sub": "subject-7",
        "iat": now - 2, "exp": now + 120, "nonce": "of this flow",
    }));
    let message = v1::LinkIssuerRequest {
        issuer: Some(v1::IssuerProof {
            id_token,
            nonce: "of this flow".into(),
        }),
    };
    let mut by_pupil = app.with_token(&sessions[1].access_token).accounts();
    by_pupil.link_issuer(message).await.unwrap();
    let mistyped = app.accounts().sign_in(sign_in("une autre phrase")).await;
    mistyped.unwrap_err();
    let message = v1::RequestPasswordResetRequest {
        mail: clear::MAIL.into(),
    };
    let mut anybody = app.accounts();
    anybody.request_password_reset(message).await.unwrap();

    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(2)],
    };
    let mut directory = app.by(operator()).directory();
    directory.import_establishments(message).await.unwrap();
    let head = v1::sign_up_capacity::Capacity::Head(of_establishment(uai(2)));
    let message = v1::SignUpRequest {
        request_id: id(),
        mail: clear::HEAD_MAIL.into(),
        password: PASSWORD.into(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(head),
        }),
    };
    anybody.sign_up(message).await.unwrap();
    sessions.swap_remove(1).refresh_token
}

async fn shown(app: &TestApp, campaign: &Campaign, refresh_token: &str, head: Position) -> Value {
    let names = json!({
        "establishment": campaign.establishment,
        "class": campaign.class,
        "student": campaign.student,
        "host": campaign.host,
    });
    let figures = app.app.queries.engine.read(|folds| figures(folds, &names));
    let caller = |caller: Principal| serde_json::to_value(caller).unwrap();
    json!({
        "head": head.0,
        "names": names,
        "figures": figures,
        "head_of_college": caller(campaign.head),
        "pupil": caller(campaign.pupil),
        "refresh_token": refresh_token,
        "messages": messages(app).await,
        "accesses": accesses(app, campaign.pupil).await,
    })
}

/// What the dashboards show of the campaign.
#[must_use]
pub fn figures(folds: &Folds, names: &Value) -> Value {
    let name = |key: &str| names[key].as_str().unwrap();
    let entities = folds.entities();
    let steering = folds.steering().fold();
    let follow_up = folds.follow_up().fold();
    let (uai, class) = wire::class_of(name("class"));
    let student = wire::student_of(name("student"));
    let host = wire::host_of(name("host"));
    let filter = InboxFilter {
        limit: 1_000,
        ..InboxFilter::default()
    };
    let national = steering::Territory::National;
    let department = steering::Territory::Department("01".parse().unwrap());
    json!({
        "national": steering.dashboard(entities, national, None),
        "department": steering.dashboard(entities, department, None),
        "establishment": follow_up.establishment(entities, uai, None),
        "class": follow_up.class(entities, class),
        "student": follow_up.student(entities, student),
        "host": folds.inbox().fold().of_host(entities, host, filter),
    })
}

/// The letters of the outbox and what became of them, in the order of their ids.
pub async fn messages(app: &TestApp) -> Value {
    let store = &app.app.accounts.accounts;
    let listed = store.list_messages(0, 1_000).await.unwrap();
    let mut lines: Vec<String> = listed.iter().map(in_a_line).collect();
    lines.sort();
    lines.into()
}

fn in_a_line(listed: &ListedMessage) -> String {
    let message = &listed.message;
    let state = match listed.state {
        MessageState::Due(_) => "due",
        MessageState::Sent(_) => "sent",
        MessageState::Dropped(_) => "given up",
    };
    format!(
        "{} {} {} {state}",
        message.id, message.kind, message.recipient
    )
}

/// Who read the pupil's data, by what method; the newest first.
pub async fn accesses(app: &TestApp, pupil: Principal) -> Value {
    let accesses = &app.app.queries.accesses;
    let rows = accesses.of_subject(PersonId(pupil.id()), None, 1_000).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| format!("{} {} at {}", row.reader, row.what, row.position))
        .collect::<Vec<_>>()
        .into()
}
