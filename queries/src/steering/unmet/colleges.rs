//! The colleges of a territory that take part, and their pupils who look for a placement (DSH-8).
use std::collections::BTreeSet;

use domain::calendar::{SchoolYear, Week};
use domain::establishment::Level;
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Uai};
use domain::student::Standing;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow, StudentRow};
use projections::steering::Territory;

/// Pupils and colleges, in one week or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pupils {
    pub colleges: u32,
    pub all: u32,
    /// Those of them without a placement.
    pub without: u32,
}

impl Pupils {
    pub fn add(&mut self, more: Self) {
        self.colleges += more.colleges;
        self.all += more.all;
        self.without += more.without;
    }
}

/// A college that takes part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct College {
    pub uai: Uai,
    pub department: DepartmentCode,
    pub position: Option<Coordinates>,
    /// The weeks that it chose.
    pub weeks: BTreeSet<Week>,
    pub pupils: Pupils,
}

/// The colleges of a territory that take part in a school year.
pub(super) fn colleges(folds: &Folds, territory: Territory, year: SchoolYear) -> Vec<College> {
    let rows = folds.entities().establishments();
    let taking_part = rows.filter_map(|(_, row)| {
        let listing = row.state.listing()?;
        let counts = territory.contains_college(row) && row.state.is_open(year);
        counts.then(|| College {
            uai: row.uai,
            department: listing.department,
            position: listing.position,
            weeks: row.state.weeks(year).clone(),
            pupils: pupils_of(folds, row, year),
        })
    });
    taking_part.collect()
}

/// The pupils of a college who look for a placement in that year, and those who have none.
fn pupils_of(folds: &Folds, row: &EstablishmentRow, year: SchoolYear) -> Pupils {
    let entities = folds.entities();
    let students = row.students.iter();
    let looking = students.filter_map(|number| entities.student_row(*number));
    let looking = looking.filter(|student| looks(entities, row, student, year));
    let mut pupils = Pupils {
        colleges: 1,
        ..Pupils::default()
    };
    for student in looking {
        let mut applications = entities.applications_of(student);
        let is_placed = applications.any(|(number, application)| {
            application.week.school_year() == year && folds.steering().fold().is_placement(number)
        });
        pupils.all += 1;
        pupils.without += u32::from(!is_placed);
    }
    pupils
}

/// At that college now, in a class of troisième of that year.
fn looks(
    entities: &EntityIndex,
    row: &EstablishmentRow,
    student: &StudentRow,
    year: SchoolYear,
) -> bool {
    student.school_year == year
        && student.level == Level::Troisieme
        && student.standing == Standing::Present
        && entities.establishment_no(row.uai) == Some(student.establishment)
}
