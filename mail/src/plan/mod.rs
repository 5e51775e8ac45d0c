//! Which letters a fact asks for. Pure: a fact and who there is, to the letters that are due.
mod agreement;
mod campaign;
mod establishment;
mod fact_context;
mod group;
mod help;
mod host;
mod host_invitations;
mod mandate;
mod reservations;
mod student;
mod waivers;

use domain::offer::OfferEvent;
use domain::schema::Fact;
use projections::Record;
use projections::entities::EntityIndex;

use crate::letter::Letter;
use fact_context::FactContext;

/// The letters that a fact asks for, by SPEC; the entities stands after it, or later. A person who
/// left in between is not written to, nor one whom nobody knows.
#[must_use]
pub fn plan(entities: &EntityIndex, record: &Record) -> Vec<Letter> {
    let fact_context = FactContext::new(entities, record);
    match &record.fact {
        Fact::Student(student, event) => student::letters(&fact_context, *student, event),
        Fact::Establishment(uai, event) => establishment::letters(&fact_context, *uai, event),
        Fact::Host(siret, event) => host::letters(&fact_context, *siret, event),
        Fact::Mandate(representative, event) => {
            mandate::letters(&fact_context, *representative, event)
        }
        Fact::Partner(partner, event) => mandate::of_partner(&fact_context, *partner, event),
        Fact::Offer(offer, OfferEvent::OfferPublished { .. }) => {
            host::first_offer(&fact_context, *offer)
        }
        Fact::Agreement(application, event) => {
            agreement::letters(&fact_context, *application, event)
        }
        Fact::Campaign(campaign, event) => campaign::letters(&fact_context, *campaign, event),
        // What else an offer means for a pupil stands in the pupil's own stream.
        Fact::Offer(offer, event) => {
            let mut letters = group::letters(&fact_context, *offer, event);
            letters.extend(reservations::letters(&fact_context, *offer, event));
            letters
        }
        Fact::Reference(..) => vec![],
    }
}

#[cfg(test)]
mod tests;
