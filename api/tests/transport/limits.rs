//! What a source and an account may ask for.
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use transport::{ConcurrencyLimit, Rate};

use crate::certificates::{Authority, Folder};
use crate::client::{BAD, GOOD, channel_from, stream_from, tls_channel};
use crate::refused::too_many;
use crate::served::{LONG, Served, committee, limited, operator};

/// So many refused, but for one a second that came back while the test ran.
fn as_many_as(refused: usize, begun: Instant) -> RangeInclusive<usize> {
    let given_back = usize::try_from(begun.elapsed().as_secs() + 1).unwrap();
    refused.saturating_sub(given_back).max(1)..=refused
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_asks_too_often_is_told_when_to_ask_again() {
    let transport = limited(|limits| limits.account_requests = Rate::of(1, 5));
    let served = Served::behind(transport).await;
    let here = channel_from(GOOD, served.address).await.unwrap();
    let there = channel_from(BAD, served.address).await.unwrap();
    let mut allowed = 0;
    let refused = loop {
        // The same account from wherever.
        let channel = if allowed % 2 == 0 { &here } else { &there };
        match served.ask(channel, operator(1)).await {
            Ok(()) => allowed += 1,
            refused => break refused,
        }
        assert!(allowed < 60, "one a second, in less than a minute");
    };
    assert!(allowed >= 5, "{allowed}");
    let wait = too_many(refused);
    assert!(
        wait > Duration::ZERO && wait <= Duration::from_secs(1),
        "{wait:?}"
    );
    served.ask(&here, operator(2)).await.unwrap();
    // Health is nobody's account.
    let mut health = HealthClient::new(here);
    for _ in 0..20 {
        health.check(HealthCheckRequest::default()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn account_methods_have_a_limit_of_their_own_before_they_are_looked_for() {
    let transport = limited(|limits| limits.source_account_requests = Rate::of(1, 3));
    let served = Served::behind(transport).await;
    let channel = channel_from(BAD, served.address).await.unwrap();
    let begun = Instant::now();
    let mut waits = vec![];
    for _ in 0..20 {
        let mut client = tonic::client::Grpc::new(channel.clone());
        client.ready().await.unwrap();
        let codec = tonic_prost::ProstCodec::<(), ()>::default();
        let path = "/placement.v1.AccountService/NotThere".parse().unwrap();
        let answer = client.unary(tonic::Request::new(()), path, codec).await;
        let answer = answer.map(|_| ());
        if answer.as_ref().unwrap_err().code() == tonic::Code::ResourceExhausted {
            waits.push(too_many(answer));
        }
    }
    assert!(as_many_as(17, begun).contains(&waits.len()), "{waits:?}");
    served.ask(&channel, operator(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_so_many_watches_and_one_that_ends_makes_room() {
    let transport = limited(|limits| limits.account_watches = ConcurrencyLimit::of(2));
    let served = Served::behind(transport).await;
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let mut first = served.watch(&channel, committee(1)).await.unwrap();
    first.message().await.unwrap().unwrap();
    let _second = served.watch(&channel, committee(1)).await.unwrap();
    too_many(served.watch(&channel, committee(1)).await);
    let _other = served.watch(&channel, committee(2)).await.unwrap();
    served.ask(&channel, operator(1)).await.unwrap();

    drop(first);
    // That the client is gone travels to the server.
    let room = async {
        while served.watch(&channel, committee(1)).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, room).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_of_health_are_so_many_for_a_source() {
    let transport = limited(|limits| limits.source_probes = ConcurrencyLimit::of(3));
    let served = Served::behind(transport).await;
    let bad = channel_from(BAD, served.address).await.unwrap();
    let mut open = vec![];
    for _ in 0..3 {
        let mut health = HealthClient::new(bad.clone());
        let watch = health.watch(HealthCheckRequest::default()).await.unwrap();
        open.push(watch.into_inner());
    }
    let mut health = HealthClient::new(bad.clone());
    too_many(health.watch(HealthCheckRequest::default()).await);
    health.check(HealthCheckRequest::default()).await.unwrap();
    let good = channel_from(GOOD, served.address).await.unwrap();
    let mut health = HealthClient::new(good);
    health.watch(HealthCheckRequest::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_no_calls_are_limited_too() {
    let transport = limited(|limits| limits.source_requests = Rate::of(1, 5));
    let served = Served::behind(transport).await;
    let begun = Instant::now();
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let request = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let last = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let all = request.repeat(20) + last;
    stream.write_all(all.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let refused = answer.matches("HTTP/1.1 429").count();
    assert!(as_many_as(16, begun).contains(&refused), "{answer}");
    assert!(answer.contains("retry-after: "), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_counted() {
    let metrics = api::observe::install_metrics().unwrap();
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let mut transport = limited(|limits| {
        limits.account_requests = Rate::of(1, 1);
        limits.source_connections = ConcurrencyLimit::of(2);
    });
    transport.tls = Some(folder.files());
    let served = Served::behind(transport).await;
    let client = ours.believed_by(None);
    let channel = tls_channel(client, served.address).await.unwrap();
    let refused = async { while served.ask(&channel, operator(1)).await.is_ok() {} };
    timeout(LONG, refused).await.unwrap();
    // Not TLS.
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let _ended = timeout(LONG, stream.read_to_end(&mut vec![]))
        .await
        .unwrap();
    // Two may be there, silent; a third may not.
    let mut all = vec![];
    for _ in 0..4 {
        all.push(stream_from(BAD, served.address).await.unwrap());
    }
    let ended = timeout(LONG, all[3].read(&mut [0; 1])).await.unwrap();
    assert!(matches!(ended, Ok(0) | Err(_)));
    for line in [
        "placement_calls_limited_total{limit=\"account_requests\"}",
        "placement_connections_refused_total{why=\"source_connections\"}",
        "placement_tls_handshakes_failed_total{why=\"refused\"}",
        "placement_connections ",
    ] {
        // A handshake is counted just after its client has seen the end.
        let counted = async {
            while !metrics.render().contains(line) {
                tokio::task::yield_now().await;
            }
        };
        timeout(LONG, counted).await.expect(line);
    }
}
