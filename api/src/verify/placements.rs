//! A pupil has one placement a week, and so many a school year (STU-9, STU-10).
use std::collections::{BTreeMap, HashMap};

use domain::calendar::Week;
use domain::ids::{ApplicationId, StudentId};
use domain::rules::Rules;
use domain::schema::Fact;
use domain::student::StudentEvent;
use projections::verify::Findings;

use super::{Check, Seen};

/// The placements of each pupil that stand.
pub(super) struct Placements {
    a_year: usize,
    status: HashMap<StudentId, BTreeMap<ApplicationId, Week>>,
}

impl Placements {
    pub fn new(rules: &Rules) -> Self {
        Self {
            a_year: rules.placements_a_year,
            status: HashMap::new(),
        }
    }
}

impl Check for Placements {
    fn name(&self) -> &'static str {
        "placements a pupil, week and year"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let Some(Fact::Student(student, event)) = seen.record.map(|record| &record.fact) else {
            return;
        };
        let status = self.status.entry(*student).or_default();
        match event {
            StudentEvent::ApplicationAccepted {
                application, week, ..
            } => {
                if status.values().any(|other| other == week) {
                    found.add(seen.at(), || {
                        format!("pupil {student} is placed twice in week {week}")
                    });
                }
                status.insert(*application, *week);
                let year = week.school_year();
                let of_year = status.values().filter(|week| week.school_year() == year);
                let count = of_year.count();
                if count > self.a_year {
                    found.add(seen.at(), || {
                        format!("pupil {student} has {count} placements in one school year")
                    });
                }
            }
            StudentEvent::PlacementCancelledByPupil { application, .. }
            | StudentEvent::PlacementCancelledByHost { application, .. }
            | StudentEvent::PlacementCancelledByCollege { application, .. }
            | StudentEvent::PlacementCancelledByErasure { application, .. } => {
                let was_placement = status.remove(application).is_some();
                if !was_placement {
                    found.add(seen.at(), || {
                        format!("application {application} was no placement")
                    });
                }
            }
            StudentEvent::PlacementCompleted { application, .. }
            | StudentEvent::PlacementMissed { application, .. }
            | StudentEvent::DebriefRecorded { application, .. }
                if !status.contains_key(application) =>
            {
                found.add(seen.at(), || {
                    format!("application {application} is no placement")
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    const NAME: &str = "placements a pupil, week and year";

    #[tokio::test]
    async fn two_placements_of_one_week_are_found() {
        let events = vec![
            published(OFFER, 3),
            taken(A, 1),
            placed(A, 1),
            taken(B, 1),
            placed(B, 1),
        ];
        finds(NAME, events, &[5]).await;
    }

    #[tokio::test]
    async fn a_third_placement_of_one_year_is_found() {
        let mut events = vec![published(OFFER, 3)];
        for (application, week) in [(A, 1), (B, 2), (C, 3)] {
            events.extend([taken(application, week), placed(application, week)]);
        }
        finds(NAME, events.clone(), &[7]).await;
        // One that was given up makes room.
        events.insert(3, cancelled(A, 1));
        finds(NAME, events, &[]).await;
    }

    #[tokio::test]
    async fn what_was_no_placement_cannot_end() {
        finds(NAME, vec![published(OFFER, 3), cancelled(A, 1)], &[2]).await;
    }
}
