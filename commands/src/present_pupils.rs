//! Where each pupil is and whether their access is open, beside the school years in which each
//! college is eligible: what tells whose access is to be closed (EST-2).
use std::collections::HashMap;

use domain::establishment::{EligibleYears, EstablishmentEvent};
use domain::ids::{StudentId, Uai};
use domain::placement_policy::{PresentPupil, Step, after_eligibility};
use domain::student::{Access, StudentEvent};

/// The pupils of all colleges, as the log tells of them.
#[derive(Default)]
pub(crate) struct PresentPupils {
    students: HashMap<StudentId, PresentPupil>,
    eligible: HashMap<Uai, EligibleYears>,
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
                school_year,
                ..
            } => {
                let pupil = PresentPupil {
                    student,
                    college: *establishment,
                    school_year: *school_year,
                    access: Access::Closed,
                };
                self.students.insert(student, pupil);
                return true;
            }
            StudentEvent::StudentTakenIn {
                establishment,
                school_year,
                ..
            } => {
                if let Some(pupil) = self.students.get_mut(&student) {
                    pupil.college = *establishment;
                    pupil.school_year = *school_year;
                }
                return true;
            }
            StudentEvent::StudentMoved { school_year, .. } => {
                if let Some(pupil) = self.students.get_mut(&student) {
                    pupil.school_year = *school_year;
                }
                return true;
            }
            // Whatever else closes or opens the access.
            _ => {}
        }
        let Some(access) = event.access() else {
            return false;
        };
        if let Some(pupil) = self.students.get_mut(&student) {
            pupil.access = access;
        }
        true
    }

    /// The pupils whom a college's event concerns: all of it, where it becomes eligible or ceases to
    /// be, which is rare; else nobody.
    pub fn concerned(&mut self, uai: Uai, event: &EstablishmentEvent) -> Vec<StudentId> {
        if !self.eligible.entry(uai).or_default().follow(event) {
            return vec![];
        }
        let of_college = self.students.values().filter(|pupil| pupil.college == uai);
        of_college.map(|pupil| pupil.student).collect()
    }

    /// The step that closes a pupil's access, where the college is not eligible. A college of which
    /// nothing is known loses nothing.
    pub fn to_close(&self, student: StudentId) -> Option<Step> {
        let pupil = self.students.get(&student)?;
        let years = self.eligible.get(&pupil.college)?;
        after_eligibility(pupil, years.contains(pupil.school_year))
    }
}
