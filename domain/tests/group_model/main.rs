//! Groups over the streams of two offers and four pupils, in every order (OFF-7): hosts that answer,
//! pupils who are placed elsewhere, who take an application back, whose authorisation goes; steps
//! that are taken twice, late, or lost in a crash. The rules and the policy are those of the
//! program; the model only chooses what happens next.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how much it tried"
)]
#[path = "../farm/mod.rs"]
mod farm;
mod world;

use domain::decider::Decider;
use domain::group_policy::GroupProgress;
use domain::ids::ClassId;
use domain::offer::{
    ApplyAsGroup, EndGroup, GroupEndCause, GroupMember, GroupStatus, Offer, OfferCommand,
    OfferEvent, OfferState, SeatGroup,
};
use domain::sealed::Sealed;
use domain::student::{StudentCommand, WithdrawApplication, WithdrawAuthorisation, WithdrawnBy};
use stateright::{Checker, Model, Property};
use uuid::Uuid;

use world::{
    SEATS, TEACHER, TODAY, World, application, group_id, offer_id, pupil, release, student_id,
    terms, week,
};

/// What is different between the models that are checked.
#[derive(Clone)]
struct Groups {
    /// Who is in which group, at which offer.
    groups: Vec<(usize, Vec<usize>)>,
    /// What may happen to pupils from outside, each once.
    disturbances: Vec<Disturbance>,
    /// How often a step that was begun is lost.
    crashes: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Disturbance {
    /// The pupil takes the application with a group back.
    TakesBack { pupil: usize, group: usize },
    /// The guardian takes the authorisation back.
    LosesAuthorisation { pupil: usize },
    /// The host says no.
    HostDeclines { group: usize },
    /// The college takes the group back.
    CollegeWithdraws { group: usize },
}

#[derive(Clone, Debug, PartialEq)]
enum Happens {
    /// The host says yes.
    Seat(usize),
    /// Somebody reads the streams and begins one of the next steps of a group.
    Begin(usize, usize),
    /// A step that was begun reaches its stream.
    Take(usize),
    /// A step that was begun is lost: whoever began it was killed.
    Crash(usize),
    /// A seat goes back.
    Release(usize),
    Disturb(Disturbance),
}

impl Groups {
    fn seats_are_kept(&self, world: &World) -> bool {
        world
            .offers
            .iter()
            .all(|offer| offer.seats_taken(week()) <= SEATS)
    }

    /// Nobody is placed by a group that was not accepted, nor twice in a week.
    fn nobody_alone(&self, world: &World) -> bool {
        let placed = |group: usize, pupil: usize| {
            let found = world.pupils[pupil]
                .applications
                .get(&application(group, pupil));
            found.is_some_and(|found| found.is_placement())
        };
        self.groups
            .iter()
            .enumerate()
            .all(|(group, (offer, members))| {
                let status = world.offers[*offer]
                    .group(group_id(group))
                    .map(|g| g.status);
                status == Some(GroupStatus::Accepted)
                    || members.iter().all(|pupil| !placed(group, *pupil))
            })
            && (0..world.pupils.len()).all(|pupil| {
                let placements = (0..self.groups.len()).filter(|group| placed(*group, pupil));
                placements.count() <= 1
            })
    }

    /// Nothing is left to do: then a group is placed but for those who left it themselves, each on a
    /// seat, or nobody of it is, and it holds none.
    fn whole_or_none(&self, world: &World) -> bool {
        self.groups
            .iter()
            .enumerate()
            .all(|(group, (offer, members))| {
                let at = &world.offers[*offer];
                let Some(asked) = at.group(group_id(group)) else {
                    return true;
                };
                if self.something_is_left(world) {
                    return true;
                }
                let left_by_themselves = |pupil: usize| {
                    world.disturbed.iter().any(|happened| match happened {
                        Disturbance::TakesBack { pupil: of, .. }
                        | Disturbance::LosesAuthorisation { pupil: of } => *of == pupil,
                        Disturbance::HostDeclines { .. } | Disturbance::CollegeWithdraws { .. } => {
                            false
                        }
                    })
                };
                members.iter().all(|pupil| {
                    let id = application(group, *pupil);
                    let found = world.pupils[*pupil].applications.get(&id);
                    let placed = found.is_some_and(|found| found.is_placement());
                    let waits = found.is_some_and(|found| found.is_pending());
                    let seat = at.seat_of(id).is_some();
                    match asked.status {
                        GroupStatus::Pending => !placed && !seat && waits,
                        GroupStatus::Seated => false,
                        GroupStatus::Accepted => {
                            placed == seat && (placed || left_by_themselves(*pupil))
                        }
                        GroupStatus::Ended => !placed && !seat && !waits,
                    }
                })
            })
    }

    /// Where a look at the streams finds something to do the placement process knows of it, and where
    /// nothing is left it has nothing open.
    fn the_process_sees_it(&self, world: &World) -> bool {
        self.groups.iter().enumerate().all(|(group, (offer, _))| {
            let open = world.progress[group].is_open();
            (world.next(*offer, group).is_empty() || open)
                && (self.something_is_left(world) || !open)
        })
    }

    fn is_at_an_end(&self, world: &World) -> bool {
        !self.something_is_left(world)
    }

    fn somebody_is_placed(&self, world: &World) -> bool {
        let accepted = self.groups.iter().enumerate().any(|(group, (offer, _))| {
            let asked = world.offers[*offer].group(group_id(group));
            asked.is_some_and(|asked| asked.status == GroupStatus::Accepted)
        });
        accepted && self.is_at_an_end(world)
    }

    fn something_is_left(&self, world: &World) -> bool {
        !world.begun.is_empty()
            || !world.to_release.is_empty()
            || self
                .groups
                .iter()
                .enumerate()
                .any(|(group, (offer, _))| !world.next(*offer, group).is_empty())
    }
}

impl Model for Groups {
    type State = World;
    type Action = Happens;

    fn init_states(&self) -> Vec<World> {
        let published = |offer| OfferEvent::OfferPublished {
            offer: offer_id(offer),
            host: "73282932000074".parse().unwrap(),
            terms: terms(),
        };
        let offer = |n| Offer::evolve(OfferState::default(), &published(n));
        let members = |group: usize, pupils: &[usize]| -> Vec<GroupMember> {
            let member = |pupil: &usize| GroupMember {
                student: student_id(*pupil),
                application: application(group, *pupil),
            };
            pupils.iter().map(member).collect()
        };
        let progress = self.groups.iter().enumerate();
        let progress = progress
            .map(|(n, (offer, pupils))| GroupProgress::new(offer_id(*offer), &members(n, pupils)));
        let mut world = World {
            offers: (0..2).map(offer).collect(),
            pupils: (0..4).map(pupil).collect(),
            progress: progress.collect(),
            begun: vec![],
            to_release: vec![],
            disturbed: vec![],
            crashes: 0,
        };
        for (group, (offer, pupils)) in self.groups.iter().enumerate() {
            world.offer(
                *offer,
                OfferCommand::ApplyAsGroup(ApplyAsGroup {
                    group: group_id(group),
                    establishment: "0010035H".parse().unwrap(),
                    class: ClassId(Uuid::from_u128(3)),
                    week: week(),
                    members: members(group, pupils),
                    by: TEACHER,
                    letter: Sealed::from_text(""),
                    at: "2026-01-12T10:00:00Z".parse().unwrap(),
                    today: TODAY,
                }),
            );
        }
        vec![world]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Happens>) {
        for (group, (offer, _)) in self.groups.iter().enumerate() {
            let asked = world.offers[*offer].group(group_id(group));
            if asked.is_some_and(|asked| asked.status == GroupStatus::Pending) {
                actions.push(Happens::Seat(group));
            }
            // The command that asked and the placement process.
            let under_way = world.begun.iter().filter(|(of, _)| *of == group).count();
            if under_way < 2 {
                let steps = 0..world.next(*offer, group).len();
                actions.extend(steps.map(|step| Happens::Begin(group, step)));
            }
        }
        for begun in 0..world.begun.len() {
            actions.push(Happens::Take(begun));
            if world.crashes < self.crashes {
                actions.push(Happens::Crash(begun));
            }
        }
        for seat in 0..world.to_release.len() {
            actions.push(Happens::Release(seat));
        }
        for disturbance in &self.disturbances {
            if !world.disturbed.contains(disturbance) {
                actions.push(Happens::Disturb(*disturbance));
            }
        }
    }

    fn next_state(&self, world: &World, happens: Happens) -> Option<World> {
        let mut next = world.clone();
        match happens {
            Happens::Seat(group) => next.offer(
                self.groups[group].0,
                OfferCommand::SeatGroup(SeatGroup {
                    group: group_id(group),
                    message: None,
                    today: TODAY,
                }),
            ),
            Happens::Begin(group, step) => {
                let steps = next.next(self.groups[group].0, group);
                let step = steps.into_iter().nth(step)?;
                if next.begun.contains(&(group, step.clone())) {
                    return None;
                }
                next.begun.push((group, step));
            }
            Happens::Take(n) => {
                let (group, step) = next.begun.remove(n);
                next.take(self.groups[group].0, group, &step);
            }
            Happens::Crash(n) => {
                next.begun.remove(n);
                next.crashes += 1;
            }
            Happens::Release(n) => {
                let (offer, application) = next.to_release.remove(n);
                next.offer(offer, release(application));
            }
            Happens::Disturb(disturbance) => {
                next.disturbed.push(disturbance);
                next.disturbed
                    .sort_by_key(|happened| format!("{happened:?}"));
                match disturbance {
                    Disturbance::TakesBack { pupil, group } => {
                        let application = application(group, pupil);
                        let back = WithdrawApplication {
                            application,
                            reason: None,
                        };
                        next.pupil(pupil, StudentCommand::WithdrawApplication(back));
                    }
                    Disturbance::LosesAuthorisation { pupil } => {
                        let by = WithdrawnBy::Guardian;
                        let lost = WithdrawAuthorisation { by };
                        next.pupil(pupil, StudentCommand::WithdrawAuthorisation(lost));
                    }
                    Disturbance::HostDeclines { group } => {
                        let message = Sealed::from_text("");
                        self.end(&mut next, group, GroupEndCause::DeclinedByHost { message });
                    }
                    Disturbance::CollegeWithdraws { group } => {
                        self.end(&mut next, group, GroupEndCause::WithdrawnByCollege);
                    }
                }
            }
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("never a seat too many", Self::seats_are_kept),
            Property::always("nobody is placed without the others", Self::nobody_alone),
            Property::always("the whole group or none of it", Self::whole_or_none),
            Property::always("the process sees what is left", Self::the_process_sees_it),
            Property::eventually("always an end", Self::is_at_an_end),
            Property::sometimes("a group is placed", Self::somebody_is_placed),
        ]
    }
}

impl Groups {
    fn end(&self, world: &mut World, group: usize, cause: GroupEndCause) {
        let group_of = group_id(group);
        let end = EndGroup {
            group: group_of,
            cause,
        };
        world.offer(self.groups[group].0, OfferCommand::EndGroup(end));
    }
}

fn check(groups: Groups) {
    let checker = groups.checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
}

#[test]
fn two_groups_that_share_a_pupil_at_two_hosts() {
    check(Groups {
        groups: vec![(0, vec![0, 1]), (1, vec![1, 2])],
        disturbances: vec![],
        crashes: 1,
    });
}

#[test]
fn two_groups_for_the_seats_of_one_host() {
    check(Groups {
        groups: vec![(0, vec![0, 1]), (0, vec![2, 3])],
        disturbances: vec![],
        crashes: 1,
    });
}

#[test]
fn a_pupil_who_takes_it_back_and_a_guardian_who_does() {
    check(Groups {
        groups: vec![(0, vec![0, 1])],
        disturbances: vec![
            Disturbance::TakesBack { pupil: 0, group: 0 },
            Disturbance::LosesAuthorisation { pupil: 1 },
        ],
        crashes: 2,
    });
}

#[test]
fn a_host_that_says_no_and_a_college_that_takes_it_back_in_between() {
    check(Groups {
        groups: vec![(0, vec![0, 1])],
        disturbances: vec![
            Disturbance::HostDeclines { group: 0 },
            Disturbance::CollegeWithdraws { group: 0 },
        ],
        crashes: 2,
    });
}
