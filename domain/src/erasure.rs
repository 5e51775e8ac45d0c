//! Erasure (SPEC 7): which facts tell that somebody was erased. Their key is destroyed with it, so
//! that nobody reads again what was sealed for them; every fact stays, and every figure with it.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::establishment::EstablishmentEvent;
use crate::host::HostEvent;
use crate::schema::Fact;
use crate::student::StudentEvent;

/// Whether what is personal of somebody may still be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// It may, by those who may.
    #[default]
    Present,
    /// Nobody ever reads it again.
    Erased,
}

/// The stored names of the facts that tell of an erasure.
pub const ERASURES: [&str; 4] = [
    "StudentErased",
    "GuardianErased",
    "StaffErased",
    "HostPersonErased",
];

/// The person whom a fact tells to be erased; `None` where it tells of something else.
#[must_use]
pub fn erased_by(fact: &Fact) -> Option<Uuid> {
    match fact {
        Fact::Student(_, StudentEvent::StudentErased { student }) => Some(student.0),
        Fact::Student(_, StudentEvent::GuardianErased { guardian }) => Some(guardian.0),
        Fact::Establishment(_, EstablishmentEvent::StaffErased { staff }) => Some(staff.0),
        Fact::Host(_, HostEvent::HostPersonErased { person }) => Some(person.0),
        Fact::Student(..)
        | Fact::Establishment(..)
        | Fact::Host(..)
        | Fact::Offer(..)
        | Fact::Mandate(..)
        | Fact::Partner(..)
        | Fact::Reference(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn the_four_facts_and_no_others_tell_of_an_erasure() {
        let guardian = StudentEvent::GuardianErased { guardian: GUARDIAN };
        let student = StudentEvent::StudentErased { student: PUPIL };
        let staff = EstablishmentEvent::StaffErased { staff: TEACHER };
        let revoked = EstablishmentEvent::StaffRevoked { staff: TEACHER };
        let told = |fact| erased_by(&fact);
        assert_eq!(told(Fact::Student(PUPIL, guardian)), Some(GUARDIAN.0));
        assert_eq!(told(Fact::Student(PUPIL, student)), Some(PUPIL.0));
        assert_eq!(told(Fact::Establishment(uai(), staff)), Some(TEACHER.0));
        assert_eq!(told(Fact::Establishment(uai(), revoked)), None);
    }

    #[test]
    fn they_are_stored_by_these_names() {
        let stored = [
            StudentEvent::STORED,
            EstablishmentEvent::STORED,
            HostEvent::STORED,
        ];
        let erasures: Vec<&str> = stored
            .concat()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| ERASURES.contains(name))
            .collect();
        assert_eq!(erasures.len(), ERASURES.len(), "{erasures:?}");
    }
}
