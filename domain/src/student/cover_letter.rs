//! The letter of an application: written for it, or the pupil's draft for that offer (STU-14).
use super::draft_refusal::DraftRefusal;
use super::drafts::DraftStatus;
use super::{Refusal, StudentEvent, StudentState};
use crate::ids::{ApplicationId, DraftId, OfferId};
use crate::personal::Letter;
use crate::sealed::Sealed;

/// The letter of an application.
#[derive(Clone, Debug)]
pub enum CoverLetter {
    /// Written for it, sealed with the pupil's key.
    Written(Sealed<Letter>),
    /// The newest version of a draft for that offer, which is then used up (STU-14).
    Draft(DraftId),
}

impl CoverLetter {
    /// What the host gets, and that a draft is used up.
    pub(super) fn into_sent(
        self,
        state: &StudentState,
        offer: OfferId,
        application: ApplicationId,
    ) -> Result<(Sealed<Letter>, Option<StudentEvent>), Refusal> {
        match self {
            Self::Written(letter) => Ok((letter, None)),
            Self::Draft(draft) => {
                let letter = drafted_for(state, draft, offer)?;
                Ok((
                    letter,
                    Some(StudentEvent::LetterDraftUsed { draft, application }),
                ))
            }
        }
    }
}

/// What a draft for that offer says now.
fn drafted_for(
    state: &StudentState,
    draft: DraftId,
    offer: OfferId,
) -> Result<Sealed<Letter>, Refusal> {
    let known = state.drafts.get(&draft).ok_or(DraftRefusal::Unknown)?;
    match &known.status {
        DraftStatus::Open { letter } if known.offer == offer => Ok(letter.clone()),
        DraftStatus::Open { .. } => Err(DraftRefusal::OfAnotherOffer.into()),
        DraftStatus::Discarded | DraftStatus::Used { .. } => Err(DraftRefusal::NotOpen.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand::SubmitApplication as Submit;
    use crate::student::{StudentCommand, SubmitApplication};
    use crate::testing::*;

    fn from_draft(draft: crate::ids::DraftId) -> StudentCommand {
        let written = apply(A1, 7);
        Submit(SubmitApplication {
            letter: CoverLetter::Draft(draft),
            ..written
        })
    }

    #[test]
    fn the_letter_is_the_draft_s_newest_version_which_is_then_used_up() {
        let newest = Sealed::from_text("the newest");
        let revised = StudentEvent::LetterDrafted {
            draft: DRAFT,
            offer: OFFER,
            version: 2,
            letter: newest.clone(),
        };
        let past = || student(active()).and([drafted(1), revised.clone()]);
        let StudentEvent::ApplicationSubmitted {
            application,
            offer,
            host,
            week,
            sector,
            at,
            letter: _,
        } = submitted(A1, 7)
        else {
            unreachable!()
        };
        let sent = StudentEvent::ApplicationSubmitted {
            application,
            offer,
            host,
            week,
            sector,
            at,
            letter: newest,
        };
        let used = StudentEvent::LetterDraftUsed {
            draft: DRAFT,
            application: A1,
        };
        past().when(from_draft(DRAFT)).then([sent, used.clone()]);
        let again = SubmitApplication {
            letter: CoverLetter::Draft(DRAFT),
            ..apply(A2, 8)
        };
        past()
            .and([submitted(A1, 7), used])
            .when(Submit(again))
            .then_refused(DraftRefusal::NotOpen.into());
        student(active())
            .when(from_draft(DRAFT))
            .then_refused(DraftRefusal::Unknown.into());
        let elsewhere = StudentEvent::LetterDrafted {
            draft: DRAFT,
            offer: OfferId(id(77)),
            version: 1,
            letter: sealed(),
        };
        student(active())
            .and([elsewhere])
            .when(from_draft(DRAFT))
            .then_refused(DraftRefusal::OfAnotherOffer.into());
    }
}
