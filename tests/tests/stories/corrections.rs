//! Mistakes are corrected by further facts (STU-16, AGR-5): figures follow, and history shows both.
use eventlog::Position;
use proto::v1;
use tests::cast::{Pupil, committee};
use tests::names::{WEEKS, instant};
use tests::wire::{Application, id, of_application, of_class, of_student, refused};

use crate::stage::Stage;

impl Stage {
    async fn follow_up(&self, pupil: Pupil) -> v1::StudentFollowUp {
        let message = v1::GetStudentFollowUpRequest {
            student: of_student(pupil.student),
            min_position: self.head().await,
            ..v1::GetStudentFollowUpRequest::default()
        };
        let mut by_head = self.app.by(self.college.head).follow_ups();
        let answer = by_head.get_student_follow_up(message).await;
        answer.unwrap().into_inner().follow_up.unwrap()
    }

    /// The applications that the country counts, of girls and of boys, now or as of a position.
    async fn of_girls_and_boys(&self, as_of: Option<u64>) -> (u64, u64) {
        let message = v1::GetTerritoryDashboardRequest {
            name: "national".into(),
            min_position: self.head().await,
            school_year: "all".into(),
            as_of: as_of.map(v1::get_territory_dashboard_request::AsOf::AsOfPosition),
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut steering = self.app.by(committee()).steering();
        let answer = steering.get_territory_dashboard(message).await;
        let shown = answer.unwrap().into_inner().dashboard.unwrap();
        let asked = shown.applications.unwrap();
        (asked.girls, asked.boys)
    }

    /// The kinds of the letters that wait for an address.
    async fn letters_to(&self, address: &str) -> Vec<String> {
        let until = Position(self.head().await);
        self.app.app.mail.wait_for(until).await.unwrap();
        let accounts = &self.app.app.accounts.accounts;
        let listed = accounts.list_messages(0, 1_000).await.unwrap();
        let to = listed
            .into_iter()
            .filter(|one| one.message.address == address);
        to.map(|one| one.message.kind).collect()
    }

    async fn decline(&self, (student, application): Application) {
        let message = v1::DeclineApplicationRequest {
            request_id: id(),
            name: of_application(student, application),
            message: "Nous n'avons plus de place.".into(),
        };
        let mut host = self.app.by(self.firms[0].caller).applications();
        host.decline_application(message).await.unwrap();
    }

    async fn undo_decline(
        &self,
        (student, application): Application,
    ) -> Result<v1::UndoDeclineResponse, tonic::Status> {
        let message = v1::UndoDeclineRequest {
            request_id: id(),
            name: of_application(student, application),
        };
        let mut host = self.app.by(self.firms[0].caller).applications();
        Ok(host.undo_decline(message).await?.into_inner())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_pupil_is_is_corrected_and_figures_follow() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let before = stage.head().await;
    assert_eq!(stage.of_girls_and_boys(None).await, (1, 0));

    let message = v1::CorrectStudentRequest {
        request_id: id(),
        name: of_student(pupil.student),
        identity: Some(v1::StudentIdentity {
            given_name: "Aïcha-Lou".into(),
            family_name: "Martin".into(),
            birth_date: "2011-03-05".into(),
            mail: String::new(),
        }),
        gender: v1::Gender::Boy.into(),
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    by_teacher.correct_student(message).await.unwrap();

    let shown = stage.follow_up(pupil).await;
    assert_eq!(shown.identity.unwrap().given_name, "Aïcha-Lou");
    assert_eq!(shown.gender, i32::from(v1::Gender::Boy));
    assert!(shown.access_open, "the pupil goes on as before");
    let told: Vec<_> = shown
        .record
        .iter()
        .map(|step| {
            let name = step.identity.as_ref().map(|who| who.given_name.as_str());
            (step.fact(), name, step.gender())
        })
        .collect();
    use v1::StudentFact as F;
    assert_eq!(
        told,
        [
            (F::Enrolled, Some("Aïcha"), v1::Gender::Girl),
            (
                F::IdentityCorrected,
                Some("Aïcha-Lou"),
                v1::Gender::Unspecified
            ),
            (F::GenderCorrected, None, v1::Gender::Boy),
        ]
    );
    let application = stage.application(pupil, asked).await;
    assert_eq!(application.state(), v1::ApplicationState::Pending);
    assert_eq!(application.student_display_name, "Aïcha-Lou Martin");
    assert_eq!(stage.of_girls_and_boys(None).await, (0, 1));
    assert_eq!(stage.of_girls_and_boys(Some(before)).await, (1, 0));
    stage.accept(stage.firms[0], asked).await.unwrap();
    assert_eq!(stage.of_girls_and_boys(None).await, (0, 1));

    let nothing = v1::CorrectStudentRequest {
        request_id: id(),
        name: of_student(pupil.student),
        ..v1::CorrectStudentRequest::default()
    };
    assert_eq!(
        refused(by_teacher.correct_student(nothing).await).field,
        "identity"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn contradicting_outcomes_are_shown_and_the_colleges_holds() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let placed = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    stage.app.clock.set(instant("2026-03-16T08:00:00Z"));
    let name = of_application(placed.0, placed.1);
    let completed = || v1::ConfirmCompletionRequest {
        request_id: id(),
        name: name.clone(),
    };
    let missed = || v1::ReportAbsenceRequest {
        request_id: id(),
        name: name.clone(),
    };
    let mut host = stage.app.by(stage.firms[0].caller).placements();
    let mut teacher = stage.app.by(stage.college.teacher).placements();
    use v1::PlacementState::{Completed, Missed, Unspecified};
    let shown = async || {
        let placement = stage.application(pupil, placed).await.placement.unwrap();
        let contradict = placement
            .flags()
            .any(|flag| flag == v1::PlacementFlag::OutcomesContradict);
        let told = (placement.told_by_host(), placement.told_by_college());
        (placement.state(), told, contradict)
    };
    host.report_absence(missed()).await.unwrap();
    assert_eq!(shown().await, (Missed, (Missed, Unspecified), false));
    // By mistake: the host says otherwise, and then the college again otherwise.
    host.confirm_completion(completed()).await.unwrap();
    assert_eq!(shown().await, (Completed, (Completed, Unspecified), false));
    teacher.report_absence(missed()).await.unwrap();
    assert_eq!(shown().await, (Missed, (Completed, Missed), true));
    let follow_up = stage.class_follow_up().await;
    let counts = follow_up.totals.unwrap().placement_counts.unwrap();
    assert_eq!((counts.completed, counts.missed), (0, 1));
    teacher.confirm_completion(completed()).await.unwrap();
    assert_eq!(shown().await, (Completed, (Completed, Completed), false));
    host.report_absence(missed()).await.unwrap();
    assert_eq!(shown().await, (Completed, (Missed, Completed), true));
    let history = stage.application(pupil, placed).await.history;
    let facts: Vec<_> = history.iter().skip(2).map(|entry| entry.fact()).collect();
    use v1::ApplicationFact as F;
    assert_eq!(
        facts,
        [
            F::PlacementMissed,
            F::OutcomeCorrectedToCompleted,
            F::OutcomeCorrectedToMissed,
            F::OutcomeCorrectedToCompleted,
            F::MissedToldToo,
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_comes_back_on_its_no_before_the_pupil_acted_on_it() {
    let stage = Stage::set().await;
    let [offer, other] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    assert_eq!(
        refused(
            stage
                .undo_decline((pupil.student, domain::ids::ApplicationId(uuid::Uuid::nil())))
                .await
        )
        .code,
        tonic::Code::NotFound
    );
    stage.decline(asked).await;
    stage.undo_decline(asked).await.unwrap();
    let shown = stage.application(pupil, asked).await;
    assert_eq!(shown.state(), v1::ApplicationState::Pending);
    let facts: Vec<_> = shown.history.iter().map(|entry| entry.fact()).collect();
    use v1::ApplicationFact as F;
    assert_eq!(facts, [F::Submitted, F::DeclinedByHost, F::DeclineUndone]);
    // Declined once more, the pupil asks another host for that week.
    stage.decline(asked).await;
    stage.submit(pupil, other, WEEKS[0]).await.unwrap();
    let late = refused(stage.undo_decline(asked).await);
    assert_eq!(late.reason, "DECLINE_ACTED_ON");
    // What waits again can be accepted.
    let second = stage.submit(pupil, offer, WEEKS[1]).await.unwrap();
    stage.decline(second).await;
    stage.undo_decline(second).await.unwrap();
    stage.accept(stage.firms[0], second).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardians_address_is_corrected_and_never_to_one_of_staff() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let message = |mail: &str| v1::CorrectGuardianRequest {
        request_id: id(),
        student: of_student(pupil.student),
        guardian: wire::names::of_guardian(domain::ids::GuardianId(pupil.guardian.id())),
        identity: Some(v1::PersonIdentity {
            full_name: "La mère".into(),
            mail: mail.into(),
        }),
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    by_teacher
        .correct_guardian(message("la.mere@example.org"))
        .await
        .unwrap();
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let mut by_head = stage.app.by(stage.college.head).audit();
    let trail = by_head.list_authorisation_trail(trail).await.unwrap();
    let last = trail.into_inner().entries.pop().unwrap();
    assert_eq!(last.fact(), v1::AuthorisationFact::GuardianCorrected);
    let unknown = v1::CorrectGuardianRequest {
        guardian: format!("guardians/{}", uuid::Uuid::new_v4()),
        ..message("la.mere@example.org")
    };
    let nobody = refused(by_teacher.correct_guardian(unknown).await);
    assert_eq!(nobody.reason, "GUARDIAN_UNKNOWN");
    let invited = stage.letters_to("la.mere@example.org").await;
    assert_eq!(invited, ["invitation.guardian"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_enrolled_twice_is_pointed_out_and_taken_out_of_the_figures() {
    let stage = Stage::set().await;
    let first = stage.college.enrolled(stage.commands()).await;
    let again = v1::EnrolStudentRequest {
        request_id: id(),
        class: of_class(stage.college.uai, stage.college.class),
        identity: Some(v1::StudentIdentity {
            given_name: "AICHA".into(),
            family_name: "martin".into(),
            birth_date: "2011-03-04".into(),
            mail: String::new(),
        }),
        gender: v1::Gender::Girl.into(),
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    let answer = by_teacher.enrol_student(again).await.unwrap().into_inner();
    assert_eq!(answer.possible_duplicates, [of_student(first)]);
    let class = stage.class_follow_up().await;
    assert_eq!(class.totals.unwrap().students, 2);
    for student in &class.students {
        assert_eq!(student.possible_duplicates.len(), 1);
        assert_ne!(student.possible_duplicates[0], student.student);
    }
    let mistake = |name: &str| v1::MarkEnrolledByMistakeRequest {
        request_id: id(),
        name: name.to_owned(),
    };
    let before = stage.head().await;
    by_teacher
        .mark_enrolled_by_mistake(mistake(&answer.name))
        .await
        .unwrap();
    let class = stage.class_follow_up().await;
    assert_eq!(class.totals.unwrap().students, 1);
    assert_eq!(class.students.len(), 1);
    assert!(class.students[0].possible_duplicates.is_empty());
    let country = |as_of: Option<u64>| v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        as_of: as_of.map(v1::get_territory_dashboard_request::AsOf::AsOfPosition),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = stage.app.by(committee()).steering();
    for (as_of, students) in [(None, 1), (Some(before), 2)] {
        let shown = steering.get_territory_dashboard(country(as_of)).await;
        let shown = shown.unwrap().into_inner().dashboard.unwrap();
        assert_eq!(shown.students, students, "{as_of:?}");
    }
    // Whoever has applied is somebody.
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.college.activated(stage.commands(), first).await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let somebody = by_teacher.mark_enrolled_by_mistake(mistake(&of_student(first)));
    assert_eq!(refused(somebody.await).reason, "PUPIL_HAS_APPLIED");
}
