//! What is shown of groups.
use domain::calendar::Week;
use domain::ids::{ApplicationId, ClassId, GroupId, OfferId, Siret, StaffId, StudentId, Uai};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::{Asked, GroupState, Groups};
use crate::entities::EntityIndex;

/// The application of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// Which.
    pub group: GroupId,
    /// The offer asked for.
    pub offer: OfferId,
    /// The event that holds the present terms of the offer.
    pub offered: Position,
    /// The host.
    pub host: Siret,
    /// The college.
    pub establishment: Uai,
    /// The class.
    pub class: ClassId,
    /// The week.
    pub week: Week,
    /// Who comes.
    pub members: Vec<MemberView>,
    /// The teacher who asked.
    pub by: StaffId,
    /// The event that holds the letter.
    pub applied: Position,
    /// The event that holds what the host said.
    pub answered: Option<Position>,
    /// Where it stands.
    pub state: GroupState,
}

/// One pupil of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemberView {
    /// Who.
    pub student: StudentId,
    /// Their own application.
    pub application: ApplicationId,
    /// The event that holds their identity, sealed; none once they were erased.
    pub identity: Option<Position>,
}

/// Whose groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupScope {
    /// Those that ask for offers of a host.
    Host(Siret),
    /// Those of a college.
    Establishment(Uai),
    /// Those of a class of a college.
    Class(Uai, ClassId),
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupFilter {
    /// Only those that stand there.
    pub state: Option<GroupState>,
    /// Behind this one.
    pub after: Option<GroupCursor>,
    /// At most so many.
    pub limit: usize,
}

/// A place in a list; the same for as long as the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupCursor(pub u32);

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupPage {
    /// The newest first.
    pub groups: Vec<GroupView>,
    /// Where the next ones begin, when there are more.
    pub next: Option<GroupCursor>,
}

impl Groups {
    /// One of them.
    #[must_use]
    pub fn group(&self, entities: &EntityIndex, group: GroupId) -> Option<GroupView> {
        let number = usize::try_from(*self.numbers.get(&group)?).ok()?;
        self.view(entities, self.all.get(number)?)
    }

    /// Those of a host, a college or a class, page by page; `None` where there is no such.
    #[must_use]
    pub fn list(
        &self,
        entities: &EntityIndex,
        scope: GroupScope,
        filter: GroupFilter,
    ) -> Option<GroupPage> {
        let (numbers, class) = match scope {
            GroupScope::Host(siret) => (self.of_host.get(&entities.host_no(siret)?), None),
            GroupScope::Establishment(uai) => {
                let college = entities.establishment_no(uai)?;
                (self.of_college.get(&college), None)
            }
            GroupScope::Class(uai, class) => {
                let college = entities.establishment_no(uai)?;
                (self.of_college.get(&college), Some(class))
            }
        };
        let newest_first = numbers.into_iter().flatten().rev().copied();
        let behind = newest_first.filter(|number| filter.after.is_none_or(|last| *number < last.0));
        let wanted = behind.filter_map(|number| {
            let asked = self.all.get(usize::try_from(number).ok()?)?;
            let of_class = class.is_none_or(|class| asked.class == class);
            let stands_there = filter.state.is_none_or(|state| asked.status == state);
            (of_class && stands_there).then_some((number, asked))
        });
        let mut found: Vec<(u32, &Asked)> = wanted.take(filter.limit + 1).collect();
        let more = found.len() > filter.limit;
        found.truncate(filter.limit);
        let last = found.last().map(|(number, _)| GroupCursor(*number));
        let groups = found
            .iter()
            .filter_map(|(_, asked)| self.view(entities, asked));
        Some(GroupPage {
            groups: groups.collect(),
            next: last.filter(|_| more),
        })
    }

    fn view(&self, entities: &EntityIndex, asked: &Asked) -> Option<GroupView> {
        let offer = entities.offer(asked.offer)?;
        let members = asked.members.iter().map(|member| MemberView {
            student: member.student,
            application: member.application,
            identity: entities
                .student(member.student)
                .and_then(|student| student.identity),
        });
        Some(GroupView {
            group: asked.group,
            offer: asked.offer,
            offered: offer.terms,
            host: entities.host_row(offer.host)?.siret,
            establishment: entities.establishment_row(asked.college)?.uai,
            class: asked.class,
            week: asked.week,
            members: members.collect(),
            by: asked.by,
            applied: asked.applied,
            answered: asked.answered,
            state: asked.status,
        })
    }
}
