//! What of the pupils is kept in a snapshot: all of it, with colleges and classes as numbers.
use std::collections::HashMap;

use domain::calendar::SchoolYear;
use domain::establishment::EligibleYears;
use domain::ids::{ClassId, StudentId, Uai};
use domain::placement_policy::PresentPupil;
use domain::student::Access;
use serde::{Deserialize, Serialize};

use super::PresentPupils;
use crate::compact::{Numbers, numbered};

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptPupils {
    colleges: Vec<Uai>,
    classes: Vec<ClassId>,
    students: Vec<KeptPupil>,
    eligible: Vec<(Uai, EligibleYears)>,
    years: Vec<(u32, i16)>,
}

#[derive(Serialize, Deserialize)]
struct KeptPupil {
    student: StudentId,
    college: u32,
    class: Option<u32>,
    school_year: i16,
    access: Access,
    closed_in: Option<i16>,
    applications: u32,
}

impl PresentPupils {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptPupils {
        let (mut colleges, mut classes) = (Numbers::default(), Numbers::default());
        let students = self.students.values().map(|pupil| KeptPupil {
            student: pupil.student,
            college: colleges.of(pupil.college),
            class: pupil.class.map(|class| classes.of(class)),
            school_year: pupil.school_year.first_year(),
            access: pupil.access,
            closed_in: pupil.closed_in.map(SchoolYear::first_year),
            applications: pupil.applications,
        });
        let students = students.collect();
        let years = self.years.iter();
        let years = years.map(|(class, year)| (classes.of(*class), year.first_year()));
        let years = years.collect();
        let eligible = self.eligible.iter();
        let eligible = eligible.map(|(uai, years)| (*uai, years.clone())).collect();
        KeptPupils {
            colleges: colleges.into_list(),
            classes: classes.into_list(),
            students,
            eligible,
            years,
        }
    }

    /// The pupils again, if it is something that was kept.
    pub(crate) fn of_kept(kept: KeptPupils) -> Option<Self> {
        let mut students = HashMap::with_capacity(kept.students.len());
        for one in kept.students {
            let class = match one.class {
                Some(class) => Some(numbered(&kept.classes, class)?),
                None => None,
            };
            let pupil = PresentPupil {
                student: one.student,
                college: numbered(&kept.colleges, one.college)?,
                class,
                school_year: SchoolYear::beginning_in(one.school_year),
                access: one.access,
                closed_in: one.closed_in.map(SchoolYear::beginning_in),
                applications: one.applications,
            };
            students.insert(one.student, pupil);
        }
        let year = |(class, year)| {
            Some((
                numbered(&kept.classes, class)?,
                SchoolYear::beginning_in(year),
            ))
        };
        Some(Self {
            students,
            eligible: kept.eligible.into_iter().collect(),
            years: kept.years.into_iter().map(year).collect::<Option<_>>()?,
        })
    }
}
