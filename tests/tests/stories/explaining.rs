//! Why a figure is what it is, down to the facts, and what a fact caused (DSH-9).
use domain::ids::OfferId;
use domain::principal::{Principal, Role};
use proto::v1;
use proto::v1::explain_figure_request::{AsOf, Cell};
use tests::cast::{committee, stranger};
use tests::names::WEEKS;
use tests::wire::{of_class, of_establishment, of_offer, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

async fn explained(
    stage: &Stage,
    by: Principal,
    cell: Cell,
) -> Result<v1::ExplainFigureResponse, Status> {
    let message = v1::ExplainFigureRequest {
        cell: Some(cell),
        min_position: stage.head().await,
        ..v1::ExplainFigureRequest::default()
    };
    asked(stage, by, message).await
}

async fn asked(
    stage: &Stage,
    by: Principal,
    message: v1::ExplainFigureRequest,
) -> Result<v1::ExplainFigureResponse, Status> {
    let mut audit = stage.app.by(by).audit();
    Ok(audit.explain_figure(message).await?.into_inner())
}

fn national(measure: v1::TerritoryMeasure) -> v1::TerritoryCell {
    v1::TerritoryCell {
        territory: "national".into(),
        measure: measure.into(),
        ..v1::TerritoryCell::default()
    }
}

fn changes(answer: &v1::ExplainFigureResponse) -> Vec<(&str, i64)> {
    let facts = answer.facts.iter();
    facts
        .map(|fact| {
            let told = fact.fact.as_ref().unwrap();
            (told.event_type.as_str(), fact.change)
        })
        .collect()
}

/// A pupil who was placed and cancelled, and another who applied.
async fn a_small_campaign() -> (Stage, OfferId) {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let other = stage.pupil().await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.submit(other, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let message = v1::CancelPlacementRequest {
        request_id: tests::wire::id(),
        name: tests::wire::of_application(application.0, application.1),
        reason: "Je déménage.".into(),
    };
    let mut applications = stage.app.by(pupil.caller).applications();
    applications.cancel_placement(message).await.unwrap();
    (stage, offer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sector_that_is_none_is_refused() {
    let stage = Stage::set().await;
    let of = |sector: &str| {
        Cell::Territory(v1::TerritoryCell {
            sector: sector.into(),
            ..national(v1::TerritoryMeasure::PublicOffers)
        })
    };
    let why = refused(explained(&stage, committee(), of("zzz")).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "territory.sector")
    );
    let told = explained(&stage, committee(), of("mode")).await.unwrap();
    assert_eq!((told.figure, told.adds_up), (0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_facts_of_a_figure_are_listed_and_add_up_to_it() {
    let (stage, _) = a_small_campaign().await;
    let of = |measure| Cell::Territory(national(measure));
    let by = committee();

    let applications = explained(&stage, by, of(v1::TerritoryMeasure::Applications));
    let applications = applications.await.unwrap();
    let submitted = ("ApplicationSubmitted", 1);
    assert_eq!(changes(&applications), [submitted, submitted]);
    assert_eq!((applications.figure, applications.adds_up), (2, true));

    let placements = explained(&stage, by, of(v1::TerritoryMeasure::Placements));
    let placements = placements.await.unwrap();
    let expected = [
        ("ApplicationAccepted", 1),
        ("PlacementCancelledByPupil", -1),
    ];
    assert_eq!(changes(&placements), expected);
    assert_eq!((placements.figure, placements.adds_up), (0, true));
    let [accepted, cancelled] = &placements.facts[..] else {
        panic!("{placements:?}")
    };
    assert_eq!((accepted.figure, cancelled.figure), (1, 0));
    let accepted = accepted.fact.as_ref().unwrap();
    assert!(accepted.actor.starts_with("host_person:"), "{accepted:?}");
    assert_eq!(accepted.actor_kind(), v1::ActorKind::HostPerson);

    // As of the moment before the cancellation.
    let cancelled = cancelled.fact.as_ref().unwrap();
    let then = v1::ExplainFigureRequest {
        cell: Some(of(v1::TerritoryMeasure::Placements)),
        as_of: Some(AsOf::AsOfPosition(cancelled.position - 1)),
        ..v1::ExplainFigureRequest::default()
    };
    let then = asked(&stage, by, then).await.unwrap();
    assert_eq!((then.figure, then.facts.len(), then.adds_up), (1, 1, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn classes_colleges_and_seats_have_their_facts_too() {
    let (stage, offer) = a_small_campaign().await;
    let by = committee();
    let class = of_class(stage.college.uai, stage.college.class);
    for name in [class, of_establishment(stage.college.uai)] {
        let cell = Cell::FollowUp(v1::FollowUpCell {
            name,
            measure: v1::FollowUpMeasure::Authorised.into(),
            ..v1::FollowUpCell::default()
        });
        let told = explained(&stage, by, cell).await.unwrap();
        let recorded = ("AuthorisationRecorded", 1);
        assert_eq!(changes(&told), [recorded, recorded]);
        assert_eq!((told.figure, told.adds_up), (2, true));
    }
    let pupils = Cell::Territory(national(v1::TerritoryMeasure::Students));
    let pupils = explained(&stage, by, pupils).await.unwrap();
    assert_eq!(changes(&pupils), [("StudentEnrolled", 1); 2]);

    let seats = Cell::SeatsTaken(v1::SeatsTakenCell {
        offer: of_offer(offer),
        week: WEEKS[0].into(),
    });
    let seats = explained(&stage, by, seats).await.unwrap();
    assert_eq!(changes(&seats), [("SeatTaken", 1), ("SeatReleased", -1)]);
    assert_eq!((seats.figure, seats.adds_up), (0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_come_page_by_page_from_one_moment() {
    let (stage, _) = a_small_campaign().await;
    let by = committee();
    let cell = Cell::Territory(national(v1::TerritoryMeasure::Applications));
    let first = v1::ExplainFigureRequest {
        cell: Some(cell),
        min_position: stage.head().await,
        page_size: 1,
        ..v1::ExplainFigureRequest::default()
    };
    let told = asked(&stage, by, first.clone()).await.unwrap();
    assert_eq!((told.facts.len(), told.fact_count), (1, 2));
    // Another pupil applies meanwhile.
    let third = stage.pupil().await;
    let [_, other] = stage.offers(1).await;
    stage.submit(third, other, WEEKS[0]).await.unwrap();
    let next = v1::ExplainFigureRequest {
        page_token: told.next_page_token.clone(),
        ..first
    };
    let next = asked(&stage, by, next).await.unwrap();
    assert_eq!(next.position, told.position);
    assert_eq!((next.facts.len(), next.fact_count), (1, 2));
    assert_ne!(next.facts, told.facts);
    assert!(next.next_page_token.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_leads_to_its_cause_and_its_consequences() {
    let (stage, _) = a_small_campaign().await;
    let by = committee();
    let placements = Cell::Territory(national(v1::TerritoryMeasure::Placements));
    let placements = explained(&stage, by, placements).await.unwrap();
    let accepted = placements.facts[0].fact.clone().unwrap();
    let look = async |position| {
        let message = v1::GetFactRequest {
            fact_position: position,
            min_position: 0,
        };
        let mut audit = stage.app.by(by).audit();
        Ok::<_, Status>(audit.get_fact(message).await?.into_inner())
    };
    let told = look(accepted.position).await.unwrap();
    assert_eq!(told.fact.as_ref(), Some(&accepted));
    // The host's yes took a seat first; the pupil's week followed from it.
    let cause = told.cause.unwrap();
    assert_eq!(cause.event_type, "SeatTaken");
    let of_cause = look(cause.position).await.unwrap();
    assert!(of_cause.cause.is_none(), "a person asked for it");
    assert!(of_cause.consequences.contains(&accepted));
    assert_eq!(of_cause.correlation_id, told.correlation_id);

    for nothing in [0, stage.head().await + 1] {
        let status = look(nothing).await.unwrap_err();
        assert_eq!(status.code(), Code::NotFound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_asks_and_nonsense_is_refused_at_its_field() {
    let (stage, _) = a_small_campaign().await;
    let cell = || Cell::Territory(national(v1::TerritoryMeasure::Placements));
    for role in Role::ALL {
        if role == Role::NationalCommittee {
            continue;
        }
        let status = explained(&stage, stranger(role), cell()).await.unwrap_err();
        assert_eq!(status.code(), Code::PermissionDenied, "{role:?}");
    }
    let bad = |change: fn(&mut v1::TerritoryCell)| {
        let mut cell = national(v1::TerritoryMeasure::Students);
        change(&mut cell);
        Cell::Territory(cell)
    };
    for (field, cell) in [
        (
            "territory.territory",
            bad(|cell| cell.territory = "departments/00".into()),
        ),
        ("territory.measure", bad(|cell| cell.measure = 0)),
        ("territory.sector", bad(|cell| cell.sector = "mode".into())),
        ("territory.gender", bad(|cell| cell.gender = 1)),
        (
            "territory.school_year",
            bad(|cell| cell.school_year = "2025".into()),
        ),
        (
            "follow_up.name",
            Cell::FollowUp(v1::FollowUpCell {
                name: "establishments/x".into(),
                measure: 1,
                ..v1::FollowUpCell::default()
            }),
        ),
        (
            "seats_taken.week",
            Cell::SeatsTaken(v1::SeatsTakenCell {
                offer: of_offer(OfferId(uuid::Uuid::new_v4())),
                week: "2026-W60".into(),
            }),
        ),
    ] {
        let why = refused(explained(&stage, committee(), cell).await);
        assert_eq!(why.code, Code::InvalidArgument, "{field}");
        assert_eq!(why.field, field);
    }
    let unknown = Cell::FollowUp(v1::FollowUpCell {
        name: "establishments/0752398Z".into(),
        measure: 1,
        ..v1::FollowUpCell::default()
    });
    let why = refused(explained(&stage, committee(), unknown).await);
    assert_eq!(why.code, Code::NotFound);
    let nothing = v1::ExplainFigureRequest::default();
    let why = refused(asked(&stage, committee(), nothing).await);
    assert_eq!(why.field, "territory");
}
