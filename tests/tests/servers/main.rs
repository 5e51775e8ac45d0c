//! Several servers on one log: real processes, real kills.
#![cfg(test)]
mod copy;
mod erasing;
mod eventstore;
mod lost;
mod outage;
mod postgres;
mod restore;
mod rotation;
mod story;

/// Not a test of its own: how this binary becomes a server of the others.
#[test]
fn server_process() {
    tests::servers::serve_when_told();
}
