//! What happens to a host organisation, and who is told.
use domain::host::HostEvent;
use domain::ids::{OfferId, Siret};
use domain::mandate::Office;
use projections::entities::HostRow;
use vault::PersonId;

use super::fact_context::FactContext;
use super::host_invitations;
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nobody is written to for what is not named"
)]
pub(super) fn letters(on: &FactContext<'_>, siret: Siret, event: &HostEvent) -> Vec<Letter> {
    match event {
        // OFF-1.
        HostEvent::HostPersonAdded {
            person,
            identity: _,
        } => {
            let host = on.entities.host(siret);
            let acts = |host: &&HostRow| host.people.iter().any(|known| known.person == *person);
            let Some(host) = host.filter(acts) else {
                return vec![];
            };
            let facts = Facts {
                host: Some(host.organisation.name.clone()),
                ..Facts::default()
            };
            let letter = on.letter(on.identified_here(person.0), Kind::HostInvitation, facts);
            vec![letter.inviting(capacity::host_person(*person, siret))]
        }
        // OFF-8: who answers is told so by the platform, and has no account yet.
        HostEvent::HostFedIn { partner: _ } => {
            let host = on.entities.host(siret);
            let people = host.into_iter().flat_map(|host| &host.people);
            let facts = Facts {
                host: host.map(|host| host.organisation.name.clone()),
                ..Facts::default()
            };
            people
                .map(|known| {
                    let to = Person {
                        person: PersonId(known.person.0),
                        identity: known.identity,
                    };
                    let letter = on.letter(to, Kind::FedInHostInvitation, facts.clone());
                    letter.inviting(capacity::host_person(known.person, siret))
                })
                .collect()
        }
        // EST-11.
        HostEvent::HostCameByInvitation {
            establishment,
            invitation,
        } => host_invitations::answered(on, siret, *establishment, *invitation),
        // OFF-1.
        HostEvent::HostConfirmed { by: _ } => {
            let Some(host) = on.entities.host(siret) else {
                return vec![];
            };
            let people = host.people.iter().map(|person| Person {
                person: PersonId(person.person.0),
                identity: person.identity,
            });
            let facts = |host: &HostRow| Facts {
                host: Some(host.organisation.name.clone()),
                ..Facts::default()
            };
            people
                .map(|to| on.letter(to, Kind::HostConfirmed, facts(host)))
                .collect()
        }
        // Whoever registers a host made their account with it.
        _ => vec![],
    }
}

/// OFF-1: the first offer of a host that waits, to who may confirm it.
pub(super) fn first_offer(on: &FactContext<'_>, offer: OfferId) -> Vec<Letter> {
    let Some(row) = on.entities.offer(offer) else {
        return vec![];
    };
    let host = on.entities.host_row(row.host);
    let waits = host.is_some_and(|host| {
        host.awaits_confirmation && host.offers.first().copied() == on.entities.offer_no(offer)
    });
    if !waits {
        return vec![];
    }
    let department = row.department;
    let letters_to = |office| -> Vec<Letter> {
        let holders = on.entities.holders(office);
        holders
            .map(|(holder, identity)| {
                let person = PersonId(holder.0);
                let to = Person { person, identity };
                on.letter(to, Kind::HostToConfirm, Facts::default())
            })
            .collect()
    };
    let to_referents = letters_to(Office::Referent { department });
    if to_referents.is_empty() {
        letters_to(Office::Prefect { department })
    } else {
        to_referents
    }
}
