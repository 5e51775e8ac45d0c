//! Representatives of the State: offices and territories, no names (SPEC 6).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::RepresentativeId;
use domain::principal::Principal;
use proto::v1;

use super::{Reads, pages};
use wire::mandates::of_mandate;

const LIST: &str = "representatives";

/// Every mandate that was ever given, by id.
pub async fn list_representatives(
    reads: &Reads,
    caller: &Principal,
    message: v1::ListRepresentativesRequest,
) -> Result<v1::ListRepresentativesResponse, Failure> {
    let action = Action::ListRepresentatives;
    reads.admit(caller, action)?;
    let size = pages::size(message.page_size)?;
    let after: Option<RepresentativeId> = pages::cursor(LIST, &message.page_token)?;
    let look = |entities: &projections::entities::EntityIndex| {
        let rest = entities
            .mandates()
            .filter(|(id, _)| after.is_none_or(|after| *id > after));
        // One more than the page tells whether there is another.
        rest.take(size.saturating_add(1))
            .map(|(id, state)| (id, *state))
            .collect::<Vec<_>>()
    };
    let (position, mut rows) = reads
        .glance(caller, action, message.min_position, look)
        .await?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|(id, _)| *id);
    let representatives = rows.iter().filter_map(|(id, state)| of_mandate(*id, state));
    Ok(v1::ListRepresentativesResponse {
        position,
        representatives: representatives.collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}
