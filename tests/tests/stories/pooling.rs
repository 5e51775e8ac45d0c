//! Local platforms that signed feed their offers in by their own identifiers (OFF-8).
mod breaking;
mod counting;
mod duplicates;
mod whole_feeds;

use domain::ids::{HostPersonId, RepresentativeId};
use domain::principal::Principal;
use eventlog::Position;
use futures::stream;
use proto::v1;
use proto::v1::feed_offers_request::Part;
use tests::campaign::{organisation, terms};
use tests::cast::{Pupil, operator};
use tests::names::{WEEKS, siret};
use tests::wire::{id, of_host, of_student, offer_of, refused};
use tonic::{Code, Status};

use crate::stage::{Stage, accept};

/// Somebody whose name stands nowhere in clear.
const CONTACT: &str = "Eustache Quatrefages";
const CONTACT_MAIL: &str = "eustache@quatrefages.example";

fn person(name: &str, mail: &str) -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: name.into(),
        mail: mail.into(),
    })
}

/// An offer of a host that is not registered, with who answers for it.
fn offer(identifier: &str) -> v1::FedOffer {
    v1::FedOffer {
        identifier: identifier.into(),
        host: Some(v1::FedHost {
            name: of_host(siret(7)),
            organisation: Some(organisation("La cidrerie")),
            contact: person(CONTACT, CONTACT_MAIL),
        }),
        terms: Some(terms(2)),
    }
}

fn titled(identifier: &str, title: &str) -> v1::FedOffer {
    let mut fed = offer(identifier);
    fed.terms.as_mut().unwrap().title = title.into();
    fed
}

fn fed(offer: v1::FedOffer) -> v1::FeedOffersRequest {
    v1::FeedOffersRequest {
        part: Some(Part::Offer(offer)),
    }
}

fn end(identifier: &str) -> v1::FeedOffersRequest {
    v1::FeedOffersRequest {
        part: Some(Part::End(v1::EndedOffer {
            identifier: identifier.into(),
        })),
    }
}

async fn signs(stage: &Stage, name: &str, platform: &str) -> Result<(), Status> {
    let message = v1::RecordPoolingAgreementRequest {
        request_id: id(),
        name: name.into(),
        platform_display_name: platform.into(),
        signed_date: "2025-09-01".into(),
    };
    let mut pooling = stage.app.by(operator()).pooling();
    pooling.record_pooling_agreement(message).await.map(drop)
}

async fn appointed(stage: &Stage) -> (Principal, String) {
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::PoolingPartner.into(),
        territory: "national".into(),
        identity: person("La plateforme", "plateforme@example.org"),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    let answer = mandates.appoint_representative(message).await.unwrap();
    let name = answer.into_inner().name;
    let id: RepresentativeId = name.rsplit('/').next().unwrap().parse().unwrap();
    (Principal::pooling_partner(id.0), name)
}

/// A platform that has signed.
async fn platform(stage: &Stage, called: &str) -> Principal {
    let (partner, name) = appointed(stage).await;
    signs(stage, &name, called).await.unwrap();
    partner
}

async fn feed(
    stage: &Stage,
    partner: Principal,
    parts: Vec<v1::FeedOffersRequest>,
) -> Result<v1::FeedOffersResponse, Status> {
    let mut pooling = stage.app.by(partner).pooling();
    let answer = pooling.feed_offers(stream::iter(parts)).await?;
    Ok(answer.into_inner())
}

/// What became of each, and why what was refused was.
fn results(answer: &v1::FeedOffersResponse) -> Vec<(v1::FedResult, &str)> {
    let rows = answer.rows.iter();
    rows.map(|row| {
        let why = row.refusal.as_ref();
        (row.result(), why.map_or("", |why| why.reason.as_str()))
    })
    .collect()
}

async fn own(stage: &Stage, partner: Principal) -> Vec<v1::PooledOffer> {
    let message = v1::ListPooledOffersRequest {
        min_position: stage.head().await,
        ..v1::ListPooledOffersRequest::default()
    };
    let mut pooling = stage.app.by(partner).pooling();
    let answer = pooling.list_pooled_offers(message).await.unwrap();
    answer.into_inner().offers
}

async fn found(stage: &Stage, pupil: Pupil) -> Vec<v1::FoundOffer> {
    let message = v1::SearchOffersRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::SearchOffersRequest::default()
    };
    let mut offers = stage.app.by(pupil.caller).offers();
    offers
        .search_offers(message)
        .await
        .unwrap()
        .into_inner()
        .offers
}

async fn looked_at(stage: &Stage, caller: Principal, name: &str) -> v1::Offer {
    let message = v1::GetOfferRequest {
        name: name.into(),
        min_position: stage.head().await,
    };
    let answer = stage.app.by(caller).offers().get_offer(message).await;
    answer.unwrap().into_inner().offer.unwrap()
}

/// Who registered a host, as its stream tells it.
async fn contact_of(stage: &Stage, n: u32) -> Principal {
    let stream = eventlog::StreamId::new("host", siret(n).as_str()).unwrap();
    let first = stage.app.app.log.read_stream(&stream, 0, 1).await.unwrap();
    let told: serde_json::Value = serde_json::from_slice(&first[0].payload).unwrap();
    let person = told["HostRegistered"]["person"].as_str().unwrap();
    Principal::host_person(HostPersonId(person.parse().unwrap()), siret(n))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_fed_in_shown_with_its_source_and_answered_by_who_is_invited() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (partner, name) = appointed(&stage).await;
    let unsigned = refused(feed(&stage, partner, vec![fed(offer("a-1"))]).await);
    assert_eq!(unsigned.reason, "NO_POOLING_AGREEMENT");
    signs(&stage, &name, "Stages de l'Ain").await.unwrap();

    let answer = feed(&stage, partner, vec![fed(offer("a-1"))])
        .await
        .unwrap();
    assert_eq!(results(&answer), [(v1::FedResult::Deposited, "")]);
    assert_eq!(answer.deposited, 1);
    let offer_name = answer.rows[0].offer.clone();

    // Twice changes nothing and appends nothing.
    let head = stage.head().await;
    let again = feed(&stage, partner, vec![fed(offer("a-1"))])
        .await
        .unwrap();
    assert_eq!(results(&again), [(v1::FedResult::Unchanged, "")]);
    assert_eq!(again.rows[0].offer, offer_name);
    assert!(again.outcome.unwrap().unchanged);
    assert_eq!(stage.head().await, head);

    // It is shown with its source.
    let all = found(&stage, pupil).await;
    let [shown] = &all[..] else { panic!("{all:?}") };
    assert_eq!(shown.name, offer_name);
    assert_eq!(shown.host_display_name, "La cidrerie");
    assert_eq!(shown.platform_display_name, "Stages de l'Ain");
    let to_pupil = looked_at(&stage, pupil.caller, &offer_name).await;
    assert_eq!(to_pupil.platform_display_name, "Stages de l'Ain");
    assert_eq!(to_pupil.platform_identifier, "", "of no use to a pupil");
    let own = own(&stage, partner).await;
    let [listed] = &own[..] else {
        panic!("{own:?}")
    };
    assert_eq!(
        (listed.identifier.as_str(), &listed.name),
        ("a-1", &offer_name)
    );
    assert_eq!(listed.state(), v1::PooledOfferState::Published);

    // Whoever the platform names answers, and sees where the offer comes from.
    let contact = contact_of(&stage, 7).await;
    let application = stage.submit(pupil, offer_of(&offer_name), WEEKS[0]).await;
    accept(&stage.app, contact, application.unwrap())
        .await
        .unwrap();
    let to_host = looked_at(&stage, contact, &offer_name).await;
    assert_eq!(to_host.platform_identifier, "a-1");
    let message = v1::GetHostRequest {
        name: of_host(siret(7)),
        min_position: stage.head().await,
        ..v1::GetHostRequest::default()
    };
    let host = stage
        .app
        .by(contact)
        .hosts()
        .get_host(message)
        .await
        .unwrap();
    let host = host.into_inner().host.unwrap();
    assert_eq!(host.platform_display_name, "Stages de l'Ain");
    assert_eq!(host.people[0].identity, person(CONTACT, CONTACT_MAIL));

    // Who that is stands nowhere in clear.
    let log = &stage.app.app.log;
    for event in log.read_all(Position::START, 10_000).await.unwrap() {
        let text = String::from_utf8_lossy(&event.payload).into_owned();
        let text = text + &String::from_utf8_lossy(&event.metadata);
        assert!(
            !text.contains("Eustache") && !text.contains("quatrefages"),
            "{text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_a_revision_and_what_is_over_a_withdrawal() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let first = feed(&stage, partner, vec![fed(offer("a-1"))])
        .await
        .unwrap();
    let first = first.rows[0].offer.clone();
    let application = stage
        .submit(pupil, offer_of(&first), WEEKS[0])
        .await
        .unwrap();

    let parts = vec![
        fed(titled("a-1", "La cidrerie en automne")),
        end("a-1"),
        end("a-1"),
    ];
    let answer = feed(&stage, partner, parts).await.unwrap();
    use v1::FedResult as R;
    assert_eq!(
        results(&answer),
        [(R::Revised, ""), (R::Ended, ""), (R::Unchanged, "")]
    );
    assert!(
        answer.rows.iter().all(|row| row.offer == first),
        "one offer, in order"
    );
    let declined = async {
        loop {
            let seen = stage.application(pupil, application).await;
            if seen.state() != v1::ApplicationState::Pending {
                return seen.state();
            }
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(20);
    let state = tokio::time::timeout(limit, declined).await.unwrap();
    assert_eq!(state, v1::ApplicationState::Declined);
    assert!(found(&stage, pupil).await.is_empty());
    assert_eq!(
        own(&stage, partner).await[0].state(),
        v1::PooledOfferState::Ended
    );

    // By the same identifier again: another offer.
    let answer = feed(&stage, partner, vec![fed(offer("a-1"))])
        .await
        .unwrap();
    assert_eq!(results(&answer), [(R::Deposited, "")]);
    assert_ne!(answer.rows[0].offer, first);
    let states: Vec<_> = own(&stage, partner)
        .await
        .iter()
        .map(|one| one.state())
        .collect();
    use v1::PooledOfferState as S;
    assert_eq!(states, [S::Published, S::Ended], "the newest first");
    assert_eq!(found(&stage, pupil).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_refused_stops_no_other_and_is_told_with_its_field() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let mut unsorted = offer("b");
    unsorted.terms.as_mut().unwrap().sector = "inconnu".into();
    let mut far = offer("c");
    far.terms
        .as_mut()
        .unwrap()
        .place
        .as_mut()
        .unwrap()
        .postal_code = "75001".into();
    let mut nobody = offer("d");
    nobody.host.as_mut().unwrap().name = of_host(siret(8));
    nobody.host.as_mut().unwrap().contact = None;
    let mut unread = offer("e");
    unread.terms.as_mut().unwrap().weeks = vec!["zut".into()];
    let mut reserved = offer("f");
    reserved.terms.as_mut().unwrap().reserved_for = "establishments/0010035H".into();
    let parts = vec![
        fed(unsorted),
        fed(far),
        fed(nobody),
        fed(unread),
        fed(reserved),
        fed(offer("pas un identifiant")),
        end("jamais-vu"),
        v1::FeedOffersRequest { part: None },
        fed(offer("a")),
    ];
    let before = stage.head().await;
    let answer = feed(&stage, partner, parts).await.unwrap();
    let told: Vec<(&str, &str)> = answer
        .rows
        .iter()
        .filter_map(|row| row.refusal.as_ref())
        .map(|why| (why.reason.as_str(), why.field.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("SECTOR_UNKNOWN", "terms.sector"),
            ("POSTAL_CODE_ELSEWHERE", "terms.place.postal_code"),
            ("HOST_CONTACT_MISSING", "host.contact"),
            ("BAD_INPUT", "terms.weeks"),
            ("BAD_INPUT", "terms.reserved_for"),
            ("BAD_INPUT", "identifier"),
            ("IDENTIFIER_UNKNOWN", "identifier"),
            ("BAD_INPUT", "part"),
        ]
    );
    for why in answer.rows.iter().filter_map(|row| row.refusal.as_ref()) {
        assert!(!why.message_fr.is_empty() && !why.message_en.is_empty());
    }
    assert_eq!((answer.refused, answer.deposited), (8, 1));
    assert!(answer.rows.iter().map(|row| row.index).eq(0..9));
    // The host with its confirmation, and the offer with its source: nothing of the others.
    assert_eq!(stage.head().await - before, 4);
    assert_eq!(own(&stage, partner).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_there_is_used_and_has_the_last_word() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let [firm, _] = stage.firms;
    let of_firm = |title: &str| {
        let mut offer = titled("a-1", title);
        offer.host.as_mut().unwrap().name = of_host(firm.siret);
        fed(offer)
    };
    let answer = feed(&stage, partner, vec![of_firm("La ferme")])
        .await
        .unwrap();
    let name = answer.rows[0].offer.clone();
    assert_eq!(answer.deposited, 1);
    let message = v1::GetHostRequest {
        name: of_host(firm.siret),
        min_position: stage.head().await,
        ..v1::GetHostRequest::default()
    };
    let host = stage
        .app
        .by(firm.caller)
        .hosts()
        .get_host(message)
        .await
        .unwrap();
    let host = host.into_inner().host.unwrap();
    assert_eq!(
        (host.people.len(), host.platform_display_name.as_str()),
        (1, "")
    );
    assert_ne!(host.organisation.unwrap().display_name, "La cidrerie");

    // What the host says of it stays until the platform says something else.
    let mut by_host = terms(3);
    by_host.title = "La ferme, par elle-même".into();
    let message = v1::ReviseOfferRequest {
        request_id: id(),
        name: name.clone(),
        terms: Some(by_host),
        etag: String::new(),
    };
    stage
        .app
        .by(firm.caller)
        .offers()
        .revise_offer(message)
        .await
        .unwrap();
    let same = feed(&stage, partner, vec![of_firm("La ferme")])
        .await
        .unwrap();
    assert_eq!(same.unchanged, 1);
    let title = |offer: v1::Offer| offer.terms.unwrap().title;
    let shown = looked_at(&stage, pupil.caller, &name).await;
    assert_eq!(title(shown), "La ferme, par elle-même");
    let other = feed(&stage, partner, vec![of_firm("La ferme du Haut")])
        .await
        .unwrap();
    assert_eq!(other.revised, 1);
    let shown = looked_at(&stage, pupil.caller, &name).await;
    assert_eq!(title(shown), "La ferme du Haut");

    // What the host withdraws stays withdrawn; nobody else says that the platform ended it.
    let withdraw = async |reason: v1::OfferWithdrawalReason| {
        let message = v1::WithdrawOfferRequest {
            request_id: id(),
            name: name.clone(),
            reason: reason.into(),
        };
        stage
            .app
            .by(firm.caller)
            .offers()
            .withdraw_offer(message)
            .await
    };
    let why = refused(withdraw(v1::OfferWithdrawalReason::EndedAtSource).await);
    assert_eq!(why.code, Code::InvalidArgument);
    withdraw(v1::OfferWithdrawalReason::NoTutor).await.unwrap();
    let back = feed(&stage, partner, vec![of_firm("La ferme")])
        .await
        .unwrap();
    assert_eq!(
        results(&back),
        [(v1::FedResult::Refused, "WITHDRAWN_BY_HOST")]
    );
    let state = own(&stage, partner).await[0].state();
    assert_eq!(state, v1::PooledOfferState::WithdrawnByHost);

    // Another host is another offer.
    let elsewhere = feed(&stage, partner, vec![fed(offer("a-1"))])
        .await
        .unwrap();
    assert_eq!(
        results(&elsewhere),
        [(v1::FedResult::Refused, "POOLED_HOST_STAYS")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_platform_has_its_own_and_one_that_left_feeds_no_more() {
    let stage = Stage::set().await;
    let one = platform(&stage, "Stages de l'Ain").await;
    let other = platform(&stage, "Mon premier stage").await;
    let mut names = vec![];
    for partner in [one, other] {
        let answer = feed(&stage, partner, vec![fed(offer("a-1"))])
            .await
            .unwrap();
        assert_eq!(answer.deposited, 1);
        names.push(answer.rows[0].offer.clone());
    }
    assert_ne!(names[0], names[1]);
    for (partner, name) in [one, other].into_iter().zip(&names) {
        let own = own(&stage, partner).await;
        assert!(own.iter().map(|one| &one.name).eq([name]));
    }
    let ends = feed(&stage, other, vec![end("a-1")]).await.unwrap();
    assert_eq!(ends.rows[0].offer, names[1]);

    let message = v1::RelieveRepresentativeRequest {
        request_id: id(),
        name: format!("representatives/{}", one.id()),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    mandates.relieve_representative(message).await.unwrap();
    let gone = refused(feed(&stage, one, vec![fed(offer("a-2"))]).await);
    assert_eq!(gone.code, Code::NotFound);
    let pupil = stage.pupil().await;
    assert_eq!(found(&stage, pupil).await.len(), 1, "what was fed in stays");
}
