//! Partner associations and what they are assigned to (DSH-7). Who answers for one is not told.
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::PartnerId;
use domain::partner::{PartnerState, Reach};
use domain::principal::Principal;
use domain::reference::departments;
use proto::v1;

use super::{Reads, pages, permits};
use wire::mandates::of_partner;
use wire::names;

const LIST: &str = "partners";

/// The partners named within a territory, by id; for the whole country, all of them.
pub async fn list_partners(
    reads: &Reads,
    caller: &Principal,
    message: v1::ListPartnersRequest,
) -> Result<v1::ListPartnersResponse, Failure> {
    let action = Action::ListPartners;
    reads.admit(caller, action)?;
    let territory = names::territory("territory", &message.territory)?;
    let size = pages::size(message.page_size)?;
    let after: Option<PartnerId> = pages::cursor(LIST, &message.page_token)?;
    reads.reached(message.min_position).await?;
    let (position, mut rows) = reads.engine.read(|folds| {
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
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|(id, _)| *id);
    let partners = rows.iter().filter_map(|(id, state)| of_partner(*id, state));
    Ok(v1::ListPartnersResponse {
        position,
        partners: partners.collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}

/// A partner with what it is assigned to.
pub async fn get_partner(
    reads: &Reads,
    caller: &Principal,
    message: v1::GetPartnerRequest,
) -> Result<v1::GetPartnerResponse, Failure> {
    let action = Action::GetPartner;
    reads.admit(caller, action)?;
    let partner = names::partner("name", &message.name)?;
    reads.reached(message.min_position).await?;
    reads.engine.read(|folds| {
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
    let lies_in = |within: fn(&departments::Department, Territory) -> bool| {
        department.is_some_and(|department| within(department, territory))
    };
    match territory {
        Territory::National => true,
        Territory::Department(_) => {
            lies_in(|department, asked| asked == Territory::Department(department.code))
        }
        Territory::Region(_) => {
            lies_in(|department, asked| asked == Territory::Region(department.region))
        }
        Territory::Academy(_) => {
            lies_in(|department, asked| asked == Territory::Academy(department.academy))
        }
    }
}
