//! Mail as a part of the running platform.
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use accounts::{AccountError, Accounts};
use eventlog::{
    Backoff, Clock, EventLog, Lease, LeasedWork, Leases, LogError, Position, run_under_lease,
};
use lettre::message::Mailbox;
use parking_lot::Mutex;
use projections::Engine;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;
use uuid::Uuid;
use vault::Vault;

use crate::caps::Caps;
use crate::content::ContentReader;
use crate::follow::{Planner, begin};
use crate::send::Sender;
use crate::smtp::{BadRelay, Relay, SmtpAddress};
use crate::state::{Planning, Sending, State};
use crate::workers::{PLANNING, PlanningWorker, SENDING, SendingWorker};

/// What mail works with.
#[derive(Clone)]
pub struct Parts {
    /// What happened.
    pub log: Arc<dyn EventLog>,
    /// Who there is.
    pub engine: Engine,
    /// Where the servers of one log agree which of them does what.
    pub leases: Arc<dyn Leases>,
    /// This server.
    pub holder: Uuid,
    /// The keys of the persons.
    pub vault: Arc<Vault>,
    /// The outbox, and the addresses of those who have an account.
    pub accounts: Arc<Accounts>,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
}

/// How letters are sent.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// By whom.
    pub smtp: SmtpAddress,
    /// Certificates (PEM) of authorities that the system does not know.
    pub authorities: Option<PathBuf>,
    /// In whose name.
    pub from: Mailbox,
    /// Where the web tier is, to which links lead.
    pub public: Url,
}

/// How mail goes about.
#[derive(Clone, Debug)]
pub struct Options {
    /// How letters are sent; without it they stay in the outbox.
    pub delivery: Option<Delivery>,
    /// How long a server that was killed is waited for.
    pub lease: Duration,
    /// At most so many events go into one transaction.
    pub batch: usize,
    /// How long events gather between two transactions. With `batch` it bounds how many events are
    /// planned in a second: where commands come faster, letters give way and follow.
    pub gather: Duration,
    /// How long news waits before it is sent, for what may come of the same matter.
    pub settle: Duration,
    /// The most letters to one address in a day.
    pub caps: Caps,
    /// How long a failure is followed by nothing; doubled with each one in a row.
    pub retry: Duration,
    /// The longest such wait.
    pub retry_at_most: Duration,
    /// How often the outbox is looked into while nothing is due.
    pub poll: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            delivery: None,
            lease: Duration::from_secs(15),
            batch: 256,
            gather: Duration::from_millis(50),
            settle: Duration::from_secs(120),
            caps: Caps::default(),
            retry: Duration::from_millis(250),
            retry_at_most: Duration::from_secs(5),
            poll: Duration::from_secs(1),
        }
    }
}

/// Why mail does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The SMTP server cannot be worked with as configured.
    #[error(transparent)]
    Relay(#[from] BadRelay),
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The outbox does not answer.
    #[error(transparent)]
    Outbox(#[from] AccountError),
}

/// No letter of the event that was waited for will be planned by this server: planning has stopped
/// or is parked before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("letters are planned up to {} and no further", .0.position)]
pub struct PlanningStopped(pub State);

/// The workers; they stop when they are told to, or when this is dropped.
pub struct Mail {
    state: watch::Receiver<State>,
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Mail {
    /// Plans letters from now on, and sends them where a server is configured, whenever it is this
    /// server's turn. What is appended once this returns is news, also on a first start.
    ///
    /// # Errors
    /// When the log or the outbox does not answer, or the SMTP server's certificates cannot be
    /// checked by what is given. That it does not answer is none: it is tried again, and seen in
    /// [`Mail::watch`].
    pub async fn start(parts: Parts, options: Options) -> Result<Self, StartError> {
        begin::<StartError>(&*parts.log, &parts.accounts).await?;
        let sending = match &options.delivery {
            Some(_) => Sending::Starting,
            None => Sending::NotConfigured,
        };
        let (told, state) = watch::channel(State {
            planning: Planning::Starting,
            position: Position::START,
            sending,
        });
        let (stop, stopping) = watch::channel(false);
        let backoff = Backoff {
            first: options.retry,
            longest: options.retry_at_most,
        };
        let lease = |work| Lease::new(parts.leases.clone(), work, parts.holder, options.lease);
        let mut tasks = vec![];
        if let Some(delivery) = options.delivery {
            let sending = SendingWorker {
                sender: sender(&parts, delivery, options.caps)?,
                poll: options.poll,
                state: told.clone(),
            };
            tasks.push(start(lease(SENDING), backoff, sending, stopping.clone()));
        }
        let planner = Planner::new(
            parts.log.clone(),
            parts.engine.clone(),
            parts.accounts.clone(),
            ContentReader::new(parts.log.clone(), parts.vault.clone()),
            options.batch,
            options.settle,
        );
        let planning = PlanningWorker {
            planner,
            gather: options.gather,
            state: told,
            following: None,
        };
        tasks.push(start(lease(PLANNING), backoff, planning, stopping));
        Ok(Self {
            state,
            stop,
            tasks: Mutex::new(tasks),
        })
    }

    /// Where the workers stand, as a value to watch.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Waits until this server has put the letters of the event at a position into the outbox.
    ///
    /// # Errors
    /// When it has stopped, or stands still.
    pub async fn wait_for(&self, wanted: Position) -> Result<(), PlanningStopped> {
        let mut state = self.state.clone();
        let over = |state: &State| {
            state.position >= wanted
                || matches!(state.planning, Planning::Parked { .. } | Planning::Stopped)
        };
        let state = match state.wait_for(over).await {
            Ok(state) => state.clone(),
            Err(_) => self.state.borrow().clone(),
        };
        if state.position >= wanted {
            Ok(())
        } else {
            Err(PlanningStopped(state))
        }
    }

    /// Stops, finishes the letters under way and gives the leases back. Stopping again waits for
    /// nothing.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let tasks = std::mem::take(&mut *self.tasks.lock());
        for task in tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "mail ended badly");
            }
        }
    }
}

fn start<W: LeasedWork + 'static>(
    lease: Lease,
    backoff: Backoff,
    mut work: W,
    stopping: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move { run_under_lease(&lease, backoff, &mut work, stopping).await })
}

fn sender(parts: &Parts, delivery: Delivery, caps: Caps) -> Result<Sender, BadRelay> {
    let from = delivery.from.email.clone();
    let relay = Relay::new(delivery.smtp, from, delivery.authorities.as_deref())?;
    let Delivery { from, public, .. } = delivery;
    Ok(Sender::new(parts, relay, from, public, caps))
}
