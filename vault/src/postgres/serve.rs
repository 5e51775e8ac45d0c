//! The thread of a handle: it opens the store and serves its requests.
use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedReceiver, WeakUnboundedSender};
use tokio::sync::oneshot;

use super::address::Address;
use super::listener;
use super::memory::Memory;
use super::reader::{LookUpRequest, Reader};
use super::reconnecting::ReconnectingConnection;
use super::schema;
use super::writer::{Write, Writer};
use crate::VaultError;
use crate::clock::Clock;
use crate::master_key::{KnownKeys, MasterKeyRing};

/// What the thread of a handle works with.
pub(super) struct Served {
    pub(super) address: Address,
    pub(super) masters: MasterKeyRing,
    pub(super) memory: Arc<Memory>,
    pub(super) clock: Clock,
    pub(super) waiting_looks: UnboundedReceiver<LookUpRequest>,
    pub(super) waiting_writes: UnboundedReceiver<Write>,
    /// Does not keep the reader at work once the handle is dropped.
    pub(super) looks: WeakUnboundedSender<LookUpRequest>,
}

impl Served {
    /// Opens the store, tells the outcome with the master keys, and serves until the handle is dropped and all that
    /// was asked is done.
    pub(super) fn run(self, opened: oneshot::Sender<Result<Arc<KnownKeys>, VaultError>>) {
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

    async fn open_and_serve(self, opened: oneshot::Sender<Result<Arc<KnownKeys>, VaultError>>) {
        let mut connection = match self.address.connect().await {
            Ok(connection) => connection,
            Err(error) => {
                let _ = opened.send(Err(error));
                return;
            }
        };
        let now = (self.clock)();
        let prepared = schema::prepare(&mut connection, &self.address, self.masters, now).await;
        let known = match prepared {
            Ok(known) => Arc::new(known),
            Err(error) => {
                let _ = opened.send(Err(error));
                return;
            }
        };
        let mut reader = Reader {
            database: ReconnectingConnection::new(self.address.clone(), Some(connection)),
            memory: self.memory,
            known: Arc::clone(&known),
        };
        let writer = Writer {
            database: ReconnectingConnection::new(self.address.clone(), None),
            known: Arc::clone(&known),
            clock: self.clock,
        };
        // The first look finds where the erasures stand.
        let looked = reader.look(&HashSet::new()).await.map(|_| known);
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
}
