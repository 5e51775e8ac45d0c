//! Who asked for a replay, which one runs, which wait, and what came of the last ones. Each person
//! has one that waits or runs at most, and they are taken in the order in which they were asked for:
//! nobody gets a second one before everybody else who waits got theirs.
use std::collections::VecDeque;
use std::sync::Arc;

use eventlog::{Position, RecordedAt};
use uuid::Uuid;

use super::course::{Outcome, Step};

/// So many that are over are remembered.
const REMEMBERED: usize = 64;

/// How a replay stands.
#[derive(Clone, Debug)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// It runs.
    Running {
        /// What it does.
        step: Step,
        /// How far that has come.
        reached: Position,
        /// How far it goes.
        until: Position,
    },
    /// It is over.
    Done(Arc<Outcome>),
    /// Whoever asked for it took it back, or the server was stopped.
    Cancelled,
    /// It came to no end; why is in the server's own lines.
    Failed,
}

impl Stage {
    fn is_over(&self) -> bool {
        match self {
            Self::Waiting | Self::Running { .. } => false,
            Self::Done(_) | Self::Cancelled | Self::Failed => true,
        }
    }
}

/// A replay.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Its id.
    pub id: Uuid,
    /// Who asked for it.
    pub person: Uuid,
    /// When it was asked for.
    pub asked_at: RecordedAt,
    /// When it began, if it did.
    pub began_at: Option<RecordedAt>,
    /// When it was over, if it is.
    pub ended_at: Option<RecordedAt>,
    /// How it stands.
    pub stage: Stage,
}

/// All of a server, in the order in which they were asked for.
#[derive(Debug, Default)]
pub struct Desk(VecDeque<Replay>);

impl Desk {
    /// The one of a person that waits or runs, else a new one that waits.
    pub fn ask(&mut self, person: Uuid, now: RecordedAt) -> Replay {
        let mut all = self.0.iter();
        let under_way = all.find(|one| one.person == person && !one.stage.is_over());
        if let Some(under_way) = under_way {
            return under_way.clone();
        }
        let replay = Replay {
            id: Uuid::new_v4(),
            person,
            asked_at: now,
            began_at: None,
            ended_at: None,
            stage: Stage::Waiting,
        };
        self.0.push_back(replay.clone());
        while self.0.iter().filter(|one| one.stage.is_over()).count() > REMEMBERED {
            let oldest = self.0.iter().position(|one| one.stage.is_over());
            let Some(oldest) = oldest else { break };
            self.0.remove(oldest);
        }
        replay
    }

    /// One of them, and how many are to be over before it begins.
    #[must_use]
    pub fn find(&self, id: Uuid) -> Option<(Replay, usize)> {
        let index = self.0.iter().position(|one| one.id == id)?;
        let replay = self.0.get(index)?.clone();
        let before = match replay.stage {
            Stage::Waiting => self
                .0
                .range(..index)
                .filter(|one| !one.stage.is_over())
                .count(),
            Stage::Running { .. } | Stage::Done(_) | Stage::Cancelled | Stage::Failed => 0,
        };
        Some((replay, before))
    }

    /// The last that a person asked for.
    #[must_use]
    pub fn last_of(&self, person: Uuid) -> Option<Uuid> {
        let mut theirs = self.0.iter().rev();
        theirs.find(|one| one.person == person).map(|one| one.id)
    }

    /// Begins the next one, where none runs.
    pub fn begin(&mut self, now: RecordedAt) -> Option<Uuid> {
        let runs = |one: &Replay| matches!(one.stage, Stage::Running { .. });
        if self.0.iter().any(runs) {
            return None;
        }
        let mut all = self.0.iter_mut();
        let next = all.find(|one| matches!(one.stage, Stage::Waiting))?;
        next.began_at = Some(now);
        next.stage = Stage::Running {
            step: Step::Folds,
            reached: Position::START,
            until: Position::START,
        };
        Some(next.id)
    }

    /// How far one has come that runs.
    pub fn tell(&mut self, id: Uuid, at: Step, (reached, until): (Position, Position)) {
        let found = self.0.iter_mut().find(|one| one.id == id);
        if let Some(Replay {
            stage: stage @ Stage::Running { .. },
            ..
        }) = found
        {
            *stage = Stage::Running {
                step: at,
                reached,
                until,
            };
        }
    }

    /// That one is over, unless it was before; whether it was not.
    pub fn end(&mut self, id: Uuid, how: Stage, now: RecordedAt) -> bool {
        let found = self.0.iter_mut().find(|one| one.id == id);
        let Some(replay) = found.filter(|one| !one.stage.is_over()) else {
            return false;
        };
        replay.stage = how;
        replay.ended_at = Some(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Uuid = Uuid::from_u128(1);
    const BLAISE: Uuid = Uuid::from_u128(2);
    const NOW: RecordedAt = RecordedAt(7);

    #[test]
    fn one_runs_and_each_person_has_one_at_most() {
        let mut desk = Desk::default();
        let first = desk.ask(ADA, NOW).id;
        assert_eq!(desk.ask(ADA, NOW).id, first, "the same while it waits");
        let second = desk.ask(BLAISE, NOW).id;
        assert_eq!(desk.find(second).unwrap().1, 1);
        assert_eq!(desk.begin(NOW), Some(first));
        assert_eq!(desk.begin(NOW), None, "one at a time");
        assert_eq!(desk.ask(ADA, NOW).id, first, "the same while it runs");
        assert_eq!(desk.find(second).unwrap().1, 1);
        assert!(desk.end(first, Stage::Cancelled, NOW));
        assert!(!desk.end(first, Stage::Failed, NOW));
        assert!(matches!(
            desk.find(first).unwrap().0.stage,
            Stage::Cancelled
        ));
        // Who got one waits behind whoever waits.
        let third = desk.ask(ADA, NOW).id;
        assert_ne!(third, first);
        assert_eq!(desk.find(third).unwrap().1, 1);
        assert_eq!(desk.begin(NOW), Some(second));
        assert_eq!(desk.last_of(ADA), Some(third));
        assert_eq!(desk.last_of(Uuid::nil()), None);
    }

    #[test]
    fn what_was_taken_back_never_begins_and_tells_no_progress() {
        let mut desk = Desk::default();
        let first = desk.ask(ADA, NOW).id;
        desk.end(first, Stage::Cancelled, NOW);
        assert_eq!(desk.begin(NOW), None);
        desk.tell(first, Step::Roots, (Position(1), Position(2)));
        assert!(matches!(
            desk.find(first).unwrap().0.stage,
            Stage::Cancelled
        ));
        let second = desk.ask(ADA, NOW).id;
        desk.begin(NOW);
        desk.tell(second, Step::Roots, (Position(1), Position(2)));
        let (replay, before) = desk.find(second).unwrap();
        assert_eq!(before, 0);
        let Stage::Running { step, reached, .. } = replay.stage else {
            panic!("{replay:?}");
        };
        assert_eq!((step, reached), (Step::Roots, Position(1)));
    }

    #[test]
    fn the_last_that_are_over_are_remembered() {
        let mut desk = Desk::default();
        let mut ids = vec![];
        for person in 0..100 {
            let id = desk.ask(Uuid::from_u128(person), NOW).id;
            desk.end(id, Stage::Cancelled, NOW);
            ids.push(id);
        }
        assert!(desk.find(ids[99]).is_some() && desk.find(ids[36]).is_some());
        assert!(desk.find(ids[34]).is_none());
    }
}
