//! What a local platform fed in, as it sees that itself, and what is pointed out as likely the same
//! (OFF-8).
use std::sync::Arc;

use domain::principal::Principal;
use proto::v1;

use crate::campaign::Campaign;
use crate::checks::{Check, rarely};
use crate::error::DemoError;

const PAGE: i32 = 200;

/// The first page of both: `items` were fed in.
///
/// # Errors
/// As the server says.
pub async fn duplicates(
    campaign: &Arc<Campaign>,
    partner: Principal,
    items: u32,
) -> Result<Vec<Check>, DemoError> {
    let message = v1::ListPooledOffersRequest {
        page_size: PAGE,
        min_position: campaign.calls.position(),
        ..Default::default()
    };
    let listed = campaign.calls.ask(partner, message).await?.offers;
    let listed = u64::try_from(listed.len()).unwrap_or(u64::MAX);
    let expected = u64::from(items).min(u64::from(PAGE.unsigned_abs()));
    let title = "offers that a platform fed in, as it lists them";
    let mut checks = vec![rarely(title, expected, listed)];
    let message = v1::ListLikelyDuplicatesRequest {
        page_size: PAGE,
        min_position: campaign.calls.position(),
        ..Default::default()
    };
    let likely = campaign.calls.ask(partner, message).await?.duplicates;
    // It feeds in what hosts deposited themselves, under nearly the same title.
    let own = likely.iter().filter(|one| {
        let sides = [&one.first, &one.second].into_iter().flatten();
        sides.filter(|side| side.identifier.is_empty()).count() == 1
    });
    let title = "a platform's offers are likely the same as others";
    let found = u64::from(own.count() > 0);
    checks.push(rarely(title, u64::from(items > 0), found));
    Ok(checks)
}
