//! What a host's events change in the entities.
use domain::host::HostEvent;
use domain::ids::Siret;
use eventlog::Position;

use super::EntityIndex;
use super::rows::{HostPerson, HostRow};
use crate::fold::FoldError;

impl EntityIndex {
    pub(super) fn host_event(
        &mut self,
        siret: Siret,
        event: &HostEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        let known = self.hosts.find_mut(siret).map(|(_, row)| row);
        match (event, known) {
            (HostEvent::HostRegistered { .. }, Some(_)) => Err(FoldError::Twice("host")),
            (
                HostEvent::HostRegistered {
                    siret: _,
                    organisation,
                    person,
                    identity: _,
                },
                None,
            ) => {
                let person = HostPerson {
                    person: *person,
                    identity: at,
                };
                let organisation = organisation.clone();
                let row = HostRow {
                    siret,
                    organisation,
                    people: vec![person],
                    removed: Vec::new(),
                    offers: Vec::new(),
                    awaits_confirmation: false,
                    fed_in_by: None,
                };
                self.hosts
                    .push(row)
                    .map(|_| ())
                    .ok_or(FoldError::Full("hosts"))
            }
            (_, None) => Err(FoldError::UnknownHost(siret)),
            (HostEvent::HostConfirmationAwaited, Some(row)) => {
                row.awaits_confirmation = true;
                Ok(())
            }
            (HostEvent::HostFedIn { partner }, Some(row)) => {
                row.fed_in_by = Some(*partner);
                Ok(())
            }
            (HostEvent::HostConfirmed { by: _ }, Some(row)) => {
                row.awaits_confirmation = false;
                Ok(())
            }
            (HostEvent::HostDescribed { organisation }, Some(row)) => {
                row.organisation.clone_from(organisation);
                Ok(())
            }
            (
                HostEvent::HostPersonAdded {
                    person,
                    identity: _,
                },
                Some(row),
            ) => {
                row.people.retain(|known| known.person != *person);
                row.removed.retain(|known| known != person);
                row.people.push(HostPerson {
                    person: *person,
                    identity: at,
                });
                Ok(())
            }
            (
                HostEvent::HostPersonRemoved { person } | HostEvent::HostPersonErased { person },
                Some(row),
            ) => {
                row.people.retain(|known| known.person != *person);
                row.removed.push(*person);
                Ok(())
            }
        }
    }
}
