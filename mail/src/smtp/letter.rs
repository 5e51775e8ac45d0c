//! A letter as it goes over the wire.
use std::time::{Duration, SystemTime};

use domain::mail_address::{self, Names};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use uuid::Uuid;

use crate::render::Rendered;

const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Why a letter cannot be sent as it is. Never quotes an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLetter {
    /// No mail can go to such an address.
    #[error("the recipient's address is none")]
    Address,
    /// Headers and body do not make a message.
    #[error("the letter makes no message")]
    Message,
}

/// Puts a letter into the form of a mail. Its `Message-ID` derives from the id of the message in
/// the outbox, and its date is when it was queued: one sent twice is seen to be the same.
///
/// # Errors
/// See [`BadLetter`].
pub fn compose(
    id: Uuid,
    from: &Mailbox,
    to: &str,
    queued_at: i64,
    rendered: Rendered,
) -> Result<(Address, Vec<u8>), BadLetter> {
    // The parser that decided at the door; whether the server carries the name, it says itself.
    let to = mail_address::parse(to, Names::Utf8).map_err(|_| BadLetter::Address)?;
    let to: Address = to.parse().map_err(|_| BadLetter::Address)?;
    let micros = u64::try_from(queued_at).unwrap_or_default();
    let date = SystemTime::UNIX_EPOCH + Duration::from_micros(micros);
    let automatic = HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned());
    let message = Message::builder()
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .date(date)
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(rendered.subject)
        .raw_header(automatic)
        .multipart(MultiPart::alternative_plain_html(
            rendered.text,
            rendered.html,
        ))
        .map_err(|_| BadLetter::Message)?;
    Ok((to, message.formatted()))
}
