//! Somebody signs the present version (AGR-2), before the first day (AGR-3).
use jiff::civil::Date;

use super::event::AgreementEvent;
use super::refusal::Refusal;
use super::state::AgreementState;
use super::terms::Signatory;
use super::version_meant;
use crate::digest::TermsDigest;

/// Signs what the signatory has read: that version, with that digest.
#[derive(Clone, Copy, Debug)]
pub struct SignAgreement {
    /// Which version.
    pub version: u32,
    /// What they read.
    pub digest: TermsDigest,
    /// Who signs, for which party.
    pub signatory: Signatory,
    /// The present day where the college is.
    pub today: Date,
}

/// One signature for each party; a second one of the same party adds nothing.
pub fn sign(state: &AgreementState, cmd: SignAgreement) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = version_meant(state, cmd.version, cmd.digest)?;
    if current.signed.contains(&cmd.signatory.party()) {
        return Ok(vec![]);
    }
    let first_day = current.terms.first_day;
    if cmd.today >= first_day {
        return Err(Refusal::TooLateToSign { first_day });
    }
    Ok(vec![AgreementEvent::AgreementSigned {
        version: cmd.version,
        digest: cmd.digest,
        signatory: cmd.signatory,
    }])
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::super::{Agreement, AgreementCommand, PARTIES, Party};
    use super::*;
    use crate::decider::Decider;
    use crate::testing::*;

    fn signing(signatory: Signatory) -> SignAgreement {
        SignAgreement {
            version: 1,
            digest: DIGEST,
            signatory,
            today: TODAY,
        }
    }

    #[test]
    fn each_party_signs_once() {
        agreement([opened()])
            .when(AgreementCommand::Sign(signing(Signatory::Host(TUTOR))))
            .then([signed_by_host()]);
        agreement([opened(), signed_by_host()])
            .when(AgreementCommand::Sign(signing(Signatory::Host(TUTOR))))
            .then_nothing();
    }

    #[test]
    fn nothing_is_signed_that_is_not_the_present_version() {
        let sign = |cmd| AgreementCommand::Sign(cmd);
        let pupil = signing(Signatory::Pupil);
        agreement([])
            .when(sign(pupil))
            .then_refused(Refusal::Unknown);
        agreement([opened(), ended()])
            .when(sign(pupil))
            .then_refused(Refusal::Ended);
        agreement([opened(), amended(2)])
            .when(sign(pupil))
            .then_refused(Refusal::VersionNotCurrent { current: 2 });
        let other = SignAgreement {
            digest: TermsDigest([9; 32]),
            ..pupil
        };
        agreement([opened()])
            .when(sign(other))
            .then_refused(Refusal::DigestDiffers);
    }

    #[test]
    fn it_is_signed_before_the_first_day() {
        let first_day = week(7).monday();
        let eve = SignAgreement {
            today: first_day - 1.day(),
            ..signing(Signatory::Host(TUTOR))
        };
        agreement([opened()])
            .when(AgreementCommand::Sign(eve))
            .then([signed_by_host()]);
        let late = SignAgreement {
            today: first_day,
            ..eve
        };
        agreement([opened()])
            .when(AgreementCommand::Sign(late))
            .then_refused(Refusal::TooLateToSign { first_day });
    }

    fn signatory(party: Party) -> Signatory {
        match party {
            Party::College => Signatory::College(HEAD),
            Party::Host => Signatory::Host(TUTOR),
            Party::Pupil => Signatory::Pupil,
            Party::Guardian => Signatory::Guardian(GUARDIAN),
        }
    }

    proptest! {
        /// Whatever is signed and amended in whatever order: it is covered just when all four have
        /// signed since the last amendment.
        #[test]
        fn all_sign_the_version_that_stands(steps in prop::collection::vec(0_usize..5, 0..30)) {
            let mut state = agreement([opened()]).state();
            let (mut version, mut since) = (1, std::collections::BTreeSet::new());
            for step in steps {
                let event = match PARTIES.get(step) {
                    Some(party) => {
                        since.insert(*party);
                        let cmd = SignAgreement {
                            version,
                            ..signing(signatory(*party))
                        };
                        sign(&state, cmd).unwrap()
                    }
                    None => {
                        version += 1;
                        since.clear();
                        vec![amended(version)]
                    }
                };
                state = event.iter().fold(state, Agreement::evolve);
                prop_assert_eq!(&state.current().unwrap().signed, &since);
                prop_assert_eq!(state.is_covered(), since.len() == 4);
            }
        }
    }
}
