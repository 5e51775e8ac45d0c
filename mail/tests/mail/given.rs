//! A log, a vault with accounts, and people in them.
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use accounts::{AccountSettings, Accounts, CONFIRM_ADDRESS, HashingCosts, ListedMessage, SignUp};
use domain::calendar::SchoolYear;
use domain::decider::Event;
use domain::establishment::{EstablishmentEvent, Level, Listing, Network, StaffRole};
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation};
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, Tutor};
use domain::personal::{PersonIdentity, StudentIdentity};
use domain::sealed::{Personal, Sealed};
use domain::student::{Gender, StudentEvent};
use eventlog::{Append, Clock, EventLog, MemoryLog, NewEvent, Position, RecordedAt, StreamId};
use jiff::civil::{date, time};
use mail::content::ContentReader;
use mail::follow::{Following, Planner};
use mail::send::Sender;
use mail::smtp::Relay;
use mail::{Caps, Mailbox, Parts};
use projections::{Engine, Options};
use serde::Serialize;
use tempfile::TempDir;
use uuid::Uuid;
use vault::{MasterKeyRing, PersonId, Vault};

pub const HEAD: StaffId = StaffId(Uuid::from_u128(0xa0));
pub const GUARDIAN: GuardianId = GuardianId(Uuid::from_u128(0xf1));
pub const PUPIL: StudentId = StudentId(Uuid::from_u128(0xb1));
pub const CLASS: ClassId = ClassId(Uuid::from_u128(0xc1));
pub const OFFER: OfferId = OfferId(Uuid::from_u128(0xd1));
pub const ANNE: HostPersonId = HostPersonId(Uuid::from_u128(0x11));

pub fn uai() -> Uai {
    "0752398Z".parse().unwrap()
}

pub fn siret() -> Siret {
    "73282932000074".parse().unwrap()
}

/// A clock that stands until a test moves it.
#[derive(Clone)]
pub struct StandingClock(pub Arc<AtomicI64>);

impl StandingClock {
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap();
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.0.load(Ordering::SeqCst))
    }
}

/// Everything that mail works with.
pub struct Scene {
    pub log: Arc<dyn EventLog>,
    pub engine: Engine,
    pub vault: Arc<Vault>,
    pub accounts: Arc<Accounts>,
    pub clock: StandingClock,
    _folder: TempDir,
}

impl Scene {
    /// The vault in a file, the log in memory.
    pub async fn in_files() -> Self {
        Self::on(None, Arc::new(MemoryLog::default())).await
    }

    /// The vault in PostgreSQL, the log in memory.
    pub async fn in_postgres() -> Self {
        let url = postgres_fixture::shared().database();
        Self::on(Some(url), Arc::new(MemoryLog::default())).await
    }

    /// The vault in a file, the log given.
    pub async fn with_log(log: Arc<dyn EventLog>) -> Self {
        Self::on(None, log).await
    }

    async fn on(url: Option<String>, log: Arc<dyn EventLog>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKeyRing::from_file(&folder.path().join("master.key")).unwrap();
        let vault = match url {
            Some(url) => Vault::open_postgres(&url, master, vault::Settings::default()).await,
            None => Vault::open(folder.path().join("vault.db"), master),
        };
        let vault = Arc::new(vault.unwrap());
        let now: jiff::Timestamp = "2026-01-12T09:00:00Z".parse().unwrap();
        let clock = StandingClock(Arc::new(AtomicI64::new(now.as_microsecond())));
        let shown = clock.clone();
        let settings = AccountSettings {
            clock: Arc::new(move || shown.now().0),
            costs: HashingCosts {
                memory: 8,
                passes: 1,
                lanes: 1,
            },
            ..AccountSettings::default()
        };
        let accounts = Accounts::open(vault.clone(), settings).await.unwrap();
        let engine = Engine::start(log.clone(), Options::default())
            .await
            .unwrap();
        Self {
            log,
            engine,
            vault,
            accounts: Arc::new(accounts),
            clock,
            _folder: folder,
        }
    }

    /// The same people and letters beside another log.
    pub async fn beside(self, log: Arc<dyn EventLog>) -> Self {
        self.engine.stop().await;
        let engine = Engine::start(log.clone(), Options::default()).await;
        Self {
            log,
            engine: engine.unwrap(),
            ..self
        }
    }

    /// Somebody's identity, sealed.
    pub async fn grown_up(
        &self,
        person: Uuid,
        name: &str,
        mail: Option<&str>,
    ) -> Sealed<PersonIdentity> {
        let identity = PersonIdentity {
            name: name.to_owned(),
            mail: mail.map(ToOwned::to_owned),
        };
        self.sealed(person, &identity).await
    }

    /// Something personal, sealed.
    pub async fn sealed<T: Personal + Serialize + Sync>(
        &self,
        person: Uuid,
        clear: &T,
    ) -> Sealed<T> {
        let sealed = self.vault.seal_for(PersonId(person), T::FIELD, clear).await;
        Sealed::from_text(sealed.unwrap())
    }

    /// Something happens.
    pub async fn happens<E: Event>(&self, category: &str, id: &str, event: E) -> Position {
        let payload = serde_json::to_vec(&event).unwrap();
        self.stored(
            category,
            id,
            event.event_type(),
            event.event_version(),
            payload,
        )
        .await
    }

    /// Something stands in the log, be it readable or not.
    pub async fn stored(
        &self,
        category: &str,
        id: &str,
        event_type: &str,
        event_version: u16,
        payload: Vec<u8>,
    ) -> Position {
        let stream = StreamId::new(category, id).unwrap();
        let event = NewEvent {
            id: Uuid::new_v4(),
            event_type: event_type.into(),
            event_version,
            payload,
            metadata: b"{}".to_vec(),
        };
        let append = Append {
            expected: self.log.stream_version(&stream).await.unwrap(),
            stream,
            events: vec![event],
            recorded_at: None,
        };
        self.log.append(append).await.unwrap().position
    }

    pub async fn to_college(&self, event: EstablishmentEvent) -> Position {
        self.happens("establishment", &uai().to_string(), event)
            .await
    }

    pub async fn to_host(&self, event: HostEvent) -> Position {
        self.happens("host", &siret().to_string(), event).await
    }

    pub async fn to_pupil(&self, event: StudentEvent) -> Position {
        self.happens("student", &PUPIL.to_string(), event).await
    }

    /// As [`Scene::strangers`], each with an account.
    pub async fn people(&self) -> Position {
        let last = self.strangers().await;
        self.have_accounts().await;
        last
    }

    /// The head, Anne and Zoé make accounts.
    pub async fn have_accounts(&self) {
        for (person, address) in [
            (HEAD.0, "ada@ac-paris.fr"),
            (ANNE.0, "anne@atelier.example"),
            (PUPIL.0, "zoe@eleve.example"),
        ] {
            self.has_account(person, address).await;
        }
    }

    /// A college with its head, a host with Anne and an offer, and Zoé, a pupil. Nobody has an
    /// account.
    pub async fn strangers(&self) -> Position {
        self.strangers_in("75").await
    }

    /// As [`Scene::strangers`], the college in this department.
    pub async fn strangers_in(&self, department: &str) -> Position {
        self.to_college(EstablishmentEvent::EstablishmentListed {
            uai: uai(),
            listing: Listing {
                name: "Collège Évariste Galois".into(),
                city: "Paris".into(),
                department: department.parse().unwrap(),
                network: Network::Rep,
                position: None,
            },
        })
        .await;
        let identity = self
            .grown_up(HEAD.0, "Ada Head", Some("ada@ac-paris.fr"))
            .await;
        self.to_college(EstablishmentEvent::EstablishmentRegistered {
            head: HEAD,
            identity,
        })
        .await;
        self.to_college(EstablishmentEvent::ClassOpened {
            class: CLASS,
            label: "3e A".into(),
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
        })
        .await;
        let identity = self
            .grown_up(ANNE.0, "Anne Hôte", Some("anne@atelier.example"))
            .await;
        self.to_host(HostEvent::HostRegistered {
            siret: siret(),
            organisation: Organisation {
                name: "Atelier Laon".into(),
                kind: HostKind::Public {
                    administration: "Ville".into(),
                },
            },
            person: ANNE,
            identity: identity.clone(),
        })
        .await;
        let published = OfferEvent::OfferPublished {
            offer: OFFER,
            host: siret(),
            terms: terms(identity),
        };
        self.happens("offer", &OFFER.to_string(), published).await;
        let zoe = StudentIdentity {
            given_name: "Zoé".into(),
            family_name: "Martin".into(),
            birth_date: None,
            mail: Some("zoe@eleve.example".into()),
        };
        let identity = self.sealed(PUPIL.0, &zoe).await;
        self.to_pupil(StudentEvent::StudentEnrolled {
            student: PUPIL,
            establishment: uai(),
            class: CLASS,
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
            gender: Gender::Girl,
            identity,
        })
        .await
    }

    /// Zoé asks the host for a week; the `n`-th time.
    pub async fn asks(&self, n: u128) -> Position {
        let application = ApplicationId(Uuid::from_u128(0xe0_0000 + n));
        self.to_pupil(StudentEvent::ApplicationSubmitted {
            application,
            offer: OFFER,
            host: siret(),
            week: "2026-W11".parse().unwrap(),
            sector: "mode".parse().unwrap(),
            letter: Sealed::from_text("sealed"),
            at: jiff::Timestamp::UNIX_EPOCH,
        })
        .await
    }

    /// The host says yes to the `n`-th.
    pub async fn says_yes(&self, n: u128) -> Position {
        let application = ApplicationId(Uuid::from_u128(0xe0_0000 + n));
        self.to_pupil(StudentEvent::ApplicationAccepted {
            application,
            offer: OFFER,
            week: "2026-W11".parse().unwrap(),
            message: None,
        })
        .await
    }

    /// The head invites a teacher.
    pub async fn invites(&self, staff: StaffId, mail: Option<&str>) -> Position {
        let identity = self.grown_up(staff.0, "Théo Prof", mail).await;
        self.to_college(EstablishmentEvent::StaffInvited {
            staff,
            role: StaffRole::Teacher,
            rights: BTreeSet::new(),
            identity,
        })
        .await
    }

    /// What plans letters, as after a start.
    pub fn planner(&self) -> Planner {
        self.planner_that_waits(Duration::ZERO)
    }

    /// As [`Scene::planner`]; news waits this long.
    pub fn planner_that_waits(&self, settle: Duration) -> Planner {
        Planner::new(
            self.log.clone(),
            self.engine.clone(),
            self.accounts.clone(),
            self.content(),
            64,
            settle,
        )
    }

    /// Plans until the letters of the event at a position are queued.
    pub async fn planned(&self, planner: &Planner, following: &mut Following, until: Position) {
        while following.queued() < until {
            planner.step(following).await.unwrap();
        }
    }

    pub fn content(&self) -> ContentReader {
        ContentReader::new(self.log.clone(), self.vault.clone())
    }

    /// What sends letters, as after a start, to a server at this address.
    pub fn sender(&self, smtp: &str) -> Sender {
        let relay = Relay::new(smtp.parse().unwrap(), from().email, None).unwrap();
        Sender::new(&self.parts(), relay, from(), public(), Caps::default())
    }

    /// What the log asked for in the outbox, the newest first.
    pub async fn outbox(&self) -> Vec<ListedMessage> {
        let mut outbox = self.accounts.list_messages(0, 1_000).await.unwrap();
        outbox.retain(|one| one.message.kind != CONFIRM_ADDRESS);
        outbox
    }

    /// Somebody makes an account, and confirms its address.
    pub async fn has_account(&self, person: Uuid, address: &str) {
        let (person, password) = (PersonId(person), "correct horse battery staple");
        let new = SignUp {
            person,
            address,
            capacity: "{}",
            place: None,
            source: "192.0.2.7",
        };
        self.accounts.sign_up(new).await.unwrap();
        let due = self.accounts.due_messages(i64::MAX, 1_000).await.unwrap();
        let letter = due
            .iter()
            .rfind(|one| one.address == address && one.kind == CONFIRM_ADDRESS);
        let letter = letter.unwrap();
        let link = letter.link_token.as_deref().unwrap();
        let confirmed = self.accounts.confirm_address(link, password).await;
        confirmed.unwrap();
        self.accounts.message_sent(letter.id).await.unwrap();
    }

    /// The kinds in the outbox, in alphabetical order.
    pub async fn kinds(&self) -> Vec<String> {
        let outbox = self.outbox().await;
        let mut kinds: Vec<_> = outbox.into_iter().map(|one| one.message.kind).collect();
        kinds.sort();
        kinds
    }

    pub fn parts(&self) -> Parts {
        Parts {
            log: self.log.clone(),
            engine: self.engine.clone(),
            leases: Arc::new(eventlog::SoleLeases),
            holder: Uuid::new_v4(),
            vault: self.vault.clone(),
            accounts: self.accounts.clone(),
            clock: Arc::new(self.clock.clone()),
        }
    }
}

pub fn from() -> Mailbox {
    "Mon stage de troisième <ne-pas-repondre@stages.example.fr>"
        .parse()
        .unwrap()
}

pub fn public() -> url::Url {
    "https://stages.example.fr".parse().unwrap()
}

fn terms(identity: Sealed<PersonIdentity>) -> OfferTerms {
    OfferTerms {
        title: "Une semaine à l'atelier".into(),
        description: "Une semaine".into(),
        sector: "mode".parse().unwrap(),
        place: Place {
            street: "1 rue de la Paix".into(),
            postal_code: "02000".into(),
            city: "Laon".into(),
            department: "02".parse().unwrap(),
            position: Coordinates::new(49.5, 3.6).unwrap(),
        },
        weeks: ["2026-W11".parse().unwrap()].into(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: ANNE,
            identity,
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 0, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}

/// A guardian signs.
pub async fn signed(scene: &Scene, mail: Option<&str>) -> Position {
    let identity = scene.grown_up(GUARDIAN.0, "Inès Martin", mail).await;
    scene
        .to_pupil(StudentEvent::AuthorisationRecorded {
            guardian: GUARDIAN,
            identity,
            signed_on: date(2025, 9, 10),
            collected_by: HEAD,
            form_digest: None,
        })
        .await
}
