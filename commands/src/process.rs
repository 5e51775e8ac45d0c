//! The placement process: follows the log and takes the steps that nobody has taken, because the
//! process that should have was killed in between.
use std::sync::Arc;
use std::time::Duration;

use domain::placement_policy::Step;
use domain::schema;
use eventlog::{Follower, LogError, Position, Recorded};
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use crate::context::Context;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::open_applications::OpenStep;

const BATCH: usize = 1_000;

/// How the process goes about.
#[derive(Clone, Copy, Debug)]
pub struct ProcessOptions {
    /// How long a command is given to take its own steps before the process takes them.
    pub grace: Duration,
}

impl Default for ProcessOptions {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(2),
        }
    }
}

/// Follows the log until `stop` says so. An event that cannot be read ends it with the reason.
pub async fn run(
    desk: Arc<Desk>,
    options: ProcessOptions,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let mut follower = Follower::new(desk.log.clone(), desk.open.position(), BATCH);
    let mut since: Vec<(Uuid, Instant)> = vec![];
    loop {
        let due = since.first().map(|(_, at)| *at + options.grace);
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            batch = follower.next_batch() => apply(&desk, &batch?)?,
            () = until(due) => {}
        }
        let open = desk.open.open_steps();
        let now = Instant::now();
        since.retain(|(cause, _)| open.iter().any(|step| step.cause == *cause));
        for step in &open {
            if !since.iter().any(|(cause, _)| *cause == step.cause) {
                since.push((step.cause, now));
            }
        }
        // No command declines for a withdrawn offer: that is for the process alone, at once.
        let ripe = |step: &&OpenStep| {
            matches!(step.step, Step::DeclineApplication(..))
                || since
                    .iter()
                    .any(|(cause, at)| *cause == step.cause && *at + options.grace <= now)
        };
        for step in open.iter().filter(ripe) {
            take(&desk, step).await?;
        }
        since.retain(|(_, at)| *at + options.grace > now);
    }
}

/// Reads the log to its head and takes every open step at once; gives how many were taken.
pub async fn drain(desk: &Desk) -> Result<usize, Failure> {
    let mut taken = 0;
    loop {
        catch_up(desk).await?;
        let open = desk.open.open_steps();
        if open.is_empty() {
            return Ok(taken);
        }
        for step in &open {
            take(desk, step).await?;
            taken += 1;
        }
    }
}

/// Brings the fold of the write side to the head of the log.
pub async fn catch_up(desk: &Desk) -> Result<Position, Failure> {
    loop {
        let batch = desk.log.read_all(desk.open.position(), BATCH).await?;
        if batch.is_empty() {
            return Ok(desk.open.position());
        }
        apply(desk, &batch)?;
    }
}

fn apply(desk: &Desk, batch: &[Recorded]) -> Result<(), Failure> {
    for recorded in batch {
        if !concerns(recorded.stream.category()) {
            desk.open.pass(recorded.position);
            continue;
        }
        let fact = schema::decode(
            recorded.stream.category(),
            recorded.stream.id(),
            &recorded.event_type,
            recorded.event_version,
            &recorded.payload,
        )
        .map_err(|error| {
            Failure::Internal(format!(
                "the event at {} cannot be read: {error}",
                recorded.position
            ))
        })?;
        desk.open.apply(recorded.position, recorded.id, &fact);
    }
    Ok(())
}

fn concerns(category: &str) -> bool {
    matches!(category, "student" | "offer")
}

/// Takes one step in the name of the fact that asks for it.
async fn take(desk: &Desk, open: &OpenStep) -> Result<(), Failure> {
    let cause = desk.log.read_at(&[open.position]).await?;
    let cause = cause
        .first()
        .ok_or_else(|| LogError::Damaged(format!("no event at {}", open.position)))?;
    let context = context_of(cause);
    tracing::info!(cause = %open.cause, position = %open.position, "taking a step left open");
    desk.take_step(&context, open.cause, open.step.clone())
        .await
}

fn context_of(cause: &Recorded) -> Context {
    let metadata: std::collections::HashMap<String, String> =
        serde_json::from_slice(&cause.metadata).unwrap_or_default();
    let id = |key: &str| metadata.get(key).and_then(|id| Uuid::try_parse(id).ok());
    let actor = metadata
        .get("actor")
        .cloned()
        .unwrap_or_else(|| "platform".to_owned());
    let mut context = Context::new(cause.id, "PlacementProcess", actor);
    context.correlation = id("correlation").unwrap_or(cause.id);
    context.trace = metadata.get("trace").cloned();
    context
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
