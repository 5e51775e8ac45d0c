//! A group whose process is killed between any two steps: it comes whole, or nobody of it does
//! (OFF-7).
use commands::{NewGroup, OfferDraft};
use domain::ids::GroupId;
use domain::offer::{Format, GroupStatus, OfferTerms};

use super::*;

const SIZE: usize = 3;

/// A college with a group of three, and an offer for it.
struct Asked {
    scene: Scene,
    offer: OfferId,
    pupils: Vec<Pupil>,
}

impl Asked {
    async fn set() -> Self {
        let scene = Scene::set().await;
        let commands = &scene.office.commands;
        let individual = draft(4);
        let terms = OfferTerms {
            format: Format::Collective { group_size: 3 },
            ..individual.terms
        };
        let collective = OfferDraft {
            terms,
            ..individual
        };
        let firm = scene.firms[0];
        let published = commands
            .handle(ask(firm.caller))
            .publish_offer(firm.siret, collective);
        let offer = published.await.unwrap().1;
        let mut pupils = vec![];
        for _ in 0..SIZE {
            pupils.push(scene.college.active_pupil(commands).await);
        }
        Self {
            scene,
            offer,
            pupils,
        }
    }

    async fn asks_by(
        &self,
        commands: &CommandService,
        request: &Request,
    ) -> Result<(Outcome, GroupId), Failure> {
        let new = NewGroup {
            establishment: self.scene.college.uai,
            class: self.scene.college.class,
            offer: self.offer,
            week: week(WEEKS[0]),
            students: self.pupils.iter().map(|pupil| pupil.student).collect(),
            letter: "Trois élèves curieux.".into(),
        };
        let command = commands.handle(request.clone());
        command.submit_group_application(new).await
    }

    fn teacher(&self) -> Request {
        ask(self.scene.college.teacher)
    }

    async fn submitted(&self) -> GroupId {
        let commands = &self.scene.office.commands;
        self.asks_by(commands, &self.teacher()).await.unwrap().1
    }

    async fn accepts_by(
        &self,
        commands: &CommandService,
        request: &Request,
        group: GroupId,
    ) -> Result<Outcome, Failure> {
        let command = commands.handle(request.clone());
        command
            .accept_group_application(self.offer, group, Some("Venez."))
            .await
    }

    /// How many of the group have an application for the offer that is placed, or waits.
    async fn placed_and_waiting(&self) -> (usize, usize) {
        let world = self.scene.world().await;
        let all = self.pupils.iter().flat_map(|pupil| {
            let applications = world.students[&pupil.student].applications.values();
            applications.filter(|application| application.offer == self.offer)
        });
        let all: Vec<_> = all.collect();
        let placed = all.iter().filter(|one| one.is_placement()).count();
        let waiting = all.iter().filter(|one| one.is_pending()).count();
        (placed, waiting)
    }

    async fn seats(&self) -> u16 {
        self.scene.world().await.offers[&self.offer].seats_taken(week(WEEKS[0]))
    }

    async fn status(&self, group: GroupId) -> GroupStatus {
        let world = self.scene.world().await;
        world.offers[&self.offer].group(group).unwrap().status
    }
}

#[tokio::test]
async fn a_group_has_all_of_its_applications_or_none_wherever_it_was_cut() {
    for appends in 0.. {
        let asked = Asked::set().await;
        let log = FailingLog::after(asked.scene.office.log.clone(), appends);
        let commands = asked.scene.office.desk_on(log.clone());
        let request = asked.teacher();
        let outcome = asked.asks_by(&commands, &request).await;
        asked.scene.taken_up().await;
        let whole = if appends == 0 { 0 } else { SIZE };
        assert_eq!(asked.placed_and_waiting().await, (0, whole));
        // Asked again, it is the same group.
        let another = asked.scene.office.another_desk();
        let again = asked.asks_by(&another, &request).await.unwrap();
        assert_eq!(asked.placed_and_waiting().await, (0, SIZE));
        let once_more = asked.asks_by(&another, &request).await.unwrap();
        assert_eq!(again, once_more, "after {appends} appends");
        if log.left() > 0 {
            assert_eq!(outcome.unwrap(), again);
            assert_eq!(appends - 1, 1 + SIZE, "the group, then each pupil");
            return;
        }
    }
}

#[tokio::test]
async fn a_group_is_placed_whole_wherever_its_acceptance_was_cut() {
    for appends in 0.. {
        let asked = Asked::set().await;
        let group = asked.submitted().await;
        let log = FailingLog::after(asked.scene.office.log.clone(), appends);
        let commands = asked.scene.office.desk_on(log.clone());
        let request = asked.scene.host();
        let outcome = asked.accepts_by(&commands, &request, group).await;
        asked.scene.taken_up().await;
        if appends == 0 {
            assert_eq!(asked.placed_and_waiting().await, (0, SIZE));
            assert_eq!(asked.seats().await, 0);
        } else {
            assert_eq!(asked.placed_and_waiting().await, (SIZE, 0));
            assert_eq!(asked.seats().await, 3);
        }
        let another = asked.scene.office.another_desk();
        let again = asked.accepts_by(&another, &request, group).await.unwrap();
        let once_more = asked.accepts_by(&another, &request, group).await;
        assert_eq!(again, once_more.unwrap(), "after {appends} appends");
        assert_eq!(asked.status(group).await, GroupStatus::Accepted);
        if log.left() > 0 {
            assert_eq!(outcome.unwrap(), again);
            let steps = "the seats, three weeks, the yes, three placements and agreements";
            assert_eq!(appends - 1, 1 + SIZE + 1 + 2 * SIZE, "{steps}");
            return;
        }
    }
}

#[tokio::test]
async fn a_group_that_lost_a_pupil_gives_every_seat_back_wherever_it_was_cut() {
    for appends in 0.. {
        let asked = Asked::set().await;
        let group = asked.submitted().await;
        // The guardian of the last one takes the authorisation back, and nobody has seen it yet.
        let lost = asked.pupils[SIZE - 1];
        let command = asked.scene.office.commands.handle(ask(lost.guardian));
        command.withdraw_authorisation(lost.student).await.unwrap();
        let log = FailingLog::after(asked.scene.office.log.clone(), appends);
        let commands = asked.scene.office.desk_on(log.clone());
        let request = asked.scene.host();
        let outcome = asked.accepts_by(&commands, &request, group).await;
        asked.scene.taken_up().await;
        assert_eq!(asked.placed_and_waiting().await, (0, 0));
        assert_eq!(asked.seats().await, 0);
        assert_eq!(asked.status(group).await, GroupStatus::Ended);
        if log.left() > 0 {
            let Err(Failure::Refused(why)) = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(why.reason, "GROUP_INCOMPLETE");
            return;
        }
    }
}

#[tokio::test]
async fn a_group_that_is_declined_or_taken_back_leaves_nobody_waiting() {
    for by_host in [true, false] {
        for appends in 0.. {
            let asked = Asked::set().await;
            let group = asked.submitted().await;
            let log = FailingLog::after(asked.scene.office.log.clone(), appends);
            let commands = asked.scene.office.desk_on(log.clone());
            let outcome = if by_host {
                let command = commands.handle(asked.scene.host());
                command
                    .decline_group_application(asked.offer, group, "Non.")
                    .await
            } else {
                let command = commands.handle(asked.teacher());
                command.withdraw_group_application(asked.offer, group).await
            };
            asked.scene.taken_up().await;
            let waiting = if appends == 0 { SIZE } else { 0 };
            assert_eq!(asked.placed_and_waiting().await, (0, waiting));
            if log.left() > 0 {
                outcome.unwrap();
                assert_eq!(appends - 1, 1 + SIZE, "the end, then each pupil");
                break;
            }
        }
    }
}
