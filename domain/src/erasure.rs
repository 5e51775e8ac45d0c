//! Erasure (SPEC 7): which facts tell that somebody was erased; of whom, each event tells with what
//! it [concerns](crate::concerns). Their key is destroyed with it, so that nobody reads again what
//! was sealed for them; every fact stays, and every figure with it.
use serde::{Deserialize, Serialize};

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
pub const ERASURES: [&str; 6] = [
    "StudentErased",
    "GuardianErased",
    "StaffErased",
    "HostInvitationTakenBack",
    "HostInvitationExpired",
    "HostPersonErased",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::establishment::EstablishmentEvent;
    use crate::host::HostEvent;
    use crate::schema::Fact;
    use crate::student::StudentEvent;
    use crate::testing::*;

    #[test]
    fn these_facts_and_no_others_tell_of_an_erasure() {
        let guardian = StudentEvent::GuardianErased { guardian: GUARDIAN };
        let student = StudentEvent::StudentErased { student: PUPIL };
        let staff = EstablishmentEvent::StaffErased { staff: TEACHER };
        let revoked = EstablishmentEvent::StaffRevoked { staff: TEACHER };
        let told = |fact: Fact| fact.concerns().erased;
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
