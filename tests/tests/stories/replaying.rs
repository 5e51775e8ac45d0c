//! The national committee has the whole log replayed: asked for, told of, taken back, and what came
//! of it.
use std::time::Duration;

use domain::principal::{Principal, Role};
use proto::v1::{self, ReplayState};
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::{committee, stranger};
use tests::wire::refused;
use tonic::{Code, Status};
use uuid::Uuid;

async fn started(app: &TestApp, by: Principal) -> v1::Replay {
    let message = v1::StartReplayRequest {};
    let answer = app.by(by).replays().start_replay(message).await.unwrap();
    answer.into_inner().replay.unwrap()
}

async fn found(app: &TestApp, by: Principal, name: &str) -> Result<v1::Replay, Status> {
    let message = v1::GetReplayRequest { name: name.into() };
    let answer = app.by(by).replays().get_replay(message).await?;
    Ok(answer.into_inner().replay.unwrap())
}

async fn cancelled(app: &TestApp, by: Principal, name: &str) -> Result<v1::Replay, Status> {
    let message = v1::CancelReplayRequest { name: name.into() };
    let answer = app.by(by).replays().cancel_replay(message).await?;
    Ok(answer.into_inner().replay.unwrap())
}

fn is_over(replay: &v1::Replay) -> bool {
    ![ReplayState::Waiting, ReplayState::Running].contains(&replay.state())
}

/// Asks until it is over.
async fn over(app: &TestApp, by: Principal, name: &str) -> v1::Replay {
    let asking = async {
        loop {
            let replay = found(app, by, name).await.unwrap();
            if is_over(&replay) {
                return replay;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), asking)
        .await
        .expect("it is over within two minutes")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_committee_has_the_log_replayed_and_all_is_as_it_is_shown() {
    let app = TestApp::start_with(|settings| settings.notary.every = Duration::ZERO).await;
    Campaign::played(&app).await;
    let by = committee();
    let asked = started(&app, by).await;
    assert!(asked.asked_time.is_some() && asked.outcome.is_none());
    let done = over(&app, by, &asked.name).await;
    assert_eq!(done.state(), ReplayState::Done);
    assert_eq!(done.name, asked.name);
    assert!(done.began_time.is_some() && done.ended_time.is_some());
    let outcome = done.outcome.clone().unwrap();
    let wrong: Vec<_> = outcome
        .checks
        .iter()
        .filter(|check| !check.passed)
        .collect();
    assert!(outcome.passed, "{wrong:?}");
    let names: Vec<&str> = outcome.checks.iter().map(|one| one.name.as_str()).collect();
    for expected in [
        "running figures",
        "recounted figures",
        "seats and placements",
        "roots that were signed",
    ] {
        assert!(names.contains(&expected), "{names:?}");
    }
    for check in &outcome.checks {
        assert_ne!(check.display_name, check.name, "it is said in French");
        assert_eq!((check.found, check.first.len()), (0, 0));
    }

    // Figures and root are those of the log, read here once more.
    let log = &app.app.log;
    let read = notary::ReadLog::of(&**log, |_, _| Ok::<_, eventlog::LogError>(()));
    let read = read.await.unwrap();
    let size = outcome.tree_size;
    assert!(outcome.events > 100 && outcome.events <= read.size());
    assert_eq!(
        outcome.root,
        notary::tree::root(&read.tree, size).unwrap().to_string()
    );

    // The last one, by no name; and it is there for the others of the committee.
    assert_eq!(found(&app, by, "").await.unwrap(), done);
    let again = started(&app, by).await;
    assert_ne!(
        again.name, asked.name,
        "what is over is not asked for again"
    );
    assert!(over(&app, by, &again.name).await.outcome.unwrap().passed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_taken_back_by_whoever_asked_for_it_alone() {
    let app = TestApp::start().await;
    Campaign::played(&app).await;
    let (one, other) = (committee(), Principal::national_committee(Uuid::new_v4()));
    let asked = started(&app, one).await;
    let why = refused(cancelled(&app, other, &asked.name).await);
    assert_eq!(why.code, Code::NotFound);
    let taken_back = cancelled(&app, one, &asked.name).await.unwrap();
    assert!(is_over(&taken_back), "{taken_back:?}");
    // Over stays over, however often it is taken back.
    let state = over(&app, one, &asked.name).await.state();
    assert_eq!(
        cancelled(&app, one, &asked.name).await.unwrap().state(),
        state
    );
    assert_eq!(state, taken_back.state());
    // The next one is not held up by it.
    let next = started(&app, other).await;
    assert_eq!(
        over(&app, other, &next.name).await.state(),
        ReplayState::Done
    );

    let nobody = format!("replays/{}", Uuid::new_v4());
    for (name, code) in [
        (nobody.as_str(), Code::NotFound),
        ("replays/1", Code::InvalidArgument),
    ] {
        let why = refused(found(&app, one, name).await);
        assert_eq!(why.code, code, "{name}");
    }
    let why = refused(cancelled(&app, one, "").await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "name")
    );
    let prefect = stranger(Role::Prefect);
    let why = refused(found(&app, prefect, &asked.name).await);
    assert_eq!(why.code, Code::PermissionDenied);
}
