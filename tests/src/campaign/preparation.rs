//! What a pupil prepares before applying, and what a teacher of the class says about it.
use domain::principal::Principal;
use proto::v1;

use super::clear;
use super::send::Play;
use crate::wire::id;

/// A draft is thrown away, another one commented on, revised and sent; gives the application.
pub(super) async fn applied_from_draft(
    play: &mut Play<'_>,
    (pupil, teacher): (Principal, Principal),
    student: &str,
    offer: &str,
    week: &str,
) -> String {
    let by_pupil = play.by(pupil).preparation();
    let by_teacher = play.by(teacher).preparation();
    let begin = || v1::DraftLetterRequest {
        request_id: id(),
        student: student.into(),
        offer: offer.into(),
        letter: clear::DRAFT.into(),
    };
    let name = twice!(play, by_pupil.clone(), draft_letter, begin()).name;
    let message = v1::DiscardDraftRequest {
        request_id: id(),
        name,
    };
    twice!(play, by_pupil.clone(), discard_draft, message);
    let name = twice!(play, by_pupil.clone(), draft_letter, begin()).name;
    for draft in [name.clone(), String::new()] {
        let message = v1::LeaveCommentRequest {
            request_id: id(),
            student: student.into(),
            draft,
            version: 1,
            text: clear::COMMENT_ON_DRAFT.into(),
        };
        twice!(play, by_teacher.clone(), leave_comment, message);
    }
    let message = v1::ReviseDraftRequest {
        request_id: id(),
        name: name.clone(),
        letter: clear::LETTER.into(),
    };
    twice!(play, by_pupil.clone(), revise_draft, message);
    let message = v1::ApplyFromDraftRequest {
        request_id: id(),
        name,
        week: week.into(),
    };
    twice!(play, by_pupil, apply_from_draft, message).name
}
