//! Mail over a real log, a real vault with its accounts, and a real SMTP server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

mod delivery;
mod following;
mod given;
mod refusals;
mod smtp;
mod turns;
mod weapons;
