//! The weeks of all colleges of an area beside one another (EST-4).
use proto::v1;

use super::colleges::College;
use super::play::{Play, there};
use crate::error::DemoError;

/// The calendar of the college, and that of the department.
pub async fn look(play: &Play, college: &College) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::GetSharedCalendarRequest {
        name: college.name.clone(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let shown = play.ask(college.head, message).await?.calendar;
    let shown = there("calendar", shown)?;
    let chosen: Vec<_> = shown.weeks.iter().filter(|week| week.chosen).collect();
    play.lists("weeks that the college chose", 2, &chosen);
    let offered = chosen.iter().filter(|week| week.seats_offered > 0);
    play.lists(
        "weeks with seats within reach",
        2,
        &offered.collect::<Vec<_>>(),
    );
    let reasons = shown.suggestions.iter().all(|one| !one.reasons.is_empty());
    play.holds("each suggestion has its reasons", reasons);
    let message = v1::WatchSharedCalendarRequest {
        name: college.name.clone(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let watched = play.first(college.head, message).await?.calendar;
    play.holds(
        "a calendar is watched as it is shown",
        watched == Some(shown),
    );
    let message = v1::GetSharedCalendarRequest {
        name: cast.territory(),
        school_year: cast.school_year(),
        page_size: 200,
        ..Default::default()
    };
    let shown = play.ask(cast.director, message).await?.calendar;
    let colleges = there("calendar", shown)?.colleges;
    let own = colleges.iter().filter(|one| one.name == college.name);
    play.lists(
        "the college in the department's calendar",
        1,
        &own.collect::<Vec<_>>(),
    );
    Ok(())
}
