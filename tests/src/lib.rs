//! What the tests share: a write side without a process, logs that fail, a cast of people and a
//! whole platform on a folder of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

pub mod app;
pub mod campaign;
pub mod cast;
pub mod change;
pub mod earlier;
pub mod faulty;
pub mod fuzzed;
pub mod issuer;
pub mod names;
pub mod office;
pub mod print;
pub mod schema;
pub mod servers;
pub mod wire;
pub mod world;
