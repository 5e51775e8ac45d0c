//! Nothing personal in clear (SPEC 7): not in a file, not in a log line; and once a person is
//! erased, nowhere, while every figure stays.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eventlog::EventLog;
use parking_lot::Mutex;
use projections::SnapshotFolder;
use projections::verify::verify;
use proto::v1;
use queries::personal_data::{PersonalData, Subject};
use serde_json::Value;
use storage::testing::{copy_beside, read_beside};
use tempfile::TempDir;
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::{committee, operator};
use tests::wire::student_of;
use tests::world::all_events;
use tracing::level_filters::LevelFilter;
use vault::{MasterKeyRing, PersonId, Vault};

/// Everything that the process says, at the level that says most.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The ways in which a text may stand in a file: as it is, in JSON, in JSON of ASCII alone.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let json = serde_json::to_string(text).unwrap();
    let json = json.trim_matches('"').to_owned();
    let ascii: String = json
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        json.into_bytes(),
        ascii.into_bytes(),
    ];
    forms.dedup();
    forms
}

/// The texts that a heap of bytes holds in any form; it is walked once.
fn found<'a>(bytes: &[u8], texts: &[&'a str]) -> Vec<&'a str> {
    let mut by_start: HashMap<[u8; 2], Vec<(Vec<u8>, usize)>> = HashMap::new();
    for (which, text) in texts.iter().enumerate() {
        for form in forms(text) {
            by_start
                .entry([form[0], form[1]])
                .or_default()
                .push((form, which));
        }
    }
    let mut may_start = vec![false; 1 << 16];
    for start in by_start.keys() {
        may_start[usize::from(u16::from_be_bytes(*start))] = true;
    }
    let mut hits = BTreeSet::new();
    for at in 0..bytes.len().saturating_sub(1) {
        let start = [bytes[at], bytes[at + 1]];
        if may_start[usize::from(u16::from_be_bytes(start))] {
            let here = by_start[&start].iter();
            let here = here.filter(|(form, _)| bytes[at..].starts_with(form));
            hits.extend(here.map(|(_, which)| *which));
        }
    }
    hits.into_iter().map(|which| texts[which]).collect()
}

/// Each text, and each of its long words: a part would be too much already.
fn needles() -> Vec<&'static str> {
    let words = clear::ALL.iter().flat_map(|text| text.split_whitespace());
    let long = words.filter(|word| word.chars().count() >= 8);
    clear::ALL.iter().copied().chain(long).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (vec![], vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}

fn nothing_in(folder: &Path) -> usize {
    let files = files(folder);
    for file in &files {
        // A file that went away in between holds nothing.
        let Ok(bytes) = read_beside(file) else {
            assert!(!file.exists(), "{} cannot be read", file.display());
            continue;
        };
        let found = found(&bytes, &needles());
        assert!(found.is_empty(), "{} holds {found:?}", file.display());
    }
    files.len()
}

/// One test, for what a process says is said by all of it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_stands_in_a_file_in_a_log_line_or_in_a_metric() {
    let metrics = api::observe::install_metrics().unwrap();
    let said = Said::default();
    let writer = said.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .init();

    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    refusals_repeat_nothing(&app, &campaign).await;
    an_account_is_asked_for(&app).await;
    let clear_answer = class(&app, &campaign).await;
    let row = clear_answer
        .students
        .iter()
        .find(|row| row.student == campaign.student);
    let name = &row.unwrap().identity.as_ref().unwrap().family_name;
    assert_eq!(name, clear::FAMILY, "who may see it sees it");
    assert!(
        nothing_in(app.folder()) >= 4,
        "while it runs: log, write-ahead, vault, keys"
    );

    let app = app.restarted().await;
    let names: Vec<String> = files(app.folder())
        .iter()
        .map(|f| f.display().to_string())
        .collect();
    for expected in ["snapshots", "access.db"] {
        assert!(
            names.iter().any(|name| name.contains(expected)),
            "{names:?}"
        );
    }
    let read = vault::PersonId(student_of(&campaign.student).0);
    let rows = app.app.queries.accesses.of_subject(read, None, 10);
    assert!(!rows.await.unwrap().is_empty(), "it is recorded who read");
    nothing_in(app.folder());
    the_search_finds_what_is_there(app.folder());
    erased_is_gone_and_the_figures_stay(&app, &campaign, clear_answer).await;
    let folder = app.stopped().await;
    nothing_in(folder.path());

    let metrics = metrics.render();
    assert!(
        metrics.contains("placement_log_appends_total"),
        "they are kept: {metrics}"
    );
    let found_there = found(metrics.as_bytes(), &needles());
    assert!(found_there.is_empty(), "measured in clear: {found_there:?}");
    let said = said.0.lock();
    assert!(
        said.len() > 10_000,
        "the process does talk: {} bytes",
        said.len()
    );
    let found = found(&said, &needles());
    assert!(found.is_empty(), "said in clear: {found:?}");
}

/// Somebody signs up with an address that the needles know; the link waits in the outbox, and so
/// do the letters of the campaign.
async fn an_account_is_asked_for(app: &TestApp) {
    let host = v1::sign_up_capacity::Capacity::HostPerson("hosts/73282932000074".into());
    let message = v1::SignUpRequest {
        request_id: uuid::Uuid::new_v4().to_string(),
        mail: clear::GUARDIAN_MAIL.into(),
        password: String::new(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(host),
        }),
    };
    app.accounts().sign_up(message).await.unwrap();
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let waiting = app.app.accounts.accounts.due_messages(i64::MAX, 1_000);
    let waiting = waiting.await.unwrap();
    assert!(waiting.len() > 1, "letters wait");
    assert!(
        waiting
            .iter()
            .any(|letter| letter.address == clear::GUARDIAN_MAIL)
    );
}

/// A text planted in each form is found.
fn the_search_finds_what_is_there(folder: &Path) {
    for form in forms(clear::LETTER) {
        let mut planted = b"before ".to_vec();
        planted.extend(form);
        planted.extend(b" after");
        assert!(found(&planted, &needles()).contains(&clear::LETTER));
    }
    assert_eq!(forms(clear::LETTER).len(), 3);
    let planted = folder.join("planted");
    std::fs::write(&planted, format!("x{}x", clear::GUARDIAN_MAIL)).unwrap();
    let bytes = std::fs::read(&planted).unwrap();
    assert_eq!(found(&bytes, &needles())[0], clear::GUARDIAN_MAIL);
    std::fs::remove_file(planted).unwrap();
    let log = read_beside(&folder.join("placement.db")).unwrap();
    assert_eq!(
        found(&log, &["StudentEnrolled"]),
        ["StudentEnrolled"],
        "the log is searched"
    );
}

async fn refusals_repeat_nothing(app: &TestApp, campaign: &Campaign) {
    let message = v1::SubmitApplicationRequest {
        request_id: clear::GUARDIAN.into(),
        student: clear::FAMILY.into(),
        offer: clear::TUTOR.into(),
        week: clear::GIVEN.into(),
        letter: clear::LETTER.into(),
    };
    let mut by_pupil = app.by(campaign.pupil).applications();
    let valid = v1::SubmitApplicationRequest {
        request_id: tests::wire::id(),
        ..message.clone()
    };
    let known = v1::SubmitApplicationRequest {
        student: campaign.student.clone(),
        ..valid.clone()
    };
    for message in [message, valid, known] {
        let status = by_pupil.submit_application(message).await.unwrap_err();
        let told = format!("{status:?}");
        assert!(found(told.as_bytes(), &needles()).is_empty(), "{told}");
    }
}

async fn class(app: &TestApp, campaign: &Campaign) -> v1::ClassFollowUp {
    let class = campaign.class.clone();
    let min_position = campaign.position;
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class,
        min_position,
        as_of: None,
    };
    let mut by_teacher = app.by(campaign.teacher).follow_ups();
    let answer = by_teacher.get_class_follow_up(message).await.unwrap();
    answer.into_inner().follow_up.unwrap()
}

async fn country(app: &TestApp) -> v1::TerritoryDashboard {
    let message = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: None,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut by_committee = app.by(committee()).steering();
    let answer = by_committee.get_territory_dashboard(message).await.unwrap();
    answer.into_inner().dashboard.unwrap()
}

/// As `placement export` has it, from the stores alone.
async fn held(log: &dyn EventLog, vault: &Vault, student: &str) -> Value {
    let subject = Subject::named(student, "").unwrap();
    let mut data = PersonalData::of(subject, vault).await.unwrap();
    for event in all_events(log).await {
        data.take(&event).unwrap();
    }
    data.into_json()
}

/// How many sealed values of a person are shown in clear.
fn in_clear(held: &Value) -> usize {
    let text = held.to_string();
    found(text.as_bytes(), &clear::ALL).len()
}

async fn erased_is_gone_and_the_figures_stay(
    app: &TestApp,
    campaign: &Campaign,
    before: v1::ClassFollowUp,
) {
    let figures = country(app).await;
    let of_pupil = held(&*app.app.log, &app.app.queries.vault, &campaign.student).await;
    let (own, others) = (in_clear(&of_pupil), [clear::GUARDIAN, clear::TUTOR]);
    assert!(own >= 12, "identity, CV, letters, messages, debrief: {own}");
    assert!(found(of_pupil.to_string().as_bytes(), &others).is_empty());
    let message = v1::EraseStudentRequest {
        request_id: tests::wire::id(),
        name: campaign.student.clone(),
    };
    let mut by_head = app.by(campaign.head).privacy();
    by_head.erase_student(message).await.unwrap();
    let of_pupil = held(&*app.app.log, &app.app.queries.vault, &campaign.student).await;
    assert_eq!(of_pupil["erased"], Value::Bool(true));
    assert_eq!(in_clear(&of_pupil), 0);

    let after = class(app, campaign).await;
    let totals = before.totals.unwrap();
    let closed = v1::FollowUpTotals {
        access_open: totals.access_open - 1,
        ..totals
    };
    assert_eq!(after.totals, Some(closed), "the same figures");
    assert_eq!(country(app).await, figures, "the same figures");
    let row = |class: &v1::ClassFollowUp| {
        let mut rows = class.students.iter();
        rows.find(|row| row.student == campaign.student)
            .unwrap()
            .clone()
    };
    let (before, after) = (row(&before), row(&after));
    let identity = after.identity.clone().unwrap_or_default();
    assert_eq!(identity, v1::StudentIdentity::default(), "nobody's name");
    assert!(after.erased && !after.access_open);
    assert_eq!(
        v1::FollowedStudent {
            identity: before.identity.clone(),
            erased: false,
            access_open: before.access_open,
            ..after
        },
        before
    );

    let name = campaign.completed.clone();
    let message = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name,
        min_position: app.app.log.head().await.unwrap().0,
    };
    let mut by_host = app.by(campaign.farmer).applications();
    let answer = by_host.get_application(message).await.unwrap().into_inner();
    let application = answer.application.unwrap();
    assert_eq!(
        (
            application.letter.as_str(),
            application.student_display_name.as_str()
        ),
        ("", "")
    );
    assert_eq!(application.placement.unwrap().debrief, "");
    assert!(
        application
            .history
            .iter()
            .all(|entry| entry.text.is_empty())
    );
}

fn copied(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in files(from) {
        let copy = to.path().join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        copy_beside(&file, &copy).unwrap();
    }
    to
}

fn take_over(name: &str, from: &Path, to: &Path) {
    for beside in ["", "-wal", "-shm"] {
        let (from, to) = (
            from.join(format!("{name}{beside}")),
            to.join(format!("{name}{beside}")),
        );
        let _there_or_not = std::fs::remove_file(&to);
        if from.exists() {
            copy_beside(&from, &to).unwrap();
        }
    }
}

fn snapshots(folder: &Path) -> Vec<u64> {
    let positions = SnapshotFolder::new(folder.join("snapshots")).positions();
    positions.unwrap().iter().map(|at| at.0).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_stays_unreadable_and_an_old_vault_is_made_good() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    let clock = app.clock.clone();
    let folder = app.stopped().await;
    let before = copied(folder.path());
    assert!(!snapshots(before.path()).is_empty());

    let app = TestApp::start_on(folder, clock.clone()).await;
    let message = v1::EraseStudentRequest {
        request_id: tests::wire::id(),
        name: campaign.student.clone(),
    };
    let mut by_operator = app.by(operator()).privacy();
    let erased = by_operator
        .erase_student(message)
        .await
        .unwrap()
        .into_inner();
    let erased = erased.outcome.unwrap().position;
    drop(by_operator);
    let folder = app.stopped().await;
    let kept = snapshots(folder.path());
    assert!(
        !kept.is_empty() && kept.iter().all(|at| *at >= erased),
        "{kept:?}"
    );
    let after = copied(folder.path());

    // The log and the snapshots from before, with the vault of today.
    let old = copied(before.path());
    take_over("vault.db", after.path(), old.path());
    let app = TestApp::start_on(old, clock.clone()).await;
    nobody_reads_the_pupil(&app, &campaign).await;
    app.stopped().await;

    // The log of today, with a vault from before.
    take_over("vault.db", before.path(), folder.path());
    let master = MasterKeyRing::from_file(&folder.path().join("master.key")).unwrap();
    let vault = Vault::open(folder.path().join("vault.db"), master).unwrap();
    let student = PersonId(student_of(&campaign.student).0);
    assert!(vault.seal(student, "test", "clear").is_ok(), "an old vault");
    drop(vault);
    let app = TestApp::start_on(folder, clock).await;
    nobody_reads_the_pupil(&app, &campaign).await;
    let engine = &app.app.queries.engine;
    let folder = SnapshotFolder::new(app.snapshots());
    let report = verify(&*app.app.log, Some(&folder), Some(engine)).await;
    assert!(report.unwrap().passed());
}

async fn nobody_reads_the_pupil(app: &TestApp, campaign: &Campaign) {
    let of_pupil = held(&*app.app.log, &app.app.queries.vault, &campaign.student).await;
    assert_eq!(of_pupil["erased"], Value::Bool(true));
    assert_eq!(in_clear(&of_pupil), 0, "{of_pupil}");
    let class = class(app, campaign).await;
    let row = class
        .students
        .iter()
        .find(|row| row.student == campaign.student);
    let identity = row.unwrap().identity.clone().unwrap_or_default();
    assert_eq!(identity, v1::StudentIdentity::default());
}
