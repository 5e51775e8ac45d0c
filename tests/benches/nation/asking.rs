//! Dashboards while 1,000 events a second arrive: in one process, from the folds that follow the log,
//! each event an append of its own after its stream was read, as a command does it.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use demo_plan::testing::Random;
use demo_plan::testing::nation::Layout;
use domain::geography::Coordinates;
use domain::reference::departments;
use eventlog::{EventLog, SqliteLog, SqliteOptions};
use projections::search::{Area, Filter, PageRequest, SearchQuery};
use projections::steering::Territory;
use projections::{Engine, Folds, Options};
use tokio::sync::Semaphore;

use crate::place::{Place, SEED, as_long_as_liked};
use crate::told::{line, memory, spread};

/// Events a second.
const ARRIVE: u64 = 1_000;
/// Appends under way at the most.
const UNDER_WAY: usize = 256;
/// From the answer of one question to the next.
const APART: Duration = Duration::from_millis(2);

pub async fn run(place: &Place) {
    let log: Arc<dyn EventLog> =
        Arc::new(SqliteLog::open(place.file(), SqliteOptions::default()).unwrap());
    let options = Options {
        snapshots: Some(place.folder.join("snapshots")),
        snapshot_every: u64::MAX,
        ..Options::default()
    };
    let engine = Engine::start(log.clone(), options).await.unwrap();
    let layout = Arc::new(place.layout());
    let (arriving, arrives) = mpsc::channel::<()>();
    let asking = {
        let (engine, layout) = (engine.clone(), layout.clone());
        std::thread::spawn(move || ask(&engine, &layout, &arrives))
    };
    let (arrived, took) = arrive(&log, &layout).await;
    let behind = log.head().await.unwrap().0 - engine.applied().0;
    drop(arriving);
    let answers = asking.join().unwrap();
    assert!(
        engine
            .status()
            .await
            .unwrap()
            .projections
            .iter()
            .all(|one| one.parked.is_none())
    );
    line(
        place.mark("arrive meanwhile: 1,000 events/s"),
        format!("{:.0}/s, each acknowledged: {}", arrived.0, spread(took)),
        format!(
            "{} not stored; folds {behind} events behind the log at the end",
            arrived.1
        ),
    );
    let mut all = vec![];
    for (question, took) in answers {
        all.extend(took.iter().copied());
        line(
            place.mark(&format!("{question}, while they arrive")),
            spread(took),
            "none",
        );
    }
    line(
        place.mark("any dashboard: p99 below 5 ms"),
        spread(all),
        "none",
    );
    memory(&place.mark("folds that follow"), "below 4 GiB at 1/1");
}

/// Lets events arrive; how many a second did and how many did not, and how long each took.
async fn arrive(log: &Arc<dyn EventLog>, layout: &Arc<Layout>) -> ((f64, u64), Vec<Duration>) {
    let head = log.head().await.unwrap().0;
    let under_way = Arc::new(Semaphore::new(UNDER_WAY));
    let failed = Arc::new(AtomicU64::new(0));
    let mut next = tokio::time::interval(Duration::from_secs(1) / u32::try_from(ARRIVE).unwrap());
    let (told, mut done) = tokio::sync::mpsc::unbounded_channel();
    let begin = Instant::now();
    for number in 0.. {
        next.tick().await;
        if begin.elapsed() >= as_long_as_liked() {
            break;
        }
        let may = under_way.clone().acquire_owned().await.unwrap();
        let (log, layout, told) = (log.clone(), layout.clone(), told.clone());
        let failed = failed.clone();
        // A pupil after the other, so that no two write to one stream at a time.
        let pupil = number * 7_919 % layout.size.pupils;
        tokio::spawn(async move {
            let begin = Instant::now();
            let dice = head + number + SEED;
            match layout.apply_once_more(&*log, pupil, dice).await {
                Ok(()) => told.send(begin.elapsed()).unwrap(),
                Err(_) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            }
            drop(may);
        });
    }
    drop(told);
    let lasted = begin.elapsed();
    let mut took = vec![];
    while let Some(one) = done.recv().await {
        took.push(one);
    }
    let rate = took.len() as f64 / lasted.as_secs_f64();
    ((rate, failed.load(Ordering::Relaxed)), took)
}

/// What is asked, in turns.
type Question = fn(&Folds, &Layout, &mut Random);

const QUESTIONS: [(&str, Question); 8] = [
    ("the country's dashboard", |folds, _, _| {
        dashboard(folds, Territory::National);
    }),
    ("a department's dashboard", |folds, _, random| {
        let department = random.one_of(departments::all()).code;
        dashboard(folds, Territory::Department(department));
    }),
    ("a class's follow-up", |folds, layout, random| {
        let college = random.draw() % layout.size.colleges;
        let class = layout.class(college, random.draw() % 3);
        let view = folds.follow_up().fold().class(folds.entities(), class);
        assert!(view.is_some());
    }),
    ("a college's follow-up", |folds, layout, random| {
        let uai = layout.uai(random.draw() % layout.size.colleges);
        let follow_up = folds.follow_up().fold();
        assert!(
            follow_up
                .establishment(folds.entities(), uai, None)
                .is_some()
        );
    }),
    ("a pupil's follow-up", |folds, layout, random| {
        let student = layout.student(random.draw() % layout.size.pupils);
        let follow_up = folds.follow_up().fold();
        assert!(follow_up.student(folds.entities(), student).is_some());
    }),
    (
        "an offer's applications by week",
        |folds, layout, random| {
            let offer = layout.offer(random.draw() % layout.size.offers);
            let weeks = folds.inbox().fold().weeks_of(folds.entities(), offer);
            std::hint::black_box(weeks);
        },
    ),
    ("a search around a college", |folds, layout, random| {
        search(folds, layout, random, None);
    }),
    ("a search by words", |folds, layout, random| {
        search(folds, layout, random, Some("cuisine collective"));
    }),
];

fn dashboard(folds: &Folds, territory: Territory) {
    let steering = folds.steering().fold();
    std::hint::black_box(steering.dashboard(folds.entities(), territory, None));
}

fn search(folds: &Folds, layout: &Layout, random: &mut Random, text: Option<&str>) {
    let college = layout.uai(random.draw() % layout.size.colleges);
    let row = folds.entities().establishment(college).unwrap();
    let from: Option<Coordinates> = row.state.listing().and_then(|listing| listing.position);
    let first = random.below(layout.weeks.len() - 6);
    let weeks: BTreeSet<_> = layout.weeks.iter().skip(first).take(6).copied().collect();
    let query = SearchQuery {
        school: Some(college),
        from,
        area: Area::RadiusKm(30.0),
        weeks,
        held_back_after: None,
        filter: Filter {
            text: text.map(ToOwned::to_owned),
            ..Filter::default()
        },
        page: PageRequest {
            after: None,
            size: 20,
        },
    };
    std::hint::black_box(folds.search().fold().search(&query));
}

/// Asks one after the other as long as events arrive; how long each answer took, the wait for the folds
/// among it.
fn ask(
    engine: &Engine,
    layout: &Layout,
    arrives: &Receiver<()>,
) -> BTreeMap<&'static str, Vec<Duration>> {
    let mut random = Random(SEED);
    let mut answers: BTreeMap<&'static str, Vec<Duration>> = BTreeMap::new();
    for (name, question) in QUESTIONS.iter().cycle() {
        let begin = Instant::now();
        engine.read(|folds| question(folds, layout, &mut random));
        answers.entry(*name).or_default().push(begin.elapsed());
        if arrives.recv_timeout(APART) == Err(RecvTimeoutError::Disconnected) {
            break;
        }
    }
    answers
}
