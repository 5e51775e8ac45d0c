//! What of the invitations of hosts is kept in a snapshot.
use domain::ids::{HostInvitationId, Uai};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::{HostInvitationDeadline, HostInvitationDeadlines};
use crate::compact::{KeptInstant, Numbers, names_of, numbered, zones_of};

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptHostInvitations {
    zones: Vec<String>,
    sent: Vec<KeptInvitation>,
}

#[derive(Serialize, Deserialize)]
struct KeptInvitation {
    invitation: HostInvitationId,
    establishment: Uai,
    at: KeptInstant,
    zone: u32,
    sent: u64,
}

impl HostInvitationDeadlines {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptHostInvitations {
        let mut zones = Numbers::default();
        let sent = self.sent.values().map(|deadline| KeptInvitation {
            invitation: deadline.invitation,
            establishment: deadline.establishment,
            at: deadline.at.into(),
            zone: zones.of(deadline.zone),
            sent: deadline.sent.0,
        });
        let sent = sent.collect();
        KeptHostInvitations {
            zones: names_of(zones),
            sent,
        }
    }

    /// The deadlines again, if it is something that was kept.
    pub(crate) fn of_kept(kept: KeptHostInvitations) -> Option<Self> {
        let zones = zones_of(&kept.zones)?;
        let mut deadlines = Self::default();
        for one in kept.sent {
            let deadline = HostInvitationDeadline {
                at: one.at.instant()?,
                establishment: one.establishment,
                invitation: one.invitation,
                zone: numbered(&zones, one.zone)?,
                sent: Position(one.sent),
            };
            deadlines.due.put(deadline.at, deadline.invitation);
            deadlines.sent.insert(deadline.invitation, deadline);
        }
        Some(deadlines)
    }
}
