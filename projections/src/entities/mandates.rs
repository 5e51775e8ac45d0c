//! Representatives of the State and partner associations, as their events tell them.
use domain::decider::Decider;
use domain::ids::{PartnerId, RepresentativeId};
use domain::mandate::{Mandate, MandateEvent, MandateState, Office};
use domain::partner::{Partner, PartnerEvent, PartnerState};
use eventlog::Position;

use super::{EntityIndex, EvaluationRow};
use crate::fold::FoldError;

impl EntityIndex {
    pub(super) fn mandate_event(
        &mut self,
        representative: RepresentativeId,
        event: &MandateEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        let known = self.mandates.get(&representative);
        match (event, known) {
            (MandateEvent::RepresentativeAppointed { .. }, Some(_)) => {
                return Err(FoldError::Twice("mandate"));
            }
            (
                MandateEvent::RepresentativeRelieved { .. }
                | MandateEvent::RepresentativeErased { .. }
                | MandateEvent::PoolingAgreementSigned { .. },
                None,
            ) => {
                return Err(FoldError::UnknownRepresentative(representative));
            }
            (MandateEvent::RepresentativeAppointed { .. }, None)
            | (
                MandateEvent::RepresentativeRelieved { .. }
                | MandateEvent::RepresentativeErased { .. }
                | MandateEvent::PoolingAgreementSigned { .. },
                Some(_),
            ) => {}
        }
        let state = known.cloned().unwrap_or_default();
        if let MandateEvent::RepresentativeAppointed { .. } = event {
            self.mandate_identities.insert(representative, at.0);
        }
        if let MandateEvent::RepresentativeErased { .. } = event {
            self.mandate_identities.remove(&representative);
        }
        self.mandates
            .insert(representative, Mandate::evolve(state, event));
        Ok(())
    }

    pub(super) fn partner_event(
        &mut self,
        partner: PartnerId,
        event: &PartnerEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        match (event, self.partners.contains_key(&partner)) {
            (PartnerEvent::PartnerNamed { .. }, true) => return Err(FoldError::Twice("partner")),
            (
                PartnerEvent::PartnerAssigned { .. }
                | PartnerEvent::PartnerUnassigned { .. }
                | PartnerEvent::PartnerDismissed { .. }
                | PartnerEvent::PartnerContactErased { .. }
                | PartnerEvent::EvaluationGiven { .. }
                | PartnerEvent::ActivityRecorded { .. }
                | PartnerEvent::ActivityCorrected { .. },
                false,
            ) => return Err(FoldError::UnknownPartner(partner)),
            (PartnerEvent::PartnerNamed { .. }, false)
            | (
                PartnerEvent::PartnerAssigned { .. }
                | PartnerEvent::PartnerUnassigned { .. }
                | PartnerEvent::PartnerDismissed { .. }
                | PartnerEvent::PartnerContactErased { .. }
                | PartnerEvent::EvaluationGiven { .. }
                | PartnerEvent::ActivityRecorded { .. }
                | PartnerEvent::ActivityCorrected { .. },
                true,
            ) => {}
        }
        if let PartnerEvent::PartnerNamed { .. } = event {
            self.partner_identities.insert(partner, at.0);
        }
        if let PartnerEvent::PartnerContactErased { .. } = event {
            self.partner_identities.remove(&partner);
        }
        if let PartnerEvent::EvaluationGiven {
            evaluated, mark, ..
        } = event
        {
            let row = EvaluationRow { mark: *mark, at };
            self.evaluated(partner, *evaluated, row);
        }
        let state = self.partners.remove(&partner).unwrap_or_default();
        self.partners.insert(partner, Partner::evolve(state, event));
        Ok(())
    }

    /// The mandate of somebody who was appointed once.
    #[must_use]
    pub fn mandate(&self, representative: RepresentativeId) -> Option<&MandateState> {
        self.mandates.get(&representative)
    }

    /// Every mandate that was ever given, by id.
    pub fn mandates(&self) -> impl Iterator<Item = (RepresentativeId, &MandateState)> {
        self.mandates.iter().map(|(id, state)| (*id, state))
    }

    /// Who holds an office now, with the event that holds their identity, sealed.
    pub fn holders(&self, office: Office) -> impl Iterator<Item = (RepresentativeId, Position)> {
        let held = self.mandates.iter();
        let held = held.filter(move |(_, state)| state.held() == Some(office));
        held.filter_map(|(id, _)| Some((*id, Position(*self.mandate_identities.get(id)?))))
    }

    /// A partner association that was named once.
    #[must_use]
    pub fn partner(&self, partner: PartnerId) -> Option<&PartnerState> {
        self.partners.get(&partner)
    }

    /// The event that holds the identity of who answers for a partner, sealed; none once they were
    /// erased.
    #[must_use]
    pub fn partner_identity(&self, partner: PartnerId) -> Option<Position> {
        self.partner_identities.get(&partner).copied().map(Position)
    }

    /// Every partner association that was ever named, by id.
    pub fn partners(&self) -> impl Iterator<Item = (PartnerId, &PartnerState)> {
        self.partners.iter().map(|(id, state)| (*id, state))
    }
}

#[cfg(test)]
mod tests {
    use domain::mandate::MandateStatus;
    use domain::partner::{Assignment, Reach};
    use domain::sealed::Sealed;
    use uuid::Uuid;

    use super::*;

    const SOMEBODY: RepresentativeId = RepresentativeId(Uuid::from_u128(80));
    const PARTNER: PartnerId = PartnerId(Uuid::from_u128(90));

    fn appointed() -> MandateEvent {
        MandateEvent::RepresentativeAppointed {
            representative: SOMEBODY,
            office: Office::NationalCommittee,
            identity: Sealed::from_text("sealed"),
        }
    }

    fn named() -> PartnerEvent {
        PartnerEvent::PartnerNamed {
            partner: PARTNER,
            association: "Un stage et après".into(),
            reach: Reach::National,
            identity: Sealed::from_text("sealed"),
        }
    }

    #[test]
    fn a_mandate_stands_until_it_is_taken_back() {
        let relieved = MandateEvent::RepresentativeRelieved {
            representative: SOMEBODY,
        };
        let mut entities = EntityIndex::default();
        let unknown = entities.mandate_event(SOMEBODY, &relieved, Position(2));
        assert_eq!(unknown, Err(FoldError::UnknownRepresentative(SOMEBODY)));
        entities
            .mandate_event(SOMEBODY, &appointed(), Position(1))
            .unwrap();
        let held = |entities: &EntityIndex| entities.mandate(SOMEBODY).unwrap().held();
        assert_eq!(held(&entities), Some(Office::NationalCommittee));
        let holders = entities.holders(Office::NationalCommittee);
        assert_eq!(holders.collect::<Vec<_>>(), [(SOMEBODY, Position(1))]);
        let twice = entities.mandate_event(SOMEBODY, &appointed(), Position(1));
        assert_eq!(twice, Err(FoldError::Twice("mandate")));
        entities
            .mandate_event(SOMEBODY, &relieved, Position(2))
            .unwrap();
        assert_eq!(held(&entities), None);
        assert_eq!(entities.holders(Office::NationalCommittee).count(), 0);
        assert_eq!(entities.mandates().count(), 1);
    }

    #[test]
    fn whoever_is_erased_points_at_nothing_and_the_mandate_and_the_association_stay() {
        let gone = MandateEvent::RepresentativeErased {
            representative: SOMEBODY,
        };
        let mut entities = EntityIndex::default();
        let unknown = entities.mandate_event(SOMEBODY, &gone, Position(1));
        assert_eq!(unknown, Err(FoldError::UnknownRepresentative(SOMEBODY)));
        for (event, at) in [(appointed(), 1), (gone, 2)] {
            entities
                .mandate_event(SOMEBODY, &event, Position(at))
                .unwrap();
        }
        assert!(entities.mandate_identities.is_empty());
        let mandate = entities.mandate(SOMEBODY).unwrap();
        let given = (Office::NationalCommittee, MandateStatus::Erased);
        assert_eq!((mandate.given(), mandate.held()), (Some(given), None));

        let gone = PartnerEvent::PartnerContactErased { partner: PARTNER };
        let unknown = entities.partner_event(PARTNER, &gone, Position(3));
        assert_eq!(unknown, Err(FoldError::UnknownPartner(PARTNER)));
        for (event, at) in [(named(), 3), (gone, 4)] {
            entities
                .partner_event(PARTNER, &event, Position(at))
                .unwrap();
        }
        assert_eq!(entities.partner_identity(PARTNER), None);
        let partner = entities.partner(PARTNER).unwrap();
        assert!(partner.association().is_some() && !partner.is_active());
    }

    #[test]
    fn a_partner_is_assigned_once_it_is_named() {
        let to = Assignment::Host("73282932000074".parse().unwrap());
        let assigned = PartnerEvent::PartnerAssigned { to };
        let mut entities = EntityIndex::default();
        let unknown = entities.partner_event(PARTNER, &assigned, Position(2));
        assert_eq!(unknown, Err(FoldError::UnknownPartner(PARTNER)));
        entities
            .partner_event(PARTNER, &named(), Position(1))
            .unwrap();
        entities
            .partner_event(PARTNER, &assigned, Position(2))
            .unwrap();
        assert!(entities.partner(PARTNER).unwrap().is_assigned(to));
        let twice = entities.partner_event(PARTNER, &named(), Position(1));
        assert_eq!(twice, Err(FoldError::Twice("partner")));
        assert!(entities.partner(PARTNER).unwrap().is_assigned(to));
        assert_eq!(entities.partners().count(), 1);
        assert_eq!(entities.partner_identity(PARTNER), Some(Position(1)));
    }
}
