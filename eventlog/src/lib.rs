//! The log as a port, and its adapters. It knows bytes and streams, no pupil.
mod port;
pub use port::*;
