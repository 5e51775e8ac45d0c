//! What the streams of offers and of agreements tell of applications.
use domain::agreement::AgreementEvent;
use domain::ids::{ApplicationId, OfferId};
use domain::offer::OfferEvent;
use domain::placement_policy::{PendingApplication, after_offer_event};
use eventlog::Position;
use uuid::Uuid;

use super::{State, Terms};
use crate::open_step::StepKey;

impl State {
    pub(super) fn offer(&mut self, offer: OfferId, at: Position, id: Uuid, event: &OfferEvent) {
        let waiting: Vec<PendingApplication> = self
            .by_offer
            .get(&offer)
            .into_iter()
            .flatten()
            .filter_map(|application| {
                let entry = self.applications.get(application)?;
                Some(PendingApplication {
                    student: entry.student,
                    application: *application,
                    week: entry.week,
                    college: self.pupils.college_of(entry.student),
                })
            })
            .collect();
        for step in after_offer_event(offer, event, waiting.into_iter()) {
            self.open_step(at, id, step);
        }
        match event {
            OfferEvent::OfferPublished { host, terms, .. } => {
                self.places.insert(offer, (*host, terms.place.department));
                self.offers.insert(offer, Terms::Open(terms.into()));
            }
            OfferEvent::OfferRevised { terms, .. } => {
                if let Some((_, department)) = self.places.get_mut(&offer) {
                    *department = terms.place.department;
                }
                self.offers.insert(offer, Terms::Open(terms.into()));
            }
            OfferEvent::OfferWithdrawn { reason: _ } => {
                self.pooled.withdrawn(offer);
                self.offers.insert(offer, Terms::Withdrawn);
            }
            OfferEvent::SeatReleased { application, .. } => {
                self.steps.remove(&StepKey::Release(*application));
            }
            OfferEvent::OfferFedIn {
                partner,
                identifier,
                ..
            } => self.pooled.fed_in(*partner, offer, identifier),
            OfferEvent::SeatTaken { .. }
            | OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. }
            | OfferEvent::GroupApplied { .. }
            | OfferEvent::GroupSeated { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. } => {}
        }
        let moved = self.groups.offer(offer, event);
        self.carry_on(moved, at, id);
    }

    pub(super) fn agreement(&mut self, application: ApplicationId, event: &AgreementEvent) {
        match event {
            AgreementEvent::AgreementOpened { .. } => {
                self.steps.remove(&StepKey::OpenAgreement(application));
                self.agreed.insert(application);
                if let Some((at, id, step)) = self.to_end.remove(&application) {
                    self.open_step(at, id, step);
                }
            }
            AgreementEvent::AgreementEnded { cause: _ } => {
                self.steps.remove(&StepKey::EndAgreement(application));
                self.agreed.remove(&application);
            }
            AgreementEvent::AgreementTutorNamed { .. }
            | AgreementEvent::AgreementAmended { .. }
            | AgreementEvent::AgreementSigned { .. }
            | AgreementEvent::AgreementSignedOnPaper { .. }
            | AgreementEvent::AgreementReminded { .. }
            | AgreementEvent::FirstDayCameUncovered { .. }
            | AgreementEvent::HostContacted { .. }
            | AgreementEvent::HostContactCorrected { .. }
            | AgreementEvent::PupilVisited { .. }
            | AgreementEvent::VisitCorrected { .. } => {}
        }
    }
}
