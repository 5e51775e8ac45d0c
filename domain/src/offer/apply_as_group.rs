//! A teacher asks for seats for a group of a class, all at once (OFF-7).
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::group::GroupMember;
use super::{Format, OfferEvent, OfferState, Refusal, open};
use crate::calendar::Week;
use crate::ids::{ClassId, GroupId, StaffId, Uai};
use crate::personal::GroupLetter;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// Fewer pupils are no group.
const SMALLEST: usize = 2;

/// Asks for a group.
#[derive(Clone, Debug)]
pub struct ApplyAsGroup {
    /// The new application.
    pub group: GroupId,
    /// The college.
    pub establishment: Uai,
    /// The class of all of them.
    pub class: ClassId,
    /// The week asked for.
    pub week: Week,
    /// Who comes.
    pub members: Vec<GroupMember>,
    /// Who asks.
    pub by: StaffId,
    /// Sealed with the teacher's key.
    pub letter: Sealed<GroupLetter>,
    /// The present instant.
    pub at: Timestamp,
    /// The present day where the college is.
    pub today: Date,
}

/// The offer takes groups, of that size, in that week, and has seats for all of them. Whether each
/// pupil may come is for the pupil's own stream to say. Asked again, nothing happens.
pub fn apply_as_group(
    state: &OfferState,
    cmd: ApplyAsGroup,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let published = open(state)?;
    if state.group(cmd.group).is_some() {
        return Ok(vec![]);
    }
    let Format::Collective { group_size } = published.terms.format else {
        return Err(Refusal::NotCollective);
    };
    let size = cmd.members.len();
    let pupils: BTreeSet<_> = cmd.members.iter().map(|member| member.student).collect();
    if pupils.len() != size {
        return Err(Refusal::PupilNamedTwice);
    }
    if size < SMALLEST || size > usize::from(group_size) {
        return Err(Refusal::GroupSize { most: group_size });
    }
    let (week, since) = (cmd.week, rules.closes_on(cmd.week));
    if cmd.today >= since {
        return Err(Refusal::TooLate { week, since });
    }
    has_seats_for(state, week, size)?;
    Ok(vec![OfferEvent::GroupApplied {
        group: cmd.group,
        establishment: cmd.establishment,
        class: cmd.class,
        week,
        members: cmd.members,
        by: cmd.by,
        letter: cmd.letter,
        at: cmd.at,
    }])
}

/// A group gets all of its seats, or none.
pub(super) fn has_seats_for(state: &OfferState, week: Week, size: usize) -> Result<(), Refusal> {
    match state.seats_left(week) {
        None => Err(Refusal::WeekNotOffered(week)),
        Some(left) if usize::from(left) < size => Err(Refusal::TooFewSeatsForGroup { week, left }),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn asks(change: fn(&mut ApplyAsGroup)) -> OfferCommand {
        let mut cmd = ApplyAsGroup {
            group: GROUP,
            establishment: uai(),
            class: CLASS,
            week: week(7),
            members: group_members(),
            by: TEACHER,
            letter: sealed(),
            at: now(),
            today: TODAY,
        };
        change(&mut cmd);
        OfferCommand::ApplyAsGroup(cmd)
    }

    #[test]
    fn a_group_asks_once() {
        offer([collective(5)])
            .when(asks(|_| {}))
            .then([group_applied()]);
        offer([collective(5), group_applied()])
            .when(asks(|_| {}))
            .then_nothing();
    }

    #[test]
    fn only_a_collective_offer_takes_groups_and_none_that_is_withdrawn() {
        offer([publication()])
            .when(asks(|_| {}))
            .then_refused(Refusal::NotCollective);
        offer([collective(5), withdrawal()])
            .when(asks(|_| {}))
            .then_refused(Refusal::Withdrawn);
        offer([])
            .when(asks(|_| {}))
            .then_refused(Refusal::NoSuchOffer);
    }

    #[test]
    fn a_group_has_two_pupils_to_as_many_as_the_offer_says_each_once() {
        let refused = |change: fn(&mut ApplyAsGroup), refusal| {
            offer([collective(5)])
                .when(asks(change))
                .then_refused(refusal);
        };
        let most = 3;
        refused(|c| c.members.truncate(1), Refusal::GroupSize { most });
        refused(|c| c.members.clear(), Refusal::GroupSize { most });
        refused(|c| c.members.push(c.members[0]), Refusal::PupilNamedTwice);
        refused(
            |c| c.members.extend((20..22).map(member)),
            Refusal::GroupSize { most },
        );
    }

    #[test]
    fn there_are_seats_for_all_of_them_in_a_week_that_is_not_too_near() {
        offer([collective(2)])
            .when(asks(|_| {}))
            .then_refused(Refusal::TooFewSeatsForGroup {
                week: week(7),
                left: 2,
            });
        offer([collective(5)])
            .when(asks(|c| c.week = week(9)))
            .then_refused(Refusal::WeekNotOffered(week(9)));
        offer([collective(5)])
            .when(asks(|c| c.today = date(2026, 2, 4)))
            .then_refused(Refusal::TooLate {
                week: week(7),
                since: date(2026, 2, 4),
            });
    }
}
