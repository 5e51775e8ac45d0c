//! What the benchmarks share: a small campaign to write into, the stock store, integrity.
#![allow(dead_code)]
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::SetClock;
use api::app::{App, Places, Settings};
use commands::authorisation::Action;
use commands::{
    CommandOptions, CommandService, Contact, Content, NewClass, NewHost, NewStudent, OfferDraft,
    Registration, Request, SignedForm,
};
use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{Aggregate, CqrsFramework, DomainEvent};
use domain::calendar::{SchoolYear, Week};
use domain::decider::{Decider, Event};
use domain::establishment::{Level, Listing, Network, SearchArea, StaffRole};
use domain::geography::Coordinates;
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{Accessibility, DailyHours, Format, OfferTerms, Place};
use domain::personal::StudentIdentity;
use domain::principal::Principal;
use domain::rules::{DailyQuotas, Rules};
use domain::sealed::Sealed;
use domain::student::{
    ClassFacts, CollegeFacts, EnrolStudent, Gender, HandAuthorisationForm, OfferFacts, OpenAccess,
    RecordAuthorisation, Student, StudentCommand, StudentEvent, StudentState, SubmitApplication,
};
use eventlog::{Position, RecordedAt};
use futures::{StreamExt, stream};
use jiff::civil::{date, time};
use postgres_es::PostgresEventRepository;
use serde::{Deserialize, Serialize};
use sqlite_es::SqliteEventRepository;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

pub const OFFERS: usize = 40;
const LETTER: usize = 600;

pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

pub fn letter() -> String {
    "Madame, Monsieur, je souhaite découvrir votre métier. "
        .repeat(20)
        .chars()
        .take(LETTER)
        .collect()
}

/// What must be 0 beside every rate.
#[derive(Default)]
pub struct Integrity {
    pub lost: usize,
    pub duplicated: usize,
    pub reordered: usize,
}

impl Integrity {
    pub fn add(&mut self, other: Self) {
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.reordered += other.reordered;
    }
}

/// A platform with a college, active pupils and open offers.
pub struct Campaign {
    pub app: Arc<App>,
    /// Whom the writers ask in turns; `app` first.
    pub servers: Vec<Arc<App>>,
    pub teacher: Principal,
    pub class: ClassId,
    pub pupils: Vec<StudentId>,
    pub offers: Vec<OfferId>,
    pub week: Week,
    folder: tempfile::TempDir,
}

pub fn uai() -> Uai {
    "0010035H".parse().unwrap()
}

fn siret() -> Siret {
    "73282932000074".parse().unwrap()
}

fn sept_2025() -> RecordedAt {
    let at: jiff::Timestamp = "2025-09-29T08:00:00Z".parse().unwrap();
    RecordedAt(at.as_microsecond())
}

pub fn week() -> Week {
    // Open in zone A.
    "2026-W11".parse().unwrap()
}

fn ask(caller: Principal) -> Request {
    Request {
        id: Uuid::new_v4(),
        caller,
        content: Content::default(),
        trace: None,
        etag: None,
    }
}

/// A campaign lasts a minute on a clock that stands still.
fn without_end() -> DailyQuotas {
    DailyQuotas {
        texts: usize::MAX,
        applications: usize::MAX,
        answers: usize::MAX,
        invitations: usize::MAX,
        pupils: usize::MAX,
        offers: usize::MAX,
        others: usize::MAX,
    }
}

fn contact(name: &str) -> Contact {
    Contact {
        name: name.into(),
        mail: Some("personne@ac-lyon.fr".into()),
    }
}

fn place() -> Coordinates {
    Coordinates::new(46.25, 5.65).unwrap()
}

impl Campaign {
    /// On SQLite, with as many pupils as it takes for so many applications.
    pub async fn start(applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::beside(&folder.path().join("placement.db"));
        Self::start_at(places, folder, applications).await
    }

    /// On PostgreSQL: the log in one database, the vault in another.
    pub async fn start_on_postgres(log: &str, vault: &str, applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = on_postgres(&folder, log, vault);
        Self::start_at(places, folder, applications).await
    }

    /// The servers that write beside this one's, each an `App` of its own on the same log.
    pub async fn with_servers(mut self, more: usize, log: &str, vault: &str) -> Self {
        for _ in 0..more {
            let mut settings = Settings::new(on_postgres(&self.folder, log, vault));
            settings.clock = Arc::new(SetClock::at(sept_2025()));
            settings.rules.daily = without_end();
            settings.places.snapshots = self.folder.path().join(Uuid::new_v4().to_string());
            self.servers
                .push(Arc::new(App::start(settings).await.unwrap()));
        }
        self
    }

    async fn start_at(places: Places, folder: tempfile::TempDir, applications: usize) -> Self {
        let mut settings = Settings::new(places);
        settings.clock = Arc::new(SetClock::at(sept_2025()));
        settings.rules.daily = without_end();
        let app = Arc::new(App::start(settings).await.unwrap());
        let commands = &app.commands;
        let operator = Principal::Operator { id: Uuid::nil() };
        let listing = Listing {
            name: "Collège du banc d'essai".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            network: Network::RepPlus,
            position: Some(place()),
        };
        commands
            .import_establishments(&ask(operator), vec![(uai(), listing)])
            .await
            .unwrap();
        let establishment = uai();
        let head = Principal::Head {
            staff: StaffId(Uuid::new_v4()),
            establishment,
        };
        let registration = Registration {
            head: contact("La principale"),
            school_year: SchoolYear::beginning_in(2025),
            classes: vec![NewClass {
                label: "3e A".into(),
                level: Level::Troisieme,
            }],
            weeks: [week()].into(),
        };
        let request = ask(head);
        let registered = commands.register_establishment(&request, establishment, registration);
        let class = registered.await.unwrap().2[0];
        let teacher = Principal::Teacher {
            staff: StaffId(Uuid::new_v4()),
            establishment,
        };
        let request = ask(teacher);
        commands
            .join_staff(
                &request,
                establishment,
                contact("Le professeur"),
                StaffRole::Teacher,
            )
            .await
            .unwrap();
        let (staff, _) = teacher.staff().unwrap();
        commands
            .admit_staff(&ask(head), establishment, staff)
            .await
            .unwrap();
        commands
            .take_class(&ask(teacher), establishment, class)
            .await
            .unwrap();
        let person = HostPersonId(Uuid::new_v4());
        let host = Principal::HostPerson {
            person,
            host: siret(),
        };
        let organisation = Organisation {
            name: "La ferme".into(),
            kind: HostKind::Private {
                form: PrivateForm::Company,
                group: None,
                paqte: false,
            },
        };
        let new = NewHost {
            organisation,
            person: contact("La fermière"),
        };
        commands
            .register_host(&ask(host), siret(), new)
            .await
            .unwrap();
        let mut offers = vec![];
        for _ in 0..OFFERS {
            let draft = OfferDraft {
                terms: terms(),
                tutor: contact("Le tuteur"),
            };
            offers.push(
                commands
                    .publish_offer(&ask(host), siret(), draft)
                    .await
                    .unwrap()
                    .1,
            );
        }
        let pupils = stream::iter(0..applications.div_ceil(OFFERS))
            .map(|_| active_pupil(app.clone(), teacher, class))
            .buffer_unordered(64)
            .collect()
            .await;
        Self {
            servers: vec![app.clone()],
            app,
            teacher,
            class,
            pupils,
            offers,
            week: week(),
            folder,
        }
    }

    /// One application of each pupil to each offer, spread over the writers so that a pupil is
    /// always with the same one.
    fn work(&self, writers: usize) -> Vec<Vec<(StudentId, OfferId)>> {
        let mut work = vec![vec![]; writers];
        for offer in &self.offers {
            for (n, pupil) in self.pupils.iter().enumerate() {
                work[n % writers].push((*pupil, *offer));
            }
        }
        work
    }

    /// Through the write side, as the gRPC services call it: authorise, seal, decide, append;
    /// meanwhile the servers follow with their folds, the placement process and the letters.
    pub async fn in_process(&self, writers: usize) -> Duration {
        let desks = self.servers.iter().map(|server| server.commands.clone());
        self.write(writers, desks.collect()).await
    }

    /// Through the write side alone, on the log and the vault in PostgreSQL: the servers are
    /// stopped, and nobody follows.
    pub async fn write_side(&self, writers: usize, log: &str, vault: &str) -> Duration {
        self.stop().await;
        let places = on_postgres(&self.folder, log, vault);
        let clock = Arc::new(SetClock::at(sept_2025()));
        let log = places.log.open(clock.clone()).await.unwrap().log;
        let vault = Arc::new(api::app::open_vault(&places, None).await.unwrap());
        let commands = CommandService::new(log, vault, clock, CommandOptions::default());
        self.write(writers, vec![commands]).await
    }

    async fn write(&self, writers: usize, desks: Vec<Arc<CommandService>>) -> Duration {
        let begin = Instant::now();
        let writing = self.work(writers).into_iter().enumerate().map(|(n, work)| {
            let commands = desks[n % desks.len()].clone();
            tokio::spawn(async move {
                let letter = letter();
                for (student, offer) in work {
                    let request = ask(Principal::Pupil { student });
                    commands
                        .submit_application(&request, student, offer, week(), &letter)
                        .await
                        .unwrap();
                }
            })
        });
        for writer in writing.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        begin.elapsed()
    }

    /// In process, with the token read and the right asked so many times before each command
    /// beyond what the command itself asks: what asking costs is the difference.
    pub async fn in_process_asked(&self, writers: usize, times: usize) -> Duration {
        let hour = Duration::from_secs(3_600);
        let mint = |student: &StudentId| {
            let caller = Principal::Pupil { student: *student };
            (*student, self.app.tokens.mint(caller, hour).unwrap())
        };
        let tokens: HashMap<StudentId, String> = self.pupils.iter().map(mint).collect();
        let tokens = Arc::new(tokens);
        let begin = Instant::now();
        let writing = self.work(writers).into_iter().map(|work| {
            let (app, tokens) = (self.app.clone(), tokens.clone());
            tokio::spawn(async move {
                let letter = letter();
                for (student, offer) in work {
                    let mut caller = Principal::Pupil { student };
                    for _ in 0..times {
                        caller = app.tokens.read(&tokens[&student]).unwrap().caller;
                        let may = app.commands.may_about_student(
                            &caller,
                            Action::SubmitApplication,
                            student,
                        );
                        may.await.unwrap();
                    }
                    app.commands
                        .submit_application(&ask(caller), student, offer, week(), &letter)
                        .await
                        .unwrap();
                }
            })
        });
        for writer in writing.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        begin.elapsed()
    }

    /// The same through a real server on loopback, one channel for eight writers.
    pub async fn through_grpc(&self, writers: usize) -> Duration {
        use proto::v1::application_service_client::ApplicationServiceClient;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(api::server::serve(self.app.clone(), listener, async move {
            let _ = stopped.await;
        }));
        let mut channels = vec![];
        for _ in 0..writers.div_ceil(8) {
            let endpoint = tonic::transport::Channel::from_shared(address.clone()).unwrap();
            channels.push(endpoint.connect().await.unwrap());
        }
        let tokens: HashMap<StudentId, String> = self
            .pupils
            .iter()
            .map(|student| {
                let caller = Principal::Pupil { student: *student };
                let token = self
                    .app
                    .tokens
                    .mint(caller, Duration::from_secs(3_600))
                    .unwrap();
                (*student, format!("Bearer {token}"))
            })
            .collect();
        let tokens = Arc::new(tokens);
        let begin = Instant::now();
        let writing = self.work(writers).into_iter().enumerate().map(|(n, work)| {
            let mut client = ApplicationServiceClient::new(channels[n / 8].clone());
            let tokens = tokens.clone();
            tokio::spawn(async move {
                let letter = letter();
                for (student, offer) in work {
                    let mut call = tonic::Request::new(proto::v1::SubmitApplicationRequest {
                        request_id: Uuid::new_v4().to_string(),
                        student: format!("students/{student}"),
                        offer: format!("offers/{offer}"),
                        week: week().to_string(),
                        letter: letter.clone(),
                    });
                    let bearer = tokens[&student].parse().unwrap();
                    call.metadata_mut().insert("authorization", bearer);
                    client.submit_application(call).await.unwrap();
                }
            })
        });
        for writer in writing.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let took = begin.elapsed();
        let _ = stop.send(());
        serving.await.unwrap().unwrap();
        took
    }

    /// Stops every server, so that the next campaign has the machine for itself.
    pub async fn stop(&self) {
        for server in &self.servers {
            server.stop().await;
        }
    }

    /// Reads the whole log back: every acknowledged application once, in order.
    pub async fn check(&self, acknowledged: usize) -> Integrity {
        let expected = self.pupils.len() * self.offers.len();
        assert!(expected >= acknowledged);
        let mut seen = HashMap::new();
        let mut sequences: HashMap<String, u64> = HashMap::new();
        let mut integrity = Integrity::default();
        let mut after = Position::START;
        loop {
            let page = self.app.log.read_all(after, 10_000).await.unwrap();
            let Some(last) = page.last().map(|recorded| recorded.position) else {
                break;
            };
            for recorded in &page {
                let next = sequences.entry(recorded.stream.to_string()).or_default();
                *next += 1;
                if recorded.sequence != *next || recorded.position <= after {
                    integrity.reordered += 1;
                }
                after = recorded.position;
                if &*recorded.event_type == "ApplicationSubmitted" {
                    *seen.entry(recorded.id).or_insert(0) += 1;
                }
            }
            after = last;
        }
        integrity.duplicated = seen.values().filter(|times| **times > 1).count();
        integrity.lost = expected.saturating_sub(seen.len());
        integrity
    }
}

fn on_postgres(folder: &tempfile::TempDir, log: &str, vault: &str) -> Places {
    let mut places = Places::beside(&folder.path().join("none.db"));
    places.log = log.parse().unwrap();
    places.vault = vault.parse().unwrap();
    places
}

fn terms() -> OfferTerms {
    OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: place(),
        },
        weeks: [week()].into(),
        seats_per_week: 200,
        format: Format::Individual,
        tutor: OfferDraft::tutor_to_come(),
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::Accessible,
        reserved_for: None,
    }
}

async fn active_pupil(app: Arc<App>, teacher: Principal, class: ClassId) -> StudentId {
    let commands = &app.commands;
    let identity = StudentIdentity {
        given_name: "Aïcha".into(),
        family_name: "Martin".into(),
        birth_date: None,
        mail: None,
    };
    let new = NewStudent {
        identity,
        gender: Gender::Girl,
    };
    let student = commands
        .enrol_student(&ask(teacher), uai(), class, new)
        .await
        .unwrap()
        .1;
    commands
        .hand_authorisation_form(&ask(teacher), student, None)
        .await
        .unwrap();
    let form = SignedForm {
        guardian: contact("La mère"),
        known_guardian: None,
        signed_on: date(2025, 9, 29),
        digest: None,
        staff_there: vec![],
    };
    commands
        .record_authorisation(&ask(teacher), student, form)
        .await
        .unwrap();
    commands.open_access(&ask(teacher), student).await.unwrap();
    student
}

/// The same decider as a stock cqrs-es aggregate.
#[derive(Default, Serialize, Deserialize)]
struct StockStudent(StudentState);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct StockEvent(StudentEvent);

impl DomainEvent for StockEvent {
    fn event_type(&self) -> String {
        self.0.event_type().to_owned()
    }
    fn event_version(&self) -> String {
        self.0.event_version().to_string()
    }
}

impl Aggregate for StockStudent {
    const TYPE: &'static str = "student";
    type Command = StudentCommand;
    type Event = StockEvent;
    type Error = domain::student::Refusal;
    type Services = Rules;

    async fn handle(
        &mut self,
        command: StudentCommand,
        rules: &Rules,
        sink: &EventSink<Self>,
    ) -> Result<(), Self::Error> {
        for event in Student::decide(&self.0, command, rules)? {
            sink.write(StockEvent(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: StockEvent) {
        self.0 = Student::evolve(std::mem::take(&mut self.0), &event.0);
    }
}

type StockFramework<R> = CqrsFramework<StockStudent, PersistedEventStore<R, StockStudent>>;

/// A store of cqrs-es as it comes.
pub struct Stock<R: PersistedEventRepository + 'static> {
    framework: Arc<StockFramework<R>>,
    pupils: Vec<StudentId>,
    folder: Option<tempfile::TempDir>,
}

impl Stock<PostgresEventRepository> {
    /// postgres-es with the pool that it makes itself and the tables of its own script.
    pub async fn start_on_postgres(url: &str, applications: usize) -> Self {
        let pool = postgres_es::default_postgress_pool(url).await;
        sqlx::query(
            "CREATE TABLE events (aggregate_type text NOT NULL, aggregate_id text NOT NULL, \
             sequence bigint CHECK (sequence >= 0) NOT NULL, event_type text NOT NULL, \
             event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL, \
             PRIMARY KEY (aggregate_type, aggregate_id, sequence))",
        )
        .execute(&pool)
        .await
        .unwrap();
        Self::on(PostgresEventRepository::new(pool), None, applications).await
    }
}

impl Stock<SqliteEventRepository> {
    /// sqlite-es with `synchronous=FULL`.
    pub async fn start(applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("stock.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(60));
        let pool = SqlitePoolOptions::new()
            .max_connections(10)
            .connect_with(options)
            .await
            .unwrap();
        // The tables of the library's own migration.
        sqlx::query(
            "CREATE TABLE events (aggregate_type TEXT NOT NULL, aggregate_id TEXT NOT NULL, \
             sequence INTEGER NOT NULL, event_type TEXT NOT NULL, event_version TEXT NOT NULL, \
             payload TEXT NOT NULL, metadata TEXT NOT NULL, \
             PRIMARY KEY (aggregate_type, aggregate_id, sequence))",
        )
        .execute(&pool)
        .await
        .unwrap();
        Self::on(SqliteEventRepository::new(pool), Some(folder), applications).await
    }
}

impl<R: PersistedEventRepository + 'static> Stock<R> {
    async fn on(repository: R, folder: Option<tempfile::TempDir>, applications: usize) -> Self {
        let store = PersistedEventStore::new_event_store(repository);
        let framework = Arc::new(CqrsFramework::new(store, vec![], Rules::default()));
        let pupils: Vec<StudentId> = (0..applications.div_ceil(OFFERS))
            .map(|_| StudentId(Uuid::new_v4()))
            .collect();
        for pupil in &pupils {
            for command in to_active(*pupil) {
                framework
                    .execute(&pupil.to_string(), command)
                    .await
                    .unwrap();
            }
        }
        Self {
            framework,
            pupils,
            folder,
        }
    }

    pub async fn run(&self, writers: usize) -> Duration {
        let mut work = vec![vec![]; writers];
        for _ in 0..OFFERS {
            for (n, pupil) in self.pupils.iter().enumerate() {
                work[n % writers].push(*pupil);
            }
        }
        let begin = Instant::now();
        let writing: Vec<_> = work
            .into_iter()
            .map(|work| {
                let framework = self.framework.clone();
                tokio::spawn(async move {
                    for pupil in work {
                        let command = StudentCommand::SubmitApplication(stock_application());
                        let metadata = stock_metadata(pupil);
                        framework
                            .execute_with_metadata(&pupil.to_string(), command, metadata)
                            .await
                            .unwrap();
                    }
                })
            })
            .collect();
        for writer in writing {
            writer.await.unwrap();
        }
        begin.elapsed()
    }
}

fn stock_metadata(pupil: StudentId) -> HashMap<String, String> {
    let request = Uuid::new_v4().to_string();
    HashMap::from([
        ("request".to_owned(), request.clone()),
        ("command".to_owned(), "SubmitApplication".to_owned()),
        ("actor".to_owned(), format!("pupil:{pupil}")),
        ("correlation".to_owned(), request),
    ])
}

/// As long as the sealed letter of the other side.
fn stock_application() -> SubmitApplication {
    SubmitApplication {
        application: ApplicationId(Uuid::new_v4()),
        week: week(),
        letter: Sealed::from_text("x".repeat(900)),
        offer: OfferFacts {
            offer: OfferId(Uuid::new_v4()),
            host: siret(),
            sector: "agriculture".parse().unwrap(),
            is_open: true,
            format: Format::Individual,
            reserved_for: None,
            position: place(),
            seats_left: Some(200),
        },
        college: CollegeFacts {
            is_open: true,
            weeks: [week()].into(),
            area: SearchArea::RadiusKm(60.0),
            position: Some(place()),
        },
        at: "2025-09-29T08:00:00Z".parse().unwrap(),
        today: date(2025, 9, 29),
    }
}

fn to_active(student: StudentId) -> Vec<StudentCommand> {
    let class = ClassFacts {
        establishment: uai(),
        class: ClassId(Uuid::nil()),
        level: Level::Troisieme,
        school_year: SchoolYear::beginning_in(2025),
        college_open: true,
        class_open: true,
    };
    let by = StaffId(Uuid::nil());
    let identity = Sealed::from_text("x".repeat(150));
    vec![
        StudentCommand::Enrol(EnrolStudent {
            student,
            class,
            gender: Gender::Boy,
            identity,
        }),
        StudentCommand::HandAuthorisationForm(HandAuthorisationForm {
            by,
            on: Some(date(2025, 9, 29)),
        }),
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian: GuardianId(Uuid::nil()),
            signed_before: false,
            identity: Sealed::from_text("x".repeat(150)),
            signed_on: date(2025, 9, 29),
            collected_by: by,
            form_digest: None,
            by_head: false,
            address_of_staff: false,
            today: date(2025, 9, 29),
        }),
        StudentCommand::OpenAccess(OpenAccess { by }),
    ]
}
