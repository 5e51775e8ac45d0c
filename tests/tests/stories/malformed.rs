//! What would be refused whatever the state is INVALID_ARGUMENT and names its field; what a rule
//! refuses as things stand is FAILED_PRECONDITION (SPEC 8).
use proto::v1;
use tests::wire::{Why, id, of_establishment, of_host, of_offer, refused};
use tonic::Code;

use crate::stage::Stage;

fn malformed(why: &Why, field: &str) {
    let said = (why.code, why.field.as_str());
    assert_eq!(said, (Code::InvalidArgument, field), "{why:?}");
}

/// Values that no state makes good, by the field that is named.
fn spoilt(terms: &v1::OfferTerms) -> Vec<(&'static str, v1::OfferTerms)> {
    let spoil = |field, change: fn(&mut v1::OfferTerms)| {
        let mut terms = terms.clone();
        change(&mut terms);
        (field, terms)
    };
    vec![
        spoil("terms.title", |terms| terms.title = " ".into()),
        spoil("terms.title", |terms| terms.title = "é".repeat(151)),
        spoil("terms.description", |terms| {
            terms.description = String::new()
        }),
        spoil("terms.description", |terms| {
            terms.description = "é".repeat(1_001);
        }),
        spoil("terms.seats_per_week", |terms| terms.seats_per_week = 201),
        spoil("terms.group_size", |terms| {
            terms.format = v1::OfferFormat::Collective.into();
            terms.group_size = 200;
        }),
        spoil("terms.hours", |terms| {
            let hours = terms.hours.as_mut().unwrap();
            std::mem::swap(&mut hours.arrival, &mut hours.departure);
        }),
        spoil("terms.place.postal_code", |terms| {
            terms.place.as_mut().unwrap().postal_code = "0110".into();
        }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_nothing_makes_good_is_the_callers_mistake() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = of_offer(firm.offers(stage.commands(), 2).await);
    let mut by_host = stage.app.by(firm.caller).offers();
    let message = v1::GetOfferRequest {
        name: offer.clone(),
        min_position: stage.head().await,
    };
    let read = by_host.get_offer(message).await.unwrap().into_inner();
    let terms = read.offer.unwrap().terms.unwrap();
    for (field, terms) in spoilt(&terms) {
        let publish = v1::PublishOfferRequest {
            request_id: id(),
            host: of_host(firm.siret),
            terms: Some(terms.clone()),
        };
        malformed(&refused(by_host.publish_offer(publish).await), field);
        let revise = v1::ReviseOfferRequest {
            request_id: id(),
            name: offer.clone(),
            terms: Some(terms),
            etag: String::new(),
        };
        malformed(&refused(by_host.revise_offer(revise).await), field);
    }

    let mut unknown = terms.clone();
    unknown.sector = "alchimie".into();
    let publish = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(firm.siret),
        terms: Some(unknown),
    };
    let why = refused(by_host.publish_offer(publish).await);
    assert_eq!(why.code, Code::FailedPrecondition, "lists change: {why:?}");

    let mut hosts = stage.app.by(firm.caller).hosts();
    let describe = v1::DescribeHostRequest {
        request_id: id(),
        name: of_host(firm.siret),
        organisation: Some(v1::Organisation {
            display_name: "é".repeat(201),
            kind: Some(v1::organisation::Kind::PublicBody(v1::PublicBody {
                administration: "Mairie".into(),
            })),
        }),
        etag: String::new(),
    };
    malformed(
        &refused(hosts.describe_host(describe).await),
        "organisation.display_name",
    );

    let mut colleges = stage.app.by(stage.college.head).establishments();
    for label in [String::new(), "3".repeat(21)] {
        let open = v1::OpenClassRequest {
            request_id: id(),
            establishment: of_establishment(stage.college.uai),
            class: Some(v1::NewClass {
                label,
                level: v1::Level::Troisieme.into(),
            }),
            school_year: "2025-2026".into(),
        };
        malformed(&refused(colleges.open_class(open).await), "class.label");
    }
}
