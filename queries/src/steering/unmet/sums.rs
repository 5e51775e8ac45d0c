//! Which sums of pupils are shown where small figures are withheld (DSH-10).
//!
//! The sums that a caller may ask for are those of the whole, of each of its departments, and of each
//! week in any of them: each is of some colleges, and they overlap. Sums are shown, the largest first,
//! as long as the colleges that lie in the same ones of them have together no small number of pupils
//! with or without a placement. Whatever group of colleges follows from sums and differences of what
//! is shown is then made of such groups, and has no small number either.
use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::Week;
use domain::ids::DepartmentCode;

use super::colleges::College;
use crate::masking::{any_small, sum};

/// A sum that is shown or withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    /// Of which department; of the whole where none is named.
    pub department: Option<DepartmentCode>,
    /// Of the colleges that chose this week; of all where none is named.
    pub week: Option<Week>,
}

impl Sum {
    fn is_of(&self, college: &College) -> bool {
        self.department
            .is_none_or(|department| department == college.department)
            && self.week.is_none_or(|week| college.weeks.contains(&week))
    }
}

/// The sums that are shown of these colleges, below a number of pupils; those of departments where they
/// may be asked for as well.
pub(super) fn shown(colleges: &[College], of_departments: bool, below: u64) -> BTreeSet<Sum> {
    let mut shown = BTreeSet::new();
    // Of each college, which of the shown sums it lies in, as a number of that group; 0 for none.
    let mut groups = vec![0_usize; colleges.len()];
    for sum in sums(colleges, of_departments) {
        if let Some(finer) = split(colleges, &groups, &sum, below) {
            groups = finer;
            shown.insert(sum);
        }
    }
    shown
}

/// Those that may be asked for, the largest first: of the whole, of departments, of weeks.
fn sums(colleges: &[College], of_departments: bool) -> Vec<Sum> {
    let all: BTreeSet<DepartmentCode> = colleges.iter().map(|one| one.department).collect();
    let departments = all.into_iter().filter(|_| of_departments).map(Some);
    let areas: Vec<Option<DepartmentCode>> = std::iter::once(None).chain(departments).collect();
    let weeks: BTreeSet<Week> = colleges
        .iter()
        .flat_map(|one| &one.weeks)
        .copied()
        .collect();
    let whole = areas.iter().map(|department| Sum {
        department: *department,
        week: None,
    });
    let of_weeks = areas.iter().flat_map(|department| {
        weeks.iter().map(|week| Sum {
            department: *department,
            week: Some(*week),
        })
    });
    whole.chain(of_weeks).collect()
}

/// The groups once this sum is shown too; none where one of them would be small.
fn split(colleges: &[College], groups: &[usize], of: &Sum, below: u64) -> Option<Vec<usize>> {
    let mut numbers: BTreeMap<(usize, bool), usize> = BTreeMap::from([((0, false), 0)]);
    let mut finer = Vec::with_capacity(groups.len());
    let mut figures = vec![[0; 3]];
    for (college, group) in colleges.iter().zip(groups) {
        let next = numbers.len();
        let number = *numbers.entry((*group, of.is_of(college))).or_insert(next);
        if number == figures.len() {
            figures.push([0; 3]);
        }
        let pupils = college.pupils;
        let with = pupils.all.saturating_sub(pupils.without);
        let counted = [pupils.without.into(), with.into(), 0];
        if let Some(group) = figures.get_mut(number) {
            *group = sum([&*group, &counted]);
        }
        finer.push(number);
    }
    // What lies in no shown sum is of nobody that anything is told of.
    let mut told = figures.iter().skip(1);
    let gives_away = told.any(|figures| any_small(figures, below));
    (!gives_away).then_some(finer)
}

#[cfg(test)]
mod tests {
    use super::super::colleges::Pupils;
    use super::*;
    use crate::masking::testing::{draws, follows};

    const BELOW: u64 = 5;

    fn week(number: u64) -> Week {
        format!("2026-W{number:02}").parse().unwrap()
    }

    /// A college of a department: its weeks, its pupils and those of them without a placement.
    fn college(department: &str, weeks: &[u64], all: u32, without: u32) -> College {
        College {
            uai: "0010035H".parse().unwrap(),
            department: department.parse().unwrap(),
            position: None,
            weeks: weeks.iter().map(|number| week(*number)).collect(),
            pupils: Pupils {
                colleges: 1,
                all,
                without,
            },
        }
    }

    fn of(department: Option<&str>, in_week: Option<u64>) -> Sum {
        Sum {
            department: department.map(|code| code.parse().unwrap()),
            week: in_week.map(week),
        }
    }

    #[test]
    fn pupils_are_withheld_where_few_of_them_are_placed() {
        // 7 less 6 would be the one who is.
        let told = |all, without| shown(&[college("01", &[7], all, without)], false, BELOW);
        assert!(told(7, 6).is_empty());
        assert!(told(7, 1).is_empty());
        assert!(told(4, 0).is_empty());
        let both = BTreeSet::from([of(None, None), of(None, Some(7))]);
        for (all, without) in [(7, 7), (7, 0), (10, 5), (0, 0)] {
            assert_eq!(told(all, without), both, "{all} {without}");
        }
    }

    #[test]
    fn a_week_that_would_tell_a_small_college_is_withheld() {
        let colleges = [
            college("01", &[7, 8], 90, 40),
            college("01", &[8, 9], 80, 40),
            // Nobody of it is shown by week 8, which all chose; by week 9 they would be.
            college("01", &[8], 3, 3),
        ];
        let shown = shown(&colleges, false, BELOW);
        assert!(shown.contains(&of(None, None)));
        assert!(shown.contains(&of(None, Some(7))));
        assert!(shown.contains(&of(None, Some(8))));
        assert!(!shown.contains(&of(None, Some(9))), "all less 7 less 9");
    }

    #[test]
    fn a_small_department_is_no_difference_of_its_region() {
        let colleges = [
            college("01", &[7], 90, 40),
            college("69", &[7], 80, 40),
            college("07", &[7], 3, 2),
        ];
        let shown = shown(&colleges, true, BELOW);
        assert!(shown.contains(&of(None, None)));
        let departments = ["01", "07", "69"].map(|code| shown.contains(&of(Some(code), None)));
        assert_eq!(departments, [true, false, false]);
    }

    /// Whatever the colleges: none and no group of them with a small number follows from what is shown.
    #[test]
    fn no_small_group_of_colleges_follows_from_what_is_shown() {
        let mut draw = draws(5);
        let mut withheld = 0;
        for _ in 0..1_000 {
            let most = [3, 12, 60][usize::try_from(draw(3)).unwrap()];
            let colleges: Vec<College> = (0..1 + draw(5))
                .map(|_| {
                    let department = ["01", "07"][usize::try_from(draw(2)).unwrap()];
                    let weeks: Vec<u64> = (7..11).filter(|_| draw(2) == 0).collect();
                    let without = u32::try_from(draw(most)).unwrap();
                    let with = u32::try_from(draw(most)).unwrap();
                    college(department, &weeks, without + with, without)
                })
                .collect();
            let told = shown(&colleges, true, BELOW);
            withheld += sums(&colleges, true).len() - told.len();
            let vectors: Vec<Vec<i64>> = told
                .iter()
                .map(|sum| colleges.iter().map(|one| sum.is_of(one).into()).collect())
                .collect();
            for group in 1_u32..1 << colleges.len() {
                let vector: Vec<i64> = (0..colleges.len())
                    .map(|place| i64::from(group >> place & 1))
                    .collect();
                let members = colleges.iter().zip(&vector).filter(|(_, of)| **of == 1);
                let (mut with, mut without) = (0_u64, 0_u64);
                for (college, _) in members {
                    with += u64::from(college.pupils.all - college.pupils.without);
                    without += u64::from(college.pupils.without);
                }
                if any_small(&[with, without, 0], BELOW) {
                    assert!(!follows(&vector, &vectors), "{colleges:?}");
                }
            }
        }
        assert!(withheld > 0, "something is withheld");
    }
}
