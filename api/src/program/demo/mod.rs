//! Being written: replace this file.
#[derive(clap::Args)]
pub struct DemoArgs {}
#[derive(Debug, thiserror::Error)]
#[error("being written")]
pub struct DemoError;
pub async fn run(_: DemoArgs) -> Result<(), DemoError> {
    Err(DemoError)
}
