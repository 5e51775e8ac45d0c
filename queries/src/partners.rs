//! Partner associations and what they are assigned to (DSH-7). Who answers for one is not told.
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::PartnerId;
use domain::partner::{PartnerState, Reach};
use domain::principal::Principal;
use domain::reference::departments;
use proto::v1;

use super::{QueryService, pages, permits};
use wire::mandates::of_partner;
use wire::names;

const LIST: &str = "partners";

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
        let rows: Vec<(PartnerId, PartnerState)> = rest
            .take(size.saturating_add(1))
            .map(|(id, state)| (id, state.clone()))
            .collect();
        Ok::<_, Failure>((folds.position().0, rows))
    })?;
    let next = pages::cut(&mut rows, size, |(id, _)| *id);
    let partners = rows.iter().filter_map(|(id, state)| of_partner(*id, state));
    Ok(v1::ListPartnersResponse {
        position,
        partners: partners.collect(),
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
