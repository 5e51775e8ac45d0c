//! Expiry against acceptance, withdrawal and cancellation, with two servers and restarts (STU-13).
use std::collections::BTreeMap;

use domain::reference::zones::PARIS;
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{
    Application, CancelPlacement, CancelledBy, ExamineApplication, StudentCommand,
    WithdrawApplication,
};
use stateright::{Model, Property};

use super::check;
use super::expiry_world::{Asked, Begun, DAYS, Fact, World};
use super::streams::{self, application, asked_at};

/// What is different between the models that are checked.
#[derive(Clone)]
struct Expiry {
    pupils: usize,
    servers: u8,
    /// How often something that was begun is lost, or a step taken once more.
    crashes: u8,
    disturbances: Vec<Disturbance>,
    rules: Rules,
}

/// What people do beside the host's yes, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disturbance {
    Withdraws,
    Cancels,
    Examines,
}

#[derive(Clone, Debug, PartialEq)]
enum Happens {
    Begin(Begun),
    Arrive(usize),
    /// What was begun is lost: whoever began it was killed.
    Crash(usize),
    /// A step is taken: by who caused it, or after a crash by the process.
    Take(Asked),
    /// The same step is taken once more, by a server that was only slow.
    TakeAgain(Asked),
    Disturb(Disturbance, usize),
    DayPasses,
}

fn asked(world: &World, pupil: usize) -> &Application {
    &world.pupils[pupil].applications[&application(pupil)]
}

impl Expiry {
    fn due(&self, world: &World, pupil: usize, server: u8) -> Option<Begun> {
        let due = asked(world, pupil).unanswered(PARIS)?.due(&self.rules);
        (due.next <= world.today()).then_some(Begun::Due {
            pupil,
            server,
            ends: due.expires_on <= world.today(),
            day: world.day,
        })
    }

    fn nothing_is_left(&self, world: &World) -> bool {
        world.begun.is_empty() && world.open.is_empty()
    }

    fn is_at_an_end(&self, world: &World) -> bool {
        self.nothing_is_left(world)
            && (0..self.pupils).all(|pupil| !asked(world, pupil).is_pending())
    }
}

fn told(world: &World, fact: Fact) -> u8 {
    world.told.get(&fact).copied().unwrap_or_default()
}

impl Model for Expiry {
    type State = World;
    type Action = Happens;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            offer: streams::offer(),
            pupils: (0..self.pupils).map(streams::pupil).collect(),
            day: 0,
            begun: vec![],
            open: BTreeMap::new(),
            taken: BTreeMap::new(),
            told: BTreeMap::new(),
            yes: vec![0; self.pupils],
            disturbed: vec![],
            crashes: 0,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Happens>) {
        for pupil in 0..self.pupils {
            let application = asked(world, pupil);
            // Two people of the host.
            if application.may_be_accepted().is_ok() && world.yes[pupil] < 2 {
                actions.push(Happens::Begin(Begun::Accept(pupil)));
            }
            for server in 0..self.servers {
                let is_at_it = |begun: &Begun| matches!(begun, Begun::Due { pupil: of, server: by, .. } if (*of, *by) == (pupil, server));
                if !world.begun.iter().any(is_at_it) {
                    let due = self.due(world, pupil, server);
                    actions.extend(due.map(Happens::Begin));
                }
            }
            for (n, disturbance) in (0..).zip(&self.disturbances) {
                let possible = match disturbance {
                    Disturbance::Withdraws | Disturbance::Examines => application.is_pending(),
                    Disturbance::Cancels => application.is_placement(),
                };
                if possible && !world.disturbed.contains(&(pupil, n)) {
                    actions.push(Happens::Disturb(*disturbance, pupil));
                }
            }
        }
        for begun in 0..world.begun.len() {
            actions.push(Happens::Arrive(begun));
            if world.crashes < self.crashes {
                actions.push(Happens::Crash(begun));
            }
        }
        actions.extend(world.open.keys().map(|asked| Happens::Take(*asked)));
        if world.crashes < self.crashes {
            actions.extend(world.taken.keys().map(|asked| Happens::TakeAgain(*asked)));
        }
        if world.day + 1 < DAYS.len() {
            actions.push(Happens::DayPasses);
        }
    }

    fn next_state(&self, world: &World, happens: Happens) -> Option<World> {
        let mut next = world.clone();
        match happens {
            Happens::Begin(begun) => {
                if let Begun::Accept(pupil) = begun {
                    next.yes[pupil] += 1;
                }
                next.begun.push(begun);
                next.begun.sort_unstable();
            }
            Happens::Arrive(n) => {
                let begun = next.begun.remove(n);
                next.arrive(begun, &self.rules);
            }
            Happens::Crash(n) => {
                next.begun.remove(n);
                next.crashes += 1;
            }
            Happens::Take(asked) => {
                let step = next.open.get(&asked)?.clone();
                next.taken.insert(asked, step.clone());
                next.take(asked, step, &self.rules);
            }
            Happens::TakeAgain(asked) => {
                let step = next.taken.remove(&asked)?;
                next.crashes += 1;
                next.take(asked, step, &self.rules);
            }
            Happens::Disturb(disturbance, pupil) => {
                let n = (0..).zip(&self.disturbances);
                let n = n.filter(|(_, known)| **known == disturbance);
                next.disturbed.extend(n.map(|(n, _)| (pupil, n)));
                next.disturbed.sort_unstable();
                let command = match disturbance {
                    Disturbance::Withdraws => {
                        StudentCommand::WithdrawApplication(WithdrawApplication {
                            application: application(pupil),
                            reason: None,
                        })
                    }
                    Disturbance::Cancels => StudentCommand::CancelPlacement(CancelPlacement {
                        application: application(pupil),
                        by: CancelledBy::Pupil,
                        reason: Sealed::from_text(""),
                        today: next.today(),
                    }),
                    Disturbance::Examines => {
                        StudentCommand::ExamineApplication(ExamineApplication {
                            application: application(pupil),
                            at: asked_at(),
                        })
                    }
                };
                next.pupil(pupil, command, &self.rules);
            }
            Happens::DayPasses => next.day += 1,
        }
        // What changes nothing is no step: where only that is left is the end.
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("never expired and placed", |_, world: &World| {
                (0..world.pupils.len()).all(|pupil| {
                    let accepted = told(world, Fact::Accepted(pupil));
                    accepted + told(world, Fact::Expired(pupil)) <= 1
                })
            }),
            Property::always("each reminder once", |_, world: &World| {
                let reminders = world.told.iter();
                let mut reminders = reminders.filter(|(of, _)| matches!(of, Fact::Reminded(..)));
                reminders.all(|(_, often)| *often == 1)
            }),
            Property::always("never a seat too many", |_, world: &World| {
                let seats = world.offer.seats_taken(streams::week());
                seats <= streams::terms().seats_per_week
            }),
            Property::always("in the end a seat for a placement and for nothing else", {
                |model: &Self, world: &World| {
                    !model.nothing_is_left(world)
                        || (0..world.pupils.len()).all(|pupil| {
                            let seat = world.offer.seat_of(application(pupil));
                            seat.is_some() == asked(world, pupil).is_placement()
                        })
                }
            }),
            Property::eventually("always an end", Self::is_at_an_end),
            Property::sometimes("one expires while its seat is held", |_, world: &World| {
                (0..world.pupils.len()).any(|pupil| {
                    told(world, Fact::Expired(pupil)) == 1
                        && world.offer.seat_of(application(pupil)).is_some()
                })
            }),
            Property::sometimes("one is placed", |_, world: &World| {
                told(world, Fact::Accepted(0)) == 1 && world.open.is_empty()
            }),
        ]
    }
}

#[test]
fn one_application_two_servers_and_everything_that_people_do() {
    check(Expiry {
        pupils: 1,
        servers: 2,
        crashes: 2,
        disturbances: vec![
            Disturbance::Withdraws,
            Disturbance::Cancels,
            Disturbance::Examines,
        ],
        rules: Rules::default(),
    });
}

#[test]
fn two_applications_for_the_one_seat_of_an_offer() {
    check(Expiry {
        pupils: 2,
        servers: 1,
        crashes: 1,
        disturbances: vec![Disturbance::Cancels],
        rules: Rules {
            reminders_after_days: vec![],
            ..Rules::default()
        },
    });
}
