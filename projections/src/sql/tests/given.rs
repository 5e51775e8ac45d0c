//! Logs, leases and tables for the tests.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::host::HostEvent;
use domain::ids::HostPersonId;
use eventlog::{
    Append, EventLog, Fence, Leases, LogError, MemoryLog, NewEvent, Position, SoleLeases, StreamId,
};
use sqlx::postgres::PgConnection;
use sqlx::{Column as _, Connection, Executor, Row as _};
use uuid::Uuid;

use super::super::live::Live;
use super::super::row::{Cell, Row};
use super::super::table::{ColumnKind, TableName};
use super::super::{Options, SqlDashboards, Target};
use crate::folds::Folds;
use crate::replay::replay;
use crate::testing::given::{SMALL, sealed};
use demo_plan::testing::{Campaign, new_event, organisation, siret};

/// The tables, row by row.
pub type Tables = BTreeMap<(TableName, Vec<Cell>), Vec<Cell>>;

pub fn tables(rows: impl IntoIterator<Item = Row>) -> Tables {
    let rows = rows.into_iter();
    rows.map(|row| ((row.table, row.key().to_vec()), row.cells))
        .collect()
}

/// What the tables should hold of a log.
pub async fn expected(log: &MemoryLog) -> Tables {
    let mut folds = Folds::default();
    replay(log, &mut folds, log.head().await.unwrap())
        .await
        .unwrap();
    assert!(!folds.is_parked());
    tables(Live::rows(&folds))
}

/// A log that holds a small campaign.
pub async fn campaign(seed: u64) -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(seed, SMALL).append_to(&*log).await;
    log
}

/// Quick, with small batches.
pub fn quick() -> Options {
    Options {
        batch: 64,
        retry: Duration::from_millis(5),
        retry_at_most: Duration::from_millis(20),
        ..Options::default()
    }
}

pub async fn start(log: Arc<MemoryLog>, url: &str) -> SqlDashboards {
    let target = Target::parse(url).unwrap();
    SqlDashboards::start_with(log, Arc::new(SoleLeases), &target, Uuid::new_v4(), quick())
        .await
        .unwrap()
}

/// Waits until all that the log holds is served.
pub async fn caught_up(dashboards: &SqlDashboards, log: &MemoryLog) {
    let head = log.head().await.unwrap();
    dashboards.wait_for(head).await.unwrap();
}

pub async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.unwrap()
}

/// What BI tools see through the views.
pub async fn seen(url: &str) -> Tables {
    let mut connection = connect(url).await;
    let mut rows = Vec::new();
    for table in TableName::ALL {
        let sql = format!("SELECT * FROM dashboards.{}", table.table().name);
        for found in connection.fetch_all(sql.as_str()).await.unwrap() {
            let columns = table.table().columns.iter().zip(found.columns());
            let cells = columns.map(|(column, seen)| {
                assert_eq!(column.name, seen.name());
                match column.kind {
                    ColumnKind::Text => Cell::Text(found.get(column.name)),
                    ColumnKind::Integer => Cell::Integer(found.get(column.name)),
                }
            });
            let cells = cells.collect();
            rows.push(Row { table, cells });
        }
    }
    tables(rows)
}

pub async fn append(log: &MemoryLog, category: &str, id: &str, event: NewEvent) -> Position {
    let stream = StreamId::new(category, id).unwrap();
    let expected = log.stream_version(&stream).await.unwrap();
    let append = Append {
        recorded_at: None,
        stream,
        expected,
        events: vec![event],
    };
    log.append(append).await.unwrap().position
}

/// A host that nobody knows yet.
pub async fn host_registered(log: &MemoryLog, number: usize) -> Position {
    let siret = siret(number);
    let event = HostEvent::HostRegistered {
        siret,
        organisation: organisation(number),
        person: HostPersonId(Uuid::new_v4()),
        identity: sealed(),
    };
    append(
        log,
        "host",
        siret.as_str(),
        new_event(Uuid::new_v4(), &event),
    )
    .await
}

/// An event that nobody can read.
pub async fn unreadable(log: &MemoryLog) -> Position {
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "NobodyKnows".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    append(log, "host", siret(9_999).as_str(), event).await
}

/// Says to whoever asks that it holds the lease, with this fence: as one believes who was
/// stopped for longer than its lease.
pub struct Believes(pub Fence);

#[async_trait]
impl Leases for Believes {
    async fn hold(&self, _: &str, _: Uuid, _: Duration) -> Result<Option<Fence>, LogError> {
        Ok(Some(self.0))
    }

    async fn release(&self, _: &str, _: Uuid) -> Result<(), LogError> {
        Ok(())
    }
}
