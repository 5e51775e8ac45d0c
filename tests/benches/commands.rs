//! Durable commands a second on SQLite, in process and through gRPC, beside the stock sqlite-es
//! of cqrs-es with the same commands, the same payload and `synchronous=FULL`, in the same run.
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

use kit::{Campaign, Integrity, Stock, median};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: [usize; 4] = [1, 8, 32, 128];
const ROUNDS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("durable commands a second, median of {ROUNDS} rounds (ratios too: ours beside stock of\nthe same round); each command is one");
        println!("application with a sealed letter of 600 bytes; the disk has it when it returns\n");
        println!("writers |     ours |    stock | ratio |  gRPC | lost dupl. reord.");
        for writers in WRITERS {
            let (mut ours, mut stock, mut grpc) = (vec![], vec![], vec![]);
            let mut ratios = vec![];
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
            }
            let (ours, stock, grpc) = (median(ours), median(stock), median(grpc));
            let Integrity { lost, duplicated, reordered } = integrity;
            println!(
                "{writers:7} | {ours:8.0} | {stock:8.0} | {:5.1} | {grpc:5.0} | {lost:4} {duplicated:5} {reordered:6}",
                median(ratios),
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
