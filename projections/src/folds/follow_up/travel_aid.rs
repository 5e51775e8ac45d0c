//! Aid for travel (EST-10): what stands for each placement, and the sums by class.
use std::collections::BTreeMap;

use domain::calendar::SchoolYear;
use domain::ids::{ApplicationId, StudentId};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::FollowUp;
use crate::entities::{ApplicationNo, ClassNo, EntityIndex, StudentNo};
use crate::fold::FoldError;
use crate::stored;
use crate::table::Number;

/// All aid ever granted, and what of it stands in each class.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct TravelAids {
    of_placements: BTreeMap<ApplicationNo, Aid>,
    of_classes: BTreeMap<ClassNo, AidTotals>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Aid {
    /// Where it counts: the money is of the college that granted it, wherever the pupil goes.
    class: ClassNo,
    cents: u32,
    /// The event by which it stands.
    #[serde(with = "stored::position")]
    latest: Position,
    /// Every event of it, oldest first; none once the pupil was erased.
    #[serde(with = "stored::positions")]
    told: Vec<Position>,
}

/// Aid for travel that stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AidTotals {
    /// For so many placements.
    pub placements: u32,
    /// So many cents.
    pub cents: u64,
}

/// The aid for the travel to a placement, as a follow-up shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TravelAidFollowUp {
    /// How much, in cents.
    pub cents: u32,
    /// The event by which it stands, which tells since when.
    #[serde(with = "stored::position")]
    pub latest: Position,
    /// Every event of it, oldest first; none once the pupil was erased.
    #[serde(with = "stored::positions")]
    pub told: Vec<Position>,
}

impl AidTotals {
    fn add(&mut self, cents: u32) {
        self.placements += u32::from(cents > 0);
        self.cents += u64::from(cents);
    }

    fn take(&mut self, cents: u32) {
        self.placements = self.placements.saturating_sub(u32::from(cents > 0));
        self.cents = self.cents.saturating_sub(u64::from(cents));
    }
}

impl TravelAids {
    /// What stands of a placement; `None` where none was ever granted.
    pub(super) fn of_placement(&self, application: ApplicationNo) -> Option<TravelAidFollowUp> {
        let aid = self.of_placements.get(&application)?;
        Some(TravelAidFollowUp {
            cents: aid.cents,
            latest: aid.latest,
            told: aid.told.clone(),
        })
    }

    /// What stands in a class.
    pub(super) fn of_class(&self, class: ClassNo) -> AidTotals {
        self.of_classes.get(&class).copied().unwrap_or_default()
    }

    /// Nothing is told any more of a placement; what it counts stays.
    pub(super) fn forget(&mut self, application: ApplicationNo) {
        if let Some(aid) = self.of_placements.get_mut(&application) {
            aid.told = Vec::new();
        }
    }
}

impl FollowUp {
    /// So much stands from this event on.
    pub(super) fn aid_told(
        &mut self,
        entities: &EntityIndex,
        (student, application): (StudentId, ApplicationId),
        cents: u32,
        at: Position,
    ) -> Result<(), FoldError> {
        let (number, row) = entities.known_application(student, application)?;
        let class = self.class_in(entities, row.student, row.week.school_year())?;
        let TravelAids {
            of_placements,
            of_classes,
        } = &mut self.aids;
        let aid = of_placements.entry(number).or_insert_with(|| Aid {
            class,
            cents: 0,
            latest: at,
            told: Vec::new(),
        });
        let totals = of_classes.entry(aid.class).or_default();
        totals.take(aid.cents);
        totals.add(cents);
        (aid.cents, aid.latest) = (cents, at);
        aid.told.push(at);
        Ok(())
    }

    /// The class in which a pupil is in a school year; the present one where there is none of it.
    fn class_in(
        &self,
        entities: &EntityIndex,
        student: StudentNo,
        year: SchoolYear,
    ) -> Result<ClassNo, FoldError> {
        let row = self.students.get(student.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        let former = row.former.iter().rev().map(|former| former.class);
        let of_year = |class: &ClassNo| entities.school_year_of(*class) == Some(year);
        let found = std::iter::once(row.class).chain(former).find(of_year);
        Ok(found.unwrap_or(row.class))
    }
}

#[cfg(test)]
mod tests {
    use domain::establishment::{EstablishmentEvent, Level};
    use domain::schema::Fact;
    use domain::student::{Gender, StudentEvent};
    use jiff::civil::date;

    use super::*;
    use crate::folds::Folds;
    use crate::testing::given::*;
    use demo_plan::testing::{listing, uai, year};

    fn granted(cents: u32) -> Fact {
        of_pupil(StudentEvent::TravelAidGranted {
            application: A1,
            cents,
            granted_on: date(2025, 11, 3),
        })
    }

    fn corrected(cents: u32) -> Fact {
        of_pupil(StudentEvent::TravelAidCorrected {
            application: A1,
            cents,
            granted_on: date(2025, 11, 3),
            reason: sealed(),
        })
    }

    fn folds(facts: impl IntoIterator<Item = Fact>) -> Folds {
        let placed = [submitted(A1, 0), accepted(A1, 0)];
        let folds = after(placed.into_iter().chain(facts));
        assert!(!folds.is_parked(), "{:?}", folds.statuses());
        folds
    }

    /// Placements aided and cents of both classes and of the college.
    fn sums(folds: &Folds) -> [(u32, u64); 3] {
        let follow_up = folds.follow_up().fold();
        let of_class = |class| {
            let view = follow_up.class(folds.entities(), class).unwrap();
            let totals = view.class.totals;
            (totals.travel_aids, totals.travel_aid_cents)
        };
        let college = follow_up.establishment(folds.entities(), college(), Some(year()));
        let totals = college.unwrap().totals;
        [
            of_class(CLASS),
            of_class(OTHER_CLASS),
            (totals.travel_aids, totals.travel_aid_cents),
        ]
    }

    fn aid(folds: &Folds) -> Option<TravelAidFollowUp> {
        let view = folds.follow_up().fold().student(folds.entities(), PUPIL);
        view.unwrap().applications[0].aid.clone()
    }

    #[test]
    fn what_stands_is_summed_and_what_was_said_is_kept() {
        let none = folds([]);
        assert_eq!((aid(&none), sums(&none)), (None, [(0, 0); 3]));
        let at = |offset| Position(SCENE + 2 + offset);
        let twice = folds([granted(2_500), corrected(1_000)]);
        let expected = TravelAidFollowUp {
            cents: 1_000,
            latest: at(2),
            told: vec![at(1), at(2)],
        };
        assert_eq!(aid(&twice), Some(expected));
        assert_eq!(sums(&twice), [(1, 1_000), (0, 0), (1, 1_000)]);
        let view = twice.follow_up().fold().student(twice.entities(), PUPIL);
        let history = &view.unwrap().applications[0].history;
        assert_eq!(history.len(), 2, "no step of the application");
        let nothing = folds([granted(2_500), corrected(0)]);
        assert_eq!(sums(&nothing), [(0, 0); 3]);
        assert_eq!(aid(&nothing).map(|aid| aid.cents), Some(0));
    }

    #[test]
    fn it_counts_where_it_was_granted_wherever_the_pupil_goes() {
        let moved = of_pupil(StudentEvent::StudentMoved {
            class: OTHER_CLASS,
            level: Level::Troisieme,
            school_year: year(),
        });
        let later = folds([granted(2_500), moved.clone(), corrected(3_000)]);
        assert_eq!(sums(&later), [(1, 3_000), (0, 0), (1, 3_000)]);
        let before = folds([moved, granted(2_500)]);
        assert_eq!(sums(&before), [(0, 0), (1, 2_500), (1, 2_500)]);

        let elsewhere = uai(8);
        let class = domain::ids::ClassId(uuid::Uuid::from_u128(0xc8));
        let taken_in = [
            Fact::Establishment(
                elsewhere,
                EstablishmentEvent::EstablishmentListed {
                    uai: elsewhere,
                    listing: listing(2),
                },
            ),
            Fact::Establishment(
                elsewhere,
                EstablishmentEvent::ClassOpened {
                    class,
                    label: "3e Z".into(),
                    level: Level::Troisieme,
                    school_year: year(),
                },
            ),
            of_pupil(StudentEvent::StudentLeft { destination: None }),
            of_pupil(StudentEvent::StudentTakenIn {
                from: college(),
                establishment: elsewhere,
                class,
                level: Level::Troisieme,
                school_year: year(),
            }),
            corrected(100),
        ];
        let gone = folds([granted(2_500)].into_iter().chain(taken_in));
        assert_eq!(sums(&gone), [(1, 100), (0, 0), (1, 100)]);
        let there = gone.follow_up().fold();
        let there = there.class(gone.entities(), class).unwrap().class.totals;
        assert_eq!((there.travel_aids, there.travel_aid_cents), (0, 0));
    }

    #[test]
    fn of_an_erased_pupil_the_amount_stays_and_nothing_is_told() {
        let erased = of_pupil(StudentEvent::StudentErased { student: PUPIL });
        let other = enrolled(OTHER_PUPIL, CLASS, Gender::Boy);
        let gone = folds([granted(2_500), corrected(1_000), erased, other]);
        assert_eq!(sums(&gone), [(1, 1_000), (0, 0), (1, 1_000)]);
        let aid = aid(&gone).unwrap();
        assert_eq!((aid.cents, aid.told), (1_000, vec![]));
    }
}
