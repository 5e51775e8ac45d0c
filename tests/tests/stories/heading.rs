//! Who is head of a college: proven, handed over, replaced (EST-1, EST-1a).
use std::collections::BTreeSet;

use domain::ids::StaffId;
use domain::principal::Principal;
use proto::v1;
use tests::app::{Services, TestApp};
use tests::campaign::listing;
use tests::cast::{mailbox, operator};
use tests::names::{WEEKS, uai};
use tests::wire::{id, of_establishment, of_staff, refused};
use tonic::Code;
use uuid::Uuid;

use crate::accounts::{PASSWORD, messages, sign_in_as};
use crate::stage::Stage;

async fn listed() -> TestApp {
    let app = TestApp::start().await;
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(1), listing(2)],
    };
    let mut directory = app.by(operator()).directory();
    directory.import_establishments(message).await.unwrap();
    app
}

fn named(mail: &str) -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: "Hortense Lécuyer".into(),
        mail: mail.into(),
    })
}

async fn register(app: &TestApp, head: Principal, mail: &str) {
    let message = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: named(mail),
        school_year: "2025-2026".into(),
        classes: vec![],
        weeks: vec![WEEKS[0].into()],
    };
    let mut establishments = app.by(head).establishments();
    establishments
        .register_establishment(message)
        .await
        .unwrap();
}

fn somebody() -> Principal {
    Principal::head(StaffId(Uuid::new_v4()), uai(1))
}

fn director(department: &str) -> Principal {
    Principal::academic_director(Uuid::new_v4(), department.parse().unwrap())
}

/// Whether somebody may do what the head may.
async fn heads(by: &Services, label: &str) -> Result<(), Code> {
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: of_establishment(uai(1)),
        school_year: "2025-2026".into(),
        class: Some(v1::NewClass {
            label: label.into(),
            level: v1::Level::Troisieme.into(),
        }),
    };
    let answer = by.establishments().open_class(message).await;
    answer.map(|_| ()).map_err(|status| status.code())
}

/// The letters of a kind that wait, once they are planned that far.
async fn letters(app: &TestApp, kind: &str) -> Vec<accounts::Message> {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let letters = messages(app).await.into_iter();
    letters.filter(|letter| letter.kind == kind).collect()
}

async fn by_link(app: &TestApp, link_token: &str) -> Result<String, tonic::Status> {
    let message = v1::ConfirmHeadByLinkRequest {
        link_token: link_token.into(),
    };
    let answer = app.accounts().confirm_head_by_link(message).await?;
    Ok(answer.into_inner().establishment)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_is_found_before_having_any_account() {
    let app = listed().await;
    let mut nobody = v1::directory_service_client::DirectoryServiceClient::new(app.channel());
    let search = |text: &str, page_size| v1::SearchEstablishmentsRequest {
        text: text.into(),
        page_size,
        ..v1::SearchEstablishmentsRequest::default()
    };
    let message = v1::SearchEstablishmentsRequest {
        min_position: app.app.log.head().await.unwrap().0,
        ..search("lumiere", 200)
    };
    let found = nobody.search_establishments(message).await.unwrap();
    let found = found.into_inner().establishments;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].state(), v1::EstablishmentState::Listed);
    let why = refused(nobody.search_establishments(search("", 20)).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "text")
    );
    let lists = nobody.list_sectors(v1::ListSectorsRequest::default()).await;
    assert_eq!(refused(lists).code, Code::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailbox_of_the_college_is_proof_and_any_other_address_waits_for_it() {
    let app = listed().await;
    let head = somebody();
    register(&app, head, "h.lecuyer@ac-lyon.fr").await;
    let by = app.by(head);
    // What they wait for is a state of their own.
    assert_eq!(heads(&by, "3e A").await, Err(Code::FailedPrecondition));
    let search = v1::SearchEstablishmentsRequest {
        text: "lumiere".into(),
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::SearchEstablishmentsRequest::default()
    };
    let mut directory = app.by(operator()).directory();
    let found = directory.search_establishments(search).await.unwrap();
    let states: BTreeSet<_> = found
        .into_inner()
        .establishments
        .iter()
        .map(|found| found.state().as_str_name())
        .collect();
    let awaits = v1::EstablishmentState::AwaitsConfirmation.as_str_name();
    assert!(states.contains(awaits), "{states:?}");

    let asked = letters(&app, "head.to_confirm").await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].address, mailbox(uai(1)));
    let vault = &app.app.queries.vault;
    let link = async |head: Principal| {
        let staff = head.as_staff().unwrap().0;
        accounts::head_link(vault, uai(1), staff).await.unwrap()
    };
    let of_another = link(somebody()).await;
    for wrong in ["", "0010035H", "0010035H.", of_another.as_str()] {
        let why = refused(by_link(&app, wrong).await);
        assert_eq!(why.reason, "LINK_NOT_VALID", "{wrong}");
    }
    let link = link(head).await;
    assert_eq!(
        by_link(&app, &link).await.unwrap(),
        of_establishment(uai(1))
    );
    heads(&by, "3e A").await.unwrap();
    let stored = app.app.log.head().await.unwrap();
    by_link(&app, &link).await.unwrap();
    assert_eq!(app.app.log.head().await.unwrap(), stored, "once is all");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_with_the_mailbox_is_head_at_once() {
    let app = listed().await;
    let head = somebody();
    register(&app, head, &mailbox(uai(1)).to_uppercase()).await;
    heads(&app.by(head), "3e A").await.unwrap();
    assert!(letters(&app, "head.to_confirm").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_academic_director_of_the_department_confirms_too() {
    let app = listed().await;
    let head = somebody();
    register(&app, head, "h.lecuyer@ac-lyon.fr").await;
    let confirm = async |by: Principal| {
        let message = v1::ConfirmHeadRequest {
            request_id: id(),
            name: of_establishment(uai(1)),
        };
        app.by(by).establishments().confirm_head(message).await
    };
    assert_eq!(refused(confirm(director("75")).await).code, Code::NotFound);
    assert_eq!(refused(confirm(head).await).code, Code::PermissionDenied);
    confirm(director("01")).await.unwrap();
    heads(&app.by(head), "3e A").await.unwrap();
}

/// The successor opens their account by the invitation, and takes over.
async fn takes_over(app: &TestApp, named_as: &str, mail: &str) -> Services {
    let invited = letters(app, "invitation.head").await;
    let person: Uuid = named_as.rsplit('/').next().unwrap().parse().unwrap();
    let letter = invited.iter().find(|one| one.recipient.0 == person);
    let accept = v1::AcceptInvitationRequest {
        apart: false,
        link_token: letter.unwrap().link_token.clone().unwrap(),
        password: PASSWORD.into(),
        issuer: None,
    };
    app.accounts().accept_invitation(accept).await.unwrap();
    let session = sign_in_as(app, mail, PASSWORD).await.unwrap();
    assert_eq!(session.role, "head");
    let by = app.with_token(&session.access_token);
    assert_eq!(
        heads(&by, "3e Z").await,
        Err(Code::FailedPrecondition),
        "not yet"
    );
    let message = v1::TakeOverEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: named(""),
    };
    by.establishments()
        .take_over_establishment(message)
        .await
        .unwrap();
    by
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_hands_over_and_has_nothing_any_more() {
    let stage = Stage::set().await;
    let (app, head) = (&stage.app, stage.college.head);
    let by_head = app.by(head);
    let watch = v1::WatchEstablishmentFollowUpRequest {
        establishment: of_establishment(uai(1)),
        ..v1::WatchEstablishmentFollowUpRequest::default()
    };
    let watch = by_head
        .follow_ups()
        .watch_establishment_follow_up(watch)
        .await;
    let mut watch = watch.unwrap().into_inner();
    watch.message().await.unwrap().unwrap();
    let hand_over = |mail: &str| v1::HandOverEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        successor: named(mail),
    };
    let mut colleges = by_head.establishments();
    let elsewhere = colleges
        .hand_over_establishment(hand_over("h@example.org"))
        .await;
    assert_eq!(refused(elsewhere).reason, "MAIL_OF_ANOTHER_ACADEMY");
    let mail = "h.lecuyer@ac-lyon.fr";
    let successor = colleges.hand_over_establishment(hand_over(mail)).await;
    let successor = successor.unwrap().into_inner().successor;
    heads(&by_head, "3e B").await.unwrap();
    let stranger = v1::TakeOverEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: named("x@ac-lyon.fr"),
    };
    let by_stranger = app.by(somebody());
    let mut colleges_of_stranger = by_stranger.establishments();
    let taken = colleges_of_stranger.take_over_establishment(stranger);
    assert_eq!(refused(taken.await).code, Code::NotFound);

    let by_successor = takes_over(app, &successor, mail).await;
    let last = loop {
        match watch.message().await {
            Ok(Some(_)) => {}
            other => break other,
        }
    };
    assert_eq!(refused(last).code, Code::NotFound, "the watch is over");
    assert_eq!(heads(&by_head, "3e C").await, Err(Code::NotFound));
    heads(&by_successor, "3e C").await.unwrap();
    // The former head is erased like anybody else.
    let (staff, _) = head.as_staff().unwrap();
    let erase = v1::EraseStaffRequest {
        request_id: id(),
        name: of_staff(uai(1), staff),
    };
    by_successor.privacy().erase_staff(erase).await.unwrap();
    assert!(
        !letters(app, "head.to_confirm")
            .await
            .iter()
            .any(|one| one.recipient.0 == staff.0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_academic_director_replaces_a_head_who_left() {
    let stage = Stage::set().await;
    let (app, head) = (&stage.app, stage.college.head);
    let pupil = stage.pupil().await;
    let mail = "h.lecuyer@ac-lyon.fr";
    let replace = async |by: Principal| {
        let message = v1::ReplaceHeadRequest {
            request_id: id(),
            name: of_establishment(uai(1)),
            successor: named(mail),
        };
        app.by(by).establishments().replace_head(message).await
    };
    assert_eq!(refused(replace(director("75")).await).code, Code::NotFound);
    let successor = replace(director("01"))
        .await
        .unwrap()
        .into_inner()
        .successor;
    assert_eq!(heads(&app.by(head), "3e B").await, Err(Code::NotFound));
    // Pupils go on meanwhile.
    let [offer, _] = stage.offers(1).await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let by_successor = takes_over(app, &successor, mail).await;
    heads(&by_successor, "3e B").await.unwrap();
}
