//! Partner associations, what they are assigned to and what they do (DSH-7). Who answers for one is not told.
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::{ActivityId, PartnerId};
use domain::partner::{Activity, PartnerState, Reach, RecordedActivity};
use domain::principal::Principal;
use domain::reference::departments;
use proto::v1;

use super::pages::Page;
use super::{QueryService, pages, permits};
use wire::mandates::{of_assignment, of_partner};
use wire::{campaigns, names};

const LIST: &str = "partners";
const ACTIVITIES: &str = "activities";

/// The partners named within a territory, by id; for the whole country, all of them.
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
            .filter_map(|(id, state)| Some((id, of_partner(id, state)?)))
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

/// A partner with what it is assigned to.
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
            partner: of_partner(partner, state),
        })
    })
}

/// What a partner did, the last day first.
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
        let mut rows: Vec<(ActivityId, RecordedActivity, Activity)> = state.activities().collect();
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

fn is_within(partner: &PartnerState, territory: Territory) -> bool {
    let department = match partner.reach() {
        Some(Reach::Department(code)) => departments::find(code),
        Some(Reach::National) | None => None,
    };
    match territory {
        Territory::National => true,
        Territory::Department(code) => department.is_some_and(|lies| lies.code == code),
        Territory::Region(code) => department.is_some_and(|lies| lies.region == code),
        Territory::Academy(code) => department.is_some_and(|lies| lies.academy == code),
    }
}
