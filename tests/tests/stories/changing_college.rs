//! A pupil leaves the college, and another takes them in with CV and history (STU-17).
use proto::v1;
use tests::cast::{College, committee};
use tests::names::{WEEKS, uai};
use tests::wire::{
    application_of, id, of_application, of_class, of_establishment, of_student, refused,
};
use tonic::Code;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_changes_college_with_cv_and_history() {
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    let third = College::registered(stage.commands(), 3).await;
    let [offer, another] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    let cv = v1::SaveCvRequest {
        request_id: id(),
        student: student.clone(),
        cv: Some(v1::Cv {
            about: "J'aime les arbres.".into(),
            ..v1::Cv::default()
        }),
        etag: String::new(),
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    by_pupil.save_cv(cv).await.unwrap();
    let placed = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let waits = stage.submit(pupil, another, WEEKS[1]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();

    // The old college lets go, and says where to and that the family agrees.
    let mut old = stage.app.by(stage.college.head).students();
    let leave = |to: &str, agreed: &str| v1::RecordDepartureRequest {
        request_id: id(),
        name: student.clone(),
        new_establishment: to.into(),
        agreed_date: agreed.into(),
    };
    let to_other = of_establishment(other.uai);
    for (to, agreed, why) in [
        (
            of_establishment(stage.college.uai),
            "2025-09-29",
            "NO_OTHER_COLLEGE",
        ),
        (of_establishment(uai(77)), "2025-09-29", "NO_OTHER_COLLEGE"),
        (to_other.clone(), "2025-09-30", "SIGNED_IN_THE_FUTURE"),
        (to_other.clone(), "", "BAD_INPUT"),
    ] {
        let refusal = refused(old.record_departure(leave(&to, agreed)).await);
        assert_eq!(refusal.reason, why);
    }
    old.record_departure(leave(&to_other, "2025-09-29"))
        .await
        .unwrap();
    let shown = async |college: College| {
        let message = v1::GetStudentFollowUpRequest {
            student: student.clone(),
            min_position: stage.head().await,
            ..v1::GetStudentFollowUpRequest::default()
        };
        let mut follow_ups = stage.app.by(college.head).follow_ups();
        let answer = follow_ups.get_student_follow_up(message).await;
        answer.map(|answer| answer.into_inner().follow_up.unwrap())
    };
    let left = shown(stage.college).await.unwrap();
    assert_eq!(left.standing(), v1::StudentStanding::Left);
    assert_eq!(left.new_establishment, to_other);
    assert!(!left.access_open);
    for application in &left.applications {
        if application_of(&application.name) == waits {
            assert_eq!(application.state(), v1::ApplicationState::Withdrawn);
        } else {
            let flags: Vec<_> = application.flags().collect();
            assert_eq!(flags, [v1::PlacementFlag::PupilLeft]);
        }
    }
    let gone = stage.submit(pupil, another, WEEKS[2]).await;
    assert_eq!(refused(gone).reason, "PUPIL_HAS_LEFT");
    let keep = v1::KeepPlacementRequest {
        request_id: id(),
        name: of_application(placed.0, placed.1),
    };
    let mut by_head = stage.app.by(stage.college.head).applications();
    by_head.keep_placement(keep).await.unwrap();

    // The named college finds the pupil and takes them in; no other one can.
    let arrivals = v1::ListArrivalsRequest {
        establishment: to_other.clone(),
        min_position: stage.head().await,
        ..v1::ListArrivalsRequest::default()
    };
    let mut new = stage.app.by(other.head).students();
    let arriving = new.list_arrivals(arrivals.clone()).await.unwrap();
    let arriving = arriving.into_inner().arrivals;
    assert_eq!(arriving.len(), 1);
    assert_eq!(arriving[0].student, student);
    assert_eq!(arriving[0].identity.as_ref().unwrap().given_name, "Aïcha");
    let take_in = |college: College| v1::TakeInStudentRequest {
        request_id: id(),
        name: student.clone(),
        class: of_class(college.uai, college.class),
    };
    let mut stranger = stage.app.by(third.head).students();
    let none = stranger.take_in_student(take_in(third)).await;
    assert_eq!(none.unwrap_err().code(), Code::NotFound);
    let before = stage.head().await;
    new.take_in_student(take_in(other)).await.unwrap();
    let none = new.list_arrivals(v1::ListArrivalsRequest {
        min_position: stage.head().await,
        ..arrivals
    });
    assert!(none.await.unwrap().into_inner().arrivals.is_empty());

    let arrived = shown(other).await.unwrap();
    assert_eq!(arrived.standing(), v1::StudentStanding::Present);
    assert_eq!(arrived.class, of_class(other.uai, other.class));
    assert_eq!(arrived.authorisation(), v1::AuthorisationState::Missing);
    assert_eq!((arrived.cv_versions, arrived.applications.len()), (1, 2));
    let facts: Vec<_> = arrived.record.iter().map(|step| step.fact()).collect();
    use v1::StudentFact as F;
    assert_eq!(facts, [F::Enrolled, F::Left, F::TakenIn]);
    assert_eq!(
        shown(stage.college).await.unwrap_err().code(),
        Code::NotFound
    );
    // Each college counts whom it has; what went before is shown as of then.
    for (college, as_of, students) in [
        (stage.college, None, 0),
        (other, None, 1),
        (stage.college, Some(before), 1),
        (other, Some(before), 0),
    ] {
        let message = v1::GetEstablishmentFollowUpRequest {
            establishment: of_establishment(college.uai),
            as_of: as_of.map(v1::get_establishment_follow_up_request::AsOf::AsOfPosition),
            ..v1::GetEstablishmentFollowUpRequest::default()
        };
        let mut follow_ups = stage.app.by(college.head).follow_ups();
        let answer = follow_ups.get_establishment_follow_up(message).await;
        let totals = answer.unwrap().into_inner().follow_up.unwrap().totals;
        assert_eq!(
            totals.unwrap().students,
            students,
            "{} {as_of:?}",
            college.uai
        );
    }
    let country = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = stage.app.by(committee()).steering();
    let national = steering.get_territory_dashboard(country).await.unwrap();
    let national = national.into_inner().dashboard.unwrap();
    let placed = national.placements.unwrap().girls;
    assert_eq!((national.students, placed), (1, 1));
    // The pupil acts again once the new college has an authorisation of its own.
    let active = other.activated(stage.commands(), pupil.student).await;
    stage.submit(active, another, WEEKS[2]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_by_mistake_is_taken_back_by_the_college_itself() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    let mut by_head = stage.app.by(stage.college.head).students();
    let leave = v1::RecordDepartureRequest {
        request_id: id(),
        name: student.clone(),
        ..v1::RecordDepartureRequest::default()
    };
    by_head.record_departure(leave).await.unwrap();
    let back = v1::TakeInStudentRequest {
        request_id: id(),
        name: student.clone(),
        class: of_class(stage.college.uai, stage.college.class),
    };
    by_head.take_in_student(back).await.unwrap();
    let open = v1::OpenAccessRequest {
        request_id: id(),
        student,
    };
    by_head.open_access(open).await.unwrap();
    let [offer, _] = stage.offers(1).await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
}

/// How many pupils a college counts in a school year.
async fn counted(stage: &Stage, college: College, school_year: &str) -> u64 {
    let message = v1::GetEstablishmentFollowUpRequest {
        establishment: of_establishment(college.uai),
        min_position: stage.head().await,
        school_year: school_year.into(),
        ..v1::GetEstablishmentFollowUpRequest::default()
    };
    let mut follow_ups = stage.app.by(college.head).follow_ups();
    let answer = follow_ups.get_establishment_follow_up(message).await;
    let shown = answer.unwrap().into_inner().follow_up.unwrap();
    shown
        .totals
        .map(|totals| totals.students)
        .unwrap_or_default()
}

/// Every step of a pupil's enrolment, as their college sees it.
async fn record(stage: &Stage, college: College, student: &str) -> Vec<v1::StudentFact> {
    let message = v1::GetStudentFollowUpRequest {
        student: student.into(),
        min_position: stage.head().await,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = stage.app.by(college.head).follow_ups();
    let answer = follow_ups.get_student_follow_up(message).await;
    let shown = answer.unwrap().into_inner().follow_up.unwrap();
    shown.record.iter().map(|step| step.fact()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_moved_to_another_college_by_mistake_comes_back_and_counts_once() {
    use v1::StudentFact as F;
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    let [offer, another] = stage.offers(2).await;
    let waits = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    for (from, to) in [(stage.college, other), (other, stage.college)] {
        let leave = v1::RecordDepartureRequest {
            request_id: id(),
            name: student.clone(),
            new_establishment: of_establishment(to.uai),
            agreed_date: "2025-09-29".into(),
        };
        let mut by_head = stage.app.by(from.head).students();
        by_head.record_departure(leave).await.unwrap();
        let take_in = v1::TakeInStudentRequest {
            request_id: id(),
            name: student.clone(),
            class: of_class(to.uai, to.class),
        };
        let mut by_head = stage.app.by(to.head).students();
        by_head.take_in_student(take_in).await.unwrap();
        assert_eq!(counted(&stage, to, "2025-2026").await, 1);
        assert_eq!(counted(&stage, from, "2025-2026").await, 0);
    }
    let facts = record(&stage, stage.college, &student).await;
    assert_eq!(
        facts,
        [F::Enrolled, F::Left, F::TakenIn, F::Left, F::TakenIn]
    );
    let country = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = stage.app.by(committee()).steering();
    let national = steering.get_territory_dashboard(country).await.unwrap();
    assert_eq!(national.into_inner().dashboard.unwrap().students, 1);
    // A form of this college again, and the pupil goes on where they were.
    let back = stage
        .college
        .activated(stage.commands(), pupil.student)
        .await;
    stage.submit(back, another, WEEKS[1]).await.unwrap();
    let gone = stage.accept(stage.firms[0], waits).await;
    assert!(gone.is_err(), "it was withdrawn when the pupil left");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_moved_to_next_year_s_class_by_mistake_goes_back_and_counts_once() {
    use v1::StudentFact as F;
    let stage = Stage::set().await;
    let student = of_student(stage.pupil().await.student);
    let new = commands::NewClass {
        label: "3e de l'an prochain".into(),
        level: domain::establishment::Level::Troisieme,
    };
    let next = tests::names::this_year().next();
    let handler = stage
        .commands()
        .handle(tests::names::ask(stage.college.head));
    let opened = handler.open_class(stage.college.uai, new, next);
    let ahead = opened.await.unwrap().1;
    let mut by_head = stage.app.by(stage.college.head).students();
    for (class, counts) in [(ahead, [1, 1]), (stage.college.class, [1, 0])] {
        let message = v1::MoveStudentRequest {
            request_id: id(),
            name: student.clone(),
            class: of_class(stage.college.uai, class),
        };
        by_head.move_student(message).await.unwrap();
        let shown = [
            counted(&stage, stage.college, "2025-2026").await,
            counted(&stage, stage.college, "2026-2027").await,
        ];
        assert_eq!(shown, counts);
    }
    let facts = record(&stage, stage.college, &student).await;
    assert_eq!(facts, [F::Enrolled, F::Moved, F::Moved]);
}
