//! Two legal guardians on one form (STU-1): both act, each by themself.
use super::invitations::{accept, invitation_of, of_person};
use super::*;

/// A form as it comes back.
fn form(child: &str, first: &str, second: &str) -> v1::RecordAuthorisationRequest {
    let person = |who: &str| v1::PersonIdentity {
        full_name: format!("Parent {who}"),
        mail: format!("{who}@example.org"),
    };
    v1::RecordAuthorisationRequest {
        request_id: id(),
        student: child.into(),
        guardian: Some(person(first)),
        second_guardian: (!second.is_empty()).then(|| person(second)),
        signed_date: "2025-09-29".into(),
        ..v1::RecordAuthorisationRequest::default()
    }
}

async fn hand(by: &Services, child: &str) {
    let handing = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: child.into(),
    };
    let mut students = by.students();
    students.hand_authorisation_form(handing).await.unwrap();
}

async fn open(by: &Services, child: &str) -> Result<(), Status> {
    let opening = v1::OpenAccessRequest {
        request_id: id(),
        student: child.into(),
    };
    by.students().open_access(opening).await.map(|_| ())
}

/// The facts of the child's trail, with the guardian whom each names.
async fn trail(by: &Services, child: &str, min_position: u64) -> Vec<(&'static str, String)> {
    let asked = v1::ListAuthorisationTrailRequest {
        scope: child.into(),
        min_position,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let answer = by.audit().list_authorisation_trail(asked).await.unwrap();
    let entries = answer.into_inner().entries.into_iter();
    entries
        .map(|entry| (entry.fact().as_str_name(), entry.guardian))
        .collect()
}

/// The guardians as the child's follow-up tells of them.
async fn guardians(
    by: &Services,
    child: &str,
    min_position: u64,
) -> Vec<(String, v1::GuardianStanding)> {
    let asked = v1::GetStudentFollowUpRequest {
        student: child.into(),
        min_position,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let answer = by.follow_ups().get_student_follow_up(asked).await.unwrap();
    let told = answer.into_inner().follow_up.unwrap().guardians.into_iter();
    told.inspect(|one| assert_eq!(one.signed_date, "2025-09-29"))
        .map(|one| (one.guardian.clone(), one.standing()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_guardians_sign_one_form_and_each_acts_alone() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let child = of_student(college.enrolled(stage.commands()).await);
    let by_teacher = app.by(college.teacher);
    let mut students = by_teacher.students();
    hand(&by_teacher, &child).await;
    let twice = v1::RecordAuthorisationRequest {
        second_guardian: form(&child, "ada", "").guardian,
        ..form(&child, "ada", "")
    };
    let twice = refused(students.record_authorisation(twice).await);
    assert_eq!(
        (twice.reason.as_str(), twice.field.as_str()),
        ("SIGNED_TWICE", "second_guardian")
    );
    let message = form(&child, "ada", "charles");
    let signed = students.record_authorisation(message.clone()).await;
    let signed = signed.unwrap().into_inner();
    let again = students.record_authorisation(message).await.unwrap();
    assert_eq!(again.into_inner(), signed, "a retry names the same two");
    assert_ne!(signed.guardian, signed.second_guardian);
    open(&by_teacher, &child).await.unwrap();

    // Each is invited at their own address, and follows the child.
    let mut sessions = vec![];
    for (who, guardian) in [
        ("ada", &signed.guardian),
        ("charles", &signed.second_guardian),
    ] {
        let link = invitation_of(app, of_person(guardian)).await;
        accept(app, link, PASSWORD).await.unwrap();
        let session = sign_in_as(app, &format!("{who}@example.org"), PASSWORD).await;
        let session = session.unwrap();
        assert_eq!(
            (session.role.as_str(), &session.scope),
            ("guardian", &child)
        );
        sessions.push(session);
    }
    let [first, second] = &sessions[..] else {
        panic!("two guardians")
    };
    let both = trail(&bearing(app, second), &child, stage.head().await).await;
    let recorded = [
        ("AUTHORISATION_FACT_RECORDED", signed.guardian.clone()),
        (
            "AUTHORISATION_FACT_SECOND_GUARDIAN_RECORDED",
            signed.second_guardian.clone(),
        ),
    ];
    assert_eq!(both[1..3], recorded);

    // The second takes it back alone, and both stay guardians.
    let withdraw = || v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: child.clone(),
    };
    let mut by_second = bearing(app, second).students();
    by_second.withdraw_authorisation(withdraw()).await.unwrap();
    let position = stage.head().await;
    assert_eq!(trail(&bearing(app, first), &child, position).await.len(), 5);
    assert!(open(&by_teacher, &child).await.is_err());

    // The first alone signs anew: the second still acts, and takes it back again.
    hand(&by_teacher, &child).await;
    let renewed = v1::RecordAuthorisationRequest {
        known_guardian: signed.guardian.clone(),
        ..form(&child, "ada", "")
    };
    students.record_authorisation(renewed).await.unwrap();
    by_second.withdraw_authorisation(withdraw()).await.unwrap();

    // Both sign; the first is erased, and the other's signature stands.
    hand(&by_teacher, &child).await;
    let renewed = v1::RecordAuthorisationRequest {
        known_guardian: signed.guardian.clone(),
        known_second_guardian: signed.second_guardian.clone(),
        ..form(&child, "ada", "charles")
    };
    students.record_authorisation(renewed).await.unwrap();
    let erase = v1::EraseGuardianRequest {
        request_id: id(),
        name: signed.guardian.clone(),
        student: child.clone(),
    };
    let mut by_first = bearing(app, first).privacy();
    by_first.erase_guardian(erase).await.unwrap();
    assert!(sign_in_as(app, "ada@example.org", PASSWORD).await.is_err());
    open(&by_teacher, &child).await.unwrap();
    let position = stage.head().await;
    let left = trail(&bearing(app, second), &child, position).await;
    let erased = (
        "AUTHORISATION_FACT_GUARDIAN_ERASED",
        signed.guardian.clone(),
    );
    assert!(left.contains(&erased));
    let held = v1::GetPersonalDataRequest {
        name: signed.second_guardian.clone(),
        student: child.clone(),
        min_position: position,
        ..v1::GetPersonalDataRequest::default()
    };
    let held = bearing(app, second).privacy().get_personal_data(held).await;
    let held = held.unwrap().into_inner();
    assert!(held.json.contains("Parent charles"));
    assert!(!held.json.contains("Parent ada"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_who_is_added_later_waits_for_the_head() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let pupil = stage.pupil().await;
    let child = of_student(pupil.student);
    let (mother, _) = pupil.guardian.as_guardian().unwrap();
    let mother = format!("guardians/{mother}");
    let by_teacher = app.by(college.teacher);
    let mut students = by_teacher.students();
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: child.clone(),
    };
    students.withdraw_authorisation(withdraw).await.unwrap();
    hand(&by_teacher, &child).await;
    let message = v1::RecordAuthorisationRequest {
        known_guardian: mother.clone(),
        ..form(&child, "ada", "charles")
    };
    let signed = students.record_authorisation(message).await.unwrap();
    let father = signed.into_inner().second_guardian;
    let as_father = domain::principal::Principal::guardian(
        domain::ids::GuardianId(of_person(&father)),
        pupil.student,
    );
    // By the mother's signature the form is valid; the father does not act yet.
    open(&by_teacher, &child).await.unwrap();
    let withdraw = || v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: child.clone(),
    };
    let mut by_father = app.by(as_father).students();
    let early = refused(by_father.withdraw_authorisation(withdraw()).await);
    assert_eq!(early.code, Code::NotFound);
    use v1::GuardianStanding::{Acts, AwaitsConfirmation};
    let position = stage.head().await;
    let waits = [(mother.clone(), Acts), (father.clone(), AwaitsConfirmation)];
    for staff in [college.head, college.teacher] {
        assert_eq!(guardians(&app.by(staff), &child, position).await, waits);
    }
    // Who signed beside them is told to no guardian, and to no pupil.
    for family in [pupil.guardian, pupil.caller] {
        assert_eq!(guardians(&app.by(family), &child, position).await, []);
    }
    let confirm = v1::ConfirmGuardianRequest {
        request_id: id(),
        student: child.clone(),
        guardian: father.clone(),
    };
    let mut by_head = app.by(college.head).students();
    by_head.confirm_guardian(confirm).await.unwrap();
    let position = stage.head().await;
    let both = [(mother, Acts), (father.clone(), Acts)];
    assert_eq!(guardians(&by_teacher, &child, position).await, both);
    invitation_of(app, of_person(&father)).await;
    by_father.withdraw_authorisation(withdraw()).await.unwrap();
    let by_mother = trail(&app.by(pupil.guardian), &child, stage.head().await).await;
    let confirmed = (
        "AUTHORISATION_FACT_SECOND_GUARDIAN_CONFIRMED",
        father.clone(),
    );
    assert!(by_mother.contains(&confirmed));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_removes_a_guardian_and_names_no_other() {
    let stage = Stage::set().await;
    let (app, college) = (&stage.app, stage.college);
    let child = of_student(college.enrolled(stage.commands()).await);
    let by_teacher = app.by(college.teacher);
    let mut students = by_teacher.students();
    hand(&by_teacher, &child).await;
    let signed = students.record_authorisation(form(&child, "ada", "charles"));
    let signed = signed.await.unwrap().into_inner();
    open(&by_teacher, &child).await.unwrap();
    let link = invitation_of(app, of_person(&signed.second_guardian)).await;
    accept(app, link, PASSWORD).await.unwrap();
    let charles = sign_in_as(app, "charles@example.org", PASSWORD).await;
    let charles = bearing(app, &charles.unwrap());
    let follow_up = |min_position| v1::GetStudentFollowUpRequest {
        student: child.clone(),
        min_position,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = charles.follow_ups();
    let position = stage.head().await;
    let seen = follow_ups.get_student_follow_up(follow_up(position)).await;
    seen.unwrap();
    let watching = v1::WatchStudentFollowUpRequest {
        student: child.clone(),
        ..v1::WatchStudentFollowUpRequest::default()
    };
    let mut client = charles.follow_ups();
    let watched = client.watch_student_follow_up(watching).await;
    let mut watched = watched.unwrap().into_inner();
    watched.message().await.unwrap().unwrap();

    // Of the head alone, of somebody who signed.
    let remove = |guardian: &str| v1::RemoveGuardianRequest {
        request_id: id(),
        student: child.clone(),
        guardian: guardian.into(),
    };
    let by_another = students.remove_guardian(remove(&signed.guardian)).await;
    assert_eq!(refused(by_another).code, Code::PermissionDenied);
    let mut by_head = app.by(college.head).students();
    let stranger = format!("guardians/{}", id());
    let unknown = refused(by_head.remove_guardian(remove(&stranger)).await);
    assert_eq!(
        (unknown.code, unknown.reason.as_str()),
        (Code::NotFound, "GUARDIAN_UNKNOWN")
    );

    // Of two one goes: refused at once, told by mail; the other's signature stands.
    let message = remove(&signed.second_guardian);
    let done = by_head.remove_guardian(message.clone()).await.unwrap();
    let again = by_head.remove_guardian(message).await.unwrap();
    assert_eq!(again.into_inner(), done.into_inner(), "a retry");
    let position = stage.head().await;
    let late = follow_ups.get_student_follow_up(follow_up(position)).await;
    assert_eq!(refused(late).code, Code::NotFound);
    let ended = loop {
        match watched.message().await {
            Ok(Some(_)) => {}
            Ok(None) => break None,
            Err(status) => break Some(status.code()),
        }
    };
    assert_eq!(ended, Some(Code::NotFound), "the watch under way ends too");
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let to_them = of_person(&signed.second_guardian);
    let to_them = messages(app)
        .await
        .into_iter()
        .filter(|m| m.recipient.0 == to_them);
    let kinds: Vec<_> = to_them.map(|message| message.kind).collect();
    assert!(
        kinds.iter().any(|kind| kind == "guardian.removed"),
        "{kinds:?}"
    );
    open(&by_teacher, &child).await.unwrap();

    use v1::GuardianStanding::{Acts, AwaitsConfirmation, Removed};
    let told = guardians(&by_teacher, &child, stage.head().await).await;
    let [first, second] = [&signed.guardian, &signed.second_guardian].map(Clone::clone);
    assert_eq!(told, [(first.clone(), Acts), (second.clone(), Removed)]);

    // With the last one goes the form.
    let last = remove(&signed.guardian);
    by_head.remove_guardian(last).await.unwrap();
    assert!(open(&by_teacher, &child).await.is_err());
    let position = stage.head().await;
    let facts = trail(&app.by(college.head), &child, position).await;
    let removed = "AUTHORISATION_FACT_GUARDIAN_REMOVED";
    assert!(facts.contains(&(removed, signed.second_guardian)));
    let end = [
        (
            "AUTHORISATION_FACT_WITHDRAWN_REPORTED_BY_COLLEGE",
            String::new(),
        ),
        (removed, signed.guardian),
    ];
    assert_eq!(facts[facts.len() - 2..], end);

    // Whoever signs next waits for the head.
    hand(&by_teacher, &child).await;
    let message = form(&child, "grace", "");
    let signed = students.record_authorisation(message).await.unwrap();
    let guardian = signed.into_inner().guardian;
    assert!(open(&by_teacher, &child).await.is_err());
    let told = guardians(&by_teacher, &child, stage.head().await).await;
    let waits = (guardian.clone(), AwaitsConfirmation);
    assert_eq!(told, [(first, Removed), (second, Removed), waits]);
    let confirm = v1::ConfirmGuardianRequest {
        request_id: id(),
        student: child.clone(),
        guardian,
    };
    by_head.confirm_guardian(confirm).await.unwrap();
    open(&by_teacher, &child).await.unwrap();
}
