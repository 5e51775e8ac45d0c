//! The `placement` program.
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    api::program::main(api::program::Cli::parse())
}
