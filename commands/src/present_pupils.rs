//! Where each pupil is and whether their access is open, beside the school years in which each
//! college is eligible: what tells whose access is to be closed (EST-2), and who goes along when a
//! class moves (EST-13).
pub(crate) mod kept;

use std::collections::HashMap;

use domain::calendar::SchoolYear;
use domain::establishment::{EligibleYears, EstablishmentEvent};
use domain::ids::{ClassId, StudentId, Uai};
use domain::placement_policy::{
    ClassMove, PresentPupil, Step, after_class_moved, after_eligibility,
};
use domain::student::{Access, StudentEvent};

/// Counts a pupil's applications that are pending or placements; tells whether there is one that was
/// asked for, or became a placement, since their access was closed.
fn count(pupil: &mut PresentPupil, event: &StudentEvent) -> bool {
    let Some((_, change)) = event.concerns().application else {
        return false;
    };
    // Its change of state, beside whether it was among them before.
    match event {
        StudentEvent::ApplicationSubmitted { .. }
        | StudentEvent::ApplicationReinstated { .. }
        | StudentEvent::DeclineUndone { .. } => pupil.applications += 1,
        StudentEvent::ApplicationAccepted { .. } => {}
        _ => {
            let state = change.state();
            if state.is_some_and(|state| !state.is_pending() && !state.is_placement()) {
                pupil.applications = pupil.applications.saturating_sub(1);
            }
            return false;
        }
    }
    pupil.closed_in = None;
    true
}

/// The pupils of all colleges, as the log tells of them.
#[derive(Default, PartialEq)]
pub(crate) struct PresentPupils {
    students: HashMap<StudentId, PresentPupil>,
    eligible: HashMap<Uai, EligibleYears>,
    /// The school year of each class.
    years: HashMap<ClassId, SchoolYear>,
}

impl PresentPupils {
    /// The college of a pupil, where one is known.
    pub fn college_of(&self, student: StudentId) -> Option<Uai> {
        self.students.get(&student).map(|pupil| pupil.college)
    }

    /// Takes what an event says of where a pupil is, or of their access; tells whether it did.
    pub fn follow(&mut self, student: StudentId, event: &StudentEvent) -> bool {
        match event {
            StudentEvent::StudentEnrolled {
                establishment,
                class,
                school_year,
                ..
            } => {
                let pupil = PresentPupil {
                    student,
                    college: *establishment,
                    class: Some(*class),
                    school_year: *school_year,
                    access: Access::Closed,
                    closed_in: None,
                    applications: 0,
                };
                self.students.insert(student, pupil);
                return true;
            }
            StudentEvent::StudentTakenIn {
                establishment,
                class,
                school_year,
                ..
            } => {
                if let Some(pupil) = self.students.get_mut(&student) {
                    pupil.college = *establishment;
                    pupil.class = Some(*class);
                    pupil.school_year = *school_year;
                    pupil.closed_in = None;
                }
                return true;
            }
            StudentEvent::StudentMoved {
                class, school_year, ..
            } => {
                if let Some(pupil) = self.students.get_mut(&student) {
                    pupil.class = Some(*class);
                    pupil.school_year = *school_year;
                }
                return true;
            }
            StudentEvent::StudentLeft { .. }
            | StudentEvent::StudentEnrolledByMistake { .. }
            | StudentEvent::StudentErased { .. } => {
                if let Some(pupil) = self.students.get_mut(&student) {
                    pupil.class = None;
                }
            }
            // Whatever else closes or opens the access, or moves an application.
            _ => {}
        }
        let Some(pupil) = self.students.get_mut(&student) else {
            return event.access().is_some();
        };
        let asks = count(pupil, event);
        let Some(access) = event.access() else {
            return asks;
        };
        pupil.access = access;
        pupil.closed_in = match event {
            StudentEvent::AccessClosed { school_year } => Some(*school_year),
            _ => pupil.closed_in.filter(|_| access == Access::Closed),
        };
        true
    }

    /// The pupils whom a college's event concerns: all of it, where it becomes eligible or ceases to
    /// be, which is rare; else nobody.
    pub fn concerned(&mut self, uai: Uai, event: &EstablishmentEvent) -> Vec<StudentId> {
        if let EstablishmentEvent::ClassOpened {
            class, school_year, ..
        } = event
        {
            self.years.insert(*class, *school_year);
        }
        if !self.eligible.entry(uai).or_default().follow(event) {
            return vec![];
        }
        let eligible = self.eligible.get(&uai);
        let students = self.students.values_mut();
        let of_college = students.filter(|pupil| pupil.college == uai);
        of_college
            .map(|pupil| {
                if eligible.is_some_and(|years| years.contains(pupil.school_year)) {
                    pupil.closed_in = None;
                }
                pupil.student
            })
            .collect()
    }

    /// The steps of the pupils who go along when a class moves. Nobody does into a school year in which
    /// the college is not eligible: earlier programs told so in the answer, after the fact.
    pub fn going_along(&self, class: ClassMove, students: &[StudentId]) -> Vec<Step> {
        let year = self.years.get(&class.into);
        let eligible = self.eligible.get(&class.college).zip(year);
        if !eligible.is_some_and(|(years, year)| years.contains(*year)) {
            return vec![];
        }
        let named = students.iter().filter_map(|named| self.students.get(named));
        named
            .filter_map(|pupil| after_class_moved(pupil, class))
            .collect()
    }

    /// The step that closes a pupil's access, where the college is not eligible. A college of which
    /// nothing is known loses nothing.
    pub fn to_close(&self, student: StudentId) -> Option<Step> {
        let pupil = self.students.get(&student)?;
        let years = self.eligible.get(&pupil.college)?;
        after_eligibility(pupil, years.contains(pupil.school_year))
    }
}
