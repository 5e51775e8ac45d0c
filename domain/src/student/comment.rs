//! A teacher of the class writes to the pupil about a draft or the CV (STU-14).
use super::draft_letter::open_draft;
use super::draft_refusal::DraftRefusal;
use super::drafts::Commented;
use super::{Refusal, StudentEvent, StudentState, present};
use crate::ids::{CommentId, StaffId};
use crate::personal::Message;
use crate::sealed::Sealed;

/// So many comments are left about a draft, or about a CV, at the most.
pub const MOST_COMMENTS: usize = 100;

/// Leaves a comment.
#[derive(Clone, Debug)]
pub struct LeaveComment {
    /// The new comment.
    pub comment: CommentId,
    /// Who writes.
    pub by: StaffId,
    /// About what.
    pub about: Commented,
    /// Sealed with the pupil's key, as all that is written to a pupil.
    pub text: Sealed<Message>,
}

/// About a version that there is, of a draft on which the pupil works or of the CV. A comment is
/// corrected by another one.
pub fn leave_comment(
    state: &StudentState,
    LeaveComment {
        comment,
        by,
        about,
        text,
    }: LeaveComment,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    let known = match about {
        Commented::Draft { draft, version } => {
            let known = open_draft(state, draft)?;
            if !(1..=known.version).contains(&version) {
                return Err(DraftRefusal::Unknown.into());
            }
            known.comments
        }
        Commented::Cv { version } => {
            if !(1..=state.cv_versions).contains(&version) {
                return Err(Refusal::NoSuchCvVersion);
            }
            state.cv_comments
        }
    };
    if known >= MOST_COMMENTS {
        return Err(DraftRefusal::TooManyComments(MOST_COMMENTS).into());
    }
    Ok(vec![StudentEvent::CommentLeft {
        comment,
        by,
        about,
        text,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn comment(about: Commented) -> StudentCommand {
        StudentCommand::LeaveComment(LeaveComment {
            comment: CommentId(id(95)),
            by: TEACHER,
            about,
            text: sealed(),
        })
    }

    fn left(about: Commented) -> StudentEvent {
        StudentEvent::CommentLeft {
            comment: CommentId(id(95)),
            by: TEACHER,
            about,
            text: sealed(),
        }
    }

    fn on_draft(version: u32) -> Commented {
        let draft = DRAFT;
        Commented::Draft { draft, version }
    }

    fn saved() -> StudentEvent {
        StudentEvent::CvSaved {
            version: 1,
            cv: sealed(),
        }
    }

    #[test]
    fn about_a_version_of_a_draft_or_of_the_cv_and_again_to_correct_it() {
        let worked = || student(active()).and([saved(), drafted(1), drafted(2)]);
        for about in [on_draft(1), on_draft(2), Commented::Cv { version: 1 }] {
            worked().when(comment(about)).then([left(about)]);
            let again = worked().and([left(about)]);
            again.when(comment(about)).then([left(about)]);
        }
    }

    #[test]
    fn nothing_about_what_there_is_not() {
        let worked = || student(active()).and([saved(), drafted(1)]);
        for version in [0, 2] {
            worked()
                .when(comment(on_draft(version)))
                .then_refused(DraftRefusal::Unknown.into());
            worked()
                .when(comment(Commented::Cv { version }))
                .then_refused(Refusal::NoSuchCvVersion);
        }
        worked()
            .and([discarded()])
            .when(comment(on_draft(1)))
            .then_refused(DraftRefusal::NotOpen.into());
        let many = (0..MOST_COMMENTS).map(|_| left(on_draft(1)));
        worked()
            .and(many)
            .when(comment(on_draft(1)))
            .then_refused(DraftRefusal::TooManyComments(MOST_COMMENTS).into());
    }
}
