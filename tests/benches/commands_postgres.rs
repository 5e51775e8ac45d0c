//! Durable commands a second on PostgreSQL, in process, with one server and with three on the same
//! log, and with the write side alone, beside the stock postgres-es of cqrs-es with the same
//! commands and the same payload, in the same run, on the same PostgreSQL (its defaults: fsync,
//! synchronous commits).
//!
//! `cargo bench -p tests --bench commands_postgres -- [writers]...`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::time::{Duration, Instant};

use eventlog::{PostgresLog, PostgresOptions};
use kit::{Campaign, Integrity, Stock, median};
use postgres_fixture::Cluster;
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: [usize; 4] = [1, 8, 32, 128];
const ROUNDS: usize = 3;
const BATCH: usize = 128;

fn main() {
    let named = std::env::args().skip(1);
    let mut writers: Vec<usize> = named.filter_map(|writers| writers.parse().ok()).collect();
    if writers.is_empty() {
        writers = WRITERS.to_vec();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::start();
    runtime.block_on(async {
        println!("durable commands a second on PostgreSQL, median of {ROUNDS} rounds (ratios too:");
        println!("ours beside stock of the same round); each command is one application with a");
        println!("sealed letter of 600 bytes. Write side: the commands on log and vault, as stock is;");
        println!("whole server: with its folds, the placement process and the letters to hosts\n");
        let raw = raw(&cluster.database()).await;
        println!("a raw insert of such events by {BATCH}, with nothing judged: {raw:.0} events/s\n");
        println!("writers |    stock | write side ratio | whole server ratio | three servers | lost dupl. reord.");
        for writers in writers {
            let (mut alone, mut ours, mut stock, mut three) = (vec![], vec![], vec![], vec![]);
            let (mut alone_ratios, mut ratios) = (vec![], vec![]);
            let mut integrity = Integrity::default();
            let count = applications(writers);
            for _ in 0..ROUNDS {
                let (log, vault) = (cluster.database(), cluster.database());
                let campaign = Campaign::start_on_postgres(&log, &vault, count).await;
                alone.push(rate(count, campaign.write_side(writers, &log, &vault).await));
                integrity.add(campaign.check(count).await);
                let (log, vault) = (cluster.database(), cluster.database());
                let campaign = Campaign::start_on_postgres(&log, &vault, count).await;
                ours.push(rate(count, campaign.in_process(writers).await));
                integrity.add(campaign.check(count).await);
                campaign.stop().await;
                let (log, vault) = (cluster.database(), cluster.database());
                let campaign = Campaign::start_on_postgres(&log, &vault, count).await;
                let campaign = campaign.with_servers(2, &log, &vault).await;
                three.push(rate(count, campaign.in_process(writers).await));
                integrity.add(campaign.check(count).await);
                campaign.stop().await;
                let few = count / 2;
                let store = Stock::start_on_postgres(&cluster.database(), few).await;
                stock.push(rate(few, store.run(writers).await));
                alone_ratios.extend(alone.last().zip(stock.last()).map(|(ours, stock)| ours / stock));
                ratios.extend(ours.last().zip(stock.last()).map(|(ours, stock)| ours / stock));
            }
            let (alone, ours) = (median(alone), median(ours));
            let (stock, three) = (median(stock), median(three));
            let (alone_ratio, ratio) = (median(alone_ratios), median(ratios));
            let Integrity { lost, duplicated, reordered } = integrity;
            println!(
                "{writers:7} | {stock:8.0} | {alone:10.0} {alone_ratio:5.1} | {ours:12.0} {ratio:5.1} | {three:13.0} | {lost:4} {duplicated:5} {reordered:6}",
            );
        }
    });
}

/// More work for more writers, so that each round lasts about as long.
fn applications(writers: usize) -> usize {
    (writers * 200).clamp(1_000, 8_000)
}

fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// The ceiling: the same rows and indexes as the log's, inserted in batches over one connection.
async fn raw(url: &str) -> f64 {
    const BATCHES: usize = 300;
    let log = PostgresLog::open(url, PostgresOptions::default()).await;
    drop(log.unwrap());
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection
        .execute("CREATE TABLE raw (LIKE events INCLUDING CONSTRAINTS INCLUDING INDEXES)")
        .await
        .unwrap();
    let text = |bytes| format!("{{\"text\":\"{}\"}}", "x".repeat(bytes));
    let (payload, metadata) = (text(1_100), text(250));
    let began = Instant::now();
    for batch in 0..BATCHES {
        let ids: Vec<Uuid> = (0..BATCH).map(|_| Uuid::new_v4()).collect();
        sqlx::query(
            "INSERT INTO raw SELECT 'student', id::text, 1, 'ApplicationSubmitted', '1',
                payload::json, metadata::json, $1 + n, id, 0
             FROM unnest($2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY
                AS u (id, payload, metadata, n)",
        )
        .bind(i64::try_from(batch * BATCH).unwrap())
        .bind(ids)
        .bind(vec![payload.as_str(); BATCH])
        .bind(vec![metadata.as_str(); BATCH])
        .execute(&mut connection)
        .await
        .unwrap();
    }
    rate(BATCHES * BATCH, began.elapsed())
}
