//! The guardians of a pupil: who signed, who acts, who waits for the head (STU-1).
use domain::ids::{GuardianId, StudentId};
use domain::student::StudentEvent;
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::EntityIndex;
use super::rows::Authorised;
use crate::fold::FoldError;
use crate::table::Number;

/// The guardians of a pupil beside the first one, who stands in the pupil's row: each with the
/// event that holds their identity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Beside {
    /// Who acts for the pupil too.
    acts: Option<(GuardianId, u64)>,
    /// Who signed beside another, and does not act before the head confirms it.
    waits: Option<(GuardianId, u64)>,
}

impl EntityIndex {
    /// Everybody who acts for a pupil as their guardian, one or two, with the event that holds their
    /// identity.
    pub fn guardians(&self, student: StudentId) -> impl Iterator<Item = (GuardianId, Position)> {
        let found = self.students.find(student);
        let first = found.and_then(|(_, row)| row.guardian.zip(row.guardian_identity));
        let beside = found.and_then(|(number, _)| self.beside.get(&number.place()));
        let second = beside.and_then(|beside| beside.acts);
        let second = second.map(|(guardian, at)| (guardian, Position(at)));
        first.into_iter().chain(second)
    }

    /// Whether somebody acts for a pupil as their guardian.
    #[must_use]
    pub fn is_guardian(&self, student: StudentId, guardian: GuardianId) -> bool {
        let row = self.student(student);
        row.is_some_and(|row| row.guardian == Some(guardian))
            || self
                .guardians(student)
                .any(|(acting, _)| acting == guardian)
    }

    /// Who signed beside a guardian of a pupil and waits for the head, with the event that holds
    /// their identity.
    #[must_use]
    pub fn waiting_guardian(&self, student: StudentId) -> Option<(GuardianId, Position)> {
        let number = self.students.number(student)?;
        let (guardian, at) = self.beside.get(&number.place())?.waits?;
        Some((guardian, Position(at)))
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only the events that concern guardians are named"
    )]
    pub(super) fn authorisation_event(
        &mut self,
        student: StudentId,
        event: &StudentEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        use StudentEvent as E;
        let place = self.known_student(student)?.0.place();
        let mut beside = self.beside.get(&place).copied().unwrap_or_default();
        match event {
            E::AuthorisationFormHanded { .. } => beside.waits = None,
            E::AuthorisationWithdrawn { .. } | E::AuthorisationLapsed { .. } => {
                beside.waits = None;
                let row = self.known_student_mut(student)?;
                row.authorised = Authorised::NotValid;
                row.access = domain::student::Access::Closed;
            }
            E::AuthorisationRecorded { guardian, .. } => {
                let row = self.known_student_mut(student)?;
                row.authorised = Authorised::Valid;
                match &mut beside.acts {
                    Some((acts, told)) if acts == guardian => *told = at.0,
                    Some(_) if row.guardian == Some(*guardian) => row.guardian_identity = Some(at),
                    Some(_) | None => {
                        beside.acts = None;
                        row.guardian = Some(*guardian);
                        row.guardian_identity = Some(at);
                    }
                }
            }
            E::SecondGuardianRecorded {
                guardian, waits, ..
            } => {
                let row = self.known_student_mut(student)?;
                if *waits {
                    beside.waits = Some((*guardian, at.0));
                } else if row.guardian == Some(*guardian) {
                    row.guardian_identity = Some(at);
                } else {
                    beside.acts = Some((*guardian, at.0));
                }
            }
            E::SecondGuardianConfirmed { .. } => beside.acts = beside.waits.take(),
            E::GuardianReplacementRecorded {
                former,
                also_former,
                guardian,
                ..
            } => {
                let told: Vec<_> = self
                    .guardians(student)
                    .filter(|(acts, _)| acts == former || Some(*acts) == *also_former)
                    .map(|(acts, told)| (acts, told.0))
                    .collect();
                self.replaced_guardians.extend(told);
                self.replaced_guardians.insert(*guardian, at.0);
                beside.waits = None;
            }
            E::GuardianReplacementConfirmed { guardian, by: _ } => {
                let told = self.replaced_guardian(*guardian);
                let row = self.known_student_mut(student)?;
                row.guardian = Some(*guardian);
                row.guardian_identity = told;
                row.authorised = Authorised::Valid;
                beside.acts = beside.waits.take();
            }
            E::GuardianIdentityCorrected { guardian, .. } => {
                let row = self.known_student_mut(student)?;
                if row.guardian == Some(*guardian) {
                    row.guardian_identity = Some(at);
                }
                for known in [&mut beside.acts, &mut beside.waits].into_iter().flatten() {
                    if known.0 == *guardian {
                        known.1 = at.0;
                    }
                }
                if let Some(told) = self.replaced_guardians.get_mut(guardian) {
                    *told = at.0;
                }
            }
            E::GuardianRemoved { guardian, by: _ } => {
                let told = self
                    .guardians(student)
                    .chain(self.waiting_guardian(student))
                    .find(|(known, _)| known == guardian);
                // The letter that tells them so is addressed by it.
                let told = told.map(|(removed, told)| (removed, told.0));
                self.replaced_guardians.extend(told);
                beside = self.without_guardian(student, *guardian, beside)?;
            }
            E::GuardianErased { guardian } => {
                beside = self.without_guardian(student, *guardian, beside)?;
                self.replaced_guardians.remove(guardian);
            }
            // Of no guardian.
            _ => {}
        }
        if beside == Beside::default() {
            self.beside.remove(&place);
        } else {
            self.beside.insert(place, beside);
        }
        Ok(())
    }

    /// A guardian neither acts nor waits any more; the other one, where there is one, comes first.
    fn without_guardian(
        &mut self,
        student: StudentId,
        guardian: GuardianId,
        mut beside: Beside,
    ) -> Result<Beside, FoldError> {
        let others = |known: Option<(GuardianId, u64)>| known.filter(|k| k.0 != guardian);
        beside.acts = others(beside.acts);
        beside.waits = others(beside.waits);
        let row = self.known_student_mut(student)?;
        if row.guardian == Some(guardian) {
            let second = beside.acts.take();
            row.guardian = second.map(|(second, _)| second);
            row.guardian_identity = second.map(|(_, told)| Position(told));
        }
        Ok(beside)
    }

    /// Nobody acts any more for a pupil who was erased.
    pub(super) fn forget_guardians(&mut self, student: StudentId) -> Result<(), FoldError> {
        let place = self.known_student(student)?.0.place();
        self.beside.remove(&place);
        let row = self.known_student_mut(student)?;
        row.guardian = None;
        row.guardian_identity = None;
        Ok(())
    }
}
