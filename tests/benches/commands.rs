//! Durable commands a second on SQLite, in process and through gRPC, beside the stock sqlite-es
//! of cqrs-es with the same commands, the same payload and `synchronous=FULL`, in the same run; and
//! beside conditional appends to UmaDB through gRPC, which judge nothing, where
//! `PLACEMENT_UMADB_APPENDS` names the program of `tests/umadb`:
//!
//! `cargo build --release --manifest-path tests/umadb/Cargo.toml`
//!
//! `cargo bench -p tests --bench commands`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::time::Duration;

use kit::{Campaign, Integrity, Stock, Yardstick, median, umadb};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: [usize; 4] = [1, 8, 32, 128];
const ROUNDS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("durable commands a second, median of {ROUNDS} rounds (ratios too: ours beside stock of\nthe same round); each command is one");
        println!("application with a sealed letter of 600 bytes; the disk has it when it returns\n");
        println!("{}\n", Yardstick::take());
        println!("writers |     ours |    stock | ratio |  gRPC | UmaDB | ratio | lost dupl. reord. | of UmaDB");
        for writers in WRITERS {
            let (mut ours, mut stock, mut grpc) = (vec![], vec![], vec![]);
            let (mut peer, mut of_peer) = (vec![], Integrity::default());
            let (mut ratios, mut peer_ratios) = (vec![], vec![]);
            let mut integrity = Integrity::default();
            for _ in 0..ROUNDS {
                let campaign = Campaign::start(applications(writers, 400)).await;
                ours.push(rate(applications(writers, 400), campaign.in_process(writers).await));
                integrity.add(campaign.check(applications(writers, 400)).await);
                let campaign = Campaign::start(applications(writers, 200)).await;
                grpc.push(rate(applications(writers, 200), campaign.through_grpc(writers).await));
                integrity.add(campaign.check(applications(writers, 200)).await);
                let store = Stock::start(applications(writers, 50)).await;
                stock.push(rate(applications(writers, 50), store.run(writers).await));
                ratios.extend(ours.last().zip(stock.last()).map(|(ours, stock)| ours / stock));
                if let Some((rate, integrity)) = umadb::appends(writers, applications(writers, 200)) {
                    peer.push(rate);
                    of_peer.add(integrity);
                    peer_ratios.extend(grpc.last().map(|grpc| grpc / rate));
                }
            }
            let (ours, stock, grpc) = (median(ours), median(stock), median(grpc));
            let Integrity { lost, duplicated, reordered } = integrity;
            print!(
                "{writers:7} | {ours:8.0} | {stock:8.0} | {:5.1} | {grpc:5.0} | ",
                median(ratios),
            );
            if peer.is_empty() {
                print!("    - |     - ");
            } else {
                print!("{:5.0} | {:5.2} ", median(peer), median(peer_ratios));
            }
            println!(
                "| {lost:4} {duplicated:5} {reordered:6} | {} {} {}",
                of_peer.lost, of_peer.duplicated, of_peer.reordered,
            );
        }
    });
}

/// More work for more writers, so that each round lasts about as long.
fn applications(writers: usize, each: usize) -> usize {
    (writers * each).clamp(each * 4, each * 40)
}

fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
