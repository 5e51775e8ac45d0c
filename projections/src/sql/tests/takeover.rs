//! One writer at a time: whoever was replaced does no harm.
use std::sync::Arc;

use eventlog::{EventLog, Fence, Position, RecordedAt};
use uuid::Uuid;

use super::super::row::{Cell, Row};
use super::super::statement::CheckpointMove;
use super::super::store::{Outcome, Store};
use super::super::table::TableName;
use super::super::{SqlDashboards, TableWriterStatus, Target};
use super::given::{Believes, campaign, caught_up, expected, host_registered, quick, seen};

async fn holding(log: &Arc<eventlog::MemoryLog>, url: &str, fence: u64) -> SqlDashboards {
    let target = Target::parse(url).unwrap();
    let leases = Arc::new(Believes(Fence(fence)));
    SqlDashboards::start_with(log.clone(), leases, &target, Uuid::new_v4(), quick())
        .await
        .unwrap()
}

#[tokio::test]
async fn an_older_holder_that_goes_on_is_refused() {
    let url = postgres_fixture::shared().database();
    let log = campaign(3).await;
    let older = holding(&log, &url, 1).await;
    caught_up(&older, &log).await;
    let newer = holding(&log, &url, 2).await;
    caught_up(&newer, &log).await;
    // Both see what comes next; the older one believes that it still holds the lease.
    for number in 0..5 {
        host_registered(&log, 100 + number).await;
    }
    caught_up(&newer, &log).await;
    let mut watch = older.watch();
    watch
        .wait_for(|state| state.status == TableWriterStatus::StandingBy)
        .await
        .unwrap();
    assert_eq!(newer.watch().borrow().fence, Some(Fence(2)));
    assert!(seen(&url).await == expected(&log).await);
    older.stop().await;
    newer.stop().await;
    assert_eq!(newer.position(), log.head().await.unwrap());
}

#[tokio::test]
async fn a_write_with_an_older_fence_or_from_another_place_changes_nothing() {
    let url = postgres_fixture::shared().database();
    let log = campaign(5).await;
    let holder = holding(&log, &url, 7).await;
    caught_up(&holder, &log).await;
    holder.stop().await;
    let head = log.head().await.unwrap();
    let mut store = Store::new(&Target::parse(&url).unwrap());
    let wrong = |from: Position, fence: u64| CheckpointMove {
        from,
        replaces: false,
        to: Position(head.0 + 1),
        fence: Fence(fence),
        event_id: Uuid::nil(),
        recorded_at: RecordedAt(0),
    };
    for step in [wrong(head, 6), wrong(Position(head.0 - 1), 7)] {
        let columns = TableName::Classes.table().columns.len();
        let mut cells: Vec<Cell> = ["no class", "no college", "none"].map(Cell::from).into();
        cells.resize_with(columns, || Cell::Integer(1));
        let table = TableName::Classes;
        let outcome = store.write(&step, vec![Row { table, cells }]).await;
        assert_eq!(outcome.unwrap(), Outcome::Superseded);
    }
    let checkpoint = store.checkpoint().await.unwrap();
    assert_eq!((checkpoint.position, checkpoint.fence), (head, Fence(7)));
    assert!(seen(&url).await == expected(&log).await);
}

/// One lease among all; free once it is given back.
#[derive(Default)]
struct OneLease(parking_lot::Mutex<(Option<Uuid>, u64)>);

#[async_trait::async_trait]
impl eventlog::Leases for OneLease {
    async fn hold(
        &self,
        _: &str,
        holder: Uuid,
        _: std::time::Duration,
    ) -> Result<Option<Fence>, eventlog::LogError> {
        let mut held = self.0.lock();
        if held.0.is_none() {
            *held = (Some(holder), held.1 + 1);
        }
        Ok((held.0 == Some(holder)).then_some(Fence(held.1)))
    }

    async fn release(&self, _: &str, holder: Uuid) -> Result<(), eventlog::LogError> {
        let mut held = self.0.lock();
        if held.0 == Some(holder) {
            held.0 = None;
        }
        Ok(())
    }
}

#[tokio::test]
async fn who_stands_by_goes_on_where_the_holder_stopped() {
    let url = postgres_fixture::shared().database();
    let log = campaign(6).await;
    let leases = Arc::new(OneLease::default());
    let target = Target::parse(&url).unwrap();
    let begin = || {
        let holder = Uuid::new_v4();
        SqlDashboards::start_with(log.clone(), leases.clone(), &target, holder, quick())
    };
    let first = begin().await.unwrap();
    caught_up(&first, &log).await;
    let second = begin().await.unwrap();
    let mut watch = second.watch();
    watch
        .wait_for(|state| state.status == TableWriterStatus::StandingBy)
        .await
        .unwrap();
    host_registered(&log, 110).await;
    caught_up(&first, &log).await;
    first.stop().await;
    host_registered(&log, 111).await;
    caught_up(&second, &log).await;
    assert_eq!(second.watch().borrow().fence, Some(Fence(2)));
    assert!(seen(&url).await == expected(&log).await);
    second.stop().await;
}
