//! What pupils prepare in class, and what their teachers write about it (STU-14).
use domain::ids::{CommentId, DraftId};
use domain::student::Commented;

use super::*;

#[test]
fn a_comment_is_told_to_the_pupil_while_they_may_act() {
    let left = || {
        pupil(StudentEvent::CommentLeft {
            comment: CommentId(Uuid::from_u128(0x95)),
            by: TEACHER,
            about: Commented::Cv { version: 1 },
            text: sealed(),
        })
    };
    let open = [pupil(StudentEvent::AccessOpened { by: TEACHER }), left()];
    assert_eq!(told(&letters(open)), to_pupil(Kind::CommentLeft));
    assert_eq!(letters([left()]), vec![], "who may not act reads nothing");
}

#[test]
fn of_a_draft_nobody_is_written_to() {
    let drafted = pupil(StudentEvent::LetterDrafted {
        draft: DraftId(Uuid::from_u128(0x91)),
        offer: OFFER,
        version: 1,
        letter: sealed(),
    });
    let used = pupil(StudentEvent::LetterDraftUsed {
        draft: DraftId(Uuid::from_u128(0x91)),
        application: ASKED,
    });
    assert_eq!(letters([drafted]), vec![]);
    assert_eq!(letters([used]), vec![]);
}
