//! What a partner's events add up to, and what may be asked of it.
use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::event::PartnerEvent;
use super::terms::{Activity, Assignment, Evaluated, Mark, Reach};
use crate::calendar::SchoolYear;
use crate::ids::{ActivityId, DepartmentCode};

/// A partner association as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartnerState {
    named: Option<(CompactString, Reach)>,
    status: PartnerStatus,
    assignments: BTreeSet<Assignment>,
    activities: BTreeMap<ActivityId, RecordedActivity>,
    marks: BTreeMap<Evaluated, Mark>,
}

/// Something that a partner recorded, and where it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedActivity {
    /// For which college or host.
    pub about: Assignment,
    /// In which department it counts.
    pub department: DepartmentCode,
    /// In which school year it counts.
    pub school_year: SchoolYear,
    /// What was done; `None` once it was taken back.
    pub told: Option<Activity>,
}

/// Whether a partner takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerStatus {
    /// It does, once it is named.
    #[default]
    Active,
    /// It did.
    Dismissed,
    /// It did, and nobody reads again who answered for it (SPEC 7).
    Erased,
}

impl PartnerState {
    /// Whether it was ever named.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.named.is_some()
    }

    /// Whether it takes part now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.is_known() && self.status == PartnerStatus::Active
    }

    /// Whether it takes part; of one that was never named this says nothing.
    #[must_use]
    pub fn status(&self) -> PartnerStatus {
        self.status
    }

    /// The name of the association.
    #[must_use]
    pub fn association(&self) -> Option<&CompactString> {
        self.named.as_ref().map(|(association, _)| association)
    }

    /// Where it may be assigned.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        self.named.as_ref().map(|(_, reach)| *reach)
    }

    /// Whether it looks after that now.
    #[must_use]
    pub fn is_assigned(&self, to: Assignment) -> bool {
        self.is_active() && self.assignments.contains(&to)
    }

    /// Everything that it looks after: colleges, then hosts.
    pub fn assignments(&self) -> impl ExactSizeIterator<Item = Assignment> {
        self.assignments.iter().copied()
    }

    /// What it told last of an offer or a placement.
    #[must_use]
    pub fn mark(&self, evaluated: Evaluated) -> Option<Mark> {
        self.marks.get(&evaluated).copied()
    }

    /// Something that it recorded, also what it took back since.
    #[must_use]
    pub fn activity(&self, activity: ActivityId) -> Option<RecordedActivity> {
        self.activities.get(&activity).copied()
    }

    /// All that it ever recorded and did not take back, by id; also once it was dismissed.
    pub fn activities(&self) -> impl Iterator<Item = (ActivityId, RecordedActivity, Activity)> {
        let known = self.activities.iter();
        known.filter_map(|(id, recorded)| Some((*id, *recorded, recorded.told?)))
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: PartnerState, event: &PartnerEvent) -> PartnerState {
    match event {
        PartnerEvent::PartnerNamed {
            partner: _,
            association,
            reach,
            identity: _,
        } => state.named = Some((association.clone(), *reach)),
        PartnerEvent::PartnerAssigned { to } => {
            state.assignments.insert(*to);
        }
        PartnerEvent::PartnerUnassigned { from } => {
            state.assignments.remove(from);
        }
        PartnerEvent::PartnerDismissed { partner: _ } => {
            state.status = PartnerStatus::Dismissed;
            state.assignments.clear();
        }
        PartnerEvent::PartnerContactErased { partner: _ } => state.status = PartnerStatus::Erased,
        PartnerEvent::EvaluationGiven {
            evaluated,
            mark,
            comment: _,
        } => {
            state.marks.insert(*evaluated, *mark);
        }
        PartnerEvent::ActivityRecorded {
            activity,
            about,
            department,
            school_year,
            told,
        } => {
            let recorded = RecordedActivity {
                about: *about,
                department: *department,
                school_year: *school_year,
                told: Some(*told),
            };
            state.activities.insert(*activity, recorded);
        }
        PartnerEvent::ActivityCorrected {
            activity,
            school_year,
            told,
        } => {
            if let Some(recorded) = state.activities.get_mut(activity) {
                recorded.school_year = *school_year;
                recorded.told = *told;
            }
        }
    }
    state
}
