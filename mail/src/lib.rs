//! Letters: which ones the facts of the log ask for, and sending them. It decides no rule and
//! appends no event; it opens what is personal at the last moment and keeps nothing of it.
//!
//! - [`plan`]: from a fact to the letters that it asks for, pure; [`kind`], [`letter`],
//!   [`capacity`]: what a letter is.
//! - [`follow`]: along the log to the outbox. [`content`]: what letters speak of, read and opened.
//! - [`render`] and `templates/`: their French.
//! - [`send`]: from the outbox to the server ([`smtp`]), with [`caps`] a day, [`retry`], and
//!   [`superseded`] letters left out.
//! - [`Mail`]: the two workers of a server; [`state`]: what they do.
//!
//! ```text
//! the log ─ follow ─ plan (pure) ─ addresses opened ─ the outbox, with the place reached
//!                                                        │
//!                              due ─ rendered, names opened ─ SMTP ─ marked
//! ```
//!
//! A letter is queued in the same transaction as the place in the log that was reached, and its id
//! derives from its event: planned twice, it is queued once. It is marked after the server took
//! it: a crash in between sends it again with the same `Message-ID`. At least once, then, and once
//! in normal operation.
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
#![deny(clippy::wildcard_enum_match_arm)]

pub mod capacity;
pub mod caps;
pub mod content;
pub mod follow;
pub mod kind;
pub mod letter;
pub mod plan;
pub mod render;
pub mod retry;
pub mod send;
mod service;
pub mod smtp;
pub mod state;
pub mod superseded;
pub mod time_zone;
mod workers;

pub use caps::Caps;
pub use lettre::message::Mailbox;
pub use service::{Delivery, Mail, Options, Parts, PlanningStopped, StartError};
pub use workers::{PLANNING, SENDING};
