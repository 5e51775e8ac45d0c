//! What a college's events change in the entities.

use domain::decider::Decider;
use domain::establishment::{Establishment, EstablishmentEvent, EstablishmentState};
use domain::ids::{ClassId, StaffId, Uai};
use eventlog::Position;

use super::rows::{
    ClassRow, EstablishmentRow, ExceptionAsked, HelpTold, HostInvitedAt, Roll, StaffIdentity,
    WaiverTold,
};
use super::{EntityIndex, EstablishmentNo};
use crate::fold::FoldError;

impl EntityIndex {
    pub(super) fn establishment_event(
        &mut self,
        uai: Uai,
        event: &EstablishmentEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        let known = self.establishments.number(uai);
        let number = match (event, known) {
            (EstablishmentEvent::EstablishmentListed { .. }, Some(_)) => {
                return Err(FoldError::Twice("college"));
            }
            (EstablishmentEvent::EstablishmentListed { .. }, None) => {
                let row = EstablishmentRow {
                    uai,
                    state: EstablishmentState::default(),
                    identities: Vec::new(),
                    classes: Vec::new(),
                    students: Vec::new(),
                    roll: Roll::default(),
                    exceptions_asked: Vec::new(),
                    waivers_told: Vec::new(),
                    help_told: Vec::new(),
                    hosts_invited: Vec::new(),
                    hosts_come: Vec::new(),
                };
                self.establishments
                    .push(row)
                    .ok_or(FoldError::Full("colleges"))?
            }
            (_, known) => known.ok_or(FoldError::UnknownEstablishment(uai))?,
        };
        self.check(number, event)?;
        self.open_class(number, event)?;
        let row = self
            .establishments
            .row_mut(number)
            .ok_or(FoldError::OutOfStep("colleges"))?;
        if let EstablishmentEvent::StaffErased { staff } = event {
            row.identities.retain(|identity| identity.staff != *staff);
        }
        if let Some(staff) = identified(event) {
            row.identities.retain(|identity| identity.staff != staff);
            row.identities.push(StaffIdentity { staff, at });
        }
        row.state = Establishment::evolve(std::mem::take(&mut row.state), event);
        if let EstablishmentEvent::WeekExceptionRequested { week } = event {
            row.exceptions_asked
                .push(ExceptionAsked { week: *week, at });
        }
        if let Some(year) = event.waiver_year() {
            row.waivers_told.push(WaiverTold { year, at });
        }
        if let Some(request) = event.help_request() {
            row.help_told.push(HelpTold { request, at });
        }
        if let EstablishmentEvent::HostInvited { invitation, .. } = event {
            row.hosts_invited.push(HostInvitedAt {
                invitation: *invitation,
                at,
            });
        }
        let state = &row.state;
        let waits = |asked: &ExceptionAsked| state.asks_for_week_exception(asked.week);
        row.exceptions_asked.retain(waits);
        Ok(())
    }

    /// Classes and staff named by the event are of this college.
    fn check(&self, number: EstablishmentNo, event: &EstablishmentEvent) -> Result<(), FoldError> {
        use EstablishmentEvent as E;
        let row = self
            .establishments
            .row(number)
            .ok_or(FoldError::OutOfStep("colleges"))?;
        let class_known = |class: ClassId| {
            row.state
                .class(class)
                .map(|_| ())
                .ok_or(FoldError::UnknownClass(class))
        };
        let staff_known = |staff: StaffId| {
            row.state
                .member(staff)
                .map(|_| ())
                .ok_or(FoldError::UnknownStaff(staff))
        };
        match event {
            E::ClassClosed { class } => class_known(*class),
            E::ClassMoved { class, into, .. } => {
                class_known(*class).and_then(|()| class_known(*into))
            }
            E::ClassTaken { staff, class } | E::ClassLeft { staff, class } => {
                class_known(*class).and_then(|()| staff_known(*staff))
            }
            E::MainTeacherNamed { class, teacher } | E::MainTeacherRelieved { class, teacher } => {
                class_known(*class).and_then(|()| staff_known(*teacher))
            }
            E::HeadConfirmationRequested { head: staff }
            | E::HeadConfirmed { head: staff, .. }
            | E::HeadRelieved { head: staff }
            | E::HeadSucceeded { head: staff, .. }
            | E::RightsGranted { staff, .. }
            | E::StaffAdmitted { staff, .. }
            | E::RightsNarrowed { staff, .. }
            | E::StaffRevoked { staff }
            | E::StaffErased { staff } => staff_known(*staff),
            E::EstablishmentListed { .. }
            | E::ListingCorrected { .. }
            | E::EstablishmentRegistered { .. }
            | E::SuccessorNamed { .. }
            | E::WeeksChosen { .. }
            | E::WaiverRequested { .. }
            | E::WaiverAgreed { .. }
            | E::WaiverRefused { .. }
            | E::WaiverAgreementWithdrawn { .. }
            | E::WaiverGranted { .. }
            | E::WaiverEnded { .. }
            | E::HelpRequested { .. }
            | E::HelpRequestAnswered { .. }
            | E::HelpRequestClosed { .. }
            | E::HostInvited { .. }
            | E::HostInvitationTakenBack { .. }
            | E::HostInvitationExpired { .. }
            | E::WeekExceptionRequested { .. }
            | E::WeekExceptionDeclined { .. }
            | E::WeekExceptionGranted { .. }
            | E::WeekExceptionWithdrawn { .. }
            | E::ClassOpened { .. }
            | E::StaffInvited { .. }
            | E::StaffJoined { .. }
            | E::StaffAdmissionRequested { .. }
            | E::SearchOpenedNationwide { .. }
            | E::SearchLimitedToRadius { .. } => Ok(()),
            E::SchemeJoined { participation } | E::SchemeLeft { participation } => {
                participation.class.map_or(Ok(()), class_known)
            }
        }
    }

    /// A class keeps its number when it is opened again; a class of another college stays there.
    fn open_class(
        &mut self,
        establishment: EstablishmentNo,
        event: &EstablishmentEvent,
    ) -> Result<(), FoldError> {
        let EstablishmentEvent::ClassOpened { class, .. } = event else {
            return Ok(());
        };
        if let Some((_, known)) = self.classes.find(*class) {
            let same = known.establishment == establishment;
            return if same {
                Ok(())
            } else {
                Err(FoldError::Twice("class"))
            };
        }
        let row = ClassRow {
            class: *class,
            establishment,
        };
        let number = self.classes.push(row).ok_or(FoldError::Full("classes"))?;
        let college = self.establishments.row_mut(establishment);
        college
            .ok_or(FoldError::OutOfStep("colleges"))?
            .classes
            .push(number);
        Ok(())
    }
}

/// Whose identity the event holds, if it holds one.
fn identified(event: &EstablishmentEvent) -> Option<StaffId> {
    use EstablishmentEvent as E;
    match event {
        E::EstablishmentRegistered { head, .. } | E::HeadSucceeded { head, .. } => Some(*head),
        E::SuccessorNamed { successor, .. } => Some(*successor),
        E::StaffInvited { staff, .. }
        | E::StaffJoined { staff, .. }
        | E::StaffAdmissionRequested { staff, .. } => Some(*staff),
        E::EstablishmentListed { .. }
        | E::ListingCorrected { .. }
        | E::HeadConfirmationRequested { .. }
        | E::HeadConfirmed { .. }
        | E::HeadRelieved { .. }
        | E::WeeksChosen { .. }
        | E::WaiverRequested { .. }
        | E::WaiverAgreed { .. }
        | E::WaiverRefused { .. }
        | E::WaiverAgreementWithdrawn { .. }
        | E::WaiverGranted { .. }
        | E::WaiverEnded { .. }
        | E::HelpRequested { .. }
        | E::HelpRequestAnswered { .. }
        | E::HelpRequestClosed { .. }
        | E::HostInvited { .. }
        | E::HostInvitationTakenBack { .. }
        | E::HostInvitationExpired { .. }
        | E::WeekExceptionRequested { .. }
        | E::WeekExceptionDeclined { .. }
        | E::WeekExceptionGranted { .. }
        | E::WeekExceptionWithdrawn { .. }
        | E::ClassOpened { .. }
        | E::ClassClosed { .. }
        | E::ClassMoved { .. }
        | E::StaffAdmitted { .. }
        | E::ClassTaken { .. }
        | E::ClassLeft { .. }
        | E::RightsGranted { .. }
        | E::RightsNarrowed { .. }
        | E::StaffRevoked { .. }
        | E::StaffErased { .. }
        | E::MainTeacherNamed { .. }
        | E::MainTeacherRelieved { .. }
        | E::SearchOpenedNationwide { .. }
        | E::SearchLimitedToRadius { .. }
        | E::SchemeJoined { .. }
        | E::SchemeLeft { .. } => None,
    }
}
