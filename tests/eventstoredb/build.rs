//! Generates the code of EventStoreDB's protocol, without protoc.
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../eventlog/proto");
    println!("cargo:rerun-if-changed=build.rs");
    let files = ["streams.proto", "serverfeatures.proto", "gossip.proto"];
    let descriptors = protox::compile(files, ["../../eventlog/proto"])?;
    tonic_prost_build::configure()
        .include_file("protocol.rs")
        .compile_fds(descriptors)?;
    Ok(())
}
