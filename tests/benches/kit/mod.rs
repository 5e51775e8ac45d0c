//! What the benchmarks share: a small campaign to write into, the stock store, integrity.
#![allow(dead_code, unused_imports, reason = "each benchmark uses its own part")]
mod stock;
pub mod umadb;
mod yardstick;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::SetClock;
use api::app::{App, Settings, StoreLocations};
use commands::authorisation::Action;
use commands::{CommandOptions, CommandService};
use domain::calendar::Week;
use domain::ids::{ClassId, OfferId, StudentId, Uai};
use domain::principal::Principal;
use domain::rules::DailyQuotas;
use eventlog::Position;
use futures::{StreamExt, stream};
use tests::cast::{College, Firm};
use tests::names::{self, ask, first_morning};
use uuid::Uuid;

pub use stock::Stock;
pub use yardstick::Yardstick;

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

/// Who takes part: as many active pupils of a college as it takes for so many applications.
pub struct Cast {
    pub college: College,
    pub pupils: Vec<StudentId>,
    pub offers: Vec<OfferId>,
}

impl Cast {
    /// The work of so many writers.
    pub fn work(&self, writers: usize) -> Vec<Vec<(StudentId, OfferId)>> {
        work(&self.pupils, &self.offers, writers)
    }

    pub async fn of(commands: &Arc<CommandService>, applications: usize) -> Self {
        let college = College::registered(commands, 1).await;
        let firm = Firm::registered(commands, 1).await;
        let mut offers = vec![];
        for _ in 0..OFFERS {
            offers.push(firm.offers(commands, 200).await);
        }
        let pupils = stream::iter(0..applications.div_ceil(OFFERS))
            .map(|_| async { college.active_pupil(commands).await.student })
            .buffer_unordered(64)
            .collect()
            .await;
        Self {
            college,
            pupils,
            offers,
        }
    }
}

/// One application of each pupil to each offer, spread over the writers so that a pupil is always
/// with the same one.
fn work(
    pupils: &[StudentId],
    offers: &[OfferId],
    writers: usize,
) -> Vec<Vec<(StudentId, OfferId)>> {
    let mut work = vec![vec![]; writers];
    for offer in offers {
        for (n, pupil) in pupils.iter().enumerate() {
            work[n % writers].push((*pupil, *offer));
        }
    }
    work
}

/// Applies as the work says, each writer after one another's answer; the writers ask the servers in
/// turns.
pub async fn apply(
    desks: &[Arc<CommandService>],
    work: Vec<Vec<(StudentId, OfferId)>>,
) -> Duration {
    let begin = Instant::now();
    let writing = work.into_iter().enumerate().map(|(n, work)| {
        let commands = desks[n % desks.len()].clone();
        tokio::spawn(async move {
            let letter = letter();
            for (student, offer) in work {
                let request = ask(Principal::pupil(student));
                commands
                    .handle(request.clone())
                    .submit_application(student, offer, week(), &letter)
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
    names::uai(1)
}

pub fn week() -> Week {
    names::week(names::WEEKS[0])
}

/// A campaign lasts a minute on a clock that stands still.
pub fn without_end() -> DailyQuotas {
    DailyQuotas {
        texts: usize::MAX,
        applications: usize::MAX,
        answers: usize::MAX,
        invitations: usize::MAX,
        pupils: usize::MAX,
        offers: usize::MAX,
        fed_offers: usize::MAX,
        others: usize::MAX,
    }
}

impl Campaign {
    /// On SQLite, with as many pupils as it takes for so many applications.
    pub async fn start(applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = StoreLocations::beside(&folder.path().join("placement.db"));
        Self::start_at(places, folder, applications).await
    }

    /// On PostgreSQL: the log in one database, the vault in another.
    pub async fn start_on_postgres(log: &str, vault: &str, applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = on_postgres(&folder, log, vault);
        Self::start_at(places, folder, applications).await
    }

    /// On EventStoreDB: the log behind this connection string, the vault in a file.
    pub async fn start_on_eventstore(log: &str, applications: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut places = StoreLocations::beside(&folder.path().join("placement.db"));
        places.log = log.parse().unwrap();
        Self::start_at(places, folder, applications).await
    }

    /// The servers that write beside this one's, each an `App` of its own on the same log.
    pub async fn with_servers(mut self, more: usize, log: &str, vault: &str) -> Self {
        for _ in 0..more {
            let mut settings = Settings::new(on_postgres(&self.folder, log, vault));
            settings.clock = Arc::new(SetClock::at(first_morning()));
            settings.rules.daily = without_end();
            settings.places.snapshots = self.folder.path().join(Uuid::new_v4().to_string());
            self.servers
                .push(Arc::new(App::start(settings).await.unwrap()));
        }
        self
    }

    async fn start_at(
        places: StoreLocations,
        folder: tempfile::TempDir,
        applications: usize,
    ) -> Self {
        let mut settings = Settings::new(places);
        settings.clock = Arc::new(SetClock::at(first_morning()));
        settings.rules.daily = without_end();
        let app = Arc::new(App::start(settings).await.unwrap());
        let Cast {
            college,
            pupils,
            offers,
        } = Cast::of(&app.commands, applications).await;
        Self {
            servers: vec![app.clone()],
            app,
            teacher: college.teacher,
            class: college.class,
            pupils,
            offers,
            week: week(),
            folder,
        }
    }

    fn work(&self, writers: usize) -> Vec<Vec<(StudentId, OfferId)>> {
        work(&self.pupils, &self.offers, writers)
    }

    /// Through the write side, as the gRPC services call it: authorise, seal, decide, append;
    /// meanwhile the servers follow with their folds, the placement process and the letters.
    pub async fn in_process(&self, writers: usize) -> Duration {
        let desks = self.servers.iter().map(|server| server.commands.clone());
        apply(&desks.collect::<Vec<_>>(), self.work(writers)).await
    }

    /// Through the write side alone, on the log and the vault in PostgreSQL: the servers are
    /// stopped, and nobody follows.
    pub async fn write_side(&self, writers: usize, log: &str, vault: &str) -> Duration {
        self.stop().await;
        let places = on_postgres(&self.folder, log, vault);
        let clock = Arc::new(SetClock::at(first_morning()));
        let log = places.log.open(clock.clone()).await.unwrap().log;
        let vault = Arc::new(api::app::open_vault(&places, None).await.unwrap());
        let commands = CommandService::new(log, vault, clock, CommandOptions::default());
        apply(&[commands], self.work(writers)).await
    }

    /// In process, with the token read and the right asked so many times before each command
    /// beyond what the command itself asks: what asking costs is the difference.
    pub async fn in_process_asked(&self, writers: usize, times: usize) -> Duration {
        let hour = Duration::from_secs(3_600);
        let mint = |student: &StudentId| {
            let caller = Principal::pupil(*student);
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
                    let mut caller = Principal::pupil(student);
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
                        .handle(ask(caller))
                        .submit_application(student, offer, week(), &letter)
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
                let caller = Principal::pupil(*student);
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

fn on_postgres(folder: &tempfile::TempDir, log: &str, vault: &str) -> StoreLocations {
    let mut places = StoreLocations::beside(&folder.path().join("none.db"));
    places.log = log.parse().unwrap();
    places.vault = vault.parse().unwrap();
    places
}
