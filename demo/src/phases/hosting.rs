//! Hosts register and deposit their offers; some are revised or withdrawn.
use std::sync::Arc;
use std::time::Duration;

use domain::ids::{DepartmentCode, OfferId};
use proto::v1;
use rand::Rng;

use super::answering::inbox;
use super::opening::coordinates;
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::names;
use demo_plan::plan::{Deposit, Host};
use demo_plan::season::Span;
use demo_plan::seed::{Dice, happens};
use wire::names as resource;

const LOOK_AGAIN: Duration = Duration::from_millis(100);
const LOOKS: usize = 600;

/// Host organisations register.
pub async fn register(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let hosts = (0..campaign.plan.hosts.len()).collect();
    campaign
        .play("hosts register", span, hosts, register_one)
        .await?;
    Ok(())
}

async fn register_one(campaign: Arc<Campaign>, number: usize) -> Result<(), DemoError> {
    let host = &campaign.plan.hosts[number];
    let name = resource::of_host(host.siret);
    let mut dice = campaign.dice(format_args!("people of host {number}"));
    let organisation = organisation_of(host, &mut dice);
    let mut person = || {
        let full_name = names::full(&mut dice);
        v1::PersonIdentity {
            mail: names::mail(&full_name, "exemple.org"),
            full_name,
        }
    };
    let message = v1::RegisterHostRequest {
        request_id: campaign.request(format_args!("register host {number}")),
        name: name.clone(),
        organisation: Some(organisation),
        person: Some(person()),
        link_token: String::new(),
    };
    let caller = campaign.plan.host_person(number);
    campaign.calls.ask(caller, message).await?;
    if host.second_person {
        let message = v1::AddHostPersonRequest {
            request_id: campaign.request(format_args!("second person of host {number}")),
            host: name,
            identity: Some(person()),
        };
        campaign.calls.ask(caller, message).await?;
    }
    Ok(())
}

/// What a host is, the same each time.
pub(super) fn organisation(campaign: &Campaign, number: usize) -> v1::Organisation {
    let mut dice = campaign.dice(format_args!("people of host {number}"));
    organisation_of(&campaign.plan.hosts[number], &mut dice)
}

fn organisation_of(host: &Host, dice: &mut Dice) -> v1::Organisation {
    use v1::organisation::Kind;
    let kind = if host.public {
        Kind::PublicBody(v1::PublicBody {
            administration: "Collectivité territoriale".into(),
        })
    } else {
        let form = if host.association {
            v1::PrivateForm::Association
        } else {
            v1::PrivateForm::Company
        };
        let paqte_signatory = happens(dice, 20);
        Kind::PrivateBody(v1::PrivateBody {
            form: form.into(),
            group: String::new(),
            paqte_signatory,
        })
    };
    v1::Organisation {
        display_name: host.name.clone(),
        kind: Some(kind),
    }
}

/// Hosts publish the offers of a month; gives them with their numbers.
pub async fn publish(
    campaign: &Arc<Campaign>,
    span: Span,
    month: Deposit,
) -> Result<Vec<(usize, OfferId)>, DemoError> {
    let title = match month {
        Deposit::June => "hosts publish their first offers",
        Deposit::September => "hosts publish more, some for one college",
    };
    let offers = campaign.plan.offers.iter().enumerate();
    let these = offers
        .filter(|(_, offer)| offer.deposit == month)
        .map(|(n, _)| n)
        .collect();
    let one = |campaign: Arc<Campaign>, number: usize| async move {
        let host = campaign.plan.offers[number].host;
        let message = v1::PublishOfferRequest {
            request_id: campaign.request(format_args!("publish {number}")),
            host: resource::of_host(campaign.plan.hosts[host].siret),
            terms: Some(terms(&campaign, number)),
        };
        let published = campaign
            .calls
            .ask(campaign.plan.host_person(host), message)
            .await?;
        Ok((number, resource::offer("name", &published.name)?))
    };
    campaign.play(title, span, these, one).await
}

/// A postal code of a department.
pub fn postal_code(department: DepartmentCode) -> String {
    match department.as_str() {
        "2A" => "20000".to_owned(),
        "2B" => "20200".to_owned(),
        code => format!("{code:0<5}"),
    }
}

/// The terms of an offer, the same each time.
pub(super) fn terms(campaign: &Campaign, number: usize) -> v1::OfferTerms {
    let offer = &campaign.plan.offers[number];
    let college = &campaign.plan.colleges[offer.college].listed;
    let mut dice = campaign.dice(format_args!("terms of offer {number}"));
    let host = &campaign.plan.hosts[offer.host].name;
    let (title, description) = words::offer(&mut dice, offer.sector, host);
    let format = if offer.group.is_some() {
        v1::OfferFormat::Collective
    } else {
        v1::OfferFormat::Individual
    };
    let accessibility = match dice.random_range(0..10) {
        0..4 => v1::Accessibility::Accessible,
        4..6 => v1::Accessibility::WithHelp,
        6 => v1::Accessibility::NotAccessible,
        _ => v1::Accessibility::NotStated,
    };
    let postal_code = postal_code(offer.department);
    let full_name = names::full(&mut dice);
    let what_to_bring = match dice.random_range(0..4) {
        0 => "Un pique-nique.",
        1 => "Des chaussures fermées et un pique-nique.",
        _ => "",
    };
    v1::OfferTerms {
        title,
        description,
        sector: offer.sector.code.to_owned(),
        place: Some(v1::Place {
            street: format!("{} rue de la République", dice.random_range(1..200)),
            postal_code,
            city: college.city.clone(),
            department: format!("departments/{}", offer.department),
            coordinates: Some(coordinates(offer.position)),
        }),
        weeks: offer.weeks.iter().map(ToString::to_string).collect(),
        seats_per_week: offer.seats,
        format: format.into(),
        group_size: offer.group.unwrap_or_default(),
        tutor: Some(v1::Tutor {
            person: String::new(),
            identity: Some(v1::PersonIdentity {
                mail: names::mail(&full_name, "exemple.org"),
                full_name,
            }),
        }),
        hours: Some(v1::DailyHours {
            arrival: "09:00".into(),
            departure: "16:30".into(),
        }),
        accessibility: accessibility.into(),
        what_to_bring: what_to_bring.to_owned(),
        reserved_for: if offer.reserved {
            resource::of_establishment(college.uai)
        } else {
            String::new()
        },
    }
}

/// Before they answer, some hosts revise an offer or withdraw it; waits until what was pending
/// for what is gone is declined.
pub async fn reconsider(
    campaign: &Arc<Campaign>,
    span: Span,
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let second_thoughts = |number: usize| {
        let mut dice = campaign.dice(format_args!("second thoughts about offer {number}"));
        match dice.random_range(0..100) {
            0..3 => Some(SecondThought::Withdraw),
            3..6 => Some(SecondThought::Revise { drop_a_week: false }),
            6 => Some(SecondThought::Revise { drop_a_week: true }),
            _ => None,
        }
    };
    let numbered = offers.iter().copied().enumerate();
    let these = numbered
        .filter_map(|(n, offer)| Some((n, offer, second_thoughts(n)?)))
        .collect();
    let one = |campaign: Arc<Campaign>,
               (number, offer, thought): (usize, OfferId, SecondThought)| async move {
        let name = resource::of_offer(offer);
        match thought {
            SecondThought::Withdraw => withdraw(&campaign, number, name).await,
            SecondThought::Revise { drop_a_week } => {
                revise(&campaign, number, name, drop_a_week).await
            }
        }
    };
    campaign
        .play("hosts revise and withdraw some offers", span, these, one)
        .await?;
    Ok(())
}

#[derive(Clone, Copy)]
enum SecondThought {
    Withdraw,
    Revise { drop_a_week: bool },
}

async fn withdraw(campaign: &Campaign, number: usize, name: String) -> Result<(), DemoError> {
    let message = v1::WithdrawOfferRequest {
        request_id: campaign.request(format_args!("withdraw {number}")),
        name: name.clone(),
        reason: v1::OfferWithdrawalReason::NoTutor.into(),
    };
    let caller = campaign.plan.host_person(campaign.plan.offers[number].host);
    campaign.calls.ask(caller, message).await?;
    nobody_waits(campaign, number, &name, None).await
}

/// One seat more; perhaps one week less.
async fn revise(
    campaign: &Campaign,
    number: usize,
    name: String,
    drop_a_week: bool,
) -> Result<(), DemoError> {
    let mut terms = terms(campaign, number);
    terms.seats_per_week += 1;
    terms.title.push_str(" (nouveau)");
    let dropped = if drop_a_week && terms.weeks.len() > 1 {
        terms.weeks.pop()
    } else {
        None
    };
    let request_id = campaign.request(format_args!("revise {number}"));
    let message = v1::ReviseOfferRequest {
        etag: String::new(),
        request_id,
        name: name.clone(),
        terms: Some(terms),
    };
    let caller = campaign.plan.host_person(campaign.plan.offers[number].host);
    campaign.calls.ask(caller, message).await?;
    match dropped {
        Some(week) => nobody_waits(campaign, number, &name, Some(&week)).await,
        None => Ok(()),
    }
}

/// Waits until no application is pending for an offer, or for a week of it: the platform declines
/// them by itself.
async fn nobody_waits(
    campaign: &Campaign,
    number: usize,
    offer: &str,
    week: Option<&str>,
) -> Result<(), DemoError> {
    let host = campaign.plan.offers[number].host;
    for _ in 0..LOOKS {
        let waiting = inbox(campaign, host, super::answering::WAITING).await?;
        let mut waiting = waiting.iter();
        if !waiting.any(|one| one.offer == offer && week.is_none_or(|week| one.week == week)) {
            return Ok(());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Err(DemoError::Late(format!(
        "the pending applications to {offer} are not declined"
    )))
}
