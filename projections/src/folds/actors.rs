//! Who acted where (SPEC 7): the positions of what each grown-up did, in whosever stream, and of the
//! answers to a teacher that stand in an offer's (OFF-7), of visits that another recorded (AGR-4), of
//! what associations think of a pupil's placement (OFF-9), and of answers that name an association
//! (EST-14). What is
//! held of a person is found by it without reading the whole log. Pupils have no row: they act in
//! their own stream, and in those of the offers that they asked for.
use std::collections::BTreeMap;

use domain::agreement::AgreementEvent;
use domain::establishment::EstablishmentEvent;
use domain::offer::OfferEvent;
use domain::partner::{Evaluated, PartnerEvent};
use domain::schema::Fact;
use eventlog::Position;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entities::EntityIndex;
use crate::fold::{Fold, FoldError};
use crate::record::Record;

/// The fold behind the right of access.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActorIndex {
    of: BTreeMap<Uuid, Positions>,
}

impl Fold for ActorIndex {
    const NAME: &'static str = "acts";
    const VERSION: u32 = 4;

    fn apply(&mut self, _: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let named = named(&record.fact).filter(|named| record.actor != Some(*named));
        for person in record.actor.into_iter().chain(named) {
            self.of.entry(person).or_default().push(record.position.0);
        }
        Ok(())
    }
}

/// The teacher who is answered, or who visited, the pupil whose placement is evaluated, or who answers
/// for the association that is to help.
fn named(fact: &Fact) -> Option<Uuid> {
    match fact {
        Fact::Offer(_, OfferEvent::GroupSeated { by, .. } | OfferEvent::GroupEnded { by, .. }) => {
            Some(by.0)
        }
        Fact::Partner(
            _,
            PartnerEvent::EvaluationGiven {
                evaluated: Evaluated::Placement(student, _),
                ..
            },
        ) => Some(student.0),
        Fact::Establishment(_, EstablishmentEvent::HelpRequestAnswered { partner, .. }) => {
            partner.map(|partner| partner.0)
        }
        Fact::Agreement(
            _,
            AgreementEvent::PupilVisited { visit, .. }
            | AgreementEvent::VisitCorrected {
                visit: Some(visit), ..
            },
        ) => Some(visit.visitor.0),
        Fact::Offer(..)
        | Fact::Student(..)
        | Fact::Establishment(..)
        | Fact::Agreement(..)
        | Fact::Host(..)
        | Fact::Reference(..)
        | Fact::Mandate(..)
        | Fact::Partner(..)
        | Fact::Campaign(..) => None,
    }
}

impl ActorIndex {
    /// Where somebody acted, or was answered, in the order of the log.
    pub fn of(&self, person: Uuid) -> impl Iterator<Item = Position> {
        self.of
            .get(&person)
            .into_iter()
            .flat_map(Positions::positions)
    }
}

/// Numbers that only grow, each as its distance from the one before, seven bits a byte with the
/// lowest first: two or three bytes instead of eight.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Positions {
    last: u64,
    bytes: Vec<u8>,
}

impl Positions {
    fn push(&mut self, number: u64) {
        let mut step = number.saturating_sub(self.last);
        while step >= 0x80 {
            self.bytes.push((step & 0x7f) as u8 | 0x80);
            step >>= 7;
        }
        self.bytes.push(step as u8);
        self.last = number;
    }

    fn positions(&self) -> impl Iterator<Item = Position> {
        let (mut at, mut step, mut shift) = (0_u64, 0_u64, 0_u32);
        self.bytes.iter().filter_map(move |byte| {
            step |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                return None;
            }
            at += step;
            (step, shift) = (0, 0);
            Some(Position(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::given::{TEACHER, form_handed, record};

    proptest! {
        #[test]
        fn what_is_kept_comes_back(numbers in prop::collection::btree_set(any::<u64>(), 0..50)) {
            let mut kept = Positions::default();
            numbers.iter().for_each(|number| kept.push(*number));
            let read: Vec<u64> = kept.positions().map(|position| position.0).collect();
            prop_assert_eq!(read, Vec::from_iter(numbers));
        }
    }

    #[test]
    fn actions_are_found_by_who_acted() {
        let (mut actors, entities) = (ActorIndex::default(), EntityIndex::default());
        let other = Uuid::from_u128(0xff);
        for (position, actor) in [
            (3, Some(TEACHER.0)),
            (4, None),
            (900, Some(other)),
            (70_000, Some(TEACHER.0)),
        ] {
            let record = Record {
                actor,
                ..record(position, form_handed())
            };
            actors.apply(&entities, &record).unwrap();
        }
        let of = |person| Vec::from_iter(actors.of(person));
        assert_eq!(of(TEACHER.0), [Position(3), Position(70_000)]);
        assert_eq!(of(other), [Position(900)]);
        assert_eq!(of(Uuid::nil()), []);
    }
}
