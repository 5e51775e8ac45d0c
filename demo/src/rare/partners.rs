//! A college asks for help, an association is named, assigned, tells what it did, evaluates, and is
//! dismissed (EST-14, DSH-7, OFF-9).
use domain::principal::Principal;
use proto::v1;

use super::applying::Placed;
use super::cast::person;
use super::colleges::College;
use super::hosts::Offers;
use super::play::{Play, there};
use super::pupils::Class;
use crate::error::DemoError;
use wire::names as resource;

/// The association is named and assigned; the head asks, the prefect answers, the association helps.
pub async fn help(
    play: &Play,
    college: &College,
    class: &Class,
) -> Result<(String, Principal), DemoError> {
    let cast = &play.cast;
    let message = v1::NamePartnerRequest {
        association: "Un stage pour chacun".to_owned(),
        territory: cast.territory(),
        identity: Some(person(
            "Prune Durand",
            "prune.durand@association.exemple.org",
        )),
        ..Default::default()
    };
    let name = play.ask(cast.prefect, message).await?.name;
    let partner = Principal::partner(resource::partner("name", &name)?.0);
    for assignment in [college.name.clone(), resource::of_host(cast.siret)] {
        let message = v1::AssignPartnerRequest {
            name: name.clone(),
            assignment,
            ..Default::default()
        };
        play.ask(cast.prefect, message).await?;
    }
    let shown = seen(play, partner, &name).await?;
    play.lists("what an association is assigned to", 2, &shown.assignments);
    let request = asked(play, college, class).await?;
    answered(play, college, &request, &name).await?;
    told(play, college, &name, partner).await?;
    let message = v1::CloseHelpRequestRequest {
        name: request.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let state = of_college(play, college, &request).await?;
    play.holds(
        "a request for help is closed",
        state == v1::HelpRequestState::Closed,
    );
    Ok((name, partner))
}

async fn seen(play: &Play, by: Principal, name: &str) -> Result<v1::Partner, DemoError> {
    let message = v1::GetPartnerRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    there("partner", play.ask(by, message).await?.partner)
}

async fn asked(play: &Play, college: &College, class: &Class) -> Result<String, DemoError> {
    let message = v1::RequestHelpRequest {
        name: college.name.clone(),
        students: vec![class.farid.name.clone()],
        words: "Un élève n'a personne autour de lui qui travaille.".to_owned(),
        ..Default::default()
    };
    let request = play.ask(college.head, message).await?.name;
    let message = v1::ListHelpRequestsRequest {
        territory: play.cast.territory(),
        open_only: true,
        page_size: 200,
        ..Default::default()
    };
    let open = play.ask(play.cast.prefect, message).await?.help_requests;
    let own = open.iter().filter(|one| one.name == request);
    play.lists(
        "requests for help that the prefect sees",
        1,
        &own.collect::<Vec<_>>(),
    );
    Ok(request)
}

async fn answered(
    play: &Play,
    college: &College,
    request: &str,
    partner: &str,
) -> Result<(), DemoError> {
    let message = v1::AnswerHelpRequestRequest {
        name: request.to_owned(),
        partner: partner.to_owned(),
        words: "L'association vous appelle.".to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.prefect, message).await?;
    let state = of_college(play, college, request).await?;
    play.holds(
        "a request for help is answered",
        state == v1::HelpRequestState::Answered,
    );
    Ok(())
}

async fn of_college(
    play: &Play,
    college: &College,
    request: &str,
) -> Result<v1::HelpRequestState, DemoError> {
    let message = v1::ListHelpRequestsOfEstablishmentRequest {
        establishment: college.name.clone(),
        ..Default::default()
    };
    let requests = play.ask(college.head, message).await?.help_requests;
    let own = requests.iter().find(|one| one.name == request);
    Ok(there("request for help", own)?.state())
}

/// The association tells what it did, and corrects it.
async fn told(
    play: &Play,
    college: &College,
    name: &str,
    partner: Principal,
) -> Result<(), DemoError> {
    let details = v1::ActivityDetails {
        kind: v1::ActivityKind::PupilSession.into(),
        held_date: super::pupils::today(play),
        people: 24,
    };
    let message = v1::RecordActivityRequest {
        name: name.to_owned(),
        assignment: college.name.clone(),
        details: Some(details.clone()),
        ..Default::default()
    };
    let activity = play.ask(partner, message).await?.name;
    let message = v1::CorrectActivityRequest {
        name: activity,
        details: Some(v1::ActivityDetails {
            people: 5,
            ..details
        }),
        ..Default::default()
    };
    play.ask(partner, message).await?;
    let message = v1::ListActivitiesRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    let activities = play.ask(play.cast.prefect, message).await?.activities;
    let people = activities.iter().filter_map(|one| one.details.as_ref());
    let people: u32 = people.map(|details| details.people).sum();
    play.counts("people of an activity once corrected", 5, u64::from(people));
    Ok(())
}

/// The association evaluates an offer and a placement, and goes.
pub async fn evaluate(
    play: &Play,
    offers: &Offers,
    placed: &Placed,
    (name, partner): &(String, Principal),
) -> Result<(), DemoError> {
    let (partner, prefect) = (*partner, play.cast.prefect);
    let message = v1::ListEvaluableRequest {
        name: name.clone(),
        page_size: 200,
        ..Default::default()
    };
    let evaluable = play.ask(partner, message).await?.evaluable;
    let is_listed = |wanted: &str| evaluable.iter().any(|one| one.name == wanted);
    let is_so = is_listed(&offers.own) && is_listed(&placed.alice);
    play.holds("an offer and a placement may be evaluated", is_so);
    let message = v1::EvaluateOfferRequest {
        name: offers.own.clone(),
        mark: 4,
        comment: "Une vraie découverte.".to_owned(),
        ..Default::default()
    };
    play.ask(partner, message).await?;
    let message = v1::EvaluatePlacementRequest {
        name: placed.alice.clone(),
        mark: 5,
        comment: "Une semaine bien préparée.".to_owned(),
        ..Default::default()
    };
    play.ask(partner, message).await?;
    let message = v1::ListEvaluationsOfHostRequest {
        host: offers.host.clone(),
        ..Default::default()
    };
    let told = play.ask(play.cast.farmer, message).await?;
    play.lists("evaluations that the host reads", 2, &told.evaluations);
    let average = told.offers.unwrap_or_default().average;
    play.holds("the average of its offers", (average - 4.0).abs() < 0.01);

    let message = v1::UnassignPartnerRequest {
        name: name.clone(),
        assignment: offers.host.clone(),
        ..Default::default()
    };
    play.ask(prefect, message).await?;
    let left = seen(play, partner, name).await?.assignments;
    play.lists("what an association is still assigned to", 1, &left);
    let message = v1::DismissPartnerRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(prefect, message).await?;
    let message = v1::ListPartnersRequest {
        territory: play.cast.territory(),
        page_size: 200,
        ..Default::default()
    };
    let partners = play.ask(prefect, message).await?.partners;
    let own = partners.iter().find(|one| one.name == *name);
    let gone = own.map(v1::Partner::state) == Some(v1::PartnerState::Dismissed);
    play.holds("an association is dismissed", gone);
    erased(play, offers, name).await
}

/// Who answered for it is erased: marks stay, without their words (SPEC 7).
async fn erased(play: &Play, offers: &Offers, name: &str) -> Result<(), DemoError> {
    let message = v1::ErasePartnerContactRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.prefect, message).await?;
    let message = v1::GetPartnerRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    let partner = play.ask(play.cast.prefect, message).await?.partner;
    let state = there("partner", partner)?.state();
    play.holds(
        "who answered for an association is erased",
        state == v1::PartnerState::Erased,
    );
    let message = v1::ListEvaluationsOfHostRequest {
        host: offers.host.clone(),
        ..Default::default()
    };
    let left = play.ask(play.cast.farmer, message).await?.evaluations;
    let silent = left.iter().filter(|one| one.comment.is_empty());
    play.lists(
        "evaluations without their words",
        2,
        &silent.collect::<Vec<_>>(),
    );
    Ok(())
}
