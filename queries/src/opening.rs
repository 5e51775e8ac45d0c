//! What is personal, opened at the last moment. Somebody who was erased shows as empty text. What
//! does not open for another reason is an error; but who somebody is stands in lists of many, which
//! one damaged key or event does not keep from the others: they show without a name, which is logged
//! and counted.
//!
//! Two kinds of keys: those of grown-ups open who a grown-up is and what they wrote in their own
//! name, and nothing else; those of
//! pupils open the rest, and are had only once the read is recorded ([`super::response_context`]).
use std::collections::BTreeSet;

use commands::Failure;
use domain::ids::StudentId;
use domain::personal::{
    AgreementWords, Cv, Debrief, GroupLetter, InvitedOrganisation, Letter, Message, PersonIdentity,
    StudentIdentity, Word,
};
use domain::sealed::{Personal, Sealed};
use domain::student::StudentEvent;
use eventlog::Position;
use proto::v1;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use vault::{Keyring, OpenError, PersonId, VaultError};
use wire::people::of_person;
use wire::students::of_identity;

use super::QueryService;
use super::events::Events;

/// The keys of grown-ups, for one answer.
pub(super) struct Keys(Keyring);

/// The keys of pupils, for one answer; the read is recorded.
pub(super) struct PupilKeys(Keyring);

/// What is sealed for a pupil: who they are, and what is written by and to them.
pub(super) trait OfPupil: Personal + DeserializeOwned {}

impl OfPupil for StudentIdentity {}
impl OfPupil for Cv {}
impl OfPupil for Letter {}
impl OfPupil for Message {}
impl OfPupil for Debrief {}
impl OfPupil for AgreementWords {}

impl QueryService {
    /// The keys of these persons, for [`super::response_context`] alone.
    pub(super) async fn load_keys(
        &self,
        persons: impl IntoIterator<Item = Uuid>,
    ) -> Result<Keyring, Failure> {
        let persons: BTreeSet<PersonId> = persons.into_iter().map(PersonId).collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        Ok(self.vault.load_keys(&persons).await?)
    }
}

/// Opens what was sealed for a person; `None` once they were erased.
///
/// # Errors
/// `Damaged` where it does not open though they were not; `Unavailable`.
fn open<T: Personal + DeserializeOwned>(
    keys: &Keyring,
    person: Uuid,
    sealed: &Sealed<T>,
) -> Result<Option<T>, Failure> {
    match keys.open_sealed(PersonId(person), T::FIELD, sealed.as_text()) {
        Ok(clear) => Ok(Some(clear)),
        Err(OpenError::Erased) => Ok(None),
        Err(error @ OpenError::Unavailable(VaultError::DamagedKey(_))) => {
            Err(open_failure(person, T::FIELD, &error))
        }
        Err(OpenError::Unavailable(error)) => Err(error.into()),
        Err(error @ (OpenError::NoKey | OpenError::Tampered | OpenError::Malformed)) => {
            Err(open_failure(person, T::FIELD, &error))
        }
    }
}

/// Who somebody is; nobody's name where that is damaged.
pub(super) fn named<T>(told: Result<Option<T>, Failure>) -> Result<Option<T>, Failure> {
    match told {
        Err(Failure::Damaged(why)) => {
            metrics::counter!("placement_damaged_names_total").increment(1);
            tracing::error!(why, "somebody is shown without a name");
            Ok(None)
        }
        told => told,
    }
}

/// Something sealed does not open, though its person was not erased.
pub(crate) fn open_failure(person: Uuid, field: &str, error: &OpenError) -> Failure {
    Failure::Damaged(format!(
        "the {field} sealed for {person} does not open: {error}"
    ))
}

impl PupilKeys {
    pub(super) fn new(keyring: Keyring) -> Self {
        Self(keyring)
    }

    /// Opens what was sealed for a pupil; `None` once they were erased.
    pub(super) fn open<T: OfPupil>(
        &self,
        student: StudentId,
        sealed: &Sealed<T>,
    ) -> Result<Option<T>, Failure> {
        open(&self.0, student.0, sealed)
    }

    /// Who a pupil is, told by the event of the enrolment or of a correction; nothing once the pupil
    /// was erased.
    pub(super) fn student(
        &self,
        events: &Events,
        student: StudentId,
        identity: Option<Position>,
    ) -> Result<v1::StudentIdentity, Failure> {
        let Some(identity) = identity else {
            return Ok(of_identity(None));
        };
        let event = match named(events.at(identity).map(Some))? {
            Some(event) => event,
            None => return Ok(of_identity(None)),
        };
        let (StudentEvent::StudentEnrolled { identity, .. }
        | StudentEvent::StudentIdentityCorrected { identity }) = event.of_student()?
        else {
            return Err(event.unexpected("an enrolment"));
        };
        Ok(of_identity(named(self.open(student, identity))?))
    }
}

impl Keys {
    pub(super) fn new(keyring: Keyring) -> Self {
        Self(keyring)
    }

    /// Who a grown-up is.
    pub(super) fn person(
        &self,
        person: Uuid,
        identity: &Sealed<PersonIdentity>,
    ) -> Result<v1::PersonIdentity, Failure> {
        Ok(of_person(named(open(&self.0, person, identity))?))
    }

    /// An organisation that a college invites (EST-11); `None` once the invitation is over.
    pub(super) fn invited(
        &self,
        invitation: Uuid,
        organisation: &Sealed<InvitedOrganisation>,
    ) -> Result<Option<InvitedOrganisation>, Failure> {
        open(&self.0, invitation, organisation)
    }

    /// What a teacher wrote for a group; empty once they were erased.
    pub(super) fn letter_for_group(
        &self,
        teacher: Uuid,
        letter: &Sealed<GroupLetter>,
    ) -> Result<String, Failure> {
        let letter = open(&self.0, teacher, letter)?;
        Ok(letter.map(|GroupLetter(text)| text).unwrap_or_default())
    }

    /// What a grown-up wrote in their own name; empty once they were erased.
    pub(super) fn word(&self, person: Uuid, word: &Sealed<Word>) -> Result<String, Failure> {
        let word = open(&self.0, person, word)?;
        Ok(word.map(|Word(text)| text).unwrap_or_default())
    }
}

/// Given and family name; empty once the pupil was erased.
pub(super) fn full_name(identity: &v1::StudentIdentity) -> String {
    format!("{} {}", identity.given_name, identity.family_name)
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_erased_shows_as_empty_text() {
        assert_eq!(of_identity(None), v1::StudentIdentity::default());
        assert_eq!(full_name(&of_identity(None)), "");
        assert_eq!(of_person(None).full_name, "");
    }

    /// What does not open is empty only where its person was erased.
    #[tokio::test]
    async fn what_was_altered_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let masters = vault::MasterKey::from_base64(key).unwrap();
        let vault = vault::Vault::open(folder.path().join("vault.db"), masters).unwrap();
        let (pupil, nobody) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let letter = Letter("Bonjour".into());
        let text = vault
            .seal_for(PersonId(pupil), Letter::FIELD, &letter)
            .await
            .unwrap();
        let persons = [PersonId(pupil), PersonId(nobody)];
        let keys = vault.load_keys(&persons).await.unwrap();
        let whole: Sealed<Letter> = Sealed::from_text(text.as_str());
        assert!(
            matches!(open(&keys, pupil, &whole), Ok(Some(Letter(clear))) if clear == "Bonjour")
        );
        let mut bytes = text.into_bytes();
        let middle = bytes.len() / 2;
        bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
        let altered: Sealed<Letter> = Sealed::from_text(String::from_utf8(bytes).unwrap());
        assert!(matches!(
            open(&keys, pupil, &altered),
            Err(Failure::Damaged(_))
        ));
        assert!(
            matches!(open(&keys, nobody, &whole), Err(Failure::Damaged(_))),
            "no key"
        );
        vault.erase(PersonId(pupil)).await.unwrap();
        let keys = vault.load_keys(&persons).await.unwrap();
        assert!(matches!(open(&keys, pupil, &altered), Ok(None)));
    }

    #[test]
    fn a_pupil_shows_as_enrolled() {
        let identity = of_identity(Some(StudentIdentity {
            given_name: "Zoé".into(),
            family_name: "Martin".into(),
            birth_date: Some(jiff::civil::date(2011, 2, 3)),
            mail: None,
        }));
        assert_eq!(full_name(&identity), "Zoé Martin");
        assert_eq!(
            (identity.birth_date.as_str(), identity.mail.as_str()),
            ("2011-02-03", "")
        );
    }
}
