//! What the dashboards show in the end, asked as those who may see them.
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::Uai;
use domain::principal::Principal;
use domain::reference::departments;
use domain::reference::{academies, regions::RegionCode};
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::figures::Figures;
use crate::recount::STATES;
use demo_plan::season::Span;
use wire::names as resource;

/// Colleges among which a pupil with much to tell is looked for.
const FEW: usize = 20;
/// Facts of an authorisation that went as it should: handed, recorded, opened.
const ORDINARY: usize = 3;

/// All of them, at the same position.
pub struct Dashboards {
    /// Of the country.
    pub national: v1::TerritoryDashboard,
    /// Of each region in which anything was counted.
    pub regions: Vec<v1::TerritoryDashboard>,
    /// Of each academy in which anything was counted.
    pub academies: Vec<v1::TerritoryDashboard>,
    /// Of each department in which anything was counted.
    pub departments: Vec<v1::TerritoryDashboard>,
    /// Of each college.
    pub establishments: Vec<v1::EstablishmentFollowUp>,
    /// Of one class.
    pub class: v1::ClassFollowUp,
    /// The authorisations of one pupil, the one with most to tell.
    pub trail: Vec<v1::AuthorisationTrailEntry>,
}

/// Reads them all; the follow-ups also of colleges beside those of the plan, as their heads.
pub async fn read(
    campaign: &Arc<Campaign>,
    classes: &[String],
    beside: &[(Uai, Principal)],
) -> Result<Dashboards, DemoError> {
    let today = campaign.plan.season.span((5, 20), (5, 20));
    let departments = departments::all()
        .iter()
        .map(|one| format!("departments/{}", one.code));
    let regions = RegionCode::all().map(|code| format!("regions/{code}"));
    let academies = academies::all().map(|code| format!("academies/{code}"));
    let names = departments
        .chain(regions)
        .chain(academies)
        .chain(["national".to_owned()]);
    let one = |campaign: Arc<Campaign>, name: String| async move {
        let min_position = campaign.calls.position();
        let message = v1::GetTerritoryDashboardRequest {
            name,
            min_position,
            ..Default::default()
        };
        let answer = campaign
            .calls
            .ask(campaign.plan.committee(), message)
            .await?;
        answer
            .dashboard
            .ok_or_else(|| DemoError::Misunderstood("no dashboard".into()))
    };
    let shown = campaign
        .play(
            "the committee reads all dashboards",
            today,
            names.collect(),
            one,
        )
        .await?;
    let of = |kind: &str| -> Vec<v1::TerritoryDashboard> {
        let of_kind = shown.iter().filter(|one| one.name.starts_with(kind));
        of_kind
            .filter(|one| !Figures::from(*one).is_empty())
            .cloned()
            .collect()
    };
    let establishments = follow_ups(campaign, today, beside).await?;
    Ok(Dashboards {
        national: of("national").pop().unwrap_or_default(),
        regions: of("regions/"),
        academies: of("academies/"),
        departments: of("departments/"),
        establishments,
        class: class(campaign, classes).await?,
        trail: trail(campaign).await?,
    })
}

async fn follow_ups(
    campaign: &Arc<Campaign>,
    span: Span,
    beside: &[(Uai, Principal)],
) -> Result<Vec<v1::EstablishmentFollowUp>, DemoError> {
    let colleges = campaign.plan.colleges.iter().enumerate();
    let planned = colleges.map(|(n, college)| (college.listed.uai, campaign.plan.head(n)));
    let colleges = planned.chain(beside.iter().copied()).collect();
    let one = |campaign: Arc<Campaign>, (uai, head): (Uai, Principal)| async move {
        let message = v1::GetEstablishmentFollowUpRequest {
            establishment: resource::of_establishment(uai),
            min_position: campaign.calls.position(),
            ..Default::default()
        };
        let answer = campaign.calls.ask(head, message).await?;
        answer
            .follow_up
            .ok_or_else(|| DemoError::Misunderstood("no follow-up".into()))
    };
    campaign
        .play("heads read their follow-ups", span, colleges, one)
        .await
}

/// The first class, as its main teacher sees it.
async fn class(campaign: &Campaign, classes: &[String]) -> Result<v1::ClassFollowUp, DemoError> {
    let message = v1::GetClassFollowUpRequest {
        class: classes.first().cloned().unwrap_or_default(),
        min_position: campaign.calls.position(),
        ..Default::default()
    };
    let answer = campaign
        .calls
        .ask(campaign.plan.teacher(0), message)
        .await?;
    answer
        .follow_up
        .ok_or_else(|| DemoError::Misunderstood("no follow-up".into()))
}

/// The trail of the pupil with most to tell in the first college where somebody has more to tell
/// than most, as the head sees it.
async fn trail(campaign: &Campaign) -> Result<Vec<v1::AuthorisationTrailEntry>, DemoError> {
    let mut longest = vec![];
    for college in 0..campaign.plan.colleges.len().min(FEW) {
        let of_college = campaign.plan.colleges[college].listed.uai;
        let entries =
            whole_trail(campaign, college, resource::of_establishment(of_college)).await?;
        let mut of_pupils: BTreeMap<String, Vec<v1::AuthorisationTrailEntry>> = BTreeMap::new();
        for entry in entries {
            of_pupils
                .entry(entry.student.clone())
                .or_default()
                .push(entry);
        }
        let first = of_pupils
            .into_values()
            .rev()
            .max_by_key(Vec::len)
            .unwrap_or_default();
        if first.len() > longest.len() {
            longest = first;
        }
        if longest.len() > ORDINARY {
            break;
        }
    }
    Ok(longest)
}

async fn whole_trail(
    campaign: &Campaign,
    college: usize,
    scope: String,
) -> Result<Vec<v1::AuthorisationTrailEntry>, DemoError> {
    let min_position = campaign.calls.position();
    let mut asked = v1::ListAuthorisationTrailRequest {
        scope,
        min_position,
        page_size: 200,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let mut entries = vec![];
    loop {
        let head = campaign.plan.head(college);
        let page = campaign.calls.ask(head, asked.clone()).await?;
        entries.extend(page.entries);
        if page.next_page_token.is_empty() {
            return Ok(entries);
        }
        asked.page_token = page.next_page_token;
    }
}

/// Pupils, and applications and placements by state, of all these colleges together.
pub fn sum_of(follow_ups: &[v1::EstablishmentFollowUp]) -> Figures {
    let mut sum = Figures::default();
    for follow_up in follow_ups {
        let totals = follow_up.totals.unwrap_or_default();
        let asked = totals.application_counts.unwrap_or_default();
        let placed = totals.placement_counts.unwrap_or_default();
        let numbers = [
            asked.pending,
            asked.under_examination,
            asked.accepted,
            asked.declined,
            asked.withdrawn,
            asked.expired,
            placed.placed,
            placed.cancelled_by_pupil,
            placed.cancelled_by_host,
            placed.cancelled_by_college,
            placed.completed,
            placed.missed,
        ];
        sum.add("students".to_owned(), totals.students);
        for (state, number) in STATES.iter().zip(numbers) {
            sum.add((*state).to_owned(), number);
        }
    }
    sum
}
