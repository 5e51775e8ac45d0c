//! What happens to a host organisation, and who is told.
use domain::host::HostEvent;
use domain::ids::Siret;
use projections::entities::HostRow;

use super::fact_context::FactContext;
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

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
        // Whoever registers a host made their account with it.
        _ => vec![],
    }
}
