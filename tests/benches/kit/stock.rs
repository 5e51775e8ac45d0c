//! The stores of cqrs-es as they come, with the deciders of the domain.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{Aggregate, CqrsFramework, DomainEvent};
use domain::calendar::SchoolYear;
use domain::decider::{Decider, Event};
use domain::establishment::{Level, SearchArea};
use domain::ids::{ApplicationId, ClassId, GuardianId, OfferId, StaffId, StudentId};
use domain::offer::Format;
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{
    ClassFacts, CollegeFacts, EnrolStudent, Gender, HandAuthorisationForm, OfferFacts, OpenAccess,
    RecordAuthorisation, Signature, Student, StudentCommand, StudentEvent, StudentState,
    SubmitApplication,
};
use jiff::civil::date;
use postgres_es::PostgresEventRepository;
use serde::{Deserialize, Serialize};
use sqlite_es::SqliteEventRepository;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tests::cast::oyonnax;
use tests::names::{siret, uai};
use uuid::Uuid;

use super::{OFFERS, week};

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
        letter: domain::student::CoverLetter::Written(Sealed::from_text("x".repeat(900))),
        offer: OfferFacts {
            offer: OfferId(Uuid::new_v4()),
            host: siret(1),
            sector: "agriculture".parse().unwrap(),
            is_open: true,
            format: Format::Individual,
            reserved_for: None,
            position: oyonnax(),
            seats_left: Some(200),
        },
        college: CollegeFacts {
            is_open: true,
            weeks: [week()].into(),
            area: SearchArea::RadiusKm(60.0),
            position: Some(oyonnax()),
        },
        at: "2025-09-29T08:00:00Z".parse().unwrap(),
        today: date(2025, 9, 29),
        group: None,
    }
}

fn to_active(student: StudentId) -> Vec<StudentCommand> {
    let class = ClassFacts {
        establishment: uai(1),
        class: ClassId(Uuid::nil()),
        level: Level::Troisieme,
        school_year: SchoolYear::beginning_in(2025),
        participation: domain::establishment::Participation::Open,
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
            present: class.school_year,
        }),
        StudentCommand::HandAuthorisationForm(HandAuthorisationForm {
            by,
            on: Some(date(2025, 9, 29)),
            today: date(2025, 9, 29),
        }),
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            first: Signature {
                guardian: GuardianId(Uuid::nil()),
                signed_before: false,
                identity: Sealed::from_text("x".repeat(150)),
                address_of_staff: false,
            },
            second: None,
            signed_on: date(2025, 9, 29),
            collected_by: by,
            form_digest: None,
            by_head: false,
            today: date(2025, 9, 29),
        }),
        StudentCommand::OpenAccess(OpenAccess {
            by,
            participation: domain::establishment::Participation::Open,
        }),
    ]
}
