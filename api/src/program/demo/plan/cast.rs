//! The people, as their tokens name them. Their ids follow from the seed.
use domain::caller::Caller;
use domain::ids::{DepartmentCode, GuardianId, HostPersonId, StaffId, StudentId};
use domain::reference::zones::{self, Zone};

use super::Plan;

impl Plan {
    /// The operator of the service.
    pub fn operator(&self) -> Caller {
        Caller::Operator {
            id: self.chance.id("operator"),
        }
    }

    /// Somebody of the national committee.
    pub fn committee(&self) -> Caller {
        Caller::NationalCommittee {
            id: self.chance.id("national committee"),
        }
    }

    /// The academic director of a department.
    pub fn academic_director(&self, department: DepartmentCode) -> Caller {
        let id = self
            .chance
            .id(format_args!("academic director of {department}"));
        Caller::AcademicDirector { id, department }
    }

    /// The head of a college.
    pub fn head(&self, college: usize) -> Caller {
        let establishment = self.colleges[college].listed.uai;
        let staff = StaffId(self.chance.id(format_args!("head of {establishment}")));
        Caller::Head {
            staff,
            establishment,
        }
    }

    /// The education adviser of a college.
    pub fn adviser(&self, college: usize) -> (StaffId, Caller) {
        let establishment = self.colleges[college].listed.uai;
        let staff = StaffId(self.chance.id(format_args!("adviser of {establishment}")));
        (
            staff,
            Caller::OtherStaff {
                staff,
                establishment,
            },
        )
    }

    /// The main teacher of a class.
    pub fn teacher(&self, class: usize) -> Caller {
        let establishment = self.colleges[self.classes[class].college].listed.uai;
        let staff = StaffId(
            self.chance
                .id(format_args!("main teacher of class {class}")),
        );
        Caller::Teacher {
            staff,
            establishment,
        }
    }

    /// The main teacher of a pupil's class.
    pub fn teacher_of(&self, pupil: usize) -> Caller {
        self.teacher(self.pupils[pupil])
    }

    /// The time zone of a pupil's college.
    pub fn zone_of(&self, pupil: usize) -> Zone {
        let college = self.classes[self.pupils[pupil]].college;
        zones::of(self.colleges[college].listed.department)
    }

    /// The person who registered a host.
    pub fn host_person(&self, host: usize) -> Caller {
        let siret = self.hosts[host].siret;
        let person = HostPersonId(self.chance.id(format_args!("person of {siret}")));
        Caller::HostPerson {
            person,
            host: siret,
        }
    }

    /// A pupil.
    pub fn pupil(&self, student: StudentId) -> Caller {
        Caller::Pupil { student }
    }

    /// A guardian of a pupil.
    pub fn guardian(&self, guardian: GuardianId, student: StudentId) -> Caller {
        Caller::Guardian { guardian, student }
    }
}
