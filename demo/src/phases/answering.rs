//! Hosts look at their inboxes, examine, accept and decline.
use std::collections::BTreeMap;
use std::sync::Arc;

use proto::v1;
use rand::Rng;

use super::waves::{Acceptance, Waves};
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use wire::names as resource;

/// The states that wait for an answer.
pub const WAITING: &[v1::ApplicationState] = &[
    v1::ApplicationState::Pending,
    v1::ApplicationState::UnderExamination,
];
const ON_A_PAGE: i32 = 200;

/// A round of answers: from when to when hosts read, answer yes, and answer no.
#[derive(Clone, Copy)]
pub struct Round {
    /// Tells one round from another.
    pub name: &'static str,
    /// Reading and examining.
    pub reading: Span,
    /// Saying yes.
    pub accepting: Span,
    /// Saying no.
    pub declining: Span,
    /// How many of a hundred applications get a yes, as long as there are seats.
    pub yes: u32,
    /// How many of a hundred get a no.
    pub no: u32,
}

/// An inbox of a host: the applications in some states, in the order of their names.
pub async fn inbox(
    campaign: &Campaign,
    host: usize,
    states: &[v1::ApplicationState],
) -> Result<Vec<v1::ReceivedApplication>, DemoError> {
    let mut received = vec![];
    let mut asked = v1::GetHostInboxRequest {
        host: resource::of_host(campaign.plan.hosts[host].siret),
        min_position: campaign.calls.position(),
        page_size: ON_A_PAGE,
        states: states.iter().map(|state| (*state).into()).collect(),
        ..v1::GetHostInboxRequest::default()
    };
    loop {
        let caller = campaign.plan.host_person(host);
        let page = campaign.calls.ask(caller, asked.clone()).await?;
        received.extend(page.inbox.unwrap_or_default().applications);
        if page.next_page_token.is_empty() {
            received.sort_by(|a, b| a.name.cmp(&b.name));
            return Ok(received);
        }
        asked.page_token = page.next_page_token;
    }
}

enum Answer {
    Acceptance,
    No,
    Later,
}

/// All hosts answer what waits for them.
pub async fn answer(campaign: &Arc<Campaign>, round: Round) -> Result<(), DemoError> {
    let hosts: Vec<usize> = (0..campaign.plan.hosts.len()).collect();
    let read = move |campaign: Arc<Campaign>, host| async move {
        Ok((host, read_and_examine(&campaign, host, round).await?))
    };
    let yeses = campaign.play(
        "hosts read and examine applications",
        round.reading,
        hosts.clone(),
        read,
    );
    let mut waves = Waves::default();
    for (host, of_host) in yeses.await? {
        for (offer, application, week) in of_host {
            let (student, _) = resource::application("name", &application)?;
            waves.add(
                offer,
                Acceptance {
                    application,
                    student,
                    week,
                    host,
                },
            );
        }
    }
    accept(campaign, round, waves).await?;
    let no =
        move |campaign: Arc<Campaign>, host| async move { decline(&campaign, host, round).await };
    campaign
        .play("hosts decline others", round.declining, hosts, no)
        .await?;
    Ok(())
}

/// Reads the inbox, marks some as under examination, and gives those to be accepted.
async fn read_and_examine(
    campaign: &Campaign,
    host: usize,
    round: Round,
) -> Result<Vec<(String, String, String)>, DemoError> {
    let caller = campaign.plan.host_person(host);
    let mut seats: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut yeses = vec![];
    for one in inbox(campaign, host, WAITING).await? {
        let mut dice = campaign.dice(format_args!("{}: examine {}", round.name, one.name));
        if one.state() == v1::ApplicationState::Pending && happens(&mut dice, 35) {
            let request_id = campaign.request(format_args!("{}: examine {}", round.name, one.name));
            let message = v1::ExamineApplicationRequest {
                request_id,
                name: one.name.clone(),
            };
            // Since the inbox was read it may have expired: its week comes too near.
            let examined = campaign.calls.ask(caller, message).await;
            campaign.calls.allowed(examined)?;
        }
        let answer = answer_to(campaign, round, &one.name);
        let seat = seats
            .entry((one.offer.clone(), one.week.clone()))
            .or_insert_with(|| {
                // Some lose count and say one yes too many.
                u64::from(one.seats_left) + u64::from(happens(&mut dice, 5))
            });
        if matches!(answer, Answer::Acceptance) && *seat > 0 {
            *seat -= 1;
            yeses.push((one.offer, one.name, one.week));
        }
    }
    Ok(yeses)
}

/// What a host thinks of an application: the same whenever it is asked in a round.
fn answer_to(campaign: &Campaign, round: Round, application: &str) -> Answer {
    let mut dice = campaign.dice(format_args!("{}: answer to {application}", round.name));
    match dice.random_range(0..100) {
        n if n < round.yes => Answer::Acceptance,
        n if n < round.yes + round.no => Answer::No,
        _ => Answer::Later,
    }
}

/// Says every yes, wave by wave.
async fn accept(campaign: &Arc<Campaign>, round: Round, mut waves: Waves) -> Result<(), DemoError> {
    let phase = campaign.begin("hosts accept", round.accepting, waves.left());
    while waves.left() > 0 {
        let mut wave = waves.next_wave();
        // Most hosts see in time that the pupil has found a placement for that week.
        for of_offer in &mut wave {
            of_offer.retain(|yes| {
                let mut dice = campaign.dice(format_args!("look again {}", yes.application));
                !waves.is_placed(yes) || happens(&mut dice, 10)
            });
        }
        let say = move |campaign, of_offer| accept_all(campaign, round, of_offer);
        let said = phase.all_of(wave, Vec::len, say);
        for yes in said.await?.concat() {
            waves.placed(&yes);
        }
    }
    phase.end()
}

/// Of one offer, one after the other; gives those that placed a pupil.
async fn accept_all(
    campaign: Arc<Campaign>,
    round: Round,
    of_offer: Vec<Acceptance>,
) -> Result<Vec<Acceptance>, DemoError> {
    let mut placed = vec![];
    for yes in of_offer {
        let matter = format!("{}: accept {}", round.name, yes.application);
        let message = v1::AcceptApplicationRequest {
            request_id: campaign.request(&matter),
            name: yes.application.clone(),
            message: words::acceptance(&mut campaign.dice(&matter)),
        };
        let caller = campaign.plan.host_person(yes.host);
        let said = campaign.calls.ask(caller, message).await;
        if campaign.calls.allowed(said)?.is_some() {
            placed.push(yes);
        }
    }
    Ok(placed)
}

/// Says no where the host thinks so, and where no seat is left.
async fn decline(campaign: &Campaign, host: usize, round: Round) -> Result<(), DemoError> {
    let caller = campaign.plan.host_person(host);
    for one in inbox(campaign, host, WAITING).await? {
        let unwanted = matches!(answer_to(campaign, round, &one.name), Answer::No);
        let matter = format!("{}: decline {}", round.name, one.name);
        let mut dice = campaign.dice(&matter);
        if unwanted || (one.seats_left == 0 && happens(&mut dice, 80)) {
            let message = v1::DeclineApplicationRequest {
                request_id: campaign.request(&matter),
                name: one.name,
                message: words::decline(&mut dice),
            };
            let declined = campaign.calls.ask(caller, message).await;
            campaign.calls.allowed(declined)?;
        }
    }
    Ok(())
}
