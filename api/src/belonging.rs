//! Log, vault (with the accounts), access log, what was signed and snapshots belong to one
//! installation, whose id each of them carries. What does not belong together is not served: keys made in another vault
//! could never be brought together again with what they sealed.
use std::fs;
use std::path::Path;
use std::time::Duration;

use eventlog::{EventLog, Position};
use projections::SnapshotFolder;
use queries::access_log::AccessLog;
use uuid::Uuid;
use vault::Vault;

use crate::app::{StartError, StoreLocations};
use crate::stores::{LogLocation, VaultLocation};

/// How long a database is waited for that is asked whether it holds a vault.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the operator says of stores that are new although others are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The log begins anew beside a vault or snapshots of an earlier one.
    pub new_log: bool,
    /// The vault begins anew: what is sealed in the log is lost.
    pub new_vault: bool,
    /// Checkpoints of a log that is not new begin anew, or begin: what was signed of it is given
    /// up, if anything was.
    pub new_notary: bool,
}

/// Why stores are not served together.
#[derive(Debug, thiserror::Error)]
pub enum StoresMismatch {
    /// The log holds nothing, and what lies beside it does.
    #[error(
        "the log {log} is not there or empty, and {beside} is of an earlier one: put the log back, \
         or say --accept-new-log to begin anew beside it"
    )]
    NoLog {
        /// Where the log should be.
        log: String,
        /// What is there.
        beside: String,
    },
    /// The vault is not there, and the log tells of persons.
    #[error(
        "the vault {vault} is not there, and in the log {log} something is sealed for {persons} \
         persons: put the vault back, or say --accept-new-vault to give up what was sealed"
    )]
    NoVault {
        /// Where the vault should be.
        vault: String,
        /// Where the log is.
        log: String,
        /// How many persons the log knows.
        persons: usize,
    },
    /// Two stores carry the ids of different installations.
    #[error(
        "the log {log} is of installation {log_is_of}, {other} is of installation {other_is_of}: \
         they do not belong together"
    )]
    OtherInstallation {
        /// Where the log is.
        log: String,
        /// The log's.
        log_is_of: Uuid,
        /// Which other store, and where it is.
        other: String,
        /// The other's.
        other_is_of: Uuid,
    },
}

/// Whether there is a vault at its place. Nothing is made.
///
/// # Errors
/// Where the database does not answer.
pub async fn vault_is_there(places: &StoreLocations) -> Result<bool, StartError> {
    Ok(match &places.vault {
        VaultLocation::Sqlite(path) => is_there(path),
        VaultLocation::Postgres(url) => Vault::is_in_postgres(url.secret(), TIMEOUT).await?,
    })
}

/// A file of no bytes is as good as none.
fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.len() > 0)
}

/// What lies beside a log and is of an earlier one.
///
/// # Errors
/// As the vault's.
pub(crate) async fn beside(
    places: &StoreLocations,
    vault: Option<&Vault>,
) -> Result<Option<String>, StartError> {
    if let Some(vault) = vault
        && (vault.installation().await?.is_some() || vault.knows_somebody().await?)
    {
        return Ok(Some(format!("the vault {}", places.vault)));
    }
    let snapshots = SnapshotFolder::new(&places.snapshots);
    let kept = snapshots.positions().unwrap_or_default();
    let of_one = format!("a snapshot in {}", places.snapshots.display());
    Ok((!kept.is_empty()).then_some(of_one))
}

/// Refuses a log file that is not there beside what is of an earlier one, before it is made.
///
/// # Errors
/// [`StoresMismatch::NoLog`]; as the vault's.
pub(crate) async fn refuse_missing_log(
    places: &StoreLocations,
    vault: Option<&Vault>,
    accepted: Accepted,
) -> Result<(), StartError> {
    let LogLocation::Sqlite(path) = &places.log else {
        return Ok(());
    };
    if accepted.new_log || is_there(path) {
        return Ok(());
    }
    no_log_beside(places, vault).await
}

/// The same for a log that was opened and turns out to hold nothing.
///
/// # Errors
/// As [`refuse_missing_log`]; where the log does not answer.
pub(crate) async fn refuse_empty_log(
    log: &dyn EventLog,
    places: &StoreLocations,
    vault: Option<&Vault>,
    accepted: Accepted,
) -> Result<(), StartError> {
    let is_new = log.installation().await?.is_none() && log.head().await? == Position::START;
    if accepted.new_log || !is_new {
        return Ok(());
    }
    no_log_beside(places, vault).await
}

async fn no_log_beside(places: &StoreLocations, vault: Option<&Vault>) -> Result<(), StartError> {
    match beside(places, vault).await? {
        None => Ok(()),
        Some(beside) => Err(StoresMismatch::NoLog {
            log: places.log.to_string(),
            beside,
        }
        .into()),
    }
}

/// Refuses to make a vault where something is sealed in the log for so many persons.
///
/// # Errors
/// [`StoresMismatch::NoVault`].
pub(crate) fn refuse_new_vault(
    places: &StoreLocations,
    persons: usize,
    accepted: Accepted,
) -> Result<(), StoresMismatch> {
    if accepted.new_vault || persons == 0 {
        return Ok(());
    }
    Err(StoresMismatch::NoVault {
        vault: places.vault.to_string(),
        log: places.log.to_string(),
        persons,
    })
}

/// Brings log, vault and access log into one installation: the one that they are of, or a new one
/// where none of them is of any.
///
/// # Errors
/// [`StoresMismatch::OtherInstallation`]; where one of them does not answer.
pub(crate) async fn join(
    places: &StoreLocations,
    log: &dyn EventLog,
    vault: &Vault,
    accesses: &AccessLog,
) -> Result<Uuid, StartError> {
    let of_vault = vault.installation().await?;
    let of_accesses = accesses.installation().await?;
    let wanted = of_vault.or(of_accesses).unwrap_or_else(Uuid::new_v4);
    if let Some(of_log) = log.installation().await? {
        same(places, of_log, of_vault, of_accesses)?;
        if of_accesses.is_none() && accesses.is_empty().await? {
            tracing::error!(
                access_log = %places.access_log(),
                "the access log is new, and the log is not: who read what before is not told any \
                 more; where there is a former one, stop the server and put it back"
            );
        }
    }
    let joined = log.join_installation(wanted).await?;
    same(places, joined, of_vault, of_accesses)?;
    let of_vault = Some(vault.join_installation(joined).await?);
    let of_accesses = Some(accesses.join_installation(joined).await?);
    same(places, joined, of_vault, of_accesses)?;
    Ok(joined)
}

/// Brings what was signed into the installation of the log.
///
/// # Errors
/// [`StoresMismatch::OtherInstallation`]; where one of them does not answer.
pub(crate) async fn join_notary(
    places: &StoreLocations,
    log: &dyn EventLog,
    signed: &notary::CheckpointStore,
) -> Result<(), StartError> {
    let Some(log_is_of) = log.installation().await? else {
        return Ok(());
    };
    let other_is_of = signed.join_installation(log_is_of).await?;
    if other_is_of == log_is_of {
        return Ok(());
    }
    let mismatch = StoresMismatch::OtherInstallation {
        log: places.log.to_string(),
        log_is_of,
        other: format!("the store of the checkpoints {}", places.notary()),
        other_is_of,
    };
    Err(mismatch.into())
}

fn same(
    places: &StoreLocations,
    log_is_of: Uuid,
    of_vault: Option<Uuid>,
    of_accesses: Option<Uuid>,
) -> Result<(), StoresMismatch> {
    let vault = || format!("the vault {}", places.vault);
    let accesses = || format!("the access log {}", places.access_log());
    let other = match (of_vault, of_accesses) {
        (Some(id), _) if id != log_is_of => Some((vault(), id)),
        (_, Some(id)) if id != log_is_of => Some((accesses(), id)),
        _ => None,
    };
    match other {
        None => Ok(()),
        Some((other, other_is_of)) => Err(StoresMismatch::OtherInstallation {
            log: places.log.to_string(),
            log_is_of,
            other,
            other_is_of,
        }),
    }
}
