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

use parking_lot::Mutex;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::committee;
use tests::wire::student_of;
use tracing::level_filters::LevelFilter;
use vault::PersonId;

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
        let found = found(&std::fs::read(file).unwrap(), &needles());
        assert!(found.is_empty(), "{} holds {found:?}", file.display());
    }
    files.len()
}

/// One test, for what a process says is said by all of it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_stands_in_a_file_or_in_a_log_line() {
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
    let clear_answer = class(&app, &campaign).await;
    let name = &clear_answer.students[0]
        .identity
        .as_ref()
        .unwrap()
        .family_name;
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
    assert!(
        names.iter().any(|name| name.contains("snapshots")),
        "{names:?}"
    );
    nothing_in(app.folder());
    the_search_finds_what_is_there(app.folder());
    erased_is_gone_and_the_figures_stay(&app, &campaign, clear_answer).await;
    let folder = app.stopped().await;
    nothing_in(folder.path());

    let said = said.0.lock();
    assert!(
        said.len() > 10_000,
        "the process does talk: {} bytes",
        said.len()
    );
    let found = found(&said, &needles());
    assert!(found.is_empty(), "said in clear: {found:?}");
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
    let log = std::fs::read(folder.join("placement.db")).unwrap();
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
        name: "national".into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: None,
    };
    let mut by_committee = app.by(committee()).steering();
    let answer = by_committee.get_territory_dashboard(message).await.unwrap();
    answer.into_inner().dashboard.unwrap()
}

async fn erased_is_gone_and_the_figures_stay(
    app: &TestApp,
    campaign: &Campaign,
    before: v1::ClassFollowUp,
) {
    let figures = country(app).await;
    let student = student_of(&campaign.student);
    app.app
        .reads
        .vault
        .erase(PersonId(student.0))
        .await
        .unwrap();

    let after = class(app, campaign).await;
    assert_eq!(after.totals, before.totals, "the same figures");
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
    assert_eq!(
        v1::FollowedStudent {
            identity: before.identity.clone(),
            ..after
        },
        before
    );

    let name = campaign.completed.clone();
    let message = v1::GetApplicationRequest {
        name,
        min_position: campaign.position,
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
