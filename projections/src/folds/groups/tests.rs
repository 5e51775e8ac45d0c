//! Given events, then the groups.
use domain::ids::ApplicationId;
use domain::sealed::Sealed;
use uuid::Uuid;

use super::*;
use crate::folds::Folds;
use crate::testing::given::*;

const FIRST: GroupId = GroupId(Uuid::from_u128(0x91));
const SECOND: GroupId = GroupId(Uuid::from_u128(0x92));

fn of_offer(event: OfferEvent) -> Fact {
    Fact::Offer(OFFER, event)
}

fn members() -> Vec<GroupMember> {
    let application = |n| ApplicationId(Uuid::from_u128(n));
    vec![
        GroupMember {
            student: PUPIL,
            application: application(0x71),
        },
        GroupMember {
            student: OTHER_PUPIL,
            application: application(0x72),
        },
    ]
}

fn applied(group: GroupId, class: ClassId) -> Fact {
    of_offer(OfferEvent::GroupApplied {
        group,
        establishment: college(),
        class,
        week: week(3),
        members: members(),
        by: TEACHER,
        letter: Sealed::from_text("letter"),
        at: "2025-11-03T10:00:00Z".parse().unwrap(),
    })
}

fn seated(group: GroupId) -> Fact {
    of_offer(OfferEvent::GroupSeated {
        group,
        week: week(3),
        members: members(),
        by: TEACHER,
        message: Some(Sealed::from_text("message")),
    })
}

fn ended(group: GroupId, cause: GroupEndCause) -> Fact {
    let by = TEACHER;
    of_offer(OfferEvent::GroupEnded { group, by, cause })
}

fn view(folds: &Folds, group: GroupId) -> GroupView {
    let groups = folds.groups().fold();
    groups.group(folds.entities(), group).unwrap()
}

fn listed(folds: &Folds, scope: GroupScope, state: Option<GroupState>) -> Vec<GroupId> {
    let filter = GroupFilter {
        state,
        after: None,
        limit: 10,
    };
    let groups = folds.groups().fold();
    let page = groups.list(folds.entities(), scope, filter).unwrap();
    page.groups.iter().map(|group| group.group).collect()
}

#[test]
fn a_group_is_followed_from_the_letter_to_the_answer() {
    let asked = after([applied(FIRST, CLASS)]);
    let pending = view(&asked, FIRST);
    assert_eq!(pending.state, GroupState::Pending);
    assert_eq!(pending.applied, Position(SCENE + 1));
    assert_eq!(pending.members.len(), 2);
    let accepted = of_offer(OfferEvent::GroupAccepted { group: FIRST });
    let folds = after([applied(FIRST, CLASS), seated(FIRST), accepted]);
    let accepted = view(&folds, FIRST);
    assert_eq!(accepted.state, GroupState::Accepted);
    assert_eq!(accepted.answered, Some(Position(SCENE + 2)));
}

#[test]
fn a_group_that_ended_says_how() {
    for (cause, state) in [
        (
            GroupEndCause::DeclinedByHost {
                message: Sealed::from_text("message"),
            },
            GroupState::Declined,
        ),
        (GroupEndCause::OfferWithdrawn, GroupState::Declined),
        (GroupEndCause::WithdrawnByCollege, GroupState::Withdrawn),
        (
            GroupEndCause::MemberLost { student: PUPIL },
            GroupState::Incomplete,
        ),
    ] {
        let said = cause.message().map(|_| Position(SCENE + 2));
        let folds = after([applied(FIRST, CLASS), ended(FIRST, cause)]);
        assert_eq!(view(&folds, FIRST).state, state);
        assert_eq!(view(&folds, FIRST).answered, said);
    }
}

#[test]
fn hosts_colleges_and_classes_list_theirs_the_newest_first() {
    let lost = GroupEndCause::MemberLost { student: PUPIL };
    let folds = after([
        applied(FIRST, CLASS),
        applied(SECOND, OTHER_CLASS),
        ended(FIRST, lost),
    ]);
    for scope in [
        GroupScope::Host(host()),
        GroupScope::Establishment(college()),
    ] {
        assert_eq!(listed(&folds, scope, None), [SECOND, FIRST]);
        assert_eq!(listed(&folds, scope, Some(GroupState::Pending)), [SECOND]);
    }
    let class = GroupScope::Class(college(), CLASS);
    assert_eq!(listed(&folds, class, None), [FIRST]);
    let groups = folds.groups().fold();
    let filter = |after| GroupFilter {
        state: None,
        after,
        limit: 1,
    };
    let scope = GroupScope::Host(host());
    let first = groups.list(folds.entities(), scope, filter(None)).unwrap();
    let second = groups.list(folds.entities(), scope, filter(first.next));
    let second = second.unwrap();
    assert_eq!(
        (first.groups[0].group, first.next),
        (SECOND, Some(GroupCursor(1)))
    );
    assert_eq!((second.groups[0].group, second.next), (FIRST, None));
}

#[test]
fn what_nobody_asked_for_parks_the_fold() {
    let folds = after([seated(FIRST)]);
    assert_eq!(
        folds.groups().parked().unwrap().position,
        Position(SCENE + 1)
    );
}
