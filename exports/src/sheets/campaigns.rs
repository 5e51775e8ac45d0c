//! The campaign of a school year: consolidation, difficulties, meetings.
use proto::v1::{self, ActivityKind};

use super::{list_sheet, sheet};
use crate::table::{Cell, count, day, instant, text, unless_withheld};
use crate::words::word;

/// The territory as a whole, or one of its departments.
struct Of<'a> {
    name: &'a str,
    display_name: &'a str,
    school_year: &'a str,
    figures: Option<&'a v1::CampaignFigures>,
}

fn territories(consolidation: &v1::Consolidation) -> Vec<Of<'_>> {
    let school_year = &consolidation.school_year;
    let total = Of {
        name: &consolidation.territory,
        display_name: &consolidation.display_name,
        school_year,
        figures: consolidation.total.as_ref(),
    };
    let departments = consolidation.departments.iter().map(|department| Of {
        name: &department.department,
        display_name: &department.display_name,
        school_year,
        figures: department.figures.as_ref(),
    });
    std::iter::once(total).chain(departments).collect()
}

/// A figure; nothing where there are none.
fn figure(of: &Of<'_>, figure: impl Fn(&v1::CampaignFigures) -> Cell) -> Cell {
    of.figures.map_or(Cell::Empty, figure)
}

/// What is aimed at; nothing where nothing was fixed.
fn target(of: &Of<'_>, target: impl Fn(&v1::Targets) -> u32) -> Cell {
    let targets = of.figures.and_then(|figures| figures.targets.as_ref());
    targets.map_or(Cell::Empty, |targets| count(target(targets)))
}

/// Of one kind of activity.
fn activity(of: &Of<'_>, kind: ActivityKind, told: impl Fn(&v1::ActivityCounts) -> Cell) -> Cell {
    figure(of, |figures| {
        let mut counts = figures.activities.iter();
        let counts = counts.find(|counts| counts.kind() == kind);
        counts.map_or(Cell::Whole(0), &told)
    })
}

fn meetings(
    of: &Of<'_>,
    kind: impl Fn(&v1::CampaignFigures) -> Option<&v1::MeetingCounts>,
    told: impl Fn(&v1::MeetingCounts) -> u32,
) -> Cell {
    figure(of, |figures| {
        kind(figures).map_or(Cell::Empty, |counts| count(told(counts)))
    })
}

sheet! {
    /// Of `GetConsolidation`: a row for the territory, then one for each of its departments.
    Consolidation("consolidation"): GetConsolidationResponse as |answer, _| {
        answer.consolidation.iter().flat_map(territories).collect()
    };
    row: Of<'_> {
        "Territoire" => text(row.name),
        "Nom" => text(row.display_name),
        "Année scolaire" => text(row.school_year),
        "Objectif d'offres publiques" => target(row, |targets| targets.public_offers),
        "Objectif d'offres privées" => target(row, |targets| targets.private_offers),
        "Objectif de placements" => target(row, |targets| targets.placements),
        "Offres publiques" => figure(row, |of| count(of.public_offers)),
        "Offres privées" => figure(row, |of| count(of.private_offers)),
        "Places" => figure(row, |of| count(of.seats)),
        "Offres mutualisées" => figure(row, |of| count(of.pooled_offers)),
        "Places mutualisées" => figure(row, |of| count(of.pooled_seats)),
        "Placements" => figure(row, |of| unless_withheld(of.placements_withheld, count(of.placements))),
        "Stages effectués" => figure(row, |of| unless_withheld(of.placements_withheld, count(of.completed))),
        "Difficultés" => figure(row, |of| count(of.difficulties)),
        "Difficultés ouvertes" => figure(row, |of| count(of.difficulties_open)),
        "Réunions de mobilisation" => meetings(row, |of| of.mobilisation.as_ref(), |of| of.meetings),
        "Mobilisation : structures" => meetings(row, |of| of.mobilisation.as_ref(), |of| of.hosts),
        "Mobilisation : collèges" => meetings(row, |of| of.mobilisation.as_ref(), |of| of.colleges),
        "Réunions de chefs d'établissement" => meetings(row, |of| of.heads.as_ref(), |of| of.meetings),
        "Chefs d'établissement : structures" => meetings(row, |of| of.heads.as_ref(), |of| of.hosts),
        "Chefs d'établissement : collèges" => meetings(row, |of| of.heads.as_ref(), |of| of.colleges),
        "Référents manquants" => figure(row, |of| count(of.referents_missing)),
        "Préparations de structures" => activity(row, ActivityKind::HostPreparation, |of| count(of.activities)),
        "Préparations de structures : personnes" => activity(row, ActivityKind::HostPreparation, |of| count(of.people)),
        "Séances avec des élèves" => activity(row, ActivityKind::PupilSession, |of| count(of.activities)),
        "Séances avec des élèves : personnes" => activity(row, ActivityKind::PupilSession, |of| count(of.people)),
        "Aides en difficulté" => activity(row, ActivityKind::DifficultyHelp, |of| count(of.activities)),
        "Aides en difficulté : personnes" => activity(row, ActivityKind::DifficultyHelp, |of| count(of.people)),
        "Évaluations" => activity(row, ActivityKind::Evaluation, |of| count(of.activities)),
        "Évaluations : personnes" => activity(row, ActivityKind::Evaluation, |of| count(of.people)),
        "Demandes d'aide" => figure(row, |of| count(of.help_requests)),
        "Demandes d'aide ouvertes" => figure(row, |of| count(of.help_requests_open)),
    }
}

/// The first step told of something, and the last.
fn first(difficulty: &v1::Difficulty) -> Option<&v1::DifficultyStep> {
    difficulty.history.first()
}

fn last(difficulty: &v1::Difficulty) -> Option<&v1::DifficultyStep> {
    difficulty.history.last()
}

list_sheet! {
    /// Of `ListDifficulties`: a row for each difficulty.
    Difficulties("difficultes"): ListDifficultiesResponse.difficulties;
    row: Difficulty {
        "Difficulté" => text(&row.name),
        "Département" => text(&row.department),
        "Année scolaire" => text(&row.school_year),
        "Nature" => word::<v1::DifficultyKind>(row.kind),
        "État" => word::<v1::DifficultyState>(row.state),
        "Signalée le" => instant(first(row).and_then(|step| step.recorded_time)),
        "Signalée par" => first(row).map_or(Cell::Empty, |step| word::<v1::Office>(step.office)),
        "Propos" => text(first(row).map_or("", |step| &step.words)),
        "Dernière étape le" => instant(last(row).and_then(|step| step.recorded_time)),
        "Dernière étape par" => last(row).map_or(Cell::Empty, |step| word::<v1::Office>(step.office)),
        "Derniers propos" => text(last(row).map_or("", |step| &step.words)),
    }
}

fn details(meeting: &v1::Meeting) -> v1::MeetingDetails {
    meeting.details.clone().unwrap_or_default()
}

list_sheet! {
    /// Of `ListMeetings`: a row for each meeting.
    Meetings("reunions"): ListMeetingsResponse.meetings;
    row: Meeting {
        "Réunion" => text(&row.name),
        "Département" => text(&row.department),
        "Nature" => word::<v1::MeetingKind>(details(row).kind),
        "Tenue le" => day(&details(row).held_date),
        "Structures" => count(details(row).hosts),
        "Collèges" => count(details(row).colleges),
        "Enregistrée par" => word::<v1::Office>(row.office),
        "Enregistrée le" => instant(row.recorded_time),
    }
}
