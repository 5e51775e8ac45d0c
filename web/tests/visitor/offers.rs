//! An organisation with an offer, as those who represent the State read them.
use proto::v1;

use super::Canned;

/// Answers about them, whose names hold what would be markup.
pub fn offers() -> Canned {
    let title = "<i>Découvrir l'atelier";
    Canned::default()
        .answer(
            "HostService/GetHost",
            &v1::GetHostResponse {
                host: Some(v1::Host {
                    name: "hosts/12345678900011".into(),
                    organisation: Some(v1::Organisation {
                        display_name: "<b>Atelier</b>".into(),
                        kind: None,
                    }),
                    awaits_confirmation: true,
                    ..v1::Host::default()
                }),
                ..v1::GetHostResponse::default()
            },
        )
        .answer(
            "OfferService/ListOffersOfHost",
            &v1::ListOffersOfHostResponse {
                offers: vec![v1::OwnOffer {
                    name: "offers/o".into(),
                    title: title.into(),
                    state: v1::OfferState::Published.into(),
                    weeks: vec![v1::OfferWeek {
                        week: "2026-W11".into(),
                        seats: 2,
                        taken: 1,
                        application_counts: None,
                    }],
                    ..v1::OwnOffer::default()
                }],
                ..v1::ListOffersOfHostResponse::default()
            },
        )
        .answer(
            "OfferService/GetOffer",
            &v1::GetOfferResponse {
                offer: Some(v1::Offer {
                    name: "offers/o".into(),
                    host: "hosts/12345678900011".into(),
                    terms: Some(v1::OfferTerms {
                        title: title.into(),
                        ..v1::OfferTerms::default()
                    }),
                    ..v1::Offer::default()
                }),
                ..v1::GetOfferResponse::default()
            },
        )
}
