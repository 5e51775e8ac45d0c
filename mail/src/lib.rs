//! Mail: which letters the facts of the log ask for, and sending them.
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
#![deny(clippy::wildcard_enum_match_arm)]

pub mod allowance;
pub mod capacity;
pub mod follow;
pub mod kind;
pub mod letter;
pub mod openings;
pub mod patience;
pub mod plan;
pub mod render;
pub mod send;
mod service;
pub mod settle;
pub mod smtp;
pub mod state;
pub mod whereabouts;
mod workers;

pub use allowance::Caps;
pub use lettre::message::Mailbox;
pub use service::{Delivery, Mail, Options, Parts, StandsStill, StartError};
pub use workers::{PLANNING, SENDING};
