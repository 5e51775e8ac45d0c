//! The placement process: follows the log and takes the steps that nobody has taken, because the
//! process that should have was killed in between. A step that cannot be taken is set aside by
//! itself and tried again, ever more patiently; it stops no other.
use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use eventlog::{Damage, Follower, Lease, Leases, LogError, Position, Recorded, SoleLeases};
use futures::future::join_all;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

pub use crate::agenda::RetryDelays;

use crate::agenda::Agenda;
use crate::agreement_deadlines::AgreementDeadline;
use crate::context::{ACTOR, CORRELATION, Chain, PLATFORM, TRACE};
use crate::deadlines::Deadline;
use crate::failure::Failure;
use crate::host_invitation_deadlines::HostInvitationDeadline;
use crate::open_applications::{OpenApplications, Parked};
use crate::open_step::OpenStep;
use crate::service::{CommandService, step_name};

const BATCH: usize = 1_000;
/// How often the log is read while much is stored: steps are mostly taken by the commands that make
/// them necessary.
const PACE: Duration = Duration::from_millis(10);
/// So many applications expire before the log is looked at again.
const DUE_AT_ONCE: usize = 500;
/// So many steps, or of what is due, at a time: their appends share transactions. Steps need no order
/// among them: each is decided by its own stream, and one that fails is taken after later ones anyway.
const SIDE_BY_SIDE: usize = 16;
const WORK: &str = "placement_process";

/// How the process goes about.
#[derive(Clone)]
pub struct ProcessOptions {
    /// How long a command is given to take its own steps before the process takes them.
    pub grace: Duration,
    /// How long a step that could not be taken is left alone.
    pub patience: RetryDelays,
    /// Where the servers of one log agree which of them takes steps.
    pub leases: Arc<dyn Leases>,
    /// This server.
    pub holder: Uuid,
    /// How long a server that was killed is waited for.
    pub lease: Duration,
    /// How often it is looked which applications and invitations of hosts are due to expire (STU-13,
    /// EST-11), and of which agreements something is to be said (AGR-3).
    pub expiry: Duration,
}

impl Default for ProcessOptions {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(2),
            patience: RetryDelays::default(),
            leases: Arc::new(SoleLeases),
            holder: Uuid::new_v4(),
            lease: Duration::from_secs(10),
            expiry: Duration::from_secs(30),
        }
    }
}

/// Follows the log until `stop` says so, and takes steps while it holds the lease. Each step is
/// safe to take twice: what a holder that lost its lease still does is what the next would do.
/// At an event that cannot be read it stands still, visibly, until `stop`.
///
/// # Errors
/// Where the log cannot be read, or is another than the one that was followed.
pub async fn run(
    service: Arc<CommandService>,
    options: ProcessOptions,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let follower = Follower::new(service.log.clone(), service.open.checkpoint(), BATCH);
    let mut follower = follower.at_pace(PACE);
    let mut agenda = Agenda::new(options.grace, options.patience);
    service.parked_steps.clear();
    let ProcessOptions {
        leases,
        holder,
        lease,
        expiry,
        ..
    } = options;
    let mut expires_at = Instant::now();
    let mut pages = DuePages::default();
    let lease = Lease::new(leases, WORK, holder, lease);
    loop {
        if let Some(parked) = service.open.parked() {
            let Parked { position, reason } = parked;
            tracing::error!(%position, reason, "the placement process takes no more steps");
            give_back(&service, &lease).await;
            let _ = stop.wait_for(|stop| *stop).await;
            return Ok(());
        }
        let due = if lease.is_held() { agenda.next() } else { None };
        let woken = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => Woken::ToStop,
            () = tokio::time::sleep_until(lease.renew_at()) => Woken::ToRenew,
            batch = follower.next_batch() => Woken::With(batch),
            () = until(due) => Woken::ToLook,
            () = tokio::time::sleep_until(expires_at) => Woken::ToLook,
        };
        match woken {
            Woken::ToStop => {
                give_back(&service, &lease).await;
                return Ok(());
            }
            Woken::ToRenew => renew(&service, &lease).await?,
            Woken::With(Ok(batch)) => take_in(&service, &batch).await,
            Woken::With(Err(error)) => park_damaged(&service, error)?,
            Woken::ToLook => {}
        }
        let open = service.open.open_steps();
        agenda.look(&open, Instant::now());
        service.parked_steps.keep(&open);
        let now = Instant::now();
        let due = open.iter().filter(|step| agenda.is_due(step, now));
        let due: Vec<&OpenStep> = due.collect();
        for some in due.chunks(SIDE_BY_SIDE) {
            if !lease.is_held() {
                break;
            }
            let taken = join_all(some.iter().map(|step| take(&service, step))).await;
            for (step, taken) in some.iter().zip(taken) {
                match taken {
                    Ok(()) => agenda.taken(step, Instant::now()),
                    Err(_) => agenda.failed(step, Instant::now()),
                }
            }
        }
        if Instant::now() >= expires_at {
            pages = match lease.is_held() {
                true => pages.next(&service).await,
                false => DuePages::default(),
            };
            let wait = match pages.is_last() {
                true => expiry,
                false => Duration::ZERO,
            };
            expires_at = Instant::now() + wait;
        }
    }
}

/// How far it was done what the clock asks for: the last one of each page, where more may be due.
#[derive(Default)]
struct DuePages {
    applications: Option<Deadline>,
    agreements: Option<AgreementDeadline>,
    host_invitations: Option<HostInvitationDeadline>,
}

impl DuePages {
    fn is_last(&self) -> bool {
        self.applications.is_none() && self.agreements.is_none() && self.host_invitations.is_none()
    }

    async fn next(self, service: &CommandService) -> Self {
        Self {
            applications: expire_due(service, self.applications).await,
            agreements: remind_due(service, self.agreements).await,
            host_invitations: end_invitations(service, self.host_invitations).await,
        }
    }
}

/// The same for invitations of hosts whose time is over.
async fn end_invitations(
    service: &CommandService,
    after: Option<HostInvitationDeadline>,
) -> Option<HostInvitationDeadline> {
    let due = service
        .open
        .host_invitations_due_at(service.now(), after.as_ref(), DUE_AT_ONCE);
    for some in due.chunks(SIDE_BY_SIDE) {
        let expiries = some.iter().map(|deadline| async move {
            let done = service.expire_host_invitation(deadline).await;
            tell_undone(deadline.invitation, done);
        });
        join_all(expiries).await;
    }
    due.last().copied().filter(|_| due.len() == DUE_AT_ONCE)
}

/// The same for agreements that not all have signed.
async fn remind_due(
    service: &CommandService,
    after: Option<AgreementDeadline>,
) -> Option<AgreementDeadline> {
    let due = service
        .open
        .agreements_due_at(service.now(), after.as_ref(), DUE_AT_ONCE);
    for some in due.chunks(SIDE_BY_SIDE) {
        let reminders = some.iter().map(|deadline| async move {
            let done = service.remind_of_agreement(deadline).await;
            tell_undone(deadline.application, done);
        });
        join_all(reminders).await;
    }
    due.last().copied().filter(|_| due.len() == DUE_AT_ONCE)
}

/// Does a page of what is due, reminders and expiries, behind the last one of the page before; gives
/// its own last one where more may be due. What fails holds nobody up: it is tried again with the next look.
async fn expire_due(service: &CommandService, after: Option<Deadline>) -> Option<Deadline> {
    let due = service
        .open
        .due_at(service.now(), after.as_ref(), DUE_AT_ONCE);
    for some in due.chunks(SIDE_BY_SIDE) {
        join_all(some.iter().map(|deadline| expire(service, *deadline))).await;
    }
    due.last().copied().filter(|_| due.len() == DUE_AT_ONCE)
}

async fn expire(service: &CommandService, deadline: Deadline) {
    let done = service.take_due(&deadline).await;
    tell_undone(deadline.application, done);
}

/// What is due for an application, or an invitation, is tried again with the next look.
fn tell_undone(about: impl Display, done: Result<(), Failure>) {
    match done {
        Ok(()) => {}
        // That the stores do not answer is told by who serves.
        Err(Failure::Unavailable(reason)) => {
            tracing::debug!(%about, reason, "what is due is not done yet");
        }
        Err(failure) => {
            let reason = failure.to_string();
            tracing::warn!(%about, reason, "what is due is not done yet");
        }
    }
}

/// What the process wakes up for.
enum Woken {
    ToStop,
    ToRenew,
    With(Result<Vec<Recorded>, LogError>),
    ToLook,
}

/// Asks for the lease, and tells whose turn it is.
async fn renew(service: &CommandService, lease: &Lease) -> Result<(), LogError> {
    let asking = lease.renew().await;
    let held = matches!(asking, Ok(Some(_)));
    if !held {
        service.parked_steps.clear();
    }
    if service.holds_turn.swap(held, Ordering::Relaxed) != held {
        tracing::info!(held, "whose turn it is to take open steps");
    }
    asking.map(|_| ())
}

async fn give_back(service: &CommandService, lease: &Lease) {
    service.holds_turn.store(false, Ordering::Relaxed);
    if lease.is_held() {
        lease.release().await;
    }
}

/// Reads the log to its head and does whatever is due at this instant: what expires, reminders, first
/// days that came without all signatures.
///
/// # Errors
/// Where the log cannot be read.
pub async fn take_due(service: &CommandService) -> Result<(), Failure> {
    catch_up(service).await?;
    let mut pages = DuePages::default().next(service).await;
    while !pages.is_last() {
        pages = pages.next(service).await;
    }
    Ok(())
}

/// Reads the log to its head and takes every open step at once; gives how many were taken.
///
/// # Errors
/// The first step that could not be taken, once all others were.
pub async fn drain(service: &CommandService) -> Result<usize, Failure> {
    let mut taken = 0;
    loop {
        catch_up(service).await?;
        let open = service.open.open_steps();
        if open.is_empty() || service.open.parked().is_some() {
            return Ok(taken);
        }
        let mut failed = None;
        for some in open.chunks(SIDE_BY_SIDE) {
            for done in join_all(some.iter().map(|step| take(service, step))).await {
                match done {
                    Ok(()) => taken += 1,
                    Err(failure) => failed = failed.or(Some(failure)),
                }
            }
        }
        if let Some(failure) = failed {
            catch_up(service).await?;
            return Err(failure);
        }
    }
}

/// Brings the fold of the write side to the head of the log, or to an event that it cannot read.
///
/// # Errors
/// Where the log cannot be read.
pub async fn catch_up(service: &CommandService) -> Result<Position, Failure> {
    loop {
        let batch = match service
            .log
            .read_after(service.open.checkpoint(), BATCH)
            .await
        {
            Ok(batch) => batch,
            Err(error) => {
                park_damaged(service, error)?;
                return Ok(service.open.position());
            }
        };
        if batch.is_empty() || service.open.parked().is_some() {
            return Ok(service.open.position());
        }
        take_in(service, &batch).await;
    }
}

impl CommandService {
    /// What waits for an answer, with every event that had been acknowledged when this was asked:
    /// a command that follows another knows what that one did.
    pub(crate) async fn open_by_now(&self) -> Result<&OpenApplications, Failure> {
        catch_up(self).await?;
        Ok(&self.open)
    }
}

/// Takes events in, unless what is followed is being put into a snapshot: then once it is.
async fn take_in(service: &CommandService, batch: &[Recorded]) {
    let _nobody_keeps = service.keeping.read().await;
    apply(service, batch);
}

/// Up to an event that cannot be read. The process and commands that cannot wait for it both read
/// the log; each event is applied once, in order.
fn apply(service: &CommandService, batch: &[Recorded]) {
    let _one_at_a_time = service.following.lock();
    for recorded in batch {
        if recorded.position <= service.open.position() {
            continue;
        }
        service.since_kept.fetch_add(1, Ordering::Relaxed);
        if !service.of_log().take(recorded) {
            return;
        }
    }
}

/// Stands still before an event that is damaged; another error of the log is given back.
fn park_damaged(service: &CommandService, error: LogError) -> Result<(), LogError> {
    match error {
        LogError::Damaged(Damage { at: Some(at), why }) => {
            service.open.park(Parked {
                position: at,
                reason: why,
            });
            Ok(())
        }
        LogError::Damaged(Damage { at: None, .. })
        | LogError::Conflict { .. }
        | LogError::Refused(_)
        | LogError::Unavailable(_)
        | LogError::UnknownOutcome(_)
        | LogError::AnotherHistory(_) => Err(error),
    }
}

/// Takes one step in the name of the fact that asks for it; sets it aside where that fails.
async fn take(service: &CommandService, open: &OpenStep) -> Result<(), Failure> {
    let (position, step) = (open.position, step_name(&open.step));
    tracing::info!(%position, step, "taking a step left open");
    let taken = try_to_take(service, open).await;
    match &taken {
        Ok(()) => service.parked_steps.taken(open),
        Err(failure) => {
            let reason = failure.to_string();
            tracing::error!(%position, step, reason, "a step is set aside; it is tried again");
            service.parked_steps.put(open, service.clock.now(), reason);
        }
    }
    taken
}

async fn try_to_take(service: &CommandService, open: &OpenStep) -> Result<(), Failure> {
    let cause = service.log.read_at(&[open.position]).await?;
    let cause = cause
        .first()
        .ok_or_else(|| LogError::missing(open.position))?;
    service
        .take_step(&chain_of(cause), open.cause, open.step.clone())
        .await
}

/// What a step that this event asks for is part of.
pub(crate) fn chain_of(cause: &Recorded) -> Chain {
    let mut metadata: std::collections::HashMap<String, String> =
        serde_json::from_slice(&cause.metadata).unwrap_or_default();
    let correlation = metadata.get(CORRELATION);
    let correlation = correlation.and_then(|id| Uuid::try_parse(id).ok());
    Chain {
        actor: metadata
            .remove(ACTOR)
            .unwrap_or_else(|| PLATFORM.to_owned()),
        correlation: correlation.unwrap_or(cause.id),
        trace: metadata.remove(TRACE),
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
