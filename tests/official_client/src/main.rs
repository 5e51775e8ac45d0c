//! Raw appends by the official client: one event of 600 and 150 bytes each, one append at a time by
//! each writer, nothing judged. `raw_appends ADDRESS WRITERS SECONDS` prints how many a second, and
//! the median of what one took in microseconds.
use std::time::{Duration, Instant};

use eventstore::{AppendToStreamOptions, Client, EventData};
use uuid::Uuid;

const PAYLOAD: usize = 600;
const METADATA: usize = 150;

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, writers, seconds] = arguments.as_slice() else {
        return Err("raw_appends ADDRESS WRITERS SECONDS".into());
    };
    let time = Duration::from_secs_f64(seconds.parse()?);
    let client = Client::new(address.parse()?)?;
    let begun = Instant::now();
    let writing = (0..writers.parse::<usize>()?).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { write(&client, time).await })
    });
    let mut micros = vec![];
    for writer in writing.collect::<Vec<_>>() {
        micros.extend(writer.await??);
    }
    let rate = micros.len() as f64 / begun.elapsed().as_secs_f64();
    micros.sort_unstable();
    let median = micros.get(micros.len() / 2).copied().unwrap_or(0);
    println!("{rate:.0} {median}");
    Ok(())
}

/// Appends to a stream of its own for so long; how many microseconds each took.
async fn write(client: &Client, time: Duration) -> Result<Vec<u128>, Failed> {
    let stream = format!("rawAppends-{}", Uuid::new_v4().simple());
    let text = |bytes: usize| quoted("x".repeat(bytes));
    let begun = Instant::now();
    let mut micros = vec![];
    while begun.elapsed() < time {
        let event = EventData::json("ApplicationSubmitted", &text(PAYLOAD))?
            .metadata(text(METADATA).into_bytes().into())
            .id(Uuid::new_v4());
        let asked = Instant::now();
        client
            .append_to_stream(stream.as_str(), &AppendToStreamOptions::default(), event)
            .await?;
        micros.push(asked.elapsed().as_micros());
    }
    Ok(micros)
}

/// A JSON string.
fn quoted(text: String) -> String {
    format!("\"{text}\"")
}
