//! A placement agreement.
use domain::agreement::{
    AgreementEvent, AgreementTerms, Editor, EndCause, PARTIES, Signatory, Visit,
};
use domain::digest::{FormDigest, TermsDigest};
use domain::offer::{DailyHours, Place};
use jiff::civil::{date, time};

use super::*;

fn terms() -> AgreementTerms {
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
            position: oyonnax(),
        },
        tutor: person(),
        words: sealed("words"),
    }
}

fn digest() -> TermsDigest {
    TermsDigest([0x5a; 32])
}

pub fn events() -> Vec<AgreementEvent> {
    let on = date(2025, 12, 1);
    vec![
        AgreementEvent::AgreementOpened {
            application: application(1),
            student: student_id(),
            establishment: uai(),
            host: siret(),
            offer: offer_id(),
            week: week(7),
            on,
            terms: terms(),
            digest: digest(),
        },
        AgreementEvent::AgreementTutorNamed {
            tutor: person(),
            identity: sealed("tutor"),
        },
        AgreementEvent::AgreementAmended {
            student: student_id(),
            version: 2,
            by: Editor::College,
            on,
            terms: terms(),
            digest: digest(),
        },
        AgreementEvent::AgreementSigned {
            version: 2,
            digest: digest(),
            signatory: Signatory::Guardian(guardian_id()),
        },
        AgreementEvent::AgreementSignedOnPaper {
            version: 2,
            digest: digest(),
            parties: PARTIES.into(),
            signed_on: on,
            copy: FormDigest([0xa5; 32]),
            recorded_by: head(),
        },
        AgreementEvent::AgreementReminded {
            student: student_id(),
            days_before: 14,
            first_day: week(7).monday(),
            missing: PARTIES.into(),
        },
        AgreementEvent::FirstDayCameUncovered {
            student: student_id(),
            first_day: week(7).monday(),
            last_day: week(7).friday(),
            on: week(7).monday(),
            missing: PARTIES.into(),
        },
        AgreementEvent::HostContacted {
            student: student_id(),
            by: head(),
            on,
            spoken_to: sealed("contact"),
        },
        AgreementEvent::HostContactCorrected {
            student: student_id(),
            by: head(),
            on: Some(on),
            spoken_to: sealed("contact"),
        },
        AgreementEvent::PupilVisited {
            student: student_id(),
            by: head(),
            visit: Visit {
                visitor: head(),
                on: week(7).monday(),
            },
            word: sealed("word"),
        },
        AgreementEvent::VisitCorrected {
            student: student_id(),
            by: head(),
            visit: None,
            word: sealed("word"),
        },
        AgreementEvent::AgreementEnded {
            cause: EndCause::CancelledByHost,
        },
    ]
}
