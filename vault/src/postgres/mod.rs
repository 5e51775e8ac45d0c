//! The store in a PostgreSQL database, which several servers may share.
//!
//! A handle has a thread of its own with three connections: one reads, one writes, one hears of
//! erasures. So a task that blocks for a key never waits for itself, whatever its runtime.
mod address;
mod listener;
mod master_keys;
mod memory;
mod reader;
mod reconnecting;
mod rotation;
mod schema;
mod serve;
mod statements;
mod writer;

use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sqlx::Connection;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use self::address::Address;
use self::memory::Memory;
use self::reader::{LookUpRequest, LookedUp};
use self::rotation::Rotate;
use self::serve::Served;
use self::writer::Write;
use crate::key_lookup::KeyLookup;
use crate::master_key::{KnownKeys, MasterKey, MasterKeyRing, Registered};
use crate::rewrap::{Page, Retirement};
use crate::{Erasure, PersonId, Settings, VaultError};
use storage::StoreLocation;

/// The most persons of one look-up, so that it ends well within its time.
const CHUNK: usize = 4096;

/// Whether there is a vault at an address; nothing is made.
pub(crate) async fn is_there(url: &str, patience: Duration) -> Result<bool, VaultError> {
    let address = Address::parse(url, patience)?;
    let mut connection = address.connect().await?;
    let asked = sqlx::query_scalar("SELECT to_regclass('vault.state') IS NOT NULL");
    let there = address.in_time(asked.fetch_one(&mut connection)).await;
    let there = there.map_err(address.fault("look for a vault"))?;
    // Whatever becomes of the good-bye, the answer stands.
    let _ = address.in_time(connection.close()).await;
    Ok(there)
}

/// Keys in one database.
pub(crate) struct PostgresStore {
    place: StoreLocation,
    /// Holds a password: for the tables beside the keys, and for nobody else.
    url: Zeroizing<String>,
    patience: Duration,
    memory: Arc<Memory>,
    known: Arc<KnownKeys>,
    requests: Option<Requests>,
    thread: Option<JoinHandle<()>>,
}

/// The way to the thread.
struct Requests {
    looks: UnboundedSender<LookUpRequest>,
    writes: UnboundedSender<Write>,
}

impl PostgresStore {
    /// See [`crate::Vault::open_postgres`].
    pub(crate) async fn open(
        url: &str,
        masters: MasterKeyRing,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        let address = Address::parse(url, settings.patience)?;
        let place = address.place.clone();
        let memory = Arc::new(Memory::new(&settings));
        let (looks, waiting_looks) = tokio::sync::mpsc::unbounded_channel();
        let (writes, waiting_writes) = tokio::sync::mpsc::unbounded_channel();
        let (opened, told) = oneshot::channel();
        let served = Served {
            address,
            masters,
            memory: Arc::clone(&memory),
            clock: settings.clock,
            waiting_looks,
            waiting_writes,
            looks: looks.downgrade(),
        };
        let thread = thread::Builder::new()
            .name("vault-postgres".to_owned())
            .spawn(move || served.run(opened))
            .map_err(|source| VaultError::NoThread(Arc::new(source)))?;
        let known = told.await.map_err(|_| VaultError::Closed)??;
        Ok(Self {
            place,
            url: Zeroizing::new(url.to_owned()),
            patience: settings.patience,
            memory,
            known,
            requests: Some(Requests { looks, writes }),
            thread: Some(thread),
        })
    }

    pub(crate) fn place(&self) -> &StoreLocation {
        &self.place
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    pub(crate) fn look_up(&self, person: PersonId) -> Result<KeyLookup, VaultError> {
        let mut held = KeyLookup::Nothing;
        let mut keep = |_, lookup| held = lookup;
        let unknown = self.memory.tell_known(&[person], &mut keep);
        if !unknown.is_empty() {
            let (reply, answer) = mpsc::sync_channel(1);
            self.ask(unknown, move |held| {
                // The caller waits for it.
                let _ = reply.send(held);
            })?;
            for (person, lookup) in answer.recv().map_err(|_| VaultError::Closed)?? {
                keep(person, lookup);
            }
        }
        Ok(held)
    }

    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, KeyLookup),
    ) -> Result<(), VaultError> {
        for chunk in persons.chunks(CHUNK) {
            let unknown = self.memory.tell_known(chunk, &mut tell);
            if !unknown.is_empty() {
                for (person, lookup) in self.look(unknown).await? {
                    tell(person, lookup);
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn create_keys(&self, persons: Vec<PersonId>) -> Result<(), VaultError> {
        let asked = persons.clone();
        self.write(|reply| Write::CreateKeys {
            persons: asked,
            reply,
        })
        .await?;
        // Another server's keys may stand where ours were not stored: what counts is what is
        // there now.
        let mut refused = Ok(());
        self.look_up_each(&persons, |person, lookup| match lookup {
            KeyLookup::Key(_) => {}
            KeyLookup::Erased => refused = Err(VaultError::Erased(person)),
            KeyLookup::Damaged => refused = Err(VaultError::DamagedKey(person)),
            KeyLookup::Locked(why) => refused = Err(why),
            KeyLookup::Nothing => refused = Err(VaultError::NoKey(person)),
        })
        .await?;
        refused
    }

    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        let erasure = self.write(|reply| Write::Erase { person, reply }).await?;
        // From now on this handle applies it. If it cannot look now, it trusts no key before it did.
        let _ = self.look(Vec::new()).await;
        Ok(erasure)
    }

    pub(crate) fn known_keys(&self) -> &KnownKeys {
        &self.known
    }

    pub(crate) async fn persons(
        &self,
        after: PersonId,
        limit: i64,
    ) -> Result<Vec<PersonId>, VaultError> {
        self.write(|reply| {
            Write::Rotate(Rotate::Persons {
                after,
                limit,
                reply,
            })
        })
        .await
    }

    pub(crate) async fn master_keys(&self) -> Result<Vec<(Registered, u64)>, VaultError> {
        self.write(|reply| Write::Rotate(Rotate::Count { reply }))
            .await
    }

    pub(crate) async fn register(&self, key: Arc<MasterKey>) -> Result<i64, VaultError> {
        self.write(|reply| Write::Rotate(Rotate::Register { key, reply }))
            .await
    }

    pub(crate) async fn rewrap(&self, after: Option<PersonId>) -> Result<Page, VaultError> {
        self.write(|reply| Write::Rotate(Rotate::Rewrap { after, reply }))
            .await
    }

    pub(crate) async fn retire(&self) -> Result<Retirement, VaultError> {
        self.write(|reply| Write::Rotate(Rotate::Retire { reply }))
            .await
    }

    async fn look(&self, persons: Vec<PersonId>) -> Result<LookedUp, VaultError> {
        let (reply, answer) = oneshot::channel();
        self.ask(persons, move |held| {
            // The caller may have gone away.
            let _ = reply.send(held);
        })?;
        answer.await.map_err(|_| VaultError::Closed)?
    }

    fn ask(
        &self,
        persons: Vec<PersonId>,
        tell: impl FnOnce(Result<LookedUp, VaultError>) + Send + 'static,
    ) -> Result<(), VaultError> {
        let requests = self.requests.as_ref().ok_or(VaultError::Closed)?;
        let tell = Box::new(tell);
        requests
            .looks
            .send(LookUpRequest { persons, tell })
            .map_err(|_| VaultError::Closed)
    }

    async fn write<T>(
        &self,
        write: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> Write,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or(VaultError::Closed)?;
        requests
            .writes
            .send(write(reply))
            .map_err(|_| VaultError::Closed)?;
        answer.await.map_err(|_| VaultError::Closed)?
    }
}

impl Drop for PostgresStore {
    /// Lets the thread finish what was asked.
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to finish.
            let _ = thread.join();
        }
    }
}
