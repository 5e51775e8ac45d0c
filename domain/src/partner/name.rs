//! An association becomes a partner (DSH-7).
use compact_str::CompactString;

use super::event::PartnerEvent;
use super::refusal::Refusal;
use super::state::PartnerState;
use super::terms::Reach;
use crate::ids::PartnerId;
use crate::personal::{PersonIdentity, line};
use crate::sealed::Sealed;

/// An association takes part from now on.
#[derive(Clone, Debug)]
pub struct NamePartner {
    /// The partner.
    pub partner: PartnerId,
    /// The name of the association, 1-200 characters.
    pub association: CompactString,
    /// Where it may be assigned.
    pub reach: Reach,
    /// Who answers for it, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
}

/// Names a partner once, for the country or for a department (DSH-7).
pub fn name(state: &PartnerState, cmd: NamePartner) -> Result<Vec<PartnerEvent>, Refusal> {
    if state.is_known() {
        return Err(Refusal::NamedAlready);
    }
    let NamePartner {
        partner,
        association,
        reach,
        identity,
    } = cmd;
    let association =
        line("association", &association, 200).map_err(|bad| bad.or_length(Refusal::NameUnfit))?;
    Ok(vec![PartnerEvent::PartnerNamed {
        partner,
        association: association.into(),
        reach,
        identity,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::PartnerCommand;
    use super::super::testing::*;
    use super::*;

    fn name(association: &str, reach: Reach) -> PartnerCommand {
        PartnerCommand::Name(NamePartner {
            partner: PARTNER,
            association: association.into(),
            reach,
            identity: sealed(),
        })
    }

    #[test]
    fn an_association_is_named_for_the_country_or_a_department() {
        for reach in [Reach::National, Reach::Department(ain())] {
            partner([])
                .when(name(" Un stage et après ", reach))
                .then([named(reach)]);
            let state = partner([named(reach)]).state();
            assert!(state.is_active());
            assert_eq!(state.reach(), Some(reach));
        }
    }

    #[test]
    fn an_association_is_named_once() {
        for past in [
            partner([named(Reach::National)]),
            partner([named(Reach::National), dismissed()]),
        ] {
            past.when(name("Un stage et après", Reach::National))
                .then_refused(Refusal::NamedAlready);
        }
    }

    #[test]
    fn an_association_has_a_name() {
        for unfit in ["", " \n", &"é".repeat(201)] {
            partner([])
                .when(name(unfit, Reach::National))
                .then_refused(Refusal::NameUnfit);
        }
    }
}
