//! Whoever reads an application is told what they can do about it, and that is not refused (STU-11, OFF-5,
//! STU-2, AGR-5, EST-10).
use domain::principal::Principal;
use proto::v1;
use tests::cast::Pupil;
use tests::names::{WEEKS, instant};
use tests::wire::{Application, id, of_application, of_student, refused};
use v1::ApplicationAct as Act;

use crate::stage::Stage;

impl Stage {
    async fn acts(&self, caller: Principal, asked: Application) -> Vec<Act> {
        let message = v1::GetApplicationRequest {
            name: of_application(asked.0, asked.1),
            min_position: self.head().await,
            ..v1::GetApplicationRequest::default()
        };
        let mut client = self.app.by(caller).applications();
        let answer = client.get_application(message).await.unwrap().into_inner();
        answer.application.unwrap().possible_acts().collect()
    }

    /// Of the pupil, the host, the main teacher and the head.
    async fn acts_of_all(&self, pupil: Pupil, asked: Application) -> [Vec<Act>; 4] {
        assert_eq!(self.acts(pupil.guardian, asked).await, []);
        [
            self.acts(pupil.caller, asked).await,
            self.acts(self.firms[0].caller, asked).await,
            self.acts(self.college.teacher, asked).await,
            self.acts(self.college.head, asked).await,
        ]
    }

    async fn saves_cv(&self, pupil: Pupil) {
        let message = v1::SaveCvRequest {
            request_id: id(),
            student: of_student(pupil.student),
            cv: Some(v1::Cv {
                about: "J'aime les animaux.".into(),
                ..v1::Cv::default()
            }),
            etag: String::new(),
        };
        let mut students = self.app.by(pupil.caller).students();
        students.save_cv(message).await.unwrap();
    }

    async fn gives_up(&self, pupil: Pupil, asked: Application) {
        let message = v1::CancelPlacementRequest {
            request_id: id(),
            name: of_application(asked.0, asked.1),
            reason: "Une autre idée.".into(),
        };
        let mut applications = self.app.by(pupil.caller).applications();
        applications.cancel_placement(message).await.unwrap();
    }
}

fn name(asked: Application) -> String {
    of_application(asked.0, asked.1)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_told_what_they_can_do_from_asking_to_the_end_of_the_week() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(1).await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let late = stage.submit(other, offer, WEEKS[0]).await.unwrap();
    let answers = [
        Act::ExamineApplication,
        Act::AcceptApplication,
        Act::DeclineApplication,
    ];
    let [by_pupil, by_host, by_teacher, by_head] = stage.acts_of_all(pupil, asked).await;
    assert_eq!(by_pupil, [Act::WithdrawApplication]);
    assert_eq!(by_host, answers);
    assert_eq!((by_teacher, by_head), (vec![], vec![]));

    let host = stage.firms[0].caller;
    let message = v1::ExamineApplicationRequest {
        request_id: id(),
        name: name(asked),
    };
    let mut applications = stage.app.by(host).applications();
    applications.examine_application(message).await.unwrap();
    assert_eq!(stage.acts(host, asked).await, answers[1..]);
    stage.saves_cv(pupil).await;
    let sends = [Act::SendCv, Act::WithdrawApplication];
    assert_eq!(stage.acts(pupil.caller, asked).await, sends);

    stage.accept(stage.firms[0], asked).await.unwrap();
    let [by_pupil, by_host, _, by_head] = stage.acts_of_all(pupil, asked).await;
    assert_eq!(by_pupil, [Act::SendCv, Act::CancelPlacement]);
    assert_eq!(by_host, [Act::CancelPlacementByHost]);
    assert_eq!(by_head, [Act::GrantTravelAid]);
    // The one seat is taken: what waits for it can be declined.
    let no_seat = [Act::ExamineApplication, Act::DeclineApplication];
    assert_eq!(stage.acts(host, late).await, no_seat);
    let full = refused(stage.accept(stage.firms[0], late).await);
    assert_eq!(full.reason, "NO_SEAT_LEFT");

    // The guardian takes the authorisation back: the head decides.
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let mut by_guardian = stage.app.by(pupil.guardian).students();
    by_guardian.withdraw_authorisation(withdraw).await.unwrap();
    let head = stage.college.head;
    let decides = [
        Act::KeepPlacement,
        Act::CancelPlacementByCollege,
        Act::GrantTravelAid,
    ];
    assert_eq!(stage.acts(head, asked).await, decides);
    let keep = v1::KeepPlacementRequest {
        request_id: id(),
        name: name(asked),
    };
    let mut applications = stage.app.by(head).applications();
    applications.keep_placement(keep).await.unwrap();
    assert_eq!(stage.acts(head, asked).await, decides[1..]);

    stage.app.clock.set(instant("2026-03-16T08:00:00Z"));
    let tells = [Act::ConfirmCompletion, Act::ReportAbsence];
    assert_eq!(stage.acts(host, asked).await, tells);
    let completed = v1::ConfirmCompletionRequest {
        request_id: id(),
        name: name(asked),
    };
    let mut placements = stage.app.by(host).placements();
    placements.confirm_completion(completed).await.unwrap();
    assert_eq!(stage.acts(host, asked).await, [Act::ReportAbsence]);
    let of_college = [
        Act::ConfirmCompletion,
        Act::ReportAbsence,
        Act::RecordDebrief,
        Act::GrantTravelAid,
    ];
    assert_eq!(stage.acts(head, asked).await, of_college);
    let granted = v1::GrantTravelAidRequest {
        request_id: id(),
        name: name(asked),
        amount_cents: 1_250,
        granted_date: "2026-03-10".into(),
    };
    let mut placements = stage.app.by(head).placements();
    placements.grant_travel_aid(granted).await.unwrap();
    let last = stage.acts(head, asked).await.pop();
    assert_eq!(last, Some(Act::CorrectTravelAid));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_can_be_undone_and_what_fell_away_asked_again_as_long_as_it_is_told_so() {
    let stage = Stage::set().await;
    let [offer, other] = stage.offers(1).await;
    let [host, other_host] = stage.firms.map(|firm| firm.caller);
    let pupil = stage.pupil().await;
    let declined = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let no = v1::DeclineApplicationRequest {
        request_id: id(),
        name: name(declined),
        message: "Une autre fois.".into(),
    };
    let mut applications = stage.app.by(host).applications();
    applications.decline_application(no).await.unwrap();
    assert_eq!(stage.acts(host, declined).await, [Act::UndoDecline]);
    assert_eq!(stage.acts(pupil.caller, declined).await, []);
    let elsewhere = stage.submit(pupil, other, WEEKS[0]).await.unwrap();
    assert_eq!(
        stage.acts(host, declined).await,
        [],
        "the pupil acted on it"
    );
    let undo = v1::UndoDeclineRequest {
        request_id: id(),
        name: name(declined),
    };
    let acted_on = refused(applications.undo_decline(undo).await);
    assert_eq!(acted_on.reason, "DECLINE_ACTED_ON");

    // Placed elsewhere, the sibling falls away; given up, it may ask again.
    let sibling = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[1], elsewhere).await.unwrap();
    assert_eq!(stage.acts(pupil.caller, sibling).await, []);
    stage.gives_up(pupil, elsewhere).await;
    let again = [Act::ReinstateApplication];
    assert_eq!(stage.acts(pupil.caller, sibling).await, again);
    assert_eq!(stage.acts(host, sibling).await, []);
    let reinstate = || v1::ReinstateApplicationRequest {
        request_id: id(),
        name: name(sibling),
    };
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    by_pupil.reinstate_application(reinstate()).await.unwrap();
    let withdraws = [Act::WithdrawApplication];
    assert_eq!(stage.acts(pupil.caller, sibling).await, withdraws);
    let strangers = stage.acts(other_host, elsewhere).await;
    assert_eq!(strangers, [], "given up is given up");
}
