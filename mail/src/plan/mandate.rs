//! Who is appointed or named, and is told so (SPEC 6, DSH-4, DSH-7).
use domain::ids::{PartnerId, RepresentativeId};
use domain::mandate::MandateEvent;
use domain::partner::PartnerEvent;

use super::fact_context::FactContext;
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

/// SPEC 6: a representative is invited; nobody who was relieved since.
pub(super) fn letters(
    on: &FactContext<'_>,
    representative: RepresentativeId,
    event: &MandateEvent,
) -> Vec<Letter> {
    match event {
        MandateEvent::RepresentativeAppointed { office, .. } => {
            let mandate = on.entities.mandate(representative);
            if mandate.is_none_or(|mandate| mandate.held().is_none()) {
                return vec![];
            }
            let to = on.identified_here(representative.0);
            let letter = on.letter(to, Kind::RepresentativeInvitation, Facts::default());
            vec![letter.inviting(capacity::representative(representative, *office))]
        }
        MandateEvent::RepresentativeRelieved { .. } => vec![],
    }
}

/// DSH-7: who answers for a partner association is invited; not once it was dismissed.
pub(super) fn of_partner(
    on: &FactContext<'_>,
    partner: PartnerId,
    event: &PartnerEvent,
) -> Vec<Letter> {
    match event {
        PartnerEvent::PartnerNamed { .. } => {
            let named = on.entities.partner(partner);
            if named.is_none_or(|named| !named.is_active()) {
                return vec![];
            }
            let to = on.identified_here(partner.0);
            let letter = on.letter(to, Kind::PartnerInvitation, Facts::default());
            vec![letter.inviting(capacity::partner(partner))]
        }
        PartnerEvent::PartnerAssigned { .. }
        | PartnerEvent::PartnerUnassigned { .. }
        | PartnerEvent::PartnerDismissed { .. }
        | PartnerEvent::ActivityRecorded { .. }
        | PartnerEvent::ActivityCorrected { .. } => vec![],
    }
}
