//! What partners told of offers and placements in a territory (OFF-9): how often, and the marks added
//! up. The average that the dashboard shows is the second by the first.
use std::collections::BTreeMap;

use domain::calendar::SchoolYear;
use domain::establishment::EstablishmentEvent;
use domain::offer::OfferEvent;
use domain::partner::{Evaluated, PartnerEvent};
use domain::schema::Fact;
use domain::student::StudentEvent;

use crate::entities::EntityIndex;
use crate::folds::steering::{EvaluationFigures, Steering, Territory};
use crate::record::Record;

/// Which of the figures of evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationMeasure {
    /// How many partners told what they think of offers, of each the last.
    OfferEvaluations,
    /// Their marks, added up.
    OfferMarks,
    /// How many told it of completed placements.
    PlacementEvaluations,
    /// Their marks, added up.
    PlacementMarks,
}

impl EvaluationMeasure {
    /// On the dashboard.
    pub(super) fn on_dashboard(self, figures: &EvaluationFigures) -> i64 {
        i64::from(match self {
            Self::OfferEvaluations => figures.offers.evaluations,
            Self::OfferMarks => figures.offers.sum,
            Self::PlacementEvaluations => figures.placements.evaluations,
            Self::PlacementMarks => figures.placements.sum,
        })
    }

    fn is_of(self, evaluated: Evaluated) -> bool {
        match (self, evaluated) {
            (Self::OfferEvaluations | Self::OfferMarks, Evaluated::Offer(_))
            | (Self::PlacementEvaluations | Self::PlacementMarks, Evaluated::Placement(..)) => true,
            (Self::OfferEvaluations | Self::OfferMarks, Evaluated::Placement(..))
            | (Self::PlacementEvaluations | Self::PlacementMarks, Evaluated::Offer(_)) => false,
        }
    }
}

/// Of which territory and school year, or of all; and which figure.
pub(super) type Of = (Territory, Option<SchoolYear>, EvaluationMeasure);

/// The figure while the fold goes on.
#[derive(Default)]
pub(super) struct Evaluations {
    /// What each offer or placement added when it was last looked at, and all of them.
    told: BTreeMap<Evaluated, i64>,
    sum: i64,
}

impl Evaluations {
    /// The figure after a record; none where it cannot have moved it.
    pub fn after(
        &mut self,
        of: Of,
        (entities, fold): (&EntityIndex, &Steering),
        record: &Record,
    ) -> Option<i64> {
        for evaluated in self.moved(&record.fact)? {
            if of.2.is_of(evaluated) {
                self.look_at(of, (entities, fold), evaluated);
            }
        }
        Some(self.sum)
    }

    /// What of the evaluations a fact may have moved: the one that it tells; those of an offer whose
    /// weeks or place are others now, of a pupil who is at another college, of all where a college
    /// is in another department.
    fn moved(&self, fact: &Fact) -> Option<Vec<Evaluated>> {
        let known = || self.told.keys().copied();
        match fact {
            Fact::Partner(_, PartnerEvent::EvaluationGiven { evaluated, .. }) => {
                Some(vec![*evaluated])
            }
            Fact::Offer(offer, OfferEvent::OfferRevised { .. }) => {
                let evaluated = Evaluated::Offer(*offer);
                self.told.contains_key(&evaluated).then(|| vec![evaluated])
            }
            Fact::Student(moved, StudentEvent::StudentTakenIn { .. }) => {
                let theirs = |of: &Evaluated| match of {
                    Evaluated::Placement(student, _) => student == moved,
                    Evaluated::Offer(_) => false,
                };
                Some(known().filter(theirs).collect())
            }
            Fact::Establishment(_, EstablishmentEvent::ListingCorrected { .. }) => {
                Some(known().collect())
            }
            Fact::Partner(..)
            | Fact::Offer(..)
            | Fact::Student(..)
            | Fact::Establishment(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => None,
        }
    }

    fn look_at(
        &mut self,
        (territory, year, measure): Of,
        (entities, fold): (&EntityIndex, &Steering),
        evaluated: Evaluated,
    ) {
        let counts = fold.evaluated_in(entities, evaluated, territory, year);
        let rows = entities.evaluations_of(evaluated).filter(|_| counts);
        let now = rows.map(|row| match measure {
            EvaluationMeasure::OfferEvaluations | EvaluationMeasure::PlacementEvaluations => 1,
            EvaluationMeasure::OfferMarks | EvaluationMeasure::PlacementMarks => {
                i64::from(row.mark.number())
            }
        });
        let now = now.sum();
        let before = self.told.insert(evaluated, now).unwrap_or(0);
        self.sum += now - before;
    }
}
