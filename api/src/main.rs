//! The `placement` program.
use std::process::ExitCode;

use clap::Parser;

/// A fifth more commands a second than with the system's (`docs/benchmarks.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api::program::main(api::program::Cli::parse())
}
