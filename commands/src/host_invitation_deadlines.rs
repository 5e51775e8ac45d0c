//! When the invitations of hosts expire (EST-11): a fold of the log, which the placement process reads
//! by the clock.
pub(crate) mod kept;

use std::collections::HashMap;

use domain::establishment::EstablishmentEvent;
use domain::ids::{HostInvitationId, Uai};
use domain::reference::zones::Zone;
use eventlog::Position;
use jiff::Timestamp;

use crate::due::Calendar;

/// An invitation that expires at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostInvitationDeadline {
    /// Midnight of the day on which it expires, where the college is.
    pub at: Timestamp,
    /// The college that sent it.
    pub establishment: Uai,
    /// Which it is.
    pub invitation: HostInvitationId,
    /// Where the college is.
    pub zone: Zone,
    /// The event that sent it.
    pub sent: Position,
}

/// The deadlines of all invitations that stand.
#[derive(Default, PartialEq)]
pub(crate) struct HostInvitationDeadlines {
    sent: HashMap<HostInvitationId, HostInvitationDeadline>,
    due: Calendar<HostInvitationId>,
}

impl HostInvitationDeadlines {
    /// What an event of a college, which is there, says of its invitations.
    pub fn follow(
        &mut self,
        establishment: Uai,
        zone: Zone,
        at: Position,
        event: &EstablishmentEvent,
    ) {
        if let EstablishmentEvent::HostInvited {
            invitation,
            expires_on,
            ..
        } = event
        {
            let deadline = HostInvitationDeadline {
                at: zone.midnight(*expires_on),
                establishment,
                invitation: *invitation,
                zone,
                sent: at,
            };
            self.due.put(deadline.at, *invitation);
            self.sent.insert(*invitation, deadline);
        } else if let Some(invitation) = event.host_invitation()
            && let Some(over) = self.sent.remove(&invitation)
        {
            self.due.remove(over.at, invitation);
        }
    }

    /// Those that are due at an instant, the oldest first: a page of so many at the most, behind the
    /// last one of the page before.
    pub fn due_at(
        &self,
        now: Timestamp,
        after: Option<&HostInvitationDeadline>,
        most: usize,
    ) -> Vec<HostInvitationDeadline> {
        let after = after.map(|last| (last.at, last.invitation));
        let due = self.due.due_by(now, after, most);
        due.filter_map(|invitation| self.sent.get(&invitation).copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::StaffId;
    use domain::reference::zones::PARIS;
    use domain::sealed::Sealed;
    use uuid::Uuid;

    use super::*;

    fn invitation(n: u128) -> HostInvitationId {
        HostInvitationId(Uuid::from_u128(n))
    }

    fn invited(deadlines: &mut HostInvitationDeadlines, n: u128, expires_on: &str) {
        let event = EstablishmentEvent::HostInvited {
            invitation: invitation(n),
            school_year: "2025-2026".parse().unwrap(),
            by: StaffId(Uuid::from_u128(5)),
            expires_on: expires_on.parse().unwrap(),
            organisation: Sealed::from_text("sealed"),
        };
        let at = Position(u64::try_from(n).unwrap());
        deadlines.follow("0010035H".parse().unwrap(), PARIS, at, &event);
    }

    fn due(deadlines: &HostInvitationDeadlines, when: &str) -> Vec<HostInvitationId> {
        let due = deadlines.due_at(when.parse().unwrap(), None, 10);
        due.iter().map(|deadline| deadline.invitation).collect()
    }

    #[test]
    fn each_is_due_at_midnight_of_its_day_and_no_more_once_it_is_over() {
        let mut deadlines = HostInvitationDeadlines::default();
        invited(&mut deadlines, 1, "2025-11-10");
        invited(&mut deadlines, 2, "2025-11-09");
        assert!(due(&deadlines, "2025-11-08T22:59:59Z").is_empty());
        assert_eq!(due(&deadlines, "2025-11-08T23:00:00Z"), [invitation(2)]);
        let late = "2026-01-01T00:00:00Z";
        assert_eq!(due(&deadlines, late), [2, 1].map(invitation));
        let first = deadlines.due_at(Timestamp::MAX, None, 1);
        let second = deadlines.due_at(Timestamp::MAX, first.last(), 1);
        assert_eq!(second[0].invitation, invitation(1));
        let over = EstablishmentEvent::HostInvitationExpired {
            invitation: invitation(2),
        };
        deadlines.follow("0010035H".parse().unwrap(), PARIS, Position(3), &over);
        let over = EstablishmentEvent::HostInvitationTakenBack {
            invitation: invitation(1),
            by: StaffId(Uuid::from_u128(5)),
        };
        assert_eq!(due(&deadlines, late), [invitation(1)]);
        deadlines.follow("0010035H".parse().unwrap(), PARIS, Position(4), &over);
        assert!(due(&deadlines, late).is_empty());
    }
}
