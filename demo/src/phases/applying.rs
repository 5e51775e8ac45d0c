//! Pupils search and apply.
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::calendar::Week;
use domain::establishment::Level;
use domain::ids::StudentId;
use domain::reference::sectors;
use proto::v1;
use rand::Rng;

use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::season::Span;
use demo_plan::seed::{Dice, happens, some_of};
use wire::names as resource;

const FOUND_ON_A_PAGE: i32 = 30;
/// With fewer, a pupil searches again without a filter.
const ENOUGH: usize = 3;

/// A pupil who wants to apply.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// The pupil's number in the plan.
    pub pupil: usize,
    /// The pupil.
    pub student: StudentId,
    /// Fewest and most applications.
    pub wants: (usize, usize),
    /// Only for these weeks; empty for all of the college.
    pub weeks: BTreeSet<Week>,
}

/// All of these search and apply. `round` tells one time from the other.
pub async fn apply(
    campaign: &Arc<Campaign>,
    span: Span,
    round: &'static str,
    these: Vec<Applicant>,
) -> Result<(), DemoError> {
    let one = move |campaign: Arc<Campaign>, applicant: Applicant| async move {
        let mut dice = campaign.dice(format_args!("{round}: pupil {} applies", applicant.pupil));
        let found = search(&campaign, &mut dice, &applicant).await?;
        let (fewest, most) = applicant.wants;
        let wanted = dice.random_range(fewest..=most);
        for (n, offer) in some_of(&mut dice, &nearest(found), wanted)
            .into_iter()
            .enumerate()
        {
            let Some(week) = some_of(&mut dice, &offer.weeks, 1).pop() else {
                continue;
            };
            let pupil = applicant.pupil;
            let message = v1::SubmitApplicationRequest {
                request_id: campaign.request(format_args!("{round}: apply {pupil} {n}")),
                student: resource::of_student(applicant.student),
                offer: offer.name,
                week: week.week,
                letter: words::letter(&mut dice, &offer.sector_display_name),
            };
            let caller = campaign.plan.pupil(applicant.student);
            // A second application to the same offer may be refused: one is pending.
            campaign
                .calls
                .allowed(campaign.calls.ask(caller, message).await)?;
        }
        Ok(())
    };
    campaign
        .play("pupils search and apply", span, these, one)
        .await?;
    Ok(())
}

/// What a pupil may apply to: with a filter of favourite sectors or hosts, or without.
pub(super) async fn search(
    campaign: &Campaign,
    dice: &mut Dice,
    applicant: &Applicant,
) -> Result<Vec<v1::FoundOffer>, DemoError> {
    let mut asked = v1::SearchOffersRequest {
        student: resource::of_student(applicant.student),
        min_position: campaign.calls.position(),
        page_size: FOUND_ON_A_PAGE,
        weeks: applicant.weeks.iter().map(ToString::to_string).collect(),
        format: v1::OfferFormat::Individual.into(),
        ..v1::SearchOffersRequest::default()
    };
    let unfiltered = asked.clone();
    let filters = match dice.random_range(0..100) {
        0..35 => {
            let favourites = some_of(dice, sectors::all(), 12);
            asked.sectors = favourites
                .iter()
                .map(|sector| sector.code.to_owned())
                .collect();
            true
        }
        35..45 => {
            asked.host_nature = v1::HostNature::Public.into();
            true
        }
        _ => false,
    };
    let caller = campaign.plan.pupil(applicant.student);
    let found = campaign.calls.ask(caller, asked).await?.offers;
    if filters && found.len() < ENOUGH {
        return Ok(campaign.calls.ask(caller, unfiltered).await?.offers);
    }
    Ok(found)
}

/// In an order that does not depend on when they were published.
pub(super) fn nearest(mut found: Vec<v1::FoundOffer>) -> Vec<v1::FoundOffer> {
    found.sort_by(|a, b| {
        a.distance_km
            .total_cmp(&b.distance_km)
            .then(a.name.cmp(&b.name))
    });
    found
}

/// The first round: every pupil of troisième with access, and a few others in vain.
pub fn first_round(
    campaign: &Campaign,
    pupils: &[super::authorising::Authorised],
) -> Vec<Applicant> {
    let of = |pupil: usize| campaign.plan.classes[campaign.plan.pupils[pupil]].level;
    let these = pupils.iter().enumerate();
    let these = these.filter(|(pupil, one)| one.access && of(*pupil) == Level::Troisieme);
    these
        .filter(|(pupil, _)| happens(&mut campaign.dice(format_args!("autumn {pupil}")), 95))
        .map(|(pupil, one)| Applicant {
            pupil,
            student: one.student,
            wants: (3, 7),
            weeks: BTreeSet::new(),
        })
        .collect()
}

/// What the platform does not allow: a pupil without access searches, one of quatrième applies.
pub async fn in_vain(
    campaign: &Arc<Campaign>,
    span: Span,
    pupils: &[super::authorising::Authorised],
    offers: &[domain::ids::OfferId],
) -> Result<(), DemoError> {
    let these = pupils.iter().copied().enumerate();
    let these = these.filter_map(|(pupil, one)| {
        let class = &campaign.plan.classes[campaign.plan.pupils[pupil]];
        let tries = happens(&mut campaign.dice(format_args!("in vain {pupil}")), 25);
        let week = campaign.plan.colleges[class.college]
            .weeks
            .first()?
            .to_string();
        let near = campaign
            .plan
            .offers
            .iter()
            .position(|offer| offer.college == class.college)?;
        let younger = class.level == Level::Quatrieme;
        let offer = resource::of_offer(offers[near]);
        (tries && (younger || !one.access)).then_some((pupil, one, offer, week))
    });
    let one = |campaign: Arc<Campaign>,
               (pupil, one, offer, week): (
        usize,
        super::authorising::Authorised,
        String,
        String,
    )| async move {
        let student = resource::of_student(one.student);
        let caller = campaign.plan.pupil(one.student);
        if !one.access {
            let min_position = campaign.calls.position();
            let message = v1::SearchOffersRequest {
                student,
                min_position,
                ..Default::default()
            };
            campaign
                .calls
                .allowed(campaign.calls.ask(caller, message).await)?;
            return Ok(());
        }
        let request_id = campaign.request(format_args!("in vain {pupil}"));
        let letter = "Je suis en quatrième.".to_owned();
        let message = v1::SubmitApplicationRequest {
            request_id,
            student,
            offer,
            week,
            letter,
        };
        campaign
            .calls
            .allowed(campaign.calls.ask(caller, message).await)?;
        Ok(())
    };
    campaign
        .play("some try what is not allowed", span, these.collect(), one)
        .await?;
    Ok(())
}
