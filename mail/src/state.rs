//! What the workers of this server do, for whoever watches.
use eventlog::Position;

/// What the worker does that plans letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planning {
    /// It begins.
    Starting,
    /// Another server plans.
    StandingBy,
    /// It follows the log.
    Following,
    /// The log, the vault or the outbox does not answer; it tries again.
    Waiting(String),
    /// It stands still at an event that this program cannot read, or that the log does not hold any
    /// more; what is due is still sent.
    Parked {
        /// Which event.
        at: Position,
        /// Why.
        why: String,
    },
    /// It was stopped.
    Stopped,
}

/// What the worker does that sends letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// No SMTP server is configured: letters stay in the outbox, for `placement mail`.
    NotConfigured,
    /// It begins.
    Starting,
    /// Another server sends.
    StandingBy,
    /// It sends what is due.
    Sending,
    /// The outbox or the SMTP server does not answer; it tries again.
    Waiting(String),
    /// It was stopped.
    Stopped,
}

/// Where the workers of this server stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the worker does that plans letters.
    pub planning: Planning,
    /// The last event whose letters are in the outbox, as this server put them there.
    pub position: Position,
    /// What the worker does that sends letters.
    pub sending: Sending,
}
