//! What the dashboard of a territory shows.
use std::collections::BTreeSet;

use domain::calendar::SchoolYear;
use domain::concerns::ApplicationState;
use domain::ids::{DepartmentCode, SectorCode};
use domain::partner::Evaluated;
use domain::reference::academies::AcademyCode;
use domain::reference::departments::{self, Department};
use domain::reference::regions::RegionCode;
use serde::Serialize;

use super::figures::{Counter, Figures, OfferFigures, SectorCounters};
use super::{Cell, DepartmentNo, Steering};
use crate::application::ApplicationCounts;
use crate::entities::{ApplicationNo, EntityIndex, EstablishmentRow, OfferNo, SectorNo, StudentNo};
use crate::table::Number;

/// What a dashboard is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Territory {
    /// A department or overseas collectivity.
    Department(DepartmentCode),
    /// A region.
    Region(RegionCode),
    /// An academy.
    Academy(AcademyCode),
    /// The whole country.
    National,
}

impl Territory {
    /// Whether a department lies in it.
    #[must_use]
    pub fn contains(self, department: &Department) -> bool {
        match self {
            Self::Department(code) => department.code == code,
            Self::Region(code) => department.region == code,
            Self::Academy(code) => department.academy == code,
            Self::National => true,
        }
    }

    /// Whether a college lies in it, by the directory.
    #[must_use]
    pub fn contains_college(self, college: &EstablishmentRow) -> bool {
        let listing = college.state.listing();
        let department = listing.and_then(|listing| departments::find(listing.department));
        department.is_some_and(|department| self.contains(department))
    }
}

/// The dashboard of a territory (DSH-3).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TerritoryDashboardView {
    /// What it is about.
    pub territory: Territory,
    /// The school year counted; none where all are.
    pub school_year: Option<SchoolYear>,
    /// All offers.
    pub offers: OfferFigures,
    /// Those of public hosts.
    pub public_offers: OfferFigures,
    /// Those of private hosts.
    pub private_offers: OfferFigures,
    /// Those that pooling partners fed in, of public and of private hosts (OFF-8).
    pub pooled_offers: OfferFigures,
    /// Over all pupils.
    pub total: ApplicationFigures,
    /// The same by gender.
    pub by_gender: GenderFigures,
    /// The same by sector; sectors without any figure are left out; in the order of the codes.
    pub sectors: Vec<SectorFigures>,
}

/// What partners told of offers and placements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EvaluationFigures {
    /// Of offers.
    pub offers: Marks,
    /// Of completed placements.
    pub placements: Marks,
}

/// Marks from 1 to 5, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// How many.
    pub evaluations: u32,
    /// Their sum.
    pub sum: u32,
}

/// One sector.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectorFigures {
    /// The sector.
    pub sector: SectorCode,
    /// All its offers.
    pub offers: OfferFigures,
    /// Those of public hosts.
    pub public_offers: OfferFigures,
    /// Those of private hosts.
    pub private_offers: OfferFigures,
    /// Those that pooling partners fed in, of public and of private hosts (OFF-8).
    pub pooled_offers: OfferFigures,
    /// Over all pupils.
    pub total: ApplicationFigures,
    /// The same by gender.
    pub by_gender: GenderFigures,
}

/// Girls, boys, and pupils whose gender is not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GenderFigures {
    /// Of girls.
    pub girls: ApplicationFigures,
    /// Of boys.
    pub boys: ApplicationFigures,
    /// Of pupils whose gender is not stated.
    pub not_stated: ApplicationFigures,
}

/// Three different things, never counted as one another, and where the applications stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ApplicationFigures {
    /// Every application submitted, whatever became of it.
    pub applications: u32,
    /// Placements: accepted and not cancelled since, completed and missed ones among them.
    pub placements: u32,
    /// Completed placements.
    pub completed: u32,
    /// The applications by their present state.
    pub by_state: ApplicationCounts,
}

impl From<ApplicationCounts> for ApplicationFigures {
    fn from(counts: ApplicationCounts) -> Self {
        Self {
            applications: counts.applications(),
            placements: counts.placements(),
            completed: counts.completed(),
            by_state: counts,
        }
    }
}

impl Steering {
    /// The school years for which there ever was a figure.
    #[must_use]
    pub fn school_years(&self) -> BTreeSet<SchoolYear> {
        let years = self.cells.keys();
        years
            .map(|cell| SchoolYear::beginning_in(cell.year))
            .collect()
    }

    /// The school year in which an offer counts.
    #[must_use]
    pub fn school_year_of(&self, offer: OfferNo) -> Option<SchoolYear> {
        let counted = self.offers.get(offer.index())?;
        Some(SchoolYear::beginning_in(counted.cell.year))
    }

    /// Whether an application is a placement now: accepted, and not cancelled since.
    #[must_use]
    pub fn is_placement(&self, application: ApplicationNo) -> bool {
        let state = self.applications.get(application.index());
        state.is_some_and(|state| state.is_placement())
    }

    /// Whether an application is a placement that the pupil did.
    #[must_use]
    pub fn is_completed(&self, application: ApplicationNo) -> bool {
        self.applications.get(application.index()) == Some(&ApplicationState::Completed)
    }

    /// What partners told of offers and of placements in a territory, of one school year or of all
    /// (OFF-9): an offer counts where and when it does on the dashboard, a placement likewise.
    #[must_use]
    pub fn evaluations(
        &self,
        entities: &EntityIndex,
        territory: Territory,
        school_year: Option<SchoolYear>,
    ) -> EvaluationFigures {
        let mut figures = EvaluationFigures::default();
        for (evaluated, _, row) in entities.evaluations() {
            let marks = match evaluated {
                Evaluated::Offer(_) => &mut figures.offers,
                Evaluated::Placement(..) => &mut figures.placements,
            };
            if self.evaluated_in(entities, evaluated, territory, school_year) {
                marks.evaluations += 1;
                marks.sum += row.mark.number();
            }
        }
        figures
    }

    /// Whether an evaluation of this counts in a territory and a school year, or in all.
    #[must_use]
    pub fn evaluated_in(
        &self,
        entities: &EntityIndex,
        evaluated: Evaluated,
        territory: Territory,
        school_year: Option<SchoolYear>,
    ) -> bool {
        let cell = match evaluated {
            Evaluated::Offer(offer) => {
                let number = entities.offer_no(offer);
                let counted = number.and_then(|number| self.offers.get(number.index()));
                counted.map(|offer| offer.cell)
            }
            Evaluated::Placement(student, application) => {
                let found = entities.application(student, application);
                let cell = found.and_then(|(_, row)| self.cell_of(entities, row).ok());
                cell.map(|(cell, _)| cell)
            }
        };
        cell.is_some_and(|cell| cell.is_in(territory, school_year))
    }

    /// One counter of the dashboard alone, of a sector or of all.
    #[must_use]
    pub fn counted(
        &self,
        territory: Territory,
        school_year: Option<SchoolYear>,
        sector: Option<SectorNo>,
        counter: Counter,
    ) -> u64 {
        let counted = |figures: &Figures| figures.counted(sector, counter);
        let Some(year) = school_year.map(SchoolYear::first_year) else {
            let cells = self.cells.iter();
            let within = cells.filter(|(cell, _)| cell.is_in(territory, None));
            return within.map(|(_, figures)| counted(figures)).sum();
        };
        let within = departments_in(territory);
        let figures = within.filter_map(|department| self.cells.get(&Cell { department, year }));
        figures.map(counted).sum()
    }

    /// The dashboard of a territory, of one school year or of all. A department without any
    /// college or offer shows zeros.
    #[must_use]
    pub fn dashboard(
        &self,
        entities: &EntityIndex,
        territory: Territory,
        school_year: Option<SchoolYear>,
    ) -> TerritoryDashboardView {
        let mut sectors: Vec<SectorCounters> = Vec::new();
        for (cell, figures) in &self.cells {
            if !cell.is_in(territory, school_year) {
                continue;
            }
            if sectors.len() < figures.sectors().len() {
                sectors.resize_with(figures.sectors().len(), SectorCounters::default);
            }
            for (sum, counters) in sectors.iter_mut().zip(figures.sectors()) {
                sum.add_all(counters);
            }
        }
        view(entities, territory, school_year, &sectors)
    }

    /// The same of some pupils alone, each with the school year of which their applications count: of
    /// those that take part in a scheme of equal chances (EST-15). Offers are nobody's of them.
    #[must_use]
    pub fn dashboard_of(
        &self,
        entities: &EntityIndex,
        territory: Territory,
        school_year: Option<SchoolYear>,
        pupils: impl IntoIterator<Item = (StudentNo, SchoolYear)>,
    ) -> TerritoryDashboardView {
        let mut sectors: Vec<SectorCounters> = Vec::new();
        for (number, year) in pupils {
            let Some(pupil) = entities.student_row(number) else {
                continue;
            };
            for (application, row) in entities.applications_of(pupil) {
                let state = self.applications.get(application.index());
                let of_year = row.week.school_year() == year;
                let Some(state) = state.filter(|_| of_year) else {
                    continue;
                };
                let index = row.sector.index();
                if sectors.len() <= index {
                    sectors.resize_with(index + 1, SectorCounters::default);
                }
                sectors[index].applications(pupil.gender).add(*state);
            }
        }
        view(entities, territory, school_year, &sectors)
    }
}

/// What these counters add up to.
fn view(
    entities: &EntityIndex,
    territory: Territory,
    school_year: Option<SchoolYear>,
    sectors: &[SectorCounters],
) -> TerritoryDashboardView {
    let mut all = SectorCounters::default();
    sectors.iter().for_each(|counters| all.add_all(counters));
    let all = Shown::of(&all);
    let numbered = (0u32..).zip(sectors).filter_map(|(index, counters)| {
        let sector = entities.sector(SectorNo::from_index(index))?;
        (*counters != SectorCounters::default()).then(|| Shown::of(counters).of_sector(sector))
    });
    let mut sectors: Vec<_> = numbered.collect();
    sectors.sort_by(|a, b| a.sector.cmp(&b.sector));
    TerritoryDashboardView {
        territory,
        school_year,
        offers: all.offers,
        public_offers: all.public,
        private_offers: all.private,
        pooled_offers: all.pooled,
        total: all.total,
        by_gender: all.by_gender,
        sectors,
    }
}

impl Cell {
    fn is_in(&self, territory: Territory, school_year: Option<SchoolYear>) -> bool {
        school_year.is_none_or(|wanted| wanted.first_year() == self.year)
            && self
                .department
                .row()
                .is_some_and(|row| territory.contains(row))
    }
}

fn departments_in(territory: Territory) -> impl Iterator<Item = DepartmentNo> {
    let numbered = (0u16..).zip(departments::all());
    let within = numbered.filter(move |(_, department)| territory.contains(department));
    within.map(|(number, _)| DepartmentNo(number))
}

impl DepartmentNo {
    fn row(self) -> Option<&'static Department> {
        departments::all().get(usize::from(self.0))
    }
}

struct Shown {
    offers: OfferFigures,
    public: OfferFigures,
    private: OfferFigures,
    pooled: OfferFigures,
    total: ApplicationFigures,
    by_gender: GenderFigures,
}

impl Shown {
    fn of(counters: &SectorCounters) -> Self {
        let mut offers = counters.public;
        offers.add_all(&counters.private);
        let mut total = counters.girls;
        total.add_all(&counters.boys);
        total.add_all(&counters.not_stated);
        Self {
            offers,
            public: counters.public,
            private: counters.private,
            pooled: counters.pooled,
            total: total.into(),
            by_gender: GenderFigures {
                girls: counters.girls.into(),
                boys: counters.boys.into(),
                not_stated: counters.not_stated.into(),
            },
        }
    }

    fn of_sector(self, sector: &SectorCode) -> SectorFigures {
        SectorFigures {
            sector: sector.clone(),
            offers: self.offers,
            public_offers: self.public,
            private_offers: self.private,
            pooled_offers: self.pooled,
            total: self.total,
            by_gender: self.by_gender,
        }
    }
}
