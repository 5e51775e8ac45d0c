//! Generates the client of EventStoreDB's public protocol, without protoc.
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    println!("cargo:rerun-if-changed=build.rs");
    let descriptors = protox::compile(["streams.proto", "gossip.proto"], ["proto"])?;
    tonic_prost_build::configure()
        .build_server(false)
        .include_file("eventstoredb.rs")
        .compile_fds(descriptors)?;
    Ok(())
}
