//! What the tests share.
//!
//! - [`office`]: a write side without a process. [`app`]: the whole platform on a folder of its own.
//!   [`servers`]: several, as processes on one log. [`faulty`]: logs that fail.
//! - [`cast`]: people, brought to where a story begins. [`campaign`]: every command once, by the
//!   people who would give it. [`names`]: names of things.
//! - [`wire`], [`schema`], [`change`]: calls, the schema of the methods, and a request with one
//!   field changed.
//! - [`world`]: what the log adds up to. [`mod@print`]: documents, read by other programs.
//! - [`earlier`]: stores of earlier programs. [`fuzzed`]: what fuzz targets do. [`issuer`]: an
//!   OpenID Connect issuer.
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
pub mod dates;
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
