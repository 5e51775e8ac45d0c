use std::num::NonZeroUsize;
use std::ops::Deref;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use accounts::{
    AccountError, AccountSettings, Accounts, CONFIRM_ADDRESS, EarlierLinks, HashingCosts, Message,
    NewLink, NewMessage, OutboxPlace, Sharing, SignUp, SignedIn,
};
use postgres_fixture::{Cluster, shared};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;
use vault::{PersonId, Settings, Vault};

use crate::folder::{Place, master, someone};

/// A place of the log: its event is known by its position.
pub fn place(position: u64) -> OutboxPlace {
    OutboxPlace {
        position,
        event: Uuid::from_u128(u128::from(position)),
    }
}

pub const PASSWORD: &str = "trois petits chats";
pub const OTHER_PASSWORD: &str = "chapeau de paille";
pub const SOURCE: &str = "192.0.2.7";
pub const PUPIL: &str = r#"{"role":"student"}"#;
pub const HOUR: Duration = Duration::from_secs(3_600);
pub const DAY: Duration = Duration::from_secs(24 * 3_600);

/// A place where accounts lie, opened as often as a test likes.
pub trait Ground: Sync {
    /// Another handle on the vault.
    async fn vault(&self) -> Vault;
    fn time(&self) -> &Arc<AtomicI64>;
    /// All that is stored, as a thief would get it.
    async fn stored(&self) -> Vec<u8>;
    /// Does something behind the accounts' back.
    async fn run(&self, text: &str);
    /// A text that opens no more, in the words of the store; where it takes such, it is no UTF-8.
    fn damaged_text(&self) -> &'static str;
    /// A number from behind the accounts' back.
    async fn number(&self, text: &str) -> i64;

    /// Cheap hashes, a clock that the test sets, all else as it is by default.
    fn settings(&self) -> AccountSettings {
        let time = Arc::clone(self.time());
        AccountSettings {
            clock: Arc::new(move || time.load(Ordering::SeqCst)),
            costs: HashingCosts {
                memory: 32,
                passes: 1,
                lanes: 1,
            },
            hashed_at_once: NonZeroUsize::new(4).unwrap(),
            ..AccountSettings::default()
        }
    }

    /// Another handle, as another server has it.
    async fn open_with(&self, settings: AccountSettings) -> Handle {
        let vault = Arc::new(self.vault().await);
        let accounts = Accounts::open(Arc::clone(&vault), settings).await;
        Handle {
            accounts: accounts.unwrap(),
            vault,
        }
    }

    async fn open(&self) -> Handle {
        self.open_with(self.settings()).await
    }

    fn now(&self) -> i64 {
        self.time().load(Ordering::SeqCst)
    }

    fn pass(&self, time: Duration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.time().fetch_add(micros, Ordering::SeqCst);
    }
}

/// Accounts with their vault.
pub struct Handle {
    accounts: Accounts,
    pub vault: Arc<Vault>,
}

impl Deref for Handle {
    type Target = Accounts;
    fn deref(&self) -> &Accounts {
        &self.accounts
    }
}

impl Handle {
    /// The messages of a kind to a person that wait, the oldest first.
    pub async fn mail(&self, person: PersonId, kind: &str) -> Vec<Message> {
        let mut mail = self.due_messages(i64::MAX, 1_000).await.unwrap();
        mail.retain(|message| message.recipient == person && message.kind == kind);
        mail
    }

    /// The link in the last message of a kind to a person.
    pub async fn link(&self, person: PersonId, kind: &str) -> String {
        let mail = self.mail(person, kind).await;
        mail.last().unwrap().link_token.clone().unwrap()
    }

    /// Somebody signs up with an address.
    pub async fn signs_up(&self, person: PersonId, address: &str) -> Result<(), AccountError> {
        self.sign_up(SignUp {
            person,
            address,
            capacity: PUPIL,
            place: None,
            source: SOURCE,
        })
        .await
    }

    /// The letters to an address that ask to confirm it and wait, the oldest first.
    pub async fn confirmations(&self, address: &str) -> Vec<Message> {
        let service = PersonId(Uuid::nil());
        let mut mail = self.mail(service, CONFIRM_ADDRESS).await;
        mail.retain(|message| message.address == address);
        mail
    }

    /// The link in the last of them.
    pub async fn confirmation(&self, address: &str) -> String {
        let mail = self.confirmations(address).await;
        mail.last().unwrap().link_token.clone().unwrap()
    }

    /// Somebody with a confirmed address.
    pub async fn member(&self, address: &str) -> PersonId {
        let person = someone();
        self.signs_up(person, address).await.unwrap();
        let link = self.confirmation(address).await;
        assert_eq!(self.confirm_address(&link, PASSWORD).await.unwrap(), person);
        person
    }

    /// As [`Handle::invite`], to a credential of their own.
    pub async fn invite_apart(&self, person: PersonId, address: &str) -> String {
        let mut message = invitation(person, address, PUPIL);
        message.link = Some(NewLink {
            capacity: PUPIL.to_owned(),
            sharing: Sharing::Apart,
            earlier: EarlierLinks::Stay,
        });
        self.invited_by(message).await
    }

    /// As [`Handle::invite`], and earlier invitations of the person are over.
    pub async fn invite_anew(&self, person: PersonId, address: &str, capacity: &str) -> String {
        let mut message = invitation(person, address, capacity);
        if let Some(link) = &mut message.link {
            link.earlier = EarlierLinks::End;
        }
        self.invited_by(message).await
    }

    /// Invites a person as the log would; the link.
    pub async fn invite(&self, person: PersonId, address: &str, capacity: &str) -> String {
        self.invited_by(invitation(person, address, capacity)).await
    }

    async fn invited_by(&self, message: NewMessage) -> String {
        let (id, person) = (message.id, message.recipient);
        let at = self.outbox_checkpoint().await.unwrap();
        self.queue_from_log(vec![message], place(at + 1))
            .await
            .unwrap();
        let mail = self.mail(person, "staff.invited").await;
        let sent = mail.into_iter().find(|one| one.id == id);
        sent.and_then(|one| one.link_token).unwrap()
    }

    pub async fn try_in(&self, address: &str, password: &str) -> Result<SignedIn, AccountError> {
        self.sign_in(address, password, SOURCE, None).await
    }

    pub async fn sign_in_as(&self, address: &str) -> SignedIn {
        self.try_in(address, PASSWORD).await.unwrap()
    }
}

pub fn invitation(person: PersonId, address: &str, capacity: &str) -> NewMessage {
    NewMessage {
        id: Uuid::new_v4(),
        recipient: person,
        address: address.to_owned(),
        kind: "staff.invited".to_owned(),
        body: r#"{"college":"Collège Jean-Moulin"}"#.to_owned(),
        link: Some(NewLink {
            capacity: capacity.to_owned(),
            sharing: Sharing::WithTheAddress,
            earlier: EarlierLinks::Stay,
        }),
        wait: Duration::ZERO,
    }
}

pub fn is_refused<T>(outcome: &Result<T, AccountError>) -> bool {
    matches!(outcome, Err(AccountError::SignInRefused))
}

pub fn is_link_refused<T>(outcome: &Result<T, AccountError>) -> bool {
    matches!(outcome, Err(AccountError::LinkRefused))
}

pub fn is_over<T>(outcome: &Result<T, AccountError>) -> bool {
    matches!(outcome, Err(AccountError::SessionEnded))
}

/// How long to wait.
pub fn wait<T>(outcome: &Result<T, AccountError>) -> Option<Duration> {
    match outcome {
        Err(AccountError::Throttled { retry_after }) => Some(*retry_after),
        _ => None,
    }
}

/// A day in autumn, in microseconds since 1970 (UTC).
const START: i64 = 1_790_000_000_000_000;

/// In the vault's file.
pub struct File(pub Place);

impl File {
    pub fn new() -> Self {
        let place = Place::new();
        place.set_time(START);
        Self(place)
    }
}

impl Ground for File {
    async fn vault(&self) -> Vault {
        self.0.open()
    }

    fn time(&self) -> &Arc<AtomicI64> {
        &self.0.time
    }

    async fn stored(&self) -> Vec<u8> {
        self.0.bytes()
    }

    fn damaged_text(&self) -> &'static str {
        "CAST(x'78f3' AS TEXT)"
    }

    async fn run(&self, text: &str) {
        self.0.sqlite().execute_batch(text).unwrap();
    }

    async fn number(&self, text: &str) -> i64 {
        self.0
            .sqlite()
            .query_row(text, [], |row| row.get(0))
            .unwrap()
    }
}

/// In a PostgreSQL database of its own.
pub struct Server {
    url: String,
    time: Arc<AtomicI64>,
    patience: Duration,
}

impl Server {
    pub fn new() -> Self {
        Self::on(shared(), Settings::default().patience)
    }

    pub fn on(cluster: &Cluster, patience: Duration) -> Self {
        Self {
            url: cluster.database(),
            time: Arc::new(AtomicI64::new(START)),
            patience,
        }
    }

    async fn plain(&self) -> PgConnection {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        connection
            .execute("SET search_path = accounts")
            .await
            .unwrap();
        connection
    }
}

impl Ground for Server {
    async fn vault(&self) -> Vault {
        let time = Arc::clone(&self.time);
        let settings = Settings {
            clock: Arc::new(move || time.load(Ordering::SeqCst)),
            trusted_for: Duration::ZERO,
            patience: self.patience,
            ..Settings::default()
        };
        Vault::open_postgres(&self.url, master(1), settings)
            .await
            .unwrap()
    }

    fn time(&self) -> &Arc<AtomicI64> {
        &self.time
    }

    async fn stored(&self) -> Vec<u8> {
        let dump = Command::new(shared().bin().join("pg_dump"))
            .args(["--dbname", &self.url])
            .output()
            .unwrap();
        assert!(dump.status.success());
        dump.stdout
    }

    fn damaged_text(&self) -> &'static str {
        "'x'"
    }

    async fn run(&self, text: &str) {
        self.plain().await.execute(text).await.unwrap();
    }

    async fn number(&self, text: &str) -> i64 {
        let mut plain = self.plain().await;
        sqlx::query_scalar(text)
            .fetch_one(&mut plain)
            .await
            .unwrap()
    }
}
