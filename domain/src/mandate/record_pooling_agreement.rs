//! A local platform signed its pooling agreement (OFF-8).
use jiff::civil::{Date, date};

use super::event::MandateEvent;
use super::refusal::Refusal;
use super::state::{MandateState, PoolingAgreement};
use super::terms::Office;
use crate::personal::line;

/// The scheme began with the note of this day.
const SCHEME_BEGAN: Date = date(2019, 7, 24);

/// What was signed, outside of the platform.
#[derive(Clone, Debug)]
pub struct RecordPoolingAgreement {
    /// The name of the local platform.
    pub platform: String,
    /// When it signed.
    pub signed_on: Date,
    /// The present day.
    pub today: Date,
}

/// Records the agreement of whoever acts for a local platform: from then on its offers are taken
/// (OFF-8). The same again is nothing new; another name or a later signature replaces it.
pub fn record_pooling_agreement(
    state: &MandateState,
    cmd: RecordPoolingAgreement,
) -> Result<Vec<MandateEvent>, Refusal> {
    let RecordPoolingAgreement {
        platform,
        signed_on,
        today,
    } = cmd;
    if state.given().is_none() {
        return Err(Refusal::Unknown);
    }
    if state.held() != Some(Office::PoolingPartner) {
        return Err(Refusal::NoPoolingPartner);
    }
    let platform = line("platform_display_name", &platform, 200)
        .map_err(|bad| bad.or_length(Refusal::PlatformUnfit))?;
    if signed_on < SCHEME_BEGAN || signed_on > today {
        return Err(Refusal::SignedImplausibly);
    }
    let agreement = PoolingAgreement {
        platform: platform.into(),
        signed_on,
    };
    if state.pooling_agreement() == Some(&agreement) {
        return Ok(vec![]);
    }
    let PoolingAgreement {
        platform,
        signed_on,
    } = agreement;
    Ok(vec![MandateEvent::PoolingAgreementSigned {
        platform,
        signed_on,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::MandateCommand;
    use super::super::testing::*;
    use super::*;
    use crate::ids::RepresentativeId;
    use crate::testing::TODAY;

    const PLATFORM: RepresentativeId = RepresentativeId(id(81));
    const SIGNED: Date = date(2025, 9, 1);

    fn of_a_platform() -> MandateEvent {
        MandateEvent::RepresentativeAppointed {
            representative: PLATFORM,
            office: Office::PoolingPartner,
            identity: sealed(),
        }
    }

    fn record(platform: &str, signed_on: Date) -> MandateCommand {
        MandateCommand::RecordPoolingAgreement(RecordPoolingAgreement {
            platform: platform.to_owned(),
            signed_on,
            today: TODAY,
        })
    }

    fn signed(platform: &str) -> MandateEvent {
        MandateEvent::PoolingAgreementSigned {
            platform: platform.into(),
            signed_on: SIGNED,
        }
    }

    #[test]
    fn a_platform_signs_and_is_renamed() {
        mandate([of_a_platform()])
            .when(record(" Stages de l'Ain ", SIGNED))
            .then([signed("Stages de l'Ain")]);
        let past = [of_a_platform(), signed("Stages de l'Ain")];
        mandate(past.clone())
            .when(record("Stages de l'Ain", SIGNED))
            .then_nothing();
        mandate(past.clone())
            .when(record("Ain Stages", SIGNED))
            .then([signed("Ain Stages")]);
        let state = mandate(past).state();
        let agreement = state.pooling_agreement().unwrap();
        assert_eq!(agreement.platform, "Stages de l'Ain");
        assert_eq!(state.held(), Some(Office::PoolingPartner));
    }

    #[test]
    fn nobody_signs_but_who_acts_for_a_platform_now() {
        mandate([])
            .when(record("Stages", SIGNED))
            .then_refused(Refusal::Unknown);
        mandate([appointed()])
            .when(record("Stages", SIGNED))
            .then_refused(Refusal::NoPoolingPartner);
        let relieved = MandateEvent::RepresentativeRelieved {
            representative: PLATFORM,
        };
        mandate([of_a_platform(), relieved])
            .when(record("Stages", SIGNED))
            .then_refused(Refusal::NoPoolingPartner);
    }

    #[test]
    fn a_signature_has_a_name_and_a_day_that_can_be() {
        let refused = |name: &str, on, refusal| {
            mandate([of_a_platform()])
                .when(record(name, on))
                .then_refused(refusal);
        };
        refused(" ", SIGNED, Refusal::PlatformUnfit);
        refused(&"é".repeat(201), SIGNED, Refusal::PlatformUnfit);
        refused("Stages", date(2019, 7, 23), Refusal::SignedImplausibly);
        refused(
            "Stages",
            TODAY.tomorrow().unwrap(),
            Refusal::SignedImplausibly,
        );
        mandate([of_a_platform()])
            .when(record("Stages", TODAY))
            .0
            .unwrap();
    }
}
