//! Teachers apply for groups of their classes, and hosts answer them (OFF-7).
use std::sync::Arc;

use domain::establishment::Level;
use proto::v1;

use super::authorising::Authorised;
use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use wire::names as resource;

/// Collective offers that a teacher looks at.
const LOOKED_AT: i32 = 10;

/// Some teachers of troisième look for a collective offer, and apply for as many pupils as it takes.
pub async fn apply(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
    pupils: &[Authorised],
) -> Result<(), DemoError> {
    let these = campaign.plan.classes.iter().enumerate().zip(classes);
    let these = these.filter_map(|((n, class), name)| {
        let tries = happens(&mut campaign.dice(format_args!("group of class {n}")), 40);
        let authorised = pupils.get(class.pupils.clone())?.iter();
        let authorised = authorised.filter(|one| one.guardian.is_some());
        let students: Vec<String> = authorised
            .map(|one| resource::of_student(one.student))
            .collect();
        (tries && class.level == Level::Troisieme).then(|| (n, name.clone(), students))
    });
    let one = |campaign: Arc<Campaign>, (n, class, students): (usize, String, Vec<String>)| async move {
        let caller = campaign.plan.teacher(n);
        let asked = v1::SearchOffersRequest {
            class: class.clone(),
            min_position: campaign.calls.position(),
            page_size: LOOKED_AT,
            format: v1::OfferFormat::Collective.into(),
            ..v1::SearchOffersRequest::default()
        };
        let found = campaign.calls.ask(caller, asked).await?.offers;
        let fitting = found.into_iter().find_map(|offer| {
            let week = offer.weeks.first()?;
            let room = offer.group_size.min(week.seats_left);
            let size = usize::try_from(room).ok()?.min(students.len());
            (size >= 2).then(|| (offer.name.clone(), week.week.clone(), size))
        });
        let Some((offer, week, size)) = fitting else {
            return Ok(());
        };
        let message = v1::SubmitGroupApplicationRequest {
            request_id: campaign.request(format_args!("group of class {n}")),
            class,
            offer,
            week,
            students: students.into_iter().take(size).collect(),
            letter: "Nos élèves préparent cette semaine ensemble depuis septembre.".into(),
        };
        let answer = campaign.calls.ask(caller, message);
        campaign.calls.allowed(answer.await)?;
        Ok(())
    };
    campaign
        .play("teachers apply for groups", span, these.collect(), one)
        .await?;
    Ok(())
}

/// Every host answers the groups that wait for it: most come.
pub async fn answer(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let hosts: Vec<usize> = (0..campaign.plan.hosts.len()).collect();
    let one = |campaign: Arc<Campaign>, host: usize| async move {
        let caller = campaign.plan.host_person(host);
        let asked = v1::ListGroupApplicationsRequest {
            host: resource::of_host(campaign.plan.hosts[host].siret),
            state: v1::GroupApplicationState::Pending.into(),
            min_position: campaign.calls.position(),
            ..v1::ListGroupApplicationsRequest::default()
        };
        let listed = campaign.calls.ask(caller, asked).await?;
        for (n, group) in listed.group_applications.into_iter().enumerate() {
            let name = group.name;
            let (yes, no) = (
                campaign.request(format_args!("host {host} accepts group {n}")),
                campaign.request(format_args!("host {host} declines group {n}")),
            );
            let comes = happens(&mut campaign.dice(format_args!("group {host} {n}")), 80);
            if comes {
                let message = v1::AcceptGroupApplicationRequest {
                    request_id: yes,
                    name: name.clone(),
                    message: "Nous vous attendons tous.".into(),
                };
                let answer = campaign.calls.ask(caller, message);
                if campaign.calls.allowed(answer.await)?.is_some() {
                    continue;
                }
            }
            let message = v1::DeclineGroupApplicationRequest {
                request_id: no,
                name,
                message: "Il ne reste pas assez de places.".into(),
            };
            // Whoever lost a pupil has ended already.
            let answer = campaign.calls.ask(caller, message);
            campaign.calls.allowed(answer.await)?;
        }
        Ok(())
    };
    campaign
        .play("hosts answer groups", span, hosts, one)
        .await?;
    Ok(())
}
