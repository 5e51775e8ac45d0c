//! Who one is, in which capacities, and what is one's own (SPEC 6, STU-4).
mod belongings;
mod standing;

use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{HostPersonId, PartnerId, RepresentativeId, StaffId, StudentId};
use domain::principal::{Principal, Role, Scope};
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;
use vault::PersonId;

use super::QueryService;
use super::events::Events;
use super::opening::{PupilKeys, full_name};
use super::pages::Page;
use super::response_context::QueryContext;
use belongings::{Belonging, Called};
use wire::{enums, names};

const LIST: &str = "belongings";

/// Who the caller is, what they may act as, and what is theirs.
///
/// # Errors
/// `BadInput`, `NotFound` for who was erased; `Unavailable` where a store or a fold does not answer
/// in time.
pub async fn get_me(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetMeRequest,
) -> Result<v1::GetMeResponse, Failure> {
    let caller = context.caller;
    service.check_role(&caller, Action::GetMe)?;
    let page = Page::asked(LIST, message.page_size, &message.page_token)?;
    let accounts = service
        .accounts
        .capacities_beside(PersonId(caller.id()))
        .await;
    let accounts = accounts.map_err(|error| Failure::Unavailable(error.to_string()))?;
    service.wait_until_applied(message.min_position).await?;
    let (position, found) = service
        .engine
        .read(|folds| Found::of(service, folds, &caller, &accounts, page))?;

    let response = service.response_context(*context, position);
    let named = found
        .capacities
        .iter()
        .filter_map(|own| own.called.pointed());
    let named = named.chain(
        found
            .belongings
            .iter()
            .filter_map(|own| own.called.pointed()),
    );
    let events = response.events(named).await?;
    let pupils = found.capacities.iter().filter_map(|own| own.called.pupil());
    let keys = response.keys_of_pupils(Action::GetMe, pupils).await?;
    let mut capacities = found.capacities.iter().map(|own| {
        Ok::<_, Failure>(v1::OwnCapacity {
            capacity: Some(capacity_of(&own.principal)),
            display_name: called(&events, &keys, &own.called)?,
            state: own.state.into(),
        })
    });
    let present = capacities.next().transpose()?;
    let others = capacities.collect::<Result<_, _>>()?;
    let belongings = found.belongings.iter().map(|own| {
        Ok::<_, Failure>(v1::Belonging {
            name: own.name.clone(),
            display_name: called(&events, &keys, &own.called)?,
            school_year: own
                .school_year
                .map(|year| year.to_string())
                .unwrap_or_default(),
        })
    });
    Ok(v1::GetMeResponse {
        position: position.0,
        quality: enums::of_actor(Some(caller.role())).into(),
        name: name_of(&caller),
        present,
        others,
        belongings: belongings.collect::<Result<_, _>>()?,
        next_page_token: found.next,
    })
}

/// What the folds tell.
struct Found {
    /// The present one first.
    capacities: Vec<Own>,
    belongings: Vec<Belonging>,
    next: String,
}

struct Own {
    principal: Principal,
    state: v1::CapacityState,
    called: Called,
}

impl Found {
    fn of(
        service: &QueryService,
        folds: &Folds,
        caller: &Principal,
        accounts: &[String],
        page: Page,
    ) -> Result<(Position, Self), Failure> {
        let entities = folds.entities();
        if entities.is_erased(caller.id()) {
            return Err(Failure::NotFound);
        }
        let others = accounts
            .iter()
            .filter_map(|capacity| serde_json::from_str::<Principal>(capacity).ok())
            .filter(|other| other != caller && !entities.is_erased(other.id()));
        let own = |principal: Principal| Own {
            state: standing::of(service, entities, &principal),
            called: belongings::called(entities, &principal),
            principal,
        };
        let present = own(*caller);
        let all = match present.state {
            v1::CapacityState::Active => belongings::of(entities, caller),
            _ => vec![],
        };
        let next = page.next(all.len())?;
        let found = Self {
            capacities: std::iter::once(present).chain(others.map(own)).collect(),
            belongings: page.of(all),
            next,
        };
        Ok((folds.position(), found))
    }
}

/// What something is called, opened where it is a pupil's name.
fn called(events: &Events, keys: &PupilKeys, told: &Called) -> Result<String, Failure> {
    match told {
        Called::Text(text) => Ok(text.clone()),
        Called::Title(terms) => Ok(events.terms(*terms)?.title.to_string()),
        Called::Pupil(student, identity) => {
            Ok(full_name(&keys.student(events, *student, *identity)?))
        }
    }
}

/// A capacity, as a session tells it.
fn capacity_of(principal: &Principal) -> v1::Capacity {
    v1::Capacity {
        person_id: principal.id().to_string(),
        role: principal.role().name().to_owned(),
        scope: names::of_scope(principal),
    }
}

/// The resource name of a caller.
fn name_of(caller: &Principal) -> String {
    let id = caller.id();
    match (caller.role(), caller.scope()) {
        (Role::Pupil, _) => names::of_student(StudentId(id)),
        (Role::Guardian, _) => caller
            .as_guardian()
            .map(|(guardian, _)| names::of_guardian(guardian))
            .unwrap_or_default(),
        (_, Scope::Establishment(college)) => names::of_staff(college, StaffId(id)),
        (_, Scope::Host(host)) => names::of_host_person(host, HostPersonId(id)),
        (Role::Partner, _) => names::of_partner(PartnerId(id)),
        (Role::Operator, _) => String::new(),
        (_, _) => names::of_representative(RepresentativeId(id)),
    }
}

/// The child of a guardian, where the guardian still is one.
fn child_of(entities: &EntityIndex, caller: &Principal) -> Option<StudentId> {
    let (guardian, student) = caller.as_guardian()?;
    entities.is_guardian(student, guardian).then_some(student)
}
