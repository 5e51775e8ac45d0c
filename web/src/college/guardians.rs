//! The guardians of a pupil, as the trail of the authorisation names them: by pseudonyms alone.
use proto::v1;

use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::names;
use crate::visit::Visit;

/// What happened to the authorisation of a pupil, the oldest first.
pub async fn trail(
    visit: &Visit,
    student: &str,
) -> Result<Vec<v1::AuthorisationTrailEntry>, Failure> {
    let message = v1::ListAuthorisationTrailRequest {
        scope: format!("students/{student}"),
        min_position: visit.position(),
        page_size: 200,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let answer = ask!(visit, Audit.list_authorisation_trail, message)?;
    Ok(answer.entries)
}

/// Whom the head may be asked to confirm.
#[derive(Default)]
pub struct ToConfirm {
    /// The last guardian who signed.
    pub last: String,
    /// Who signed beside another and was not confirmed since.
    pub second: String,
}

impl ToConfirm {
    /// Of what happened to an authorisation, the oldest first.
    pub fn of(entries: Vec<v1::AuthorisationTrailEntry>) -> Self {
        use v1::AuthorisationFact as F;
        let mut told = Self::default();
        for entry in entries {
            match entry.fact() {
                F::SecondGuardianRecorded => told.second = entry.guardian.clone(),
                F::SecondGuardianConfirmed
                | F::ReplacementConfirmed
                | F::FormHanded
                | F::WithdrawnByGuardian
                | F::WithdrawnReportedByCollege
                | F::Lapsed => told.second.clear(),
                F::GuardianRemoved if entry.guardian == told.second => told.second.clear(),
                _ => {}
            }
            if !entry.guardian.is_empty() {
                told.last = entry.guardian;
            }
        }
        told
    }
}

/// A guardian who signed a form of a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// UUID.
    pub id: String,
    /// When they signed first, as the title of what is said of them.
    pub words: String,
}

/// The guardians who signed, in the order in which they did, without those who were removed or erased.
pub fn signatories(entries: &[v1::AuthorisationTrailEntry]) -> Vec<Signatory> {
    use v1::AuthorisationFact as F;
    let mut known: Vec<Signatory> = vec![];
    for entry in entries {
        let id = names::last(&entry.guardian);
        match entry.fact() {
            F::PupilErased => known.clear(),
            F::GuardianErased | F::GuardianRemoved => known.retain(|one| one.id != id),
            F::Recorded | F::ReplacementRecorded | F::SecondGuardianRecorded
                if !id.is_empty() && known.iter().all(|one| one.id != id) =>
            {
                known.push(Signatory {
                    id: id.to_owned(),
                    words: match entry.signed_date.as_str() {
                        "" => "Responsable légal".to_owned(),
                        day => format!("Responsable légal, a signé le {}", dates::day(day)),
                    },
                });
            }
            _ => {}
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use v1::AuthorisationFact as F;

    fn entry(fact: F, guardian: &str) -> v1::AuthorisationTrailEntry {
        v1::AuthorisationTrailEntry {
            fact: fact.into(),
            guardian: guardian.into(),
            ..v1::AuthorisationTrailEntry::default()
        }
    }

    #[test]
    fn a_second_guardian_is_asked_about_until_confirmed() {
        let mut trail = vec![
            entry(F::FormHanded, ""),
            entry(F::Recorded, "guardians/a"),
            entry(F::SecondGuardianRecorded, "guardians/b"),
        ];
        let told = ToConfirm::of(trail.clone());
        assert_eq!(
            (told.last.as_str(), told.second.as_str()),
            ("guardians/b", "guardians/b")
        );
        let mut removed = trail.clone();
        removed.push(entry(F::GuardianRemoved, "guardians/a"));
        assert_eq!(ToConfirm::of(removed.clone()).second, "guardians/b");
        removed.push(entry(F::GuardianRemoved, "guardians/b"));
        assert_eq!(ToConfirm::of(removed).second, "");
        trail.push(entry(F::SecondGuardianConfirmed, "guardians/b"));
        assert_eq!(ToConfirm::of(trail).second, "");
    }

    #[test]
    fn who_signed_is_listed_once_until_removed() {
        let mut trail = vec![
            entry(F::Recorded, "guardians/a"),
            entry(F::SecondGuardianRecorded, "guardians/b"),
            entry(F::GuardianCorrected, "guardians/a"),
            entry(F::Recorded, "guardians/a"),
        ];
        let ids = |trail: &[v1::AuthorisationTrailEntry]| -> Vec<String> {
            signatories(trail).into_iter().map(|one| one.id).collect()
        };
        assert_eq!(ids(&trail), ["a", "b"]);
        trail.push(entry(F::GuardianRemoved, "guardians/a"));
        assert_eq!(ids(&trail), ["b"]);
        trail.push(entry(F::PupilErased, ""));
        assert_eq!(ids(&trail), Vec::<String>::new());
    }
}
