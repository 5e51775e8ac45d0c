//! Hearing of erasures by other servers.
use std::time::Duration;

use sqlx::Executor;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::mpsc::WeakUnboundedSender;
use tokio::time::{sleep, timeout};

use super::address::Address;
use super::reader::LookUpRequest;
use super::statements::CHANNEL;

/// How long to wait after a lost connection.
const PAUSE: Duration = Duration::from_secs(1);

/// How long nothing may be heard before the connection is tried.
const SILENCE: Duration = Duration::from_secs(20);

/// Hears of erasures by other servers and has them applied at once. Only to be quicker: what is
/// not heard is applied when the keys in memory are trusted no longer.
pub(super) async fn listen(address: &Address, looks: &WeakUnboundedSender<LookUpRequest>) {
    loop {
        // Whatever went wrong, it is tried again.
        let _ = listen_while_connected(address, looks).await;
        sleep(PAUSE).await;
    }
}

async fn listen_while_connected(
    address: &Address,
    looks: &WeakUnboundedSender<LookUpRequest>,
) -> sqlx::Result<()> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(address.patience)
        .connect_lazy_with(address.options.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    address.in_time(listener.listen(CHANNEL)).await?;
    loop {
        // Also after a connection was made anew: something may have been missed.
        request_look(looks);
        loop {
            match timeout(SILENCE, listener.try_recv()).await {
                Ok(heard) => {
                    heard?;
                    break;
                }
                Err(_) => address.in_time(listener.execute("")).await.map(|_| ())?,
            }
        }
    }
}

/// Has the reader look at the erasures, unless the vault is being dropped.
fn request_look(looks: &WeakUnboundedSender<LookUpRequest>) {
    if let Some(looks) = looks.upgrade() {
        let _ = looks.send(LookUpRequest {
            persons: Vec::new(),
            tell: Box::new(|_| ()),
        });
    }
}
