//! A college invites organisations that it knows, and sees which of them came (EST-11).
use std::time::Duration;

use domain::ids::{HostInvitationId, HostPersonId, Uai};
use domain::principal::Principal;
use eventlog::RecordedAt;
use proto::v1;
use tests::app::TestApp;
use tests::cast::{College, Firm};
use tests::names::{first_morning, siret};
use tests::wire::{id, of_establishment, of_host, refused};
use tonic::{Code, Status};
use uuid::Uuid;
use vault::{KeyStatus, PersonId};

use crate::mail::{has_account, letters};
use crate::reminding::reaches;
use crate::stage::Stage;

const WORD: &str = "Nos élèves gardent un beau souvenir de votre atelier.";
const ADDRESS: &str = "atelier@example.org";
const SENT: &str = "host_invitation.sent";
const CAME: &str = "host_invitation.answered";

async fn invites(
    app: &TestApp,
    by: Principal,
    college: Uai,
    mail: &str,
) -> Result<(Uai, HostInvitationId), Status> {
    let message = v1::InviteHostRequest {
        request_id: id(),
        establishment: of_establishment(college),
        organisation: "L'atelier du coin".into(),
        mail: mail.into(),
        word: WORD.into(),
    };
    let mut invitations = app.by(by).host_invitations();
    let answer = invitations.invite_host(message).await?.into_inner();
    Ok(wire::names::host_invitation("name", &answer.name).unwrap())
}

async fn takes_back(
    app: &TestApp,
    by: Principal,
    (college, invitation): (Uai, HostInvitationId),
) -> Result<bool, Status> {
    let message = v1::TakeBackHostInvitationRequest {
        request_id: id(),
        name: wire::names::of_host_invitation(college, invitation),
    };
    let mut invitations = app.by(by).host_invitations();
    let answer = invitations.take_back_host_invitation(message).await?;
    Ok(answer.into_inner().outcome.unwrap().unchanged)
}

/// The token of the letter's link.
async fn link(app: &TestApp, (college, invitation): (Uai, HostInvitationId)) -> String {
    let vault = &app.app.queries.vault;
    let link = accounts::host_invitation_link(vault, college, invitation);
    link.await.unwrap()
}

async fn registers(app: &TestApp, n: u32, mail: &str, link: &str) -> Result<Firm, Status> {
    let host = siret(n);
    let caller = Principal::host_person(HostPersonId(Uuid::new_v4()), host);
    let message = v1::RegisterHostRequest {
        request_id: id(),
        name: of_host(host),
        organisation: Some(tests::campaign::organisation("L'atelier")),
        person: Some(v1::PersonIdentity {
            full_name: "La patronne".into(),
            mail: mail.into(),
        }),
        link_token: link.into(),
    };
    app.by(caller).hosts().register_host(message).await?;
    Ok(Firm {
        siret: host,
        caller,
    })
}

async fn follows(app: &TestApp, firm: Firm, link: &str) -> Result<bool, Status> {
    let message = v1::FollowHostInvitationRequest {
        request_id: id(),
        host: of_host(firm.siret),
        link_token: link.into(),
    };
    let mut invitations = app.by(firm.caller).host_invitations();
    let answer = invitations.follow_host_invitation(message).await?;
    Ok(answer.into_inner().outcome.unwrap().unchanged)
}

async fn list(
    app: &TestApp,
    by: Principal,
    college: Uai,
    page: (i32, String),
) -> Result<v1::ListHostInvitationsResponse, Status> {
    let message = v1::ListHostInvitationsRequest {
        establishment: of_establishment(college),
        min_position: app.app.log.head().await.unwrap().0,
        page_size: page.0,
        page_token: page.1,
        ..v1::ListHostInvitationsRequest::default()
    };
    let mut invitations = app.by(by).host_invitations();
    let answer = invitations.list_host_invitations(message).await?;
    Ok(answer.into_inner())
}

async fn seen(stage: &Stage) -> Vec<v1::HostInvitation> {
    let (head, uai) = (stage.college.head, stage.college.uai);
    let answer = list(&stage.app, head, uai, (0, String::new())).await;
    answer.unwrap().host_invitations
}

/// How many letters of a kind wait, for whom.
async fn written(app: &TestApp, kind: &str) -> Vec<Uuid> {
    let all = letters(app).await.into_iter();
    all.filter(|(of, _)| of == kind).map(|(_, to)| to).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_by_the_link_is_shown_to_the_college_with_its_offers() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    has_account(app, college.head.id(), "ce.chef@ac-lyon.fr").await;
    let invited = invites(app, college.head, college.uai, ADDRESS).await;
    let invited = invited.unwrap();
    assert_eq!(written(app, SENT).await, [invited.1.0]);
    let waiting = &seen(&stage).await[0];
    assert_eq!(waiting.state(), v1::HostInvitationState::Open);
    assert_eq!(
        [&*waiting.organisation, &*waiting.mail, &*waiting.word],
        ["L'atelier du coin", ADDRESS, WORD]
    );
    assert!(waiting.hosts.is_empty() && waiting.host_count == 0);

    // The address is one that anybody gets: its offers are shown once it is confirmed.
    let link = link(app, invited).await;
    let firm = registers(app, 7, "la.patronne@gmail.com", &link).await;
    let firm = firm.unwrap();
    firm.offers(stage.commands(), 2).await;
    let came = &seen(&stage).await[0];
    assert_eq!(came.host_count, 1);
    let host = &came.hosts[0];
    assert_eq!(
        (host.name.as_str(), host.display_name.as_str()),
        (of_host(firm.siret).as_str(), "L'atelier")
    );
    assert!(host.came_time.is_some());
    assert_eq!(host.published_offers, 0);
    let confirm = v1::ConfirmHostRequest {
        request_id: id(),
        name: of_host(firm.siret),
    };
    let referent = Principal::referent(Uuid::new_v4(), "01".parse().unwrap());
    app.by(referent)
        .hosts()
        .confirm_host(confirm)
        .await
        .unwrap();
    assert_eq!(seen(&stage).await[0].hosts[0].published_offers, 1);
    assert_eq!(written(app, CAME).await, [college.head.id()]);

    // In one append: who did not register did not come.
    let before = stage.head().await;
    let twice = refused(registers(app, 7, "b@atelier.example", &link).await);
    assert_eq!(twice.reason, "HOST_REGISTERED_ALREADY");
    assert_eq!(stage.head().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_part_already_follows_the_link_and_every_college_sees_its_own() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let other = College::registered(stage.commands(), 2).await;
    let first = invites(app, college.head, college.uai, ADDRESS).await;
    let second = invites(app, other.head, other.uai, ADDRESS).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first.1, second.1, "each college's is its own");
    let firm = stage.firms[0];
    assert!(!follows(app, firm, &link(app, first).await).await.unwrap());
    assert!(follows(app, firm, &link(app, first).await).await.unwrap());
    assert_eq!(seen(&stage).await[0].host_count, 1);
    let theirs = list(app, other.head, other.uai, (0, String::new())).await;
    assert_eq!(theirs.unwrap().host_invitations[0].host_count, 0);

    // A link that this service did not make leads nowhere, nor another's host by one.
    let forged = link(app, (college.uai, second.1)).await;
    let damaged = forged.replace(college.uai.as_str(), other.uai.as_str());
    for wrong in ["", "x", damaged.as_str(), forged.as_str()] {
        let why = refused(follows(app, firm, wrong).await);
        assert_eq!(
            (why.reason.as_str(), why.rule.as_str()),
            ("HOST_INVITATION_NOT_VALID", "EST-11"),
            "{wrong}"
        );
    }
    let why = refused(registers(app, 8, "a@atelier.example", &damaged).await);
    assert_eq!(why.reason, "HOST_INVITATION_NOT_VALID");
    registers(app, 8, "a@atelier.example", "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_serves_no_more_and_its_address_is_forgotten() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let invited = invites(app, college.head, college.uai, ADDRESS).await;
    let invited = invited.unwrap();
    let link = link(app, invited).await;
    follows(app, stage.firms[0], &link).await.unwrap();
    assert_eq!(written(app, SENT).await, [invited.1.0]);
    assert!(!takes_back(app, college.head, invited).await.unwrap());
    assert!(takes_back(app, college.head, invited).await.unwrap());
    assert_eq!(
        written(app, SENT).await,
        Vec::<Uuid>::new(),
        "the letter goes with it"
    );
    let vault = &app.app.queries.vault;
    let keys = vault.load_keys(&[PersonId(invited.1.0)]).await.unwrap();
    assert_eq!(keys.standing_of(PersonId(invited.1.0)), KeyStatus::Erased);
    let why = refused(follows(app, stage.firms[1], &link).await);
    assert_eq!(why.reason, "HOST_INVITATION_NOT_VALID");
    let told = &seen(&stage).await[0];
    assert_eq!(told.state(), v1::HostInvitationState::TakenBack);
    assert_eq!([&*told.organisation, &*told.mail, &*told.word], [""; 3]);
    assert_eq!(told.host_count, 1, "what came of it stays");

    // Nobody is written to twice, however the address is written.
    for again in [ADDRESS, " Atelier@Example.org", "atelier+2@example.org"] {
        let why = refused(invites(app, college.head, college.uai, again).await);
        assert_eq!(why.reason, "HOST_INVITED_ALREADY", "{again}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answers_expires_and_is_forgotten() {
    let stage = Stage::set_with(|settings| settings.expiry = Duration::from_millis(20)).await;
    let (app, college) = (&stage.app, stage.college);
    let invited = invites(app, college.head, college.uai, ADDRESS).await;
    let invited = invited.unwrap();
    let link = link(app, invited).await;
    let before = stage.head().await;
    let day = |days: i64| RecordedAt(first_morning().0 + days * 24 * 60 * 60 * 1_000_000);
    app.clock.set(day(59));
    follows(app, stage.firms[0], &link).await.unwrap();
    app.clock.set(day(60));
    let why = refused(follows(app, stage.firms[1], &link).await);
    assert_eq!(why.reason, "HOST_INVITATION_NOT_VALID");
    reaches(app, before, 2).await;
    let told = &seen(&stage).await[0];
    assert_eq!(told.state(), v1::HostInvitationState::Expired);
    assert_eq!([&*told.organisation, &*told.mail, &*told.word], [""; 3]);
    assert_eq!(told.host_count, 1);
    let vault = &app.app.queries.vault;
    loop {
        let keys = vault.load_keys(&[PersonId(invited.1.0)]).await.unwrap();
        if keys.standing_of(PersonId(invited.1.0)) == KeyStatus::Erased {
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_and_whom_rights_allow_invite_page_by_page_and_no_more_than_a_year_allows() {
    let stage = Stage::set_with(|settings| settings.rules.host_invitations_a_year = 3).await;
    let (app, college) = (&stage.app, stage.college);
    let by_teacher = refused(invites(app, college.teacher, college.uai, ADDRESS).await);
    assert_eq!(by_teacher.code, Code::NotFound, "without the right");
    let grant = v1::GrantRightsRequest {
        request_id: id(),
        name: tests::wire::of_staff(college.uai, college.teacher.as_staff().unwrap().0),
        rights: vec![v1::StaffRight::ManageCollege.into()],
    };
    let mut by_head = app.by(college.head).establishments();
    by_head.grant_rights(grant).await.unwrap();
    invites(app, college.teacher, college.uai, ADDRESS)
        .await
        .unwrap();
    for n in 0..2 {
        let mail = format!("atelier{n}@example.org");
        invites(app, college.head, college.uai, &mail)
            .await
            .unwrap();
    }
    let full = refused(invites(app, college.head, college.uai, "d@example.org").await);
    assert_eq!(full.reason, "HOST_INVITATIONS_USED_UP");
    for (field, mail) in [("mail", "x"), ("mail", "a b@example.org")] {
        let why = refused(invites(app, college.head, college.uai, mail).await);
        assert_eq!(
            (why.code, why.field.as_str()),
            (Code::InvalidArgument, field),
            "{mail}"
        );
    }
    let uai = college.uai;
    let first = list(app, college.head, uai, (2, String::new()))
        .await
        .unwrap();
    let mails = |page: &v1::ListHostInvitationsResponse| -> Vec<String> {
        let sent = page.host_invitations.iter();
        sent.map(|one| one.mail.clone()).collect()
    };
    assert_eq!(
        mails(&first),
        ["atelier1@example.org", "atelier0@example.org"]
    );
    let rest = list(app, college.teacher, uai, (2, first.next_page_token)).await;
    assert_eq!(mails(&rest.unwrap()), [ADDRESS]);
    let other = College::registered(stage.commands(), 2).await;
    let foreign = refused(list(app, other.head, uai, (2, String::new())).await);
    assert_eq!(foreign.code, Code::NotFound);
}
