//! The figures of two school years, each by itself and both together, and whether they agree.
use std::sync::Arc;

use domain::calendar::SchoolYear;
use eventlog::{EventLog, Position};
use projections::recount::recount;
use proto::v1;
use serde_json::Value;

use crate::campaign::Campaign;
use crate::checks::{Check, check};
use crate::error::DemoError;
use crate::figures::{Figures, json_of};
use crate::recount::departments;

/// Both school years, as the committee reads them in the end.
pub struct TwoYears {
    /// Which years.
    pub years: [SchoolYear; 2],
    /// The country's dashboard of each, and of all years.
    pub shown: [v1::TerritoryDashboard; 3],
    /// Whether they agree.
    pub checks: Vec<Check>,
}

/// Figures that add up over the years; a pupil who moves up is counted once over all of them.
const ADD_UP: [&str; 3] = ["applications", "placements", "completed"];

impl TwoYears {
    /// Reads them, and compares: the years with all of them, all of them with the log, and the first
    /// year now with what was shown when it ended.
    pub async fn read(
        campaign: &Arc<Campaign>,
        log: &dyn EventLog,
        next: SchoolYear,
        first_as_it_ended: &v1::TerritoryDashboard,
    ) -> Result<Self, DemoError> {
        let years = [campaign.plan.season.year, next];
        let head = log.head().await?;
        let [first, second, all] = [years[0].to_string(), years[1].to_string(), "all".into()];
        let shown = [
            dashboard(campaign, first, head).await?,
            dashboard(campaign, second, head).await?,
            dashboard(campaign, all, head).await?,
        ];
        let [first, second, all] = shown.each_ref().map(Figures::from);
        let counted: Figures = departments(&recount(log, head).await?)
            .into_values()
            .collect();
        let mut checks = vec![];
        for name in ADD_UP {
            let expected = first.of_all(name) + second.of_all(name);
            let title = format!("two school years add up to all: {name}");
            checks.push(check(title, expected, all.of_all(name)));
            let title = format!("all school years as the log: {name}");
            checks.push(check(title, counted.of_all(name), all.of_all(name)));
        }
        let differing = Figures::from(first_as_it_ended).differing(&first);
        let title = "the first school year stays as it ended: figures that differ".to_owned();
        checks.push(check(title, 0, differing));
        Ok(Self {
            years,
            shown,
            checks,
        })
    }

    /// Each year with its figures.
    pub fn json(&self) -> Value {
        let names = [
            self.years[0].to_string(),
            self.years[1].to_string(),
            "all".into(),
        ];
        let years = names.into_iter().zip(&self.shown);
        years
            .map(|(name, shown)| (name, json_of(shown)))
            .collect::<serde_json::Map<String, Value>>()
            .into()
    }
}

async fn dashboard(
    campaign: &Campaign,
    school_year: String,
    head: Position,
) -> Result<v1::TerritoryDashboard, DemoError> {
    let message = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        min_position: head.0,
        school_year,
        ..Default::default()
    };
    let committee = campaign.plan.committee();
    let answer = campaign.calls.ask(committee, message);
    let answer = answer.await?.dashboard;
    answer.ok_or_else(|| DemoError::Misunderstood("no dashboard".into()))
}
