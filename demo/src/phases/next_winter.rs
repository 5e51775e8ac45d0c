//! Winter of the next school year, for those who look at the campaign in the end: weeks of spring are
//! chosen and offered, and pupils who have no placement wait for answers.
use std::sync::Arc;

use domain::calendar::Week;
use domain::ids::OfferId;
use domain::principal::Principal;
use domain::reference::departments;
use domain::reference::holidays::{WeekStatus, builtin};
use proto::v1;

use super::applying::{Applicant, apply};
use super::next_year::{NextYear, copy_offers};
use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Half;
use demo_plan::seed::{happens, some_of};
use wire::names as resource;

const ROUND: &str = "next winter";

/// A college with its weeks of spring.
#[derive(Clone)]
struct Spring {
    college: usize,
    autumn: Vec<Week>,
    spring: Vec<Week>,
}

/// Plays it from Christmas on.
pub async fn play(
    campaign: &Arc<Campaign>,
    next: &NextYear,
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let colleges = springs(campaign, next);
    choose(campaign, next, &colleges).await?;
    copy(campaign, next, &colleges, offers).await?;
    let applicants = next.pupils.iter().filter(|(_, one)| one.access);
    let applicants = applicants.filter_map(|(pupil, one)| {
        let mut dice = campaign.dice(format_args!("{ROUND}: {pupil}"));
        let college = campaign.plan.classes[campaign.plan.pupils[*pupil]].college;
        let of = colleges.iter().find(|one| one.college == college)?;
        happens(&mut dice, 60).then(|| Applicant {
            pupil: *pupil,
            student: one.student,
            wants: (1, 3),
            weeks: of.spring.iter().copied().collect(),
        })
    });
    let span = next.cast.span((12, 23), (12, 24));
    apply(campaign, span, ROUND, applicants.collect()).await
}

fn springs(campaign: &Campaign, next: &NextYear) -> Vec<Spring> {
    let mut springs: Vec<Spring> = vec![];
    for one in &next.cast.moving {
        let college = campaign.plan.classes[one.class].college;
        if springs.iter().any(|spring| spring.college == college) {
            continue;
        }
        let listed = &campaign.plan.colleges[college].listed;
        let zone = departments::find(listed.department).and_then(|found| found.holiday_zone);
        let holidays = zone
            .map(|zone| builtin(zone, next.year))
            .unwrap_or_default();
        let open = next
            .cast
            .season
            .weeks(Half::Spring, &holidays, WeekStatus::Open);
        let mut dice = campaign.dice(format_args!("{ROUND}: weeks of {}", listed.uai));
        let mut spring = some_of(&mut dice, &open, 3);
        spring.sort_unstable();
        springs.push(Spring {
            college,
            autumn: one.weeks.clone(),
            spring,
        });
    }
    springs
}

async fn choose(
    campaign: &Arc<Campaign>,
    next: &NextYear,
    colleges: &[Spring],
) -> Result<(), DemoError> {
    let year = next.year.to_string();
    let these = colleges.iter().cloned();
    let these = these.map(|one| (next.cast.head(campaign, one.college), one, year.clone()));
    let one = |campaign: Arc<Campaign>, (head, one, year): (Principal, Spring, String)| async move {
        let uai = campaign.plan.colleges[one.college].listed.uai;
        let weeks = one.autumn.iter().chain(&one.spring);
        let message = v1::ChooseWeeksRequest {
            etag: String::new(),
            request_id: campaign.request(format_args!("{ROUND}: weeks of {uai}")),
            name: resource::of_establishment(uai),
            school_year: year,
            weeks: weeks.map(ToString::to_string).collect(),
        };
        campaign.calls.ask(head, message).await?;
        Ok(())
    };
    let span = next.cast.span((12, 22), (12, 22));
    campaign
        .play("heads choose weeks of spring", span, these.collect(), one)
        .await?;
    Ok(())
}

async fn copy(
    campaign: &Arc<Campaign>,
    next: &NextYear,
    colleges: &[Spring],
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let planned = campaign.plan.offers.iter().zip(offers).enumerate();
    let these = planned.filter_map(|(number, (offer, id))| {
        let of = colleges.iter().find(|one| one.college == offer.college)?;
        let copies = offer.group.is_none() && !offer.reserved;
        copies.then(|| (number, offer.host, *id, of.spring.clone()))
    });
    let span = next.cast.span((12, 22), (12, 23));
    copy_offers(
        campaign,
        "hosts copy offers for spring",
        span,
        these.collect(),
    )
    .await
}
