//! Offers that came in by a feed are counted apart from those that hosts deposited (OFF-8, DSH-3).
use proto::v1;
use proto::v1::explain_figure_request::Cell;
use tests::cast::committee;

use super::{end, fed, feed, offer, platform};
use crate::stage::Stage;

async fn country(stage: &Stage, min_position: u64) -> v1::TerritoryDashboard {
    let message = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        min_position,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = stage.app.by(committee()).steering();
    let answer = steering.get_territory_dashboard(message).await.unwrap();
    answer.into_inner().dashboard.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_platforms_feed_in_is_told_apart_from_what_hosts_deposit() {
    let stage = Stage::set().await;
    let own = country(&stage, stage.head().await).await;
    let deposited = |shown: &v1::TerritoryDashboard| {
        shown.public_offers.unwrap().offers + shown.private_offers.unwrap().offers
    };
    let before = deposited(&own);
    assert_eq!(own.pooled_offers, Some(v1::OfferCounts::default()));

    let partner = platform(&stage, "Stages de l'Ain").await;
    let parts = vec![fed(offer("one")), fed(offer("two")), fed(offer("one"))];
    feed(&stage, partner, parts).await.unwrap();
    let shown = country(&stage, stage.head().await).await;
    assert_eq!(deposited(&shown), before + 2, "they are offers like others");
    let pooled = shown.pooled_offers.unwrap();
    assert_eq!(pooled.offers, 2, "the same again is nothing");
    assert!(pooled.seats > 0);
    let by_sector = shown.sectors.iter().map(|row| row.pooled_offers.unwrap());
    assert_eq!(by_sector.map(|of| of.offers).sum::<u64>(), 2);

    // In the consolidation, where the department is.
    let mut campaigns = stage.app.by(committee()).campaigns();
    let message = v1::GetConsolidationRequest {
        territory: "national".into(),
        min_position: stage.head().await,
        ..v1::GetConsolidationRequest::default()
    };
    let campaign = campaigns.get_consolidation(message).await.unwrap();
    let campaign = campaign.into_inner().consolidation.unwrap();
    let total = campaign.total.unwrap();
    assert_eq!((total.pooled_offers, total.pooled_seats), (2, pooled.seats));
    let rows = campaign.departments.iter();
    let rows = rows.filter_map(|row| row.figures.as_ref());
    assert_eq!(rows.map(|figures| figures.pooled_offers).sum::<u64>(), 2);

    // One that the platform ends has no seats any more.
    let ended = vec![fed(offer("one")), end("two")];
    feed(&stage, partner, ended).await.unwrap();
    let after = country(&stage, stage.head().await).await;
    let left = after.pooled_offers.unwrap();
    assert_eq!((left.offers, left.seats), (2, pooled.seats / 2));

    // Why the figure is what it is.
    let cell = v1::TerritoryCell {
        territory: "national".into(),
        measure: v1::TerritoryMeasure::PooledOffers.into(),
        ..v1::TerritoryCell::default()
    };
    let message = v1::ExplainFigureRequest {
        cell: Some(Cell::Territory(cell)),
        min_position: stage.head().await,
        ..v1::ExplainFigureRequest::default()
    };
    let mut audit = stage.app.by(committee()).audit();
    let why = audit.explain_figure(message).await.unwrap().into_inner();
    assert_eq!((why.figure, why.adds_up), (2, true));
    let facts = why.facts.iter().filter_map(|fact| fact.fact.as_ref());
    let types: Vec<_> = facts.map(|fact| fact.event_type.as_str()).collect();
    assert_eq!(types, ["OfferFedIn", "OfferFedIn"]);
}
