//! The waivers of a college, by school year, as its events tell them (EST-2).
use super::event::EstablishmentEvent;
use super::state::EstablishmentState;
use super::waiver::{AuthorityDecision, Waiver};
use crate::calendar::SchoolYear;

impl EstablishmentState {
    /// The waiver of a school year; one that nobody asked for where there is none.
    #[must_use]
    pub fn waiver(&self, year: SchoolYear) -> Waiver {
        self.waivers.get(&year).copied().unwrap_or_default()
    }

    /// The waivers of which anything was ever said, by school year.
    pub fn waivers(&self) -> impl Iterator<Item = (SchoolYear, Waiver)> {
        self.waivers.iter().map(|(year, waiver)| (*year, *waiver))
    }

    /// Takes what an event says of a waiver.
    pub(super) fn follow_waiver(&mut self, event: &EstablishmentEvent) {
        use EstablishmentEvent as E;
        let Some(year) = event.waiver_year() else {
            return;
        };
        let waiver = self.waivers.entry(year).or_default();
        if let E::WaiverRequested { .. } = event {
            waiver.ask();
        } else if let E::WaiverAgreed { office, .. } = event {
            waiver.decide(office.authority(), AuthorityDecision::Agreed);
        } else if let E::WaiverRefused { office, .. } = event {
            waiver.decide(office.authority(), AuthorityDecision::Refused);
        } else if let E::WaiverAgreementWithdrawn { office, .. } = event {
            waiver.decide(office.authority(), AuthorityDecision::Withdrawn);
        } else if let E::WaiverGranted { .. } = event {
            waiver.grant();
        } else {
            waiver.end();
        }
    }
}

impl EstablishmentEvent {
    /// The school year of the waiver that it tells of, where it tells of one (EST-2).
    #[must_use]
    pub fn waiver_year(&self) -> Option<SchoolYear> {
        match self {
            Self::WaiverRequested { school_year, .. }
            | Self::WaiverAgreed { school_year, .. }
            | Self::WaiverRefused { school_year, .. }
            | Self::WaiverAgreementWithdrawn { school_year, .. }
            | Self::WaiverGranted { school_year }
            | Self::WaiverEnded { school_year } => Some(*school_year),
            Self::EstablishmentListed { .. }
            | Self::ListingCorrected { .. }
            | Self::EstablishmentRegistered { .. }
            | Self::HeadConfirmationRequested { .. }
            | Self::HeadConfirmed { .. }
            | Self::SuccessorNamed { .. }
            | Self::HeadRelieved { .. }
            | Self::HeadSucceeded { .. }
            | Self::WeeksChosen { .. }
            | Self::WeekExceptionRequested { .. }
            | Self::WeekExceptionDeclined { .. }
            | Self::WeekExceptionGranted { .. }
            | Self::WeekExceptionWithdrawn { .. }
            | Self::ClassOpened { .. }
            | Self::ClassClosed { .. }
            | Self::ClassMoved { .. }
            | Self::StaffInvited { .. }
            | Self::StaffJoined { .. }
            | Self::StaffAdmissionRequested { .. }
            | Self::StaffAdmitted { .. }
            | Self::ClassTaken { .. }
            | Self::ClassLeft { .. }
            | Self::RightsGranted { .. }
            | Self::RightsNarrowed { .. }
            | Self::StaffRevoked { .. }
            | Self::StaffErased { .. }
            | Self::MainTeacherNamed { .. }
            | Self::MainTeacherRelieved { .. }
            | Self::SearchOpenedNationwide { .. }
            | Self::SearchLimitedToRadius { .. }
            | Self::HelpRequested { .. }
            | Self::HelpRequestAnswered { .. }
            | Self::HelpRequestClosed { .. }
            | Self::HostInvited { .. }
            | Self::HostInvitationTakenBack { .. }
            | Self::HostInvitationExpired { .. }
            | Self::SchemeJoined { .. }
            | Self::SchemeLeft { .. } => None,
        }
    }
}
