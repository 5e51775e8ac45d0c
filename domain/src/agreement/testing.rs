//! The agreement that the tests of its rules speak of.
use jiff::civil::time;

use super::{Agreement, AgreementEvent, AgreementTerms, Editor, EndCause, Signatory};
use crate::digest::TermsDigest;
use crate::geography::Coordinates;
use crate::ids::HostPersonId;
use crate::offer::{DailyHours, Place};
use crate::personal::AgreementWords;
use crate::testing::*;

pub const TUTOR: HostPersonId = HostPersonId(id(70));
pub const DIGEST: TermsDigest = TermsDigest([7; 32]);

pub fn agreement<const N: usize>(events: [AgreementEvent; N]) -> Given<Agreement> {
    given(events)
}

pub fn words() -> AgreementWords {
    AgreementWords {
        supervision: "Le tuteur l'accompagne.".into(),
        insurance: "Chacun la sienne.".into(),
        activities: "Traire.".into(),
        what_to_bring: "Des bottes.".into(),
        salt: id(71),
    }
}

pub fn terms() -> AgreementTerms {
    AgreementTerms {
        first_day: week(7).monday(),
        last_day: week(7).friday(),
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: Coordinates::new(46.25, 5.65).unwrap(),
        },
        tutor: TUTOR,
        words: sealed(),
    }
}

pub fn opened() -> AgreementEvent {
    AgreementEvent::AgreementOpened {
        application: A1,
        student: PUPIL,
        establishment: uai(),
        host: siret(),
        offer: OFFER,
        week: week(7),
        on: TODAY,
        terms: terms(),
        digest: DIGEST,
    }
}

pub fn tutor_named(tutor: HostPersonId) -> AgreementEvent {
    AgreementEvent::AgreementTutorNamed {
        tutor,
        identity: sealed(),
    }
}

pub fn amended(version: u32) -> AgreementEvent {
    amended_to(version, terms())
}

pub fn amended_to(version: u32, terms: AgreementTerms) -> AgreementEvent {
    AgreementEvent::AgreementAmended {
        student: PUPIL,
        version,
        by: Editor::Host,
        on: TODAY,
        terms,
        digest: DIGEST,
    }
}

pub fn signed_by_host() -> AgreementEvent {
    AgreementEvent::AgreementSigned {
        version: 1,
        digest: DIGEST,
        signatory: Signatory::Host(TUTOR),
    }
}

pub fn ended() -> AgreementEvent {
    AgreementEvent::AgreementEnded {
        cause: EndCause::CancelledByPupil,
    }
}
