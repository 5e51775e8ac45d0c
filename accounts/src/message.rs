//! A message of the outbox.
use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use vault::PersonId;

/// Asks the owner of an address to confirm it and to choose a password. Body: `{"expires_at":
/// microseconds, "capacity": text, "place": text or null}`; has a link. Its recipient is the
/// service: whoever signed up is nobody yet.
pub const CONFIRM_ADDRESS: &str = "account.confirm_address";
/// Tells a holder that somebody signed up with their address. Body: `{}`.
pub const ALREADY_REGISTERED: &str = "account.already_registered";
/// Lets a holder choose a new password. Body: `{"expires_at": microseconds, "capacity": text}`;
/// has a link.
pub const RESET_PASSWORD: &str = "account.reset_password";
/// Asks whoever reads a new address to confirm that the account moves there. Body as of
/// [`RESET_PASSWORD`]; has a link.
pub const CONFIRM_NEW_ADDRESS: &str = "account.confirm_new_address";
/// Tells a holder, at the former address, that their account has another one. Body: `{}`.
pub const ADDRESS_MOVED: &str = "account.address_moved";
/// Tells a holder that a refresh token was used twice, and that the session is over. Body: `{}`.
pub const SESSION_REPLAYED: &str = "account.session_replayed";

/// A message to be written. `Debug` shows neither address nor body.
#[derive(Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The same for the same reason to write: an id that is there already is left alone.
    pub id: Uuid,
    /// To whom; their key seals it.
    pub recipient: PersonId,
    /// Where to.
    pub address: String,
    /// What it is about.
    pub kind: String,
    /// What it says, as JSON.
    pub body: String,
    /// The invitation it brings, if any.
    pub link: Option<NewLink>,
    /// How long it waits at least, for what may come of the same matter.
    pub wait: Duration,
}

/// An invitation: whoever has the link may open an account for the recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// What the recipient will act as.
    pub capacity: String,
    /// With whom they share its credential.
    pub sharing: Sharing,
    /// What becomes of earlier invitations of the recipient.
    pub earlier: EarlierLinks,
}

/// What becomes of earlier invitations when somebody is invited again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierLinks {
    /// They may still be accepted.
    Stay,
    /// They are over: they may lie at an address that was wrong.
    End,
}

/// With whom a person shares the credential that opens their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// With the other persons of the address: one who acts for several.
    WithTheAddress,
    /// With nobody, whoever else has the address.
    Apart,
}

/// A message that waits. `Debug` shows neither address, body nor token.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub recipient: PersonId,
    /// Where to.
    pub address: String,
    /// What it is about.
    pub kind: String,
    /// What it says, as JSON.
    pub body: String,
    /// The secret of the one-time link it brings, if any.
    pub link_token: Option<String>,
    /// Since when it waits, in microseconds since 1970 (UTC).
    pub queued_at: i64,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// How it stands with a message. Times in microseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It will be tried at this time.
    Due(i64),
    /// It was sent.
    Sent(i64),
    /// It was given up.
    Dropped(i64),
}

/// A message for the operator's list. Once it is sent or dropped, its address, body and link are
/// gone: they are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMessage {
    /// What there is of it.
    pub message: Message,
    /// How it stands.
    pub state: MessageState,
    /// Why it failed last.
    pub reason: Option<String>,
}

impl fmt::Debug for NewMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMessage")
            .field("id", &self.id)
            .field("recipient", &self.recipient)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("recipient", &self.recipient)
            .field("kind", &self.kind)
            .field("queued_at", &self.queued_at)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
