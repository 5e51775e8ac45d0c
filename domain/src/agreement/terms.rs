//! The words of an agreement's events and commands.
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::concerns::ReleaseCause;
use crate::digest::TermsDigest;
use crate::geography::Coordinates;
use crate::ids::{ApplicationId, GuardianId, HostPersonId, StaffId};
use crate::offer::{DailyHours, Place};
use crate::personal::{AgreementWords, PersonIdentity};
use crate::sealed::Sealed;

/// One version of what is agreed (AGR-1). Who the tutor is stands in the stream for itself, sealed
/// for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreementTerms {
    /// The first day, within the week of the placement.
    pub first_day: Date,
    /// The last day, within the same week.
    pub last_day: Date,
    /// Presence on each day.
    pub hours: DailyHours,
    /// Where the week takes place.
    pub place: Place,
    /// Who looks after the pupil.
    pub tutor: HostPersonId,
    /// Supervision, insurance, activities, what to bring: sealed for the pupil.
    pub words: Sealed<AgreementWords>,
}

/// All that a signature covers, in the one form in which it is digested.
#[derive(Serialize)]
struct Covered<'a> {
    application: ApplicationId,
    version: u32,
    first_day: Date,
    last_day: Date,
    hours: DailyHours,
    place: &'a Place,
    tutor: HostPersonId,
    /// As it stands in the stream: nobody guesses by the digest who the tutor was.
    tutor_identity: &'a str,
    words: &'a AgreementWords,
}

impl AgreementTerms {
    /// The digest of a version: `words` are what the terms hold sealed. Its salt is among them and
    /// goes with the pupil's key; without it the digest tells nothing.
    #[must_use]
    pub fn digest(
        &self,
        application: ApplicationId,
        version: u32,
        words: &AgreementWords,
        tutor: &Sealed<PersonIdentity>,
    ) -> TermsDigest {
        let covered = self.covered(application, version, words, tutor);
        TermsDigest(Sha256::digest(covered).into())
    }

    /// All that a signature of a version covers, as JSON: what is digested, byte for byte. It holds
    /// the words in clear and the salt.
    #[must_use]
    pub fn covered(
        &self,
        application: ApplicationId,
        version: u32,
        words: &AgreementWords,
        tutor: &Sealed<PersonIdentity>,
    ) -> Vec<u8> {
        let covered = Covered {
            application,
            version,
            first_day: self.first_day,
            last_day: self.last_day,
            hours: self.hours,
            place: &self.place,
            tutor: self.tutor,
            tutor_identity: tutor.as_text(),
            words,
        };
        // Ids, days, numbers and texts always have a form as JSON.
        serde_json::to_vec(&covered).unwrap_or_default()
    }

    /// What the digest of a stored version was made of, byte for byte; `None` where it is not of these
    /// terms. JSON is read with an error of up to one step of a coordinate, which no distance notices
    /// and a digest does: so those a step aside are tried too.
    #[must_use]
    pub fn digested(
        &self,
        digest: TermsDigest,
        application: ApplicationId,
        version: u32,
        words: &AgreementWords,
        tutor: &Sealed<PersonIdentity>,
    ) -> Option<Vec<u8>> {
        const ASIDE: [fn(f64) -> f64; 3] = [|read| read, f64::next_up, f64::next_down];
        let read = self.place.position;
        let both = ASIDE
            .iter()
            .flat_map(|north| ASIDE.map(|east| (north, east)));
        let mut tried = both.filter_map(|(north, east)| {
            let position = Coordinates::new(north(read.latitude()), east(read.longitude()));
            let mut terms = self.clone();
            terms.place.position = position.ok()?;
            Some(terms.covered(application, version, words, tutor))
        });
        tried.find(|covered| Sha256::digest(covered).as_slice() == digest.0)
    }
}

/// Whose signature an agreement needs (AGR-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The college: its head, or who signs by right in their place.
    College,
    /// The host: one of its people.
    Host,
    /// The pupil.
    Pupil,
    /// A legal guardian.
    Guardian,
}

/// Who signed, for which party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signatory {
    /// The head, or who signs by right in their place.
    College(StaffId),
    /// A person of the host.
    Host(HostPersonId),
    /// The pupil.
    Pupil,
    /// A legal guardian.
    Guardian(GuardianId),
}

impl Signatory {
    /// The party for which they sign.
    #[must_use]
    pub fn party(self) -> Party {
        match self {
            Self::College(_) => Party::College,
            Self::Host(_) => Party::Host,
            Self::Pupil => Party::Pupil,
            Self::Guardian(_) => Party::Guardian,
        }
    }
}

/// Who words the terms anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Editor {
    /// The college.
    College,
    /// The host.
    Host,
}

/// A visit of the college at the host's (AGR-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Who went.
    pub visitor: StaffId,
    /// The day.
    pub on: Date,
}

/// Why an agreement has ended: its placement was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// By the pupil (STU-11).
    CancelledByPupil,
    /// By the host (OFF-6).
    CancelledByHost,
    /// By the head (STU-2).
    CancelledByCollege,
    /// The pupil was erased (SPEC 7).
    PupilErased,
}

impl EndCause {
    /// Of a seat that goes back; `None` where there was no placement.
    #[must_use]
    pub fn of(cause: ReleaseCause) -> Option<Self> {
        match cause {
            ReleaseCause::AcceptanceRefused | ReleaseCause::GroupEnded => None,
            ReleaseCause::CancelledByPupil => Some(Self::CancelledByPupil),
            ReleaseCause::CancelledByHost => Some(Self::CancelledByHost),
            ReleaseCause::CancelledByCollege => Some(Self::CancelledByCollege),
            ReleaseCause::PupilErased => Some(Self::PupilErased),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::testing::*;

    #[test]
    fn a_digest_covers_every_part_of_a_version() {
        let tutor = sealed();
        let (terms, words) = (terms(), words());
        let digest = terms.digest(A1, 1, &words, &tutor);
        assert_eq!(terms.digest(A1, 1, &words, &tutor), digest);
        // The ciphertext of the words is another each time they are sealed.
        let resealed = AgreementTerms {
            words: Sealed::from_text("again"),
            ..terms.clone()
        };
        assert_eq!(resealed.digest(A1, 1, &words, &tutor), digest);
        let word = |change: fn(&mut AgreementWords)| {
            let mut other = words.clone();
            change(&mut other);
            terms.digest(A1, 1, &other, &tutor)
        };
        let term = |change: fn(&mut AgreementTerms)| {
            let mut other = terms.clone();
            change(&mut other);
            other.digest(A1, 1, &words, &tutor)
        };
        let others = [
            terms.digest(A2, 1, &words, &tutor),
            terms.digest(A1, 2, &words, &tutor),
            terms.digest(A1, 1, &words, &Sealed::from_text("other")),
            term(|terms| terms.first_day = week(8).monday()),
            term(|terms| terms.last_day = week(8).friday()),
            term(|terms| terms.hours.until = jiff::civil::time(12, 0, 0, 0)),
            term(|terms| terms.place.city = "Nantua".into()),
            term(|terms| terms.tutor = HostPersonId(id(99))),
            word(|words| words.supervision.push('.')),
            word(|words| words.insurance.push('.')),
            word(|words| words.activities.push('.')),
            word(|words| words.what_to_bring.push('.')),
            word(|words| words.salt = id(98)),
        ];
        assert!(others.iter().all(|other| *other != digest));
    }

    #[test]
    fn stored_terms_are_found_to_be_those_that_were_digested() {
        let (tutor, words) = (sealed(), words());
        let mut read_aside = 0;
        for step in 0..2_000 {
            let mut terms = terms();
            let north = 46.1 + f64::from(step) * 1.234_567_890_123e-7;
            terms.place.position = Coordinates::new(north, 5.65).unwrap();
            let digest = terms.digest(A1, 1, &words, &tutor);
            let stored = serde_json::to_string(&terms).unwrap();
            let read: AgreementTerms = serde_json::from_str(&stored).unwrap();
            read_aside += i32::from(read.place.position != terms.place.position);
            let found = read.digested(digest, A1, 1, &words, &tutor);
            assert_eq!(found, Some(terms.covered(A1, 1, &words, &tutor)));
            assert_eq!(read.digested(digest, A1, 2, &words, &tutor), None);
        }
        assert!(read_aside > 0, "what this is about");
    }
}
