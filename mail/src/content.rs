//! What letters speak of, persons and titles of offers: read from the log and opened at the last
//! moment.
use std::collections::HashMap;
use std::sync::Arc;

use domain::establishment::EstablishmentEvent;
use domain::host::HostEvent;
use domain::ids::StudentId;
use domain::mandate::MandateEvent;
use domain::offer::{BLACKED_OUT, OfferEvent};
use domain::partner::PartnerEvent;
use domain::personal::{Address, PersonIdentity, StudentIdentity};
use domain::schema::Fact;
use domain::sealed::{Personal, Sealed};
use domain::student::StudentEvent;
use eventlog::{EventLog, LogError, Position, Recorded};
use projections::decode;
use uuid::Uuid;
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
            let Some(stored) = identity_in(&record.fact) else {
                tracing::warn!(position = %event.position, "no identity is stored there");
                continue;
            };
            match stored.open(&keys) {
                Ok(identity) => {
                    let (person, identity_at) = (stored.person, event.position);
                    found.insert(
                        Person {
                            person,
                            identity: identity_at,
                        },
                        identity,
                    );
                }
                Err(OpenError::Erased) => {}
                Err(OpenError::Unavailable(error)) if is_transient(&error) => {
                    return Err(error.into());
                }
                Err(error) => {
                    let person = stored.person;
                    tracing::warn!(position = %event.position, %person, %error, "not opened");
                }
            }
        }
        Ok(found)
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

/// An identity as an event holds it.
struct StoredIdentity<'a> {
    person: PersonId,
    sealed: SealedIdentity<'a>,
}

enum SealedIdentity<'a> {
    OfPupil(&'a Sealed<StudentIdentity>),
    OfGrownUp(&'a Sealed<PersonIdentity>),
    AddressAlone(&'a Sealed<Address>),
}

impl StoredIdentity<'_> {
    fn open(&self, keys: &Keyring) -> Result<Identity, OpenError> {
        match self.sealed {
            SealedIdentity::OfPupil(sealed) => {
                let field = StudentIdentity::FIELD;
                let opened: StudentIdentity =
                    keys.open_sealed(self.person, field, sealed.as_text())?;
                Ok(Identity {
                    name: Some(opened.given_name),
                    mail: opened.mail,
                })
            }
            SealedIdentity::OfGrownUp(sealed) => {
                let field = PersonIdentity::FIELD;
                let opened: PersonIdentity =
                    keys.open_sealed(self.person, field, sealed.as_text())?;
                let PersonIdentity { name, mail } = opened;
                Ok(Identity {
                    name: Some(name),
                    mail,
                })
            }
            SealedIdentity::AddressAlone(sealed) => {
                let field = Address::FIELD;
                let opened: Address = keys.open_sealed(self.person, field, sealed.as_text())?;
                Ok(Identity {
                    name: None,
                    mail: Some(opened.0),
                })
            }
        }
    }
}

fn identity_in(fact: &Fact) -> Option<StoredIdentity<'_>> {
    match fact {
        Fact::Student(student, event) => by_student(*student, event),
        Fact::Establishment(_, event) => by_establishment(event),
        Fact::Host(_, event) => by_host(event),
        Fact::Mandate(representative, event) => match event {
            MandateEvent::RepresentativeAppointed { identity, .. } => {
                grown_up(representative.0, identity)
            }
            MandateEvent::RepresentativeRelieved { .. } => None,
        },
        Fact::Partner(partner, event) => match event {
            PartnerEvent::PartnerNamed { identity, .. } => grown_up(partner.0, identity),
            PartnerEvent::PartnerAssigned { .. }
            | PartnerEvent::PartnerUnassigned { .. }
            | PartnerEvent::PartnerDismissed { .. } => None,
        },
        Fact::Offer(..) | Fact::Reference(..) => None,
    }
}

fn grown_up(person: Uuid, identity: &Sealed<PersonIdentity>) -> Option<StoredIdentity<'_>> {
    Some(StoredIdentity {
        person: PersonId(person),
        sealed: SealedIdentity::OfGrownUp(identity),
    })
}

fn by_student(student: StudentId, event: &StudentEvent) -> Option<StoredIdentity<'_>> {
    use StudentEvent as E;
    match event {
        E::StudentInvited { by: _, address } => Some(StoredIdentity {
            person: PersonId(student.0),
            sealed: SealedIdentity::AddressAlone(address),
        }),
        E::StudentEnrolled {
            student, identity, ..
        } => Some(StoredIdentity {
            person: PersonId(student.0),
            sealed: SealedIdentity::OfPupil(identity),
        }),
        E::AuthorisationRecorded {
            guardian, identity, ..
        }
        | E::GuardianReplacementRecorded {
            guardian, identity, ..
        } => grown_up(guardian.0, identity),
        E::StudentMoved { .. }
        | E::AuthorisationFormHanded { .. }
        | E::GuardianReplacementConfirmed { .. }
        | E::AccessOpened { .. }
        | E::AuthorisationWithdrawn { .. }
        | E::CvSaved { .. }
        | E::ApplicationSubmitted { .. }
        | E::ApplicationExamined { .. }
        | E::ApplicationDeclined { .. }
        | E::ApplicationWithdrawn { .. }
        | E::ApplicationReinstated { .. }
        | E::ApplicationAccepted { .. }
        | E::AcceptanceRefused { .. }
        | E::PlacementCancelledByPupil { .. }
        | E::PlacementCancelledByHost { .. }
        | E::PlacementCancelledByErasure { .. }
        | E::PlacementFlagged { .. }
        | E::PlacementCompleted { .. }
        | E::PlacementMissed { .. }
        | E::DebriefRecorded { .. }
        | E::GuardianErased { .. }
        | E::StudentErased { .. } => None,
    }
}

fn by_establishment(event: &EstablishmentEvent) -> Option<StoredIdentity<'_>> {
    use EstablishmentEvent as E;
    match event {
        E::EstablishmentRegistered { head, identity } => grown_up(head.0, identity),
        E::StaffInvited {
            staff, identity, ..
        }
        | E::StaffJoined {
            staff, identity, ..
        }
        | E::StaffAdmissionRequested {
            staff, identity, ..
        } => grown_up(staff.0, identity),
        E::EstablishmentListed { .. }
        | E::ListingCorrected { .. }
        | E::WeeksChosen { .. }
        | E::WeekExceptionGranted { .. }
        | E::WeekExceptionWithdrawn { .. }
        | E::ClassOpened { .. }
        | E::ClassClosed { .. }
        | E::StaffAdmitted { .. }
        | E::ClassTaken { .. }
        | E::ClassLeft { .. }
        | E::RightsGranted { .. }
        | E::RightsNarrowed { .. }
        | E::StaffRevoked { .. }
        | E::StaffErased { .. }
        | E::MainTeacherNamed { .. }
        | E::MainTeacherRelieved { .. }
        | E::SearchOpenedNationwide { .. }
        | E::SearchLimitedToRadius { .. } => None,
    }
}

fn by_host(event: &HostEvent) -> Option<StoredIdentity<'_>> {
    match event {
        HostEvent::HostRegistered {
            person, identity, ..
        }
        | HostEvent::HostPersonAdded { person, identity } => grown_up(person.0, identity),
        HostEvent::HostDescribed { .. }
        | HostEvent::HostPersonRemoved { .. }
        | HostEvent::HostPersonErased { .. } => None,
    }
}

fn title_in(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Offer(
            _,
            OfferEvent::OfferPublished { terms, .. }
            | OfferEvent::OfferRevised { terms, .. }
            | OfferEvent::OfferTextBlackedOut { terms, .. },
        ) => Some(terms.title.to_string()),
        Fact::Offer(
            _,
            OfferEvent::OfferWithdrawn { .. }
            | OfferEvent::SeatTaken { .. }
            | OfferEvent::SeatReleased { .. },
        )
        | Fact::Student(..)
        | Fact::Establishment(..)
        | Fact::Host(..)
        | Fact::Mandate(..)
        | Fact::Partner(..)
        | Fact::Reference(..) => None,
    }
}
