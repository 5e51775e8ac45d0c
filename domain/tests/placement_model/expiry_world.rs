//! The streams of an offer and of pupils who asked for its seat, and who is about to do something.
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use domain::decider::Decider;
use domain::offer::{Offer, OfferCommand, OfferEvent, OfferState, TakeSeat};
use domain::placement_policy::{Step, after_offer_event, after_student_event};
use domain::reference::zones::PARIS;
use domain::rules::Rules;
use domain::student::{
    ExpireApplication, RemindHost, Student, StudentCommand, StudentEvent, StudentState,
};
use jiff::civil::{Date, date};

use super::streams::{application, pupil_of, student_id, week};

/// The day on which they asked; of the first reminder; of the end, past the second one; and the day
/// from which nobody is placed in the week.
pub const DAYS: [Date; 4] = [
    date(2026, 1, 5),
    date(2026, 1, 12),
    date(2026, 1, 20),
    date(2026, 2, 4),
];

/// What somebody begins by what they know, and what reaches its stream later, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Begun {
    /// The host says yes.
    Accept(usize),
    /// A server does what is due that day: the end, or a reminder.
    Due {
        pupil: usize,
        server: u8,
        ends: bool,
        day: usize,
    },
}

/// What a fact of one stream asks of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    Place(usize),
    Release(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    Accepted(usize),
    Expired(usize),
    Reminded(usize, u16),
    SeatTaken(usize),
    SeatReleased(usize),
}

#[derive(Clone, Debug)]
pub struct World {
    pub offer: OfferState,
    pub pupils: Vec<StudentState>,
    pub day: usize,
    pub begun: Vec<Begun>,
    /// Steps that were asked for, until their fact is there.
    pub open: BTreeMap<Asked, Step>,
    /// Steps that were taken, and may be once more.
    pub taken: BTreeMap<Asked, Step>,
    /// What happened, how often.
    pub told: BTreeMap<Fact, u8>,
    pub yes: Vec<u8>,
    pub disturbed: Vec<(usize, u8)>,
    pub crashes: u8,
}

impl World {
    pub fn today(&self) -> Date {
        DAYS[self.day]
    }

    fn tell(&mut self, fact: Fact) {
        *self.told.entry(fact).or_default() += 1;
    }

    fn ask(&mut self, steps: Vec<Step>) {
        for step in steps {
            match &step {
                Step::PlacePupil(_, place) => {
                    let asked = Asked::Place(pupil_of(place.application));
                    self.open.insert(asked, step);
                }
                Step::ReleaseSeat(_, release) => {
                    let asked = Asked::Release(pupil_of(release.application));
                    self.open.insert(asked, step);
                }
                // Of the other model.
                Step::DeclineApplication(..)
                | Step::OpenAgreement(..)
                | Step::EndAgreement(..)
                | Step::CloseAccess(..)
                | Step::MoveWithClass(..)
                | Step::CarryOnGroup(..) => {}
            }
        }
    }

    fn offer(&mut self, command: OfferCommand, rules: &Rules) {
        for event in Offer::decide(&self.offer, command, rules).unwrap_or_default() {
            self.offer = Offer::evolve(std::mem::take(&mut self.offer), &event);
            match &event {
                OfferEvent::SeatTaken { application, .. } => {
                    self.tell(Fact::SeatTaken(pupil_of(*application)));
                }
                OfferEvent::SeatReleased { application, .. } => {
                    let pupil = pupil_of(*application);
                    self.tell(Fact::SeatReleased(pupil));
                    self.open.remove(&Asked::Release(pupil));
                }
                _ => {}
            }
            self.ask(after_offer_event(
                super::streams::OFFER,
                &event,
                std::iter::empty(),
            ));
        }
    }

    pub fn pupil(&mut self, n: usize, command: StudentCommand, rules: &Rules) {
        for event in Student::decide(&self.pupils[n], command, rules).unwrap_or_default() {
            self.pupils[n] = Student::evolve(std::mem::take(&mut self.pupils[n]), &event);
            match &event {
                StudentEvent::ApplicationAccepted { .. } => {
                    self.tell(Fact::Accepted(n));
                    self.open.remove(&Asked::Place(n));
                }
                StudentEvent::AcceptanceRefused { .. } => {
                    self.open.remove(&Asked::Place(n));
                }
                StudentEvent::ApplicationExpired { .. } => self.tell(Fact::Expired(n)),
                StudentEvent::HostReminded { after_days, .. } => {
                    self.tell(Fact::Reminded(n, *after_days));
                }
                _ => {}
            }
            self.ask(after_student_event(student_id(n), &event));
        }
    }

    /// What was begun reaches its stream.
    pub fn arrive(&mut self, begun: Begun, rules: &Rules) {
        match begun {
            Begun::Accept(pupil) => {
                let take = TakeSeat {
                    application: application(pupil),
                    student: student_id(pupil),
                    week: week(),
                    message: None,
                    today: self.today(),
                };
                self.offer(OfferCommand::TakeSeat(take), rules);
            }
            Begun::Due {
                pupil, ends, day, ..
            } => {
                let (application, zone, today) = (application(pupil), PARIS, DAYS[day]);
                let command = if ends {
                    StudentCommand::ExpireApplication(ExpireApplication {
                        application,
                        zone,
                        today,
                    })
                } else {
                    StudentCommand::RemindHost(RemindHost {
                        application,
                        zone,
                        today,
                    })
                };
                self.pupil(pupil, command, rules);
            }
        }
    }

    pub fn take(&mut self, asked: Asked, step: Step, rules: &Rules) {
        match step {
            Step::PlacePupil(_, place) => {
                let Asked::Place(pupil) = asked else { return };
                self.pupil(pupil, StudentCommand::PlacePupil(place), rules);
                // Placed already: there is no second fact.
                self.open.remove(&asked);
            }
            Step::ReleaseSeat(_, release) => {
                self.offer(OfferCommand::ReleaseSeat(release), rules);
                self.open.remove(&asked);
            }
            _ => {}
        }
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        let keys = |steps: &BTreeMap<Asked, Step>| steps.keys().copied().collect::<Vec<_>>();
        (&self.offer, &self.pupils, &self.begun, &self.told)
            == (&other.offer, &other.pupils, &other.begun, &other.told)
            && keys(&self.open) == keys(&other.open)
            && keys(&self.taken) == keys(&other.taken)
            && (self.day, &self.yes, &self.disturbed, self.crashes)
                == (other.day, &other.yes, &other.disturbed, other.crashes)
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        for held in self.offer.seats.values() {
            held.hash(hasher);
        }
        for (n, pupil) in self.pupils.iter().enumerate() {
            let asked = &pupil.applications[&application(n)];
            format!("{:?}", asked.status).hash(hasher);
            asked.reminded.hash(hasher);
        }
        (&self.begun, &self.told, &self.yes, &self.disturbed).hash(hasher);
        for asked in self.open.keys().chain(self.taken.keys()) {
            asked.hash(hasher);
        }
        (self.open.len(), self.day, self.crashes).hash(hasher);
    }
}
