//! What watchers cost commands: the same commands through gRPC without anybody watching, and beside
//! ten thousand who watch the national dashboard and two thousand who watch a class of thirty.
//!
//! `cargo bench -p tests --bench watching`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::principal::Principal;
use kit::{Campaign, OFFERS, letter, week};
use proto::v1;
use proto::v1::application_service_client::ApplicationServiceClient;
use proto::v1::follow_up_service_client::FollowUpServiceClient;
use proto::v1::steering_service_client::SteeringServiceClient;
use tokio::net::TcpListener;
use tonic::Request;
use tonic::transport::{Channel, Endpoint};
use transport::{ServerTransport, Transport};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PUPILS: usize = 30;
const OF_THE_COUNTRY: usize = 10_000;
const OF_A_CLASS: usize = 2_000;
/// Watches on one connection.
const TOGETHER: usize = 50;
/// From the beginning of a command to that of the next.
const APART: Duration = Duration::from_millis(5);

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let campaign = Campaign::start(PUPILS * OFFERS).await;
        let address = served(&campaign).await;
        let (alone, beside) = campaign.offers.split_at(OFFERS / 2);
        let alone = commands(&campaign, &address, alone).await;
        let seen = Arc::new(AtomicU64::new(0));
        watched(&campaign, &address, &seen).await;
        let first = seen.load(Ordering::Relaxed);
        let begin = Instant::now();
        let beside = commands(&campaign, &address, beside).await;
        let values = seen.load(Ordering::Relaxed) - first;
        let rate = values as f64 / begin.elapsed().as_secs_f64();
        println!(
            "ms a command, one each {} ms, through gRPC",
            APART.as_millis()
        );
        for (name, [p50, p99]) in [("nobody watches", alone), ("watched", beside)] {
            println!("{name:<14} | p50 {p50:6.2} | p99 {p99:6.2}");
        }
        println!("{OF_THE_COUNTRY} watch the country, {OF_A_CLASS} a class of {PUPILS}: {rate:.0} values/s");
        println!(
            "p99 beside watchers, of p99 without: {:.2}",
            beside[1] / alone[1]
        );
    });
}

async fn served(campaign: &Campaign) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let door = ServerTransport::new(&Transport::without_limits()).unwrap();
    let app = campaign.app.clone();
    tokio::spawn(api::server::serve_through(
        app,
        listener,
        door,
        std::future::pending(),
    ));
    address
}

async fn connected(address: &str) -> Channel {
    let endpoint = Endpoint::from_shared(address.to_owned()).unwrap();
    endpoint.connect().await.unwrap()
}

fn called<T>(campaign: &Campaign, caller: Principal, message: T) -> Request<T> {
    let lasts = Duration::from_secs(3_600);
    let token = campaign.app.tokens.mint(caller, lasts).unwrap();
    let mut call = Request::new(message);
    let bearer = format!("Bearer {token}").parse().unwrap();
    call.metadata_mut().insert("authorization", bearer);
    call
}

/// One application of each pupil to each of these offers; p50 and p99 in milliseconds.
async fn commands(campaign: &Campaign, address: &str, offers: &[domain::ids::OfferId]) -> [f64; 2] {
    let mut client = ApplicationServiceClient::new(connected(address).await);
    let mut took = vec![];
    let mut next = tokio::time::interval(APART);
    for offer in offers {
        for student in &campaign.pupils {
            let message = v1::SubmitApplicationRequest {
                request_id: Uuid::new_v4().to_string(),
                student: format!("students/{student}"),
                offer: format!("offers/{offer}"),
                week: week().to_string(),
                letter: letter(),
            };
            let call = called(campaign, Principal::pupil(*student), message);
            next.tick().await;
            let begin = Instant::now();
            client.submit_application(call).await.unwrap();
            took.push(begin.elapsed().as_secs_f64() * 1e3);
        }
    }
    took.sort_by(f64::total_cmp);
    [0.5, 0.99].map(|share| took[(took.len() as f64 * share) as usize])
}

/// Everybody watches, and counts what is seen.
async fn watched(campaign: &Campaign, address: &str, seen: &Arc<AtomicU64>) {
    let committee = Principal::national_committee(Uuid::nil());
    for _ in 0..OF_THE_COUNTRY / TOGETHER {
        let channel = connected(address).await;
        for _ in 0..TOGETHER {
            let message = v1::WatchTerritoryDashboardRequest {
                school_year: String::new(),
                name: "national".into(),
                ..v1::WatchTerritoryDashboardRequest::default()
            };
            let call = called(campaign, committee, message);
            let mut client = SteeringServiceClient::new(channel.clone());
            let watch = client.watch_territory_dashboard(call).await.unwrap();
            tokio::spawn(counted(watch.into_inner(), seen.clone()));
        }
    }
    for _ in 0..OF_A_CLASS / TOGETHER {
        let channel = connected(address).await;
        for _ in 0..TOGETHER {
            let message = v1::WatchClassFollowUpRequest {
                class: wire::names::of_class(kit::uai(), campaign.class),
                ..v1::WatchClassFollowUpRequest::default()
            };
            let call = called(campaign, campaign.teacher, message);
            let mut client = FollowUpServiceClient::new(channel.clone());
            let watch = client.watch_class_follow_up(call).await.unwrap();
            tokio::spawn(counted(watch.into_inner(), seen.clone()));
        }
    }
}

async fn counted<T>(mut watch: tonic::Streaming<T>, seen: Arc<AtomicU64>) {
    while let Ok(Some(_)) = watch.message().await {
        seen.fetch_add(1, Ordering::Relaxed);
    }
}
