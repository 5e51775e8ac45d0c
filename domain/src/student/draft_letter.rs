//! The pupil drafts a letter for an offer before applying (STU-14).
use super::draft_refusal::DraftRefusal;
use super::drafts::{Draft, DraftStatus};
use super::submit_application::{asks_for_an_offer, fits_format};
use super::{CollegeFacts, OfferFacts, Refusal, StudentEvent, StudentState, acting};
use crate::establishment::Level;
use crate::ids::DraftId;
use crate::personal::Letter;
use crate::sealed::Sealed;

/// A pupil works on so many drafts at a time at the most.
pub const MOST_OPEN_DRAFTS: usize = 20;
/// So many versions of a draft are kept at the most.
pub const MOST_DRAFT_VERSIONS: u32 = 50;

/// Begins a draft.
#[derive(Clone, Debug)]
pub struct DraftLetter {
    /// The new draft.
    pub draft: DraftId,
    /// The offer that it is for.
    pub offer: OfferFacts,
    /// The pupil's college.
    pub college: CollegeFacts,
    /// Sealed with the pupil's key.
    pub letter: Sealed<Letter>,
}

/// For an offer that the pupil may see and could ask for, in whatever week; one draft at a time for
/// each.
pub fn draft_letter(
    state: &StudentState,
    DraftLetter {
        draft,
        offer,
        college,
        letter,
    }: DraftLetter,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = acting(state)?;
    if enrolment.level != Level::Troisieme {
        return Err(Refusal::LevelMayNotApply);
    }
    if !college.is_open {
        return Err(Refusal::ClassNotOpen);
    }
    fits_format(offer.format, false)?;
    asks_for_an_offer(&offer, &college, enrolment.establishment)?;
    let open = || state.drafts.values().filter(|draft| draft.is_open());
    if open().any(|known| known.offer == offer.offer) {
        return Err(DraftRefusal::Begun.into());
    }
    if open().count() >= MOST_OPEN_DRAFTS {
        return Err(DraftRefusal::TooMany(MOST_OPEN_DRAFTS).into());
    }
    Ok(vec![StudentEvent::LetterDrafted {
        draft,
        offer: offer.offer,
        version: 1,
        letter,
    }])
}

/// Saves another version of a draft.
#[derive(Clone, Debug)]
pub struct ReviseDraft {
    /// Which.
    pub draft: DraftId,
    /// Sealed with the pupil's key.
    pub letter: Sealed<Letter>,
}

/// The next version; earlier ones stay.
pub fn revise_draft(
    state: &StudentState,
    ReviseDraft { draft, letter }: ReviseDraft,
) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    let known = open_draft(state, draft)?;
    if known.version >= MOST_DRAFT_VERSIONS {
        return Err(DraftRefusal::TooManyVersions(MOST_DRAFT_VERSIONS).into());
    }
    Ok(vec![StudentEvent::LetterDrafted {
        draft,
        offer: known.offer,
        version: known.version + 1,
        letter,
    }])
}

/// Throws a draft away.
#[derive(Clone, Copy, Debug)]
pub struct DiscardDraft {
    /// Which.
    pub draft: DraftId,
}

/// Twice is once.
pub fn discard_draft(
    state: &StudentState,
    DiscardDraft { draft }: DiscardDraft,
) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    let known = state.drafts.get(&draft).ok_or(DraftRefusal::Unknown)?;
    match known.status {
        DraftStatus::Open { .. } => Ok(vec![StudentEvent::LetterDraftDiscarded { draft }]),
        DraftStatus::Discarded => Ok(vec![]),
        DraftStatus::Used { .. } => Err(DraftRefusal::NotOpen.into()),
    }
}

/// A draft on which the pupil still works.
pub(super) fn open_draft(state: &StudentState, draft: DraftId) -> Result<&Draft, Refusal> {
    let known = state.drafts.get(&draft).ok_or(DraftRefusal::Unknown)?;
    if known.is_open() {
        Ok(known)
    } else {
        Err(DraftRefusal::NotOpen.into())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::{Quatrieme, Troisieme};
    use crate::ids::OfferId;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn drafts(draft: DraftId, offer: OfferId) -> StudentCommand {
        let asked = apply(A1, 7);
        StudentCommand::DraftLetter(DraftLetter {
            draft,
            offer: OfferFacts {
                offer,
                ..asked.offer
            },
            college: asked.college,
            letter: sealed(),
        })
    }

    fn revise() -> StudentCommand {
        StudentCommand::ReviseDraft(ReviseDraft {
            draft: DRAFT,
            letter: sealed(),
        })
    }

    fn discard() -> StudentCommand {
        StudentCommand::DiscardDraft(DiscardDraft { draft: DRAFT })
    }

    #[test]
    fn a_draft_is_begun_revised_and_thrown_away() {
        student(active())
            .when(drafts(DRAFT, OFFER))
            .then([drafted(1)]);
        let begun = || student(active()).and([drafted(1)]);
        begun().when(revise()).then([drafted(2)]);
        begun().when(discard()).then([discarded()]);
        let gone = || begun().and([discarded()]);
        gone().when(discard()).then_nothing();
        gone()
            .when(revise())
            .then_refused(DraftRefusal::NotOpen.into());
        gone()
            .when(drafts(DraftId(id(92)), OFFER))
            .then([StudentEvent::LetterDrafted {
                draft: DraftId(id(92)),
                offer: OFFER,
                version: 1,
                letter: sealed(),
            }]);
        student(active())
            .when(revise())
            .then_refused(DraftRefusal::Unknown.into());
        student(active())
            .when(discard())
            .then_refused(DraftRefusal::Unknown.into());
    }

    #[test]
    fn one_at_a_time_for_an_offer_and_not_without_end() {
        student(active())
            .and([drafted(1)])
            .when(drafts(DraftId(id(92)), OFFER))
            .then_refused(DraftRefusal::Begun.into());
        let many = (0..MOST_OPEN_DRAFTS as u128).map(|n| StudentEvent::LetterDrafted {
            draft: DraftId(Uuid::from_u128(1_000 + n)),
            offer: OfferId(Uuid::from_u128(2_000 + n)),
            version: 1,
            letter: sealed(),
        });
        student(active())
            .and(many)
            .when(drafts(DRAFT, OFFER))
            .then_refused(DraftRefusal::TooMany(MOST_OPEN_DRAFTS).into());
        student(active())
            .and((1..=MOST_DRAFT_VERSIONS).map(drafted))
            .when(revise())
            .then_refused(DraftRefusal::TooManyVersions(MOST_DRAFT_VERSIONS).into());
    }

    #[test]
    fn who_could_not_apply_drafts_nothing() {
        student([in_class(Troisieme), form_handed(), authorised()])
            .when(drafts(DRAFT, OFFER))
            .then_refused(Refusal::AccessClosed);
        student(active_at(Quatrieme))
            .when(drafts(DRAFT, OFFER))
            .then_refused(Refusal::LevelMayNotApply);
        let asked = apply(A1, 7);
        let withdrawn = DraftLetter {
            draft: DRAFT,
            offer: OfferFacts {
                is_open: false,
                ..asked.offer
            },
            college: asked.college,
            letter: sealed(),
        };
        student(active())
            .when(StudentCommand::DraftLetter(withdrawn))
            .then_refused(Refusal::NoSuchOffer);
    }
}
