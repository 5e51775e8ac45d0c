//! What happens to a placement agreement.
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::{AgreementTerms, Editor, EndCause, Party, Signatory, Visit};
use crate::calendar::Week;
use crate::concerns::Concerns;
use crate::decider::stored_events;
use crate::digest::{FormDigest, TermsDigest};
use crate::ids::{ApplicationId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai};
use crate::personal::{Message, PersonIdentity};
use crate::sealed::Sealed;

/// The facts of an agreement's stream, `agreement-{application}`. What is written in the terms is
/// sealed with the pupil's key, who the tutor is with the tutor's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AgreementEvent {
    /// A placement begins its agreement: version 1 of the terms (AGR-1). `on` is the day where the
    /// college is.
    AgreementOpened {
        application: ApplicationId,
        student: StudentId,
        establishment: Uai,
        host: Siret,
        offer: OfferId,
        week: Week,
        on: Date,
        terms: AgreementTerms,
        digest: TermsDigest,
    },
    /// Who a tutor is whom the terms name by id.
    AgreementTutorNamed {
        tutor: HostPersonId,
        identity: Sealed<PersonIdentity>,
    },
    /// Another version of the terms, which all have to sign (AGR-2).
    AgreementAmended {
        student: StudentId,
        version: u32,
        by: Editor,
        on: Date,
        terms: AgreementTerms,
        digest: TermsDigest,
    },
    /// Somebody signed that version, on the platform (AGR-2).
    AgreementSigned {
        version: u32,
        digest: TermsDigest,
        signatory: Signatory,
    },
    /// These parties signed that version on paper; the digest is of the scanned copy (AGR-2).
    AgreementSignedOnPaper {
        version: u32,
        digest: TermsDigest,
        parties: BTreeSet<Party>,
        signed_on: Date,
        copy: FormDigest,
        recorded_by: StaffId,
    },
    /// So many days before the first day these had not signed, and were reminded (AGR-3).
    AgreementReminded {
        student: StudentId,
        days_before: u16,
        first_day: Date,
        missing: BTreeSet<Party>,
    },
    /// The first day came, and these had not signed: the placement cannot start (AGR-3). `on` is the
    /// day on which it was noted, where the college is: a later one after a downtime.
    FirstDayCameUncovered {
        student: StudentId,
        first_day: Date,
        last_day: Date,
        on: Date,
        missing: BTreeSet<Party>,
    },
    /// Somebody of the college spoke with the host, who expects the pupil; with whom is sealed
    /// with the pupil's key (AGR-4).
    HostContacted {
        student: StudentId,
        by: StaffId,
        on: Date,
        spoken_to: Sealed<Message>,
    },
    /// What was recorded of that contact was wrong; it never was where there is no day (AGR-4).
    HostContactCorrected {
        student: StudentId,
        by: StaffId,
        on: Option<Date>,
        spoken_to: Sealed<Message>,
    },
    /// Somebody of the college visited the pupil at the host's; their word is sealed with the pupil's
    /// key (AGR-4).
    PupilVisited {
        student: StudentId,
        by: StaffId,
        visit: Visit,
        word: Sealed<Message>,
    },
    /// What was recorded of that visit was wrong; it never was where there is none (AGR-4).
    VisitCorrected {
        student: StudentId,
        by: StaffId,
        visit: Option<Visit>,
        word: Sealed<Message>,
    },
    /// The placement was given up: the agreement holds no more, and stays (AGR-2).
    AgreementEnded { cause: EndCause },
}

impl AgreementEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::AgreementOpened { student, terms, .. }
            | Self::AgreementAmended { student, terms, .. } => {
                Concerns::sealed(Some(student.0), &terms.words)
            }
            Self::AgreementTutorNamed { tutor, identity } => {
                Concerns::sealed(Some(tutor.0), identity)
            }
            Self::HostContacted {
                student, spoken_to, ..
            }
            | Self::HostContactCorrected {
                student, spoken_to, ..
            } => Concerns::sealed(Some(student.0), spoken_to),
            Self::PupilVisited { student, word, .. }
            | Self::VisitCorrected { student, word, .. } => Concerns::sealed(Some(student.0), word),
            Self::AgreementSigned { .. }
            | Self::AgreementSignedOnPaper { .. }
            | Self::AgreementReminded { .. }
            | Self::FirstDayCameUncovered { .. }
            | Self::AgreementEnded { .. } => Concerns::default(),
        }
    }

    /// The college for which it opens the agreement; none where it does not.
    #[must_use]
    pub fn opened_for(&self) -> Option<Uai> {
        if let Self::AgreementOpened { establishment, .. } = self {
            return Some(*establishment);
        }
        None
    }

    /// The terms that it tells, with their version and digest.
    #[must_use]
    pub fn terms(&self) -> Option<(u32, &AgreementTerms, TermsDigest)> {
        match self {
            Self::AgreementOpened { terms, digest, .. } => Some((1, terms, *digest)),
            Self::AgreementAmended {
                version,
                terms,
                digest,
                ..
            } => Some((*version, terms, *digest)),
            Self::AgreementTutorNamed { .. }
            | Self::AgreementSigned { .. }
            | Self::AgreementSignedOnPaper { .. }
            | Self::AgreementReminded { .. }
            | Self::FirstDayCameUncovered { .. }
            | Self::HostContacted { .. }
            | Self::HostContactCorrected { .. }
            | Self::PupilVisited { .. }
            | Self::VisitCorrected { .. }
            | Self::AgreementEnded { .. } => None,
        }
    }
}

stored_events!(AgreementEvent {
    AgreementOpened @ 1,
    AgreementTutorNamed @ 1,
    AgreementAmended @ 1,
    AgreementSigned @ 1,
    AgreementSignedOnPaper @ 1,
    AgreementReminded @ 1,
    FirstDayCameUncovered @ 1,
    HostContacted @ 1,
    HostContactCorrected @ 1,
    PupilVisited @ 1,
    VisitCorrected @ 1,
    AgreementEnded @ 1,
});
