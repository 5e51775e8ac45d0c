//! Placement agreements on the wire.
use std::collections::BTreeSet;

use commands::{AgreementDraft, Failure, PaperSignatures};
use domain::agreement::AgreementTerms;
use domain::digest::TermsDigest;
use domain::explain::Expected;
use domain::ids::{Siret, StaffId};
use domain::offer::DailyHours;
use domain::personal::AgreementWords;
use proto::v1;
use uuid::Uuid;

use super::names::{self, bad, parse};
use super::people::{self, contact};
use super::{calendar, enums, places};

const SHA256: Expected = Expected(
    "un SHA-256 en 64 chiffres hexadécimaux",
    "a SHA-256 as 64 hexadecimal digits",
);

/// Who made a visit; none where it is not said, for then it is who records it.
///
/// # Errors
/// `BadInput` where it is no name of a member of staff.
pub fn visitor(name: &str) -> Result<Option<StaffId>, Failure> {
    if name.is_empty() {
        return Ok(None);
    }
    names::staff("visitor", name).map(|(_, staff)| Some(staff))
}

/// The terms of an agreement, said anew. Which days and hours fit is a rule (AGR-1).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn draft(given: Option<v1::AgreementTerms>) -> Result<AgreementDraft, Failure> {
    let given = given.ok_or_else(|| {
        bad(
            "terms",
            Expected("les termes de la convention", "the terms of the agreement"),
        )
    })?;
    let hours = given.hours.ok_or_else(|| {
        bad(
            "terms.hours",
            Expected("les heures d'arrivée et de départ", "arrival and departure"),
        )
    })?;
    let tutor = given
        .tutor
        .map(|tutor| contact(people::TUTOR, tutor.identity));
    Ok(AgreementDraft {
        first_day: calendar::day("terms.first_date", &given.first_date)?,
        last_day: calendar::day("terms.last_date", &given.last_date)?,
        hours: DailyHours {
            from: calendar::time("terms.hours.arrival", &hours.arrival)?,
            until: calendar::time("terms.hours.departure", &hours.departure)?,
        },
        place: places::place(given.place)?,
        tutor: tutor.transpose()?,
        words: AgreementWords {
            supervision: given.supervision,
            insurance: given.insurance,
            activities: given.activities,
            what_to_bring: given.what_to_bring,
            salt: Uuid::nil(),
        },
    })
}

/// The terms of an agreement; `words` are empty once the pupil was erased.
#[must_use]
pub fn of_terms(
    host: Siret,
    known: &AgreementTerms,
    words: Option<AgreementWords>,
    tutor: v1::PersonIdentity,
) -> v1::AgreementTerms {
    let (supervision, insurance, activities, what_to_bring) = match words {
        Some(words) => (
            words.supervision,
            words.insurance,
            words.activities,
            words.what_to_bring,
        ),
        None => Default::default(),
    };
    v1::AgreementTerms {
        first_date: known.first_day.to_string(),
        last_date: known.last_day.to_string(),
        hours: Some(v1::DailyHours {
            arrival: calendar::of_time(known.hours.from),
            departure: calendar::of_time(known.hours.until),
        }),
        place: Some(places::of_place(&known.place)),
        tutor: Some(v1::Tutor {
            person: names::of_host_person(host, known.tutor),
            identity: Some(tutor),
        }),
        supervision,
        insurance,
        activities,
        what_to_bring,
    }
}

/// The digest of the version that somebody has read.
///
/// # Errors
/// `BadInput`, which names the field, where the text is none.
pub fn terms_digest(text: &str) -> Result<TermsDigest, Failure> {
    parse("terms_digest", text, SHA256)
}

/// A signed copy. That somebody signed it is a rule (AGR-2).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn signed_copy(given: &v1::RecordPaperSignaturesRequest) -> Result<PaperSignatures, Failure> {
    let parties = enums::each(&given.parties, enums::agreement_party);
    Ok(PaperSignatures {
        version: given.version,
        digest: terms_digest(&given.terms_digest)?,
        parties: parties.collect::<Result<BTreeSet<_>, Failure>>()?,
        signed_on: calendar::day("signed_date", &given.signed_date)?,
        copy: parse("copy_digest", &given.copy_digest, SHA256)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::agreement::Party;
    use domain::sealed::Sealed;

    use super::*;

    fn terms() -> v1::AgreementTerms {
        v1::AgreementTerms {
            first_date: "2026-02-09".into(),
            last_date: "2026-02-13".into(),
            hours: Some(v1::DailyHours {
                arrival: "08:30".into(),
                departure: "16:00".into(),
            }),
            place: Some(v1::Place {
                street: "1 rue des Prés".into(),
                postal_code: "01000".into(),
                city: "Bourg-en-Bresse".into(),
                department: "departments/01".into(),
                coordinates: Some(v1::Coordinates {
                    latitude: 46.2,
                    longitude: 5.2,
                }),
            }),
            tutor: None,
            supervision: "Ensemble.".into(),
            insurance: "Chacun la sienne.".into(),
            activities: "Traire.".into(),
            what_to_bring: "Des bottes.".into(),
        }
    }

    #[test]
    fn terms_come_back_as_they_were() {
        let draft = draft(Some(terms())).map_err(|why| why.to_string()).unwrap();
        let known = AgreementTerms {
            first_day: draft.first_day,
            last_day: draft.last_day,
            hours: draft.hours,
            place: draft.place,
            tutor: domain::ids::HostPersonId(Uuid::from_u128(1)),
            words: Sealed::from_text(""),
        };
        let host: Siret = "73282932000074".parse().unwrap();
        let tutor = v1::PersonIdentity::default();
        let mut shown = of_terms(host, &known, Some(draft.words), tutor);
        assert!(shown.tutor.take().is_some());
        assert_eq!(shown, terms());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let field = |terms| match draft(terms) {
            Err(Failure::BadInput { field, .. }) => field,
            Ok(_) | Err(_) => "",
        };
        assert_eq!(field(None), "terms");
        let late = v1::AgreementTerms {
            last_date: "vendredi".into(),
            ..terms()
        };
        assert_eq!(field(Some(late)), "terms.last_date");
        let nobody = v1::AgreementTerms {
            tutor: Some(v1::Tutor::default()),
            ..terms()
        };
        assert_eq!(field(Some(nobody)), "terms.tutor.identity");
    }

    #[test]
    fn a_copy_names_who_signed_it() {
        let copy = v1::RecordPaperSignaturesRequest {
            version: 1,
            terms_digest: "a5".repeat(32),
            parties: vec![
                v1::AgreementParty::Pupil.into(),
                v1::AgreementParty::Pupil.into(),
            ],
            signed_date: "2026-02-02".into(),
            copy_digest: "5a".repeat(32),
            ..v1::RecordPaperSignaturesRequest::default()
        };
        let read = signed_copy(&copy).map_err(|why| why.to_string()).unwrap();
        assert_eq!(read.parties, [Party::Pupil].into());
        let nobody = v1::RecordPaperSignaturesRequest {
            parties: vec![0],
            ..copy
        };
        assert!(signed_copy(&nobody).is_err());
    }
}
