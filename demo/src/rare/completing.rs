//! After the weeks: a visit corrected, who came and who did not, an absence told by mistake; and the
//! search opened to the country for a while (AGR-4, AGR-5, EST-8).
use proto::v1;

use super::agreements;
use super::applying::{Placed, seen_by};
use super::colleges::{College, shown};
use super::play::{Play, there};
use super::pupils::{Class, follow_up};
use super::staff::teacher;
use crate::error::DemoError;
use wire::names as resource;

/// All of it.
pub async fn complete(
    play: &Play,
    college: &College,
    class: &Class,
    placed: &Placed,
) -> Result<(), DemoError> {
    visited(play, placed).await?;
    outcomes(play, placed).await?;
    let totals = follow_up(play, teacher(play), &college.class).await?.totals;
    let counts = totals
        .unwrap_or_default()
        .placement_counts
        .unwrap_or_default();
    // Of Alice, of Basile and Chloé together, of Farid; Basile missed a week of his own.
    play.counts("placements that were completed", 4, counts.completed);
    play.counts("placements that were missed", 1, counts.missed);
    accesses(play, college, class).await?;
    nationwide(play, college).await
}

/// The teacher visited on the first day, and writes the last one in its place.
async fn visited(play: &Play, placed: &Placed) -> Result<(), DemoError> {
    let [week, _] = play.cast.weeks;
    let message = v1::RecordVisitRequest {
        name: placed.alice.clone(),
        visit_date: week.monday().to_string(),
        word: "Elle prend ses marques.".to_owned(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let day = week.friday().to_string();
    let message = v1::CorrectVisitRequest {
        name: placed.alice.clone(),
        visit_date: day.clone(),
        word: "Elle sait déjà traire.".to_owned(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let visits = agreements::shown(play, &placed.alice).await?.visits;
    let told = visits.iter().any(|visit| visit.visit_date == day);
    play.holds("a visit is corrected", told && visits.len() == 2);
    Ok(())
}

/// The host says of most that they came; of Basile's own week the college says that he did not, after
/// it had said the contrary.
async fn outcomes(play: &Play, placed: &Placed) -> Result<(), DemoError> {
    let (farmer, by) = (play.cast.farmer, teacher(play));
    let message = v1::GetHostInboxRequest {
        host: resource::of_host(play.cast.siret),
        page_size: 200,
        ..Default::default()
    };
    let inbox = there("inbox", play.ask(farmer, message).await?.inbox)?;
    let waiting = inbox.applications.iter().filter(|one| {
        one.placement_state() == v1::PlacementState::Placed && one.name != placed.basile
    });
    for one in waiting {
        let message = v1::ConfirmCompletionRequest {
            name: one.name.clone(),
            ..Default::default()
        };
        play.ask(farmer, message).await?;
    }
    let message = v1::ConfirmCompletionRequest {
        name: placed.basile.clone(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    let message = v1::ReportAbsenceRequest {
        name: placed.basile.clone(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    let shown = seen_by(play, by, &placed.basile).await?;
    let state = shown.placement.unwrap_or_default().state();
    play.holds(
        "an outcome told by mistake is corrected",
        state == v1::PlacementState::Missed,
    );
    let message = v1::RecordDebriefRequest {
        name: placed.alice.clone(),
        skills: vec![v1::Skill::Citizenship.into()],
        debrief: "Se lever tôt, et travailler ensemble.".to_owned(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    let shown = seen_by(play, by, &placed.alice).await?;
    let debrief = shown.placement.unwrap_or_default().debrief;
    play.holds("what a week brought is written down", !debrief.is_empty());
    Ok(())
}

/// The guardian sees who read the child's data.
async fn accesses(play: &Play, college: &College, class: &Class) -> Result<(), DemoError> {
    let message = v1::ListAccessesRequest {
        student: class.alice.name.clone(),
        page_size: 200,
        ..Default::default()
    };
    let read = play.ask(class.alice.parent, message).await?.accesses;
    let by_host = read
        .iter()
        .any(|one| one.reader_kind() == v1::ActorKind::HostPerson);
    let by_college = read.iter().any(|one| one.organisation == college.name);
    play.holds(
        "a guardian sees who of host and college read",
        by_host && by_college,
    );
    Ok(())
}

/// The head opens the search to the whole country, and closes it again.
async fn nationwide(play: &Play, college: &College) -> Result<(), DemoError> {
    let year = play.cast.school_year();
    let years = async || {
        let college = shown(play, college.head, &college.name).await?;
        Ok::<_, DemoError>(college.nationwide_school_years)
    };
    let message = v1::OpenNationwideSearchRequest {
        name: college.name.clone(),
        school_year: year.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    play.holds(
        "the search is open to the country",
        years().await?.contains(&year),
    );
    let message = v1::CloseNationwideSearchRequest {
        name: college.name.clone(),
        school_year: year.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    play.holds(
        "the search is closed again",
        !years().await?.contains(&year),
    );
    Ok(())
}
