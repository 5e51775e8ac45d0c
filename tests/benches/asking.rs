//! What authentication and authorisation cost: the same commands at 32 writers with the token read
//! and the right asked once more than each command asks by itself, and not, in turns in one run.
//!
//! `cargo bench -p tests --bench asking`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::time::Duration;

use kit::{Campaign, Integrity, median};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: usize = 32;
const COMMANDS: usize = 20_000;
const ROUNDS: usize = 9;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (mut bare, mut asked, mut ratios) = (vec![], vec![], vec![]);
        let mut integrity = Integrity::default();
        for round in 0..ROUNDS {
            let mut took = [Duration::ZERO; 2];
            // Whoever goes first finds a colder machine: they take turns at that too.
            for times in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
                let campaign = Campaign::start(COMMANDS).await;
                took[times] = campaign.in_process_asked(WRITERS, times).await;
                integrity.add(campaign.check(COMMANDS).await);
            }
            let micros = took.map(|took| took.as_secs_f64() * 1e6 / COMMANDS as f64);
            bare.push(micros[0]);
            asked.push(micros[1]);
            ratios.push(micros[1] / micros[0]);
        }
        println!("us a command at {WRITERS} writers, median of {ROUNDS} rounds in turns");
        println!("as it is                        | {:6.1}", median(bare));
        println!("token read and right asked again | {:6.1}", median(asked));
        println!(
            "asking adds (ratio of a round)   | {:5.1} %",
            (median(ratios) - 1.0) * 100.0
        );
        let Integrity {
            lost,
            duplicated,
            reordered,
        } = integrity;
        println!("lost, duplicated, reordered      | {lost}, {duplicated}, {reordered}");
    });
}
