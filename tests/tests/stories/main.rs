//! Stories: what people live through, told through the gRPC API of a real server.
#![allow(
    clippy::needless_update,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

mod applying;
mod authorisation;
mod past;
mod registering;
mod retries;
mod seats;
mod stage;
mod transport;
mod watching;
mod whole_path;
