//! A partner evaluates offers and completed placements; hosts see theirs, dashboards show averages
//! (OFF-9).
use domain::principal::{Principal, Role};
use proto::v1;
use tests::cast::{committee, stranger};
use tests::names::{WEEKS, instant};
use tests::wire::{id, of_application, of_establishment, of_host, of_offer, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

async fn partner(stage: &Stage, to: &[String]) -> (String, Principal) {
    let mut partners = stage.app.by(committee()).partners();
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Regards sur les stages".into(),
        territory: "national".into(),
        identity: Some(v1::PersonIdentity {
            full_name: "La présidente".into(),
            mail: "presidente@example.org".into(),
        }),
    };
    let name = partners
        .name_partner(message)
        .await
        .unwrap()
        .into_inner()
        .name;
    for assignment in to {
        let message = v1::AssignPartnerRequest {
            request_id: id(),
            name: name.clone(),
            assignment: assignment.clone(),
        };
        partners.assign_partner(message).await.unwrap();
    }
    let own = name.rsplit('/').next().unwrap().parse().unwrap();
    (name, Principal::partner(own))
}

async fn offer(stage: &Stage, by: Principal, name: String, mark: u32) -> Result<(), Status> {
    let message = v1::EvaluateOfferRequest {
        request_id: id(),
        name,
        mark,
        comment: "Un accueil soigné.".into(),
    };
    stage
        .app
        .by(by)
        .evaluations()
        .evaluate_offer(message)
        .await?;
    Ok(())
}

async fn placement(stage: &Stage, by: Principal, name: String, mark: u32) -> Result<(), Status> {
    let message = v1::EvaluatePlacementRequest {
        request_id: id(),
        name,
        mark,
        comment: String::new(),
    };
    stage
        .app
        .by(by)
        .evaluations()
        .evaluate_placement(message)
        .await?;
    Ok(())
}

async fn of_the_host(
    stage: &Stage,
    by: Principal,
    host: String,
) -> Result<v1::ListEvaluationsOfHostResponse, Status> {
    let message = v1::ListEvaluationsOfHostRequest {
        host,
        min_position: stage.head().await,
        ..v1::ListEvaluationsOfHostRequest::default()
    };
    let mut evaluations = stage.app.by(by).evaluations();
    Ok(evaluations
        .list_evaluations_of_host(message)
        .await?
        .into_inner())
}

async fn evaluable(stage: &Stage, by: Principal, name: &str) -> Vec<v1::Evaluable> {
    let message = v1::ListEvaluableRequest {
        name: name.into(),
        min_position: stage.head().await,
        ..v1::ListEvaluableRequest::default()
    };
    let listed = stage.app.by(by).evaluations().list_evaluable(message).await;
    listed.unwrap().into_inner().evaluable
}

async fn dashboard(stage: &Stage) -> v1::TerritoryDashboard {
    let message = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        min_position: stage.head().await,
        as_of: None,
        school_year: "2025-2026".into(),
        scheme: 0,
    };
    let answer = stage
        .app
        .by(committee())
        .steering()
        .get_territory_dashboard(message)
        .await;
    answer.unwrap().into_inner().dashboard.unwrap()
}

/// The facts behind a figure of the country.
async fn why_so(stage: &Stage, measure: v1::TerritoryMeasure) -> v1::ExplainFigureResponse {
    let cell = v1::TerritoryCell {
        territory: "national".into(),
        school_year: "all".into(),
        measure: measure.into(),
        ..v1::TerritoryCell::default()
    };
    let message = v1::ExplainFigureRequest {
        cell: Some(v1::explain_figure_request::Cell::Territory(cell)),
        min_position: stage.head().await,
        ..v1::ExplainFigureRequest::default()
    };
    let mut audit = stage.app.by(committee()).audit();
    audit.explain_figure(message).await.unwrap().into_inner()
}

/// The pupil did the week, and the host says so.
async fn completed(stage: &Stage, of: domain::ids::OfferId) -> String {
    let pupil = stage.pupil().await;
    let application = stage.submit(pupil, of, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let name = of_application(application.0, application.1);
    stage.app.clock.set(instant("2026-03-16T08:00:00Z"));
    let message = v1::ConfirmCompletionRequest {
        request_id: id(),
        name: name.clone(),
    };
    let mut placements = stage.app.by(stage.firms[0].caller).placements();
    placements.confirm_completion(message).await.unwrap();
    name
}

#[tokio::test(flavor = "multi_thread")]
async fn offers_and_placements_are_evaluated_seen_by_their_host_and_averaged() {
    let stage = Stage::set().await;
    let [first, other] = stage.offers(2).await;
    let [firm, other_firm] = stage.firms;
    let (name, by) = partner(&stage, &[of_host(firm.siret)]).await;
    let (_, by_another) = partner(&stage, &[of_establishment(stage.college.uai)]).await;
    let done = completed(&stage, first).await;
    let may = evaluable(&stage, by, &name).await;
    let names: Vec<(&str, u32)> = may
        .iter()
        .map(|one| (one.name.as_str(), one.mark))
        .collect();
    let own_offer = of_offer(first);
    assert_eq!(names, [(own_offer.as_str(), 0), (done.as_str(), 0)]);
    assert_eq!(
        (may[1].week.as_str(), may[1].offer_title.as_str()),
        (WEEKS[0], "Découvrir la ferme")
    );

    offer(&stage, by, own_offer.clone(), 2).await.unwrap();
    offer(&stage, by, own_offer.clone(), 4).await.unwrap();
    placement(&stage, by, done.clone(), 5).await.unwrap();
    placement(&stage, by_another, done.clone(), 2)
        .await
        .unwrap();
    let seen = of_the_host(&stage, firm.caller, of_host(firm.siret))
        .await
        .unwrap();
    let marks: Vec<u32> = seen.evaluations.iter().map(|one| one.mark).collect();
    assert_eq!(marks, [2, 5, 4], "the last told first, one of each partner");
    assert_eq!(seen.evaluations[2].comment, "Un accueil soigné.");
    assert_eq!(seen.evaluations[2].association, "Regards sur les stages");
    let average = |counts: v1::EvaluationCounts| (counts.evaluations, counts.average);
    assert_eq!(average(seen.offers.unwrap()), (1, 4.0));
    assert_eq!(average(seen.placements.unwrap()), (2, 3.5));
    let shown = dashboard(&stage).await;
    assert_eq!(average(shown.offer_evaluations.unwrap()), (1, 4.0));
    assert_eq!(average(shown.placement_evaluations.unwrap()), (2, 3.5));
    assert_eq!(evaluable(&stage, by, &name).await[0].mark, 4);

    // Why: what was told, the correction of the first mark too; marks by evaluations are averages.
    use v1::TerritoryMeasure as M;
    for (measure, by_each) in [
        (M::OfferEvaluations, vec![1]),
        (M::OfferMarks, vec![2, 2]),
        (M::PlacementEvaluations, vec![1, 1]),
        (M::PlacementMarks, vec![5, 2]),
    ] {
        let told = why_so(&stage, measure).await;
        assert!(told.adds_up, "{told:?}");
        let kinds = told.facts.iter().filter_map(|one| one.fact.as_ref());
        assert!(
            kinds
                .clone()
                .all(|fact| fact.event_type == "EvaluationGiven")
        );
        let changes: Vec<i64> = told.facts.iter().map(|one| one.change).collect();
        assert_eq!(changes, by_each, "{measure:?}");
        assert_eq!(told.figure, by_each.iter().sum::<i64>());
    }

    // Only what it looks after, and only the host sees.
    let why = refused(offer(&stage, by, of_offer(other), 4).await);
    assert_eq!(why.code, Code::NotFound);
    let nothing = of_offer(domain::ids::OfferId(uuid::Uuid::from_u128(7)));
    assert_eq!(refused(offer(&stage, by, nothing, 4).await), why);
    assert_eq!(
        refused(offer(&stage, by_another, own_offer.clone(), 4).await).code,
        Code::NotFound
    );
    let theirs = of_the_host(&stage, other_firm.caller, of_host(firm.siret)).await;
    assert_eq!(refused(theirs).code, Code::NotFound);
    for unfit in [0, 6] {
        let why = refused(offer(&stage, by, own_offer.clone(), unfit).await);
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::InvalidArgument, "MARK_UNFIT")
        );
    }
    let by_prefect = offer(&stage, stranger(Role::Prefect), own_offer, 4).await;
    assert_eq!(refused(by_prefect).code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_is_evaluated_once_it_was_completed() {
    let stage = Stage::set().await;
    let [first, _] = stage.offers(2).await;
    let (_, by) = partner(&stage, &[of_host(stage.firms[0].siret)]).await;
    let pupil = stage.pupil().await;
    let application = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let name = of_application(application.0, application.1);
    let why = refused(placement(&stage, by, name, 4).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::FailedPrecondition, "EVALUATED_TOO_EARLY")
    );
}
