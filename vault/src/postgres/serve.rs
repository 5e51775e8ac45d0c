use std::collections::HashSet;
use std::sync::Arc;

use sqlx::postgres::PgConnection;
use tokio::sync::mpsc::{UnboundedReceiver, WeakUnboundedSender};
use tokio::sync::oneshot;

use super::address::Address;
use super::line::Line;
use super::listener;
use super::memory::Memory;
use super::reader::{Look, Reader};
use super::schema;
use super::writer::{Write, Writer};
use crate::clock::Clock;
use crate::{MasterKey, VaultError};

/// What the thread of a handle works with.
pub(super) struct Served {
    pub(super) address: Address,
    pub(super) master: Arc<MasterKey>,
    pub(super) memory: Arc<Memory>,
    pub(super) clock: Clock,
    pub(super) waiting_looks: UnboundedReceiver<Look>,
    pub(super) waiting_writes: UnboundedReceiver<Write>,
    /// Does not keep the reader at work once the handle is dropped.
    pub(super) looks: WeakUnboundedSender<Look>,
}

impl Served {
    /// Opens the store, tells the outcome, and serves until the handle is dropped and all that
    /// was asked is done.
    pub(super) fn run(self, opened: oneshot::Sender<Result<(), VaultError>>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => runtime.block_on(self.open_and_serve(opened)),
            Err(source) => {
                let _ = opened.send(Err(VaultError::NoThread(Arc::new(source))));
            }
        }
    }

    async fn open_and_serve(self, opened: oneshot::Sender<Result<(), VaultError>>) {
        let connection = match self.open().await {
            Ok(connection) => connection,
            Err(error) => {
                let _ = opened.send(Err(error));
                return;
            }
        };
        let mut reader = Reader {
            line: Line::new(self.address.clone(), Some(connection)),
            memory: self.memory,
            master: Arc::clone(&self.master),
        };
        let writer = Writer {
            line: Line::new(self.address.clone(), None),
            master: self.master,
            clock: self.clock,
        };
        // The first look finds where the erasures stand.
        let looked = reader.look(&HashSet::new()).await.map(|_| ());
        let ready = looked.is_ok();
        if opened.send(looked).is_err() || !ready {
            return;
        }
        let served = async {
            tokio::join!(
                reader.work(self.waiting_looks),
                writer.work(self.waiting_writes)
            )
        };
        tokio::select! {
            _ = served => {}
            () = listener::listen(&self.address, &self.looks) => {}
        }
    }

    async fn open(&self) -> Result<PgConnection, VaultError> {
        let mut connection = self.address.connect().await?;
        let now = (self.clock)();
        schema::prepare(&mut connection, &self.address, &self.master, now).await?;
        Ok(connection)
    }
}
