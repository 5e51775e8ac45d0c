//! The two workers: one plans letters along the log, one sends what is due. Each has a lease of
//! its own: a planner that stands still at an event leaves the planning to a newer program, and
//! stops no password from being reset.
use std::time::Duration;

use accounts::AccountError;
use async_trait::async_trait;
use eventlog::{Fence, Lease, LeasedWork, LogError, Next, OnFailure};
use tokio::sync::watch;

use crate::follow::{Following, Planner, PlanningError};
use crate::send::Sender;
use crate::state::{Planning, Sending, State};

/// The work of planning letters, among servers.
pub const PLANNING: &str = "mail";
/// The work of sending them.
pub const SENDING: &str = "mail-sending";

/// Plans letters, one batch of events a step.
pub(crate) struct PlanningWorker {
    pub planner: Planner,
    /// How long events gather between two steps.
    pub gather: Duration,
    pub state: watch::Sender<State>,
    /// Where this server stands while it holds the lease.
    pub following: Option<(Fence, Following)>,
}

#[async_trait]
impl LeasedWork for PlanningWorker {
    type Error = PlanningError;

    async fn step(&mut self, fence: Fence, _: &Lease) -> Result<Next, PlanningError> {
        let Self {
            planner,
            gather,
            state,
            following,
        } = self;
        let (_, following) = match following {
            Some(following) if following.0 == fence => following,
            // Another server may have planned in between.
            other => other.insert((fence, planner.resume().await?)),
        };
        tell_queued(state, following);
        let done = planner.step(following).await;
        tell_queued(state, following);
        done?;
        Ok(Next::After(*gather))
    }

    fn stands_by(&mut self) {
        self.following = None;
        self.tell(Planning::StandingBy);
    }

    fn failed(&mut self, error: PlanningError) -> OnFailure {
        if let Some(at) = error.is_final_at() {
            tracing::error!(%error, "no more letters are planned");
            let why = error.to_string();
            self.tell(Planning::Parked { at, why });
            return OnFailure::GiveUp;
        }
        if matches!(&error, PlanningError::Log(outage) if outage.is_outage()) {
            tracing::debug!(%error, "planning letters waits");
        } else {
            tracing::warn!(%error, "planning letters waits");
        }
        self.tell(Planning::Waiting(error.to_string()));
        OnFailure::Retry
    }

    async fn ends(&mut self) {
        self.tell(Planning::Stopped);
    }
}

impl PlanningWorker {
    fn tell(&self, planning: Planning) {
        self.state.send_modify(|state| state.planning = planning);
    }
}

fn tell_queued(state: &watch::Sender<State>, following: &Following) {
    let queued = following.queued();
    state.send_if_modified(|state| {
        let moved = state.position != queued || state.planning != Planning::Following;
        state.position = queued;
        state.planning = Planning::Following;
        moved
    });
}

/// Sends what is due, one round a step. Letters under way are finished.
pub(crate) struct SendingWorker {
    pub sender: Sender,
    /// How often the outbox is looked into while nothing is due.
    pub poll: Duration,
    pub state: watch::Sender<State>,
}

/// Why a round came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RoundError {
    #[error(transparent)]
    Lease(#[from] LogError),
    #[error(transparent)]
    Outbox(#[from] AccountError),
    #[error("the SMTP server")]
    Unavailable,
}

#[async_trait]
impl LeasedWork for SendingWorker {
    type Error = RoundError;

    const FINISHES_STEPS: bool = true;

    async fn step(&mut self, _: Fence, lease: &Lease) -> Result<Next, RoundError> {
        let sender = &self.sender;
        let round = lease.to_its_end(sender.round(), || sender.halt()).await?;
        if round.unavailable {
            return Err(RoundError::Unavailable);
        }
        self.tell(Sending::Sending);
        Ok(if round.more {
            Next::Now
        } else {
            Next::After(self.poll)
        })
    }

    fn stands_by(&mut self) {
        self.tell(Sending::StandingBy);
    }

    fn failed(&mut self, error: RoundError) -> OnFailure {
        if matches!(&error, RoundError::Lease(outage) if outage.is_outage()) {
            tracing::debug!(why = %error, "sending letters waits");
        } else {
            tracing::warn!(why = %error, "sending letters waits");
        }
        self.tell(Sending::Waiting(error.to_string()));
        OnFailure::Retry
    }

    async fn ends(&mut self) {
        self.sender.close().await;
        self.tell(Sending::Stopped);
    }
}

impl SendingWorker {
    fn tell(&self, sending: Sending) {
        self.state.send_if_modified(|state| {
            let moved = state.sending != sending;
            state.sending = sending.clone();
            moved
        });
    }
}
