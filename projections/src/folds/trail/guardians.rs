//! The guardians of a pupil as the trail of the authorisation tells of them: who signed, in their order,
//! and how each stands now (STU-1). By pseudonyms alone.
use std::collections::BTreeSet;

use domain::decider::Decider;
use domain::ids::GuardianId;
use domain::student::{Student, StudentEvent, StudentState};
use jiff::civil::Date;

/// A guardian who signed a form of a pupil, and was not erased since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownGuardian {
    /// Who.
    pub guardian: GuardianId,
    /// What they are to the pupil now.
    pub standing: GuardianStanding,
    /// The date on the first form that they signed.
    pub signed_on: Option<Date>,
}

/// What somebody who signed a form is to the pupil now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardianStanding {
    /// They act for the pupil, also where their form was withdrawn or lapsed since.
    Acts,
    /// They act once the head confirms it: they signed beside who acts, or in their place.
    AwaitsConfirmation,
    /// Another one was confirmed in their place, or the form ended before the head confirmed theirs.
    DoesNotAct,
    /// The head ended what they may do.
    Removed,
}

/// The guardians whom the facts of a pupil's authorisation tell of, in the order in which they signed
/// first. The facts add up to what they add up to where commands are decided.
pub fn known_guardians<'a>(
    facts: impl IntoIterator<Item = &'a StudentEvent>,
) -> Vec<KnownGuardian> {
    let mut state = StudentState::default();
    let mut signed: Vec<(GuardianId, Option<Date>)> = vec![];
    let mut removed = BTreeSet::new();
    let mut form = None;
    for fact in facts {
        if let StudentEvent::AuthorisationRecorded { signed_on, .. }
        | StudentEvent::GuardianReplacementRecorded { signed_on, .. } = fact
        {
            form = Some(*signed_on);
        }
        if let StudentEvent::AuthorisationRecorded { guardian, .. }
        | StudentEvent::GuardianReplacementRecorded { guardian, .. }
        | StudentEvent::SecondGuardianRecorded { guardian, .. } = fact
        {
            removed.remove(guardian);
            if signed.iter().all(|(known, _)| known != guardian) {
                signed.push((*guardian, form));
            }
        }
        if let StudentEvent::GuardianRemoved { guardian, .. } = fact {
            removed.insert(*guardian);
        }
        state = Student::evolve(state, fact);
    }
    let standing = |guardian| {
        if state.is_guardian(guardian) {
            GuardianStanding::Acts
        } else if state.awaits_confirmation(guardian) {
            GuardianStanding::AwaitsConfirmation
        } else if removed.contains(&guardian) {
            GuardianStanding::Removed
        } else {
            GuardianStanding::DoesNotAct
        }
    };
    let known = signed.into_iter();
    let known = known.filter(|(guardian, _)| state.has_signed(*guardian) && !state.is_erased());
    let known = known.map(|(guardian, signed_on)| KnownGuardian {
        guardian,
        standing: standing(guardian),
        signed_on,
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use domain::ids::{StaffId, StudentId};
    use domain::sealed::Sealed;
    use domain::student::WithdrawnBy;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::GuardianStanding::*;
    use super::*;

    const HEAD: StaffId = StaffId(Uuid::from_u128(1));
    const A: GuardianId = GuardianId(Uuid::from_u128(2));
    const B: GuardianId = GuardianId(Uuid::from_u128(3));
    const C: GuardianId = GuardianId(Uuid::from_u128(4));
    const FIRST: Date = date(2025, 9, 15);
    const LATER: Date = date(2025, 11, 3);

    fn handed() -> StudentEvent {
        StudentEvent::AuthorisationFormHanded { by: HEAD, on: None }
    }

    fn recorded(guardian: GuardianId, signed_on: Date) -> StudentEvent {
        StudentEvent::AuthorisationRecorded {
            guardian,
            identity: Sealed::from_text(""),
            signed_on,
            collected_by: HEAD,
            form_digest: None,
        }
    }

    fn beside(guardian: GuardianId, waits: bool) -> StudentEvent {
        StudentEvent::SecondGuardianRecorded {
            guardian,
            identity: Sealed::from_text(""),
            waits,
        }
    }

    fn withdrawn() -> StudentEvent {
        let by = WithdrawnBy::College;
        StudentEvent::AuthorisationWithdrawn { by }
    }

    fn replaced(former: GuardianId, guardian: GuardianId) -> StudentEvent {
        StudentEvent::GuardianReplacementRecorded {
            former,
            also_former: None,
            guardian,
            identity: Sealed::from_text(""),
            signed_on: LATER,
            collected_by: HEAD,
            form_digest: None,
        }
    }

    fn told(facts: &[StudentEvent]) -> Vec<(GuardianId, GuardianStanding)> {
        let known = known_guardians(facts).into_iter();
        known.map(|one| (one.guardian, one.standing)).collect()
    }

    #[test]
    fn who_signs_is_told_once_with_the_date_of_their_first_form() {
        let facts = [
            handed(),
            recorded(A, FIRST),
            beside(B, false),
            withdrawn(),
            handed(),
            recorded(B, LATER),
        ];
        let known: Vec<_> = known_guardians(&facts)
            .into_iter()
            .map(|one| (one.guardian, one.standing, one.signed_on))
            .collect();
        assert_eq!(known, [(A, Acts, Some(FIRST)), (B, Acts, Some(FIRST))]);
        assert_eq!(known_guardians(&facts[..1]), []);
    }

    #[test]
    fn a_second_guardian_waits_until_confirmed_and_no_longer_than_the_form() {
        let mut facts = vec![handed(), recorded(A, FIRST), withdrawn(), handed()];
        assert_eq!(told(&facts), [(A, Acts)], "also while none is valid");
        facts.extend([recorded(A, LATER), beside(B, true)]);
        assert_eq!(told(&facts), [(A, Acts), (B, AwaitsConfirmation)]);
        let mut confirmed = facts.clone();
        confirmed.push(StudentEvent::SecondGuardianConfirmed {
            guardian: B,
            by: HEAD,
        });
        assert_eq!(told(&confirmed), [(A, Acts), (B, Acts)]);
        facts.push(withdrawn());
        assert_eq!(told(&facts), [(A, Acts), (B, DoesNotAct)]);
    }

    #[test]
    fn who_comes_in_anothers_place_waits_and_then_acts_alone() {
        let mut facts = vec![handed(), recorded(A, FIRST), withdrawn(), handed()];
        facts.push(replaced(A, B));
        assert_eq!(told(&facts), [(A, Acts), (B, AwaitsConfirmation)]);
        facts.push(beside(C, true));
        let both = [(A, Acts), (B, AwaitsConfirmation), (C, AwaitsConfirmation)];
        assert_eq!(told(&facts), both, "one word of the head confirms both");
        facts.push(StudentEvent::GuardianReplacementConfirmed {
            guardian: B,
            by: HEAD,
        });
        assert_eq!(told(&facts), [(A, DoesNotAct), (B, Acts), (C, Acts)]);
    }

    #[test]
    fn who_was_removed_is_told_so_until_they_sign_again_and_who_was_erased_is_nobody() {
        let removed = |guardian| StudentEvent::GuardianRemoved { guardian, by: HEAD };
        let mut facts = vec![handed(), recorded(A, FIRST), beside(B, false), removed(A)];
        assert_eq!(told(&facts), [(A, Removed), (B, Acts)]);
        facts.extend([withdrawn(), removed(B), handed(), replaced(A, A)]);
        assert_eq!(told(&facts), [(A, AwaitsConfirmation), (B, Removed)]);
        facts.push(StudentEvent::GuardianErased { guardian: B });
        assert_eq!(told(&facts), [(A, AwaitsConfirmation)]);
        let student = StudentId(Uuid::from_u128(9));
        facts.push(StudentEvent::StudentErased { student });
        assert_eq!(told(&facts), []);
    }
}
