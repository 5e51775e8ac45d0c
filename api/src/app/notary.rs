//! The notary of a platform: its store, its key, and what it runs with.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Clock, EventLog, Leases, Position};
use notary::signing::Refusal;
use notary::{CheckpointStore, LogName, Notary, Options, Parts, key};
use uuid::Uuid;

use super::{StartError, StoreLocations, make_folder_of};
use crate::belonging::{self, Accepted};
use crate::stores::{VaultLocation, no_pooler};

/// How long the database of the checkpoints is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How checkpoints of the log are signed.
#[derive(Clone, Debug)]
pub struct NotarySettings {
    /// What the log is called in them.
    pub name: LogName,
    /// How old the last one is when the next is signed, where events came.
    pub every: Duration,
    /// Whether the key lies here; else checkpoints are signed elsewhere and attached.
    pub has_key: bool,
}

impl Default for NotarySettings {
    fn default() -> Self {
        Self {
            name: LogName::default(),
            every: Duration::from_secs(3_600),
            has_key: true,
        }
    }
}

/// What it runs with.
pub(super) struct Around {
    pub log: Arc<dyn EventLog>,
    pub leases: Arc<dyn Leases>,
    pub holder: Uuid,
    pub clock: Arc<dyn Clock>,
    pub lease: Duration,
}

/// Opens what was signed; made where it is not there yet.
///
/// # Errors
/// As the store says.
pub async fn open_notary(places: &StoreLocations) -> Result<CheckpointStore, StartError> {
    Ok(match places.notary() {
        VaultLocation::Sqlite(path) => {
            make_folder_of(&path)?;
            CheckpointStore::open_file(&path).await?
        }
        VaultLocation::Postgres(url) => {
            no_pooler(url.secret()).await?;
            CheckpointStore::open_postgres(url.secret(), PATIENCE).await?
        }
    })
}

/// Opens what it needs and starts it. On a log that holds events neither a key nor a store is
/// begun unless that is accepted: what signed it is missing, and a server that began anew would sign
/// a log that was put back to an older state as if nothing had been signed before. It serves and
/// signs nothing until an operator has looked.
pub(super) async fn start(
    places: &StoreLocations,
    settings: &NotarySettings,
    accepted: Accepted,
    around: Around,
) -> Result<Notary, StartError> {
    let store = open_notary(places).await?;
    let begins = accepted.new_notary || around.log.head().await? == Position::START;
    let store_is_new = store.is_new().await?;
    let has_key = !settings.has_key || key::is_there(&places.notary_key);
    if begins || !store_is_new {
        belonging::join_notary(places, &*around.log, &store).await?;
    }
    let path = || places.notary_key.clone();
    let refused = match (has_key, store_is_new) {
        (_, true) if !begins => Some(Refusal::NothingThere {
            missing: missing(places, has_key),
        }),
        (false, _) if store.knows_a_key().await? => Some(Refusal::NoKey { path: path() }),
        (false, false) if !begins => Some(Refusal::NothingThere {
            missing: key_of(places),
        }),
        (true | false, _) => None,
    };
    let key = match settings.has_key && (has_key || refused.is_none()) {
        true => {
            make_folder_of(&places.notary_key)?;
            Some(key::of_file(&places.notary_key, refused.is_none())?)
        }
        false => None,
    };
    let parts = Parts {
        log: around.log,
        leases: around.leases,
        holder: around.holder,
        store,
        key,
        refused,
        clock: around.clock,
    };
    let options = Options {
        name: settings.name.clone(),
        every: settings.every,
        lease: around.lease,
        ..Options::new(places.notary_files.clone())
    };
    Ok(Notary::start(parts, options))
}

fn key_of(places: &StoreLocations) -> String {
    format!("key that signs it at {}", places.notary_key.display())
}

fn missing(places: &StoreLocations, has_key: bool) -> String {
    let store = format!("checkpoint in the store {}", places.notary());
    match has_key {
        true => store,
        false => format!("{}, and no {store}", key_of(places)),
    }
}
