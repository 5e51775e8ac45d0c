//! Guardians of another child, or whom the last form does not name.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_of_one_child_does_not_act_for_another() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let min_position = stage.head().await;
    let by = stage.app.by(pupil.guardian);
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(other.student),
    };
    finds_nothing!(stage, by.students(), withdraw_authorisation, withdraw);
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(other.student),
        min_position,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    finds_nothing!(stage, by.audit(), list_authorisation_trail, trail);
    for scope in [
        of_class(stage.college.uai, stage.college.class),
        of_establishment(stage.college.uai),
    ] {
        let trail = v1::ListAuthorisationTrailRequest {
            scope,
            min_position,
            ..v1::ListAuthorisationTrailRequest::default()
        };
        finds_nothing!(stage, by.audit(), list_authorisation_trail, trail);
    }
}

/// Everything that a guardian may ask at all, about the child of their token.
async fn finds_nothing_as_guardian(stage: &Stage, caller: Principal) {
    let (guardian, student) = caller.as_guardian().unwrap();
    let (child, own) = (of_student(student), of_guardian(guardian));
    let min_position = stage.head().await;
    let by = stage.app.by(caller);
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: child.clone(),
    };
    finds_nothing!(stage, by.students(), withdraw_authorisation, withdraw);
    let erase = v1::EraseStudentRequest {
        request_id: id(),
        name: child.clone(),
    };
    finds_nothing!(stage, by.privacy(), erase_student, erase);
    let erase = v1::EraseGuardianRequest {
        request_id: id(),
        name: own.clone(),
        student: child.clone(),
    };
    finds_nothing!(stage, by.privacy(), erase_guardian, erase);
    let trail = v1::ListAuthorisationTrailRequest {
        scope: child.clone(),
        min_position,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    finds_nothing!(stage, by.audit(), list_authorisation_trail, trail);
    let accesses = v1::ListAccessesRequest {
        student: child.clone(),
        min_position,
        ..v1::ListAccessesRequest::default()
    };
    finds_nothing!(stage, by.audit(), list_accesses, accesses);
    for name in [child.clone(), own] {
        let held = v1::GetPersonalDataRequest {
            page_token: String::new(),

            name,
            student: child.clone(),
            min_position,
        };
        finds_nothing!(stage, by.privacy(), get_personal_data, held);
    }
    let sectors = v1::ListSectorsRequest {
        min_position,
        ..v1::ListSectorsRequest::default()
    };
    finds_nothing!(stage, by.directory(), list_sectors, sectors);
    let watch = v1::WatchStudentFollowUpRequest {
        student: child,
        ..v1::WatchStudentFollowUpRequest::default()
    };
    let why = by.follow_ups().watch_student_follow_up(watch).await;
    assert_eq!(refused(why).code, Code::NotFound);
}

/// What a guardian may see of their child; gives how long its trail is.
async fn finds_their_child(stage: &Stage, caller: Principal) -> usize {
    let (guardian, student) = caller.as_guardian().unwrap();
    let min_position = stage.head().await;
    let by = stage.app.by(caller);
    for name in [of_student(student), of_guardian(guardian)] {
        let held = v1::GetPersonalDataRequest {
            page_token: String::new(),

            name,
            student: of_student(student),
            min_position,
        };
        by.privacy().get_personal_data(held).await.unwrap();
    }
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(student),
        min_position,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let trail = by.audit().list_authorisation_trail(trail).await.unwrap();
    trail.into_inner().entries.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_a_guardian_whom_the_last_form_does_not_name() {
    let stage = Stage::set().await;
    let made_up = |student| Principal::guardian(GuardianId(Uuid::new_v4()), student);
    // Before any form, and of a pupil that there is not.
    let student = stage.college.enrolled(stage.commands()).await;
    finds_nothing_as_guardian(&stage, made_up(student)).await;
    finds_nothing_as_guardian(&stage, made_up(StudentId(Uuid::new_v4()))).await;

    let mother = stage
        .college
        .activated(stage.commands(), student)
        .await
        .guardian;
    assert_eq!(finds_their_child(&stage, mother).await, 3);
    finds_nothing_as_guardian(&stage, made_up(student)).await;
    // The guardian of another child, who says it is this one.
    let other = stage.pupil().await;
    let swapped = GuardianId(other.guardian.id());
    let swapped = Principal::guardian(swapped, student);
    finds_nothing_as_guardian(&stage, swapped).await;

    // Withdrawn, and still theirs; until somebody else signs.
    let commands = stage.commands();
    commands
        .handle(ask(mother))
        .withdraw_authorisation(student)
        .await
        .unwrap();
    assert_eq!(finds_their_child(&stage, mother).await, 4);
    let father = stage.college.activated(commands, student).await.guardian;
    assert_ne!(mother, father);
    finds_nothing_as_guardian(&stage, mother).await;
    assert_eq!(finds_their_child(&stage, father).await, 8);

    // And back: whoever signs again is who they were.
    commands
        .handle(ask(father))
        .withdraw_authorisation(student)
        .await
        .unwrap();
    let teacher = stage.college.teacher;
    commands
        .handle(ask(teacher))
        .hand_authorisation_form(student, None)
        .await
        .unwrap();
    let by_teacher = stage.app.by(teacher);
    let record = |known: Uuid| v1::RecordAuthorisationRequest {
        request_id: id(),
        student: of_student(student),
        guardian: Some(v1::PersonIdentity {
            full_name: "La mère".into(),
            mail: "mere@example.org".into(),
        }),
        signed_date: "2025-09-29".into(),
        known_guardian: of_guardian(GuardianId(known)),
        ..v1::RecordAuthorisationRequest::default()
    };
    for unknown in [Uuid::new_v4(), other.guardian.id()] {
        let mut students = by_teacher.students();
        let why = finds_nothing!(stage, students, record_authorisation, record(unknown));
        assert_eq!(why.reason, "GUARDIAN_OF_NO_FORM");
    }
    let signed = record(mother.id());
    let mut students = by_teacher.students();
    let first = students.record_authorisation(signed.clone()).await.unwrap();
    let again = students.record_authorisation(signed).await.unwrap();
    let first = first.into_inner();
    assert_eq!(first, again.into_inner(), "a retry is answered");
    assert_eq!(first.guardian, of_guardian(GuardianId(mother.id())));
    assert_eq!(finds_their_child(&stage, father).await, 11);
    finds_nothing_as_guardian(&stage, mother).await;
    let head = ask(stage.college.head);
    let mother_again = GuardianId(mother.id());
    commands
        .handle(head.clone())
        .confirm_guardian(student, mother_again)
        .await
        .unwrap();
    assert_eq!(finds_their_child(&stage, mother).await, 12);
    finds_nothing_as_guardian(&stage, father).await;
}
