//! The host, its people and its offers.
use domain::ids::HostPersonId;
use domain::principal::Principal;
use proto::v1;
use uuid::Uuid;

use super::clear;
use super::samples::{organisation, person, terms};
use super::send::Play;
use crate::cast::operator;
use crate::names::{WEEKS, siret};
use crate::wire::{id, of_host};

/// Gives who acts for the host, the host, its offer and a copy of that.
pub(super) async fn offer(play: &mut Play<'_>) -> (Principal, String, String, String) {
    let (host, person_id) = (siret(1), HostPersonId(Uuid::new_v4()));
    let farmer = Principal::host_person(person_id, host);
    let name = of_host(host);
    let hosts = play.by(farmer).hosts();
    let message = v1::RegisterHostRequest {
        request_id: id(),
        name: name.clone(),
        organisation: Some(organisation("La ferme")),
        person: person(clear::FARMER, clear::FARMER_MAIL),
        link_token: String::new(),
    };
    twice!(play, hosts.clone(), register_host, message);
    let message = v1::DescribeHostRequest {
        etag: String::new(),
        request_id: id(),
        name: name.clone(),
        organisation: Some(organisation("La ferme du Haut")),
    };
    twice!(play, hosts.clone(), describe_host, message);
    let message = v1::AddHostPersonRequest {
        request_id: id(),
        host: name.clone(),
        identity: person(clear::FARMHAND, clear::FARMHAND_MAIL),
    };
    let farmhand = twice!(play, hosts.clone(), add_host_person, message).name;
    let message = v1::RemoveHostPersonRequest {
        request_id: id(),
        name: farmhand.clone(),
    };
    twice!(play, hosts, remove_host_person, message);
    let message = v1::EraseHostPersonRequest {
        request_id: id(),
        name: farmhand,
        offer: String::new(),
        placement: String::new(),
    };
    twice!(play, play.by(farmer).privacy(), erase_host_person, message);

    let offers = play.by(farmer).offers();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: name.clone(),
        terms: Some(terms(1)),
    };
    let offer = twice!(play, offers.clone(), publish_offer, message).name;
    let message = v1::ConfirmHostRequest {
        request_id: id(),
        name: name.clone(),
    };
    let referent = Principal::referent(Uuid::new_v4(), "01".parse().unwrap());
    twice!(play, play.by(referent).hosts(), confirm_host, message);
    let message = v1::ReviseOfferRequest {
        etag: String::new(),
        request_id: id(),
        name: offer.clone(),
        terms: Some(terms(2)),
    };
    let revised = twice!(play, offers.clone(), revise_offer, message);
    assert_eq!(revised.revision, 2);
    let message = v1::CopyOfferRequest {
        request_id: id(),
        name: offer.clone(),
        weeks: vec![WEEKS[2].into()],
    };
    let copied = twice!(play, offers, copy_offer, message).name;
    (farmer, name, offer, copied)
}

pub(super) async fn wind_up(play: &mut Play<'_>, farmer: Principal, offer: &str) {
    let message = v1::WithdrawOfferRequest {
        request_id: id(),
        name: offer.to_owned(),
        reason: v1::OfferWithdrawalReason::Closure.into(),
    };
    twice!(play, play.by(farmer).offers(), withdraw_offer, message);
    let message = v1::BlackOutOfferTextRequest {
        request_id: id(),
        name: offer.to_owned(),
        reason: v1::OfferBlackOutReason::PersonalData.into(),
    };
    let by_operator = play.by(operator()).offers();
    twice!(play, by_operator, black_out_offer_text, message);
}
