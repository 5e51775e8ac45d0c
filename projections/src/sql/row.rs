//! A row of a table, and the groups in which rows are made.
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::ids::DepartmentCode;
use domain::reference::departments;

use super::table::TableName;
use super::{colleges, offers, territories, weeks};
use crate::application::{ApplicationCounts, ApplicationState};
use crate::entities::{EstablishmentNo, OfferNo};
use crate::folds::Folds;
use crate::steering::Territory;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// Of a text column.
    Text(String),
    /// Of a column of whole numbers.
    Integer(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Integer(count.into())
    }
}

/// A row: one cell for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its table.
    pub table: TableName,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cells of the primary key.
    #[must_use]
    pub fn key(&self) -> &[Cell] {
        self.cells.get(..self.table.table().key).unwrap_or_default()
    }

    /// Another row has the same one only by a chance of 2^-64.
    pub(super) fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.table, &self.cells).hash(&mut hasher);
        hasher.finish()
    }
}

/// Rows that are made together. No row ever goes away, and none changes its place in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Group {
    /// A territory and its sectors, in every school year.
    Territory(Territory),
    /// A college and its classes.
    Establishment(EstablishmentNo),
    /// An offer.
    Offer(OfferNo),
    /// The weeks of a department.
    Weeks(DepartmentCode),
}

impl Group {
    /// All of them, as the folds stand.
    pub(super) fn all(folds: &Folds) -> impl Iterator<Item = Self> {
        let colleges = folds.entities().establishments();
        let colleges = colleges.map(|(number, _)| Self::Establishment(number));
        let weeks = departments::all().iter().map(|row| Self::Weeks(row.code));
        territories::all()
            .map(Self::Territory)
            .chain(weeks)
            .chain(colleges)
            .chain(
                folds
                    .entities()
                    .offers()
                    .map(|(number, _)| Self::Offer(number)),
            )
    }

    /// Its rows, as the folds stand.
    pub(super) fn rows(self, folds: &Folds) -> Vec<Row> {
        match self {
            Self::Territory(territory) => territories::rows(folds, territory),
            Self::Establishment(number) => colleges::rows(folds, number).unwrap_or_default(),
            Self::Offer(number) => offers::row(folds, number).into_iter().collect(),
            Self::Weeks(department) => weeks::rows(folds, department),
        }
    }
}

/// The applications by state, in the order of the columns.
pub(super) fn states(counts: &ApplicationCounts) -> impl Iterator<Item = Cell> {
    ApplicationState::ALL
        .map(|state| counts.of(state).into())
        .into_iter()
}

/// Department, academy and region.
pub(super) fn place(code: DepartmentCode) -> [Cell; 3] {
    let found = departments::find(code);
    [
        code.as_str().into(),
        found.map_or("", |row| row.academy.as_str()).into(),
        found.map_or("", |row| row.region.as_str()).into(),
    ]
}
