//! Representatives of the State: offices and territories, no names (SPEC 6).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::RepresentativeId;
use domain::principal::Principal;
use projections::entities::EntityIndex;
use proto::v1;

use super::{QueryService, pages};
use wire::mandates::of_mandate;

const LIST: &str = "representatives";

/// Every mandate that was ever given, by id.
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
    let read = |entities: &EntityIndex| {
        let rest = entities
            .mandates()
            .filter(|(id, _)| after.is_none_or(|after| *id > after));
        // One more than the page tells whether there is another.
        rest.take(size.saturating_add(1))
            .map(|(id, state)| (id, *state))
            .collect::<Vec<_>>()
    };
    let (position, mut rows) = service
        .read_entities(caller, action, message.min_position, read)
        .await?;
    let next = pages::cut(&mut rows, size, |(id, _)| *id);
    let representatives = rows.iter().filter_map(|(id, state)| of_mandate(*id, state));
    Ok(v1::ListRepresentativesResponse {
        position,
        representatives: representatives.collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}
