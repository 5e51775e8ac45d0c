//! What letters speak of, persons and titles of offers: read from the log and opened at the last
//! moment.
use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{HostInvitationId, StaffId, Uai};
use domain::offer::BLACKED_OUT;
use domain::personal::{Address, InvitedOrganisation, PersonIdentity, StudentIdentity};
use domain::schema::Fact;
use domain::sealed::Personal;
use eventlog::{EventLog, LogError, Position, Recorded};
use projections::decode;
use vault::{Keyring, OpenError, PersonId, Vault, VaultError};

use crate::letter::Person;

/// The fact after which nothing said before is shown.
const TEXT_BLACKED_OUT: &str = "OfferTextBlackedOut";

/// Why nothing could be opened; to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// The log says no.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The vault says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Somebody, in clear. Never kept, and without `Debug`.
#[derive(Clone)]
pub struct Identity {
    /// How a letter greets them, where it was given: a pupil by the given name, a grown-up by the
    /// full one.
    pub name: Option<String>,
    /// Their address, where it was given.
    pub mail: Option<String>,
    /// What a college writes to the organisation that it invites (EST-11).
    pub word: Option<String>,
}

/// The log and the vault, to read what letters speak of.
#[derive(Clone)]
pub struct ContentReader {
    log: Arc<dyn EventLog>,
    vault: Arc<Vault>,
}

impl ContentReader {
    /// Reads this log and opens with the keys of this vault.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, vault: Arc<Vault>) -> Self {
        Self { log, vault }
    }

    /// The identities of these persons. Whoever was erased is not among them, nor anybody whose
    /// identity is damaged or stands elsewhere, which is said in a warning.
    ///
    /// # Errors
    /// When the log or the vault does not answer.
    pub async fn identities(
        &self,
        persons: &[Person],
    ) -> Result<HashMap<Person, Identity>, ContentError> {
        let mut places: Vec<Position> = persons.iter().map(|one| one.identity).collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<PersonId> = persons.iter().map(|one| one.person).collect();
        let events = self.log.read_at(&places).await?;
        let keys = self.vault.load_keys(&ids).await?;
        let mut found = HashMap::with_capacity(events.len());
        for event in &events {
            let Ok(record) = decode(event) else {
                tracing::warn!(position = %event.position, "no identity can be read there");
                continue;
            };
            let Some((person, opened)) = identity_in(&record.fact, &keys) else {
                tracing::warn!(position = %event.position, "no identity is stored there");
                continue;
            };
            match opened {
                Ok(identity) => {
                    let known = Person {
                        person,
                        identity: event.position,
                    };
                    found.insert(known, identity);
                }
                Err(OpenError::Erased) => {}
                Err(OpenError::Unavailable(error)) if is_transient(&error) => {
                    return Err(error.into());
                }
                Err(error) => {
                    tracing::warn!(position = %event.position, %person, %error, "not opened");
                }
            }
        }
        Ok(found)
    }

    /// The token of the link by which a college's own mailbox confirms its head (EST-1a).
    ///
    /// # Errors
    /// When the vault does not answer.
    pub async fn head_link(&self, college: Uai, head: PersonId) -> Result<String, ContentError> {
        Ok(accounts::head_link(&self.vault, college, StaffId(head.0)).await?)
    }

    /// The token of the link by which an organisation comes that a college invited (EST-11).
    ///
    /// # Errors
    /// When the vault does not answer.
    pub async fn host_invitation_link(
        &self,
        college: Uai,
        invitation: HostInvitationId,
    ) -> Result<String, ContentError> {
        Ok(accounts::host_invitation_link(&self.vault, college, invitation).await?)
    }

    /// The title of an offer as the event at a position tells it, unless its text was blacked out
    /// since. Public.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn title(&self, terms: Position) -> Result<Option<String>, ContentError> {
        let events = self.log.read_at(&[terms]).await?;
        let Some(event) = events.first() else {
            return Ok(None);
        };
        let stored = decode(event).ok();
        let title = stored.and_then(|record| title_in(&record.fact));
        Ok(match title {
            Some(_) if self.is_blacked_out_after(event).await? => Some(BLACKED_OUT.to_owned()),
            title => title,
        })
    }

    async fn is_blacked_out_after(&self, event: &Recorded) -> Result<bool, LogError> {
        const PAGE: usize = 1_000;
        let mut after = event.sequence;
        loop {
            let page = self.log.read_stream(&event.stream, after, PAGE).await?;
            if page
                .iter()
                .any(|later| &*later.event_type == TEXT_BLACKED_OUT)
            {
                return Ok(true);
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = last.sequence,
                Some(_) | None => return Ok(false),
            }
        }
    }
}

/// Whether it is the vault that does not answer, and not one person's key that is damaged.
fn is_transient(error: &VaultError) -> bool {
    !matches!(error, VaultError::DamagedKey(_))
}

/// The identity that a fact holds; `None` where it holds none.
fn identity_in(fact: &Fact, keys: &Keyring) -> Option<(PersonId, Result<Identity, OpenError>)> {
    let stored = fact.sealed_field()?;
    let person = PersonId(stored.person);
    let opened = match stored.field {
        StudentIdentity::FIELD => {
            let opened = keys.open_sealed(person, stored.field, stored.sealed);
            opened.map(|opened: StudentIdentity| Identity {
                name: Some(opened.given_name),
                mail: opened.mail,
                word: None,
            })
        }
        PersonIdentity::FIELD => {
            let opened = keys.open_sealed(person, stored.field, stored.sealed);
            opened.map(|opened: PersonIdentity| Identity {
                name: Some(opened.name),
                mail: opened.mail,
                word: None,
            })
        }
        InvitedOrganisation::FIELD => {
            let opened = keys.open_sealed(person, stored.field, stored.sealed);
            opened.map(|opened: InvitedOrganisation| Identity {
                name: Some(opened.name),
                mail: Some(opened.mail),
                word: Some(opened.word),
            })
        }
        Address::FIELD => {
            let opened = keys.open_sealed(person, stored.field, stored.sealed);
            opened.map(|opened: Address| Identity {
                name: None,
                mail: Some(opened.0),
                word: None,
            })
        }
        _ => return None,
    };
    Some((person, opened))
}

fn title_in(fact: &Fact) -> Option<String> {
    let Fact::Offer(_, event) = fact else {
        return None;
    };
    event.terms().map(|terms| terms.title.to_string())
}
