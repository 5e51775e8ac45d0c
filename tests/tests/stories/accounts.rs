//! Signing up, in and out (STU-4, EST-1): what works, and what is not told.
use std::time::Duration;

use accounts::{CONFIRM_ADDRESS, Message, RESET_PASSWORD};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use proto::v1;
use tests::app::{Services, TestApp};
use tests::campaign::listing;
use tests::cast::operator;
use tests::names::{WEEKS, uai};
use tests::wire::{Why, id, of_establishment, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

pub const MAIL: &str = "ada.principale@ac-lyon.fr";
pub const PASSWORD: &str = "une longue phrase de passe";

pub fn signing_up(mail: &str) -> v1::SignUpRequest {
    v1::SignUpRequest {
        request_id: id(),
        mail: mail.into(),
        password: String::new(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(v1::sign_up_capacity::Capacity::Head(of_establishment(uai(
                1,
            )))),
        }),
    }
}

/// The messages that wait, the oldest first.
pub async fn messages(app: &TestApp) -> Vec<Message> {
    let accounts = &app.app.accounts.accounts;
    accounts.due_messages(i64::MAX, 100).await.unwrap()
}

/// The token of the last link of a kind that waits to be sent.
pub async fn last_link(app: &TestApp, kind: &str) -> String {
    let links = messages(app).await.into_iter();
    let mut links = links.filter(|message| message.kind == kind);
    links
        .next_back()
        .and_then(|message| message.link_token)
        .unwrap()
}

pub async fn sign_in_as(app: &TestApp, mail: &str, password: &str) -> Result<v1::Session, Status> {
    let message = v1::SignInRequest {
        mail: mail.into(),
        password: password.into(),
        ..v1::SignInRequest::default()
    };
    let answer = app.accounts().sign_in(message).await?;
    Ok(answer.into_inner().session.unwrap())
}

async fn sign_in(app: &TestApp) -> Result<v1::Session, Status> {
    sign_in_as(app, MAIL, PASSWORD).await
}

pub async fn confirm(app: &TestApp, link_token: String) -> Result<(), Status> {
    let message = v1::ConfirmAddressRequest {
        link_token,
        password: PASSWORD.into(),
    };
    app.accounts().confirm_address(message).await.map(|_| ())
}

async fn refresh(app: &TestApp, refresh_token: &str) -> Result<v1::Session, Status> {
    let message = v1::RefreshSessionRequest {
        refresh_token: refresh_token.into(),
    };
    let answer = app.accounts().refresh_session(message).await?;
    Ok(answer.into_inner().session.unwrap())
}

/// A college that the directory lists.
async fn listed(app: &TestApp) {
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(1)],
    };
    let by_operator = app.by(operator());
    by_operator
        .directory()
        .import_establishments(message)
        .await
        .unwrap();
}

/// A head with an account, of a college that the directory lists.
pub async fn head_with_account(app: &TestApp) {
    listed(app).await;
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    confirm(app, last_link(app, CONFIRM_ADDRESS).await)
        .await
        .unwrap();
}

fn bearing(app: &TestApp, session: &v1::Session) -> Services {
    app.with_token(&session.access_token)
}

/// Whether a session's access token is believed: a stranger to the college is told that there is
/// nothing, and nobody is asked who they are.
async fn is_believed(app: &TestApp, session: &v1::Session) -> bool {
    let message = v1::ListSectorsRequest::default();
    let answer = bearing(app, session)
        .directory()
        .list_sectors(message)
        .await;
    match answer {
        Ok(_) => true,
        Err(status) => status.code() != Code::Unauthenticated,
    }
}

async fn later(app: &TestApp, by: Duration) {
    let now = eventlog::Clock::now(&*app.account_clock).0;
    let then = now + i64::try_from(by.as_micros()).unwrap();
    app.account_clock.set(eventlog::RecordedAt(then));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_signs_up_follows_the_link_and_registers_the_college() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in(&app).await.unwrap();
    assert_eq!(session.role, "head");
    assert_eq!(session.scope, of_establishment(uai(1)));
    let registration = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: Some(v1::PersonIdentity {
            full_name: "Ada Principale".into(),
            mail: MAIL.into(),
        }),
        school_year: "2025-2026".into(),
        classes: vec![],
        weeks: vec![WEEKS[0].into()],
    };
    let mut establishments = bearing(&app, &session).establishments();
    let answer = establishments.register_establishment(registration).await;
    let head = answer.unwrap().into_inner().head;
    assert!(head.ends_with(&session.person_id), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_does_not_depend_on_whether_there_is_an_account() {
    let app = TestApp::start().await;
    listed(&app).await;
    // Not confirmed yet, unknown, and the wrong password: the same words.
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let unconfirmed = refused(sign_in(&app).await);
    confirm(&app, last_link(&app, CONFIRM_ADDRESS).await)
        .await
        .unwrap();
    let unknown = refused(sign_in_as(&app, "nobody@ac-lyon.fr", PASSWORD).await);
    let wrong = refused(sign_in_as(&app, MAIL, "une autre phrase de passe").await);
    assert_eq!(unknown.reason, "SIGN_IN_REFUSED");
    assert_eq!((&unconfirmed, &wrong), (&unknown, &unknown));
    // Signing up again looks the same; only who reads the mail learns more.
    let again = app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let fresh = signing_up("eve@ac-lyon.fr");
    let fresh = app.accounts().sign_up(fresh).await.unwrap();
    assert_eq!(again.into_inner(), fresh.into_inner());
    let kinds: Vec<String> = messages(&app).await.into_iter().map(|m| m.kind).collect();
    assert!(kinds.contains(&"account.already_registered".to_owned()));
    assert!(sign_in(&app).await.is_ok(), "the account is as it was");
    for mail in [MAIL, "nobody@ac-lyon.fr"] {
        let message = v1::RequestPasswordResetRequest { mail: mail.into() };
        let mut accounts = app.accounts();
        accounts.request_password_reset(message).await.unwrap();
    }
    let resets = messages(&app).await.into_iter();
    let resets = resets.filter(|message| message.kind == "account.reset_password");
    assert_eq!(resets.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_serves_once_and_a_password_must_be_fit() {
    let app = TestApp::start().await;
    listed(&app).await;
    let stranger = refused(app.accounts().sign_up(signing_up("ada@example.org")).await);
    assert_eq!(
        (stranger.field.as_str(), stranger.code),
        ("mail", Code::InvalidArgument)
    );
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let link = last_link(&app, CONFIRM_ADDRESS).await;
    let unfit = v1::ConfirmAddressRequest {
        link_token: link.clone(),
        password: "court".into(),
    };
    let why = refused(app.accounts().confirm_address(unfit).await);
    let (code, reason) = (why.code, why.reason.as_str());
    assert_eq!((code, reason), (Code::InvalidArgument, "PASSWORD_NOT_FIT"));
    confirm(&app, link.clone()).await.unwrap();
    for bad in [link, "no link".into(), String::new()] {
        let why = refused(confirm(&app, bad).await);
        assert_eq!(why.reason, "LINK_NOT_VALID");
        assert_eq!(why.code, Code::FailedPrecondition);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_tells_nothing_of_another_address() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let again = |request_id: &str, mail: &str| v1::SignUpRequest {
        request_id: request_id.into(),
        ..signing_up(mail)
    };
    for target in [MAIL, "free@ac-lyon.fr"] {
        let request_id = id();
        for mail in [target, "other@ac-lyon.fr"] {
            let message = again(&request_id, mail);
            app.accounts().sign_up(message).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_is_short_and_a_refresh_token_serves_once() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let first = sign_in(&app).await.unwrap();
    assert!(is_believed(&app, &first).await);
    later(&app, Duration::from_secs(601)).await;
    assert!(!is_believed(&app, &first).await, "ten minutes are over");
    let second = refresh(&app, &first.refresh_token).await.unwrap();
    assert!(is_believed(&app, &second).await);
    // Somebody else has the first refresh token too.
    let why = refused(refresh(&app, &first.refresh_token).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::Unauthenticated, "SESSION_ENDED")
    );
    assert!(
        !is_believed(&app, &second).await,
        "the session is over at once"
    );
    assert!(refresh(&app, &second.refresh_token).await.is_err());
    let told = messages(&app).await.into_iter();
    assert!(
        told.map(|m| m.kind)
            .any(|kind| kind == "account.session_replayed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_one_session_or_all_at_once() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut sessions = vec![];
    for _ in 0..3 {
        sessions.push(sign_in(&app).await.unwrap());
    }
    let out = v1::SignOutRequest {};
    let mut accounts = bearing(&app, &sessions[0]).accounts();
    accounts.sign_out(out).await.unwrap();
    assert!(!is_believed(&app, &sessions[0]).await);
    assert!(is_believed(&app, &sessions[1]).await);
    let everywhere = v1::SignOutEverywhereRequest {};
    let mut accounts = bearing(&app, &sessions[1]).accounts();
    accounts.sign_out_everywhere(everywhere).await.unwrap();
    for session in &sessions {
        assert!(!is_believed(&app, session).await);
        assert!(refresh(&app, &session.refresh_token).await.is_err());
    }
    let minted = app.by(operator());
    let why = refused(minted.accounts().sign_out(v1::SignOutRequest {}).await);
    assert_eq!(why.code, Code::PermissionDenied, "no session, no account");
    let nobody = app.accounts().sign_out(v1::SignOutRequest {}).await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_sessions_opened_with_the_old_one() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in(&app).await.unwrap();
    let replacing = |present: &str| v1::ReplacePasswordRequest {
        present_password: present.into(),
        new_password: "la phrase de passe suivante".into(),
    };
    let mut accounts = bearing(&app, &session).accounts();
    let why = refused(
        accounts
            .replace_password(replacing("pas la bonne phrase"))
            .await,
    );
    assert_eq!(why.code, Code::Unauthenticated);
    accounts
        .replace_password(replacing(PASSWORD))
        .await
        .unwrap();
    assert!(!is_believed(&app, &session).await);
    assert!(sign_in(&app).await.is_err());
    let message = v1::RequestPasswordResetRequest { mail: MAIL.into() };
    app.accounts()
        .request_password_reset(message)
        .await
        .unwrap();
    let reset = v1::ResetPasswordRequest {
        link_token: last_link(&app, RESET_PASSWORD).await,
        password: PASSWORD.into(),
    };
    app.accounts().reset_password(reset).await.unwrap();
    assert!(sign_in(&app).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_waits_longer_each_time() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut told: Vec<Why> = vec![];
    for _ in 0..12 {
        told.push(refused(sign_in_as(&app, MAIL, "une phrase devinée").await));
    }
    let last = told.last().unwrap();
    assert_eq!(last.code, Code::ResourceExhausted);
    assert_eq!(last.reason, "TOO_MANY_ATTEMPTS");
    let right = refused(sign_in(&app).await);
    assert_eq!(right.reason, "TOO_MANY_ATTEMPTS", "not even the right one");
    later(&app, Duration::from_secs(16 * 60)).await;
    assert!(sign_in(&app).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_check_a_token_with_the_published_keys_and_keys_turn() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut kids = vec![];
    for _ in 0..2 {
        let session = sign_in(&app).await.unwrap();
        let message = v1::GetSigningKeysRequest {};
        let answer = app.accounts().get_signing_keys(message).await.unwrap();
        let keys: JwkSet = serde_json::from_str(&answer.into_inner().jwks_json).unwrap();
        let kid = decode_header(&session.access_token).unwrap().kid.unwrap();
        let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&["placement"]);
        validation.validate_exp = false;
        let claims = decode::<serde_json::Value>(&session.access_token, &key, &validation);
        assert_eq!(claims.unwrap().claims["role"], "head");
        kids.push(kid);
        later(&app, Duration::from_secs(31 * 24 * 3_600)).await;
        let commands = &app.app.accounts;
        let turned = api::account_service::take_signing_keys(&commands.accounts, &commands.tokens);
        turned.await.unwrap();
    }
    assert_ne!(kids[0], kids[1]);
}

/// The link of the invitation that waits for a person, once the letters are planned that far.
async fn invitation_of(app: &TestApp, person: Uuid) -> String {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let to_them = messages(app).await.into_iter();
    let mut links =
        to_them.filter(|m| m.recipient.0 == person && m.kind.starts_with("invitation."));
    links.next_back().and_then(|m| m.link_token).unwrap()
}

async fn accept(app: &TestApp, link_token: String, password: &str) -> Result<(), Status> {
    let message = v1::AcceptInvitationRequest {
        link_token,
        password: password.into(),
        issuer: None,
    };
    app.accounts().accept_invitation(message).await.map(|_| ())
}

fn of_person(name: &str) -> Uuid {
    name.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_opens_an_account_and_acts_until_the_right_is_taken_away() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let name = of_establishment(college.uai);
    let (full_name, mail) = ("Alan Turing", "alan@ac-lyon.fr");
    let identity = Some(v1::PersonIdentity {
        full_name: full_name.into(),
        mail: mail.into(),
    });
    let message = v1::InviteStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: identity.clone(),
        role: v1::StaffRole::Teacher.into(),
        rights: vec![],
    };
    let mut by_head = app.by(college.head).establishments();
    let invited = by_head.invite_staff(message).await.unwrap().into_inner();
    let link = invitation_of(app, of_person(&invited.name)).await;
    assert_eq!(
        refused(sign_in_as(app, mail, PASSWORD).await).reason,
        "SIGN_IN_REFUSED"
    );
    accept(app, link.clone(), PASSWORD).await.unwrap();
    let again = refused(accept(app, link, PASSWORD).await);
    assert_eq!(again.reason, "LINK_NOT_VALID");
    let session = sign_in_as(app, mail, PASSWORD).await.unwrap();
    assert_eq!((session.role.as_str(), &session.scope), ("teacher", &name));
    let mut teacher = bearing(app, &session).establishments();
    let message = v1::JoinStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity,
        role: v1::StaffRole::Teacher.into(),
    };
    teacher.join_staff(message).await.unwrap();
    let look = v1::GetEstablishmentRequest {
        page_size: 0,
        page_token: String::new(),

        name: name.clone(),
        min_position: stage.head().await,
    };
    teacher.get_establishment(look.clone()).await.unwrap();
    // From the next call on, whatever the token says (EST-6).
    let message = v1::RevokeStaffRequest {
        request_id: id(),
        name: invited.name,
    };
    by_head.revoke_staff(message).await.unwrap();
    let look = v1::GetEstablishmentRequest {
        min_position: stage.head().await,
        ..look
    };
    assert_eq!(
        refused(teacher.get_establishment(look).await).code,
        Code::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_is_invited_once_authorised_and_a_guardian_follows_two_children_with_one_address() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let by_teacher = app.by(college.teacher);
    let inviting = |student: &str| v1::InviteStudentRequest {
        request_id: id(),
        student: student.into(),
        mail: "lea@example.org".into(),
    };
    // Without an authorisation nobody is invited (STU-1).
    let student = of_student(college.enrolled(stage.commands()).await);
    let early = refused(
        by_teacher
            .students()
            .invite_student(inviting(&student))
            .await,
    );
    assert_eq!(early.code, Code::FailedPrecondition);
    let mut children = vec![];
    for _ in 0..2 {
        let child = of_student(college.enrolled(stage.commands()).await);
        let handing = v1::HandAuthorisationFormRequest {
            handed_date: String::new(),
            request_id: id(),
            student: child.clone(),
        };
        let mut students = by_teacher.students();
        students.hand_authorisation_form(handing).await.unwrap();
        let signed = v1::RecordAuthorisationRequest {
            request_id: id(),
            student: child.clone(),
            guardian: Some(v1::PersonIdentity {
                full_name: "La mère".into(),
                mail: "mere@example.org".into(),
            }),
            signed_date: "2025-09-29".into(),
            ..v1::RecordAuthorisationRequest::default()
        };
        let signed = students.record_authorisation(signed).await.unwrap();
        let guardian = of_person(&signed.into_inner().guardian);
        let open = v1::OpenAccessRequest {
            request_id: id(),
            student: child.clone(),
        };
        students.open_access(open).await.unwrap();
        let link = invitation_of(app, guardian).await;
        if !children.is_empty() {
            // An invitation is no way around the password that the address has.
            let other = refused(accept(app, link.clone(), "une phrase de passe volée").await);
            assert_eq!(other.reason, "SIGN_IN_REFUSED");
        }
        accept(app, link, PASSWORD).await.unwrap();
        children.push((child, guardian));
    }
    for (child, guardian) in &children {
        let message = v1::SignInRequest {
            mail: "mere@example.org".into(),
            password: PASSWORD.into(),
            person_id: guardian.to_string(),
        };
        let session = app.accounts().sign_in(message).await.unwrap();
        let session = session.into_inner().session.unwrap();
        assert_eq!((session.role.as_str(), &session.scope), ("guardian", child));
        assert_eq!(session.others.len(), 1, "the other child");
    }
    // The other child at the mother's address: a pupil and nothing else, and she no pupil.
    let (other, _) = &children[1];
    let at_home = v1::InviteStudentRequest {
        mail: "mere@example.org".into(),
        ..inviting(other)
    };
    by_teacher.students().invite_student(at_home).await.unwrap();
    let link = invitation_of(app, of_person(other)).await;
    let own = "la phrase de l'enfant";
    accept(app, link, own).await.unwrap();
    let session = sign_in_as(app, "mere@example.org", own).await.unwrap();
    assert_eq!((session.role.as_str(), &session.scope), ("pupil", other));
    assert_eq!(session.others, []);
    for (_, guardian) in &children {
        let as_guardian = v1::SignInRequest {
            mail: "mere@example.org".into(),
            password: own.into(),
            person_id: guardian.to_string(),
        };
        let why = refused(app.accounts().sign_in(as_guardian).await);
        assert_eq!(why.reason, "SIGN_IN_REFUSED");
    }
    let hers = sign_in_as(app, "mere@example.org", PASSWORD).await.unwrap();
    assert_eq!((hers.role.as_str(), hers.others.len()), ("guardian", 1));
    // The pupil.
    let (child, _) = &children[0];
    by_teacher
        .students()
        .invite_student(inviting(child))
        .await
        .unwrap();
    let link = invitation_of(app, of_person(child)).await;
    accept(app, link, PASSWORD).await.unwrap();
    let session = sign_in_as(app, "lea@example.org", PASSWORD).await.unwrap();
    assert_eq!((session.role.as_str(), &session.scope), ("pupil", child));
    let own = v1::GetStudentFollowUpRequest {
        student: child.clone(),
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = bearing(app, &session).follow_ups();
    follow_ups.get_student_follow_up(own.clone()).await.unwrap();
    // Erased: the account is gone with the key, and so is the session.
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: child.clone(),
    };
    app.by(college.head)
        .privacy()
        .erase_student(message)
        .await
        .unwrap();
    assert!(follow_ups.get_student_follow_up(own).await.is_err());
    let gone = refused(sign_in_as(app, "lea@example.org", PASSWORD).await);
    assert_eq!(gone.reason, "SIGN_IN_REFUSED");
    assert!(refresh(app, &session.refresh_token).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_who_signs_again_keeps_the_account_until_another_signs() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let child = of_student(college.enrolled(stage.commands()).await);
    let mut students = app.by(college.teacher).students();
    let mut signs = async |who: &str, known: &str| {
        let handing = v1::HandAuthorisationFormRequest {
            handed_date: String::new(),
            request_id: id(),
            student: child.clone(),
        };
        students.hand_authorisation_form(handing).await.unwrap();
        let signed = v1::RecordAuthorisationRequest {
            request_id: id(),
            student: child.clone(),
            guardian: Some(v1::PersonIdentity {
                full_name: format!("Parent {who}"),
                mail: format!("{who}@example.org"),
            }),
            signed_date: "2025-09-29".into(),
            known_guardian: known.into(),
            ..v1::RecordAuthorisationRequest::default()
        };
        let signed = students.record_authorisation(signed).await.unwrap();
        signed.into_inner().guardian
    };
    let sees = async |session: &v1::Session| {
        let trail = v1::ListAuthorisationTrailRequest {
            scope: child.clone(),
            min_position: stage.head().await,
            ..v1::ListAuthorisationTrailRequest::default()
        };
        let mut audit = bearing(app, session).audit();
        audit.list_authorisation_trail(trail).await.map(|_| ())
    };
    let withdraws = async |session: &v1::Session| {
        let withdraw = v1::WithdrawAuthorisationRequest {
            request_id: id(),
            student: child.clone(),
        };
        let mut students = bearing(app, session).students();
        students.withdraw_authorisation(withdraw).await.unwrap();
    };
    let first = signs("ada", "").await;
    let link = invitation_of(app, of_person(&first)).await;
    accept(app, link, PASSWORD).await.unwrap();
    let session = sign_in_as(app, "ada@example.org", PASSWORD).await.unwrap();
    sees(&session).await.unwrap();
    withdraws(&session).await;
    assert_eq!(signs("ada", &first).await, first);
    sees(&session).await.unwrap();
    // They are told of it, and need no invitation to what they have.
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let told = messages(app).await.into_iter();
    let told = told.filter(|message| message.recipient.0 == of_person(&first));
    let links: Vec<bool> = told.map(|message| message.link_token.is_some()).collect();
    assert_eq!(links, [true, false]);
    let again = sign_in_as(app, "ada@example.org", PASSWORD).await.unwrap();
    assert_eq!(
        (&again.person_id, again.others.as_slice()),
        (&session.person_id, [].as_slice())
    );

    withdraws(&again).await;
    let other = signs("blaise", "").await;
    assert_ne!(other, first);
    sees(&again)
        .await
        .expect("until the head confirms the change");
    let confirm = v1::ConfirmGuardianRequest {
        request_id: id(),
        student: child.clone(),
        guardian: other.clone(),
    };
    let mut by_head = app.by(college.head).students();
    by_head.confirm_guardian(confirm).await.unwrap();
    for replaced in [&session, &again] {
        let why = refused(sees(replaced).await);
        assert_eq!(why.code, Code::NotFound);
    }
    let link = invitation_of(app, of_person(&other)).await;
    accept(app, link, PASSWORD).await.unwrap();
    let session = sign_in_as(app, "blaise@example.org", PASSWORD).await;
    sees(&session.unwrap()).await.unwrap();
}
