//! A college invites organisations that it knows to take part and deposit their offers (EST-11).
use jiff::ToSpan;
use jiff::civil::Date;

use super::event::EstablishmentEvent;
use super::host_invitation_refusal::HostInvitationRefusal;
use super::host_invitation_terms::{HostInvitation, HostInvitationStatus};
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::calendar::SchoolYear;
use crate::ids::{HostInvitationId, StaffId};
use crate::personal::InvitedOrganisation;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// An organisation is invited by mail.
#[derive(Clone, Debug)]
pub struct InviteHost {
    /// The invitation: its id derives from college, school year and address, so that the same
    /// address is the same invitation.
    pub invitation: HostInvitationId,
    /// In which school year.
    pub school_year: SchoolYear,
    /// Who invites.
    pub by: StaffId,
    /// The present day where the college is.
    pub today: Date,
    /// Whom, where and in which words, sealed with a key of the invitation.
    pub organisation: Sealed<InvitedOrganisation>,
}

/// An invitation is taken back.
#[derive(Clone, Copy, Debug)]
pub struct TakeBackHostInvitation {
    /// Which.
    pub invitation: HostInvitationId,
    /// Who says so.
    pub by: StaffId,
}

/// The time of an invitation may be over.
#[derive(Clone, Copy, Debug)]
pub struct ExpireHostInvitation {
    /// Which.
    pub invitation: HostInvitationId,
    /// The present day where the college is.
    pub today: Date,
}

/// Invites an organisation (EST-11). An address is written to once a school year, whatever became
/// of it, and a college sends so many letters a year at the most: it is asked, not pressed.
pub fn invite_host(
    state: &EstablishmentState,
    cmd: InviteHost,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let InviteHost {
        invitation,
        school_year,
        by,
        today,
        organisation,
    } = cmd;
    must_be_registered(state)?;
    state.may_invite_host(invitation, school_year, rules)?;
    Ok(vec![EstablishmentEvent::HostInvited {
        invitation,
        school_year,
        by,
        expires_on: today.saturating_add(i64::from(rules.host_invitation_days).days()),
        organisation,
    }])
}

/// Takes an invitation back: its link serves no more, and the address is forgotten. What came of it
/// stays. Of one that does not stand any more nothing happens.
pub fn take_back_host_invitation(
    state: &EstablishmentState,
    TakeBackHostInvitation { invitation, by }: TakeBackHostInvitation,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let known = state.host_invitation(invitation);
    match known.ok_or(HostInvitationRefusal::Unknown)?.status {
        HostInvitationStatus::TakenBack | HostInvitationStatus::Expired => Ok(vec![]),
        HostInvitationStatus::Open => Ok(vec![EstablishmentEvent::HostInvitationTakenBack {
            invitation,
            by,
        }]),
    }
}

/// Ends an invitation whose day came, answered or not: nobody keeps the address longer.
pub fn expire_host_invitation(
    state: &EstablishmentState,
    ExpireHostInvitation { invitation, today }: ExpireHostInvitation,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let known = state.host_invitation(invitation);
    let known = known.ok_or(HostInvitationRefusal::Unknown)?;
    if known.status.is_open() && today >= known.expires_on {
        Ok(vec![EstablishmentEvent::HostInvitationExpired {
            invitation,
        }])
    } else {
        Ok(vec![])
    }
}

impl EstablishmentState {
    /// Whether the college may send this invitation: what is asked before anything is sealed for it.
    ///
    /// # Errors
    /// The address was invited that year, or as many were as may be.
    pub fn may_invite_host(
        &self,
        invitation: HostInvitationId,
        school_year: SchoolYear,
        rules: &Rules,
    ) -> Result<(), Refusal> {
        if self.host_invitations.contains_key(&invitation) {
            return Err(HostInvitationRefusal::InvitedAlready.into());
        }
        let of_year = self.host_invitations.values();
        let sent = of_year.filter(|sent| sent.school_year == school_year);
        let most = rules.host_invitations_a_year;
        if sent.count() >= most {
            return Err(HostInvitationRefusal::TooMany(most).into());
        }
        Ok(())
    }

    /// An invitation of a host.
    #[must_use]
    pub fn host_invitation(&self, invitation: HostInvitationId) -> Option<HostInvitation> {
        self.host_invitations.get(&invitation).copied()
    }

    /// Whether the link of an invitation serves on a day.
    #[must_use]
    pub fn invites_host(&self, invitation: HostInvitationId, today: Date) -> bool {
        let known = self.host_invitation(invitation);
        known.is_some_and(|known| known.status.is_open() && today < known.expires_on)
    }

    /// Follows an event that tells of the invitation of a host.
    pub(super) fn follow_host_invitation(&mut self, event: &EstablishmentEvent) {
        if let EstablishmentEvent::HostInvited {
            invitation,
            school_year,
            by,
            expires_on,
            organisation: _,
        } = event
        {
            let sent = HostInvitation {
                school_year: *school_year,
                by: *by,
                expires_on: *expires_on,
                status: HostInvitationStatus::Open,
            };
            self.host_invitations.insert(*invitation, sent);
        } else if let EstablishmentEvent::HostInvitationTakenBack { invitation, by: _ } = event {
            self.end_host_invitation(*invitation, HostInvitationStatus::TakenBack);
        } else if let EstablishmentEvent::HostInvitationExpired { invitation } = event {
            self.end_host_invitation(*invitation, HostInvitationStatus::Expired);
        }
    }

    fn end_host_invitation(&mut self, invitation: HostInvitationId, status: HostInvitationStatus) {
        if let Some(known) = self.host_invitations.get_mut(&invitation) {
            known.status = status;
        }
    }
}

impl EstablishmentEvent {
    /// The invitation of a host that it tells of.
    #[must_use]
    pub fn host_invitation(&self) -> Option<HostInvitationId> {
        if let Self::HostInvited { invitation, .. }
        | Self::HostInvitationTakenBack { invitation, .. }
        | Self::HostInvitationExpired { invitation } = self
        {
            Some(*invitation)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    const INVITATION: HostInvitationId = HostInvitationId(id(130));
    const ANOTHER: HostInvitationId = HostInvitationId(id(131));

    fn invite(invitation: HostInvitationId, school_year: SchoolYear) -> C {
        C::InviteHost(InviteHost {
            invitation,
            school_year,
            by: HEAD,
            today: date(2025, 9, 10),
            organisation: sealed(),
        })
    }

    fn invited(invitation: HostInvitationId) -> EstablishmentEvent {
        EstablishmentEvent::HostInvited {
            invitation,
            school_year: year(),
            by: HEAD,
            expires_on: date(2025, 11, 9),
            organisation: sealed(),
        }
    }

    fn take_back() -> C {
        C::TakeBackHostInvitation(TakeBackHostInvitation {
            invitation: INVITATION,
            by: HEAD,
        })
    }

    fn taken_back() -> EstablishmentEvent {
        EstablishmentEvent::HostInvitationTakenBack {
            invitation: INVITATION,
            by: HEAD,
        }
    }

    fn expire(today: Date) -> C {
        C::ExpireHostInvitation(ExpireHostInvitation {
            invitation: INVITATION,
            today,
        })
    }

    fn expired() -> EstablishmentEvent {
        EstablishmentEvent::HostInvitationExpired {
            invitation: INVITATION,
        }
    }

    #[test]
    fn an_organisation_is_invited_for_sixty_days() {
        registered_college([])
            .when(invite(INVITATION, year()))
            .then([invited(INVITATION)]);
        let state = registered_college([invited(INVITATION)]).state();
        assert!(state.invites_host(INVITATION, date(2025, 11, 8)));
        assert!(!state.invites_host(INVITATION, date(2025, 11, 9)));
        assert!(!state.invites_host(ANOTHER, date(2025, 9, 10)));
        college([listed()])
            .when(invite(INVITATION, year()))
            .then_refused(Refusal::NotRegistered);
    }

    #[test]
    fn an_address_is_written_to_once_whatever_became_of_it() {
        for later in [vec![], vec![taken_back()], vec![expired()]] {
            registered_college([invited(INVITATION)])
                .and(later)
                .when(invite(INVITATION, year()))
                .then_refused(HostInvitationRefusal::InvitedAlready.into());
        }
        registered_college([invited(INVITATION)])
            .when(invite(ANOTHER, year()))
            .then([invited(ANOTHER)]);
    }

    #[test]
    fn a_college_sends_so_many_in_a_school_year() {
        let rules = Rules {
            host_invitations_a_year: 1,
            ..Rules::default()
        };
        let state = registered_college([invited(INVITATION), taken_back()]).state();
        assert_eq!(
            state.may_invite_host(ANOTHER, year(), &rules),
            Err(HostInvitationRefusal::TooMany(1).into())
        );
        let next = SchoolYear::beginning_in(year().first_year() + 1);
        assert_eq!(state.may_invite_host(ANOTHER, next, &rules), Ok(()));
    }

    #[test]
    fn it_is_taken_back_once() {
        registered_college([invited(INVITATION)])
            .when(take_back())
            .then([taken_back()]);
        for over in [taken_back(), expired()] {
            registered_college([invited(INVITATION), over.clone()])
                .when(take_back())
                .then_nothing();
            let state = registered_college([invited(INVITATION), over]).state();
            assert!(!state.invites_host(INVITATION, date(2025, 9, 10)));
        }
        registered_college([])
            .when(take_back())
            .then_refused(HostInvitationRefusal::Unknown.into());
    }

    #[test]
    fn it_expires_on_its_day_and_not_before() {
        registered_college([invited(INVITATION)])
            .when(expire(date(2025, 11, 8)))
            .then_nothing();
        registered_college([invited(INVITATION)])
            .when(expire(date(2025, 11, 9)))
            .then([expired()]);
        for over in [taken_back(), expired()] {
            registered_college([invited(INVITATION), over])
                .when(expire(date(2026, 1, 1)))
                .then_nothing();
        }
        registered_college([])
            .when(expire(date(2026, 1, 1)))
            .then_refused(HostInvitationRefusal::Unknown.into());
    }

    #[test]
    fn what_ends_it_erases_whom_it_names() {
        for over in [taken_back(), expired()] {
            assert_eq!(over.concerns().erased, Some(INVITATION.0));
        }
        assert_eq!(invited(INVITATION).concerns().erased, None);
    }
}
