//! The campaign is steered: targets are fixed, academic directors meet the heads and report what is
//! difficult.
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::DepartmentCode;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use demo_plan::seed::happens;

/// The committee fixes what is aimed at: ten offers for each college, by halves, in each department
/// and in the country.
pub async fn fix_targets(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let fix = |campaign: Arc<Campaign>, ()| async move {
        let plan = &campaign.plan;
        let mut offers: BTreeMap<String, u32> = BTreeMap::new();
        for college in &plan.colleges {
            let department = format!("departments/{}", college.listed.department);
            *offers.entry(department).or_default() += 10;
        }
        offers.insert("national".to_owned(), offers.values().sum());
        let rows = offers.into_iter().map(|(territory, all)| v1::FixedTargets {
            territory,
            school_year: plan.season.year.to_string(),
            targets: Some(v1::Targets {
                public_offers: all / 2,
                private_offers: all - all / 2,
                placements: 0,
            }),
        });
        let message = v1::FixTargetsRequest {
            request_id: campaign.request("targets"),
            rows: rows.collect(),
        };
        let answer = campaign.calls.ask(plan.committee(), message).await?;
        let refused = answer.rows.iter().find_map(|row| row.refusal.as_ref());
        match refused {
            None => Ok(()),
            Some(why) => Err(DemoError::Misunderstood(why.message_en.clone())),
        }
    };
    campaign
        .play("the committee fixes targets", span, vec![()], fix)
        .await?;
    Ok(())
}

/// The academic directors have met the heads of their departments; some report a difficulty.
pub async fn meet_heads(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let mut colleges: BTreeMap<DepartmentCode, u32> = BTreeMap::new();
    for college in &campaign.plan.colleges {
        *colleges.entry(college.listed.department).or_default() += 1;
    }
    let departments = colleges.into_iter().collect();
    campaign
        .play("academic directors meet the heads", span, departments, meet)
        .await?;
    Ok(())
}

async fn meet(
    campaign: Arc<Campaign>,
    (department, colleges): (DepartmentCode, u32),
) -> Result<(), DemoError> {
    let plan = &campaign.plan;
    let director = plan.academic_director(department);
    let territory = format!("departments/{department}");
    let message = v1::RecordMeetingRequest {
        request_id: campaign.request(format_args!("meeting of {department}")),
        territory: territory.clone(),
        details: Some(v1::MeetingDetails {
            kind: v1::MeetingKind::Heads.into(),
            held_date: format!("{}-09-15", plan.season.year.first_year()),
            hosts: 0,
            colleges,
        }),
    };
    campaign.calls.ask(director, message).await?;
    if happens(
        &mut campaign.dice(format_args!("difficulty of {department}")),
        30,
    ) {
        let message = v1::ReportDifficultyRequest {
            request_id: campaign.request(format_args!("difficulty of {department}")),
            territory,
            kind: v1::DifficultyKind::FewOffers.into(),
            words: "Trop peu d'offres à portée des collèges.".to_owned(),
        };
        campaign.calls.ask(director, message).await?;
    }
    Ok(())
}
