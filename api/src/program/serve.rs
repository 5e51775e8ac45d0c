//! `placement serve`.
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use super::places::PlaceArgs;
use super::{ProgramError, say};
use crate::app::App;
use crate::server;

/// What `placement serve` takes.
#[derive(Args)]
pub struct ServeArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "PLACEMENT_LISTEN", default_value = "127.0.0.1:50051")]
    listen: String,
}

/// Serves until the process is asked to stop.
pub async fn run(args: ServeArgs) -> Result<(), ProgramError> {
    let listener = TcpListener::bind(&args.listen)
        .await
        .map_err(|why| ProgramError::Listen {
            address: args.listen.clone(),
            why,
        })?;
    let settings = args.places.settings()?;
    let log = settings.places.log.display().to_string();
    let app = Arc::new(App::start(settings).await?);
    let address = listener.local_addr()?;
    let position = app.reads.engine.applied();
    say::line(format!(
        "placement serves {log} on http://{address}, from position {position}"
    ))?;
    say::line("stop with Ctrl-C; tokens come from `placement token --help`")?;
    server::serve(app, listener, asked_to_stop()).await?;
    say::line("stopped; every acknowledged command is on disk")?;
    Ok(())
}

/// Ctrl-C, or the signal of a service manager.
pub async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
