//! The two workers: one plans letters along the log, one sends what is due. Each has a lease of
//! its own: a planner that stands still at an event leaves the planning to a newer program, and
//! stops no password from being reset.
use std::time::Duration;

use eventlog::Fence;
use tokio::sync::watch;

use crate::follow::{Following, Planner, Trouble};
use crate::send::Sender;
use crate::state::{Planning, Sending, State};
use crate::turn::{Lost, Turn};

/// The work of planning letters, among servers.
pub const PLANNING: &str = "mail";
/// The work of sending them.
pub const SENDING: &str = "mail-sending";

/// How the workers wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waits {
    pub retry: Duration,
    pub retry_at_most: Duration,
    pub poll: Duration,
    pub gather: Duration,
}

pub(crate) struct PlanningWorker {
    pub planner: Planner,
    pub turn: Turn,
    pub waits: Waits,
    pub state: watch::Sender<State>,
}

impl PlanningWorker {
    /// Until it is told to stop, or nobody is left who could tell.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut held: Option<(Fence, Following)> = None;
        let mut wait = self.waits.retry;
        loop {
            let step = tokio::select! {
                biased;
                () = told(&mut stopping) => break,
                step = self.step(&mut held) => step,
            };
            let status = match step {
                Ok(true) => {
                    wait = self.waits.retry;
                    tokio::select! {
                        () = told(&mut stopping) => break,
                        () = tokio::time::sleep(self.waits.gather) => continue,
                    }
                }
                Ok(false) => Planning::StandingBy,
                Err(trouble) => {
                    if let Some(at) = trouble.is_final_at() {
                        tracing::error!(%trouble, "no more letters are planned");
                        let why = trouble.to_string();
                        self.tell(Planning::Parked { at, why });
                        self.turn.give_back().await;
                        told(&mut stopping).await;
                        break;
                    }
                    tracing::warn!(%trouble, "planning letters waits");
                    Planning::Waiting(trouble.to_string())
                }
            };
            self.tell(status);
            tokio::select! {
                () = told(&mut stopping) => break,
                () = tokio::time::sleep(wait) => wait = (wait * 2).min(self.waits.retry_at_most),
            }
        }
        self.turn.give_back().await;
        self.tell(Planning::Stopped);
    }

    /// One batch, if it is this server's turn.
    async fn step(&self, held: &mut Option<(Fence, Following)>) -> Result<bool, Trouble> {
        let Some(fence) = self.turn.hold().await? else {
            *held = None;
            return Ok(false);
        };
        // Another server may have planned in between.
        if held.as_ref().is_some_and(|(ours, _)| *ours != fence) {
            *held = None;
        }
        let (_, following) = match held {
            Some(held) => held,
            None => held.insert((fence, self.planner.take_up().await?)),
        };
        self.told_queued(following);
        match self.turn.while_held(self.planner.step(following)).await {
            Ok(done) => {
                self.told_queued(following);
                done?;
                Ok(true)
            }
            Err(Lost) => {
                *held = None;
                Ok(false)
            }
        }
    }

    fn tell(&self, planning: Planning) {
        self.state.send_modify(|state| state.planning = planning);
    }

    fn told_queued(&self, following: &Following) {
        let queued = following.queued();
        self.state.send_if_modified(|state| {
            let moved = state.position != queued || state.planning != Planning::Following;
            state.position = queued;
            state.planning = Planning::Following;
            moved
        });
    }
}

pub(crate) struct SendingWorker {
    pub sender: Sender,
    pub turn: Turn,
    pub waits: Waits,
    pub state: watch::Sender<State>,
}

impl SendingWorker {
    /// Until it is told to stop, or nobody is left who could tell. Letters under way are finished.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut wait = self.waits.retry;
        while !*stopping.borrow() {
            let pause = match self.round().await {
                Pause::None => {
                    wait = self.waits.retry;
                    continue;
                }
                Pause::Poll => {
                    wait = self.waits.retry;
                    self.waits.poll
                }
                Pause::Longer => {
                    let pause = wait;
                    wait = (wait * 2).min(self.waits.retry_at_most);
                    pause
                }
            };
            tokio::select! {
                () = told(&mut stopping) => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.sender.close().await;
        self.turn.give_back().await;
        self.tell(Sending::Stopped);
    }

    async fn round(&self) -> Pause {
        match self.turn.hold().await {
            Ok(Some(_)) => {}
            Ok(None) => {
                self.tell(Sending::StandingBy);
                return Pause::Longer;
            }
            Err(error) => return self.waiting(&error.to_string()),
        }
        let round = self.sender.round();
        match self.turn.to_its_end(round, || self.sender.halt()).await {
            Ok(round) if round.unavailable => self.waiting("the SMTP server"),
            Ok(round) => {
                self.tell(Sending::Sending);
                if round.more { Pause::None } else { Pause::Poll }
            }
            Err(error) => self.waiting(&error.to_string()),
        }
    }

    fn waiting(&self, why: &str) -> Pause {
        tracing::warn!(why, "sending letters waits");
        self.tell(Sending::Waiting(why.to_owned()));
        Pause::Longer
    }

    fn tell(&self, sending: Sending) {
        self.state.send_if_modified(|state| {
            let moved = state.sending != sending;
            state.sending = sending.clone();
            moved
        });
    }
}

enum Pause {
    None,
    Poll,
    Longer,
}

/// Until the stop is told, or nobody is left who could tell it.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _told_or_alone = stopping.wait_for(|stop| *stop).await;
}
