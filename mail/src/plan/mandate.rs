//! Who is appointed or named, and is told so (SPEC 6, DSH-4, DSH-7).
use domain::ids::{PartnerId, RepresentativeId};
use domain::mandate::MandateEvent;
use domain::partner::{Evaluated, PartnerEvent};
use vault::PersonId;

use super::fact_context::FactContext;
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

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
        MandateEvent::PoolingAgreementSigned { .. }
        | MandateEvent::RepresentativeRelieved { .. }
        | MandateEvent::RepresentativeErased { .. } => vec![],
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
        PartnerEvent::EvaluationGiven { evaluated, .. } => to_host(on, *evaluated),
        PartnerEvent::PartnerAssigned { .. }
        | PartnerEvent::PartnerUnassigned { .. }
        | PartnerEvent::PartnerDismissed { .. }
        | PartnerEvent::PartnerContactErased { .. }
        | PartnerEvent::ActivityRecorded { .. }
        | PartnerEvent::ActivityCorrected { .. } => vec![],
    }
}

/// OFF-9: the people of the host hear that something of theirs was evaluated.
fn to_host(on: &FactContext<'_>, evaluated: Evaluated) -> Vec<Letter> {
    let offer = match evaluated {
        Evaluated::Offer(offer) => on.entities.offer(offer),
        Evaluated::Placement(student, application) => {
            let found = on.entities.application(student, application);
            found.and_then(|(_, row)| on.entities.offer_row(row.offer))
        }
    };
    let Some((offer, host)) = offer.and_then(|row| Some((row, on.entities.host_row(row.host)?)))
    else {
        return vec![];
    };
    let facts = Facts {
        offer: Some(offer.terms),
        host: Some(host.organisation.name.clone()),
        ..Facts::default()
    };
    let people = host.people.iter().map(|person| Person {
        person: PersonId(person.person.0),
        identity: person.identity,
    });
    people
        .map(|to| on.letter(to, Kind::HostEvaluated, facts.clone()))
        .collect()
}
