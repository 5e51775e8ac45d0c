//! Figures of the dashboard of a territory.
use std::collections::BTreeMap;

use domain::calendar::SchoolYear;
use domain::ids::SectorCode;
use domain::schema::Fact;
use domain::student::{Gender, StudentEvent};

use super::evaluations::{EvaluationMeasure, Evaluations};
use super::{Watch, figure};
use crate::entities::{EntityIndex, EstablishmentNo, EstablishmentRow};
use crate::folds::Folds;
use crate::folds::steering::{Counter, Steering, Territory, TerritoryDashboardView};
use crate::record::Record;

/// One figure of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryFigure {
    /// Of which territory.
    pub territory: Territory,
    /// Of which school year; none for all.
    pub school_year: Option<SchoolYear>,
    /// What is counted.
    pub measure: TerritoryMeasure,
}

/// What is counted in a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerritoryMeasure {
    /// Offers, or what pupils did: of one sector, or of all.
    Counted(Counter, Option<SectorCode>),
    /// Colleges that are registered.
    Colleges,
    /// Pupils who were in a class of that school year.
    Pupils,
    /// What partners told of offers or of placements.
    Evaluated(EvaluationMeasure),
}

impl TerritoryFigure {
    /// What the dashboard shows.
    pub(super) fn shown(&self, folds: &Folds) -> i64 {
        let entities = folds.entities();
        match &self.measure {
            TerritoryMeasure::Counted(counter, sector) => {
                let steering = folds.steering().fold();
                let view = steering.dashboard(entities, self.territory, self.school_year);
                on_dashboard(&view, *counter, sector.as_ref())
            }
            TerritoryMeasure::Colleges | TerritoryMeasure::Pupils => {
                let colleges = entities.establishments();
                colleges.map(|(_, college)| self.of_college(college)).sum()
            }
            TerritoryMeasure::Evaluated(measure) => {
                let steering = folds.steering().fold();
                let told = steering.evaluations(entities, self.territory, self.school_year);
                measure.on_dashboard(&told)
            }
        }
    }

    pub(super) fn watch(&self) -> Watched<'_> {
        Watched {
            figure: self,
            colleges: BTreeMap::new(),
            sum: 0,
            evaluations: Evaluations::default(),
        }
    }

    /// What one college adds to the figures of people.
    fn of_college(&self, college: &EstablishmentRow) -> i64 {
        if !self.territory.contains_college(college) {
            return 0;
        }
        match self.measure {
            TerritoryMeasure::Colleges => i64::from(college.state.is_registered()),
            TerritoryMeasure::Pupils => figure(college.pupils_in(self.school_year)),
            TerritoryMeasure::Counted(..) | TerritoryMeasure::Evaluated(_) => 0,
        }
    }
}

/// The figure on the dashboard as it is shown.
fn on_dashboard(
    view: &TerritoryDashboardView,
    counter: Counter,
    sector: Option<&SectorCode>,
) -> i64 {
    let (public, private, pooled, total, by_gender) = match sector {
        None => (
            view.public_offers,
            view.private_offers,
            view.pooled_offers,
            view.total,
            view.by_gender,
        ),
        Some(sector) => match view.sectors.iter().find(|row| row.sector == *sector) {
            Some(row) => (
                row.public_offers,
                row.private_offers,
                row.pooled_offers,
                row.total,
                row.by_gender,
            ),
            // A sector in which nothing was counted yet has no row.
            None => return 0,
        },
    };
    let of = |gender: Option<Gender>| match gender {
        None => total,
        Some(Gender::Girl) => by_gender.girls,
        Some(Gender::Boy) => by_gender.boys,
        Some(Gender::NotStated) => by_gender.not_stated,
    };
    i64::from(match counter {
        Counter::PublicOffers => public.deposited,
        Counter::PublicSeats => public.seats,
        Counter::PrivateOffers => private.deposited,
        Counter::PrivateSeats => private.seats,
        Counter::PooledOffers => pooled.deposited,
        Counter::PooledSeats => pooled.seats,
        Counter::Applications(gender) => of(gender).applications,
        Counter::Placements(gender) => of(gender).placements,
        Counter::Completed(gender) => of(gender).completed,
    })
}

/// A figure while the fold goes on.
pub(super) struct Watched<'f> {
    figure: &'f TerritoryFigure,
    /// What each college added when it was last looked at, and all of them.
    colleges: BTreeMap<EstablishmentNo, i64>,
    sum: i64,
    evaluations: Evaluations,
}

impl Watch for Watched<'_> {
    type Of = Steering;

    fn after(&mut self, entities: &EntityIndex, fold: &Steering, record: &Record) -> Option<i64> {
        match &self.figure.measure {
            TerritoryMeasure::Counted(counter, sector) => {
                if !may_move(*counter, &record.fact) {
                    return None;
                }
                let sector = match sector {
                    // Nothing was ever counted in a sector without a number.
                    Some(sector) => Some(entities.sector_no(sector)?),
                    None => None,
                };
                let TerritoryFigure {
                    territory,
                    school_year,
                    ..
                } = self.figure;
                let counted = fold.counted(*territory, *school_year, sector, *counter);
                Some(figure(counted))
            }
            TerritoryMeasure::Colleges | TerritoryMeasure::Pupils => {
                self.look_at_colleges(entities, &record.fact);
                Some(self.sum)
            }
            TerritoryMeasure::Evaluated(measure) => {
                let of = (self.figure.territory, self.figure.school_year, *measure);
                self.evaluations.after(of, (entities, fold), record)
            }
        }
    }
}

impl Watched<'_> {
    /// The colleges whose people an event may have moved: its own, or the pupil's now and before.
    fn look_at_colleges(&mut self, entities: &EntityIndex, fact: &Fact) {
        match fact {
            Fact::Establishment(uai, _) => self.look_at(entities, entities.establishment_no(*uai)),
            Fact::Student(student, event) => {
                let present = entities.student(*student).map(|row| row.establishment);
                self.look_at(entities, present);
                if let StudentEvent::StudentTakenIn { from, .. } = event {
                    self.look_at(entities, entities.establishment_no(*from));
                }
            }
            Fact::Offer(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => {}
        }
    }

    fn look_at(&mut self, entities: &EntityIndex, college: Option<EstablishmentNo>) {
        let row = college.and_then(|number| Some((number, entities.establishment_row(number)?)));
        let Some((number, row)) = row else { return };
        let now = self.figure.of_college(row);
        let before = self.colleges.insert(number, now).unwrap_or(0);
        self.sum += now - before;
    }
}

/// Whether a fact can have moved a counter.
fn may_move(counter: Counter, fact: &Fact) -> bool {
    match counter {
        Counter::PublicOffers
        | Counter::PublicSeats
        | Counter::PrivateOffers
        | Counter::PrivateSeats
        | Counter::PooledOffers
        | Counter::PooledSeats => matches!(fact, Fact::Offer(..) | Fact::Host(..)),
        Counter::Applications(_) | Counter::Placements(_) | Counter::Completed(_) => {
            matches!(fact, Fact::Student(..) | Fact::Establishment(..))
        }
    }
}
