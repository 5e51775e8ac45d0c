//! From the reply of a command to its visibility in a watched dashboard, through gRPC, while
//! other writers keep the server at about half of its maximal load.
//!
//! `cargo bench -p tests --bench visibility`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use commands::{Content, Request};
use domain::principal::Principal;
use kit::{Campaign, letter, week};
use proto::v1;
use proto::v1::steering_service_client::SteeringServiceClient;
use tokio::sync::watch;
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: usize = 16;
const PROBES: usize = 1_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let full = Campaign::start(12_000).await;
        let took = full.in_process(WRITERS).await;
        let most = 12_000.0 / took.as_secs_f64();
        drop(full);
        let half = most / 2.0;
        println!("most, in process, {WRITERS} writers: {most:.0} commands/s; load of this run: {half:.0}/s");
        let campaign = Arc::new(Campaign::start(60_000).await);
        let (seen, stop) = watched(&campaign).await;
        let running = Arc::new(AtomicBool::new(true));
        let written = Arc::new(AtomicU64::new(0));
        let (probe, others) = campaign.pupils.split_at(PROBES.div_ceil(campaign.offers.len()));
        let begin = Instant::now();
        let load: Vec<_> = others
            .chunks(others.len().div_ceil(WRITERS))
            .map(|pupils| {
                let (campaign, running) = (campaign.clone(), running.clone());
                let (pupils, written) = (pupils.to_vec(), written.clone());
                tokio::spawn(async move {
                    let letter = letter();
                    let mut next = tokio::time::interval(Duration::from_secs_f64(
                        WRITERS as f64 / half,
                    ));
                    for offer in &campaign.offers {
                        for student in &pupils {
                            if !running.load(Ordering::Relaxed) {
                                return;
                            }
                            next.tick().await;
                            let request = ask(*student);
                            let commands = &campaign.app.commands;
                            commands.handle(request.clone()).submit_application(*student, *offer, week(), &letter)
                                .await
                                .unwrap();
                            written.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                })
            })
            .collect();
        let mut delays = vec![];
        let letter = letter();
        'probing: for student in probe {
            for offer in &campaign.offers {
                let request = ask(*student);
                let commands = &campaign.app.commands;
                let done = commands.handle(request.clone()).submit_application(*student, *offer, week(), &letter);
                let position = done.await.unwrap().0.position.0;
                let replied = Instant::now();
                let mut seen = seen.clone();
                seen.wait_for(|shown| *shown >= position).await.unwrap();
                delays.push(replied.elapsed());
                if delays.len() == PROBES {
                    break 'probing;
                }
            }
        }
        let rate = written.load(Ordering::Relaxed) as f64 / begin.elapsed().as_secs_f64();
        running.store(false, Ordering::Relaxed);
        for writer in load {
            writer.await.unwrap();
        }
        delays.sort();
        let at = |share: f64| delays[(delays.len() as f64 * share) as usize].as_secs_f64() * 1e3;
        println!("beside {rate:.0} commands/s: {} probes, reply to visible in a watch:", delays.len());
        println!("p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, most {:.1} ms", at(0.5), at(0.9), at(0.99), at(0.999));
        drop(stop);
    });
}

fn ask(student: domain::ids::StudentId) -> Request {
    Request {
        id: Uuid::new_v4(),
        caller: Principal::pupil(student),
        content: Content::default(),
        trace: None,
        etag: None,
    }
}

/// The position that a watch of the national dashboard last showed.
async fn watched(campaign: &Campaign) -> (watch::Receiver<u64>, tokio::sync::oneshot::Sender<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    tokio::spawn(api::server::serve(
        campaign.app.clone(),
        listener,
        async move {
            let _ = stopped.await;
        },
    ));
    let committee = Principal::national_committee(Uuid::nil());
    let token = campaign
        .app
        .tokens
        .mint(committee, Duration::from_secs(3_600))
        .unwrap();
    let mut client = SteeringServiceClient::connect(address).await.unwrap();
    let mut call = tonic::Request::new(v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        ..v1::WatchTerritoryDashboardRequest::default()
    });
    call.metadata_mut()
        .insert("authorization", format!("Bearer {token}").parse().unwrap());
    let mut shown = client
        .watch_territory_dashboard(call)
        .await
        .unwrap()
        .into_inner();
    let (told, seen) = watch::channel(0);
    tokio::spawn(async move {
        while let Ok(Some(message)) = shown.message().await {
            told.send_replace(message.position);
        }
    });
    (seen, stop)
}
