//! A local platform signs its pooling agreement and feeds offers in of hosts that deposited them here
//! too: what is pointed out as likely the same (OFF-8).
use std::sync::Arc;

use proto::v1;
use proto::v1::feed_offers_request::Part;

use super::hosting;
use super::pooled::duplicates;
use crate::campaign::Campaign;
use crate::checks::Check;
use crate::error::DemoError;
use demo_plan::plan::Deposit;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use domain::ids::RepresentativeId;
use domain::principal::Principal;
use wire::names as resource;

/// How many of a hundred offers the platform has, too.
const ALSO_THERE: u32 = 4;

/// The platform is appointed, signs, and feeds the same in twice; gives what was checked of that.
pub async fn feed(campaign: &Arc<Campaign>, span: Span) -> Result<Vec<Check>, DemoError> {
    let play = |campaign: Arc<Campaign>, ()| async move {
        let partner = sign(&campaign).await?;
        let parts = parts(&campaign);
        let items = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let first = campaign.calls.feed_offers(partner, parts.clone()).await?;
        let again = campaign.calls.feed_offers(partner, parts).await?;
        // Asked again after a failure, it meets what it has fed in.
        if first.deposited + first.unchanged == items && again.unchanged == items {
            duplicates(&campaign, partner, items).await
        } else {
            let refused = first.rows.iter().find_map(|row| row.refusal.as_ref());
            let why = refused.map_or("another count of offers", |why| &why.message_en);
            Err(DemoError::Misunderstood(why.to_owned()))
        }
    };
    let title = "a local platform feeds its offers in, twice";
    Ok(campaign.play(title, span, vec![()], play).await?.concat())
}

/// The operator appoints who acts for the platform, and records that it signed.
async fn sign(campaign: &Campaign) -> Result<Principal, DemoError> {
    let (calls, operator) = (&campaign.calls, campaign.plan.operator());
    let message = v1::AppointRepresentativeRequest {
        request_id: campaign.request("platform"),
        office: v1::Office::PoolingPartner.into(),
        territory: "national".to_owned(),
        identity: Some(v1::PersonIdentity {
            full_name: "La plateforme Stages en commun".to_owned(),
            mail: "contact@stages-en-commun.exemple.org".to_owned(),
        }),
    };
    let appointed = calls.ask(operator, message).await?;
    let RepresentativeId(id) = resource::representative("name", &appointed.name)?;
    let message = v1::RecordPoolingAgreementRequest {
        request_id: campaign.request("pooling agreement"),
        name: appointed.name,
        platform_display_name: "Stages en commun".to_owned(),
        signed_date: format!("{}-06-01", campaign.plan.season.year.first_year()),
    };
    calls.ask(operator, message).await?;
    Ok(Principal::pooling_partner(id))
}

/// Some of the offers of June, as the platform has them.
fn parts(campaign: &Campaign) -> Vec<v1::FeedOffersRequest> {
    let offers = campaign.plan.offers.iter().enumerate();
    let there = offers.filter(|(number, offer)| {
        let mut dice = campaign.dice(format_args!("offer {number} is on the platform"));
        let alone = !offer.reserved && offer.group.is_none();
        offer.deposit == Deposit::June && alone && happens(&mut dice, ALSO_THERE)
    });
    let parts = there.map(|(number, offer)| {
        let mut terms = hosting::terms(campaign, number);
        let title = format!("Stage de 3e : {}", terms.title);
        terms.title = title.chars().take(140).collect();
        let host = v1::FedHost {
            name: resource::of_host(campaign.plan.hosts[offer.host].siret),
            // It is registered: nothing of this is looked at.
            organisation: Some(hosting::organisation(campaign, offer.host)),
            contact: None,
        };
        let offer = v1::FedOffer {
            identifier: format!("stage-{number}"),
            host: Some(host),
            terms: Some(terms),
        };
        let part = Some(Part::Offer(offer));
        v1::FeedOffersRequest { part }
    });
    parts.collect()
}
