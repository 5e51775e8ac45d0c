//! Whom a request is counted for.
use std::time::Instant;

use tonic::Request;
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use transport::tls::Demand;
use transport::{ConcurrencyLimit, Rate, Transport};

use crate::certificates::{Authority, Folder};
use crate::client::{BAD, GOOD, channel_from, tls_channel};
use crate::refused::too_many;
use crate::served::{Served, limited};

/// So few that a test meets the limit, and so slowly given back that none comes in between.
const FEW: u32 = 5;

fn few_a_source() -> Transport {
    limited(|limits| limits.source_requests = Rate::of(1, FEW))
}

/// A request without a token, as one that is forwarded.
async fn probe(channel: &Channel, forwarded: Option<&str>) -> Result<(), tonic::Status> {
    let mut request = Request::new(HealthCheckRequest::default());
    if let Some(forwarded) = forwarded {
        let forwarded = forwarded.parse().unwrap();
        request.metadata_mut().insert("x-forwarded-for", forwarded);
    }
    let mut client = HealthClient::new(channel.clone());
    client.check(request).await.map(|_| ())
}

/// How many of so many requests are allowed, but for those that came back with the time that the
/// test took.
async fn allowed(channel: &Channel, requests: u32, forwarded: impl Fn(u32) -> String) -> u32 {
    let begun = Instant::now();
    let mut allowed: u32 = 0;
    for n in 0..requests {
        match probe(channel, Some(&forwarded(n))).await {
            Ok(()) => allowed += 1,
            refused => {
                too_many(refused);
            }
        }
    }
    if allowed == requests {
        return allowed;
    }
    assert!(allowed >= FEW, "{allowed}");
    let given_back = u32::try_from(begun.elapsed().as_secs() + 1).unwrap();
    allowed.saturating_sub(given_back).max(FEW)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shows_no_certificate_cannot_say_to_be_somebody_else() {
    let served = Served::behind(few_a_source()).await;
    let channel = channel_from(BAD, served.address).await.unwrap();
    let many = allowed(&channel, 4 * FEW, |n| format!("198.51.100.{n}")).await;
    assert_eq!(many, FEW);
    // Nobody else pays for it, not even in the name of whom it spoke.
    let good = channel_from(GOOD, served.address).await.unwrap();
    probe(&good, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_tier_s_requests_are_counted_for_those_it_forwards_for() {
    let (ours, tiers) = (Authority::new("ours"), Authority::new("tiers"));
    let folder = Folder::with(&ours.server());
    let mut transport = few_a_source();
    transport.tls = Some(folder.files_for_clients_of(&tiers, Demand::Optional));
    let served = Served::behind(transport).await;
    let tier = ours.believed_by(Some(&tiers.client("web-tier")));
    let tier = tls_channel(tier, served.address).await.unwrap();
    assert_eq!(
        allowed(&tier, 4 * FEW, |n| format!("198.51.100.{n}")).await,
        4 * FEW
    );
    let one = allowed(&tier, 4 * FEW, |_| "203.0.113.9, 10.0.0.1".into()).await;
    assert_eq!(one, FEW);
    let household = allowed(&tier, 4 * FEW, |n| format!("2001:db8::{n}")).await;
    assert_eq!(household, FEW, "one /64");

    let nobody = tls_channel(ours.believed_by(None), served.address)
        .await
        .unwrap();
    let many = allowed(&nobody, 4 * FEW, |n| format!("192.0.2.{n}")).await;
    assert_eq!(many, FEW, "a certificate is needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_same_process_are_counted_for_their_visitors() {
    let served = Served::behind(few_a_source()).await;
    let pages = served.within.channel();
    let many = allowed(&pages, 4 * FEW, |n| format!("198.51.100.{n}")).await;
    assert_eq!(many, 4 * FEW);
    let one = allowed(&pages, 4 * FEW, |_| "203.0.113.9".into()).await;
    assert_eq!(one, FEW);
    // Whoever comes by the network from this machine is still not believed.
    let network = channel_from(BAD, served.address).await.unwrap();
    let many = allowed(&network, 4 * FEW, |n| format!("192.0.2.{n}")).await;
    assert_eq!(many, FEW);
    drop((pages, network));
    served.stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_of_a_source_are_so_many() {
    let transport = limited(|limits| limits.source_connections = ConcurrencyLimit::of(2));
    let served = Served::behind(transport).await;
    let first = channel_from(BAD, served.address).await.unwrap();
    probe(&first, None).await.unwrap();
    let second = channel_from(BAD, served.address).await.unwrap();
    probe(&second, None).await.unwrap();
    let third = match channel_from(BAD, served.address).await {
        Ok(third) => probe(&third, None).await.map_err(|_| ()),
        Err(_) => Err(()),
    };
    assert!(third.is_err());
    probe(&first, None).await.unwrap();
    let good = channel_from(GOOD, served.address).await.unwrap();
    probe(&good, None).await.unwrap();
}
