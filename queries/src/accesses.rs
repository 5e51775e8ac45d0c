//! Who read a pupil's data (SPEC 7). Readers are shown by name where they are of the pupil's
//! college or of a host that the pupil applied to, by their role otherwise.
use std::collections::BTreeMap;

use crate::access_log::{Access, AccessLogError, RowPlace};
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{HostPersonId, Siret, StaffId, StudentId, Uai};
use domain::principal::Principal;
use eventlog::{Position, RecordedAt};
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow, HostRow};
use proto::v1;
use uuid::Uuid;
use vault::PersonId;

use super::events::{Events, kind_of};
use super::opening::Keys;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, establishments, hosts, pages, permits};
use wire::names;
use wire::times::timestamp;

const LIST: &str = "accesses";

/// Who read a pupil's data, the newest first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_accesses(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListAccessesRequest,
) -> Result<v1::ListAccessesResponse, Failure> {
    service.check_role(caller, Action::ListAccesses)?;
    let query = AccessesQuery {
        student: names::student("student", &message.student)?,
        after: pages::cursor(LIST, &message.page_token)?,
        size: pages::size(message.page_size)?,
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    let (accesses, next_page_token) = shown;
    Ok(v1::ListAccessesResponse {
        position,
        accesses,
        next_page_token,
    })
}

struct AccessesQuery {
    student: StudentId,
    after: Option<RowPlace>,
    size: usize,
}

/// Those who can be shown by name, with where their names are told.
#[derive(PartialEq)]
struct Selection {
    college: (Uai, String),
    staff: BTreeMap<Uuid, Position>,
    people: BTreeMap<Uuid, (Siret, String, Position)>,
}

impl Query for AccessesQuery {
    type Selection = Selection;
    type Response = (Vec<v1::RecordedAccess>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, Action::ListAccesses, self.student)
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let (college, row) = entities.college_of(self.student).ok_or(Failure::NotFound)?;
        let mut people = BTreeMap::new();
        for (_, application) in entities.applications_of(row) {
            let offer = entities.offer_row(application.offer);
            let host = offer.and_then(|offer| entities.host_row(offer.host));
            people.extend(host.into_iter().flat_map(people_of));
        }
        Ok(Selection {
            college: (college.uai, name_of(college)),
            staff: staff_of(college),
            people,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let subject = PersonId(self.student.0);
        // One more than the page tells whether there is another.
        let limit = self.size.saturating_add(1);
        let found = service
            .accesses
            .of_subject(subject, self.after, limit)
            .await;
        let mut rows = found.map_err(unreadable)?;
        let next = pages::cut(&mut rows, self.size, |row| row.place);
        let named: Vec<Named> = rows.iter().filter_map(|row| selected.named(row)).collect();
        let events = service.events(named.iter().map(|named| named.at)).await?;
        let keys = service.keys(named.iter().map(|named| named.person)).await?;
        let shown = rows.iter().map(|row| shown(row, selected, &events, &keys));
        Ok((shown.collect::<Result<_, _>>()?, pages::token(LIST, next)?))
    }
}

/// Somebody whose name is told by an event.
struct Named {
    person: Uuid,
    at: Position,
    of: Organisation,
}

enum Organisation {
    College,
    Host(Siret),
}

impl Selection {
    /// The reader of a row, where they can be named.
    fn named(&self, row: &Access) -> Option<Named> {
        let (_, id) = row.reader.split_once(':')?;
        let person: Uuid = id.parse().ok()?;
        use v1::ActorKind as K;
        match kind_of(&row.reader) {
            K::Teacher | K::Head | K::OtherStaff => self.staff.get(&person).map(|at| Named {
                person,
                at: *at,
                of: Organisation::College,
            }),
            K::HostPerson => self.people.get(&person).map(|(host, _, at)| Named {
                person,
                at: *at,
                of: Organisation::Host(*host),
            }),
            K::Unspecified
            | K::Pupil
            | K::Guardian
            | K::Prefect
            | K::Referent
            | K::AcademicDirector
            | K::RegionPrefect
            | K::Rector
            | K::Partner
            | K::NationalCommittee
            | K::PoolingPartner
            | K::Operator
            | K::Platform => None,
        }
    }
}

fn shown(
    row: &Access,
    selected: &Selection,
    events: &Events,
    keys: &Keys,
) -> Result<v1::RecordedAccess, Failure> {
    let mut access = v1::RecordedAccess {
        read_time: Some(timestamp(RecordedAt(row.place.at))),
        reader_kind: kind_of(&row.reader).into(),
        reader: row.reader.clone(),
        method: row.what.clone(),
        stood_at: row.position,
        trace_id: row
            .trace
            .map(|trace| format!("{trace:032x}"))
            .unwrap_or_default(),
        ..v1::RecordedAccess::default()
    };
    let Some(named) = selected.named(row) else {
        return Ok(access);
    };
    let event = events.at(named.at)?;
    let identity = match named.of {
        Organisation::College => {
            let (uai, name) = &selected.college;
            access.organisation = names::of_establishment(*uai);
            access.organisation_display_name.clone_from(name);
            establishments::identity(event, keys, StaffId(named.person))?
        }
        Organisation::Host(host) => {
            let known = selected.people.get(&named.person);
            access.organisation = names::of_host(host);
            access.organisation_display_name =
                known.map(|(_, name, _)| name.clone()).unwrap_or_default();
            hosts::identity(event, keys, HostPersonId(named.person))?
        }
    };
    access.reader_display_name = identity.full_name;
    Ok(access)
}

fn staff_of(college: &EstablishmentRow) -> BTreeMap<Uuid, Position> {
    let identities = college.identities.iter();
    identities.map(|told| (told.staff.0, told.at)).collect()
}

fn name_of(college: &EstablishmentRow) -> String {
    let listing = college.state.listing();
    listing
        .map(|listing| listing.name.to_string())
        .unwrap_or_default()
}

fn people_of(host: &HostRow) -> impl Iterator<Item = (Uuid, (Siret, String, Position))> {
    let name = host.organisation.name.to_string();
    host.people
        .iter()
        .map(move |person| (person.person.0, (host.siret, name.clone(), person.identity)))
}

fn unreadable(error: AccessLogError) -> Failure {
    match error {
        AccessLogError::StrangeRow { .. } => Failure::Damaged(error.to_string()),
        AccessLogError::Database(_)
        | AccessLogError::Late
        | AccessLogError::Closed
        | AccessLogError::File(_) => Failure::Unavailable(error.to_string()),
    }
}
