//! The worker writes what the folds hold, and goes on after a restart.
use super::given::{campaign, caught_up, connect, expected, seen, start};
use crate::testing::given::SMALL;
use demo_plan::testing::{Campaign, Size};
use std::sync::Arc;

use eventlog::{EventLog, MemoryLog};
use proptest::prelude::*;
use rusqlite::Connection;
use sqlx::{Executor, Row as _};

use super::super::row::{Cell, Row};
use super::super::table::{ColumnKind, TableName};
use super::given::{Tables, tables};

#[tokio::test]
async fn postgres_shows_what_the_folds_hold() {
    let url = postgres_fixture::shared().database();
    let log = campaign(1).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    assert!(seen(&url).await == expected(&log).await);
    let status = dashboards.status().await.unwrap();
    assert_eq!((status.lag, status.head), (0, dashboards.position()));
    dashboards.stop().await;
}

#[tokio::test]
async fn the_tables_agree_with_each_other() {
    let url = postgres_fixture::shared().database();
    let log = campaign(3).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let mut connection = connect(&url).await;
    let mut sum = async |column: &str, from: &str| -> i64 {
        let sql = format!("SELECT sum({column})::bigint FROM dashboards.dashboard_{from}");
        connection.fetch_one(sql.as_str()).await.unwrap().get(0)
    };
    for column in ["seats", "applications", "placements", "girls_completed"] {
        let nation = sum(column, "territories WHERE territory_kind = 'national'").await;
        assert!(nation > 0, "{column}");
        for kind in ["region", "academy", "department"] {
            let of = format!("territories WHERE territory_kind = '{kind}'");
            assert_eq!(sum(column, &of).await, nation, "{column} by {kind}");
        }
        let of = "sectors WHERE territory_kind = 'national'";
        assert_eq!(sum(column, of).await, nation, "{column} by sector");
    }
    let seats = sum("seats", "territories WHERE territory_kind = 'national'").await;
    assert_eq!(sum("seats", "offers").await, seats);
    assert_eq!(sum("seats", "weeks").await, seats);
    let open = "offers WHERE standing = 'open'";
    let (taken, free) = (sum("seats_taken", open).await, sum("seats", "weeks").await);
    assert!(sum("seats_taken", "weeks").await <= taken && taken < free);
    let applications = sum(
        "applications",
        "territories WHERE territory_kind = 'national'",
    )
    .await;
    assert_eq!(sum("applications", "establishments").await, applications);
    assert_eq!(sum("applications", "classes").await, applications);
}

#[tokio::test]
async fn a_worker_started_again_goes_on_from_the_checkpoint() {
    let url = postgres_fixture::shared().database();
    let events = Campaign::play(2, SMALL).recorded();
    let (log, all) = (Arc::new(MemoryLog::default()), campaign(2).await);
    for part in events.chunks(events.len() / 3 + 1) {
        let dashboards = start(Arc::clone(&log), &url).await;
        for event in part {
            let new = eventlog::NewEvent {
                id: event.id,
                event_type: Arc::clone(&event.event_type),
                event_version: event.event_version,
                payload: event.payload.clone(),
                metadata: event.metadata.clone(),
            };
            let (category, id) = (event.stream.category(), event.stream.id());
            super::given::append(&log, category, id, new).await;
        }
        caught_up(&dashboards, &log).await;
        dashboards.stop().await;
        assert!(seen(&url).await == expected(&log).await);
    }
    assert_eq!(log.head().await.unwrap(), all.head().await.unwrap());
    assert!(seen(&url).await == expected(&all).await);
}

fn seen_in_sqlite(path: &std::path::Path) -> Tables {
    let connection = Connection::open(path).unwrap();
    let mut rows = Vec::new();
    for table in TableName::ALL {
        let sql = format!("SELECT * FROM {}", table.table().name);
        let mut select = connection.prepare(&sql).unwrap();
        let found = select.query_map([], |found| {
            let columns = table.table().columns.iter().enumerate();
            let cells = columns.map(|(place, column)| match column.kind {
                ColumnKind::Text => found.get(place).map(Cell::Text),
                ColumnKind::Integer => found.get(place).map(Cell::Integer),
            });
            let cells = cells.collect::<Result<_, _>>()?;
            Ok(Row { table, cells })
        });
        rows.extend(found.unwrap().map(Result::unwrap));
    }
    tables(rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2))]
    #[test]
    fn a_sqlite_file_shows_what_the_folds_hold(seed: u64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("dashboards.sqlite");
            let log = Arc::new(MemoryLog::default());
            let dashboards = start(Arc::clone(&log), &format!("sqlite:{}", path.display())).await;
            let size = Size { happenings: 150, ..SMALL };
            Campaign::play(seed, size).append_to(&*log).await;
            caught_up(&dashboards, &log).await;
            dashboards.stop().await;
            assert!(seen_in_sqlite(&path) == expected(&log).await);
        });
    }
}
