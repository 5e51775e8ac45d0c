//! Roles and scopes that a caller does not have.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_does_not_become_head_by_changing_a_field() {
    let stage = Stage::set().await;
    let (staff, establishment) = stage.college.teacher.as_staff().unwrap();
    let head = stage.head().await;
    let by_teacher = stage.app.by(stage.college.teacher);
    let join = v1::JoinStaffRequest {
        request_id: id(),
        establishment: of_establishment(establishment),
        identity: Some(v1::PersonIdentity {
            full_name: "Le professeur".into(),
            mail: "personne@ac-lyon.fr".into(),
        }),
        role: v1::StaffRole::Head.into(),
    };
    let why = refused(by_teacher.establishments().join_staff(join.clone()).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "role")
    );
    let other_role = v1::JoinStaffRequest {
        role: v1::StaffRole::Administration.into(),
        ..join
    };
    let why = refused(by_teacher.establishments().join_staff(other_role).await);
    assert_eq!(why.code, Code::PermissionDenied);
    let grant = || v1::GrantRightsRequest {
        request_id: id(),
        name: of_staff(establishment, staff),
        rights: vec![v1::StaffRight::ManageStaff.into()],
    };
    let why = refused(by_teacher.establishments().grant_rights(grant()).await);
    assert_eq!(why.code, Code::PermissionDenied);
    // A token that says head, under the id of the teacher; and of nobody.
    for staff in [staff, StaffId(Uuid::new_v4())] {
        let crowned = Principal::head(staff, establishment);
        let mut crowned = stage.app.by(crowned).establishments();
        finds_nothing!(stage, crowned, grant_rights, grant());
        let follow_up = v1::GetEstablishmentRequest {
            page_size: 0,
            page_token: String::new(),

            name: of_establishment(establishment),
            min_position: head,
        };
        finds_nothing!(stage, crowned, get_establishment, follow_up);
        let register = v1::RegisterEstablishmentRequest {
            request_id: id(),
            name: of_establishment(establishment),
            head: Some(v1::PersonIdentity {
                full_name: "Le professeur".into(),
                mail: "personne@ac-lyon.fr".into(),
            }),
            school_year: "2025-2026".into(),
            ..v1::RegisterEstablishmentRequest::default()
        };
        let why = refused(crowned.register_establishment(register).await);
        assert_eq!(why.code, Code::FailedPrecondition, "{why:?}");
    }
    assert_eq!(stage.head().await, head, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_swapped_in_the_token_opens_nothing() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let commands = stage.commands();
    let establishment = stage.college.uai;
    let staff = StaffId(Uuid::new_v4());
    let librarian = Principal::other_staff(staff, establishment);
    let request = ask(librarian);
    let joined = commands.handle(request.clone()).join_staff(
        establishment,
        contact("La documentaliste"),
        StaffRole::Documentalist,
    );
    joined.await.unwrap();
    commands
        .handle(ask(stage.college.head))
        .admit_staff(establishment, staff)
        .await
        .unwrap();
    let (teacher, _) = stage.college.teacher.as_staff().unwrap();
    let min_position = stage.head().await;
    let take = || v1::TakeClassRequest {
        request_id: id(),
        class: of_class(establishment, stage.college.class),
    };
    let as_teacher = Principal::teacher(staff, establishment);
    let mut by = stage.app.by(as_teacher).establishments();
    finds_nothing!(stage, by, take_class, take());
    // The teacher as other staff, who would see the whole college; and as the pupil.
    let as_other_staff = Principal::other_staff(teacher, establishment);
    let whole = v1::GetEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,
        page_token: String::new(),

        establishment: of_establishment(establishment),
        min_position,
        as_of: None,
    };
    let mut by = stage.app.by(as_other_staff).follow_ups();
    finds_nothing!(stage, by, get_establishment_follow_up, whole);
    let of_pupil = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: of_student(pupil.student),
        min_position,
        as_of: None,
    };
    let as_pupil = Principal::pupil(domain::ids::StudentId(teacher.0));
    let mut by = stage.app.by(as_pupil).follow_ups();
    finds_nothing!(stage, by, get_student_follow_up, of_pupil);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_does_not_read_another_pupil() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(other, offer, WEEKS[0]).await.unwrap();
    let min_position = stage.head().await;
    let by = stage.app.by(pupil.caller);
    let student = of_student(other.student);
    let cv = v1::GetCvRequest {
        page_size: 0,
        page_token: String::new(),

        student: student.clone(),
        min_position,
        version: 0,
    };
    finds_nothing!(stage, by.students(), get_cv, cv);
    let follow_up = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: student.clone(),
        min_position,
        as_of: None,
    };
    finds_nothing!(stage, by.follow_ups(), get_student_follow_up, follow_up);
    let get = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name: name(application),
        min_position,
    };
    finds_nothing!(stage, by.applications(), get_application, get);
    // The own name over the application of another.
    let get = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_application(pupil.student, application.1),
        min_position,
    };
    finds_nothing!(stage, by.applications(), get_application, get);
    let withdraw = v1::WithdrawApplicationRequest {
        request_id: id(),
        name: of_application(pupil.student, application.1),
        reason: String::new(),
    };
    finds_nothing!(stage, by.applications(), withdraw_application, withdraw);
    let submit = v1::SubmitApplicationRequest {
        request_id: id(),
        student: student.clone(),
        offer: of_offer(offer),
        week: WEEKS[1].into(),
        letter: "Pour un autre.".into(),
    };
    finds_nothing!(stage, by.applications(), submit_application, submit);
    let save = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student,
        cv: Some(v1::Cv::default()),
    };
    finds_nothing!(stage, by.students(), save_cv, save);
    let class = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: of_class(stage.college.uai, stage.college.class),
        min_position,
        as_of: None,
    };
    let why = refused(by.follow_ups().get_class_follow_up(class).await);
    assert_eq!(why.code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_another_college_rules_nothing_here() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let other = College::registered(stage.commands(), 2).await;
    let own_class = of_class(other.uai, other.class);
    let min_position = stage.head().await;
    let by = stage.app.by(other.head);
    let (teacher, _) = stage.college.teacher.as_staff().unwrap();
    let revoke = v1::RevokeStaffRequest {
        request_id: id(),
        name: of_staff(stage.college.uai, teacher),
    };
    finds_nothing!(stage, by.establishments(), revoke_staff, revoke);
    // The own college over the teacher of another, and over the class of another.
    let revoke = v1::RevokeStaffRequest {
        request_id: id(),
        name: of_staff(other.uai, teacher),
    };
    finds_nothing!(stage, by.establishments(), revoke_staff, revoke);
    let class = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: of_class(other.uai, stage.college.class),
        min_position,
        as_of: None,
    };
    finds_nothing!(stage, by.follow_ups(), get_class_follow_up, class);
    let take_away = v1::MoveStudentRequest {
        request_id: id(),
        name: of_student(pupil.student),
        class: own_class,
    };
    finds_nothing!(stage, by.students(), move_student, take_away);
    let own = other.enrolled(stage.commands()).await;
    let send_off = v1::MoveStudentRequest {
        request_id: id(),
        name: of_student(own),
        class: of_class(stage.college.uai, stage.college.class),
    };
    finds_nothing!(stage, by.students(), move_student, send_off);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_up_uninvited_writes_from_the_academy_of_the_college() {
    let stage = Stage::set().await;
    let establishment = stage.college.uai;
    let join = |mail: &str| v1::JoinStaffRequest {
        request_id: id(),
        establishment: of_establishment(establishment),
        identity: Some(v1::PersonIdentity {
            full_name: "Une inconnue".into(),
            mail: mail.into(),
        }),
        role: v1::StaffRole::Teacher.into(),
    };
    let teacher = |staff| Principal::teacher(staff, establishment);
    let head = stage.head().await;
    let mut unknown = stage
        .app
        .by(teacher(StaffId(Uuid::new_v4())))
        .establishments();
    for mail in [
        "a@example.org",
        "a@ac-grenoble.fr",
        "a@ac-lyon.fr.example.org",
    ] {
        let why = refused(unknown.join_staff(join(mail)).await);
        assert_eq!(
            (why.code, why.field.as_str()),
            (Code::InvalidArgument, "identity.mail"),
            "{mail}"
        );
    }
    assert_eq!(stage.head().await, head, "nothing is stored");
    unknown.join_staff(join("a@ac-lyon.fr")).await.unwrap();
    // Whoever was invited writes from wherever they do.
    let request = ask(stage.college.head);
    let invited = stage.commands().handle(request.clone()).invite_staff(
        establishment,
        contact("La remplaçante"),
        StaffRole::Teacher,
        BTreeSet::new(),
        vec![],
    );
    let staff = invited.await.unwrap().1;
    let mut by = stage.app.by(teacher(staff)).establishments();
    by.join_staff(join("b@example.org")).await.unwrap();
}
