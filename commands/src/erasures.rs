//! Who is erased is forgotten (SPEC 7): at once by the command, and again by a follower of the log,
//! for a crash may have come between the fact and the key, or an older vault may have been
//! restored. Forgetting twice changes nothing.
use std::sync::Arc;
use std::time::Duration;

use accounts::Accounts;
use async_trait::async_trait;
use domain::erasure::ERASURES;
use domain::schema;
use eventlog::{Checkpoint, Follower, LogError, Recorded};
use tokio::sync::watch;
use uuid::Uuid;
use vault::{PersonId, Traces, Vault};

use crate::failure::Failure;
use crate::service::CommandService;

const BATCH: usize = 1_000;
/// How often the log is read while much is stored.
const PACE: Duration = Duration::from_millis(20);
/// How long what does not forget is left alone before it is asked again.
const RETRY: Duration = Duration::from_secs(1);

/// Something that holds something of persons: keys, accounts, messages. Whoever is erased is
/// forgotten by all of it.
#[async_trait]
pub trait Forget: Send + Sync {
    /// Holds nothing of the person from now on, and never will again. Doing it twice is no error.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where it is not known whether the person is forgotten: ask again.
    async fn forget(&self, person: Uuid) -> Result<(), Failure>;

    /// As [`Forget::forget`], for many who were most likely forgotten before.
    ///
    /// # Errors
    /// As [`Forget::forget`]; others of the list may then be forgotten.
    async fn forget_all(&self, persons: &[Uuid]) -> Result<(), Failure> {
        for person in persons {
            self.forget(*person).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Forget for Vault {
    /// Destroys the key.
    async fn forget(&self, person: Uuid) -> Result<(), Failure> {
        let erasure = self.erase(PersonId(person)).await?;
        match erasure.traces {
            Traces::Gone | Traces::WithTheServer => {}
            Traces::Pending => tracing::warn!(
                %person,
                "the key is destroyed; its bytes are overwritten once a long reader has ended"
            ),
        }
        Ok(())
    }

    /// Destroys only the keys that are still there.
    async fn forget_all(&self, persons: &[Uuid]) -> Result<(), Failure> {
        for chunk in persons.chunks(BATCH) {
            let chunk: Vec<PersonId> = chunk.iter().copied().map(PersonId).collect();
            let keyring = self.load_keys(&chunk).await?;
            for person in chunk.into_iter().filter(|one| !keyring.is_erased(*one)) {
                tracing::info!(%person, "forgotten by the log, but not by the vault: erased again");
                self.forget(person.0).await?;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Forget for Accounts {
    /// Takes away the account with its sessions, links and messages.
    async fn forget(&self, person: Uuid) -> Result<(), Failure> {
        let forgotten = self.erase(PersonId(person)).await;
        forgotten.map_err(|error| Failure::Unavailable(error.to_string()))
    }
}

impl CommandService {
    /// All that holds something of persons forgets these.
    ///
    /// # Errors
    /// As [`Forget::forget`].
    pub(crate) async fn forget(&self, persons: &[Uuid]) -> Result<(), Failure> {
        // The key of the nil person is the service's own: it seals what belongs to nobody.
        let persons: Vec<Uuid> = persons
            .iter()
            .copied()
            .filter(|person| !person.is_nil())
            .collect();
        for holder in &self.forget {
            holder.forget_all(&persons).await?;
        }
        Ok(())
    }
}

/// Forgets again whom the log says to be erased. Before a server serves.
///
/// # Errors
/// As [`Forget::forget`].
pub async fn again(service: &CommandService, persons: &[Uuid]) -> Result<(), Failure> {
    service.forget(persons).await
}

/// Follows the log after an event, and forgets whoever is erased by whatever server, until
/// `stop`. What cannot forget now is asked again until it does. A log of another history is
/// followed no further: a new start forgets whom that one says to be erased.
pub async fn run(service: Arc<CommandService>, after: Checkpoint, mut stop: watch::Receiver<bool>) {
    let follower = Follower::new(service.log.clone(), after, BATCH);
    let mut follower = follower.at_pace(PACE);
    let follow = async {
        loop {
            match follower.next_batch().await {
                Ok(batch) => forget_those_of(&service, &batch).await,
                Err(LogError::AnotherHistory(which)) => {
                    tracing::error!(%which, "erasures are followed no further");
                    return std::future::pending().await;
                }
                Err(error) => {
                    if error.is_outage() {
                        tracing::debug!(%error, "the log does not answer: erasures wait");
                    } else {
                        tracing::warn!(%error, "the log cannot be read: erasures wait");
                    }
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        _ = stop.wait_for(|stop| *stop) => {}
        () = follow => {}
    }
}

async fn forget_those_of(service: &CommandService, batch: &[Recorded]) {
    let persons: Vec<Uuid> = batch.iter().filter_map(erased).collect();
    if persons.is_empty() {
        return;
    }
    while let Err(error) = service.forget(&persons).await {
        tracing::error!(%error, "erased, but not yet forgotten; tried again");
        tokio::time::sleep(RETRY).await;
    }
}

/// The person whom a stored event tells to be erased. Of all others not even the payload is read.
fn erased(recorded: &Recorded) -> Option<Uuid> {
    if !ERASURES.contains(&&*recorded.event_type) {
        return None;
    }
    let fact = schema::decode(
        recorded.stream.category(),
        recorded.stream.id(),
        &recorded.event_type,
        recorded.event_version,
        &recorded.payload,
    );
    match fact {
        Ok(fact) => fact.concerns().erased,
        Err(error) => {
            let position = recorded.position;
            tracing::error!(%position, %error, "an erasure that this program cannot read");
            None
        }
    }
}
