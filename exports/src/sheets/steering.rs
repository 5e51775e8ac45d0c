//! The dashboards of the representatives of the State.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, day, number, text, unless_withheld};
use crate::words::word;

/// The territory as a whole, or one of its sectors.
struct Of<'a> {
    dashboard: &'a v1::TerritoryDashboard,
    sector: Option<&'a v1::SectorFigures>,
}

type Offers = Option<v1::OfferCounts>;
type Genders = Option<v1::GenderCounts>;

impl Of<'_> {
    fn public_offers(&self) -> Offers {
        self.sector
            .map_or(self.dashboard.public_offers, |sector| sector.public_offers)
    }

    fn private_offers(&self) -> Offers {
        self.sector.map_or(self.dashboard.private_offers, |sector| {
            sector.private_offers
        })
    }

    fn pooled_offers(&self) -> Offers {
        self.sector
            .map_or(self.dashboard.pooled_offers, |sector| sector.pooled_offers)
    }

    fn applications(&self) -> Genders {
        self.sector
            .map_or(self.dashboard.applications, |sector| sector.applications)
    }

    fn placements(&self) -> Genders {
        self.sector
            .map_or(self.dashboard.placements, |sector| sector.placements)
    }

    fn completed(&self) -> Genders {
        self.sector
            .map_or(self.dashboard.completed, |sector| sector.completed)
    }

    /// What is told of the territory as a whole; nothing of a sector.
    fn whole(&self, told: impl Fn(&v1::TerritoryDashboard) -> Cell) -> Cell {
        match self.sector {
            None => told(self.dashboard),
            Some(_) => Cell::Empty,
        }
    }
}

fn offers(offers: Offers, of: impl Fn(&v1::OfferCounts) -> u64) -> Cell {
    offers
        .as_ref()
        .map_or(Cell::Empty, |offers| count(of(offers)))
}

fn genders(genders: Genders, of: impl Fn(&v1::GenderCounts) -> u64) -> Cell {
    let figure = |counts: &v1::GenderCounts| unless_withheld(counts.withheld, count(of(counts)));
    genders.as_ref().map_or(Cell::Empty, figure)
}

fn evaluations(
    counts: Option<v1::EvaluationCounts>,
    of: impl Fn(&v1::EvaluationCounts) -> Cell,
) -> Cell {
    let figure = |counts: &v1::EvaluationCounts| unless_withheld(counts.withheld, of(counts));
    counts.as_ref().map_or(Cell::Empty, figure)
}

/// The average of evaluations; nothing of none.
fn average(counts: &v1::EvaluationCounts) -> Cell {
    match counts.evaluations {
        0 => Cell::Empty,
        _ => number(counts.average),
    }
}

fn target(targets: Option<v1::Targets>, of: impl Fn(&v1::Targets) -> u32) -> Cell {
    targets
        .as_ref()
        .map_or(Cell::Empty, |targets| count(of(targets)))
}

sheet! {
    /// Of `GetTerritoryDashboard`: a row for the territory, then one for each sector.
    TerritoryDashboard("tableau-de-bord"): GetTerritoryDashboardResponse as |answer, _| {
        let rows = answer.dashboard.iter().flat_map(|dashboard| {
            let sectors = dashboard.sectors.iter().map(Some);
            std::iter::once(None).chain(sectors).map(move |sector| Of { dashboard, sector })
        });
        rows.collect()
    };
    row: Of<'_> {
        "Territoire" => text(&row.dashboard.name),
        "Nom" => text(&row.dashboard.display_name),
        "Année scolaire" => text(&row.dashboard.school_year),
        "Dispositif" => word::<v1::EqualChancesScheme>(row.dashboard.scheme),
        "Secteur" => text(row.sector.map_or("", |sector| &sector.sector)),
        "Nom du secteur" => text(row.sector.map_or("Ensemble", |sector| &sector.display_name)),
        "Offres publiques" => offers(row.public_offers(), |of| of.offers),
        "Places publiques" => offers(row.public_offers(), |of| of.seats),
        "Offres privées" => offers(row.private_offers(), |of| of.offers),
        "Places privées" => offers(row.private_offers(), |of| of.seats),
        "Offres mutualisées" => offers(row.pooled_offers(), |of| of.offers),
        "Places mutualisées" => offers(row.pooled_offers(), |of| of.seats),
        "Candidatures : filles" => genders(row.applications(), |of| of.girls),
        "Candidatures : garçons" => genders(row.applications(), |of| of.boys),
        "Candidatures : non précisé" => genders(row.applications(), |of| of.not_stated),
        "Placements : filles" => genders(row.placements(), |of| of.girls),
        "Placements : garçons" => genders(row.placements(), |of| of.boys),
        "Placements : non précisé" => genders(row.placements(), |of| of.not_stated),
        "Stages effectués : filles" => genders(row.completed(), |of| of.girls),
        "Stages effectués : garçons" => genders(row.completed(), |of| of.boys),
        "Stages effectués : non précisé" => genders(row.completed(), |of| of.not_stated),
        "Collèges inscrits" => row.whole(|of| count(of.establishments_registered)),
        "Élèves" => row.whole(|of| unless_withheld(of.students_withheld, count(of.students))),
        "Objectif d'offres publiques" => row.whole(|of| target(of.targets, |targets| targets.public_offers)),
        "Objectif d'offres privées" => row.whole(|of| target(of.targets, |targets| targets.private_offers)),
        "Objectif de placements" => row.whole(|of| target(of.targets, |targets| targets.placements)),
        "Évaluations d'offres" => row.whole(|of| evaluations(of.offer_evaluations, |of| count(of.evaluations))),
        "Moyenne des offres" => row.whole(|of| evaluations(of.offer_evaluations, average)),
        "Évaluations de stages" => row.whole(|of| evaluations(of.placement_evaluations, |of| count(of.evaluations))),
        "Moyenne des stages" => row.whole(|of| evaluations(of.placement_evaluations, average)),
    }
}

/// A point of a series, or the difference of two.
enum Point<'a> {
    At(&'a v1::SeriesPoint),
    Difference(&'a v1::SeriesDifference),
}

impl Point<'_> {
    fn figure(
        &self,
        at: impl Fn(&v1::SeriesPoint) -> Cell,
        difference: impl Fn(&v1::SeriesDifference) -> i64,
    ) -> Cell {
        match self {
            Self::At(point) => at(point),
            Self::Difference(of) => Cell::Whole(difference(of)),
        }
    }

    fn gender(
        &self,
        at: impl Fn(&v1::SeriesPoint) -> Genders,
        girls_boys_or_neither: impl Fn(&v1::GenderCounts) -> u64,
        difference: impl Fn(&v1::SeriesDifference) -> Option<v1::GenderDifference>,
        of: impl Fn(&v1::GenderDifference) -> i64,
    ) -> Cell {
        match self {
            Self::At(point) => genders(at(point), girls_boys_or_neither),
            Self::Difference(told) => difference(told).map_or(Cell::Empty, |told| {
                unless_withheld(told.withheld, Cell::Whole(of(&told)))
            }),
        }
    }

    fn students(&self) -> Cell {
        match self {
            Self::At(point) => unless_withheld(point.students_withheld, count(point.students)),
            Self::Difference(of) => unless_withheld(of.students_withheld, Cell::Whole(of.students)),
        }
    }
}

macro_rules! points {
    ($(#[$doc:meta])* $sheet:ident($title:literal): $answer:ident as $rows:expr;) => {
        sheet! {
            $(#[$doc])*
            $sheet($title): $answer as $rows;
            row: Point<'_> {
                "Jour" => match row {
                    Point::At(point) => day(&point.date),
                    Point::Difference(_) => text("Différence"),
                },
                "Position" => match row {
                    Point::At(point) => count(point.position),
                    Point::Difference(_) => Cell::Empty,
                },
                "Offres publiques" => row.figure(|at| offers(at.public_offers, |of| of.offers), |of| of.public_offers),
                "Places publiques" => row.figure(|at| offers(at.public_offers, |of| of.seats), |of| of.public_seats),
                "Offres privées" => row.figure(|at| offers(at.private_offers, |of| of.offers), |of| of.private_offers),
                "Places privées" => row.figure(|at| offers(at.private_offers, |of| of.seats), |of| of.private_seats),
                "Offres mutualisées" => row.figure(|at| offers(at.pooled_offers, |of| of.offers), |of| of.pooled_offers),
                "Places mutualisées" => row.figure(|at| offers(at.pooled_offers, |of| of.seats), |of| of.pooled_seats),
                "Candidatures : filles" => row.gender(|at| at.applications, |of| of.girls, |of| of.applications, |of| of.girls),
                "Candidatures : garçons" => row.gender(|at| at.applications, |of| of.boys, |of| of.applications, |of| of.boys),
                "Candidatures : non précisé" => row.gender(|at| at.applications, |of| of.not_stated, |of| of.applications, |of| of.not_stated),
                "Placements : filles" => row.gender(|at| at.placements, |of| of.girls, |of| of.placements, |of| of.girls),
                "Placements : garçons" => row.gender(|at| at.placements, |of| of.boys, |of| of.placements, |of| of.boys),
                "Placements : non précisé" => row.gender(|at| at.placements, |of| of.not_stated, |of| of.placements, |of| of.not_stated),
                "Stages effectués : filles" => row.gender(|at| at.completed, |of| of.girls, |of| of.completed, |of| of.girls),
                "Stages effectués : garçons" => row.gender(|at| at.completed, |of| of.boys, |of| of.completed, |of| of.boys),
                "Stages effectués : non précisé" => row.gender(|at| at.completed, |of| of.not_stated, |of| of.completed, |of| of.not_stated),
                "Collèges inscrits" => row.figure(|at| count(at.establishments_registered), |of| of.establishments_registered),
                "Élèves" => row.students(),
            }
        }
    };
}

points! {
    /// Of `GetTerritorySeries`: a row for each point, then one for the difference of the last and
    /// the first.
    TerritorySeries("evolution"): GetTerritorySeriesResponse as |answer, _| {
        let points = answer.points.iter().map(Point::At);
        points.chain(answer.difference.iter().map(Point::Difference)).collect()
    };
}

points! {
    /// Of `GetTerritoryDifference`: a row for each of the two instants, then one for their
    /// difference.
    TerritoryDifference("difference"): GetTerritoryDifferenceResponse as |answer, _| {
        let points = answer.first.iter().chain(&answer.last).map(Point::At);
        points.chain(answer.difference.iter().map(Point::Difference)).collect()
    };
}

/// The territory as a whole, or one of its weeks.
struct Need<'a> {
    territory: &'a v1::GetUnmetNeedsResponse,
    week: Option<&'a v1::WeekNeed>,
}

impl Need<'_> {
    fn of_week(&self, told: impl Fn(&v1::WeekNeed) -> Cell) -> Cell {
        self.week.map_or(Cell::Empty, told)
    }

    fn whole(&self, told: impl Fn(&v1::GetUnmetNeedsResponse) -> Cell) -> Cell {
        match self.week {
            None => told(self.territory),
            Some(_) => Cell::Empty,
        }
    }

    /// Of the territory or of the week.
    fn either(
        &self,
        whole: impl Fn(&v1::GetUnmetNeedsResponse) -> Cell,
        week: impl Fn(&v1::WeekNeed) -> Cell,
    ) -> Cell {
        self.week.map_or_else(|| whole(self.territory), week)
    }
}

sheet! {
    /// Of `GetUnmetNeeds`: a row for the territory, then one for each week.
    UnmetNeeds("besoins-non-couverts"): GetUnmetNeedsResponse as |answer, _| {
        let weeks = answer.weeks.iter().map(Some);
        let rows = std::iter::once(None).chain(weeks);
        rows.map(|week| Need { territory: answer, week }).collect()
    };
    row: Need<'_> {
        "Territoire" => text(&row.territory.territory),
        "Nom" => text(&row.territory.display_name),
        "Année scolaire" => text(&row.territory.school_year),
        "Semaine" => text(row.week.map_or("Ensemble", |week| &week.week)),
        "Collèges" => row.either(|of| count(of.colleges), |of| count(of.colleges)),
        "Élèves" => row.either(
            |of| unless_withheld(of.withheld, count(of.pupils)),
            |of| unless_withheld(of.withheld, count(of.pupils)),
        ),
        "Élèves sans placement" => row.either(
            |of| unless_withheld(of.withheld, count(of.pupils_without_placement)),
            |of| unless_withheld(of.withheld, count(of.pupils_without_placement)),
        ),
        "Places offertes à portée" => row.either(
            |of| count(of.seats_offered_within_reach),
            |of| count(of.seats_offered_within_reach),
        ),
        "Places restantes à portée" => row.of_week(|of| count(of.seats_left_within_reach)),
        "Places restantes au-delà" => row.of_week(|of| count(of.seats_left_beyond)),
        "Places manquantes" => row.of_week(|of| unless_withheld(of.withheld, count(of.shortfall))),
        "Gain d'une recherche nationale" => row.of_week(|of| unless_withheld(of.withheld, count(of.nationwide_gain))),
        "Collèges sans semaine" => row.whole(|of| count(of.colleges_without_weeks)),
        "Collèges sans position" => row.whole(|of| count(of.colleges_without_position)),
        "Rayon (km)" => row.whole(|of| number(of.radius_km)),
        "Objectif d'offres publiques" => row.whole(|of| target(of.targets, |targets| targets.public_offers)),
        "Offres publiques" => row.whole(|of| offers(of.public_offers, |of| of.offers)),
        "Places publiques" => row.whole(|of| offers(of.public_offers, |of| of.seats)),
        "Objectif d'offres privées" => row.whole(|of| target(of.targets, |targets| targets.private_offers)),
        "Offres privées" => row.whole(|of| offers(of.private_offers, |of| of.offers)),
        "Places privées" => row.whole(|of| offers(of.private_offers, |of| of.seats)),
        "Objectif de placements" => row.whole(|of| target(of.targets, |targets| targets.placements)),
        "Places offertes hors de portée" => row.whole(|of| count(of.seats_offered_out_of_reach)),
    }
}

list_sheet! {
    /// Of `ListMissingReferents`: a row for each department.
    MissingReferents("referents-manquants"): ListMissingReferentsResponse.referents;
    row: MissingReferent {
        "Département" => text(&row.department),
        "Nom" => text(&row.display_name),
        "Région" => text(&row.region),
        "Préfet en fonction" => Cell::Whether(row.has_prefect),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::Sheet;

    #[test]
    fn what_is_withheld_is_told_as_withheld() {
        let withheld = v1::GenderCounts {
            withheld: true,
            ..Default::default()
        };
        let dashboard = v1::TerritoryDashboard {
            placements: Some(withheld),
            applications: Some(v1::GenderCounts::default()),
            students_withheld: true,
            ..Default::default()
        };
        let answer = v1::GetTerritoryDashboardResponse {
            position: 7,
            dashboard: Some(dashboard),
        };
        let rows = TerritoryDashboard::rows(&answer, true);
        let told = |name: &str| {
            let columns = TerritoryDashboard::COLUMNS;
            columns
                .iter()
                .position(|column| *column == name)
                .map(|at| &rows[0][at])
        };
        assert_eq!(told("Placements : filles"), Some(&Cell::Withheld));
        assert_eq!(told("Élèves"), Some(&Cell::Withheld));
        assert_eq!(told("Candidatures : filles"), Some(&Cell::Whole(0)));
        assert_eq!(
            told("Offres publiques"),
            Some(&Cell::Empty),
            "of a scheme there are none"
        );
    }

    #[test]
    fn what_is_offered_stands_beside_what_is_aimed_at_and_pupils_are_withheld() {
        let answer = v1::GetUnmetNeedsResponse {
            withheld: true,
            targets: Some(v1::Targets {
                public_offers: 150,
                ..v1::Targets::default()
            }),
            public_offers: Some(v1::OfferCounts {
                offers: 12,
                seats: 40,
            }),
            seats_offered_within_reach: 30,
            seats_offered_out_of_reach: 10,
            weeks: vec![v1::WeekNeed {
                pupils: 9,
                seats_offered_within_reach: 6,
                ..v1::WeekNeed::default()
            }],
            ..v1::GetUnmetNeedsResponse::default()
        };
        let rows = UnmetNeeds::rows(&answer, true);
        let told = |name: &str| {
            let mut columns = UnmetNeeds::COLUMNS.iter();
            let at = columns.position(|column| *column == name).unwrap();
            [0, 1].map(|row: usize| rows[row][at].clone())
        };
        let whole = Cell::Whole;
        assert_eq!(told("Élèves"), [Cell::Withheld, whole(9)]);
        assert_eq!(
            told("Objectif d'offres publiques"),
            [whole(150), Cell::Empty]
        );
        assert_eq!(told("Offres publiques"), [whole(12), Cell::Empty]);
        assert_eq!(told("Places offertes à portée"), [whole(30), whole(6)]);
        assert_eq!(
            told("Places offertes hors de portée"),
            [whole(10), Cell::Empty]
        );
    }
}
