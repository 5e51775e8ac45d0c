//! The rows of a territory: one for each school year, and one for each sector in it.
use domain::calendar::SchoolYear;
use domain::reference::academies;
use domain::reference::departments;
use domain::reference::regions::RegionCode;

use super::row::{Cell, Row, states};
use super::table::TableName;
use crate::folds::Folds;
use crate::steering::{ApplicationFigures, GenderFigures, OfferFigures, SectorFigures, Territory};

/// Every territory.
pub(super) fn all() -> impl Iterator<Item = Territory> {
    let departments = departments::all().iter();
    std::iter::once(Territory::National)
        .chain(RegionCode::all().map(Territory::Region))
        .chain(academies::all().map(Territory::Academy))
        .chain(departments.map(|row| Territory::Department(row.code)))
}

/// Every sector that the log has named has its row in every school year, be it of zeros.
pub(super) fn rows(folds: &Folds, territory: Territory) -> Vec<Row> {
    let mut rows = Vec::new();
    for year in folds.steering().fold().school_years() {
        let steering = folds.steering().fold();
        let view = steering.dashboard(folds.entities(), territory, Some(year));
        let figures = Figures {
            offers: [
                view.offers,
                view.public_offers,
                view.private_offers,
                view.pooled_offers,
            ],
            total: view.total,
            by_gender: view.by_gender,
        };
        let first = key(territory, year).chain([name(territory).into()]);
        rows.push(Row {
            table: TableName::Territories,
            cells: first.chain(figures.cells()).collect(),
        });
        for (_, sector) in folds.entities().sectors() {
            let found = view.sectors.iter().find(|row| row.sector == *sector);
            let first =
                key(territory, year).chain([sector.as_str().into(), name(territory).into()]);
            rows.push(Row {
                table: TableName::Sectors,
                cells: first.chain(Figures::of(found).cells()).collect(),
            });
        }
    }
    rows
}

fn key(territory: Territory, year: SchoolYear) -> impl Iterator<Item = Cell> {
    let (kind, code) = match &territory {
        Territory::National => ("national", "FR"),
        Territory::Region(code) => ("region", code.as_str()),
        Territory::Academy(code) => ("academy", code.as_str()),
        Territory::Department(code) => ("department", code.as_str()),
    };
    let year = Cell::Integer(year.first_year().into());
    [kind.into(), code.into(), year].into_iter()
}

fn name(territory: Territory) -> &'static str {
    match territory {
        Territory::National => "France",
        Territory::Region(code) => code.name(),
        Territory::Academy(code) => code.name(),
        Territory::Department(code) => departments::find(code).map_or("", |row| row.name),
    }
}

#[derive(Default)]
struct Figures {
    /// All, of public hosts, of private hosts, and those that pooling partners fed in.
    offers: [OfferFigures; 4],
    total: ApplicationFigures,
    by_gender: GenderFigures,
}

impl Figures {
    fn of(sector: Option<&SectorFigures>) -> Self {
        sector.map_or_else(Self::default, |row| Self {
            offers: [
                row.offers,
                row.public_offers,
                row.private_offers,
                row.pooled_offers,
            ],
            total: row.total,
            by_gender: row.by_gender,
        })
    }

    fn cells(&self) -> Vec<Cell> {
        let offers = self.offers.iter();
        let offers = offers.flat_map(|of| [of.deposited, of.withdrawn, of.seats]);
        let genders = &self.by_gender;
        let of = [
            &self.total,
            &genders.girls,
            &genders.boys,
            &genders.not_stated,
        ];
        let applications = of.map(|of| [of.applications, of.placements, of.completed]);
        let counts = offers
            .chain(applications.into_iter().flatten())
            .map(Cell::from);
        counts.chain(states(&self.total.by_state)).collect()
    }
}
