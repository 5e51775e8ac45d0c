//! A host whose person has an address that anybody gets is shown once the referent or the prefect
//! confirms it (OFF-1).
use commands::{Contact, NewHost};
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::{HostPersonId, OfferId};
use domain::principal::Principal;
use proto::v1;
use tests::cast::{Firm, Pupil};
use tests::names::{WEEKS, ask, siret};
use tests::wire::{id, of_host, of_offer, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

async fn registers(stage: &Stage, mail: &str) -> Firm {
    let host = siret(7);
    let caller = Principal::host_person(HostPersonId(Uuid::new_v4()), host);
    let new = NewHost {
        organisation: Organisation {
            name: "Le petit atelier".into(),
            kind: HostKind::Private {
                form: PrivateForm::Company,
                group: None,
                paqte: false,
            },
        },
        person: Contact {
            name: "La patronne".into(),
            mail: Some(mail.into()),
        },
        link: None,
    };
    let handler = stage.commands().handle(ask(caller));
    handler.register_host(host, new).await.unwrap();
    Firm {
        siret: host,
        caller,
    }
}

async fn found(stage: &Stage, pupil: Pupil) -> Vec<String> {
    let message = v1::SearchOffersRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::SearchOffersRequest::default()
    };
    let mut offers = stage.app.by(pupil.caller).offers();
    let answer = offers.search_offers(message).await.unwrap().into_inner();
    answer.offers.into_iter().map(|one| one.name).collect()
}

async fn looks(stage: &Stage, caller: Principal, offer: OfferId) -> Result<(), Status> {
    let message = v1::GetOfferRequest {
        name: of_offer(offer),
        min_position: stage.head().await,
    };
    let mut offers = stage.app.by(caller).offers();
    offers.get_offer(message).await.map(drop)
}

async fn confirms(stage: &Stage, caller: Principal, firm: Firm) -> Result<(), Status> {
    let message = v1::ConfirmHostRequest {
        request_id: id(),
        name: of_host(firm.siret),
    };
    let mut hosts = stage.app.by(caller).hosts();
    hosts.confirm_host(message).await.map(drop)
}

async fn those_that_wait(stage: &Stage, caller: Principal) -> Vec<String> {
    let message = v1::ListHostsRequest {
        territory: "departments/01".into(),
        min_position: stage.head().await,
        ..v1::ListHostsRequest::default()
    };
    let mut hosts = stage.app.by(caller).hosts();
    let answer = hosts.list_hosts(message).await.unwrap().into_inner();
    let hosts = answer.hosts.into_iter();
    hosts
        .filter(|host| host.awaits_confirmation)
        .map(|host| host.name)
        .collect()
}

async fn stands(stage: &Stage, firm: Firm) -> v1::CapacityState {
    let message = v1::GetMeRequest {
        min_position: stage.head().await,
        ..v1::GetMeRequest::default()
    };
    let mut me = stage.app.by(firm.caller).me();
    let answer = me.get_me(message).await.unwrap().into_inner();
    answer.present.unwrap().state()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_offers_are_shown_once_a_representative_confirms_it() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [known, _] = stage.firms;
    let offer_of_known = known.offers(stage.commands(), 2).await;
    let firm = registers(&stage, "la.patronne@gmail.com").await;
    assert_eq!(
        stands(&stage, firm).await,
        v1::CapacityState::AwaitsConfirmation
    );
    let offer = firm.offers(stage.commands(), 2).await;

    // The host acts for itself; nobody else sees it, and nobody applies.
    assert_eq!(found(&stage, pupil).await, [of_offer(offer_of_known)]);
    looks(&stage, firm.caller, offer).await.unwrap();
    for stranger in [pupil.caller, stage.college.teacher, stage.college.head] {
        let status = looks(&stage, stranger, offer).await.unwrap_err();
        assert_eq!(status.code(), Code::NotFound);
    }
    let early = refused(stage.submit(pupil, offer, WEEKS[0]).await);
    assert_eq!(early.reason, "OFFER_NOT_FOUND");

    // The referent of another department finds no such host; the one of the offer's does.
    let of = |code: &str| Principal::referent(Uuid::new_v4(), code.parse().unwrap());
    let elsewhere = refused(confirms(&stage, of("75"), firm).await);
    assert_eq!(elsewhere.code, Code::NotFound);
    let referent = of("01");
    assert_eq!(
        those_that_wait(&stage, referent).await,
        [of_host(firm.siret)]
    );
    confirms(&stage, referent, firm).await.unwrap();
    let once = stage.head().await;
    confirms(&stage, referent, firm).await.unwrap();
    assert_eq!(stage.head().await, once, "confirmed before: nothing new");

    assert!(those_that_wait(&stage, referent).await.is_empty());
    assert_eq!(stands(&stage, firm).await, v1::CapacityState::Active);
    assert_eq!(found(&stage, pupil).await.len(), 2);
    looks(&stage, pupil.caller, offer).await.unwrap();
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_an_organisation_confirms_it() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let firm = registers(&stage, "la.patronne@petit-atelier.example").await;
    let offer = firm.offers(stage.commands(), 1).await;
    assert_eq!(found(&stage, pupil).await, [of_offer(offer)]);
    assert_eq!(stands(&stage, firm).await, v1::CapacityState::Active);
}
