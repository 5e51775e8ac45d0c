//! Who joins a college waits for its head, nobody gives rights but the head, and nobody of the
//! staff becomes a family (EST-6, STU-1).
use accounts::{CONFIRM_ADDRESS, SignUp};
use domain::ids::StaffId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::contact;
use tests::names::ask;
use tests::wire::{id, of_class, of_establishment, of_staff, of_student, refused};
use tonic::Code;
use uuid::Uuid;
use vault::PersonId;

use crate::stage::Stage;

fn newcomer(stage: &Stage) -> (StaffId, Principal) {
    let staff = StaffId(Uuid::new_v4());
    let establishment = stage.college.uai;
    (staff, Principal::teacher(staff, establishment))
}

fn joining(stage: &Stage, mail: &str) -> v1::JoinStaffRequest {
    v1::JoinStaffRequest {
        request_id: id(),
        establishment: of_establishment(stage.college.uai),
        identity: Some(v1::PersonIdentity {
            full_name: "Une inconnue".into(),
            mail: mail.into(),
        }),
        role: v1::StaffRole::Teacher.into(),
    }
}

/// Somebody whose account, of this capacity, has this address.
async fn with_account(stage: &Stage, caller: Principal, address: &str) {
    let accounts = &stage.app.app.accounts.accounts;
    let new = SignUp {
        person: PersonId(caller.id()),
        address,
        capacity: &serde_json::to_string(&caller).unwrap(),
        place: None,
        source: "192.0.2.7",
    };
    accounts.sign_up(new).await.unwrap();
    let due = accounts.due_messages(i64::MAX, 1_000).await.unwrap();
    let link = due
        .iter()
        .rfind(|one| one.kind == CONFIRM_ADDRESS && one.address == address);
    let link = link.unwrap().link_token.clone().unwrap();
    let confirmed = accounts.confirm_address(&link, "une longue phrase à retenir");
    confirmed.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_uninvited_sees_nothing_until_the_head_admits_them() {
    let stage = Stage::set().await;
    let (staff, caller) = newcomer(&stage);
    let by = stage.app.by(caller);
    let message = joining(&stage, "inconnue@ac-lyon.fr");
    by.establishments().join_staff(message).await.unwrap();
    let take = || v1::TakeClassRequest {
        request_id: id(),
        class: of_class(stage.college.uai, stage.college.class),
    };
    let look = || async {
        v1::GetEstablishmentRequest {
            name: of_establishment(stage.college.uai),
            min_position: stage.head().await,
            ..v1::GetEstablishmentRequest::default()
        }
    };
    // What they wait for is a state of their own; nothing else is told.
    let why = refused(by.establishments().take_class(take()).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::FailedPrecondition, "AWAITS_ADMISSION")
    );
    let why = refused(by.establishments().get_establishment(look().await).await);
    assert_eq!(why.reason, "AWAITS_ADMISSION");
    // Whatever is asked about, there or not.
    for name in [tests::names::uai(1), tests::names::uai(7)].map(of_establishment) {
        let message = v1::GetEstablishmentRequest {
            name,
            ..v1::GetEstablishmentRequest::default()
        };
        let why = refused(by.establishments().get_establishment(message).await);
        assert_eq!(why.reason, "AWAITS_ADMISSION");
    }
    let student = of_student(stage.college.enrolled(stage.commands()).await);
    for student in [student, of_student(domain::ids::StudentId(Uuid::new_v4()))] {
        let open = v1::OpenAccessRequest {
            request_id: id(),
            student: student.clone(),
        };
        let why = refused(by.students().open_access(open).await);
        assert_eq!(why.reason, "AWAITS_ADMISSION");
        let message = v1::GetCvRequest {
            student,
            ..v1::GetCvRequest::default()
        };
        let why = refused(by.students().get_cv(message).await);
        assert_eq!(why.reason, "AWAITS_ADMISSION");
    }
    let by_head = stage.app.by(stage.college.head);
    let mut colleges = by_head.establishments();
    let shown = colleges.get_establishment(look().await).await;
    let shown = shown.unwrap().into_inner().establishment.unwrap();
    let name = of_staff(stage.college.uai, staff);
    let waiting = shown.staff.iter().find(|member| member.name == name);
    assert_eq!(waiting.unwrap().state(), v1::StaffState::Requested);
    let admit = v1::AdmitStaffRequest {
        request_id: id(),
        name,
    };
    by_head.establishments().admit_staff(admit).await.unwrap();
    by.establishments().take_class(take()).await.unwrap();
    by.establishments()
        .get_establishment(look().await)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_manages_the_staff_gives_no_right_by_inviting_or_admitting() {
    let stage = Stage::set().await;
    let (head, uai) = (stage.college.head, stage.college.uai);
    let (delegate, _) = stage.college.teacher.as_staff().unwrap();
    let grant = v1::GrantRightsRequest {
        request_id: id(),
        name: of_staff(uai, delegate),
        rights: vec![v1::StaffRight::ManageStaff.into()],
    };
    let by_head = stage.app.by(head);
    by_head.establishments().grant_rights(grant).await.unwrap();
    let by_delegate = stage.app.by(stage.college.teacher);
    let invite = |rights: Vec<i32>| v1::InviteStaffRequest {
        request_id: id(),
        establishment: of_establishment(uai),
        identity: Some(v1::PersonIdentity {
            full_name: "Moi bis".into(),
            mail: "moi.bis@ac-lyon.fr".into(),
        }),
        role: v1::StaffRole::Teacher.into(),
        rights,
    };
    for right in 1..=4 {
        let mut colleges = by_delegate.establishments();
        let answer = colleges.invite_staff(invite(vec![right]));
        assert_eq!(refused(answer.await).reason, "ONLY_HEAD_GIVES_RIGHTS");
    }
    let mut colleges = by_delegate.establishments();
    let invited = colleges.invite_staff(invite(vec![]));
    let invited = invited.await.unwrap().into_inner().name;
    let (asked, caller) = newcomer(&stage);
    let message = joining(&stage, "autre@ac-lyon.fr");
    let by = stage.app.by(caller);
    by.establishments().join_staff(message).await.unwrap();
    let admit = v1::AdmitStaffRequest {
        request_id: id(),
        name: of_staff(uai, asked),
    };
    by_delegate
        .establishments()
        .admit_staff(admit)
        .await
        .unwrap();
    let look = v1::GetEstablishmentRequest {
        name: of_establishment(uai),
        min_position: stage.head().await,
        ..v1::GetEstablishmentRequest::default()
    };
    let shown = by_head.establishments().get_establishment(look).await;
    let shown = shown.unwrap().into_inner().establishment.unwrap();
    for name in [invited, of_staff(uai, asked)] {
        let member = shown.staff.iter().find(|member| member.name == name);
        assert!(member.unwrap().rights.is_empty(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_joins_with_its_address() {
    let stage = Stage::set().await;
    let (_, caller) = newcomer(&stage);
    with_account(&stage, caller, "ada@ac-lyon.fr").await;
    let by = stage.app.by(caller);
    let head = stage.head().await;
    let answer = by
        .establishments()
        .join_staff(joining(&stage, "chef.du.college@ac-lyon.fr"))
        .await;
    let why = refused(answer);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "identity.mail")
    );
    assert_eq!(stage.head().await, head, "nothing is stored");
    by.establishments()
        .join_staff(joining(&stage, "Ada@ac-lyon.fr"))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_the_staff_is_neither_a_guardian_s_nor_a_pupil_s() {
    let stage = Stage::set().await;
    let teacher = stage.college.teacher;
    with_account(&stage, teacher, "prof@ac-lyon.fr").await;
    let commands = stage.commands();
    let student = stage.college.enrolled(commands).await;
    commands
        .handle(ask(teacher))
        .hand_authorisation_form(student, None)
        .await
        .unwrap();
    let record = |mail: &str| v1::RecordAuthorisationRequest {
        request_id: id(),
        student: of_student(student),
        guardian: Some(v1::PersonIdentity {
            full_name: "Le parent".into(),
            mail: mail.into(),
        }),
        signed_date: "2025-09-29".into(),
        ..v1::RecordAuthorisationRequest::default()
    };
    let by_teacher = stage.app.by(teacher);
    for mail in [
        "prof@ac-lyon.fr",
        "Prof@AC-Lyon.fr",
        "prof+enfant@ac-lyon.fr",
    ] {
        let mut students = by_teacher.students();
        let answer = students.record_authorisation(record(mail));
        assert_eq!(refused(answer.await).reason, "ADDRESS_OF_STAFF", "{mail}");
    }
    by_teacher
        .students()
        .record_authorisation(record("famille@example.org"))
        .await
        .unwrap();
    commands
        .handle(ask(teacher))
        .open_access(student)
        .await
        .unwrap();
    let invite = |mail: &str| v1::InviteStudentRequest {
        request_id: id(),
        student: of_student(student),
        mail: mail.into(),
    };
    let answer = by_teacher
        .students()
        .invite_student(invite("prof@ac-lyon.fr"))
        .await;
    assert_eq!(refused(answer).reason, "ADDRESS_OF_STAFF");
    by_teacher
        .students()
        .invite_student(invite("eleve@example.org"))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_invites_a_second_self_and_the_head_hears_of_who_joins() {
    let stage = Stage::set().await;
    let (head, uai) = (stage.college.head, stage.college.uai);
    let teacher = stage.college.teacher;
    with_account(&stage, head, "principale@ac-lyon.fr").await;
    with_account(&stage, teacher, "prof@ac-lyon.fr").await;
    let grant = v1::GrantRightsRequest {
        request_id: id(),
        name: of_staff(uai, teacher.as_staff().unwrap().0),
        rights: vec![v1::StaffRight::ManageStaff.into()],
    };
    let by_head = stage.app.by(head);
    by_head.establishments().grant_rights(grant).await.unwrap();
    let by_delegate = stage.app.by(teacher);
    let invite = async |mail: &str| {
        let message = v1::InviteStaffRequest {
            request_id: id(),
            establishment: of_establishment(uai),
            identity: Some(v1::PersonIdentity {
                full_name: "Une autre".into(),
                mail: mail.into(),
            }),
            role: v1::StaffRole::Psychologist.into(),
            rights: vec![],
        };
        by_delegate.establishments().invite_staff(message).await
    };
    for mail in [
        "prof@ac-lyon.fr",
        "Prof+2@AC-Lyon.fr",
        "principale@ac-lyon.fr",
    ] {
        let why = refused(invite(mail).await);
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::FailedPrecondition, "ADDRESS_ON_STAFF")
        );
    }
    let elsewhere = refused(invite("prof@example.org").await);
    assert_eq!(elsewhere.reason, "MAIL_OF_ANOTHER_ACADEMY");
    let invited = invite("psy+1@ac-lyon.fr").await.unwrap().into_inner().name;
    let (_, staff) = invited.rsplit_once('/').unwrap();
    let staff = StaffId(staff.parse().unwrap());
    let caller = Principal::other_staff(staff, uai);
    let message = v1::JoinStaffRequest {
        role: v1::StaffRole::Psychologist.into(),
        ..joining(&stage, "psy@ac-lyon.fr")
    };
    let by = stage.app.by(caller);
    by.establishments().join_staff(message).await.unwrap();
    let position = stage.app.app.log.head().await.unwrap();
    stage.app.app.mail.wait_for(position).await.unwrap();
    let accounts = &stage.app.app.accounts.accounts;
    let letters = accounts.list_messages(0, 1_000).await.unwrap();
    let told = letters
        .iter()
        .find(|one| one.message.kind == "staff.joined");
    assert_eq!(told.unwrap().message.recipient.0, head.id());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_former_guardian_and_the_head_are_told_of_a_change() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (commands, student, teacher) = (stage.commands(), pupil.student, stage.college.teacher);
    let head = stage.college.head;
    with_account(&stage, head, "principale@ac-lyon.fr").await;
    commands
        .handle(ask(teacher))
        .withdraw_authorisation(student)
        .await
        .unwrap();
    commands
        .handle(ask(teacher))
        .hand_authorisation_form(student, None)
        .await
        .unwrap();
    let mut form = tests::cast::signed_form();
    form.first.guardian = contact("Un autre");
    let request = ask(teacher);
    let recorded = commands
        .handle(request.clone())
        .record_authorisation(student, form);
    let guardian = recorded.await.unwrap().1.first;
    let opened = commands.handle(ask(teacher)).open_access(student).await;
    assert!(opened.is_err(), "nothing is valid before the head confirms");
    let position = stage.app.app.log.head().await.unwrap();
    stage.app.app.mail.wait_for(position).await.unwrap();
    let accounts = &stage.app.app.accounts.accounts;
    let letters = accounts.list_messages(0, 1_000).await.unwrap();
    let told = |kind: &str| {
        let mut of_kind = letters.iter().filter(|one| one.message.kind == kind);
        of_kind.next().map(|one| one.message.recipient.0)
    };
    assert_eq!(told("guardian.replaced"), Some(pupil.guardian.id()));
    assert_eq!(told("guardian.to_confirm"), Some(head.id()));
    commands
        .handle(ask(head))
        .confirm_guardian(student, guardian)
        .await
        .unwrap();
    commands
        .handle(ask(teacher))
        .open_access(student)
        .await
        .unwrap();
}
