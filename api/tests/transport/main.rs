//! The network as clients meet it: certificates, limits, and clients that mean harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

mod browsers;
mod certificates;
mod client;
mod counted;
mod frames;
mod hostile;
mod limits;
mod refused;
mod served;
mod slow;
mod sources;
mod stopping;
mod tls;
