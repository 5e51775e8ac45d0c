//! The placement process: follows the log and takes the steps that nobody has taken, because the
//! process that should have was killed in between.
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::placement_policy::Step;
use domain::schema;
use eventlog::{Damage, Follower, Leases, LogError, Position, Recorded, SoleLeases};
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use crate::context::Context;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::open_applications::{OpenStep, Parked};

const BATCH: usize = 1_000;
const WORK: &str = "placement_process";

/// How the process goes about.
#[derive(Clone)]
pub struct ProcessOptions {
    /// How long a command is given to take its own steps before the process takes them.
    pub grace: Duration,
    /// Where the servers of one log agree which of them takes steps.
    pub leases: Arc<dyn Leases>,
    /// This server.
    pub holder: Uuid,
    /// How long a server that was killed is waited for.
    pub lease: Duration,
}

impl Default for ProcessOptions {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(2),
            leases: Arc::new(SoleLeases),
            holder: Uuid::new_v4(),
            lease: Duration::from_secs(10),
        }
    }
}

/// Follows the log until `stop` says so, and takes steps while it holds the lease. Each step is
/// safe to take twice: what a holder that lost its lease still does is what the next would do.
/// At an event that cannot be read it stands still, visibly, until `stop`.
pub async fn run(
    desk: Arc<Desk>,
    options: ProcessOptions,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let mut follower = Follower::new(desk.log.clone(), desk.open.checkpoint(), BATCH);
    let mut since: Vec<(Uuid, Instant)> = vec![];
    let mut turn = Turn::new(&options, desk.clone());
    loop {
        if let Some(parked) = desk.open.parked() {
            let Parked { position, reason } = parked;
            tracing::error!(%position, reason, "the placement process takes no more steps");
            turn.give_back().await;
            let _ = stop.wait_for(|stop| *stop).await;
            return Ok(());
        }
        let due = since.first().map(|(_, at)| *at + options.grace);
        let woken = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => Woken::ToStop,
            () = tokio::time::sleep_until(turn.renew_at()) => Woken::ToRenew,
            batch = follower.next_batch() => Woken::With(batch),
            () = until(due) => Woken::ToLook,
        };
        match woken {
            Woken::ToStop => {
                turn.give_back().await;
                return Ok(());
            }
            Woken::ToRenew => turn.renew().await?,
            Woken::With(Ok(batch)) => apply(&desk, &batch),
            Woken::With(Err(error)) => park_damaged(&desk, error)?,
            Woken::ToLook => {}
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
            if turn.is_ours() {
                take(&desk, step).await?;
            }
        }
        // What we took just now, or another takes, is looked at anew.
        since.retain(|(_, at)| *at + options.grace > now);
    }
}

/// What the process wakes up for.
enum Woken {
    ToStop,
    ToRenew,
    With(Result<Vec<Recorded>, LogError>),
    ToLook,
}

/// Whether it is this server's turn.
struct Turn {
    desk: Arc<Desk>,
    leases: Arc<dyn Leases>,
    holder: Uuid,
    lease: Duration,
    ours_until: Option<Instant>,
    renew_at: Instant,
}

impl Turn {
    fn new(options: &ProcessOptions, desk: Arc<Desk>) -> Self {
        Self {
            desk,
            leases: options.leases.clone(),
            holder: options.holder,
            lease: options.lease,
            ours_until: None,
            renew_at: Instant::now(),
        }
    }

    fn renew_at(&self) -> Instant {
        self.renew_at
    }

    /// Asked for well before its end, and counted from before the asking.
    async fn renew(&mut self) -> Result<(), LogError> {
        let asked = Instant::now();
        self.renew_at = asked + self.lease / 4;
        let asking = self.leases.hold(WORK, self.holder, self.lease).await;
        let held = matches!(asking, Ok(Some(_)));
        self.ours_until = held.then(|| asked + self.lease);
        if self.desk.holds_turn.swap(held, Ordering::Relaxed) != held {
            tracing::info!(held, "whose turn it is to take open steps");
        }
        asking.map(|_| ())
    }

    fn is_ours(&self) -> bool {
        self.ours_until.is_some_and(|until| Instant::now() < until)
    }

    async fn give_back(&mut self) {
        self.desk.holds_turn.store(false, Ordering::Relaxed);
        if self.ours_until.take().is_some()
            && let Err(error) = self.leases.release(WORK, self.holder).await
        {
            tracing::warn!(%error, "the lease was not given back; it ends by itself");
        }
    }
}

/// Reads the log to its head and takes every open step at once; gives how many were taken.
pub async fn drain(desk: &Desk) -> Result<usize, Failure> {
    let mut taken = 0;
    loop {
        catch_up(desk).await?;
        let open = desk.open.open_steps();
        if open.is_empty() || desk.open.parked().is_some() {
            return Ok(taken);
        }
        for step in &open {
            take(desk, step).await?;
            taken += 1;
        }
    }
}

/// Brings the fold of the write side to the head of the log, or to an event that it cannot read.
pub async fn catch_up(desk: &Desk) -> Result<Position, Failure> {
    loop {
        let batch = match desk.log.read_after(desk.open.checkpoint(), BATCH).await {
            Ok(batch) => batch,
            Err(error) => {
                park_damaged(desk, error)?;
                return Ok(desk.open.position());
            }
        };
        if batch.is_empty() || desk.open.parked().is_some() {
            return Ok(desk.open.position());
        }
        apply(desk, &batch);
    }
}

/// Up to an event that cannot be read.
fn apply(desk: &Desk, batch: &[Recorded]) {
    for recorded in batch {
        if !concerns(recorded.stream.category()) {
            desk.known.take_unread(recorded);
            desk.open.pass(recorded.into());
            continue;
        }
        let fact = schema::decode(
            recorded.stream.category(),
            recorded.stream.id(),
            &recorded.event_type,
            recorded.event_version,
            &recorded.payload,
        );
        match fact {
            Ok(fact) => {
                desk.known.take(&fact);
                desk.open.apply(recorded.position, recorded.id, &fact);
            }
            Err(error) => {
                desk.open.park(Parked {
                    position: recorded.position,
                    reason: error.to_string(),
                });
                return;
            }
        }
    }
}

/// Stands still before an event that is damaged; another error of the log is given back.
fn park_damaged(desk: &Desk, error: LogError) -> Result<(), LogError> {
    match error {
        LogError::Damaged(Damage { at: Some(at), why }) => {
            desk.open.park(Parked {
                position: at,
                reason: why,
            });
            Ok(())
        }
        LogError::Damaged(Damage { at: None, .. })
        | LogError::Conflict { .. }
        | LogError::Refused(_)
        | LogError::Unavailable(_)
        | LogError::UnknownOutcome(_) => Err(error),
    }
}

fn concerns(category: &str) -> bool {
    matches!(category, "student" | "offer")
}

/// Takes one step in the name of the fact that asks for it.
async fn take(desk: &Desk, open: &OpenStep) -> Result<(), Failure> {
    let cause = desk.log.read_at(&[open.position]).await?;
    let cause = cause
        .first()
        .ok_or_else(|| LogError::missing(open.position))?;
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
