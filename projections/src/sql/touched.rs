//! Which groups of rows a fact may move: those that its subject belongs to before it and after
//! it. Too many is no fault, too few would be.
use domain::ids::DepartmentCode;
use domain::reference::departments;
use domain::schema::Fact;
use rustc_hash::FxHashSet;

use super::row::Group;
use super::territories;
use crate::entities::{EntityIndex, EstablishmentNo, OfferNo};
use crate::folds::Folds;
use crate::record::Record;
use crate::steering::Territory;

/// The groups that may have moved since the last write.
#[derive(Debug)]
pub(super) struct Touched {
    groups: FxHashSet<Group>,
    /// As the tables stand.
    grid: Grid,
}

impl Touched {
    /// Nothing yet: the tables hold what the folds hold.
    pub(super) fn none(folds: &Folds) -> Self {
        Self {
            groups: FxHashSet::default(),
            grid: Grid::of(folds),
        }
    }

    /// Everything: the tables are empty.
    pub(super) fn all(folds: &Folds) -> Self {
        Self {
            groups: Group::all(folds).collect(),
            grid: Grid::of(folds),
        }
    }

    /// Applies a record to the folds and remembers what it may have moved.
    pub(super) fn apply(&mut self, folds: &mut Folds, record: &Record) {
        self.subject(folds.entities(), &record.fact);
        folds.apply_record(record);
        self.subject(folds.entities(), &record.fact);
    }

    /// The groups, as the folds stand. A new school year or sector gives every territory rows.
    pub(super) fn groups(&self, folds: &Folds) -> impl Iterator<Item = Group> {
        let mut groups = self.groups.clone();
        if Grid::of(folds) != self.grid {
            let weeks = departments::all().iter();
            groups.extend(weeks.map(|row| Group::Weeks(row.code)));
            groups.extend(territories::all().map(Group::Territory));
        }
        groups.into_iter()
    }

    fn subject(&mut self, entities: &EntityIndex, fact: &Fact) {
        match fact {
            Fact::Establishment(uai, _) => {
                if let Some(number) = entities.establishment_no(*uai) {
                    self.college(entities, number);
                }
            }
            Fact::Student(student, _) => {
                if let Some(row) = entities.student(*student) {
                    self.college(entities, row.establishment);
                }
            }
            Fact::Offer(offer, _) => {
                if let Some(number) = entities.offer_no(*offer) {
                    self.offer(entities, number);
                }
            }
            Fact::Host(siret, _) => {
                let host = entities.host(*siret);
                for number in host.into_iter().flat_map(|row| &row.offers) {
                    self.offer(entities, *number);
                }
            }
            // Holidays, names of sectors, mandates, partners, agreements and campaigns: in no table.
            Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => {}
        }
    }

    fn college(&mut self, entities: &EntityIndex, number: EstablishmentNo) {
        self.groups.insert(Group::Establishment(number));
        let row = entities.establishment_row(number);
        if let Some(listing) = row.and_then(|row| row.state.listing()) {
            self.department(listing.department);
        }
    }

    fn offer(&mut self, entities: &EntityIndex, number: OfferNo) {
        self.groups.insert(Group::Offer(number));
        if let Some(row) = entities.offer_row(number) {
            self.groups.insert(Group::Weeks(row.department));
            self.department(row.department);
        }
    }

    fn department(&mut self, code: DepartmentCode) {
        let mut touch = |territory| self.groups.insert(Group::Territory(territory));
        if touch(Territory::Department(code)) {
            touch(Territory::National);
            if let Some(row) = departments::find(code) {
                touch(Territory::Region(row.region));
                touch(Territory::Academy(row.academy));
            }
        }
    }
}

/// What every territory has rows for.
#[derive(Debug, PartialEq)]
struct Grid {
    years: usize,
    sectors: usize,
}

impl Grid {
    fn of(folds: &Folds) -> Self {
        Self {
            years: folds.steering().fold().school_years().len(),
            sectors: folds.entities().sectors().count(),
        }
    }
}
