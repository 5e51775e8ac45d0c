//! Pupils on the wire: identity, signed form and CV, in clear on their way to the vault.
use commands::{Failure, NewStudent, Signed, SignedForm};
use domain::explain::Expected;
use domain::mail_address::Names;
use domain::personal::{self, Cv, StudentIdentity};
use domain::student::{Destination, Gender};
use proto::v1;

use super::names::{self, bad, parse_optional};
use super::people::{self, contact};
use super::texts::{some_text, text, text_or_empty};
use super::{calendar, enums};

/// A pupil to enrol.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn new_student(
    identity: Option<v1::StudentIdentity>,
    gender: v1::Gender,
) -> Result<NewStudent, Failure> {
    let given =
        identity.ok_or_else(|| bad("identity", Expected("qui est l'élève", "who the pupil is")))?;
    Ok(NewStudent {
        identity: student_identity(&given)?,
        gender: enums::gender(gender)?,
    })
}

/// Who a pupil is.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn student_identity(given: &v1::StudentIdentity) -> Result<StudentIdentity, Failure> {
    let mail = some_text(&given.mail);
    Ok(StudentIdentity {
        given_name: text("identity.given_name", &given.given_name, 100)?,
        family_name: text("identity.family_name", &given.family_name, 100)?,
        birth_date: calendar::day_if_given("identity.birth_date", &given.birth_date)?,
        mail: mail
            // Whether letters can go to such a name is asked by the write side.
            .map(|mail| personal::mail("identity.mail", mail, Names::Utf8))
            .transpose()?,
    })
}

/// What of a pupil is corrected: who they are, their gender, or both.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one, or nothing is.
pub fn correction(
    identity: Option<&v1::StudentIdentity>,
    gender: v1::Gender,
) -> Result<(Option<StudentIdentity>, Option<Gender>), Failure> {
    let gender = match gender {
        v1::Gender::Unspecified => None,
        stated => Some(enums::gender(stated)?),
    };
    if identity.is_none() && gender.is_none() {
        return Err(bad(
            "identity",
            Expected(
                "qui est l'élève, ou son genre",
                "who the pupil is, or the gender",
            ),
        ));
    }
    Ok((identity.map(student_identity).transpose()?, gender))
}

/// Where a pupil goes on, and the day on which the family agreed; `None` where neither is told.
///
/// # Errors
/// `BadInput`, which names the field, where one is told without the other, or the text is not one.
pub fn destination(establishment: &str, agreed: &str) -> Result<Option<Destination>, Failure> {
    let (to, agreed) = (some_text(establishment), some_text(agreed));
    match (to, agreed) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(bad(
            "new_establishment",
            Expected(
                "le collège où va l'élève",
                "the college where the pupil goes on",
            ),
        )),
        (Some(_), None) => Err(bad(
            "agreed_date",
            Expected(
                "le jour où un responsable légal a signé",
                "the day on which a guardian signed",
            ),
        )),
        (Some(to), Some(agreed)) => Ok(Some(Destination {
            establishment: names::establishment("new_establishment", to)?,
            agreed_on: calendar::day("agreed_date", agreed)?,
        })),
    }
}

/// Who a pupil is; empty once they were erased.
#[must_use]
pub fn of_identity(known: Option<StudentIdentity>) -> v1::StudentIdentity {
    known.map_or_else(v1::StudentIdentity::default, |known| v1::StudentIdentity {
        given_name: known.given_name,
        family_name: known.family_name,
        birth_date: known
            .birth_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
        mail: known.mail.unwrap_or_default(),
    })
}

/// A signed form of authorisation.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn signed_form(given: v1::RecordAuthorisationRequest) -> Result<SignedForm, Failure> {
    let expected = Expected(
        "un SHA-256 en 64 chiffres hexadécimaux",
        "a SHA-256 as 64 hexadecimal digits",
    );
    let signed = |field, guardian, known_field, known: &str| -> Result<Signed, Failure> {
        Ok(Signed {
            guardian: contact(field, guardian)?,
            known_guardian: some_text(known)
                .map(|name| names::guardian(known_field, name))
                .transpose()?,
            staff_there: vec![],
        })
    };
    let (known, second_known) = ("known_guardian", "known_second_guardian");
    let first = signed(
        people::GUARDIAN,
        given.guardian,
        known,
        &given.known_guardian,
    )?;
    let other = some_text(&given.known_second_guardian);
    let second = match (given.second_guardian, other) {
        (None, None) => None,
        // Who is known is told with name and address too.
        (told, _) => Some(signed(
            people::SECOND_GUARDIAN,
            told,
            second_known,
            &given.known_second_guardian,
        )?),
    };
    Ok(SignedForm {
        first,
        second,
        signed_on: calendar::day("signed_date", &given.signed_date)?,
        digest: parse_optional("form_digest", &given.form_digest, expected)?,
    })
}

/// A CV; how many lines it may have is a rule (STU-5).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn cv(given: Option<v1::Cv>) -> Result<Cv, Failure> {
    let given = given.ok_or_else(|| bad("cv", Expected("le CV entier", "the whole CV")))?;
    let lines = |field: &'static str, lines: Vec<String>| {
        lines
            .iter()
            .map(|line| text(field, line, 200))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(Cv {
        about: text_or_empty("cv.about", &given.about, 2_000)?,
        languages: lines("cv.languages", given.languages)?,
        interests: lines("cv.interests", given.interests)?,
        skills: lines("cv.skills", given.skills)?,
        experience: lines("cv.experience", given.experience)?,
    })
}

/// A CV.
#[must_use]
pub fn of_cv(known: Cv) -> v1::Cv {
    let Cv {
        about,
        languages,
        interests,
        skills,
        experience,
    } = known;
    v1::Cv {
        about,
        languages,
        interests,
        skills,
        experience,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> v1::StudentIdentity {
        v1::StudentIdentity {
            given_name: " Aïcha ".into(),
            family_name: "Martin".into(),
            birth_date: "2011-05-04".into(),
            mail: String::new(),
        }
    }

    #[test]
    fn a_pupil_has_two_names_and_a_gender() {
        let pupil = new_student(Some(identity()), v1::Gender::Girl).unwrap();
        assert_eq!(pupil.identity.given_name, "Aïcha");
        assert_eq!(
            pupil.identity.birth_date,
            Some(jiff::civil::date(2011, 5, 4))
        );
        assert_eq!(pupil.identity.mail, None);
        assert!(new_student(Some(identity()), v1::Gender::Unspecified).is_err());
        let nameless = v1::StudentIdentity {
            family_name: " ".into(),
            ..identity()
        };
        let dateless = v1::StudentIdentity {
            birth_date: "04/05/2011".into(),
            ..identity()
        };
        for bad in [None, Some(nameless), Some(dateless)] {
            assert!(new_student(bad, v1::Gender::Girl).is_err());
        }
    }

    #[test]
    fn a_cv_comes_back_as_it_was() {
        let wire = v1::Cv {
            about: "J'aime les arbres.\nEt les cartes.".into(),
            languages: vec!["arabe".into(), "français".into()],
            interests: vec![],
            skills: vec!["dessin".into()],
            experience: vec!["une semaine à la ferme".into()],
        };
        assert_eq!(of_cv(cv(Some(wire.clone())).unwrap()), wire);
        let blank = v1::Cv {
            skills: vec![" ".into()],
            ..v1::Cv::default()
        };
        assert!(cv(Some(blank)).is_err());
        assert!(cv(None).is_err());
    }

    #[test]
    fn a_form_has_a_day_and_may_have_a_digest() {
        let form = |day: &str, digest: &str| v1::RecordAuthorisationRequest {
            guardian: Some(v1::PersonIdentity {
                full_name: "Ada".into(),
                mail: String::new(),
            }),
            signed_date: day.into(),
            form_digest: digest.into(),
            ..v1::RecordAuthorisationRequest::default()
        };
        assert!(
            signed_form(form("2025-10-01", ""))
                .unwrap()
                .digest
                .is_none()
        );
        assert!(
            signed_form(form("2025-10-01", &"aB".repeat(32)))
                .unwrap()
                .digest
                .is_some()
        );
        assert!(signed_form(form("2025-10-01", "aB")).is_err());
        let known = |known: &str| v1::RecordAuthorisationRequest {
            known_guardian: known.into(),
            ..form("2025-10-01", "")
        };
        assert_eq!(signed_form(known("")).unwrap().first.known_guardian, None);
        let id = "6f1c1d5e-6d4b-4d0c-9b8e-2f0a4c1d9e77";
        let of_one = signed_form(known(&format!("guardians/{id}"))).unwrap();
        assert_eq!(of_one.first.known_guardian.unwrap().to_string(), id);
        assert!(signed_form(known(&format!("students/{id}"))).is_err());
        assert!(signed_form(form("", "")).is_err());
        let both = |name: &str, known: &str| v1::RecordAuthorisationRequest {
            second_guardian: Some(v1::PersonIdentity {
                full_name: name.into(),
                mail: String::new(),
            }),
            known_second_guardian: known.into(),
            ..form("2025-10-01", "")
        };
        let second = signed_form(both("Charles", &format!("guardians/{id}")));
        let second = second.unwrap().second.unwrap();
        assert_eq!(second.known_guardian.unwrap().to_string(), id);
        let untold = v1::RecordAuthorisationRequest {
            known_second_guardian: format!("guardians/{id}"),
            ..form("2025-10-01", "")
        };
        assert!(signed_form(untold).is_err());
    }
}
