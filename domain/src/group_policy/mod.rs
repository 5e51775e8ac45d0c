//! A group gets all of its seats or none (OFF-7), over the stream of an offer and those of its
//! pupils: what is to be done next, as pure policy.
//!
//! First each pupil has an application of their own. When the host says yes, the offer holds the
//! seats of all, each pupil keeps the week, and only then the offer says that the group is accepted:
//! from that fact on each is placed. Who cannot keep the week ends the group, and every seat goes
//! back in that append; nobody's other applications have fallen away by then. Each step is decided
//! by its own stream and may be taken twice, by the command and by the placement process after it.
mod progress;

pub use progress::GroupProgress;

use crate::ids::GroupId;
use crate::offer::{GroupEndCause, GroupMember, GroupStatus, OfferState};
use crate::student::StudentState;

/// What is to be done for a group.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupStep {
    /// The pupil gets an application of their own; the first of the group is the one by which the
    /// host is reminded.
    Join {
        /// Who.
        member: GroupMember,
        /// Whether it is the first.
        first: bool,
    },
    /// The pupil keeps the week.
    KeepWeek(GroupMember),
    /// All keep it: the group is accepted.
    Confirm,
    /// The pupil is placed on the seat that is held for them.
    Place(GroupMember),
    /// The seat goes back of a pupil who left between the acceptance and their placement.
    Release(GroupMember),
    /// The pupil's application ends with the group.
    Leave(GroupMember, GroupEndCause),
    /// The group does not come.
    End(GroupEndCause),
}

impl GroupStep {
    /// What follows where the pupil's stream refuses the step: without one of them nobody comes.
    #[must_use]
    pub fn refused(&self) -> Option<Self> {
        match self {
            Self::Join { member, first: _ } | Self::KeepWeek(member) => {
                let student = member.student;
                Some(Self::End(GroupEndCause::MemberLost { student }))
            }
            Self::Confirm | Self::Place(_) | Self::Release(_) | Self::Leave(..) | Self::End(_) => {
                None
            }
        }
    }
}

/// How a pupil stands to the group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    /// Has no application for it.
    Named,
    /// Their application waits, and the week is kept or not.
    Waiting { week_kept: bool },
    /// Is placed, or was.
    Placed,
    /// Their application ended.
    Lost,
}

/// What is to be done next for a group, by its offer and its pupils as they stand: steps that may be
/// taken side by side, all before the next look. Nothing where the host is to answer, or all is
/// done. `pupil` knows each of its pupils.
pub fn next_steps<'a>(
    offer: &OfferState,
    group: GroupId,
    pupil: impl Fn(&GroupMember) -> Option<&'a StudentState>,
) -> Vec<GroupStep> {
    let Some(asked) = offer.group(group) else {
        return vec![];
    };
    let members: Vec<(GroupMember, Member)> = asked
        .members
        .iter()
        .map(|member| (*member, stands(member, pupil(member))))
        .collect();
    match asked.status {
        GroupStatus::Pending => lost(&members).unwrap_or_else(|| to_join(&members)),
        GroupStatus::Seated => lost(&members).unwrap_or_else(|| {
            let joining = to_join(&members);
            let keeping = to_keep_the_week(&members);
            match (joining.is_empty(), keeping.is_empty()) {
                (false, _) => joining,
                (true, false) => keeping,
                (true, true) => vec![GroupStep::Confirm],
            }
        }),
        GroupStatus::Accepted => members
            .iter()
            .filter(|(member, _)| offer.seat_of(member.application).is_some())
            .filter_map(|(member, stands)| match stands {
                Member::Placed => None,
                Member::Waiting { week_kept: _ } => Some(GroupStep::Place(*member)),
                Member::Named | Member::Lost => Some(GroupStep::Release(*member)),
            })
            .collect(),
        GroupStatus::Ended => members
            .iter()
            .filter(|(_, stands)| matches!(stands, Member::Waiting { .. }))
            .filter_map(|(member, _)| Some(GroupStep::Leave(*member, asked.ended.clone()?)))
            .collect(),
    }
}

fn stands(member: &GroupMember, pupil: Option<&StudentState>) -> Member {
    let found = pupil.and_then(|pupil| pupil.applications.get(&member.application));
    match found {
        None => Member::Named,
        Some(found) if found.is_pending() => Member::Waiting {
            week_kept: found.week_kept,
        },
        Some(found) if found.was_placed() => Member::Placed,
        Some(_) => Member::Lost,
    }
}

fn lost(members: &[(GroupMember, Member)]) -> Option<Vec<GroupStep>> {
    let mut lost = members.iter().filter(|(_, stands)| *stands == Member::Lost);
    let student = lost.next()?.0.student;
    Some(vec![GroupStep::End(GroupEndCause::MemberLost { student })])
}

fn to_join(members: &[(GroupMember, Member)]) -> Vec<GroupStep> {
    let named = members.iter().enumerate();
    named
        .filter(|(_, (_, stands))| *stands == Member::Named)
        .map(|(n, (member, _))| GroupStep::Join {
            member: *member,
            first: n == 0,
        })
        .collect()
}

fn to_keep_the_week(members: &[(GroupMember, Member)]) -> Vec<GroupStep> {
    let free = Member::Waiting { week_kept: false };
    let waiting = members.iter().filter(|(_, stands)| *stands == free);
    waiting
        .map(|(member, _)| GroupStep::KeepWeek(*member))
        .collect()
}
