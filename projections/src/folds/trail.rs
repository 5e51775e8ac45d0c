//! The audit trail of the parental authorisations (STU-3): every fact, in order, by pupil, class,
//! college and nationally; that a guardian or the pupil was erased is one (SPEC 7). Who and when
//! stand in the events at the positions given.
mod guardians;

use domain::concerns::AuthorisationFact;
use domain::ids::{ClassId, StudentId, Uai};
use domain::schema::Fact;
use eventlog::Position;
use serde::{Deserialize, Serialize};

pub use guardians::{GuardianStanding, KnownGuardian, known_guardians};

use crate::entities::{ClassNo, EntityIndex, StudentNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;
use crate::table::Number;

/// The fold behind the audit trail. Nothing in it is ever overwritten.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    entries: Vec<Entry>,
    of_students: Vec<Option<u32>>,
    of_classes: Vec<Vec<u32>>,
    of_establishments: Vec<Vec<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    #[serde(with = "stored::position")]
    at: Position,
    student: StudentNo,
    /// At that time.
    class: ClassNo,
    /// The entry of the same pupil before this one.
    previous: Option<u32>,
    fact: AuthorisationFact,
}

/// A line of the trail.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TrailEntry {
    /// The event; its metadata tell who, its recorded time when.
    #[serde(with = "stored::position")]
    pub at: Position,
    /// The pupil, by pseudonym.
    pub student: StudentId,
    /// The class of the pupil at that time.
    pub class: ClassId,
    /// The college of that class.
    pub establishment: Uai,
    /// What happened.
    pub fact: AuthorisationFact,
    /// The earlier event of the same pupil that it rests on: a signed form on the form handed
    /// out, access and withdrawal on the signed form.
    #[serde(with = "stored::optional_position")]
    pub rests_on: Option<Position>,
}

/// Whose trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailScope {
    /// One pupil's.
    Student(StudentId),
    /// The facts about pupils who were in the class at that time.
    Class(ClassId),
    /// A college's.
    Establishment(Uai),
    /// The whole country's.
    National,
}

impl Fold for Trail {
    const NAME: &'static str = "trail";
    const VERSION: u32 = 4;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let Fact::Student(student, event) = &record.fact else {
            return Ok(());
        };
        let Some(fact) = event.concerns().authorisation else {
            return Ok(());
        };
        let (number, row) = entities.known_student(*student)?;
        let index = u32::try_from(self.entries.len()).map_err(|_| FoldError::Full("trail"))?;
        let previous = grown(&mut self.of_students, number.index()).replace(index);
        let (at, class) = (record.position, row.class);
        self.entries.push(Entry {
            at,
            student: number,
            class,
            previous,
            fact,
        });
        grown(&mut self.of_classes, class.index()).push(index);
        grown(&mut self.of_establishments, row.establishment.index()).push(index);
        Ok(())
    }
}

impl Trail {
    /// The facts of a scope after a position, in order, at most `limit` of them; `None` where
    /// there is no such pupil, class or college.
    #[must_use]
    pub fn after(
        &self,
        entities: &EntityIndex,
        scope: TrailScope,
        after: Position,
        limit: usize,
    ) -> Option<Vec<TrailEntry>> {
        let show = |index: &u32| self.entry(entities, *index);
        let page = |indexes: &[u32]| {
            let from = indexes.partition_point(|index| self.is_until(*index, after));
            indexes[from..]
                .iter()
                .take(limit)
                .filter_map(show)
                .collect()
        };
        Some(match scope {
            TrailScope::Student(student) => page(&self.of_student(entities.student_no(student)?)),
            TrailScope::Class(class) => {
                let number = entities.class(class)?.0.index();
                page(self.of_classes.get(number).map_or(&[], Vec::as_slice))
            }
            TrailScope::Establishment(uai) => {
                let number = entities.establishment_no(uai)?.index();
                page(
                    self.of_establishments
                        .get(number)
                        .map_or(&[], Vec::as_slice),
                )
            }
            TrailScope::National => {
                let from = self.entries.partition_point(|entry| entry.at <= after);
                let until = self.entries.len().min(from.saturating_add(limit));
                let indexes = (0u32..).skip(from).take(until - from);
                indexes
                    .filter_map(|index| self.entry(entities, index))
                    .collect()
            }
        })
    }

    /// How many facts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn is_until(&self, index: u32, position: Position) -> bool {
        self.entries
            .get(index as usize)
            .is_none_or(|entry| entry.at <= position)
    }

    fn back_from(&self, index: Option<u32>) -> impl Iterator<Item = (u32, &Entry)> {
        let numbered = |index: u32| Some((index, self.entries.get(index as usize)?));
        std::iter::successors(index.and_then(numbered), move |(_, entry)| {
            entry.previous.and_then(numbered)
        })
    }

    fn of_student(&self, student: StudentNo) -> Vec<u32> {
        let latest = self.of_students.get(student.index()).copied().flatten();
        let mut indexes: Vec<_> = self.back_from(latest).map(|(index, _)| index).collect();
        indexes.reverse();
        indexes
    }

    fn entry(&self, entities: &EntityIndex, index: u32) -> Option<TrailEntry> {
        let entry = self.entries.get(index as usize)?;
        let student = entities.student_row(entry.student)?;
        let class = entities.class_row(entry.class)?;
        let basis: &[AuthorisationFact] = match entry.fact {
            AuthorisationFact::FormHanded
            | AuthorisationFact::GuardianErased
            | AuthorisationFact::PupilErased => &[],
            AuthorisationFact::Recorded | AuthorisationFact::ReplacementRecorded => {
                &[AuthorisationFact::FormHanded]
            }
            AuthorisationFact::ReplacementConfirmed => &[AuthorisationFact::ReplacementRecorded],
            AuthorisationFact::SecondGuardianRecorded => &[
                AuthorisationFact::Recorded,
                AuthorisationFact::ReplacementRecorded,
            ],
            AuthorisationFact::SecondGuardianConfirmed => {
                &[AuthorisationFact::SecondGuardianRecorded]
            }
            AuthorisationFact::AccessOpened => &[
                AuthorisationFact::Recorded,
                AuthorisationFact::ReplacementConfirmed,
            ],
            AuthorisationFact::GuardianRemoved => &[
                AuthorisationFact::Recorded,
                AuthorisationFact::SecondGuardianRecorded,
                AuthorisationFact::SecondGuardianConfirmed,
                AuthorisationFact::ReplacementRecorded,
                AuthorisationFact::ReplacementConfirmed,
            ],
            AuthorisationFact::AccessClosed => &[AuthorisationFact::AccessOpened],
            AuthorisationFact::Withdrawn
            | AuthorisationFact::Lapsed
            | AuthorisationFact::GuardianCorrected => &[
                AuthorisationFact::Recorded,
                AuthorisationFact::ReplacementRecorded,
                AuthorisationFact::ReplacementConfirmed,
            ],
        };
        let mut earlier = self.back_from(entry.previous);
        Some(TrailEntry {
            at: entry.at,
            student: student.student,
            class: class.class,
            establishment: entities.establishment_row(class.establishment)?.uai,
            fact: entry.fact,
            rests_on: earlier
                .find(|(_, earlier)| basis.contains(&earlier.fact))
                .map(|(_, earlier)| earlier.at),
        })
    }
}

/// The place in a list that grows as far as it is asked for.
fn grown<T: Default>(list: &mut Vec<T>, index: usize) -> &mut T {
    if list.len() <= index {
        list.resize_with(index + 1, T::default);
    }
    &mut list[index]
}

#[cfg(test)]
mod tests;
