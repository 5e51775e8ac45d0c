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
pub const ERASURES: [&str; 8] = [
    "StudentErased",
    "GuardianErased",
    "StaffErased",
    "HostInvitationTakenBack",
    "HostInvitationExpired",
    "HostPersonErased",
    "RepresentativeErased",
    "PartnerContactErased",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::establishment::EstablishmentEvent;
    use crate::host::HostEvent;
    use crate::ids::{PartnerId, RepresentativeId};
    use crate::mandate::MandateEvent;
    use crate::partner::PartnerEvent;
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
        let representative = RepresentativeId(id(80));
        let erased = MandateEvent::RepresentativeErased { representative };
        let relieved = MandateEvent::RepresentativeRelieved { representative };
        let of_mandate = |event| told(Fact::Mandate(representative, event));
        assert_eq!(of_mandate(erased), Some(representative.0));
        assert_eq!(of_mandate(relieved), None);
        let partner = PartnerId(id(90));
        let erased = PartnerEvent::PartnerContactErased { partner };
        let dismissed = PartnerEvent::PartnerDismissed { partner };
        let of_partner = |event| told(Fact::Partner(partner, event));
        assert_eq!(of_partner(erased), Some(partner.0));
        assert_eq!(of_partner(dismissed), None);
    }

    #[test]
    fn they_are_stored_by_these_names() {
        let stored = [
            StudentEvent::STORED,
            EstablishmentEvent::STORED,
            HostEvent::STORED,
            MandateEvent::STORED,
            PartnerEvent::STORED,
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
