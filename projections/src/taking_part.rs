//! Who takes part in a scheme of equal chances in a territory, and the dashboard of these alone (EST-15).
use std::collections::BTreeSet;

use domain::calendar::SchoolYear;
use domain::establishment::EqualChancesScheme;

use crate::entities::{EstablishmentRow, StudentNo};
use crate::folds::Folds;
use crate::steering::{Territory, TerritoryDashboardView};

/// The colleges and classes of a territory that take part in a scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct TakingPart {
    /// Registered colleges of which the whole or a class takes part.
    pub establishments: usize,
    /// Pupils of the classes that take part.
    pub students: usize,
    /// What these did, in the school year of their class; no offers.
    pub dashboard: TerritoryDashboardView,
}

impl TakingPart {
    /// In a school year, or in all of them: as it is stated at the position of the folds.
    #[must_use]
    pub fn of(
        folds: &Folds,
        territory: Territory,
        scheme: EqualChancesScheme,
        year: Option<SchoolYear>,
    ) -> Self {
        let entities = folds.entities();
        let mut pupils: BTreeSet<(StudentNo, SchoolYear)> = BTreeSet::new();
        let mut establishments = 0;
        for (_, college) in entities.establishments() {
            if !territory.contains_college(college) || !takes_part(college, scheme, year) {
                continue;
            }
            establishments += usize::from(college.state.is_registered());
            for number in &college.classes {
                let row = entities.class_row(*number);
                let class = row.and_then(|row| Some((row.class, college.state.class(row.class)?)));
                let Some((id, class)) = class else { continue };
                let asked = year.is_none_or(|year| class.school_year == year);
                if asked && college.state.class_takes_part_in(scheme, id) {
                    let members = folds.follow_up().fold().members_of(*number).iter();
                    pupils.extend(members.map(|member| (*member, class.school_year)));
                }
            }
        }
        let students: BTreeSet<StudentNo> = pupils.iter().map(|(pupil, _)| *pupil).collect();
        let steering = folds.steering().fold();
        Self {
            establishments,
            students: students.len(),
            dashboard: steering.dashboard_of(entities, territory, year, pupils),
        }
    }
}

fn takes_part(
    college: &EstablishmentRow,
    scheme: EqualChancesScheme,
    year: Option<SchoolYear>,
) -> bool {
    let mut stated = college.state.schemes();
    stated
        .any(|stated| stated.scheme == scheme && year.is_none_or(|year| stated.school_year == year))
}

#[cfg(test)]
mod tests {
    use domain::establishment::{EstablishmentEvent, SchemeParticipation};
    use domain::ids::{ApplicationId, ClassId, StudentId};
    use domain::schema::Fact;
    use domain::student::{Gender, StudentEvent};
    use uuid::Uuid;

    use super::*;
    use crate::testing::given::*;
    use EqualChancesScheme::{CordeesDeLaReussite as Cordees, ParcoursExcellence as Parcours};
    use demo_plan::testing::{listing, year};

    const A3: ApplicationId = ApplicationId(Uuid::from_u128(0xe3));

    fn joined(scheme: EqualChancesScheme, class: Option<ClassId>) -> Fact {
        of_college(EstablishmentEvent::SchemeJoined {
            participation: SchemeParticipation {
                school_year: year(),
                scheme,
                class,
            },
        })
    }

    fn left(scheme: EqualChancesScheme, class: Option<ClassId>) -> Fact {
        of_college(EstablishmentEvent::SchemeLeft {
            participation: SchemeParticipation {
                school_year: year(),
                scheme,
                class,
            },
        })
    }

    fn applied(student: StudentId, application: ApplicationId) -> Fact {
        of(
            student,
            StudentEvent::ApplicationSubmitted {
                application,
                offer: OFFER,
                host: host(),
                week: week(1),
                sector: "mode".parse().unwrap(),
                letter: sealed(),
                at: jiff::Timestamp::UNIX_EPOCH,
            },
        )
    }

    /// A girl in the first class with two applications, one of them a placement, and a boy in the other
    /// with one.
    fn two_classes() -> Vec<Fact> {
        vec![
            submitted(A1, 0),
            submitted(A2, 1),
            accepted(A1, 0),
            enrolled(OTHER_PUPIL, OTHER_CLASS, Gender::Boy),
            applied(OTHER_PUPIL, A3),
        ]
    }

    fn shown(facts: impl IntoIterator<Item = Fact>, scheme: EqualChancesScheme) -> TakingPart {
        let folds = after(two_classes().into_iter().chain(facts));
        assert!(!folds.is_parked(), "{:?}", folds.statuses());
        TakingPart::of(&folds, Territory::National, scheme, Some(year()))
    }

    /// Colleges, pupils, applications, placements.
    fn figures(shown: &TakingPart) -> (usize, usize, u32, u32) {
        let total = shown.dashboard.total;
        (
            shown.establishments,
            shown.students,
            total.applications,
            total.placements,
        )
    }

    #[test]
    fn a_class_counts_alone_and_a_college_with_all_its_classes() {
        assert_eq!(figures(&shown([], Cordees)), (0, 0, 0, 0));
        let one = shown([joined(Cordees, Some(OTHER_CLASS))], Cordees);
        assert_eq!(figures(&one), (1, 1, 1, 0));
        assert_eq!(one.dashboard.by_gender.boys.applications, 1);
        assert_eq!(one.dashboard.sectors.len(), 1);
        assert_eq!(one.dashboard.offers.deposited, 0, "offers are of no scheme");
        let whole = shown([joined(Cordees, None)], Cordees);
        assert_eq!(figures(&whole), (1, 2, 3, 1));
        let both = [joined(Cordees, None), joined(Cordees, Some(CLASS))];
        assert_eq!(figures(&shown(both, Cordees)), (1, 2, 3, 1), "counted once");
        let other = shown([joined(Cordees, None)], Parcours);
        assert_eq!(figures(&other), (0, 0, 0, 0));
    }

    #[test]
    fn what_is_ended_counts_no_more() {
        let ended = [joined(Cordees, None), left(Cordees, None)];
        assert_eq!(figures(&shown(ended, Cordees)), (0, 0, 0, 0));
        let one_left = [
            joined(Cordees, None),
            joined(Cordees, Some(CLASS)),
            left(Cordees, None),
        ];
        assert_eq!(figures(&shown(one_left, Cordees)), (1, 1, 2, 1));
    }

    #[test]
    fn only_of_the_territory_and_the_school_year_asked_for() {
        let folds = after(two_classes().into_iter().chain([joined(Cordees, None)]));
        let of = |territory, year| figures(&TakingPart::of(&folds, territory, Cordees, year));
        let department = |number: usize| Territory::Department(listing(number).department);
        assert_eq!(of(department(0), Some(year())), (1, 2, 3, 1));
        assert_eq!(of(department(1), Some(year())), (0, 0, 0, 0));
        assert_eq!(of(department(0), Some(year().next())), (0, 0, 0, 0));
        assert_eq!(of(Territory::National, None), (1, 2, 3, 1));
    }
}
