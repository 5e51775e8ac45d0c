//! Learning that the log has grown, whoever wrote.
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior};

use super::address::Address;
use super::tail_cache::TailCache;
use crate::{LogError, Position};

const CHANNEL: &str = "eventlog";

/// Keeps `head` near the end of the log, for ever: by notifications, and by a look now and then.
pub(super) async fn follow(
    address: Address,
    tail: TailCache,
    head: watch::Sender<Position>,
    poll: Duration,
) {
    let poll = poll.max(Duration::from_millis(10));
    loop {
        if let Err(error) = listen(&address, &tail, &head, poll).await {
            tracing::debug!(%error, "not listening for new events");
        }
        // Without a listener the look now and then goes on.
        tokio::time::sleep(poll).await;
        drop(tail.look().await);
    }
}

/// The life of one listening connection.
async fn listen(
    address: &Address,
    tail: &TailCache,
    head: &watch::Sender<Position>,
    poll: Duration,
) -> Result<(), sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .acquire_timeout(address.connect_within)
        .connect_lazy_with(address.options().clone());
    let connected = async {
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok::<_, sqlx::Error>(listener)
    };
    let connected = tokio::time::timeout(address.connect_within, connected).await;
    let mut listener = connected.map_err(|_| sqlx::Error::PoolTimedOut)??;
    // What was written before we listened.
    drop(tail.look().await);
    let mut ticks = tokio::time::interval_at(Instant::now() + poll, poll);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let told = {
            let mut next = std::pin::pin!(listener.try_recv());
            loop {
                tokio::select! {
                    told = &mut next => break told?,
                    _ = ticks.tick() => {
                        // New events that nobody told of: the connection may be half open.
                        if news(tail, head).await.unwrap_or(false) {
                            return Ok(());
                        }
                    }
                }
            }
        };
        let Some(told) = told else {
            return Ok(());
        };
        // The number is a hint: what is new to us is looked up.
        let reached = told.payload().parse().unwrap_or(u64::MAX);
        if reached > head.borrow().0 {
            drop(tail.look().await);
        }
    }
}

/// Looks where the log ends; whether that was news.
async fn news(tail: &TailCache, head: &watch::Sender<Position>) -> Result<bool, LogError> {
    let before = *head.borrow();
    tail.look().await?;
    Ok(*head.borrow() > before)
}
