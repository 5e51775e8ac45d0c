//! Why a figure is what it is, down to a fact and what it caused (DSH-9).
use proto::v1;
use proto::v1::explain_figure_request::Cell;

use super::colleges::College;
use super::hosts::Offers;
use super::play::{Play, count, there};
use super::pupils::follow_up;
use crate::error::DemoError;

/// Of the college, of the country, and of the seats of an offer.
pub async fn explain(play: &Play, college: &College, offers: &Offers) -> Result<(), DemoError> {
    let cast = &play.cast;
    let shown = follow_up(play, college.head, &college.class).await?.totals;
    let students = shown.unwrap_or_default().students;
    let cell = Cell::FollowUp(v1::FollowUpCell {
        name: college.class.clone(),
        school_year: String::new(),
        measure: v1::FollowUpMeasure::Students.into(),
    });
    explained(play, "the pupils of a class", cell, students).await?;
    let message = v1::GetTerritoryDashboardRequest {
        name: cast.territory(),
        school_year: cast.school_year(),
        ..Default::default()
    };
    let shown = play.ask(cast.committee, message).await?.dashboard;
    let placements = there("dashboard", shown)?.placements.unwrap_or_default();
    let placements = placements.girls + placements.boys + placements.not_stated;
    let cell = Cell::Territory(v1::TerritoryCell {
        territory: cast.territory(),
        school_year: cast.school_year(),
        measure: v1::TerritoryMeasure::Placements.into(),
        ..Default::default()
    });
    explained(play, "the placements of a department", cell, placements).await?;
    let cell = Cell::SeatsTaken(v1::SeatsTakenCell {
        offer: offers.own.clone(),
        week: cast.week(0),
    });
    let facts = explained(play, "the seats of an offer", cell, 2).await?;
    let seat = facts.into_iter().find_map(|fact| fact.fact);
    let seat = there("fact", seat)?;
    let message = v1::GetFactRequest {
        fact_position: seat.position,
        ..Default::default()
    };
    let told = play.ask(cast.committee, message).await?;
    play.holds("a fact is found by its position", told.fact == Some(seat));
    let placed = |fact: &&v1::Fact| fact.event_type == "ApplicationAccepted";
    let placed: Vec<_> = told.consequences.iter().filter(placed).collect();
    play.lists("pupils placed because a seat was taken", 1, &placed);
    Ok(())
}

async fn explained(
    play: &Play,
    what: &str,
    cell: Cell,
    expected: u64,
) -> Result<Vec<v1::FigureFact>, DemoError> {
    let message = v1::ExplainFigureRequest {
        cell: Some(cell),
        page_size: 200,
        ..Default::default()
    };
    let told = play.ask(play.cast.committee, message).await?;
    play.counts(
        &format!("{what}, explained"),
        expected,
        told.figure.unsigned_abs(),
    );
    play.holds(&format!("{what}: the facts add up"), told.adds_up);
    let listed = told.fact_count <= 200 && count(told.facts.len()) != told.fact_count;
    play.holds(&format!("{what}: all facts are listed"), !listed);
    Ok(told.facts)
}
