//! A college outside priority education takes part by a waiver: the head asks, the prefect and the
//! academic director agree, for this school year and the next (EST-2).
use domain::establishment::Network;
use domain::principal::Principal;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use wire::names as resource;

/// Nothing happens where the college needs none.
pub(super) async fn waive(campaign: &Campaign, college: usize) -> Result<(), DemoError> {
    let (plan, calls) = (&campaign.plan, &campaign.calls);
    let listed = &plan.colleges[college].listed;
    if listed.network != Network::None {
        return Ok(());
    }
    let (uai, department) = (listed.uai, listed.department);
    let name = resource::of_establishment(uai);
    let prefect = plan.seed.id(format_args!("prefect of {department}"));
    let authorities = [
        ("prefect", Principal::prefect(prefect, department)),
        ("director", plan.academic_director(department)),
    ];
    for year in [plan.season.year, plan.season.year.next()] {
        let message = v1::RequestWaiverRequest {
            request_id: campaign.request(format_args!("waiver {year} of {uai}")),
            name: name.clone(),
            school_year: year.to_string(),
            reason: "Un élève sur trois vit dans un quartier prioritaire.".to_owned(),
        };
        calls.ask(plan.head(college), message).await?;
        for (who, authority) in authorities {
            let message = v1::AgreeToWaiverRequest {
                request_id: campaign.request(format_args!("{who} waives {year} of {uai}")),
                name: name.clone(),
                school_year: year.to_string(),
                reason: "Les élèves en ont besoin.".to_owned(),
            };
            calls.ask(authority, message).await?;
        }
    }
    Ok(())
}
