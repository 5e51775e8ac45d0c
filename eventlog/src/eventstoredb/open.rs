//! Opening the log: waiting for a server that leads, and finding what the log's streams are named.
use std::sync::Arc;

use tokio::time::Instant;
use uuid::Uuid;

use super::client::{Begin, Connection, Failure, Incoming, Witness};
use super::envelope::Names;
use super::log::EventStoreDbLog;
use super::options::{DEFAULT_PREFIX, EventStoreDbOptions, is_prefix_good};
use super::ring::Ring;
use super::shared::{Pauses, Shared};
use super::tail;
use crate::{Checkpoint, LogError, Position, RecordedAt};

impl EventStoreDbLog {
    /// Opens the log behind a connection string, `esdb://NAME:PASSWORD@HOST:PORT?tls=true`, of any
    /// form that EventStoreDB's clients know. `streamPrefix=NAME:` in it says what the names of the
    /// log's streams begin with, as `prefix` of the options does. A server that is not there yet,
    /// or of which no node leads yet, is waited for as long as the options say.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when the string or the prefix is not understood, the server cannot
    /// be reached or refuses name and password. The password is in no message.
    pub async fn open(url: &str, options: EventStoreDbOptions) -> Result<Self, LogError> {
        let connection = Connection::new(url, options.answer)?;
        let given = options.prefix.as_deref().or(connection.prefix());
        if let Some(prefix) = given.filter(|prefix| !is_prefix_good(prefix)) {
            return Err(LogError::Unavailable(format!(
                "the prefix {prefix:?}: 1 to 64 letters, digits, _ and ., and a : at the end"
            )));
        }
        let given = given.map(ToOwned::to_owned);
        is_there(&connection, &options).await?;
        let prefix = match given {
            Some(prefix) => prefix,
            None => found_prefix(&connection).await?,
        };
        let names = Names::new(prefix);
        let last = connection.read_all(Begin::End, 1, &names.filter()).await?;
        let mut last = last.into_iter().next();
        while last.as_ref().is_some_and(|last| !names.is_event(last)) {
            last = before(&connection, &names, last.as_ref()).await?;
        }
        let empty = Ring::new(1, Checkpoint::START, RecordedAt(i64::MIN));
        let capacity = options.events_remembered;
        let mut shared = Shared::new(connection, names, options, empty);
        if let Some(last) = last {
            let (end, peak) = head(&shared, last).await?;
            shared.head.send_replace(end.position);
            shared.ring = parking_lot::Mutex::new(Ring::new(capacity, end, peak));
        } else {
            let ring = Ring::new(capacity, Checkpoint::START, RecordedAt(i64::MIN));
            shared.ring = parking_lot::Mutex::new(ring);
        }
        warn_of_rights(&shared).await;
        let shared = Arc::new(shared);
        let follower = tokio::spawn(tail::follow(Arc::clone(&shared)));
        Ok(Self {
            shared,
            sightings: super::lease::Sightings::default(),
            follower,
        })
    }
}

/// Says where the user may delete what its owner cannot get back.
async fn warn_of_rights(shared: &Shared) {
    let nothing = format!("{}nothing-{}", shared.names.prefix(), Uuid::new_v4());
    match shared.connection.may_delete(&nothing).await {
        Ok(false) => {}
        Ok(true) => tracing::warn!(
            "the user of this log may delete its streams on EventStoreDB: take $d away from              everybody, see docs/operations/eventstoredb.md"
        ),
        Err(failure) => {
            let why = LogError::from(failure);
            tracing::debug!(%why, "whether streams may be deleted is not known");
        }
    }
}

/// Waits until a node that leads answers.
async fn is_there(connection: &Connection, options: &EventStoreDbOptions) -> Result<(), LogError> {
    let until = Instant::now() + options.start;
    let mut pauses = Pauses::new(options.start);
    let mut is_told = false;
    // Any question will do.
    let any = Names::new(DEFAULT_PREFIX.into()).of_installation();
    loop {
        let why = match connection.read_stream(&any, Begin::End, 1).await {
            Ok(_) => return Ok(()),
            Err(Failure::Away(why) | Failure::Lost(why)) => why,
            Err(failure) => return Err(reached(connection, &failure.into())),
        };
        if !pauses.next().await {
            return Err(reached(connection, &LogError::Unavailable(why)));
        }
        if !std::mem::replace(&mut is_told, true) {
            let seconds = until.saturating_duration_since(Instant::now()).as_secs();
            let hosts = connection.hosts();
            tracing::warn!(%hosts, seconds, why, "waiting for an EventStoreDB that leads");
        }
    }
}

fn reached(connection: &Connection, why: &LogError) -> LogError {
    let hosts = connection.hosts();
    LogError::Unavailable(format!("EventStoreDB at {hosts} cannot be used: {why}"))
}

/// Logs of earlier versions have streams without a prefix: the installation that they belong to
/// tells, or the turn of their placement process.
async fn found_prefix(connection: &Connection) -> Result<String, LogError> {
    let (new, old) = (Names::new(DEFAULT_PREFIX.into()), Names::new(String::new()));
    if is_held(connection, &new.of_installation()).await? {
        return Ok(DEFAULT_PREFIX.into());
    }
    for stream in [old.of_installation(), old.of_lease("placement_process")] {
        if is_held(connection, &stream).await? {
            tracing::warn!(
                "this log is of an earlier version, whose streams have no prefix of their own: no \
                 other application may use the server; placement copy gives them one"
            );
            return Ok(String::new());
        }
    }
    Ok(DEFAULT_PREFIX.into())
}

/// Whether the stream was begun by this log.
async fn is_held(connection: &Connection, stream: &str) -> Result<bool, LogError> {
    let last = connection.read_stream(stream, Begin::End, 1).await;
    let last = last.map_err(LogError::from)?;
    let types = ["InstallationNamed", "LeaseHeld"];
    Ok(last
        .first()
        .is_some_and(|last| types.contains(&last.event_type.as_str())))
}

/// The last event of the log before another one.
async fn before(
    connection: &Connection,
    names: &Names,
    event: Option<&Incoming>,
) -> Result<Option<Incoming>, LogError> {
    let Some(event) = event else {
        return Ok(None);
    };
    let from = Begin::Before(event.position);
    let page = connection.read_all(from, 100, &names.filter()).await?;
    let mut page = page;
    let of_log = page.iter().position(|event| names.is_event(event));
    let index = of_log.or(page.len().checked_sub(1));
    Ok(index.map(|index| page.swap_remove(index)))
}

/// The head of the log, and when it was recorded.
async fn head(shared: &Shared, last: Incoming) -> Result<(Checkpoint, RecordedAt), LogError> {
    shared.note_given([&last]);
    shared.connection.saw(Witness {
        stream: last.stream.clone(),
        revision: last.revision,
        id: last.id,
        position: last.position,
    });
    let at = Checkpoint {
        position: Position(last.position),
        event_id: last.id,
    };
    let peak = match shared.names.unwrap(last) {
        Ok(Some(event)) => shared.settled(&event).await?,
        // Whoever reads it is told; its time is that of what stands before.
        Ok(None) | Err(_) => shared.latest_before(at.position, None).await?,
    };
    Ok((at, peak))
}
