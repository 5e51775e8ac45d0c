//! Pupils of a class who look like one another: the same names, and the same date of birth or one of
//! the two without (STU-16). Compared as they are opened for a reader of the class; nothing of it is
//! kept.
use std::collections::{BTreeMap, BTreeSet};

use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{ClassId, StudentId, Uai};
use domain::principal::Principal;
use domain::student::Standing;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::search_text::folded;
use super::{QueryService, permits};

/// Of each of these pupils, those who were in the class before and look like them.
pub type Duplicates = BTreeMap<StudentId, Vec<StudentId>>;

/// The pupils of a class who look like some of them, and came before them. It is recorded that the
/// caller had the names of the class compared.
///
/// # Errors
/// `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not answer in time.
pub async fn of_newcomers(
    service: &QueryService,
    context: &QueryContext,
    action: Action,
    (establishment, class): (Uai, ClassId),
    newcomers: BTreeSet<StudentId>,
    min_position: u64,
) -> Result<Duplicates, Failure> {
    service.check_role(&context.caller, action)?;
    let query = DuplicatesQuery {
        action,
        establishment,
        class,
        newcomers,
    };
    let (_, found) = service.answer(context, &query, min_position).await?;
    Ok(found)
}

struct DuplicatesQuery {
    action: Action,
    establishment: Uai,
    class: ClassId,
    newcomers: BTreeSet<StudentId>,
}

impl Query for DuplicatesQuery {
    /// The pupils of the class in the order of enrolment, with the event that tells who each is.
    type Selection = Vec<(StudentId, Option<Position>)>;
    type Response = Duplicates;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let (action, uai, class) = (self.action, self.establishment, self.class);
        permits::about_class(entities, caller, action, uai, class)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let view = folds.follow_up().fold().class(entities, self.class);
        let pupils = view.ok_or(Failure::NotFound)?.pupils.into_iter();
        let here = pupils.filter(|pupil| pupil.standing == Standing::Present);
        Ok(here.map(|pupil| (pupil.student, pupil.identity)).collect())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Self::Selection,
    ) -> Result<Duplicates, Failure> {
        let events = service
            .events(selected.iter().filter_map(|(_, identity)| *identity))
            .await?;
        let pupils = selected.iter().map(|(student, _)| *student);
        let keys = service.keys_of_pupils(self.action, pupils).await?;
        let mut known = Vec::with_capacity(selected.len());
        let mut found = Duplicates::new();
        for (student, identity) in selected {
            let looks = Looks::of(&keys.student(&events, *student, *identity)?);
            if self.newcomers.contains(student)
                && let Some(looks) = &looks
            {
                let alike: Vec<StudentId> = like(looks, &known).collect();
                if !alike.is_empty() {
                    found.insert(*student, alike);
                }
            }
            known.extend(looks.map(|looks| (*student, looks)));
        }
        Ok(found)
    }
}

/// What is compared of a pupil. Without `Debug`: it tells who somebody is.
#[derive(PartialEq, Eq)]
pub(super) struct Looks {
    family: String,
    given: String,
    born: String,
}

impl Looks {
    /// Nothing of one who was erased.
    pub(super) fn of(identity: &v1::StudentIdentity) -> Option<Self> {
        let plain = |name: &str| -> String {
            let letters = folded(name);
            letters.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let looks = Self {
            family: plain(&identity.family_name),
            given: plain(&identity.given_name),
            born: identity.birth_date.clone(),
        };
        (!looks.family.is_empty() || !looks.given.is_empty()).then_some(looks)
    }

    fn is_like(&self, other: &Self) -> bool {
        let same_day = self.born == other.born || self.born.is_empty() || other.born.is_empty();
        self.family == other.family && self.given == other.given && same_day
    }
}

fn like<'a>(
    looks: &'a Looks,
    known: &'a [(StudentId, Looks)],
) -> impl Iterator<Item = StudentId> + 'a {
    let alike = known.iter().filter(|(_, other)| other.is_like(looks));
    alike.map(|(student, _)| *student)
}

/// Of each pupil of a class, the others who look like them, by their place in the list.
pub(super) fn among(pupils: &[Option<Looks>]) -> Vec<Vec<usize>> {
    let alike = |n: usize| {
        let one = pupils[n].as_ref();
        let others = pupils.iter().enumerate().filter(|(other, _)| *other != n);
        others
            .filter(|(_, other)| one.zip(other.as_ref()).is_some_and(|(a, b)| a.is_like(b)))
            .map(|(other, _)| other)
            .collect()
    };
    (0..pupils.len()).map(alike).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil(family: &str, given: &str, born: &str) -> Option<Looks> {
        Looks::of(&v1::StudentIdentity {
            family_name: family.into(),
            given_name: given.into(),
            birth_date: born.into(),
            mail: String::new(),
        })
    }

    #[test]
    fn accents_case_and_signs_make_nobody_another() {
        let class = [
            pupil("N’Guérandal", "Zoé", "2011-07-23"),
            pupil("NGUERANDAL", "zoe", "2011-07-23"),
            pupil("N'Guerandal", "Zoé", ""),
            pupil("N’Guérandal", "Zoé", "2011-07-24"),
            pupil("N’Guérandal", "Ana", "2011-07-23"),
            pupil("", "", ""),
            pupil("", "", ""),
        ];
        let alike = among(&class);
        assert_eq!(alike[0], [1, 2]);
        assert_eq!(alike[1], [0, 2]);
        assert_eq!(alike[2], [0, 1, 3]);
        assert_eq!(alike[3], [2], "twins of another day are not the same");
        assert!(alike[4..].iter().all(Vec::is_empty), "nor who was erased");
    }
}
