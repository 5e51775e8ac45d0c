//! The store in a PostgreSQL database, which several servers may share.
//!
//! A handle has a thread of its own with three connections: one reads, one writes, one hears of
//! erasures. So a task that blocks for a key never waits for itself, whatever its runtime.
mod address;
mod line;
mod listener;
mod memory;
mod reader;
mod schema;
mod serve;
mod statements;
mod writer;

use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use self::address::Address;
use self::memory::Memory;
use self::reader::{Held, Look};
use self::serve::Served;
use self::writer::Write;
use crate::holding::Holding;
use crate::{Erasure, MasterKey, PersonId, Place, Settings, VaultError};

/// The most persons of one look-up, so that it ends well within its time.
const CHUNK: usize = 4096;

/// Keys in one database.
pub(crate) struct PostgresStore {
    place: Place,
    memory: Arc<Memory>,
    requests: Option<Requests>,
    thread: Option<JoinHandle<()>>,
}

/// The way to the thread.
struct Requests {
    looks: UnboundedSender<Look>,
    writes: UnboundedSender<Write>,
}

impl PostgresStore {
    /// See [`crate::Vault::open_postgres`].
    pub(crate) async fn open(
        url: &str,
        master: MasterKey,
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
            master: Arc::new(master),
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
        told.await.map_err(|_| VaultError::Closed)??;
        Ok(Self {
            place,
            memory,
            requests: Some(Requests { looks, writes }),
            thread: Some(thread),
        })
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn look_up(&self, person: PersonId) -> Result<Holding, VaultError> {
        let mut held = Holding::Nothing;
        let mut keep = |_, holding| held = holding;
        let unknown = self.memory.tell_known(&[person], &mut keep);
        if !unknown.is_empty() {
            let (reply, answer) = mpsc::sync_channel(1);
            self.ask(unknown, move |held| {
                // The caller waits for it.
                let _ = reply.send(held);
            })?;
            for (person, holding) in answer.recv().map_err(|_| VaultError::Closed)?? {
                keep(person, holding);
            }
        }
        Ok(held)
    }

    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, Holding),
    ) -> Result<(), VaultError> {
        for chunk in persons.chunks(CHUNK) {
            let unknown = self.memory.tell_known(chunk, &mut tell);
            if !unknown.is_empty() {
                for (person, holding) in self.look(unknown).await? {
                    tell(person, holding);
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
        self.look_up_each(&persons, |person, holding| match holding {
            Holding::Key(_) => {}
            Holding::Erased => refused = Err(VaultError::Erased(person)),
            Holding::Damaged => refused = Err(VaultError::DamagedKey(person)),
            Holding::Nothing => refused = Err(VaultError::NoKey(person)),
        })
        .await?;
        refused
    }

    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        let erasure = self.write(|reply| Write::Erase { person, reply }).await?;
        // From now on this handle heeds it. If it cannot look now, it trusts no key before it did.
        let _ = self.look(Vec::new()).await;
        Ok(erasure)
    }

    async fn look(&self, persons: Vec<PersonId>) -> Result<Held, VaultError> {
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
        tell: impl FnOnce(Result<Held, VaultError>) + Send + 'static,
    ) -> Result<(), VaultError> {
        let requests = self.requests.as_ref().ok_or(VaultError::Closed)?;
        let tell = Box::new(tell);
        requests
            .looks
            .send(Look { persons, tell })
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
