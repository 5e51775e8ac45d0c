//! Partner associations, what they are assigned to and what they do (DSH-7). Who answers for one is not told.
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::{ActivityId, PartnerId};
use domain::partner::{Activity, Assignment, PartnerState, Reach, RecordedActivity};
use domain::principal::Principal;
use projections::entities::EntityIndex;
use proto::v1;

use super::pages::Page;
use super::{QueryService, pages, permits};
use wire::mandates::{of_assignment, of_partner};
use wire::{campaigns, names};

const LIST: &str = "partners";
const ACTIVITIES: &str = "activities";

/// The partners of a territory, by id: those named within it, and those named nationally with what they
/// look after there; for the whole country, all of them.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_partners(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListPartnersRequest,
) -> Result<v1::ListPartnersResponse, Failure> {
    let action = Action::ListPartners;
    service.check_role(caller, action)?;
    let territory = names::territory("territory", &message.territory)?;
    let size = pages::size(message.page_size)?;
    let after: Option<PartnerId> = pages::cursor(LIST, &message.page_token)?;
    service.wait_until_applied(message.min_position).await?;
    let (position, mut rows) = service.engine.read(|folds| {
        let entities = folds.entities();
        permits::about_territory(entities, caller, action, territory)?;
        let rest = entities
            .partners()
            .filter(|(id, _)| after.is_none_or(|after| *id > after))
            .filter(|(_, state)| is_within(state, territory));
        // One more than the page tells whether there is another.
        let rows: Vec<(PartnerId, v1::Partner)> = rest
            .filter_map(|(id, state)| Some((id, shown(entities, id, state, Some(territory))?)))
            .take(size.saturating_add(1))
            .collect();
        Ok::<_, Failure>((folds.position().0, rows))
    })?;
    let next = pages::cut(&mut rows, size, |(id, _)| *id);
    Ok(v1::ListPartnersResponse {
        position,
        partners: rows.into_iter().map(|(_, partner)| partner).collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}

/// A partner with what it is assigned to; one named nationally, in the caller's territory.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_partner(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetPartnerRequest,
) -> Result<v1::GetPartnerResponse, Failure> {
    let action = Action::GetPartner;
    service.check_role(caller, action)?;
    let partner = names::partner("name", &message.name)?;
    service.wait_until_applied(message.min_position).await?;
    service.engine.read(|folds| {
        let entities = folds.entities();
        permits::about_partner(entities, caller, action, partner)?;
        let state = entities.partner(partner).ok_or(Failure::NotFound)?;
        Ok(v1::GetPartnerResponse {
            position: folds.position().0,
            partner: shown(entities, partner, state, Territory::of(caller)),
        })
    })
}

/// What a partner did in the caller's territory, the last day first.
///
/// # Errors
/// As [`get_partner`].
pub async fn list_activities(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListActivitiesRequest,
) -> Result<v1::ListActivitiesResponse, Failure> {
    let action = Action::ListActivities;
    service.check_role(caller, action)?;
    let partner = names::partner("name", &message.name)?;
    let page = Page::asked(ACTIVITIES, message.page_size, &message.page_token)?;
    service.wait_until_applied(message.min_position).await?;
    service.engine.read(|folds| {
        let entities = folds.entities();
        permits::about_partner(entities, caller, action, partner)?;
        let state = entities.partner(partner).ok_or(Failure::NotFound)?;
        let own = Territory::of(caller);
        let there = state
            .activities()
            .filter(|(_, recorded, _)| own.is_none_or(|own| own.holds(recorded.department)));
        let mut rows: Vec<(ActivityId, RecordedActivity, Activity)> = there.collect();
        rows.sort_by_key(|(id, _, told)| (std::cmp::Reverse(told.on), *id));
        let (rows, next_page_token) = page.split(rows)?;
        let activities = rows.into_iter().map(|(id, recorded, told)| v1::Activity {
            name: names::of_activity(partner, id),
            assignment: of_assignment(recorded.about),
            department: names::of_territory(Territory::Department(recorded.department)),
            school_year: recorded.school_year.to_string(),
            details: Some(campaigns::of_activity(told)),
        });
        Ok(v1::ListActivitiesResponse {
            position: folds.position().0,
            activities: activities.collect(),
            next_page_token,
        })
    })
}

/// One named nationally takes part everywhere.
fn is_within(partner: &PartnerState, territory: Territory) -> bool {
    match partner.reach() {
        Some(Reach::National) => true,
        Some(Reach::Department(code)) => territory.holds(code),
        None => false,
    }
}

/// A partner as those of a territory see it: of what one named nationally looks after, what lies there.
fn shown(
    entities: &EntityIndex,
    partner: PartnerId,
    state: &PartnerState,
    territory: Option<Territory>,
) -> Option<v1::Partner> {
    let whole = match state.reach() {
        Some(Reach::Department(_)) | None => true,
        Some(Reach::National) => false,
    };
    of_partner(partner, state, |assignment| {
        whole || territory.is_none_or(|territory| lies_in(entities, assignment, territory))
    })
}

/// Whether a college lies in a territory, or a host has offered something there.
fn lies_in(entities: &EntityIndex, assignment: Assignment, territory: Territory) -> bool {
    if territory == Territory::National {
        return true;
    }
    match assignment {
        Assignment::Establishment(uai) => {
            let college = entities.establishment(uai);
            let listing = college.and_then(|college| college.state.listing());
            listing.is_some_and(|listing| territory.holds(listing.department))
        }
        Assignment::Host(siret) => entities.host(siret).is_some_and(|host| {
            let mut offers = host.offers.iter();
            offers.any(|number| {
                let offer = entities.offer_row(*number);
                offer.is_some_and(|offer| territory.holds(offer.department))
            })
        }),
    }
}
