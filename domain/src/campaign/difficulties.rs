//! Difficulties that the academic director reports to rector and prefect: each is answered, then
//! closed (DSH-4).
use super::event::CampaignEvent;
use super::refusal::Refusal;
use super::state::{CampaignState, DifficultyStatus};
use super::terms::{DifficultyKind, SteeringOffice};
use crate::ids::{DifficultyId, RepresentativeId};
use crate::personal::Word;
use crate::sealed::Sealed;

/// The academic director reports a difficulty.
#[derive(Clone, Debug)]
pub struct ReportDifficulty {
    /// Its id.
    pub difficulty: DifficultyId,
    /// What it is.
    pub kind: DifficultyKind,
    /// The academic director.
    pub by: RepresentativeId,
    /// In their words, sealed with their key.
    pub words: Sealed<Word>,
}

/// Rector or prefect answers.
#[derive(Clone, Debug)]
pub struct AnswerDifficulty {
    /// Which.
    pub difficulty: DifficultyId,
    /// In which office.
    pub office: SteeringOffice,
    /// Who.
    pub by: RepresentativeId,
    /// What, sealed with their key.
    pub words: Sealed<Word>,
}

/// It is dealt with.
#[derive(Clone, Copy, Debug)]
pub struct CloseDifficulty {
    /// Which.
    pub difficulty: DifficultyId,
    /// In which office.
    pub office: SteeringOffice,
    /// Who says so.
    pub by: RepresentativeId,
}

/// Reports a difficulty; under an id that is known it is there already.
pub fn report(state: &CampaignState, cmd: ReportDifficulty) -> Result<Vec<CampaignEvent>, Refusal> {
    let ReportDifficulty {
        difficulty,
        kind,
        by,
        words,
    } = cmd;
    if state.difficulty(difficulty).is_some() {
        return Ok(vec![]);
    }
    Ok(vec![CampaignEvent::DifficultyReported {
        difficulty,
        kind,
        by,
        words,
    }])
}

/// Answers a difficulty that is not closed; rector and prefect may each, and more than once.
pub fn answer(state: &CampaignState, cmd: AnswerDifficulty) -> Result<Vec<CampaignEvent>, Refusal> {
    let AnswerDifficulty {
        difficulty,
        office,
        by,
        words,
    } = cmd;
    let known = state.difficulty(difficulty);
    match known.ok_or(Refusal::DifficultyUnknown)?.status {
        DifficultyStatus::Closed => Err(Refusal::DifficultyClosed),
        DifficultyStatus::Open | DifficultyStatus::Answered => {
            Ok(vec![CampaignEvent::DifficultyAnswered {
                difficulty,
                office,
                by,
                words,
            }])
        }
    }
}

/// Closes a difficulty that was answered; once closed is closed.
pub fn close(state: &CampaignState, cmd: CloseDifficulty) -> Result<Vec<CampaignEvent>, Refusal> {
    let CloseDifficulty {
        difficulty,
        office,
        by,
    } = cmd;
    let known = state.difficulty(difficulty);
    match known.ok_or(Refusal::DifficultyUnknown)?.status {
        DifficultyStatus::Open => Err(Refusal::DifficultyNotAnswered),
        DifficultyStatus::Closed => Ok(vec![]),
        DifficultyStatus::Answered => Ok(vec![CampaignEvent::DifficultyClosed {
            difficulty,
            office,
            by,
        }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::CampaignCommand as C;
    use super::super::testing::*;
    use super::*;

    fn report() -> C {
        C::ReportDifficulty(ReportDifficulty {
            difficulty: DIFFICULTY,
            kind: DifficultyKind::FewOffers,
            by: DIRECTOR,
            words: sealed(),
        })
    }

    fn answer(office: SteeringOffice) -> C {
        C::AnswerDifficulty(AnswerDifficulty {
            difficulty: DIFFICULTY,
            office,
            by: PREFECT,
            words: sealed(),
        })
    }

    fn close() -> C {
        C::CloseDifficulty(CloseDifficulty {
            difficulty: DIFFICULTY,
            office: SteeringOffice::AcademicDirector,
            by: DIRECTOR,
        })
    }

    #[test]
    fn a_difficulty_is_reported_answered_and_closed() {
        campaign([]).when(report()).then([reported()]);
        for office in [SteeringOffice::Prefect, SteeringOffice::Rector] {
            campaign([reported()])
                .when(answer(office))
                .then([answered(office)]);
        }
        let both = || {
            campaign([
                reported(),
                answered(SteeringOffice::Prefect),
                answered(SteeringOffice::Rector),
            ])
        };
        both().when(close()).then([closed()]);
        let state = both().state();
        assert_eq!(
            (state.difficulties_reported(), state.difficulties_open()),
            (1, 1)
        );
        let state = both().and([closed()]).state();
        assert_eq!(
            (state.difficulties_reported(), state.difficulties_open()),
            (1, 0)
        );
    }

    #[test]
    fn the_same_again_is_nothing_new() {
        campaign([reported()]).when(report()).then_nothing();
        let past = [reported(), answered(SteeringOffice::Rector), closed()];
        campaign(past).when(close()).then_nothing();
    }

    #[test]
    fn it_is_closed_once_it_was_answered_and_answered_until_it_is_closed() {
        campaign([reported()])
            .when(close())
            .then_refused(Refusal::DifficultyNotAnswered);
        campaign([reported(), answered(SteeringOffice::Rector), closed()])
            .when(answer(SteeringOffice::Prefect))
            .then_refused(Refusal::DifficultyClosed);
    }

    #[test]
    fn what_was_not_reported_is_unknown() {
        for cmd in [answer(SteeringOffice::Prefect), close()] {
            campaign([])
                .when(cmd)
                .then_refused(Refusal::DifficultyUnknown);
        }
    }
}
