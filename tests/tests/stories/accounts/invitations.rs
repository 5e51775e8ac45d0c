//! Whoever is invited, and guardians.
use super::*;

/// The link of the invitation that waits for a person, once the letters are planned that far.
pub(super) async fn invitation_of(app: &TestApp, person: Uuid) -> String {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let to_them = messages(app).await.into_iter();
    let mut links =
        to_them.filter(|m| m.recipient.0 == person && m.kind.starts_with("invitation."));
    links.next_back().and_then(|m| m.link_token).unwrap()
}

pub(super) async fn accept(
    app: &TestApp,
    link_token: String,
    password: &str,
) -> Result<(), Status> {
    let message = v1::AcceptInvitationRequest {
        apart: false,
        link_token,
        password: password.into(),
        issuer: None,
    };
    app.accounts().accept_invitation(message).await.map(|_| ())
}

pub(super) fn of_person(name: &str) -> Uuid {
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

/// A guardian who signed for a pupil of the stage's college, with the link of their invitation.
async fn signing(stage: &Stage, name: &str, mail: &str) -> (String, Uuid, String) {
    let child = of_student(stage.college.enrolled(stage.commands()).await);
    let mut students = stage.app.by(stage.college.teacher).students();
    let handing = v1::HandAuthorisationFormRequest {
        request_id: id(),
        student: child.clone(),
        ..v1::HandAuthorisationFormRequest::default()
    };
    students.hand_authorisation_form(handing).await.unwrap();
    let signed = v1::RecordAuthorisationRequest {
        request_id: id(),
        student: child.clone(),
        guardian: Some(v1::PersonIdentity {
            full_name: name.into(),
            mail: mail.into(),
        }),
        signed_date: "2025-09-29".into(),
        ..v1::RecordAuthorisationRequest::default()
    };
    let signed = students.record_authorisation(signed).await.unwrap();
    let guardian = of_person(&signed.into_inner().guardian);
    let link = invitation_of(&stage.app, guardian).await;
    (child, guardian, link)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_goes_from_one_capacity_to_another_without_signing_in_again() {
    let stage = Stage::set().await;
    let app = &stage.app;
    let mail = "mere@example.org";
    let (first, one, link) = signing(&stage, "La mère", mail).await;
    accept(app, link, PASSWORD).await.unwrap();
    let (second, two, link) = signing(&stage, "La mère", mail).await;
    accept(app, link, PASSWORD).await.unwrap();
    let session = sign_in_as(app, mail, PASSWORD).await.unwrap();
    let told = bearing(app, &session)
        .me()
        .get_me(v1::GetMeRequest::default())
        .await;
    let told = told.unwrap().into_inner();
    let [other] = &told.others[..] else {
        panic!("{:?}", told.others)
    };
    assert_eq!(
        other.display_name, "Aïcha Martin",
        "whose guardian they are"
    );
    assert_eq!(other.state(), v1::CapacityState::Active);
    let (from, to) = match session.person_id == one.to_string() {
        true => ((one, first), (two, second)),
        false => ((two, second), (one, first)),
    };
    assert_eq!(
        (&session.person_id, &session.scope),
        (&from.0.to_string(), &from.1)
    );
    let other = other.capacity.clone().unwrap();
    assert_eq!(other.person_id, to.0.to_string());

    let acting = |person: &str| v1::ActAsRequest {
        person_id: person.into(),
    };
    let mut accounts = bearing(app, &session).accounts();
    let stranger = Uuid::new_v4().to_string();
    let why = refused(accounts.act_as(acting(&stranger)).await);
    assert_eq!(why.code, Code::NotFound);
    assert!(is_believed(app, &session).await, "nothing was done");
    let changed = accounts.act_as(acting(&other.person_id)).await.unwrap();
    let changed = changed.into_inner().session.unwrap();
    assert_eq!(
        (changed.role.as_str(), &changed.person_id, &changed.scope),
        ("guardian", &to.0.to_string(), &to.1)
    );
    assert!(is_believed(app, &changed).await);
    assert!(!is_believed(app, &session).await, "the former session ends");
    assert!(refresh(app, &session.refresh_token).await.is_err());
    // The last capacity is the one that a sign-in opens.
    let again = sign_in_as(app, mail, PASSWORD).await.unwrap();
    assert_eq!(again.person_id, changed.person_id);
    let minted = app
        .by(operator())
        .accounts()
        .act_as(acting(&stranger))
        .await;
    assert_eq!(refused(minted).code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_parents_who_share_a_mailbox_never_become_one_person() {
    let stage = Stage::set().await;
    let app = &stage.app;
    let mail = "famille@example.org";
    let (_, mother, link) = signing(&stage, "La mère", mail).await;
    accept(app, link, PASSWORD).await.unwrap();
    let (of_father, father, link) = signing(&stage, "Le père", mail).await;
    let own = "une autre phrase de passe";
    let apart = |link_token: &str, password: &str| v1::AcceptInvitationRequest {
        apart: true,
        link_token: link_token.into(),
        password: password.into(),
        issuer: None,
    };
    let short = app
        .accounts()
        .accept_invitation(apart(&link, "court"))
        .await;
    assert_eq!(refused(short).reason, "PASSWORD_NOT_FIT");
    let accepted = app.accounts().accept_invitation(apart(&link, own)).await;
    accepted.unwrap();
    let his = sign_in_as(app, mail, own).await.unwrap();
    assert_eq!(
        (&his.person_id, &his.scope),
        (&father.to_string(), &of_father)
    );
    let hers = sign_in_as(app, mail, PASSWORD).await.unwrap();
    assert_eq!(hers.person_id, mother.to_string());
    for session in [&his, &hers] {
        assert_eq!(session.others, []);
        let told = bearing(app, session)
            .me()
            .get_me(v1::GetMeRequest::default())
            .await;
        assert_eq!(told.unwrap().into_inner().others, []);
    }
    let as_her = v1::ActAsRequest {
        person_id: mother.to_string(),
    };
    let why = refused(bearing(app, &his).accounts().act_as(as_her).await);
    assert_eq!(why.code, Code::NotFound);
}
