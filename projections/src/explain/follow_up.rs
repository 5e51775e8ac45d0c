//! Totals of the follow-up of a class or a college.
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, Uai};
use domain::schema::Fact;
use domain::student::StudentEvent;

use super::{Watch, figure};
use crate::entities::EntityIndex;
use crate::folds::Folds;
use crate::folds::follow_up::{FollowUp, FollowUpTotals};
use crate::record::Record;

/// One total of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUpFigure {
    /// Of whom.
    pub scope: FollowUpScope,
    /// What is counted.
    pub measure: FollowUpMeasure,
}

/// Whose follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpScope {
    /// Of a class of a college.
    Class(Uai, ClassId),
    /// Of a college, in a school year or in all.
    Establishment(Uai, Option<SchoolYear>),
}

/// What a follow-up adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpMeasure {
    /// Pupils.
    Pupils,
    /// Pupils whose form is at home.
    FormsHanded,
    /// Pupils whose authorisation is valid.
    Authorised,
    /// Pupils whose access is open.
    AccessOpen,
    /// Pupils who have applied at least once.
    Applicants,
    /// Pupils with at least one placement.
    Placed,
    /// Pupils with at least one completed placement.
    Completed,
    /// Placements that the head must look at.
    Flagged,
    /// Applications ever submitted.
    Applications,
    /// Placements that were not cancelled.
    Placements,
    /// Aid that was granted for travel, in cents (EST-10).
    TravelAidCents,
}

impl FollowUpMeasure {
    fn of(self, totals: &FollowUpTotals) -> i64 {
        match self {
            Self::Pupils => totals.pupils.into(),
            Self::FormsHanded => totals.forms_handed.into(),
            Self::Authorised => totals.authorised.into(),
            Self::AccessOpen => totals.access_open.into(),
            Self::Applicants => totals.applicants.into(),
            Self::Placed => totals.placed.into(),
            Self::Completed => totals.completed.into(),
            Self::Flagged => totals.flagged.into(),
            Self::Applications => totals.applications.applications().into(),
            Self::Placements => totals.applications.placements().into(),
            Self::TravelAidCents => figure(totals.travel_aid_cents),
        }
    }
}

impl FollowUpScope {
    /// The college.
    #[must_use]
    pub fn establishment(self) -> Uai {
        match self {
            Self::Class(uai, _) | Self::Establishment(uai, _) => uai,
        }
    }
}

impl FollowUpFigure {
    pub(super) fn shown(self, folds: &Folds) -> Option<i64> {
        self.totals(folds.entities(), folds.follow_up().fold())
    }

    pub(super) fn watch(self) -> Watched {
        Watched(self)
    }

    fn totals(self, entities: &EntityIndex, fold: &FollowUp) -> Option<i64> {
        let totals = match self.scope {
            FollowUpScope::Class(uai, class) => {
                let (number, college) = entities.class(class)?;
                let of_college = college.uai == uai;
                of_college
                    .then(|| fold.class_totals(entities, number))
                    .flatten()?
                    .totals
            }
            FollowUpScope::Establishment(uai, year) => {
                fold.establishment(entities, uai, year)?.totals
            }
        };
        Some(self.measure.of(&totals))
    }
}

/// A total while the fold goes on.
pub(super) struct Watched(FollowUpFigure);

impl Watch for Watched {
    type Of = FollowUp;

    fn after(&mut self, entities: &EntityIndex, fold: &FollowUp, record: &Record) -> Option<i64> {
        let uai = self.0.scope.establishment();
        let concerned = match &record.fact {
            Fact::Establishment(of, _) => *of == uai,
            Fact::Student(student, event) => {
                let now = entities.college_of(*student);
                let is_there = now.is_some_and(|(college, _)| college.uai == uai);
                let was_there =
                    matches!(event, StudentEvent::StudentTakenIn { from, .. } if *from == uai);
                is_there || was_there || entities.was_at(*student, uai)
            }
            Fact::Offer(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => false,
        };
        concerned.then(|| self.0.totals(entities, fold)).flatten()
    }
}
