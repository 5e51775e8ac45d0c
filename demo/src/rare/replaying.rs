//! The national committee has the log replayed, follows that, and takes another one back (DSH-6).
use proto::v1::{self, ReplayState};

use super::play::{Play, there, until};
use crate::error::DemoError;

/// One to its end, and one that is taken back.
pub async fn replay(play: &Play) -> Result<(), DemoError> {
    let committee = play.cast.committee;
    let asked = play.ask(committee, v1::StartReplayRequest {}).await?.replay;
    let name = there("replay", asked)?.name;
    let done = until("a replay", || {
        let message = v1::GetReplayRequest { name: name.clone() };
        async {
            let found = play.ask(committee, message).await?.replay;
            let found = there("replay", found)?;
            Ok(is_over(&found).then_some(found))
        }
    });
    let done = done.await?;
    play.holds("the log is replayed", done.state() == ReplayState::Done);
    let outcome = done.outcome.unwrap_or_default();
    play.holds("nothing is found in a replay", outcome.passed);
    let wrong = outcome.checks.iter().filter(|one| !one.passed);
    play.lists("findings of a replay", 0, &wrong.collect::<Vec<_>>());

    let again = play.ask(committee, v1::StartReplayRequest {}).await?.replay;
    let message = v1::CancelReplayRequest {
        name: there("replay", again)?.name,
    };
    let taken_back = play.ask(committee, message).await?.replay;
    let taken_back = there("replay", taken_back)?;
    play.holds("a replay that is taken back is over", is_over(&taken_back));
    Ok(())
}

fn is_over(replay: &v1::Replay) -> bool {
    ![ReplayState::Waiting, ReplayState::Running].contains(&replay.state())
}
