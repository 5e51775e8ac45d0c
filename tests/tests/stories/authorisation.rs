//! Without a valid authorisation a pupil neither sees nor does anything (STU-1, STU-2).
use domain::ids::StudentId;
use domain::principal::Principal;
use proto::v1;
use tests::app::Services;
use tests::cast::{College, Pupil, signed_form};
use tests::names::{WEEKS, ask};
use tests::wire::{
    Why, id, of_application, of_class, of_establishment, of_offer, of_student, refused,
};
use tonic::Code;
use uuid::Uuid;

use crate::stage::Stage;

/// Everything that a pupil can ask, with what came of it.
async fn everything(
    by: &Services,
    student: StudentId,
    min_position: u64,
) -> Vec<(&'static str, Why)> {
    let name = of_student(student);
    let application = of_application(student, domain::ids::ApplicationId(Uuid::new_v4()));
    let offer = of_offer(domain::ids::OfferId(Uuid::new_v4()));
    let mut refusals = vec![];
    macro_rules! ask {
        ($service:ident, $method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {
            let message = v1::$request { $($field: $value.into(),)* ..v1::$request::default() };
            let answer = by.$service().$method(message).await;
            refusals.push((stringify!($method), refused(answer)));
        };
    }
    ask!(
        students,
        get_cv,
        GetCvRequest {
            student: &name,
            min_position: min_position
        }
    );
    ask!(
        students,
        save_cv,
        SaveCvRequest {
            request_id: id(),
            student: &name,
            cv: v1::Cv::default()
        }
    );
    ask!(
        offers,
        search_offers,
        SearchOffersRequest { student: &name }
    );
    ask!(offers, get_offer, GetOfferRequest { name: &offer });
    ask!(
        follow_ups,
        get_student_follow_up,
        GetStudentFollowUpRequest { student: &name }
    );
    ask!(
        follow_ups,
        watch_student_follow_up,
        WatchStudentFollowUpRequest { student: &name }
    );
    ask!(
        applications,
        get_application,
        GetApplicationRequest { name: &application }
    );
    ask!(
        applications,
        submit_application,
        SubmitApplicationRequest {
            request_id: id(),
            student: &name,
            offer: &offer,
            week: WEEKS[0],
            letter: "Bonjour.",
        }
    );
    ask!(
        applications,
        withdraw_application,
        WithdrawApplicationRequest {
            request_id: id(),
            name: &application,
        }
    );
    ask!(
        applications,
        reinstate_application,
        ReinstateApplicationRequest {
            request_id: id(),
            name: &application,
        }
    );
    ask!(
        applications,
        cancel_placement,
        CancelPlacementRequest {
            request_id: id(),
            name: &application,
            reason: "Rien.",
        }
    );
    ask!(directory, list_sectors, ListSectorsRequest {});
    refusals
}

#[tokio::test(flavor = "multi_thread")]
async fn without_authorisation_and_access_a_pupil_finds_nothing_anywhere() {
    let stage = Stage::set().await;
    let (commands, teacher) = (stage.commands(), stage.college.teacher);
    let student = stage.college.enrolled(commands).await;
    let by_pupil = stage.app.by(Principal::pupil(student));
    let nobody = StudentId(Uuid::new_v4());
    let by_nobody = stage.app.by(Principal::pupil(nobody));

    let steps = ["enrolled", "the form is at home", "signed, but not opened"];
    for step in steps {
        let head = stage.head().await;
        let known = everything(&by_pupil, student, head).await;
        let unknown = everything(&by_nobody, nobody, head).await;
        for ((method, why), (_, of_nobody)) in known.iter().zip(&unknown) {
            // What is missing is told to the pupil, of whom it is a state.
            let missing = if step == steps[2] {
                "ACCESS_CLOSED"
            } else {
                "NOT_AUTHORISED"
            };
            assert_eq!(why.reason, missing, "{step}: {method}: {why:?}");
            assert_eq!(of_nobody.code, Code::NotFound, "{method}");
        }
        if step == steps[0] {
            commands
                .handle(ask(teacher))
                .hand_authorisation_form(student, None)
                .await
                .unwrap();
        } else if step == steps[1] {
            commands
                .handle(ask(teacher))
                .record_authorisation(student, signed_form())
                .await
                .unwrap();
        }
    }
    commands
        .handle(ask(teacher))
        .open_access(student)
        .await
        .unwrap();
    let message = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: of_student(student),
        min_position: stage.head().await,
        as_of: None,
    };
    let own = by_pupil
        .follow_ups()
        .get_student_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    assert!(own.follow_up.unwrap().access_open);
}

async fn withdrawn(stage: &Stage, pupil: Pupil) -> u64 {
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let answer = stage
        .app
        .by(pupil.guardian)
        .students()
        .withdraw_authorisation(message)
        .await;
    answer.unwrap().into_inner().outcome.unwrap().position
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guardian_takes_it_back_and_access_closes_at_once() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(1).await;
    let placed = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    stage.submit(pupil, second, WEEKS[1]).await.unwrap();

    let position = withdrawn(&stage, pupil).await;
    let by_pupil = stage.app.by(pupil.caller);
    for (method, why) in everything(&by_pupil, pupil.student, position).await {
        assert_eq!(why.reason, "NOT_AUTHORISED", "{method}");
    }
    let class = stage.class_follow_up().await;
    let row = &class.students[0];
    assert_eq!(row.authorisation(), v1::AuthorisationState::Withdrawn);
    assert!(!row.access_open);
    let applications = row.application_counts.as_ref().unwrap();
    assert_eq!(
        (
            applications.pending,
            applications.withdrawn,
            applications.accepted
        ),
        (0, 1, 1)
    );
    let flags: Vec<_> = row.placements[0].flags().collect();
    assert_eq!(flags, [v1::PlacementFlag::AuthorisationWithdrawn]);
    assert_eq!(class.totals.unwrap().placements_flagged, 1);

    // It may be given again, and the pupil goes on.
    let again = stage
        .college
        .activated(stage.commands(), pupil.student)
        .await;
    stage.submit(again, second, WEEKS[1]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_keeps_or_cancels_what_a_withdrawn_authorisation_flags() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(1).await;
    let kept = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    let given_up = stage.submit(pupil, second, WEEKS[1]).await.unwrap();
    stage.accept(stage.firms[0], kept).await.unwrap();
    stage.accept(stage.firms[1], given_up).await.unwrap();
    let keep = async |caller: Principal, (student, application)| {
        let message = v1::KeepPlacementRequest {
            request_id: id(),
            name: of_application(student, application),
        };
        let mut client = stage.app.by(caller).applications();
        client.keep_placement(message).await
    };
    let cancel = async |(student, application)| {
        let message = v1::CancelPlacementByCollegeRequest {
            request_id: id(),
            name: of_application(student, application),
            reason: "La famille ne souhaite plus ce stage.".into(),
        };
        let mut client = stage.app.by(stage.college.head).applications();
        client.cancel_placement_by_college(message).await
    };
    let head = stage.college.head;
    let why = refused(keep(head, kept).await);
    let not_flagged = (Code::FailedPrecondition, "PLACEMENT_NOT_FLAGGED");
    assert_eq!((why.code, why.reason.as_str()), not_flagged);
    withdrawn(&stage, pupil).await;
    let class = stage.class_follow_up().await;
    assert_eq!(class.totals.unwrap().placements_flagged, 2);

    let by_teacher = refused(keep(stage.college.teacher, kept).await);
    assert_eq!(by_teacher.code, Code::PermissionDenied);
    keep(head, kept).await.unwrap();
    cancel(given_up).await.unwrap();
    assert_eq!(stage.taken(stage.firms[1], second, WEEKS[1]).await, 0);
    let class = stage.class_follow_up().await;
    let totals = class.totals.unwrap();
    assert_eq!(totals.placements_flagged, 0);
    let counts = totals.placement_counts.unwrap();
    assert_eq!((counts.placed, counts.cancelled_by_college), (1, 1));
    let flags: Vec<_> = class.students[0].placements[0].flags().collect();
    assert_eq!(flags, [v1::PlacementFlag::KeptByHead]);

    // Given again by the same guardian: nothing is left to decide.
    let (again, commands) = (stage.college, stage.commands());
    again.activated(commands, pupil.student).await;
    let why = refused(cancel(kept).await);
    assert_eq!((why.code, why.reason.as_str()), not_flagged);
    let seen = stage.application(pupil, kept).await;
    assert!(seen.placement.unwrap().flags.is_empty());
    let facts: Vec<_> = seen.history.iter().map(|entry| entry.fact()).collect();
    assert_eq!(
        facts[2..],
        [
            v1::ApplicationFact::PlacementFlagged,
            v1::ApplicationFact::PlacementKept,
            v1::ApplicationFact::PlacementFlagSettled,
        ]
    );
    let seen = stage.application(pupil, given_up).await;
    let last = seen.history.last().unwrap();
    assert_eq!(last.text, "La famille ne souhaite plus ce stage.");
    assert_eq!(last.actor(), v1::ActorKind::Head);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_pupil_and_no_refusal_tells_whether_there_is_one() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let elsewhere = College::registered(stage.commands(), 2).await;
    let other_pupil = elsewhere.active_pupil(stage.commands()).await;
    let min_position = stage.head().await;
    let ask_about = async |caller: Principal, student: StudentId| {
        let student = of_student(student);
        let message = v1::GetStudentFollowUpRequest {
            page_size: 0,
            page_token: String::new(),

            student,
            min_position,
            as_of: None,
        };
        refused(
            stage
                .app
                .by(caller)
                .follow_ups()
                .get_student_follow_up(message)
                .await,
        )
    };
    let nobody = StudentId(Uuid::new_v4());
    for caller in [elsewhere.teacher, elsewhere.head, other_pupil.caller] {
        let why = ask_about(caller, pupil.student).await;
        assert_eq!(why.code, Code::NotFound);
        assert_eq!(why, ask_about(caller, nobody).await);
    }
    let class = of_class(stage.college.uai, stage.college.class);
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class,
        min_position,
        as_of: None,
    };
    let by_other = stage
        .app
        .by(elsewhere.head)
        .follow_ups()
        .get_class_follow_up(message)
        .await;
    assert_eq!(refused(by_other).code, Code::NotFound);
    let establishment = of_establishment(stage.college.uai);
    let message = v1::GetEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,
        page_token: String::new(),

        establishment,
        min_position,
        as_of: None,
    };
    let other = stage
        .app
        .by(elsewhere.head)
        .follow_ups()
        .get_establishment_follow_up(message)
        .await;
    assert_eq!(refused(other).code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_answers_for_their_own_child_only() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(other.student),
    };
    let answer = stage
        .app
        .by(pupil.guardian)
        .students()
        .withdraw_authorisation(message)
        .await;
    assert_eq!(refused(answer).code, Code::NotFound);
    let message = v1::ListAuthorisationTrailRequest {
        scope: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let trail = stage
        .app
        .by(pupil.guardian)
        .audit()
        .list_authorisation_trail(message)
        .await;
    assert_eq!(trail.unwrap().into_inner().entries.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_teacher_is_refused_at_once() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (staff, _) = stage.college.teacher.as_staff().unwrap();
    let message = v1::RevokeStaffRequest {
        request_id: id(),
        name: tests::wire::of_staff(stage.college.uai, staff),
    };
    let answer = stage
        .app
        .by(stage.college.head)
        .establishments()
        .revoke_staff(message)
        .await;
    let min_position = answer.unwrap().into_inner().outcome.unwrap().position;
    let by_teacher = stage.app.by(stage.college.teacher);
    let message = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    assert_eq!(
        refused(by_teacher.students().open_access(message).await).code,
        Code::NotFound
    );
    let class = of_class(stage.college.uai, stage.college.class);
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class,
        min_position,
        as_of: None,
    };
    let answer = by_teacher.follow_ups().get_class_follow_up(message).await;
    assert_eq!(refused(answer).code, Code::NotFound);
}
