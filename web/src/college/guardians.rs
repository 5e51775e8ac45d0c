//! The guardians of a pupil as the follow-up tells of them: by pseudonyms alone.
use proto::v1;

use crate::dates;
use crate::names;

/// A guardian who signed a form of a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// UUID.
    pub id: String,
    /// What is said of them: when they signed first, and what they are to the pupil now.
    pub words: String,
    /// Whether the head may still end what they do, or will do.
    pub may_be_removed: bool,
}

fn standing(standing: v1::GuardianStanding) -> &'static str {
    use v1::GuardianStanding as S;
    match standing {
        S::Acts | S::Unspecified => "",
        S::AwaitsConfirmation => ", attend d'être confirmé",
        S::DoesNotAct => ", n'agit pas pour l'élève",
        S::Removed => ", retiré",
    }
}

impl From<v1::FollowedGuardian> for Signatory {
    fn from(one: v1::FollowedGuardian) -> Self {
        use v1::GuardianStanding as S;
        let signed = match one.signed_date.as_str() {
            "" => String::new(),
            day => format!(", a signé le {}", dates::day(day)),
        };
        Self {
            id: names::last(&one.guardian).to_owned(),
            words: format!("Responsable légal{signed}{}", standing(one.standing())),
            may_be_removed: matches!(one.standing(), S::Acts | S::AwaitsConfirmation),
        }
    }
}

/// Whom the head may be asked to confirm; where two wait, either one confirms both.
pub fn to_confirm(guardians: &[v1::FollowedGuardian]) -> Option<String> {
    let waits = v1::GuardianStanding::AwaitsConfirmation;
    let found = guardians.iter().find(|one| one.standing() == waits);
    found.map(|one| one.guardian.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use v1::GuardianStanding as S;

    fn guardian(id: &str, standing: S, signed_date: &str) -> v1::FollowedGuardian {
        v1::FollowedGuardian {
            guardian: format!("guardians/{id}"),
            standing: standing.into(),
            signed_date: signed_date.into(),
        }
    }

    #[test]
    fn who_waits_is_who_may_be_confirmed() {
        let acts = guardian("a", S::Acts, "2025-09-15");
        let waits = guardian("b", S::AwaitsConfirmation, "");
        let gone = guardian("c", S::Removed, "");
        let all = [acts.clone(), waits, gone.clone()];
        assert_eq!(to_confirm(&all).as_deref(), Some("guardians/b"));
        assert_eq!(to_confirm(&[acts, gone]), None);
    }

    #[test]
    fn each_is_told_by_when_they_signed_and_what_they_are_now() {
        let told = |standing, day| Signatory::from(guardian("a", standing, day));
        let acts = told(S::Acts, "2025-09-15");
        assert_eq!(acts.id, "a");
        assert_eq!(
            acts.words,
            format!("Responsable légal, a signé le {}", dates::day("2025-09-15"))
        );
        assert!(acts.may_be_removed && told(S::AwaitsConfirmation, "").may_be_removed);
        for gone in [S::DoesNotAct, S::Removed] {
            assert!(!told(gone, "").may_be_removed);
            assert_ne!(told(gone, "").words, told(S::Acts, "").words);
        }
    }
}
