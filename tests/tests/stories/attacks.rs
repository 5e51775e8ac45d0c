//! What somebody with a token of their own may try. Each is refused, and nothing is stored.
use std::collections::BTreeSet;

use commands::{NewClass, OfferDraft};
use domain::establishment::{Level, Right, StaffRole};
use domain::ids::{GuardianId, HostPersonId, OfferId, StaffId, StudentId};
use domain::offer::OfferTerms;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Firm, contact, draft};
use tests::names::{WEEKS, ask, this_year};
use tests::wire::{
    Why, id, of_application, of_class, of_establishment, of_host, of_offer, of_staff, of_student,
    refused,
};
use tests::world::World;
use tonic::Code;
use uuid::Uuid;
use wire::names::of_guardian;

use crate::stage::Stage;

fn name((student, application): tests::wire::Application) -> String {
    of_application(student, application)
}

/// Asks, and expects to be refused as if it were not there, and nothing stored.
macro_rules! finds_nothing {
    ($stage:expr, $client:expr, $method:ident, $message:expr) => {{
        let before = $stage.head().await;
        let why = refused($client.$method($message).await);
        assert_eq!(why.code, Code::NotFound, "{}: {why:?}", stringify!($method));
        assert_eq!($stage.head().await, before, "nothing is stored");
        why
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_does_not_accept_their_own_application() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let accept = || v1::AcceptApplicationRequest {
        request_id: id(),
        name: name(application),
        message: "Je me prends.".into(),
    };
    let head = stage.head().await;
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    let why = refused(by_pupil.accept_application(accept()).await);
    assert_eq!(why.code, Code::PermissionDenied);
    // Under the pupil's id, as if it were a person of the host.
    let disguised = Principal::HostPerson {
        person: HostPersonId(pupil.student.0),
        host: stage.firms[0].siret,
    };
    let mut disguised = stage.app.by(disguised).applications();
    finds_nothing!(stage, disguised, accept_application, accept());
    assert_eq!(stage.head().await, head, "nothing is stored");
    let world = World::read(&*stage.app.app.log).await;
    assert!(world.placements().is_empty() && world.held_seats().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_touches_no_application_nor_offer_of_another_host() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let other = stage.app.by(stage.firms[1].caller);
    let mut answers = other.applications();
    let unknown = (pupil.student, domain::ids::ApplicationId(Uuid::new_v4()));
    let mut whys: Vec<[Why; 2]> = vec![];
    macro_rules! both {
        ($method:ident, $request:ident { $($field:ident: $value:expr),* }) => {{
            let of = |application| v1::$request {
                request_id: id(),
                name: name(application),
                $($field: $value.into(),)*
            };
            let first = finds_nothing!(stage, answers, $method, of(application));
            let second = finds_nothing!(stage, answers, $method, of(unknown));
            whys.push([first, second]);
        }};
    }
    both!(examine_application, ExamineApplicationRequest {});
    both!(
        accept_application,
        AcceptApplicationRequest { message: "Oui." }
    );
    both!(
        decline_application,
        DeclineApplicationRequest { message: "Non." }
    );
    stage.accept(stage.firms[0], application).await.unwrap();
    both!(
        cancel_placement_by_host,
        CancelPlacementByHostRequest { reason: "Non." }
    );
    for [there, not_there] in whys {
        assert_eq!(there, not_there, "whether it is there is not told");
    }
    let mut offers = other.offers();
    let revise = v1::ReviseOfferRequest {
        etag: String::new(),
        request_id: id(),
        name: of_offer(offer),
        terms: Some(tests::campaign::terms(2)),
    };
    finds_nothing!(stage, offers, revise_offer, revise);
    let withdraw = v1::WithdrawOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        reason: v1::OfferWithdrawalReason::Mistake.into(),
    };
    finds_nothing!(stage, offers, withdraw_offer, withdraw);
    let publish = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(stage.firms[0].siret),
        terms: Some(tests::campaign::terms(2)),
    };
    finds_nothing!(stage, offers, publish_offer, publish);
    let add = v1::AddHostPersonRequest {
        request_id: id(),
        host: of_host(stage.firms[0].siret),
        identity: Some(v1::PersonIdentity {
            full_name: "Un intrus".into(),
            mail: "intrus@example.org".into(),
        }),
    };
    finds_nothing!(stage, other.hosts(), add_host_person, add);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_does_not_become_head_by_changing_a_field() {
    let stage = Stage::set().await;
    let (staff, establishment) = stage.college.teacher.staff().unwrap();
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
        let crowned = Principal::Head {
            staff,
            establishment,
        };
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
    let librarian = Principal::OtherStaff {
        staff,
        establishment,
    };
    let request = ask(librarian);
    let joined = commands.join_staff(
        &request,
        establishment,
        contact("La documentaliste"),
        StaffRole::Documentalist,
    );
    joined.await.unwrap();
    commands
        .admit_staff(&ask(stage.college.head), establishment, staff)
        .await
        .unwrap();
    let (teacher, _) = stage.college.teacher.staff().unwrap();
    let min_position = stage.head().await;
    let take = || v1::TakeClassRequest {
        request_id: id(),
        class: of_class(establishment, stage.college.class),
    };
    let as_teacher = Principal::Teacher {
        staff,
        establishment,
    };
    let mut by = stage.app.by(as_teacher).establishments();
    finds_nothing!(stage, by, take_class, take());
    // The teacher as other staff, who would see the whole college; and as the pupil.
    let as_other_staff = Principal::OtherStaff {
        staff: teacher,
        establishment,
    };
    let whole = v1::GetEstablishmentFollowUpRequest {
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
    let as_pupil = Principal::Pupil {
        student: domain::ids::StudentId(teacher.0),
    };
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
    let Principal::Guardian { guardian, student } = caller else {
        unreachable!("a guardian")
    };
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
    // No watch is open to any guardian.
    let watch = v1::WatchStudentFollowUpRequest {
        student: child,
        ..v1::WatchStudentFollowUpRequest::default()
    };
    let why = by.follow_ups().watch_student_follow_up(watch).await;
    assert_eq!(refused(why).code, Code::PermissionDenied);
}

/// What a guardian may see of their child; gives how long its trail is.
async fn finds_their_child(stage: &Stage, caller: Principal) -> usize {
    let Principal::Guardian { guardian, student } = caller else {
        unreachable!("a guardian")
    };
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
    let made_up = |student| Principal::Guardian {
        guardian: GuardianId(Uuid::new_v4()),
        student,
    };
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
    let swapped = Principal::Guardian {
        guardian: swapped,
        student,
    };
    finds_nothing_as_guardian(&stage, swapped).await;

    // Withdrawn, and still theirs; until somebody else signs.
    let commands = stage.commands();
    commands
        .withdraw_authorisation(&ask(mother), student)
        .await
        .unwrap();
    assert_eq!(finds_their_child(&stage, mother).await, 4);
    let father = stage.college.activated(commands, student).await.guardian;
    assert_ne!(mother, father);
    finds_nothing_as_guardian(&stage, mother).await;
    assert_eq!(finds_their_child(&stage, father).await, 8);

    // And back: whoever signs again is who they were.
    commands
        .withdraw_authorisation(&ask(father), student)
        .await
        .unwrap();
    let teacher = stage.college.teacher;
    commands
        .hand_authorisation_form(&ask(teacher), student, None)
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
        .confirm_guardian(&head, student, mother_again)
        .await
        .unwrap();
    assert_eq!(finds_their_child(&stage, mother).await, 12);
    finds_nothing_as_guardian(&stage, father).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_another_college_rules_nothing_here() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let other = College::registered(stage.commands(), 2).await;
    let own_class = of_class(other.uai, other.class);
    let min_position = stage.head().await;
    let by = stage.app.by(other.head);
    let (teacher, _) = stage.college.teacher.staff().unwrap();
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
async fn a_revoked_teacher_goes_nowhere_with_an_old_token() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (teacher, _) = stage.college.teacher.staff().unwrap();
    let before = stage.head().await;
    let token = stage.app.token(stage.college.teacher);
    let by = stage.app.with_token(&token);
    let class = of_class(stage.college.uai, stage.college.class);
    let follow_up = |as_of| v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: class.clone(),
        min_position: 0,
        as_of,
    };
    let mut follow_ups = by.follow_ups();
    follow_ups
        .get_class_follow_up(follow_up(None))
        .await
        .unwrap();
    let message = v1::WatchClassFollowUpRequest {
        page_size: 0,

        class: class.clone(),
        min_position: before,
    };
    let mut watch = follow_ups
        .watch_class_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let request = ask(stage.college.head);
    let revoke = stage
        .commands()
        .revoke_staff(&request, stage.college.uai, teacher);
    let min_position = revoke.await.unwrap().position.0;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    let now = v1::GetClassFollowUpRequest {
        min_position,
        ..follow_up(None)
    };
    finds_nothing!(stage, follow_ups, get_class_follow_up, now);
    // Not as of then, either.
    let then = follow_up(Some(v1::get_class_follow_up_request::AsOf::AsOfPosition(
        before,
    )));
    finds_nothing!(stage, follow_ups, get_class_follow_up, then);
    let open = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    finds_nothing!(stage, by.students(), open_access, open);
    let sectors = v1::ListSectorsRequest::default();
    finds_nothing!(stage, by.directory(), list_sectors, sectors);
    let search = v1::SearchEstablishmentsRequest::default();
    finds_nothing!(stage, by.directory(), search_establishments, search);
    let host = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(stage.firms[0].siret),
        min_position: 0,
    };
    finds_nothing!(stage, by.hosts(), get_host, host);
    let again = v1::JoinStaffRequest {
        request_id: id(),
        establishment: of_establishment(stage.college.uai),
        identity: Some(v1::PersonIdentity {
            full_name: "Le professeur".into(),
            mail: "personne@ac-lyon.fr".into(),
        }),
        role: v1::StaffRole::Teacher.into(),
    };
    let why = refused(by.establishments().join_staff(again).await);
    assert_eq!(why.reason, "STAFF_REVOKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_person_of_a_host_goes_nowhere_with_an_old_token() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let (commands, firm) = (stage.commands(), stage.firms[0]);
    let request = ask(firm.caller);
    let added = commands.add_host_person(&request, firm.siret, contact("Le fils"));
    let person = added.await.unwrap().1;
    let by = stage.app.by(Principal::HostPerson {
        person,
        host: firm.siret,
    });
    let min_position = stage.head().await;
    let message = v1::WatchHostInboxRequest {
        host: of_host(firm.siret),
        min_position,
        ..v1::WatchHostInboxRequest::default()
    };
    let mut watch = by
        .follow_ups()
        .watch_host_inbox(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let request = ask(firm.caller);
    let removed = commands.remove_host_person(&request, firm.siret, person);
    let position = removed.await.unwrap().position.0;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    for as_of in [
        None,
        Some(v1::get_host_inbox_request::AsOf::AsOfPosition(min_position)),
    ] {
        let inbox = v1::GetHostInboxRequest {
            host: of_host(firm.siret),
            min_position: position,
            as_of,
            ..v1::GetHostInboxRequest::default()
        };
        finds_nothing!(stage, by.follow_ups(), get_host_inbox, inbox);
    }
    let host = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(firm.siret),
        min_position: position,
    };
    finds_nothing!(stage, by.hosts(), get_host, host);
    let sectors = v1::ListSectorsRequest::default();
    finds_nothing!(stage, by.directory(), list_sectors, sectors);
    let accept = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name(application),
        message: "Bienvenue.".into(),
    };
    finds_nothing!(stage, by.applications(), accept_application, accept);
    let register = v1::RegisterHostRequest {
        request_id: id(),
        name: of_host(firm.siret),
        organisation: Some(tests::campaign::organisation("La ferme du Bas")),
        person: Some(v1::PersonIdentity {
            full_name: "Le fils".into(),
            mail: "fils@example.org".into(),
        }),
    };
    finds_nothing!(stage, by.hosts(), register_host, register);
}

/// An offer that only the college of the stage sees.
async fn reserved(stage: &Stage) -> OfferId {
    let open = draft(2);
    let draft = OfferDraft {
        terms: OfferTerms {
            reserved_for: Some(stage.college.uai),
            ..open.terms
        },
        ..open
    };
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let published = stage.commands().publish_offer(&request, firm.siret, draft);
    published.await.unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reserved_offer_is_not_there_for_another_college() {
    let stage = Stage::set().await;
    let offer = reserved(&stage).await;
    let nothing = OfferId(Uuid::new_v4());
    let other = College::registered(stage.commands(), 2).await;
    let (own, stranger) = (
        stage.pupil().await,
        other.active_pupil(stage.commands()).await,
    );
    let min_position = stage.head().await;
    let get = |offer| v1::GetOfferRequest {
        name: of_offer(offer),
        min_position,
    };
    stage
        .app
        .by(own.caller)
        .offers()
        .get_offer(get(offer))
        .await
        .unwrap();
    for caller in [stranger.caller, other.teacher, other.head] {
        let mut offers = stage.app.by(caller).offers();
        let there = finds_nothing!(stage, offers, get_offer, get(offer));
        let not_there = finds_nothing!(stage, offers, get_offer, get(nothing));
        assert_eq!(there, not_there);
    }
    let found = async |pupil: tests::cast::Pupil| {
        let message = v1::SearchOffersRequest {
            student: of_student(pupil.student),
            min_position,
            ..v1::SearchOffersRequest::default()
        };
        let mut offers = stage.app.by(pupil.caller).offers();
        let answer = offers.search_offers(message).await.unwrap();
        answer.into_inner().offers.len()
    };
    assert_eq!((found(own).await, found(stranger).await), (1, 0));
    // A pupil of quatrième may not ask for any offer, and is not told that there is this one.
    let label = "4e A".into();
    let level = Level::Quatrieme;
    let (commands, by_head) = (stage.commands(), ask(other.head));
    let opened = commands.open_class(&by_head, other.uai, NewClass { label, level }, this_year());
    let class = opened.await.unwrap().1;
    commands
        .take_class(&ask(other.teacher), other.uai, class)
        .await
        .unwrap();
    let younger = College { class, ..other }.active_pupil(commands).await;
    let head = stage.head().await;
    for pupil in [stranger, younger] {
        let submit = |offer, week: &str| v1::SubmitApplicationRequest {
            request_id: id(),
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: week.into(),
            letter: "Bonjour.".into(),
        };
        let mut applications = stage.app.by(pupil.caller).applications();
        // A week of the college, one that it has not chosen, and one that is past.
        for week in [WEEKS[0], "2026-W15", "2025-W45"] {
            let there = applications.submit_application(submit(offer, week)).await;
            let not_there = applications.submit_application(submit(nothing, week)).await;
            let (there, not_there) = (refused(there), refused(not_there));
            assert_eq!(there, not_there, "whether it is there is not told");
        }
    }
    assert_eq!(stage.head().await, head, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_request_id_of_somebody_else_tells_nothing_of_their_answer() {
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    let request_id = id();
    let enrol = |college: College| v1::EnrolStudentRequest {
        request_id: request_id.clone(),
        class: of_class(college.uai, college.class),
        identity: Some(v1::StudentIdentity {
            given_name: "Aïcha".into(),
            family_name: "Martin".into(),
            ..v1::StudentIdentity::default()
        }),
        gender: v1::Gender::Girl.into(),
    };
    let mut students = stage.app.by(stage.college.head).students();
    let first = students.enrol_student(enrol(stage.college)).await.unwrap();
    let first = first.into_inner();
    let mut students = stage.app.by(other.head).students();
    let second = students
        .enrol_student(enrol(other))
        .await
        .unwrap()
        .into_inner();
    assert_ne!(first.name, second.name, "another pupil");
    let (first, second) = (first.outcome.unwrap(), second.outcome.unwrap());
    assert!(second.position > first.position, "of another college");

    // Within one stream, too: a colleague is not told that their word was taken.
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let added = stage
        .commands()
        .add_host_person(&request, firm.siret, contact("Le fils"));
    let colleague = Principal::HostPerson {
        person: added.await.unwrap().1,
        host: firm.siret,
    };
    let examine = v1::ExamineApplicationRequest {
        request_id: id(),
        name: name(application),
    };
    let mut by = stage.app.by(firm.caller).applications();
    let first = by.examine_application(examine.clone()).await.unwrap();
    let mut by_colleague = stage.app.by(colleague).applications();
    let told = by_colleague.examine_application(examine.clone()).await;
    let told = told.unwrap().into_inner().outcome.unwrap();
    assert!(
        told.unchanged,
        "a request of their own, which changes nothing"
    );
    let again = by.examine_application(examine).await.unwrap();
    assert_eq!(first.into_inner(), again.into_inner());
    // Whoever may not at all is told nothing of the id.
    let stranger = v1::ExamineApplicationRequest {
        request_id: request_id.clone(),
        name: name(application),
    };
    let mut by = stage.app.by(stage.firms[1].caller).applications();
    finds_nothing!(stage, by, examine_application, stranger);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_token_of_another_list_leads_nowhere_else() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(2).await;
    for week in [WEEKS[0], WEEKS[1]] {
        stage.submit(pupil, first, week).await.unwrap();
    }
    let own = stage.submit(pupil, second, WEEKS[2]).await.unwrap();
    let min_position = stage.head().await;
    let inbox = |firm: Firm, page_token: String| v1::GetHostInboxRequest {
        host: of_host(firm.siret),
        min_position,
        page_size: 1,
        page_token,
        ..v1::GetHostInboxRequest::default()
    };
    let [mine, other] = stage.firms;
    let mut by = stage.app.by(mine.caller).follow_ups();
    let page = by.get_host_inbox(inbox(mine, String::new())).await.unwrap();
    let token = page.into_inner().next_page_token;
    assert!(!token.is_empty());
    let mut by_other = stage.app.by(other.caller).follow_ups();
    // In the own list it can only skip rows of the own list.
    let answer = by_other.get_host_inbox(inbox(other, token.clone())).await;
    if let Ok(answer) = answer {
        let shown = answer.into_inner().inbox.unwrap().applications;
        assert!(shown.iter().all(|row| row.name == name(own)), "{shown:?}");
    }
    finds_nothing!(stage, by_other, get_host_inbox, inbox(mine, token.clone()));
    // In another kind of list it is no token.
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(pupil.student),
        min_position,
        page_token: token,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let mut audit = stage.app.by(pupil.guardian).audit();
    let why = refused(audit.list_authorisation_trail(trail).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "page_token")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_not_open_to_whom_the_present_is_closed() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let then = stage.head().await;
    let request = ask(pupil.guardian);
    let withdraw = stage
        .commands()
        .withdraw_authorisation(&request, pupil.student);
    let min_position = withdraw.await.unwrap().position.0;
    let message = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: of_student(pupil.student),
        min_position,
        as_of: Some(v1::get_student_follow_up_request::AsOf::AsOfPosition(then)),
    };
    let mut by = stage.app.by(pupil.caller).follow_ups();
    finds_nothing!(stage, by, get_student_follow_up, message);
    // A teacher who left the class, about when they taught it.
    let request = ask(stage.college.teacher);
    let left = stage
        .commands()
        .leave_class(&request, stage.college.uai, stage.college.class);
    let min_position = match left.await {
        Ok(outcome) => outcome.position.0,
        // A main teacher is relieved first.
        Err(_) => {
            let (commands, college) = (stage.commands(), stage.college);
            let by = ask(college.head);
            commands
                .relieve_main_teacher(&by, college.uai, college.class)
                .await
                .unwrap();
            let by = ask(college.teacher);
            let left = commands.leave_class(&by, college.uai, college.class).await;
            left.unwrap().position.0
        }
    };
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: of_class(stage.college.uai, stage.college.class),
        min_position,
        as_of: Some(v1::get_class_follow_up_request::AsOf::AsOfPosition(then)),
    };
    let mut by = stage.app.by(stage.college.teacher).follow_ups();
    finds_nothing!(stage, by, get_class_follow_up, message);
}

#[tokio::test(flavor = "multi_thread")]
async fn narrowed_rights_are_gone_on_the_next_call() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (teacher, _) = stage.college.teacher.staff().unwrap();
    let rights = BTreeSet::from([Right::ManagePupils]);
    let request = ask(stage.college.head);
    let narrowed = stage
        .commands()
        .narrow_rights(&request, stage.college.uai, teacher, rights);
    narrowed.await.unwrap();
    let by = stage.app.by(stage.college.teacher);
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    finds_nothing!(stage, by.students(), withdraw_authorisation, withdraw);
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
    let teacher = |staff| Principal::Teacher {
        staff,
        establishment,
    };
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
    let invited = stage.commands().invite_staff(
        &request,
        establishment,
        contact("La remplaçante"),
        StaffRole::Teacher,
        BTreeSet::new(),
    );
    let staff = invited.await.unwrap().1;
    let mut by = stage.app.by(teacher(staff)).establishments();
    by.join_staff(join("b@example.org")).await.unwrap();
}
