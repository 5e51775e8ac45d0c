//! `placement copy`: carries a log from one store to another, event by event as it was recorded.
use std::sync::Arc;

use clap::Args;
use eventlog::SystemClock;
use indicatif::ProgressBar;
use notary::LogName;
use serde_json::json;

use super::{ProgramError, say};
use crate::copying::{Copying, Part};
use crate::stores::LogLocation;

/// What `placement copy` takes.
#[derive(Args)]
pub struct CopyArgs {
    /// The log to read: sqlite:PATH, postgres://… or esdb://….
    #[arg(
        long,
        value_name = "LOG",
        env = "PLACEMENT_COPY_FROM",
        hide_env_values = true
    )]
    from: String,
    /// The log to write, empty or an earlier copy of the same log; no server may be on it.
    #[arg(
        long,
        value_name = "LOG",
        env = "PLACEMENT_COPY_TO",
        hide_env_values = true
    )]
    to: String,
    /// What the log is called in its checkpoints: the root that both have is told under that name.
    #[arg(
        long,
        env = "PLACEMENT_LOG_NAME",
        value_name = "NAME",
        default_value = "placement.invalid/log"
    )]
    log_name: LogName,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

/// Copies, then compares the two logs by their Merkle roots, and tells the root that both have, or
/// the first event of which the copy is not the same. Stopped in between, it goes on where it
/// was. Keys of persons are not in the log: the vault goes with its own backup.
pub async fn run(args: CopyArgs) -> Result<(), ProgramError> {
    let (from, to) = (place("--from", &args.from)?, place("--to", &args.to)?);
    if from == to {
        return Err(ProgramError::Usage(
            "--from and --to are the same log".into(),
        ));
    }
    let source = from.open_to_read().await?;
    if let LogLocation::Sqlite(path) = &to {
        crate::app::make_folder_of(path)?;
    }
    let target = to.open(Arc::new(SystemClock)).await?.log;
    let copying = Copying::new(&*source, &*target).await?;
    if copying.begins_after() > 0 {
        let begin = copying.begins_after();
        say::line(format!("{to} holds the log to position {begin}; going on"))?;
    }
    let bar = say::bar(
        copying.length(),
        "{msg:9} {wide_bar} {human_pos}/{human_len} {eta}",
    );
    let done = copying.run(|part, events| tell(&bar, part, events)).await;
    bar.finish_and_clear();
    let done = done?;
    let origin = done.first_event.map(|first| args.log_name.origin(first, 1));
    if args.json {
        say::json(&json!({
            "copied": done.copied,
            "compared": done.compared,
            "position": done.position.0,
            "origin": origin,
            "root": done.root.to_string(),
        }))?;
    } else {
        say::line(format!(
            "{} events copied from {from} to {to}; all {} compared, each the same",
            done.copied, done.compared
        ))?;
        if let Some(origin) = origin {
            say::line(format!(
                "root of both over {} events of {origin}: {}",
                done.compared, done.root
            ))?;
        }
        say::line("the vault, its master key and the token key are copied apart")?;
    }
    Ok(())
}

fn place(flag: &str, given: &str) -> Result<LogLocation, ProgramError> {
    given
        .parse()
        .map_err(|why| ProgramError::Usage(format!("{flag}: {why}")))
}

fn tell(bar: &ProgressBar, part: Part, events: u64) {
    bar.set_message(match part {
        Part::Copied => "copied",
        Part::Compared => "compared",
    });
    bar.inc(events);
}
