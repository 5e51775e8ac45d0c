//! Conditional appends to UmaDB through gRPC: server and writers in one process, as the benchmark
//! of commands has them, one channel for eight writers; each append is one event of 600 bytes that
//! stands only where no other event of its writer came since the last.
//!
//! `umadb-appends WRITERS APPENDS` prints how many a second, and how many were lost, duplicated
//! and reordered when all was read back.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use tokio::sync::oneshot;
use umadb_client::{AsyncUmaDbClient, UmaDbClient};
use umadb_core::mvcc::StorageOptions;
use umadb_dcb::{DcbAppendCondition, DcbEvent, DcbEventStoreAsync, DcbQuery, DcbQueryItem};
use umadb_server::{ServerOptions, start_server_with_options};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAYLOAD: usize = 600;
/// The server listens by then.
const STARTED: Duration = Duration::from_secs(10);
const TYPE: &str = "ApplicationSubmitted";

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [writers, appends] = arguments.as_slice() else {
        return Err("umadb-appends WRITERS APPENDS".into());
    };
    let (writers, appends): (usize, usize) = (writers.parse()?, appends.parse()?);
    let folder = tempfile::tempdir()?;
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let options = ServerOptions {
        listen_addr: free.to_string(),
        tls: None,
        api_key: None,
        storage: StorageOptions::default().db_path(folder.path()),
    };
    // Its error cannot be sent between threads, so it is waited for on one of its own.
    let runtime = tokio::runtime::Handle::current();
    let server = std::thread::spawn(move || {
        let served = runtime.block_on(start_server_with_options(options, stopped));
        served.map_err(|why| why.to_string())
    });
    let mut clients = vec![];
    for _ in 0..writers.div_ceil(8) {
        clients.push(Arc::new(connected(&format!("http://{free}")).await?));
    }
    let each = appends.div_ceil(writers);
    let begun = Instant::now();
    let writing = (0..writers).map(|n| {
        let client = clients[n / 8].clone();
        tokio::spawn(async move { write(&client, n, each).await })
    });
    for writer in writing.collect::<Vec<_>>() {
        writer.await??;
    }
    let rate = (each * writers) as f64 / begun.elapsed().as_secs_f64();
    let (lost, duplicated, reordered) = check(&clients[0], writers, each).await?;
    println!("{rate:.0} {lost} {duplicated} {reordered}");
    drop(clients);
    let _ = stop.send(());
    server.join().map_err(|_| "the server panicked")??;
    Ok(())
}

/// A connection, once the server listens.
async fn connected(address: &str) -> Result<AsyncUmaDbClient, Failed> {
    let begun = Instant::now();
    loop {
        match UmaDbClient::new(address.to_owned()).connect_async().await {
            Ok(client) => return Ok(client),
            Err(why) if begun.elapsed() > STARTED => return Err(why.to_string().into()),
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

fn writer(n: usize) -> String {
    format!("writer:{n}")
}

fn of(n: usize) -> DcbQuery {
    DcbQuery::new().item(DcbQueryItem::new().types([TYPE]).tags([writer(n)]))
}

/// Appends so many events, each on the condition that none of this writer's came since the last.
async fn write(client: &AsyncUmaDbClient, n: usize, appends: usize) -> Result<(), Failed> {
    let mut last = None;
    for nth in 0..appends {
        let mut payload = format!("{nth:020}").into_bytes();
        payload.resize(PAYLOAD, b'x');
        let event = DcbEvent::default()
            .event_type(TYPE)
            .tags([writer(n)])
            .data(payload)
            .uuid(Uuid::new_v4());
        let condition = DcbAppendCondition::new(of(n)).after(last);
        let position = client.append(vec![event], Some(condition), None).await;
        last = Some(position.map_err(|why| why.to_string())?);
    }
    Ok(())
}

/// Reads all back: each event of each writer once, in its order.
async fn check(
    client: &AsyncUmaDbClient,
    writers: usize,
    appends: usize,
) -> Result<(usize, usize, usize), Failed> {
    let (mut reordered, mut seen) = (0, HashMap::<String, Vec<u64>>::new());
    let reading = client.read(None, None, false, None).await;
    let mut reading = reading.map_err(|why| why.to_string())?;
    while let Some(found) = reading.next().await {
        let event = found.map_err(|why| why.to_string())?.event;
        let nth: u64 = std::str::from_utf8(&event.data[..20])?.parse()?;
        let of_writer = seen.entry(event.tags.concat()).or_default();
        reordered += usize::from(of_writer.last().is_some_and(|last| *last > nth));
        of_writer.push(nth);
    }
    let stored: usize = seen.values().map(Vec::len).sum();
    let distinct: usize = seen
        .values_mut()
        .map(|of_writer| {
            of_writer.sort_unstable();
            of_writer.dedup();
            of_writer.len()
        })
        .sum();
    Ok((writers * appends - distinct, stored - distinct, reordered))
}
