//! `placement rotate-master-key`: another master key for the vault, while servers use it.
use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};
use vault::{KeyState, MasterKeys, Rotated, Rotation, RotationError, RotationStep, Traces, Vault};

use super::places::{LogArgs, NoAccessLog, NoSnapshots, NoTokenKey, VaultArgs};
use super::{ProgramError, say};
use crate::app::open_vault;

/// What `placement rotate-master-key` takes.
#[derive(Args)]
pub struct RotateMasterKeyArgs {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
    #[command(flatten)]
    _no_access_log: NoAccessLog,
    /// Only tell which master keys there are, and how many keys each wraps.
    #[arg(long, conflicts_with_all = ["prepare", "forget_old"])]
    status: bool,
    /// Only put a new key first into the file of the master keys: where servers have copies of
    /// that file, give them the new one before the vault uses the new key.
    #[arg(long, conflicts_with = "forget_old")]
    prepare: bool,
    /// Take retired master keys out of the file; where there is none yet, rotate first.
    #[arg(long)]
    forget_old: bool,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

/// Rotates the master key, or goes on with a rotation that was stopped anywhere; servers go on
/// sealing and opening meanwhile.
pub async fn run(args: RotateMasterKeyArgs) -> Result<(), ProgramError> {
    let mut places = args.log.places()?;
    args.vault.put_there(&mut places).await?;
    let vault = open_vault(&places, args.vault.master_key()).await?;
    if args.status {
        return tell_status(
            &vault.master_keys().await.map_err(RotationError::from)?,
            args.json,
        );
    }
    let rotation = vault.rotation()?;
    let source = match args.vault.master_key() {
        Some(_) => "PLACEMENT_MASTER_KEY".into(),
        None => places.master_key.display().to_string(),
    };
    if args.prepare {
        return prepare(&rotation, &source, args.json).await;
    }
    let finished = args.forget_old && holds_only_retired_beside_the_newest(&vault).await?;
    let rotated = if finished {
        None
    } else {
        Some(rotate(&vault, &rotation, &source, args.json).await?)
    };
    let forgotten = if args.forget_old {
        rotation.forget().await?
    } else {
        0
    };
    if args.json {
        say::json(&as_json(rotated.as_ref(), forgotten))?;
        return Ok(());
    }
    if let Some(rotated) = &rotated {
        tell(rotated)?;
    }
    if args.forget_old {
        say::line(format!(
            "{forgotten} retired master keys taken out of {source}"
        ))?;
    } else {
        say::line(format!(
            "the retired keys are still in {source}; once every server has the new one: \
             placement rotate-master-key --forget-old"
        ))?;
    }
    Ok(())
}

async fn prepare(rotation: &Rotation<'_>, source: &str, json: bool) -> Result<(), ProgramError> {
    let added = rotation.prepare().await?;
    if json {
        say::json(&json!({ "added": added }))?;
    } else if added {
        say::line(format!(
            "a new master key stands first in {source}; give the file to every server, then: \
             placement rotate-master-key"
        ))?;
    } else {
        say::line(format!("a new master key stands first in {source} already"))?;
    }
    Ok(())
}

/// Whether a rotation was finished and its old key is still at hand.
async fn holds_only_retired_beside_the_newest(vault: &Vault) -> Result<bool, ProgramError> {
    let MasterKeys { keys, waiting } = vault.master_keys().await.map_err(RotationError::from)?;
    let is_retired = |key: &KeyState| key.retired_at.is_some();
    let serving = keys.iter().filter(|key| !is_retired(key)).count();
    let held = keys.iter().any(|key| is_retired(key) && key.held);
    Ok(held && serving == 1 && !waiting)
}

async fn rotate(
    vault: &Vault,
    rotation: &Rotation<'_>,
    source: &str,
    json: bool,
) -> Result<Rotated, ProgramError> {
    let before = vault.master_keys().await.map_err(RotationError::from)?;
    let bar = say::bar(
        before.keys.iter().map(|key| key.keys).sum(),
        "re-wrapped {wide_bar} {human_pos}/{human_len} {eta}",
    );
    let mut said = Ok(());
    let rotated = rotation
        .run(|step| {
            let line = match step {
                RotationStep::Rewrapped(so_far) => {
                    bar.set_position(so_far);
                    return;
                }
                RotationStep::Prepared => format!("a new master key stands first in {source}"),
                RotationStep::Registered(id) => {
                    format!("the vault wraps new keys by master key {id}")
                }
                RotationStep::Retired(id) => {
                    format!("master key {id} wraps nothing and is retired")
                }
            };
            if !json && said.is_ok() {
                said = bar.suspend(|| say::line(line));
            }
        })
        .await;
    bar.finish_and_clear();
    said?;
    Ok(rotated?)
}

fn tell(rotated: &Rotated) -> std::io::Result<()> {
    let Rotated {
        newest, rewrapped, ..
    } = rotated;
    say::line(format!(
        "{rewrapped} keys wrapped anew; master key {newest} wraps all"
    ))?;
    say::line(match rotated.traces {
        Traces::Gone => "nothing that an old master key wrapped is left in the vault's files",
        Traces::Pending => {
            "a long reader (a backup) keeps what the old master key had wrapped in the write-ahead \
             log; run with --status when it is done"
        }
        Traces::WithTheServer => {
            "PostgreSQL keeps what the old master key had wrapped for a while, and backups do as \
             long as they are kept: destroy the old master key to make it worthless"
        }
    })
}

fn as_json(rotated: Option<&Rotated>, forgotten: usize) -> Value {
    let rotated = rotated.map(|rotated| {
        let traces = match rotated.traces {
            Traces::Gone => "gone",
            Traces::Pending => "pending",
            Traces::WithTheServer => "with_the_server",
        };
        json!({
            "newest": rotated.newest,
            "rewrapped": rotated.rewrapped,
            "retired": rotated.retired,
            "traces": traces,
        })
    });
    json!({ "rotated": rotated, "forgotten": forgotten })
}

fn tell_status(masters: &MasterKeys, json: bool) -> Result<(), ProgramError> {
    if json {
        let keys = masters.keys.iter().map(|key| {
            json!({
                "id": key.id,
                "created_at": instant(key.created_at),
                "retired_at": key.retired_at.map(instant),
                "keys": key.keys,
                "held": key.held,
            })
        });
        let keys: Vec<Value> = keys.collect();
        say::json(&json!({ "master_keys": keys, "waiting": masters.waiting }))?;
        return Ok(());
    }
    for key in &masters.keys {
        let retired = key
            .retired_at
            .map_or_else(String::new, |at| format!(", retired {}", instant(at)));
        let held = if key.held { "" } else { ", not at hand" };
        say::line(format!(
            "master key {}: {} keys, since {}{retired}{held}",
            key.id,
            key.keys,
            instant(key.created_at)
        ))?;
    }
    if masters.waiting {
        say::line("a new master key waits: placement rotate-master-key")?;
    }
    Ok(())
}

/// RFC 3339, as far as it can be written so.
fn instant(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or_else(|_| micros.to_string(), |at| at.to_string())
}
