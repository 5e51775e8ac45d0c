//! Serves on a port of the loopback address until its input ends, so that clients of others can
//! be tried against the server: `cargo run -p eventstoredb-fixture --example serve`.
#![allow(clippy::print_stdout, reason = "it tells where it listens")]
use std::io::{self, sink, stdin};

use eventstoredb_fixture::{Options, Server};
use tokio::task::spawn_blocking;

#[tokio::main]
async fn main() -> io::Result<()> {
    let server = Server::start(Options::default()).await?;
    println!("{}", server.address());
    spawn_blocking(|| io::copy(&mut stdin().lock(), &mut sink())).await??;
    Ok(())
}
