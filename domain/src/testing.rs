//! Given/When/Then, and the people and things that the tests of the rules speak of.
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::calendar::Week;
use crate::decider::Decider;
use crate::ids::{ApplicationId, ClassId, GuardianId, OfferId, Siret, StaffId, StudentId, Uai};
use crate::rules::Rules;
use crate::sealed::Sealed;

/// A past of an aggregate.
pub struct Given<D: Decider>(D::State, Vec<D::Event>);

/// What came of asking.
pub struct Then<D: Decider>(pub Result<Vec<D::Event>, D::Refusal>);

/// These events have happened.
pub fn given<D: Decider>(events: impl IntoIterator<Item = D::Event>) -> Given<D> {
    let events: Vec<D::Event> = events.into_iter().collect();
    Given(events.iter().fold(D::State::default(), D::evolve), events)
}

impl<D: Decider> Given<D> {
    /// This is asked now.
    pub fn when(self, command: D::Command) -> Then<D> {
        Then(D::decide(&self.0, command, &Rules::default()))
    }

    /// More has happened.
    pub fn and(self, events: impl IntoIterator<Item = D::Event>) -> Self {
        given::<D>(self.1.into_iter().chain(events))
    }

    /// The state that this past adds up to.
    pub fn state(self) -> D::State {
        self.0
    }
}

impl<D: Decider> Then<D> {
    /// Just this happens.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = D::Event>) {
        assert_eq!(self.0, Ok(events.into_iter().collect()));
    }

    /// Nothing happens: it is so already.
    #[track_caller]
    pub fn then_nothing(self) {
        assert_eq!(self.0, Ok(vec![]));
    }

    /// It is refused.
    #[track_caller]
    pub fn then_refused(self, refusal: D::Refusal) {
        assert_eq!(self.0, Err(refusal));
    }
}

pub const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub const PUPIL: StudentId = StudentId(id(1));
pub const GUARDIAN: GuardianId = GuardianId(id(2));
pub const HEAD: StaffId = StaffId(id(3));
pub const TEACHER: StaffId = StaffId(id(4));
pub const CLASS: ClassId = ClassId(id(5));
pub const OFFER: OfferId = OfferId(id(6));
pub const OTHER_OFFER: OfferId = OfferId(id(7));
pub const A1: ApplicationId = ApplicationId(id(11));
pub const A2: ApplicationId = ApplicationId(id(12));
pub const A3: ApplicationId = ApplicationId(id(13));

/// A Monday of September, when all is open.
pub const TODAY: Date = date(2025, 9, 29);

pub fn now() -> Timestamp {
    "2025-09-29T08:00:00Z".parse().unwrap()
}

pub fn uai() -> Uai {
    "0010035H".parse().unwrap()
}

pub fn siret() -> Siret {
    "73282932000074".parse().unwrap()
}

pub fn week(number: i8) -> Week {
    Week::new(2026, number).unwrap()
}

pub fn sealed<T>() -> Sealed<T> {
    Sealed::from_text("sealed")
}
