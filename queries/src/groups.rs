//! The applications of groups: one with its letter, and those of a host, a college or a class (OFF-7).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::ids::{GroupId, OfferId};
use domain::offer::OfferEvent;
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::groups::{GroupCursor, GroupFilter, GroupScope, GroupView};
use proto::v1;

use super::agreements::{college_name, host_name};
use super::events::Events;
use super::opening::{Keys, PupilKeys, full_name};
use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, pages, permits};
use wire::times::timestamp;
use wire::{enums, names};

/// The list, in page tokens.
const LIST: &str = "groups";

/// The application of a group with its letter.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_group_application(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetGroupApplicationRequest,
) -> Result<v1::GetGroupApplicationResponse, Failure> {
    service.check_role(&context.caller, Action::GetGroupApplication)?;
    let (offer, group) = names::group("name", &message.name)?;
    let query = GroupQuery {
        offer,
        group,
        of_host: context.caller.as_host_person().is_some(),
    };
    let (position, group_application) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetGroupApplicationResponse {
        position,
        group_application: Some(group_application),
    })
}

/// The applications of groups to a host, or of a college or a class.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_group_applications(
    service: &QueryService,
    context: &QueryContext,
    message: v1::ListGroupApplicationsRequest,
) -> Result<v1::ListGroupApplicationsResponse, Failure> {
    service.check_role(&context.caller, Action::ListGroupApplications)?;
    let after: Option<GroupCursor> = pages::cursor(LIST, &message.page_token)?;
    let query = GroupsQuery {
        scope: scope(&context.caller, &message)?,
        filter: GroupFilter {
            state: enums::group_state(message.state()),
            after,
            limit: pages::size(message.page_size)?,
        },
        of_host: context.caller.as_host_person().is_some(),
    };
    let (position, (group_applications, next_page_token)) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::ListGroupApplicationsResponse {
        position,
        group_applications,
        next_page_token,
    })
}

/// Of a host for its people, of a class or a college for its staff.
fn scope(
    caller: &Principal,
    message: &v1::ListGroupApplicationsRequest,
) -> Result<GroupScope, Failure> {
    if caller.as_host_person().is_some() {
        return names::host("host", &message.host).map(GroupScope::Host);
    }
    if message.class.is_empty() {
        let college = names::establishment("establishment", &message.establishment);
        return college.map(GroupScope::Establishment);
    }
    let (establishment, class) = names::class("class", &message.class)?;
    Ok(GroupScope::Class(establishment, class))
}

struct GroupQuery {
    offer: OfferId,
    group: GroupId,
    of_host: bool,
}

struct GroupsQuery {
    scope: GroupScope,
    filter: GroupFilter,
    of_host: bool,
}

/// A group with the names that the entities tell.
#[derive(PartialEq)]
struct Row {
    group: GroupView,
    college: CompactString,
    host: CompactString,
}

#[derive(PartialEq)]
struct ListSelection {
    rows: Vec<Row>,
    next: Option<GroupCursor>,
}

impl Query for GroupQuery {
    type Selection = Row;
    type Response = v1::GroupApplication;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::GetGroupApplication;
        permits::about_group(entities, caller, action, self.offer, self.group)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.groups())
    }

    fn select(&self, folds: &Folds) -> Result<Row, Failure> {
        let groups = folds.groups().fold();
        let found = groups.group(folds.entities(), self.group);
        let group = found.filter(|group| group.offer == self.offer);
        Ok(row(folds.entities(), group.ok_or(Failure::NotFound)?))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Row,
    ) -> Result<v1::GroupApplication, Failure> {
        let action = Action::GetGroupApplication;
        let opened = opened(service, action, std::slice::from_ref(selected)).await?;
        opened.group(selected, self.of_host, true)
    }
}

impl Query for GroupsQuery {
    type Selection = ListSelection;
    type Response = (Vec<v1::GroupApplication>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListGroupApplications;
        match self.scope {
            GroupScope::Host(host) => permits::about_host(entities, caller, action, host),
            GroupScope::Establishment(uai) => {
                permits::about_establishment(entities, caller, action, uai)
            }
            GroupScope::Class(uai, class) => {
                permits::about_class(entities, caller, action, uai, class)
            }
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.groups())
    }

    fn select(&self, folds: &Folds) -> Result<ListSelection, Failure> {
        let entities = folds.entities();
        let page = folds
            .groups()
            .fold()
            .list(entities, self.scope, self.filter);
        let page = page.ok_or(Failure::NotFound)?;
        let rows = page.groups.into_iter().map(|group| row(entities, group));
        Ok(ListSelection {
            rows: rows.collect(),
            next: page.next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &ListSelection,
    ) -> Result<Self::Response, Failure> {
        let opened = opened(service, Action::ListGroupApplications, &selected.rows).await?;
        let rows = selected.rows.iter();
        let shown = rows.map(|row| opened.group(row, self.of_host, false));
        let shown = shown.collect::<Result<Vec<_>, Failure>>()?;
        Ok((shown, pages::token(LIST, selected.next)?))
    }
}

fn row(entities: &EntityIndex, group: GroupView) -> Row {
    Row {
        college: college_name(entities, group.establishment),
        host: host_name(entities, group.host),
        group,
    }
}

/// What groups are shown with.
struct Opened {
    events: Events,
    pupils: PupilKeys,
    teachers: Keys,
}

async fn opened(
    service: &ResponseContext<'_>,
    action: Action,
    rows: &[Row],
) -> Result<Opened, Failure> {
    let (mut pointed, mut teachers, mut pupils) = (vec![], vec![], vec![]);
    for Row { group, .. } in rows {
        pointed.extend([group.offered, group.applied]);
        pointed.extend(group.answered);
        pointed.extend(group.members.iter().filter_map(|member| member.identity));
        teachers.push(group.by.0);
        pupils.extend(group.members.iter().map(|member| member.student));
    }
    let events = service.events(pointed).await?;
    let teachers = service.keys(teachers).await?;
    let pupils = service.keys_of_pupils(action, pupils).await?;
    Ok(Opened {
        events,
        pupils,
        teachers,
    })
}

impl Opened {
    /// A group, with its texts or as one of a list. A host sees nothing of the pupils, nor the letter,
    /// once nobody comes by it (STU-15).
    fn group(
        &self,
        row: &Row,
        for_host: bool,
        with_texts: bool,
    ) -> Result<v1::GroupApplication, Failure> {
        let group = &row.group;
        let hidden = for_host && group.state.has_ended();
        let members = group.members.iter().map(|member| {
            let display_name = if hidden {
                String::new()
            } else {
                let pupil = self
                    .pupils
                    .student(&self.events, member.student, member.identity)?;
                full_name(&pupil)
            };
            Ok(v1::GroupApplicationMember {
                application: names::of_application(member.student, member.application),
                student_display_name: display_name,
            })
        });
        let applied = self.events.at(group.applied)?;
        let (letter, message) = if with_texts {
            (self.letter(group, hidden)?, self.message(group)?)
        } else {
            <(String, String)>::default()
        };
        Ok(v1::GroupApplication {
            name: names::of_group(group.offer, group.group),
            offer: names::of_offer(group.offer),
            offer_title: self.events.terms(group.offered)?.title.to_string(),
            host: names::of_host(group.host),
            host_display_name: row.host.to_string(),
            class: names::of_class(group.establishment, group.class),
            establishment_display_name: row.college.to_string(),
            week: group.week.to_string(),
            state: enums::of_group(group.state).into(),
            members: members.collect::<Result<_, Failure>>()?,
            submitted_time: Some(timestamp(applied.at())),
            letter,
            message,
        })
    }

    fn letter(&self, group: &GroupView, hidden: bool) -> Result<String, Failure> {
        if hidden {
            return Ok(String::new());
        }
        let event = self.events.at(group.applied)?;
        match &event.record.fact {
            Fact::Offer(_, OfferEvent::GroupApplied { letter, .. }) => {
                self.teachers.letter_for_group(group.by.0, letter)
            }
            _ => Err(event.unexpected("the application of a group")),
        }
    }

    fn message(&self, group: &GroupView) -> Result<String, Failure> {
        let Some(answered) = group.answered else {
            return Ok(String::new());
        };
        let event = self.events.at(answered)?;
        let message = match &event.record.fact {
            Fact::Offer(_, OfferEvent::GroupSeated { message, .. }) => message.as_ref(),
            Fact::Offer(_, OfferEvent::GroupEnded { cause, .. }) => cause.message(),
            _ => return Err(event.unexpected("the answer to a group")),
        };
        match message {
            Some(message) => self.teachers.word(group.by.0, message),
            None => Ok(String::new()),
        }
    }
}
