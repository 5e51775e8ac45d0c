//! A placement begins its agreement (AGR-1).
use jiff::civil::Date;

use super::event::AgreementEvent;
use super::state::AgreementState;
use super::terms::AgreementTerms;
use crate::calendar::Week;
use crate::digest::TermsDigest;
use crate::ids::{ApplicationId, OfferId, Siret, StudentId, Uai};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The agreement of a placement, as the offer says it.
#[derive(Clone, Debug)]
pub struct OpenAgreement {
    /// The application that became the placement.
    pub application: ApplicationId,
    /// Whose.
    pub student: StudentId,
    /// The pupil's college.
    pub establishment: Uai,
    /// The host.
    pub host: Siret,
    /// The offer.
    pub offer: OfferId,
    /// The week.
    pub week: Week,
    /// The present day where the college is.
    pub today: Date,
    /// Version 1.
    pub terms: AgreementTerms,
    /// Who the tutor is, sealed for them.
    pub tutor: Sealed<PersonIdentity>,
    /// Of these terms.
    pub digest: TermsDigest,
}

/// Once for each placement; asked again, nothing happens.
pub fn open(state: &AgreementState, cmd: OpenAgreement) -> Vec<AgreementEvent> {
    if state.current().is_some() {
        return vec![];
    }
    let named = AgreementEvent::AgreementTutorNamed {
        tutor: cmd.terms.tutor,
        identity: cmd.tutor,
    };
    let opened = AgreementEvent::AgreementOpened {
        application: cmd.application,
        student: cmd.student,
        establishment: cmd.establishment,
        host: cmd.host,
        offer: cmd.offer,
        week: cmd.week,
        on: cmd.today,
        terms: cmd.terms,
        digest: cmd.digest,
    };
    vec![opened, named]
}

#[cfg(test)]
mod tests {
    use super::super::AgreementCommand;
    use super::super::testing::*;
    use super::*;
    use crate::testing::*;

    fn opening() -> OpenAgreement {
        OpenAgreement {
            application: A1,
            student: PUPIL,
            establishment: uai(),
            host: siret(),
            offer: OFFER,
            week: week(7),
            today: TODAY,
            terms: terms(),
            tutor: sealed(),
            digest: DIGEST,
        }
    }

    #[test]
    fn a_placement_opens_its_agreement_once() {
        agreement([])
            .when(AgreementCommand::Open(opening()))
            .then([opened(), tutor_named(TUTOR)]);
        agreement([opened(), tutor_named(TUTOR)])
            .when(AgreementCommand::Open(opening()))
            .then_nothing();
        agreement([opened(), ended()])
            .when(AgreementCommand::Open(opening()))
            .then_nothing();
    }
}
