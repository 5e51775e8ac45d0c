//! The people, as their tokens name them. Their ids follow from the seed.
use domain::ids::{DepartmentCode, GuardianId, HostPersonId, StaffId, StudentId};
use domain::principal::Principal;
use domain::reference::zones::{self, Zone};

use super::Plan;

impl Plan {
    /// The operator of the service.
    pub fn operator(&self) -> Principal {
        Principal::operator(self.seed.id("operator"))
    }

    /// Somebody of the national committee.
    pub fn committee(&self) -> Principal {
        Principal::national_committee(self.seed.id("national committee"))
    }

    /// The academic director of a department.
    pub fn academic_director(&self, department: DepartmentCode) -> Principal {
        let id = self
            .seed
            .id(format_args!("academic director of {department}"));
        Principal::academic_director(id, department)
    }

    /// The head of a college.
    pub fn head(&self, college: usize) -> Principal {
        let establishment = self.colleges[college].listed.uai;
        let staff = StaffId(self.seed.id(format_args!("head of {establishment}")));
        Principal::head(staff, establishment)
    }

    /// The education adviser of a college.
    pub fn adviser(&self, college: usize) -> (StaffId, Principal) {
        let establishment = self.colleges[college].listed.uai;
        let staff = StaffId(self.seed.id(format_args!("adviser of {establishment}")));
        (staff, Principal::other_staff(staff, establishment))
    }

    /// The main teacher of a class.
    pub fn teacher(&self, class: usize) -> Principal {
        let establishment = self.colleges[self.classes[class].college].listed.uai;
        let staff = StaffId(self.seed.id(format_args!("main teacher of class {class}")));
        Principal::teacher(staff, establishment)
    }

    /// The main teacher of a pupil's class.
    pub fn teacher_of(&self, pupil: usize) -> Principal {
        self.teacher(self.pupils[pupil])
    }

    /// The time zone of a pupil's college.
    pub fn zone_of(&self, pupil: usize) -> Zone {
        let college = self.classes[self.pupils[pupil]].college;
        zones::of(self.colleges[college].listed.department)
    }

    /// The person who registered a host.
    pub fn host_person(&self, host: usize) -> Principal {
        let siret = self.hosts[host].siret;
        let person = HostPersonId(self.seed.id(format_args!("person of {siret}")));
        Principal::host_person(person, siret)
    }

    /// A pupil.
    pub fn pupil(&self, student: StudentId) -> Principal {
        Principal::pupil(student)
    }

    /// A guardian of a pupil.
    pub fn guardian(&self, guardian: GuardianId, student: StudentId) -> Principal {
        Principal::guardian(guardian, student)
    }
}
