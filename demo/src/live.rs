//! The dashboard of the country as it moves, beside the progress bar.
use std::sync::Arc;

use proto::v1;
use tokio::task::JoinHandle;

use crate::campaign::Campaign;
use crate::screen::thousands;

/// Watches it until aborted, or until the server ends the watch.
pub fn watch(campaign: &Arc<Campaign>) -> JoinHandle<()> {
    let campaign = campaign.clone();
    tokio::spawn(async move {
        let message = v1::WatchTerritoryDashboardRequest {
            school_year: "all".to_owned(),
            name: "national".to_owned(),
            ..Default::default()
        };
        let watched = campaign
            .calls
            .watch(campaign.plan.committee(), message)
            .await;
        let Ok(mut dashboards) = watched else { return };
        while let Ok(Some(moved)) = dashboards.message().await {
            campaign
                .screen
                .show_live(in_one_line(&moved.dashboard.unwrap_or_default()));
        }
    })
}

fn in_one_line(of: &v1::TerritoryDashboard) -> String {
    let all = |of: Option<v1::GenderCounts>| {
        let of = of.unwrap_or_default();
        thousands(of.girls + of.boys + of.not_stated)
    };
    let offers =
        of.public_offers.unwrap_or_default().offers + of.private_offers.unwrap_or_default().offers;
    format!(
        "offers {} · applications {} · placements {} · completed {}",
        thousands(offers),
        all(of.applications),
        all(of.placements),
        all(of.completed),
    )
}
