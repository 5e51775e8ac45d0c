//! What a host's events change in the entities.
use domain::host::HostEvent;
use domain::ids::{HostInvitationId, Siret, Uai};
use eventlog::Position;

use super::EntityIndex;
use super::rows::{HostCame, HostPerson, HostRow};
use crate::fold::FoldError;

impl EntityIndex {
    pub(super) fn host_event(
        &mut self,
        siret: Siret,
        event: &HostEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        if let HostEvent::HostCameByInvitation {
            establishment,
            invitation,
        } = event
        {
            return self.host_came(siret, *establishment, *invitation, at);
        }
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
            // Told to the college above.
            (HostEvent::HostCameByInvitation { .. }, Some(_)) => Ok(()),
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

    /// A host came by the invitation of a college (EST-11).
    fn host_came(
        &mut self,
        siret: Siret,
        establishment: Uai,
        invitation: HostInvitationId,
        at: Position,
    ) -> Result<(), FoldError> {
        let host = self.hosts.number(siret);
        let host = host.ok_or(FoldError::UnknownHost(siret))?;
        let college = self.establishments.number(establishment);
        let college = college.and_then(|number| self.establishments.row_mut(number));
        let college = college.ok_or(FoldError::UnknownEstablishment(establishment))?;
        college.hosts_come.push(HostCame {
            invitation,
            host,
            at,
        });
        Ok(())
    }
}
