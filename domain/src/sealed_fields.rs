//! What is personal in a fact: whose it is, and under which field it was sealed (SPEC 7).
use uuid::Uuid;

use crate::establishment::EstablishmentEvent;
use crate::host::HostEvent;
use crate::mandate::MandateEvent;
use crate::offer::OfferEvent;
use crate::partner::PartnerEvent;
use crate::schema::Fact;
use crate::sealed::{Personal, Sealed};
use crate::student::{DeclineCause, StudentEvent, WithdrawalCause};

/// A sealed value within a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedField<'a> {
    /// Whose key sealed it.
    pub person: Uuid,
    /// Under which field.
    pub field: &'static str,
    /// The ciphertext, as it stands in the fact.
    pub sealed: &'a str,
}

fn sealed_field<T: Personal>(person: Uuid, sealed: &Sealed<T>) -> SealedField<'_> {
    SealedField {
        person,
        field: T::FIELD,
        sealed: sealed.as_text(),
    }
}

/// Every sealed value of a fact; one at the most.
#[must_use]
pub fn sealed_field_of(fact: &Fact) -> Option<SealedField<'_>> {
    match fact {
        Fact::Student(student, event) => of_student(student.0, event),
        Fact::Establishment(_, event) => of_establishment(event),
        Fact::Host(_, event) => match event {
            HostEvent::HostRegistered {
                person, identity, ..
            }
            | HostEvent::HostPersonAdded { person, identity } => {
                Some(sealed_field(person.0, identity))
            }
            HostEvent::HostDescribed { .. }
            | HostEvent::HostPersonRemoved { .. }
            | HostEvent::HostPersonErased { .. } => None,
        },
        Fact::Offer(_, event) => match event {
            OfferEvent::OfferPublished { terms, .. }
            | OfferEvent::OfferRevised { terms, .. }
            | OfferEvent::OfferTextBlackedOut { terms, .. } => {
                Some(sealed_field(terms.tutor.person.0, &terms.tutor.identity))
            }
            OfferEvent::SeatTaken {
                student, message, ..
            } => message
                .as_ref()
                .map(|message| sealed_field(student.0, message)),
            OfferEvent::OfferWithdrawn { .. } | OfferEvent::SeatReleased { .. } => None,
        },
        Fact::Mandate(representative, event) => match event {
            MandateEvent::RepresentativeAppointed { identity, .. } => {
                Some(sealed_field(representative.0, identity))
            }
            MandateEvent::RepresentativeRelieved { .. } => None,
        },
        Fact::Partner(partner, event) => match event {
            PartnerEvent::PartnerNamed { identity, .. } => Some(sealed_field(partner.0, identity)),
            PartnerEvent::PartnerAssigned { .. }
            | PartnerEvent::PartnerUnassigned { .. }
            | PartnerEvent::PartnerDismissed { .. } => None,
        },
        Fact::Reference(..) => None,
    }
}

fn of_student(student: Uuid, event: &StudentEvent) -> Option<SealedField<'_>> {
    use StudentEvent as E;
    match event {
        E::StudentEnrolled { identity, .. } => Some(sealed_field(student, identity)),
        E::AuthorisationRecorded {
            guardian, identity, ..
        }
        | E::GuardianReplacementRecorded {
            guardian, identity, ..
        } => Some(sealed_field(guardian.0, identity)),
        E::StudentInvited { address, .. } => Some(sealed_field(student, address)),
        E::CvSaved { cv, .. } => Some(sealed_field(student, cv)),
        E::ApplicationSubmitted { letter, .. } => Some(sealed_field(student, letter)),
        E::ApplicationDeclined { cause, .. } => match cause {
            DeclineCause::ByHost { message } => Some(sealed_field(student, message)),
            DeclineCause::OfferWithdrawn | DeclineCause::WeekDropped => None,
        },
        E::ApplicationWithdrawn { cause, .. } => match cause {
            WithdrawalCause::ByPupil { reason } => {
                reason.as_ref().map(|reason| sealed_field(student, reason))
            }
            WithdrawalCause::PlacedThatWeek { .. }
            | WithdrawalCause::YearlyLimitReached { .. }
            | WithdrawalCause::AuthorisationWithdrawn
            | WithdrawalCause::PupilErased => None,
        },
        E::ApplicationAccepted { message, .. } => message
            .as_ref()
            .map(|message| sealed_field(student, message)),
        E::PlacementCancelledByPupil { reason, .. }
        | E::PlacementCancelledByHost { reason, .. } => Some(sealed_field(student, reason)),
        E::DebriefRecorded { debrief, .. } => Some(sealed_field(student, debrief)),
        E::StudentMoved { .. }
        | E::AuthorisationFormHanded { .. }
        | E::GuardianReplacementConfirmed { .. }
        | E::AccessOpened { .. }
        | E::AuthorisationWithdrawn { .. }
        | E::ApplicationExamined { .. }
        | E::ApplicationReinstated { .. }
        | E::AcceptanceRefused { .. }
        | E::PlacementCancelledByErasure { .. }
        | E::PlacementFlagged { .. }
        | E::PlacementCompleted { .. }
        | E::PlacementMissed { .. }
        | E::GuardianErased { .. }
        | E::StudentErased { .. } => None,
    }
}

fn of_establishment(event: &EstablishmentEvent) -> Option<SealedField<'_>> {
    use EstablishmentEvent as E;
    match event {
        E::EstablishmentRegistered { head, identity } => Some(sealed_field(head.0, identity)),
        E::StaffInvited {
            staff, identity, ..
        }
        | E::StaffJoined {
            staff, identity, ..
        }
        | E::StaffAdmissionRequested {
            staff, identity, ..
        } => Some(sealed_field(staff.0, identity)),
        E::EstablishmentListed { .. }
        | E::ListingCorrected { .. }
        | E::WeeksChosen { .. }
        | E::WeekExceptionGranted { .. }
        | E::WeekExceptionWithdrawn { .. }
        | E::ClassOpened { .. }
        | E::ClassClosed { .. }
        | E::StaffAdmitted { .. }
        | E::ClassTaken { .. }
        | E::ClassLeft { .. }
        | E::RightsGranted { .. }
        | E::RightsNarrowed { .. }
        | E::StaffRevoked { .. }
        | E::StaffErased { .. }
        | E::MainTeacherNamed { .. }
        | E::MainTeacherRelieved { .. }
        | E::SearchOpenedNationwide { .. }
        | E::SearchLimitedToRadius { .. } => None,
    }
}
