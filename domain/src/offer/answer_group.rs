//! A group gets all of its seats or none (OFF-7). The offer's stream says how far it has come: it
//! holds the seats, then each pupil's stream keeps the week, then all are placed; or it ends, and
//! every seat goes back in the same append.
use jiff::civil::Date;

use super::apply_as_group::has_seats_for;
use super::group::{GroupEndCause, GroupStatus, known};
use super::{
    OfferEvent, OfferState, OfferStatus, Refusal, ReleaseCause, is_reserved_elsewhere, open,
    published,
};
use crate::ids::GroupId;
use crate::personal::Word;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// The host says yes to a group.
#[derive(Clone, Debug)]
pub struct SeatGroup {
    /// Which.
    pub group: GroupId,
    /// To the teacher, sealed with the teacher's key.
    pub message: Option<Sealed<Word>>,
    /// The present day where the college is.
    pub today: Date,
}

/// Holds the seats of all of them at once, where they are left and the week is not too near (OFF-5).
pub fn seat_group(
    state: &OfferState,
    cmd: SeatGroup,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let group = known(state, cmd.group)?;
    match group.status {
        GroupStatus::Seated | GroupStatus::Accepted => return Ok(vec![]),
        GroupStatus::Ended => return Err(Refusal::GroupNotPending),
        GroupStatus::Pending => {}
    }
    open(state)?;
    let (week, since) = (group.week, rules.closes_on(group.week));
    if cmd.today >= since {
        return Err(Refusal::TooLate { week, since });
    }
    has_seats_for(state, week, group.members.len())?;
    Ok(vec![OfferEvent::GroupSeated {
        group: cmd.group,
        week,
        members: group.members.clone(),
        by: group.by,
        message: cmd.message,
    }])
}

/// Every pupil kept the week.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmGroup {
    /// Which.
    pub group: GroupId,
}

/// From here on all of them are placed; nothing where it holds no seats, or has ended.
pub fn confirm_group(state: &OfferState, cmd: ConfirmGroup) -> Result<Vec<OfferEvent>, Refusal> {
    let group = known(state, cmd.group)?;
    let confirmed = OfferEvent::GroupAccepted { group: cmd.group };
    Ok(group.is_seated().then_some(confirmed).into_iter().collect())
}

/// Nobody comes by it.
#[derive(Clone, Debug)]
pub struct EndGroup {
    /// Which.
    pub group: GroupId,
    /// Why.
    pub cause: GroupEndCause,
}

/// Ends what was not accepted, with every seat that it holds. Host and college are told where it
/// does not wait any more; that a pupil is lost ends nothing that was accepted. An offer that went
/// away under it is the reason, whoever was lost by that.
pub fn end_group(state: &OfferState, cmd: EndGroup) -> Result<Vec<OfferEvent>, Refusal> {
    let offer = published(state)?;
    let group = known(state, cmd.group)?;
    let cause = match cmd.cause {
        GroupEndCause::MemberLost { student } => {
            if offer.status == OfferStatus::Withdrawn {
                GroupEndCause::OfferWithdrawn
            } else if !offer.terms.weeks.contains(&group.week) {
                GroupEndCause::WeekDropped
            } else if is_reserved_elsewhere(offer.terms.reserved_for, group.establishment) {
                GroupEndCause::ReservedElsewhere
            } else {
                GroupEndCause::MemberLost { student }
            }
        }
        told @ (GroupEndCause::DeclinedByHost { .. }
        | GroupEndCause::WithdrawnByCollege
        | GroupEndCause::OfferWithdrawn
        | GroupEndCause::WeekDropped
        | GroupEndCause::ReservedElsewhere) => told,
    };
    let told_by_somebody = matches!(
        cause,
        GroupEndCause::DeclinedByHost { .. } | GroupEndCause::WithdrawnByCollege
    );
    match group.status {
        GroupStatus::Pending | GroupStatus::Seated => {}
        GroupStatus::Accepted | GroupStatus::Ended if told_by_somebody => {
            return Err(Refusal::GroupNotPending);
        }
        GroupStatus::Accepted | GroupStatus::Ended => return Ok(vec![]),
    }
    let ended = OfferEvent::GroupEnded {
        group: cmd.group,
        by: group.by,
        cause,
    };
    let held = group.members.iter().filter(|_| group.is_seated());
    let released = held.map(|member| OfferEvent::SeatReleased {
        application: member.application,
        student: member.student,
        week: group.week,
        cause: ReleaseCause::GroupEnded,
    });
    Ok(std::iter::once(ended).chain(released).collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn seat() -> OfferCommand {
        OfferCommand::SeatGroup(SeatGroup {
            group: GROUP,
            message: None,
            today: TODAY,
        })
    }

    fn confirm() -> OfferCommand {
        OfferCommand::ConfirmGroup(ConfirmGroup { group: GROUP })
    }

    fn end(cause: GroupEndCause) -> OfferCommand {
        let group = GROUP;
        OfferCommand::EndGroup(EndGroup { group, cause })
    }

    fn lost() -> GroupEndCause {
        let student = member(10).student;
        GroupEndCause::MemberLost { student }
    }

    fn all_seats_back(cause: GroupEndCause) -> Vec<OfferEvent> {
        let back = group_members()
            .into_iter()
            .map(|member| OfferEvent::SeatReleased {
                application: member.application,
                student: member.student,
                week: week(7),
                cause: ReleaseCause::GroupEnded,
            });
        std::iter::once(group_ended(cause)).chain(back).collect()
    }

    #[test]
    fn a_group_takes_all_of_its_seats_at_once() {
        let state = offer([collective(5), group_applied()]);
        state.when(seat()).then([group_seated()]);
        offer([collective(5), group_applied(), group_seated()])
            .when(seat())
            .then_nothing();
        let two_are_gone = [collective(4), group_applied(), taken(A1, 7), taken(A2, 7)];
        offer(two_are_gone)
            .when(seat())
            .then_refused(Refusal::TooFewSeatsForGroup {
                week: week(7),
                left: 2,
            });
    }

    #[test]
    fn nobody_alone_takes_a_seat_of_an_offer_for_groups() {
        let alone = || {
            OfferCommand::TakeSeat(crate::offer::TakeSeat {
                application: A2,
                student: PUPIL,
                week: week(7),
                message: None,
                today: TODAY,
            })
        };
        offer([collective(4)])
            .when(alone())
            .then_refused(Refusal::TakesGroups);
        offer([collective(4), group_applied(), group_seated()])
            .when(alone())
            .then_refused(Refusal::TakesGroups);
    }

    #[test]
    fn it_is_accepted_once_it_holds_its_seats() {
        offer([collective(5), group_applied()])
            .when(confirm())
            .then_nothing();
        offer([collective(5), group_applied(), group_seated()])
            .when(confirm())
            .then([group_accepted()]);
        offer([
            collective(5),
            group_applied(),
            group_seated(),
            group_accepted(),
        ])
        .when(confirm())
        .then_nothing();
    }

    #[test]
    fn what_ends_gives_every_seat_back_in_the_same_instant() {
        offer([collective(5), group_applied()])
            .when(end(lost()))
            .then([group_ended(lost())]);
        let events = all_seats_back(lost());
        offer([collective(5), group_applied(), group_seated()])
            .when(end(lost()))
            .then(<[OfferEvent; 4]>::try_from(events).unwrap());
    }

    #[test]
    fn a_lost_pupil_ends_nothing_that_was_accepted_and_nobody_ends_it_twice() {
        let accepted = || {
            offer([
                collective(5),
                group_applied(),
                group_seated(),
                group_accepted(),
            ])
        };
        accepted().when(end(lost())).then_nothing();
        let no = || GroupEndCause::DeclinedByHost { message: sealed() };
        for cause in [no(), GroupEndCause::WithdrawnByCollege] {
            accepted()
                .when(end(cause.clone()))
                .then_refused(Refusal::GroupNotPending);
            offer([collective(5), group_applied(), group_ended(lost())])
                .when(end(cause))
                .then_refused(Refusal::GroupNotPending);
        }
        offer([collective(5), group_applied(), group_ended(lost())])
            .when(end(lost()))
            .then_nothing();
        offer([collective(5), group_applied(), group_ended(lost())])
            .when(seat())
            .then_refused(Refusal::GroupNotPending);
        offer([collective(5)])
            .when(seat())
            .then_refused(Refusal::NoSuchGroup);
    }

    #[test]
    fn an_offer_that_went_away_is_the_reason() {
        offer([collective(5), group_applied(), withdrawal()])
            .when(end(lost()))
            .then([group_ended(GroupEndCause::OfferWithdrawn)]);
    }
}
