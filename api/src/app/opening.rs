//! Opens what belongs together: log, vault, access log and folds, and the judge of the clock.
use crate::lost_tail;
use crate::stores::{LogLocation, VaultLocation, no_pooler};

use super::*;

/// The judge of the clock, once it has looked at the last event.
async fn checked_clock(log: &dyn EventLog, settings: &Settings) -> Result<ClockGuard, StartError> {
    let head = log.head().await?;
    let last = if head == Position::START {
        None
    } else {
        match log.read_at(&[head]).await {
            Ok(last) => last.first().map(|last| last.recorded_at),
            // Whoever goes on from it stands still there, and says so.
            Err(LogError::Damaged(_)) => None,
            Err(error) => return Err(error.into()),
        }
    };
    let at_most = settings.clock_ahead.unwrap_or(Duration::MAX);
    let guard = ClockGuard::new(settings.clock.clone(), last, at_most)?;
    if let Some(last) = last {
        guard.saw(last);
    }
    Ok(guard)
}

/// What belongs together, open.
pub(super) struct OpenStores {
    pub(super) log: OpenLog<GuardedLog>,
    pub(super) vault: Arc<Vault>,
    pub(super) accesses: Arc<AccessLog>,
    pub(super) engine: Engine,
    pub(super) past: PastFolds,
    pub(super) lost: Option<Checkpoint>,
    pub(super) clock: Arc<ClockGuard>,
}

/// Opens log, vault, access log and folds, and makes those that are not there yet, unless the
/// others tell that they should be.
pub(super) async fn open_stores(settings: &Settings) -> Result<OpenStores, StartError> {
    let (places, accepted) = (&settings.places, settings.accepted);
    let master_key = settings.master_key.as_deref();
    // A log that is served is opened first, as its client may insist on.
    let mut vault = None;
    if let LogLocation::Sqlite(path) = &places.log {
        vault = vault_if_there(places, master_key).await?;
        belonging::refuse_missing_log(places, vault.as_ref(), accepted).await?;
        make_folder_of(path)?;
    }
    let OpenLog {
        log,
        leases,
        sole_writer,
    } = places.log.open(settings.clock.clone()).await?;
    let clock = Arc::new(checked_clock(&*log, settings).await?);
    let log = Arc::new(ClockGuardedLog::new(log, clock.clone()));
    let log = Arc::new(GuardedLog::new(Arc::new(MeasuredLog::new(log))));
    if vault.is_none() {
        vault = vault_if_there(places, master_key).await?;
    }
    belonging::refuse_empty_log(&*log, places, vault.as_ref(), accepted).await?;
    let lost = lost_tail::said_at_start(&*log, places).await?;
    let snapshots = SnapshotFolder::new(&places.snapshots);
    let states = Arc::new(AsOfStates::new(&snapshots, settings.as_of));
    let engine = EngineOptions {
        snapshots: Some(places.snapshots.clone()),
        snapshot_every: settings.snapshot_every,
        states: Some(states.clone()),
        ..EngineOptions::default()
    };
    let engine = Engine::start(log.clone(), engine).await?;
    let (vault, accesses) = match beside(settings, &*log, &engine, vault).await {
        Ok(beside) => beside,
        Err(error) => {
            // The log is let go of when this returns.
            engine.stop().await;
            return Err(error);
        }
    };
    let past = PastFolds::new(log.clone(), Some(snapshots)).with_states(states);
    Ok(OpenStores {
        log: OpenLog {
            log,
            leases,
            sole_writer,
        },
        vault: Arc::new(vault),
        accesses: Arc::new(accesses),
        engine,
        past,
        lost,
        clock,
    })
}

/// Vault and access log beside a log that was replayed, of one installation with it.
async fn beside(
    settings: &Settings,
    log: &dyn EventLog,
    engine: &Engine,
    vault: Option<Vault>,
) -> Result<(Vault, AccessLog), StartError> {
    let places = &settings.places;
    let vault = match vault {
        Some(vault) => vault,
        None => {
            let persons = engine.read(|folds| folds.entities().person_count());
            belonging::refuse_new_vault(places, persons, settings.accepted)?;
            open_vault(places, settings.master_key.as_deref()).await?
        }
    };
    let accesses = open_access_log(places, settings.accesses).await?;
    belonging::join(places, log, &vault, &accesses).await?;
    Ok((vault, accesses))
}

async fn vault_if_there(
    places: &StoreLocations,
    master_key: Option<&str>,
) -> Result<Option<Vault>, StartError> {
    if !belonging::vault_is_there(places).await? {
        return Ok(None);
    }
    open_vault(places, master_key).await.map(Some)
}

/// Opens the vault with the master keys from the settings, or from their file. A vault that is not
/// there is made, and the file of its master key with it; for one that is there no key is made.
pub async fn open_vault(
    places: &StoreLocations,
    master_key: Option<&str>,
) -> Result<Vault, StartError> {
    let source = master_key.map_or(
        MasterKeySource::File(&places.master_key),
        MasterKeySource::Base64,
    );
    let masters = if belonging::vault_is_there(places).await? {
        MasterKeyRing::load_existing(source)?
    } else {
        if master_key.is_none() {
            make_folder_of(&places.master_key)?;
        }
        MasterKeyRing::load(source)?
    };
    Ok(match &places.vault {
        VaultLocation::Sqlite(path) => {
            make_folder_of(path)?;
            Vault::open(path, masters)?
        }
        VaultLocation::Postgres(url) => {
            no_pooler(url.secret()).await?;
            Vault::open_postgres(url.secret(), masters, vault::Settings::default()).await?
        }
    })
}

/// Opens the log of who read which pupil's data.
pub async fn open_access_log(
    places: &StoreLocations,
    settings: AccessSettings,
) -> Result<AccessLog, StartError> {
    Ok(match places.access_log() {
        VaultLocation::Sqlite(path) => {
            make_folder_of(&path)?;
            AccessLog::open(path, settings).await?
        }
        VaultLocation::Postgres(url) => {
            no_pooler(url.secret()).await?;
            AccessLog::open_postgres(url.secret(), settings).await?
        }
    })
}
