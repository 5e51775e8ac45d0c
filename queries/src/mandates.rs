//! Representatives of the State: offices and territories, no names (SPEC 6, DSH-4).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::RepresentativeId;
use domain::mandate::MandateState;
use domain::principal::Principal;
use proto::v1;

use super::{QueryService, pages, permits};
use wire::mandates::{of_mandate, of_office};
use wire::names;

const LIST: &str = "representatives";

/// Every mandate that was ever given, or those of a territory, by id.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_representatives(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListRepresentativesRequest,
) -> Result<v1::ListRepresentativesResponse, Failure> {
    let action = Action::ListRepresentatives;
    service.check_role(caller, action)?;
    let size = pages::size(message.page_size)?;
    let after: Option<RepresentativeId> = pages::cursor(LIST, &message.page_token)?;
    let territory: Option<Territory> = match message.territory.as_str() {
        "" => None,
        name => Some(names::territory("territory", name)?),
    };
    let lies_there = |state: &MandateState| {
        let of = state.given().map(|(office, _)| of_office(office).1);
        territory.is_none() || of == territory
    };
    service.wait_until_applied(message.min_position).await?;
    let (position, mut rows) = service.engine.read(|folds| {
        let entities = folds.entities();
        match territory {
            Some(territory) => permits::about_territory(entities, caller, action, territory)?,
            None => permits::in_general(entities, caller, action)?,
        }
        let rest = entities
            .mandates()
            .filter(|(id, state)| after.is_none_or(|after| *id > after) && lies_there(state));
        // One more than the page tells whether there is another.
        let rows = rest.take(size.saturating_add(1));
        let rows: Vec<_> = rows.map(|(id, state)| (id, state.clone())).collect();
        Ok::<_, Failure>((folds.position().0, rows))
    })?;
    let next = pages::cut(&mut rows, size, |(id, _)| *id);
    let representatives = rows.iter().filter_map(|(id, state)| of_mandate(*id, state));
    Ok(v1::ListRepresentativesResponse {
        position,
        representatives: representatives.collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}
