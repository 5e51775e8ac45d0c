//! A pupil's year: what they and others do about them, in order, from the seed and their number.
use domain::calendar::Week;

use super::ids::mix;
use super::layout::{CLASSES, Layout};
use super::stage::{ASKING, Stage};
use crate::testing::Random;

/// One append about a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Enrol,
    HandForm,
    RecordAuthorisation,
    OpenAccess,
    SaveCv,
    Submit(usize),
    Examine(usize),
    Decline(usize),
    Expire(usize),
    Withdraw(usize),
    TakeSeat(usize),
    Accept(usize),
    OpenAgreement(usize),
    /// The college, the host, the pupil, the guardian.
    Sign(usize, Signer),
    Complete(usize),
    Debrief(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signer {
    College,
    Host,
    Pupil,
    Guardian,
}

/// An append, with how many events its stream holds before it: the pupil's, or the agreement's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub stage: Stage,
    pub act: Act,
    pub version: u64,
}

/// What becomes of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Pending,
    Examined,
    Declined,
    Expired,
    Withdrawn,
    Placed,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Application {
    pub offer: u64,
    pub week: Week,
    outcome: Outcome,
    asking: u64,
}

/// A pupil and their year.
pub(super) struct Pupil {
    pub college: u64,
    pub number: u64,
    pub class: u64,
    pub applications: Vec<Application>,
    pub acts: Vec<Planned>,
}

/// Pupils of a hundred who are placed where there is a seat.
const PLACED: u64 = 85;

impl Pupil {
    pub fn new(layout: &Layout, college: u64, number: u64) -> Self {
        let mut random = Random(layout.ids.seed ^ mix(number));
        let mut pupil = Self {
            college,
            number,
            class: number % CLASSES,
            applications: applications(layout, &mut random, college, number),
            acts: vec![],
        };
        pupil.plan(&mut random);
        pupil
    }

    /// Those that fall away with a placement: of the same week, and not answered (STU-9).
    pub fn siblings(&self, placed: usize) -> impl Iterator<Item = usize> + '_ {
        let week = self.applications[placed].week;
        let all = self.applications.iter().enumerate();
        all.filter(move |(index, other)| {
            let waits = matches!(other.outcome, Outcome::Pending | Outcome::Examined);
            *index != placed && other.week == week && waits
        })
        .map(|(index, _)| index)
    }

    fn plan(&mut self, random: &mut Random) {
        use Act::*;
        let mut acts = vec![
            (Stage::Enrolled, Enrol),
            (Stage::Authorised, HandForm),
            (Stage::Authorised, RecordAuthorisation),
            (Stage::Authorised, OpenAccess),
            (Stage::CvWritten, SaveCv),
        ];
        for asking in 0..=ASKING {
            for (index, application) in self.applications.iter().enumerate() {
                if application.asking + 1 == asking {
                    let stage = Stage::after(application.asking);
                    match application.outcome {
                        Outcome::Pending | Outcome::Placed => {}
                        Outcome::Examined => acts.push((stage, Examine(index))),
                        Outcome::Declined => acts.push((stage, Decline(index))),
                        Outcome::Expired => acts.push((stage, Expire(index))),
                        Outcome::Withdrawn => acts.push((stage, Withdraw(index))),
                    }
                }
            }
            for (index, application) in self.applications.iter().enumerate() {
                if application.asking == asking {
                    acts.push((Stage::Asking(asking), Submit(index)));
                }
            }
        }
        let mut all = self.applications.iter();
        if let Some(placed) = all.position(|one| one.outcome == Outcome::Placed) {
            for act in [TakeSeat(placed), Accept(placed), OpenAgreement(placed)] {
                acts.push((Stage::Placed, act));
            }
            // One in three agreements is signed by half of those who should.
            let all = [
                Signer::College,
                Signer::Host,
                Signer::Pupil,
                Signer::Guardian,
            ];
            let signers = if random.once_in(3) { 2 } else { 4 };
            for signer in all.into_iter().take(signers) {
                acts.push((Stage::Signed, Sign(placed, signer)));
            }
            if !random.once_in(20) {
                acts.push((Stage::Completed, Complete(placed)));
                if random.once_in(2) {
                    acts.push((Stage::Completed, Debrief(placed)));
                }
            }
        }
        self.number_them(acts);
    }

    /// Tells each append how many events stand before it in its stream.
    fn number_them(&mut self, acts: Vec<(Stage, Act)>) {
        let (mut own, mut agreement) = (0, 0);
        for (stage, act) in acts {
            let (counted, events) = match act {
                // The offer's stream, which the seats of others are in too.
                Act::TakeSeat(_) => (None, 0),
                Act::OpenAgreement(_) => (Some(&mut agreement), 2),
                Act::Sign(..) => (Some(&mut agreement), 1),
                Act::Accept(placed) => {
                    let events = 1 + self.siblings(placed).count() as u64;
                    (Some(&mut own), events)
                }
                _ => (Some(&mut own), 1),
            };
            let version = counted.map_or(0, |version| {
                let before = *version;
                *version += events;
                before
            });
            self.acts.push(Planned {
                stage,
                act,
                version,
            });
        }
    }
}

fn applications(
    layout: &Layout,
    random: &mut Random,
    college: u64,
    number: u64,
) -> Vec<Application> {
    let count = layout.applications_of(number);
    let seat = layout.seat_for(college, number);
    let seat = seat.filter(|_| random.draw() % 100 < PLACED);
    // Asked for in the second half: what came before did not help.
    let placed = seat.map(|seat| (count * 3 / 4, seat));
    let week = match seat {
        Some((_, week)) => week,
        None => *random.one_of(&layout.weeks),
    };
    (0..count)
        .map(|index| {
            let asking = index * ASKING / count.max(1);
            if let Some((at, (offer, week))) = placed
                && at == index
            {
                return Application {
                    offer,
                    week,
                    outcome: Outcome::Placed,
                    asking,
                };
            }
            let (offer, week) = some_offer(layout, random, college, week);
            let outcome = match random.below(100) {
                0..37 => Outcome::Declined,
                37..53 => Outcome::Expired,
                53..61 => Outcome::Withdrawn,
                61..65 => Outcome::Examined,
                _ => Outcome::Pending,
            };
            Application {
                offer,
                week,
                outcome,
                asking,
            }
        })
        .collect()
}

/// An offer near by, in a week that the pupil has in mind where some of those looked at has it.
fn some_offer(layout: &Layout, random: &mut Random, college: u64, week: Week) -> (u64, Week) {
    let wanted = layout.weeks.iter().position(|other| *other == week);
    let wanted = wanted.unwrap_or_default();
    let mut found = (0, layout.weeks[0]);
    for _ in 0..8 {
        let offer = layout.some_offer_near(college, random.draw());
        let offered = layout.offered(offer);
        if (offered.first..offered.first + offered.count).contains(&wanted) {
            return (offer, week);
        }
        found = (offer, layout.weeks[offered.first]);
    }
    found
}
