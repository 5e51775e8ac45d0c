//! The trail of the parental authorisations (STU-3). Pseudonyms only.
use commands::Failure;
use commands::authorisation::Action;
use domain::explain::Expected;
use domain::ids::{ClassId, StaffId, StudentId, Uai};
use domain::principal::Principal;
use domain::student::{StudentEvent, WithdrawnBy};
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::trail::{TrailEntry, TrailScope};
use proto::v1;

use super::events::Event;
use super::query::{Query, fold_position};
use super::response_context::ResponseContext;
use super::{QueryService, pages, permits};
use wire::enums;
use wire::names::{self, bad};
use wire::times::timestamp;

const LIST: &str = "trail";

/// The trail of the parental authorisations, the oldest fact first (STU-3).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_authorisation_trail(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListAuthorisationTrailRequest,
) -> Result<v1::ListAuthorisationTrailResponse, Failure> {
    service.check_role(caller, Action::ListAuthorisationTrail)?;
    let after: Option<u64> = pages::cursor(LIST, &message.page_token)?;
    let query = TrailQuery {
        of: scope(&message.scope)?,
        after: Position(after.unwrap_or(0)),
        size: pages::size(message.page_size)?,
    };
    let (position, shown) = service.answer_as_of(caller, &query, &message).await?;
    let (entries, next_page_token) = shown;
    Ok(v1::ListAuthorisationTrailResponse {
        position,
        entries,
        next_page_token,
    })
}

/// Whose trail, as the wire names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Student(StudentId),
    Class(Uai, ClassId),
    Establishment(Uai),
    National,
}

fn scope(name: &str) -> Result<Of, Failure> {
    const FIELD: &str = "scope";
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        ["national"] => Ok(Of::National),
        ["students", _] => names::student(FIELD, name).map(Of::Student),
        ["establishments", _] => names::establishment(FIELD, name).map(Of::Establishment),
        ["establishments", _, "classes", _] => {
            names::class(FIELD, name).map(|(uai, class)| Of::Class(uai, class))
        }
        _ => Err(bad(
            FIELD,
            Expected(
                "students/{uuid}, establishments/{uai}/classes/{uuid}, establishments/{uai} ou national",
                "students/{uuid}, establishments/{uai}/classes/{uuid}, establishments/{uai} or national",
            ),
        )),
    }
}

struct TrailQuery {
    of: Of,
    after: Position,
    size: usize,
}

#[derive(PartialEq)]
struct Selection {
    entries: Vec<TrailEntry>,
    next: Option<u64>,
}

impl Query for TrailQuery {
    type Selection = Selection;
    type Response = (Vec<v1::AuthorisationTrailEntry>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListAuthorisationTrail;
        match self.of {
            Of::Student(student) => permits::about_student(entities, caller, action, student),
            Of::Class(uai, class) => permits::about_class(entities, caller, action, uai, class),
            Of::Establishment(uai) => permits::about_establishment(entities, caller, action, uai),
            Of::National => permits::in_general(entities, caller, action),
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.trail())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let scope = match self.of {
            Of::Student(student) => TrailScope::Student(student),
            Of::Class(_, class) => TrailScope::Class(class),
            Of::Establishment(uai) => TrailScope::Establishment(uai),
            Of::National => TrailScope::National,
        };
        // One more than the page tells whether there is another.
        let limit = self.size.saturating_add(1);
        let found = folds
            .trail()
            .fold()
            .after(folds.entities(), scope, self.after, limit);
        let mut entries = found.ok_or(Failure::NotFound)?;
        let next = pages::cut(&mut entries, self.size, |last| last.at.0);
        Ok(Selection { entries, next })
    }

    /// A pupil who has left the class or the college since.
    fn retain_permitted(&self, selected: &mut Selection, now: &EntityIndex, caller: &Principal) {
        let action = Action::ListAuthorisationTrail;
        selected
            .entries
            .retain(|entry| permits::about_student(now, caller, action, entry.student).is_ok());
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service
            .events(selected.entries.iter().map(|entry| entry.at))
            .await?;
        let shown = selected
            .entries
            .iter()
            .map(|entry| shown(entry, events.at(entry.at)?));
        Ok((
            shown.collect::<Result<_, _>>()?,
            pages::token(LIST, selected.next)?,
        ))
    }
}

fn shown(entry: &TrailEntry, event: &Event) -> Result<v1::AuthorisationTrailEntry, Failure> {
    let mut row = v1::AuthorisationTrailEntry {
        position: entry.at.0,
        event_id: event.record.event_id.to_string(),
        recorded_time: Some(timestamp(event.at())),
        actor_kind: event.actor_kind().into(),
        actor: event.actor(),
        student: names::of_student(entry.student),
        class: names::of_class(entry.establishment, entry.class),
        ..v1::AuthorisationTrailEntry::default()
    };
    let by = fill(&mut row, entry.establishment, event)?;
    row.fact = enums::of_authorisation_fact(entry.fact, by).into();
    Ok(row)
}

/// What the event tells beyond the fact; gives who took the authorisation back, if it tells so.
fn fill(
    row: &mut v1::AuthorisationTrailEntry,
    uai: Uai,
    event: &Event,
) -> Result<WithdrawnBy, Failure> {
    let of_staff = |staff: StaffId| names::of_staff(uai, staff);
    match event.of_student()? {
        StudentEvent::AuthorisationRecorded {
            guardian,
            signed_on,
            collected_by,
            form_digest,
            identity: _,
        }
        | StudentEvent::GuardianReplacementRecorded {
            former: _,
            also_former: _,
            guardian,
            signed_on,
            collected_by,
            form_digest,
            identity: _,
        } => {
            row.guardian = names::of_guardian(*guardian);
            row.signed_date = signed_on.to_string();
            row.form_digest = form_digest
                .map(|digest| digest.to_string())
                .unwrap_or_default();
            row.staff = of_staff(*collected_by);
        }
        StudentEvent::GuardianReplacementConfirmed { guardian, by }
        | StudentEvent::SecondGuardianConfirmed { guardian, by }
        | StudentEvent::GuardianRemoved { guardian, by } => {
            row.guardian = names::of_guardian(*guardian);
            row.staff = of_staff(*by);
        }
        StudentEvent::AuthorisationFormHanded { by, on: _ } | StudentEvent::AccessOpened { by } => {
            row.staff = of_staff(*by);
        }
        StudentEvent::AuthorisationWithdrawn { by } => return Ok(*by),
        StudentEvent::GuardianErased { guardian }
        | StudentEvent::SecondGuardianRecorded { guardian, .. }
        | StudentEvent::GuardianIdentityCorrected { guardian, .. } => {
            row.guardian = names::of_guardian(*guardian);
        }
        // In another school year or college; nobody is named.
        StudentEvent::AuthorisationLapsed { .. } | StudentEvent::AccessClosed { .. } => {}
        StudentEvent::StudentErased { student: _ } => {}
        _ => {
            return Err(event.unexpected("about an authorisation"));
        }
    }
    Ok(WithdrawnBy::Guardian)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_scope_is_a_pupil_a_class_a_college_or_the_country() {
        let (uai, class) = ("0010035H".parse().unwrap(), ClassId(Uuid::from_u128(7)));
        let student = StudentId(Uuid::from_u128(8));
        assert_eq!(scope("national").unwrap(), Of::National);
        assert_eq!(
            scope(&names::of_student(student)).unwrap(),
            Of::Student(student)
        );
        assert_eq!(
            scope(&names::of_establishment(uai)).unwrap(),
            Of::Establishment(uai)
        );
        assert_eq!(
            scope(&names::of_class(uai, class)).unwrap(),
            Of::Class(uai, class)
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for name in [
            "",
            "national/",
            "students",
            "students/x",
            "hosts/1",
            "establishments/1/staff/2",
        ] {
            let refused = scope(name);
            assert!(
                matches!(refused, Err(Failure::BadInput { field: "scope", .. })),
                "{name}"
            );
        }
    }
}
