//! How the notary of a server stands, for its health and its metrics.

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// How many events the tree of this server holds.
    pub size: u64,
    /// How many events the last checkpoint signs, as this server knows it.
    pub signed: u64,
    /// Following the log.
    pub following: Following,
    /// Signing.
    pub signing: Signing,
}

/// How this server follows the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Following {
    /// It opens its files.
    #[default]
    Starting,
    /// It follows.
    Following,
    /// It cannot for now, and tries again.
    Waiting(String),
    /// It was told to stop.
    Stopped,
}

/// Whether this server signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    /// Another server does, or none yet.
    #[default]
    StandingBy,
    /// It signs what is due.
    Signing,
    /// Its key is kept elsewhere: it looks whether the log goes on from what was signed.
    KeyElsewhere,
    /// It cannot for now, and tries again.
    Waiting(String),
    /// The log does not go on from what was signed, or the key is another one: nothing is signed
    /// until an operator has looked.
    Parked(String),
    /// It was told to stop.
    Stopped,
}

impl State {
    /// Why nothing is signed until an operator has looked, if so.
    #[must_use]
    pub fn parked(&self) -> Option<&str> {
        match &self.signing {
            Signing::Parked(why) => Some(why),
            _ => None,
        }
    }
}
