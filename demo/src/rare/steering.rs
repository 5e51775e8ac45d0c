//! A department is steered: a difficulty answered and closed, a meeting corrected, and what its
//! dashboards tell of its course (DSH-3, DSH-4, DSH-8, DSH-10).
use eventlog::{Clock, RecordedAt};
use jiff::ToSpan;
use jiff::civil::Date;
use proto::v1;
use wire::times::timestamp;

use super::play::{Play, misunderstood, there};
use super::pupils::today;
use crate::error::DemoError;
use crate::figures::Figures;

/// Days of a series, that of the answer the last.
const DAYS: i64 = 4;
/// In microseconds.
const AN_HOUR: i64 = 3_600_000_000;

/// All of it.
pub async fn steer(play: &Play) -> Result<(), DemoError> {
    difficulty(play).await?;
    meeting(play).await?;
    consolidation(play).await?;
    course(play).await?;
    needs(play).await
}

async fn difficulty(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::ReportDifficultyRequest {
        territory: cast.territory(),
        kind: v1::DifficultyKind::FarOffers.into(),
        words: "Le car ne passe que le matin.".to_owned(),
        ..Default::default()
    };
    let name = play.ask(cast.director, message).await?.name;
    let message = v1::AnswerDifficultyRequest {
        name: name.clone(),
        words: "La région en ajoute un le soir.".to_owned(),
        ..Default::default()
    };
    play.ask(cast.prefect, message).await?;
    let message = v1::CloseDifficultyRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    let message = v1::ListDifficultiesRequest {
        territory: cast.territory(),
        page_size: 200,
        ..Default::default()
    };
    let listed = play.ask(cast.prefect, message).await?.difficulties;
    let own = listed.into_iter().find(|one| one.name == name);
    let own = there("difficulty", own)?;
    let closed = own.state() == v1::DifficultyState::Closed;
    play.holds("a difficulty is closed", closed);
    play.lists("steps of a difficulty", 3, &own.history);
    Ok(())
}

async fn meeting(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let details = v1::MeetingDetails {
        kind: v1::MeetingKind::Mobilisation.into(),
        held_date: today(play),
        hosts: 40,
        colleges: 3,
    };
    let message = v1::RecordMeetingRequest {
        territory: cast.territory(),
        details: Some(details.clone()),
        ..Default::default()
    };
    let name = play.ask(cast.prefect, message).await?.name;
    let message = v1::CorrectMeetingRequest {
        name: name.clone(),
        details: Some(v1::MeetingDetails {
            hosts: 14,
            ..details
        }),
        ..Default::default()
    };
    play.ask(cast.prefect, message).await?;
    let message = v1::ListMeetingsRequest {
        territory: cast.territory(),
        page_size: 200,
        ..Default::default()
    };
    let listed = play.ask(cast.director, message).await?.meetings;
    let own = listed.into_iter().find(|one| one.name == name);
    let hosts = there("meeting", own)?.details.unwrap_or_default().hosts;
    play.counts("hosts of a meeting once corrected", 14, u64::from(hosts));
    Ok(())
}

/// What a dashboard shows and what its watch begins with are the same.
async fn consolidation(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let territory = cast.territory();
    let message = v1::GetConsolidationRequest {
        territory: territory.clone(),
        ..Default::default()
    };
    let shown = play.ask(cast.prefect, message).await?.consolidation;
    let message = v1::WatchConsolidationRequest {
        territory: territory.clone(),
        ..Default::default()
    };
    let watched = play.first(cast.prefect, message).await?.consolidation;
    play.holds(
        "a consolidation is watched as it is shown",
        shown == watched,
    );
    let total = there("consolidation", shown)?.total.unwrap_or_default();
    let meetings = total.mobilisation.unwrap_or_default();
    play.counts(
        "hosts of meetings, consolidated",
        14,
        u64::from(meetings.hosts),
    );
    play.counts(
        "difficulties that are open",
        0,
        u64::from(total.difficulties_open),
    );
    let message = v1::GetTerritoryDashboardRequest {
        name: territory.clone(),
        ..Default::default()
    };
    let shown = play.ask(cast.prefect, message).await?.dashboard;
    let message = v1::WatchTerritoryDashboardRequest {
        name: territory,
        ..Default::default()
    };
    let watched = play.first(cast.prefect, message).await?.dashboard;
    play.holds("a dashboard is watched as it is shown", shown == watched);
    Ok(())
}

/// The department's figures day by day, and how they differ between two instants.
async fn course(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let last: Date = today(play)
        .parse()
        .map_err(|why: jiff::Error| misunderstood(&why))?;
    let first = last.saturating_sub((DAYS - 1).days());
    let message = v1::GetTerritorySeriesRequest {
        name: cast.territory(),
        start_date: first.to_string(),
        end_date: last.to_string(),
        step: v1::SeriesStep::Day.into(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let series = play.ask(cast.prefect, message).await?;
    play.lists("points of a series", DAYS.unsigned_abs(), &series.points);
    let offers = |point: Option<&v1::SeriesPoint>| {
        let counts = point.map(|point| [point.public_offers, point.private_offers]);
        let counts = counts.into_iter().flatten().flatten();
        counts.map(|counts| counts.offers).sum::<u64>()
    };
    let (first, last) = (series.points.first(), series.points.last());
    let grown = offers(last).saturating_sub(offers(first));
    let difference = series.difference.unwrap_or_default();
    let told = difference.public_offers + difference.private_offers;
    play.counts(
        "the difference of a series: offers",
        grown,
        told.unsigned_abs(),
    );

    let RecordedAt(now) = play.campaign.clock.now();
    let message = v1::GetTerritoryDifferenceRequest {
        name: cast.territory(),
        start_time: Some(timestamp(RecordedAt(now - AN_HOUR))),
        end_time: Some(timestamp(RecordedAt(now))),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let answer = play.ask(cast.prefect, message).await?;
    let students = |point: Option<&v1::SeriesPoint>| point.map_or(0, |point| point.students);
    let (first, last) = (answer.first.as_ref(), answer.last.as_ref());
    let grown = students(last).saturating_sub(students(first));
    let told = answer.difference.unwrap_or_default().students;
    play.counts(
        "the difference of two instants: pupils",
        grown,
        told.unsigned_abs(),
    );
    play.holds("pupils came within the hour", grown > 0);
    Ok(())
}

/// Pupils without a placement beside seats that are left.
async fn needs(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::GetUnmetNeedsRequest {
        territory: cast.territory(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let needs = play.ask(cast.prefect, message).await?;
    let week = needs.weeks.iter().find(|one| one.week == cast.week(1));
    let week = there("week of the college", week)?;
    // All have a placement in one of the two weeks, but for who came last.
    let without = u64::from(week.pupils_without_placement);
    play.counts("pupils without a placement", 1, without);
    let message = v1::GetUnmetNeedsRequest {
        territory: "national".to_owned(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let country = play.ask(cast.committee, message).await?;
    play.holds(
        "the country has the department's pupils, and what it aims at",
        country.pupils >= needs.pupils && country.targets.is_some(),
    );
    let message = v1::GetTerritoryDashboardRequest {
        name: cast.territory(),
        ..Default::default()
    };
    let shown = play.ask(cast.director, message).await?.dashboard;
    let figures = Figures::from(&there("dashboard", shown)?);
    play.counts(
        "colleges registered in September",
        2,
        figures.of("establishments_registered"),
    );
    play.counts("colleges that take part", 1, u64::from(needs.colleges));
    Ok(())
}
