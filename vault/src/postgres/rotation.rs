//! The steps of a rotation, as the writer takes them.
use std::sync::Arc;

use tokio::sync::oneshot;

use super::master_keys;
use super::writer::Writer;
use crate::master_key::{MasterKey, Registered};
use crate::rewrap::{Page, Retirement};
use crate::{PersonId, VaultError};

/// Where the answer goes.
type Reply<T> = oneshot::Sender<Result<T, VaultError>>;

/// A step of a rotation.
pub(super) enum Rotate {
    Persons {
        after: PersonId,
        limit: i64,
        reply: Reply<Vec<PersonId>>,
    },
    Count {
        reply: Reply<Vec<(Registered, u64)>>,
    },
    Register {
        key: Arc<MasterKey>,
        reply: Reply<i64>,
    },
    Rewrap {
        after: Option<PersonId>,
        reply: Reply<Page>,
    },
    Retire {
        reply: Reply<Retirement>,
    },
}

impl Writer {
    pub(super) async fn rotate(&mut self, step: Rotate) {
        // Wherever a caller has gone away, the step is done all the same.
        match step {
            Rotate::Persons {
                after,
                limit,
                reply,
            } => {
                let _ = reply.send(self.persons(after, limit).await);
            }
            Rotate::Count { reply } => {
                let _ = reply.send(self.count().await);
            }
            Rotate::Register { key, reply } => {
                let _ = reply.send(self.register(&key).await);
            }
            Rotate::Rewrap { after, reply } => {
                let _ = reply.send(self.rewrap(after).await);
            }
            Rotate::Retire { reply } => {
                let _ = reply.send(self.retire().await);
            }
        }
    }

    async fn persons(&mut self, after: PersonId, limit: i64) -> Result<Vec<PersonId>, VaultError> {
        self.database
            .run("list its persons", async |connection| {
                master_keys::persons(connection, after, limit).await
            })
            .await
    }

    async fn count(&mut self) -> Result<Vec<(Registered, u64)>, VaultError> {
        let known = Arc::clone(&self.known);
        self.database
            .run("count its keys", async |connection| {
                master_keys::counted(connection, &known).await
            })
            .await
    }

    async fn register(&mut self, key: &MasterKey) -> Result<i64, VaultError> {
        let (known, now) = (Arc::clone(&self.known), (self.clock)());
        let verifier = key.verifier()?;
        self.database
            .run("register a master key", async |connection| {
                master_keys::register(connection, &known, key, &verifier, now).await
            })
            .await?
    }

    async fn rewrap(&mut self, after: Option<PersonId>) -> Result<Page, VaultError> {
        let known = Arc::clone(&self.known);
        self.database
            .run("re-wrap keys", async |connection| {
                master_keys::rewrap_page(connection, &known, after).await
            })
            .await?
    }

    async fn retire(&mut self) -> Result<Retirement, VaultError> {
        let (known, now) = (Arc::clone(&self.known), (self.clock)());
        self.database
            .run("retire a master key", async |connection| {
                master_keys::retire(connection, &known, now).await
            })
            .await?
    }
}
