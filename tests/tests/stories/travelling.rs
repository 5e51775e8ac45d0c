//! Aid for travel from the social funds (EST-10): granted once, corrected by further facts, seen by the
//! family and the college, and by nobody else.
use domain::principal::Principal;
use proto::v1;
use tests::cast::Pupil;
use tests::names::WEEKS;
use tests::wire::{
    Application, id, of_application, of_establishment, of_staff, of_student, refused,
};
use tonic::{Code, Status};

use crate::mail::{has_account, letters};
use crate::stage::Stage;

/// The college grants aid.
async fn grants(
    stage: &Stage,
    by: Principal,
    placement: Application,
    cents: u32,
    day: &str,
) -> Result<v1::CommandOutcome, Status> {
    let message = v1::GrantTravelAidRequest {
        request_id: id(),
        name: of_application(placement.0, placement.1),
        amount_cents: cents,
        granted_date: day.into(),
    };
    let mut college = stage.app.by(by).placements();
    let answer = college.grant_travel_aid(message);
    Ok(answer.await?.into_inner().outcome.unwrap())
}

/// The head corrects it.
async fn corrects(
    stage: &Stage,
    placement: Application,
    cents: u32,
    reason: &str,
) -> Result<v1::CommandOutcome, Status> {
    let message = v1::CorrectTravelAidRequest {
        request_id: id(),
        name: of_application(placement.0, placement.1),
        amount_cents: cents,
        granted_date: "2025-09-29".into(),
        reason: reason.into(),
    };
    let mut by_head = stage.app.by(stage.college.head).placements();
    let answer = by_head.correct_travel_aid(message).await?;
    Ok(answer.into_inner().outcome.unwrap())
}

/// The aid of the pupil's first application, as somebody sees it.
async fn seen(stage: &Stage, by: Principal, pupil: Pupil) -> Option<v1::TravelAid> {
    let message = v1::GetStudentFollowUpRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = stage.app.by(by).follow_ups();
    let answer = follow_ups.get_student_follow_up(message).await.unwrap();
    let shown = answer.into_inner().follow_up.unwrap();
    shown.applications.into_iter().next().unwrap().travel_aid
}

/// Placements aided and cents, of the whole college, now or as of a position.
async fn of_college(stage: &Stage, as_of: Option<u64>) -> (u64, u64) {
    let message = v1::GetEstablishmentFollowUpRequest {
        establishment: of_establishment(stage.college.uai),
        min_position: stage.head().await,
        as_of: as_of.map(v1::get_establishment_follow_up_request::AsOf::AsOfPosition),
        ..v1::GetEstablishmentFollowUpRequest::default()
    };
    let mut by_head = stage.app.by(stage.college.head).follow_ups();
    let answer = by_head.get_establishment_follow_up(message).await.unwrap();
    let shown = answer.into_inner().follow_up.unwrap();
    let totals = shown.totals.unwrap();
    let of_classes = shown.classes.iter().map(|class| class.totals.unwrap());
    let cents: u64 = of_classes.map(|class| class.travel_aid_cents).sum();
    assert_eq!(cents, totals.travel_aid_cents, "the classes add up to it");
    (totals.travel_aids, totals.travel_aid_cents)
}

async fn placed(stage: &Stage) -> (Pupil, Application) {
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let placement = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placement).await.unwrap();
    (pupil, placement)
}

#[tokio::test(flavor = "multi_thread")]
async fn aid_is_granted_once_corrected_by_further_facts_and_seen_by_the_family() {
    let stage = Stage::set().await;
    let (head, day) = (stage.college.head, "2025-09-29");
    let (pupil, placement) = placed(&stage).await;
    let (of_pupil, of_guardian) = (pupil.caller.id(), pupil.guardian.id());
    has_account(&stage.app, of_pupil, "aicha@example.org").await;
    has_account(&stage.app, of_guardian, "mere@example.org").await;
    assert_eq!(seen(&stage, pupil.caller, pupil).await, None);
    let before = stage.head().await;
    let granted = grants(&stage, head, placement, 2_450, day).await.unwrap();
    assert!(!granted.unchanged);
    let again = grants(&stage, head, placement, 2_450, day).await.unwrap();
    assert!(again.unchanged, "said twice it is said once");
    let other = refused(grants(&stage, head, placement, 3_000, day).await);
    assert_eq!(
        (other.reason.as_str(), other.rule.as_str()),
        ("TRAVEL_AID_RECORDED_ALREADY", "EST-10")
    );
    assert_eq!(of_college(&stage, None).await, (1, 2_450));

    let why = "Le car de la vallée est gratuit.";
    corrects(&stage, placement, 1_000, why).await.unwrap();
    for reader in [pupil.caller, pupil.guardian, stage.college.teacher, head] {
        let aid = seen(&stage, reader, pupil).await.unwrap();
        assert_eq!(aid.amount_cents, 1_000, "{reader:?}");
        assert_eq!(aid.granted_date, day);
        let steps = aid.history.iter();
        let steps: Vec<_> = steps
            .map(|step| (step.amount_cents, step.reason.as_str(), step.actor()))
            .collect();
        let by = v1::ActorKind::Head;
        assert_eq!(steps, [(2_450, "", by), (1_000, why, by)], "{reader:?}");
    }
    let class = stage.class_follow_up().await;
    let shown = class.students[0].placements[0].travel_aid.clone().unwrap();
    assert_eq!((shown.amount_cents, shown.history.len()), (1_000, 0));
    assert_eq!(class.totals.unwrap().travel_aid_cents, 1_000);

    corrects(&stage, placement, 0, "Demande annulée par la famille.")
        .await
        .unwrap();
    assert_eq!(of_college(&stage, None).await, (0, 0));
    let at = granted.position;
    assert_eq!(of_college(&stage, Some(at)).await, (1, 2_450), "as of then");
    assert_eq!(of_college(&stage, Some(before)).await, (0, 0));
    let told = letters(&stage.app).await;
    for (kind, times) in [("travel_aid.granted", 1), ("travel_aid.corrected", 2)] {
        for reader in [of_pupil, of_guardian] {
            let to = told.iter().filter(|one| **one == (kind.to_owned(), reader));
            assert_eq!(to.count(), times, "{kind}");
        }
        let all = told.iter().filter(|(of, _)| of == kind);
        assert_eq!(all.count(), 2 * times, "{kind}: the family and nobody else");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_aid_a_host_learns_nothing_and_only_who_holds_the_right_grants_it() {
    let stage = Stage::set().await;
    let (pupil, placement) = placed(&stage).await;
    let day = "2025-09-29";
    let (teacher, firm) = (stage.college.teacher, stage.firms[0].caller);
    let not_theirs = refused(grants(&stage, teacher, placement, 100, day).await);
    assert_eq!(not_theirs.code, Code::NotFound);
    for other in [pupil.caller, pupil.guardian, firm] {
        let never = refused(grants(&stage, other, placement, 100, day).await);
        assert_eq!(never.code, Code::PermissionDenied, "{other:?}");
    }
    let history = stage.application(pupil, placement).await.history.len();
    let (staff, uai) = teacher.as_staff().unwrap();
    let message = v1::GrantRightsRequest {
        request_id: id(),
        name: of_staff(uai, staff),
        rights: vec![v1::StaffRight::GrantTravelAid.into()],
    };
    let mut by_head = stage.app.by(stage.college.head).establishments();
    by_head.grant_rights(message).await.unwrap();
    grants(&stage, teacher, placement, 100, day).await.unwrap();
    let message = v1::GetApplicationRequest {
        name: of_application(placement.0, placement.1),
        min_position: stage.head().await,
        ..v1::GetApplicationRequest::default()
    };
    let mut by_host = stage.app.by(firm).applications();
    let shown = by_host.get_application(message).await.unwrap().into_inner();
    let shown = shown.application.unwrap();
    assert_eq!(shown.history.len(), history, "no step of the application");
}

#[tokio::test(flavor = "multi_thread")]
async fn aid_within_bounds_for_a_placement_alone() {
    let stage = Stage::set_with(|settings| settings.rules.travel_aid_cents = 5_000).await;
    let head = stage.college.head;
    let (pupil, placement) = placed(&stage).await;
    let day = "2025-09-29";
    for cents in [0, 5_001] {
        let unfit = refused(grants(&stage, head, placement, cents, day).await);
        assert_eq!(
            (unfit.code, unfit.reason.as_str(), unfit.field.as_str()),
            (
                Code::InvalidArgument,
                "TRAVEL_AID_AMOUNT_UNFIT",
                "amount_cents"
            )
        );
    }
    for day in ["2025-07-31", "2025-09-30"] {
        let unfit = refused(grants(&stage, head, placement, 100, day).await);
        assert_eq!(unfit.reason, "TRAVEL_AID_DAY_UNFIT");
        assert_eq!(unfit.field, "granted_date");
    }
    let none = refused(corrects(&stage, placement, 0, "Rien.").await);
    assert_eq!(none.reason, "NO_TRAVEL_AID");
    let [other, _] = stage.offers(1).await;
    let pending = stage.submit(pupil, other, WEEKS[1]).await.unwrap();
    let no_placement = refused(grants(&stage, head, pending, 100, day).await);
    assert_eq!(no_placement.reason, "NOT_A_PLACEMENT");
    grants(&stage, head, placement, 5_000, day).await.unwrap();
    let mute = refused(corrects(&stage, placement, 0, " ").await);
    assert_eq!(
        (mute.code, mute.field.as_str()),
        (Code::InvalidArgument, "reason")
    );
}
