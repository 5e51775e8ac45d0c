//! Faults: a process killed between any two steps, an outcome that never came back, a memory that
//! is stale. What must hold holds, and nothing happens twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

use std::future::Future;
use std::sync::Arc;

use commands::process::{self, ProcessOptions, RetryDelays, catch_up, drain};
use commands::{CommandService, Content, Failure, Forget, Outcome, Request, erasures};
use domain::host::HostEvent;
use domain::ids::{ApplicationId, OfferId};
use domain::offer::WithdrawalReason;
use domain::student::ApplicationStatus;
use eventlog::{Append, NewEvent, Position, StreamId};
use tests::cast::{College, Firm, Pupil, contact, draft};
use tests::faulty::{BrokenStream, FailingLog, ForgetfulLog, LaggingLog, PausingLog};
use tests::names::{WEEKS, ask, week};
use tests::office::Office;
use tests::world::{World, all_events};

/// An office in which two firms offer one seat each and a pupil has applied to both for the same
/// week, and to the first for another week.
struct Scene {
    office: Office,
    college: College,
    pupil: Pupil,
    firms: [Firm; 2],
    offers: [OfferId; 2],
    wanted: ApplicationId,
    sibling: ApplicationId,
    other_week: ApplicationId,
}

impl Scene {
    async fn set() -> Self {
        let office = Office::in_memory();
        let commands = &office.commands;
        let college = College::registered(commands, 1).await;
        let pupil = college.active_pupil(commands).await;
        let firms = [
            Firm::registered(commands, 1).await,
            Firm::registered(commands, 2).await,
        ];
        let offers = [
            firms[0].offers(commands, 1).await,
            firms[1].offers(commands, 1).await,
        ];
        let wanted = pupil.applies(commands, offers[0], week(WEEKS[0])).await;
        let sibling = pupil.applies(commands, offers[1], week(WEEKS[0])).await;
        let other_week = pupil.applies(commands, offers[0], week(WEEKS[1])).await;
        Self {
            office,
            college,
            pupil,
            firms,
            offers,
            wanted,
            sibling,
            other_week,
        }
    }

    /// With the pupil placed at the first firm.
    async fn placed() -> Self {
        let scene = Self::set().await;
        scene.accepts(&scene.office.commands).await.unwrap();
        scene
    }

    fn host(&self) -> Request {
        ask(self.firms[0].caller)
    }

    async fn accepts(&self, commands: &CommandService) -> Result<Outcome, Failure> {
        self.accepts_by(commands, &self.host()).await
    }

    async fn accepts_by(
        &self,
        commands: &CommandService,
        request: &Request,
    ) -> Result<Outcome, Failure> {
        commands
            .accept_application(request, self.pupil.student, self.wanted, Some("Bienvenue"))
            .await
    }

    async fn world(&self) -> World {
        World::read(&*self.office.log).await
    }

    async fn head(&self) -> u64 {
        self.office.log.head().await.unwrap().0
    }

    /// A new process takes the log up: it finishes what is open, once.
    async fn taken_up(&self) -> Arc<CommandService> {
        let commands = self.office.another_desk();
        drain(&commands).await.unwrap();
        let head = self.head().await;
        self.world().await.is_settled();
        assert_eq!(drain(&commands).await.unwrap(), 0, "nothing is left to do");
        let another = self.office.another_desk();
        assert_eq!(drain(&another).await.unwrap(), 0, "nor for another process");
        assert_eq!(self.head().await, head, "nothing happens twice");
        commands
    }
}

/// Plays `act` on a log that dies after each number of appends, and gives each outcome to `check`
/// with that number and what a new process made of it. Ends with the first that needs no more.
async fn killed_after_each_append<A, C>(
    scene: impl AsyncFn() -> Scene,
    act: impl Fn(Arc<Scene>, Arc<CommandService>) -> A,
    check: impl Fn(Arc<Scene>, usize, Result<Outcome, Failure>) -> C,
) -> usize
where
    A: Future<Output = Result<Outcome, Failure>>,
    C: Future<Output = ()>,
{
    for appends in 0.. {
        let scene = Arc::new(scene().await);
        let log = FailingLog::after(scene.office.log.clone(), appends);
        let commands = scene.office.desk_on(log.clone());
        let outcome = act(scene.clone(), commands).await;
        let spared = log.left() > 0;
        assert!(spared || outcome.is_err() || appends > 0);
        check(scene, appends, outcome).await;
        if spared {
            return appends - 1;
        }
    }
    unreachable!("a command ends")
}

#[tokio::test]
async fn an_acceptance_is_finished_wherever_it_was_cut() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        scene.accepts(&commands).await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        if appends == 0 {
            assert!(matches!(
                world.status(scene.wanted),
                ApplicationStatus::Pending { .. }
            ));
            assert!(matches!(
                world.status(scene.sibling),
                ApplicationStatus::Pending { .. }
            ));
        } else {
            assert_eq!(*world.status(scene.wanted), ApplicationStatus::Accepted);
            assert!(matches!(
                world.status(scene.sibling),
                ApplicationStatus::Withdrawn(_)
            ));
        }
        assert!(matches!(
            world.status(scene.other_week),
            ApplicationStatus::Pending { .. }
        ));
    };
    let steps = killed_after_each_append(Scene::set, act, check).await;
    assert_eq!(steps, 2, "the seat, then the pupil");
}

#[tokio::test]
async fn the_host_who_asks_again_after_the_crash_gets_the_answer() {
    for appends in 0..=2 {
        let scene = Scene::set().await;
        let request = scene.host();
        let log = FailingLog::after(scene.office.log.clone(), appends);
        let _ = scene.accepts_by(&scene.office.desk_on(log), &request).await;
        let first = scene
            .accepts_by(&scene.office.another_desk(), &request)
            .await
            .unwrap();
        scene.taken_up().await;
        let again = scene
            .accepts_by(&scene.office.another_desk(), &request)
            .await
            .unwrap();
        assert_eq!(first, again, "after {appends} appends");
        assert_eq!(
            *scene.world().await.status(scene.wanted),
            ApplicationStatus::Accepted
        );
    }
}

#[tokio::test]
async fn a_refused_acceptance_gives_the_seat_back_wherever_it_was_cut() {
    // Both firms hold a seat for the same pupil and week: the second comes too late.
    let scene = async || {
        let scene = Scene::set().await;
        let log = FailingLog::after(scene.office.log.clone(), 1);
        let commands = scene.office.desk_on(log);
        let second = ask(scene.firms[1].caller);
        let cut = commands
            .accept_application(&second, scene.pupil.student, scene.sibling, None)
            .await;
        assert!(cut.is_err(), "killed with the seat in hand");
        scene.accepts(&scene.office.commands).await.unwrap();
        scene
    };
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let second = ask(scene.firms[1].caller);
        commands
            .accept_application(&second, scene.pupil.student, scene.sibling, None)
            .await
    };
    let check = async |scene: Arc<Scene>, appends: usize, outcome: Result<Outcome, Failure>| {
        if appends > 2 {
            let Err(Failure::Refused(why)) = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(why.reason, "PUPIL_PLACED_ELSEWHERE");
        }
        scene.taken_up().await;
        let world = scene.world().await;
        assert_eq!(*world.status(scene.wanted), ApplicationStatus::Accepted);
        assert!(matches!(
            world.status(scene.sibling),
            ApplicationStatus::Withdrawn(_)
        ));
        assert_eq!(
            world.offers[&scene.offers[1]].seats_taken(week(WEEKS[0])),
            0
        );
    };
    let steps = killed_after_each_append(scene, act, check).await;
    assert_eq!(steps, 2, "the pupil's no, then the seat goes back");
}

#[tokio::test]
async fn a_cancellation_frees_the_seat_wherever_it_was_cut() {
    for by_pupil in [true, false] {
        let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
            let (student, wanted) = (scene.pupil.student, scene.wanted);
            if by_pupil {
                let request = ask(scene.pupil.caller);
                commands
                    .cancel_placement(&request, student, wanted, "Je suis malade.")
                    .await
            } else {
                let request = scene.host();
                commands
                    .cancel_placement_by_host(&request, student, wanted, "Fermeture.")
                    .await
            }
        };
        let check = async |scene: Arc<Scene>, appends: usize, _| {
            scene.taken_up().await;
            let world = scene.world().await;
            let taken = world.offers[&scene.offers[0]].seats_taken(week(WEEKS[0]));
            if appends == 0 {
                assert_eq!(
                    (world.status(scene.wanted), taken),
                    (&ApplicationStatus::Accepted, 1)
                );
            } else {
                assert_eq!(
                    (world.status(scene.wanted), taken),
                    (&ApplicationStatus::Cancelled, 0)
                );
            }
        };
        let steps = killed_after_each_append(Scene::placed, act, check).await;
        assert_eq!(steps, 2, "the cancellation, then the seat");
    }
}

#[tokio::test]
async fn an_offer_withdrawn_declines_what_is_pending_wherever_it_was_cut() {
    // The command itself, then each step of the process that follows it.
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let reason = WithdrawalReason::Closure;
        let outcome = commands
            .withdraw_offer(&scene.host(), scene.offers[0], reason)
            .await?;
        drain(&commands).await?;
        Ok(outcome)
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        for application in [scene.wanted, scene.other_week] {
            let declined = *world.status(application) == ApplicationStatus::Declined;
            assert_eq!(declined, appends > 0);
        }
        assert!(matches!(
            world.status(scene.sibling),
            ApplicationStatus::Pending { .. }
        ));
    };
    let steps = killed_after_each_append(Scene::set, act, check).await;
    assert_eq!(steps, 3, "the offer, then both applications");
}

#[tokio::test]
async fn a_week_dropped_declines_what_is_pending_for_it() {
    let scene = Scene::set().await;
    let mut revised = draft(1);
    revised.terms.weeks.remove(&week(WEEKS[0]));
    scene
        .office
        .commands
        .revise_offer(&scene.host(), scene.offers[0], revised)
        .await
        .unwrap();
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(*world.status(scene.wanted), ApplicationStatus::Declined);
    assert!(matches!(
        world.status(scene.other_week),
        ApplicationStatus::Pending { .. }
    ));
}

/// A pupil applies while the offer is open; before it is on disk, `meanwhile` happens.
async fn applies_late(scene: &Scene, meanwhile: impl Future<Output = ()>) -> ApplicationId {
    let log = PausingLog::before(scene.office.log.clone(), "ApplicationSubmitted");
    let commands = scene.office.desk_on(log.clone());
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let applying = other.applies(&commands, scene.offers[0], week(WEEKS[2]));
    let overtaking = async {
        log.held_back().await;
        meanwhile.await;
        log.let_go();
    };
    tokio::join!(applying, overtaking).0
}

#[tokio::test]
async fn an_application_that_comes_late_to_a_withdrawn_offer_is_declined() {
    let scene = Scene::set().await;
    let (commands, host) = (scene.office.commands.clone(), scene.host());
    let withdrawn = async {
        let reason = WithdrawalReason::NoTutor;
        let offer = scene.offers[0];
        commands.withdraw_offer(&host, offer, reason).await.unwrap();
    };
    let late = applies_late(&scene, withdrawn).await;
    scene.taken_up().await;
    assert_eq!(
        *scene.world().await.status(late),
        ApplicationStatus::Declined
    );
}

#[tokio::test]
async fn an_application_that_comes_late_to_a_dropped_week_is_declined() {
    let scene = Scene::set().await;
    let (commands, host) = (scene.office.commands.clone(), scene.host());
    let dropped = async {
        let mut revised = draft(1);
        revised.terms.weeks.remove(&week(WEEKS[2]));
        let offer = scene.offers[0];
        commands.revise_offer(&host, offer, revised).await.unwrap();
    };
    let late = applies_late(&scene, dropped).await;
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(*world.status(late), ApplicationStatus::Declined);
    assert!(matches!(
        world.status(scene.wanted),
        ApplicationStatus::Pending { .. }
    ));
}

#[tokio::test]
async fn between_the_seat_and_the_pupil_anything_may_happen() {
    // The seat is taken; the pupil's answer waits for the disk while the pupil takes the
    // application back. The answer is decided again, and the host is told.
    let scene = Scene::set().await;
    let log = PausingLog::before(scene.office.log.clone(), "ApplicationAccepted");
    let commands = scene.office.desk_on(log.clone());
    let overtaking = async {
        log.held_back().await;
        let request = ask(scene.pupil.caller);
        let (student, wanted) = (scene.pupil.student, scene.wanted);
        let pupils = &scene.office.commands;
        pupils
            .withdraw_application(&request, student, wanted, None)
            .await
            .unwrap();
        log.let_go();
    };
    let (accepted, ()) = tokio::join!(scene.accepts(&commands), overtaking);
    let Err(Failure::Refused(why)) = accepted else {
        panic!("{accepted:?}")
    };
    assert_eq!(why.reason, "APPLICATION_NOT_PENDING");
    let world = scene.world().await;
    world.is_settled();
    assert_eq!(world.held_seats().len(), 0);
    assert!(matches!(
        world.status(scene.sibling),
        ApplicationStatus::Pending { .. }
    ));
}

#[tokio::test]
async fn a_no_that_left_a_fact_is_the_same_when_it_is_asked_for_again() {
    let scene = Scene::set().await;
    let second = ask(scene.firms[1].caller);
    let (student, sibling) = (scene.pupil.student, scene.sibling);
    let log = FailingLog::after(scene.office.log.clone(), 1);
    let commands = scene.office.desk_on(log);
    let cut = commands.accept_application(&second, student, sibling, None);
    cut.await.unwrap_err();
    scene.accepts(&scene.office.commands).await.unwrap();
    for _ in 0..2 {
        let commands = scene.office.another_desk();
        let refused = commands
            .accept_application(&second, student, sibling, None)
            .await;
        let Err(Failure::Refused(why)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(why.reason, "PUPIL_PLACED_ELSEWHERE");
        scene.world().await.is_settled();
    }
}

#[tokio::test]
async fn the_guardian_may_withdraw_in_the_middle_of_an_acceptance() {
    // The seat is held; before the pupil's stream answers, the guardian says no.
    let scene = Scene::set().await;
    let request = scene.host();
    let log = FailingLog::after(scene.office.log.clone(), 1);
    let cut = scene.accepts_by(&scene.office.desk_on(log), &request).await;
    assert!(matches!(cut, Err(Failure::Unavailable(_))), "{cut:?}");
    let commands = &scene.office.commands;
    commands
        .withdraw_authorisation(&ask(scene.pupil.guardian), scene.pupil.student)
        .await
        .unwrap();
    let refused = scene
        .accepts_by(&scene.office.another_desk(), &request)
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.reason, "PUPIL_NOT_AUTHORISED");
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(world.held_seats().len(), 0);
    assert!(matches!(
        world.status(scene.wanted),
        ApplicationStatus::Withdrawn(_)
    ));
}

#[tokio::test]
async fn the_process_finishes_an_acceptance_that_the_guardian_overtook() {
    let scene = Scene::set().await;
    let log = FailingLog::after(scene.office.log.clone(), 1);
    scene.accepts(&scene.office.desk_on(log)).await.unwrap_err();
    let request = ask(scene.pupil.guardian);
    let commands = &scene.office.commands;
    commands
        .withdraw_authorisation(&request, scene.pupil.student)
        .await
        .unwrap();
    scene.taken_up().await;
    assert_eq!(scene.world().await.held_seats().len(), 0);
}

#[tokio::test]
async fn a_guardians_withdrawal_is_whole_or_not_at_all() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let request = ask(scene.pupil.guardian);
        commands
            .withdraw_authorisation(&request, scene.pupil.student)
            .await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        let student = &world.students[&scene.pupil.student];
        assert_eq!(student.may_act(), appends == 0);
        assert_eq!(student.pending().count(), if appends == 0 { 1 } else { 0 });
        assert_eq!(
            *world.status(scene.wanted),
            ApplicationStatus::Accepted,
            "flagged, not taken away"
        );
    };
    let steps = killed_after_each_append(Scene::placed, act, check).await;
    assert_eq!(steps, 1, "access, applications and flags in one append");
}

#[tokio::test]
async fn a_lost_answer_is_read_back_and_nothing_is_stored_twice() {
    let scene = Scene::set().await;
    let log = ForgetfulLog::on(scene.office.log.clone());
    let commands = scene.office.desk_on(log.clone());
    let request = scene.host();
    let outcome = scene.accepts_by(&commands, &request).await.unwrap();
    assert_eq!(log.forgotten(), 2, "both appends were left in doubt");
    assert_eq!(outcome.position.0, scene.head().await);
    assert_eq!(
        scene.accepts_by(&commands, &request).await.unwrap(),
        outcome
    );
    scene.taken_up().await;

    let other = scene.college.active_pupil(&commands).await;
    other
        .applies(&commands, scene.offers[1], week(WEEKS[0]))
        .await;
    let submitted = "ApplicationSubmitted";
    let events = all_events(&*scene.office.log).await;
    let count = events
        .iter()
        .filter(|event| &*event.event_type == submitted)
        .count();
    assert_eq!(count, 4, "three of the scene and this one, once");
}

#[tokio::test]
async fn a_stale_refusal_is_checked_before_it_goes_out() {
    let scene = Scene::placed().await;
    let stale = scene.office.another_desk();
    let other = scene.college.active_pupil(&stale).await;
    // The stale desk knows the offer full, and the pupil placed.
    let [offer, _] = scene.offers;
    let letter = "Votre métier m'intéresse.";
    let request = ask(other.caller);
    let full = stale.submit_application(&request, other.student, offer, week(WEEKS[0]), letter);
    let Err(Failure::Refused(why)) = full.await else {
        panic!("the offer is full")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    let placed = scene.accepts(&stale).await;
    assert!(placed.is_ok(), "accepted already: {placed:?}");

    let request = ask(scene.pupil.caller);
    let (student, wanted) = (scene.pupil.student, scene.wanted);
    let fresh = &scene.office.commands;
    fresh
        .cancel_placement(&request, student, wanted, "Je préfère ailleurs.")
        .await
        .unwrap();

    let applied = other.applies(&stale, offer, week(WEEKS[0])).await;
    let host = scene.host();
    stale
        .accept_application(&host, other.student, applied, None)
        .await
        .unwrap();
    let request = ask(scene.pupil.caller);
    stale
        .reinstate_application(&request, student, scene.sibling)
        .await
        .unwrap();
    scene.taken_up().await;
}

#[tokio::test]
async fn what_was_seen_lately_neither_refuses_nor_lets_in() {
    let scene = Scene::placed().await;
    let log = LaggingLog::on(scene.office.log.clone());
    let lagging = scene.office.desk_on(log);
    let other = scene.college.active_pupil(&lagging).await;
    let [offer, another] = scene.offers;
    let applies = async |offer, at| {
        let request = ask(other.caller);
        let letter = "Votre métier m'intéresse.";
        let asked = lagging.submit_application(&request, other.student, offer, at, letter);
        asked.await
    };
    let Err(Failure::Refused(why)) = applies(offer, week(WEEKS[0])).await else {
        panic!("the offer is full")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    // A seat is free again, of which the lagging desk has not heard.
    let fresh = &scene.office.commands;
    let (request, student) = (ask(scene.pupil.caller), scene.pupil.student);
    let reason = "Je préfère ailleurs.";
    fresh
        .cancel_placement(&request, student, scene.wanted, reason)
        .await
        .unwrap();
    applies(offer, week(WEEKS[0])).await.unwrap();
    // Nor has it heard that the pupil may not act any more.
    let request = ask(scene.college.teacher);
    fresh
        .withdraw_authorisation(&request, other.student)
        .await
        .unwrap();
    let head = scene.head().await;
    let refused = applies(another, week(WEEKS[1])).await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
    assert_eq!(scene.head().await, head, "nothing is stored");
}

#[tokio::test]
async fn a_stale_yes_ends_in_a_conflict_and_is_decided_again() {
    let scene = Scene::set().await;
    let stale = scene.office.another_desk();
    let other = scene.college.active_pupil(&stale).await;
    let rival = other.applies(&stale, scene.offers[0], week(WEEKS[0])).await;
    let host = scene.host();
    stale
        .examine_application(&host, scene.pupil.student, scene.wanted)
        .await
        .unwrap();
    // The last seat goes while the stale desk still believes it free.
    scene.accepts(&scene.office.commands).await.unwrap();
    let refused = stale
        .accept_application(&scene.host(), other.student, rival, None)
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    scene.taken_up().await;
}

#[tokio::test]
async fn a_person_revoked_at_one_desk_is_refused_at_once_at_another() {
    let scene = Scene::set().await;
    let other = scene.office.another_desk();
    let college = scene.college;
    scene.college.enrolled(&other).await;
    let (staff, _) = college.teacher.staff().unwrap();
    let request = ask(college.head);
    scene
        .office
        .commands
        .revoke_staff(&request, college.uai, staff)
        .await
        .unwrap();
    let refused = other
        .open_access(&ask(college.teacher), scene.pupil.student)
        .await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_desks_at_once_never_overbook() {
    const SEATS: usize = 7;
    const PUPILS: usize = 24;
    let office = Office::on_disk();
    let college = College::registered(&office.commands, 1).await;
    let firm = Firm::registered(&office.commands, 1).await;
    let offer = firm.offers(&office.commands, 7).await;
    let mut applied = vec![];
    for _ in 0..PUPILS {
        let pupil = college.active_pupil(&office.commands).await;
        applied.push((
            pupil,
            pupil.applies(&office.commands, offer, week(WEEKS[0])).await,
        ));
    }
    let desks: Vec<_> = (0..4).map(|_| office.another_desk()).collect();
    let accepting = applied
        .into_iter()
        .enumerate()
        .map(|(n, (pupil, application))| {
            let commands = desks[n % desks.len()].clone();
            tokio::spawn(async move {
                commands
                    .accept_application(&ask(firm.caller), pupil.student, application, None)
                    .await
            })
        });
    let accepting: Vec<_> = accepting.collect();
    let mut won = 0;
    for accepted in accepting {
        match accepted.await.unwrap() {
            Ok(_) => won += 1,
            Err(Failure::Refused(why)) => assert_eq!(why.reason, "NO_SEAT_LEFT"),
            Err(Failure::Contended) => {} // nothing was stored; the host would ask again
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(won <= SEATS);
    let world = World::read(&*office.log).await;
    world.is_settled();
    assert_eq!(world.held_seats().len(), won);
}

#[tokio::test]
async fn a_desk_that_follows_knows_the_weeks_in_use() {
    let scene = Scene::set().await;
    let commands = scene.office.another_desk();
    assert_eq!(catch_up(&commands).await.unwrap().0, scene.head().await);
    let weeks = [week(WEEKS[2])].into();
    let request = ask(scene.college.head);
    let year = tests::names::this_year();
    let refused = commands
        .choose_weeks(&request, scene.college.uai, year, weeks)
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.rule, "EST-4");
}

/// Whether the vault still holds a key of somebody.
fn opens(office: &Office, person: uuid::Uuid) -> bool {
    let person = vault::PersonId(person);
    let sealed = office.vault.seal(person, "test", "clear");
    sealed.is_ok()
}

#[tokio::test]
async fn an_erasure_frees_the_seats_wherever_it_was_cut() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let request = ask(scene.pupil.guardian);
        commands.erase_student(&request, scene.pupil.student).await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        let state = &world.students[&scene.pupil.student];
        let taken = world.offers[&scene.offers[0]].seats_taken(week(WEEKS[0]));
        if appends == 0 {
            assert!(!state.is_erased() && opens(&scene.office, scene.pupil.student.0));
            assert_eq!(
                (world.status(scene.wanted), taken),
                (&ApplicationStatus::Accepted, 1)
            );
        } else {
            assert!(state.is_erased() && !state.may_act());
            assert!(!opens(&scene.office, scene.pupil.student.0));
            assert!(!opens(&scene.office, scene.pupil.guardian.id()));
            assert_eq!(
                (world.status(scene.wanted), taken),
                (&ApplicationStatus::Cancelled, 0)
            );
            let other_week = world.status(scene.other_week);
            let cause = domain::student::WithdrawalCause::PupilErased;
            assert_eq!(*other_week, ApplicationStatus::Withdrawn(cause));
        }
    };
    let steps = killed_after_each_append(Scene::placed, act, check).await;
    assert_eq!(steps, 2, "the erasure, then the seat");
}

#[tokio::test]
async fn killed_between_the_fact_and_the_key_a_start_destroys_it() {
    let scene = Scene::placed().await;
    let (student, guardian) = (scene.pupil.student, scene.pupil.guardian.id());
    let commands = scene.office.desk_that_dies_before_the_key();
    commands
        .erase_student(&ask(scene.college.head), student)
        .await
        .unwrap();
    assert!(opens(&scene.office, student.0), "the scene is set");
    let folds = projections::folds_at(
        &*scene.office.log,
        None,
        scene.office.log.head().await.unwrap(),
    );
    let erased: Vec<_> = folds.await.unwrap().entities().erased().collect();
    assert_eq!(erased.len(), 2, "the pupil and the guardian");
    for _ in 0..2 {
        erasures::again(&scene.office.another_desk(), &erased)
            .await
            .unwrap();
        assert!(!opens(&scene.office, student.0) && !opens(&scene.office, guardian));
    }
}

/// Holds something of persons, and fails when it is first asked to forget.
#[derive(Default)]
struct Forgetful {
    asked: parking_lot::Mutex<Vec<uuid::Uuid>>,
    forgotten: tokio::sync::watch::Sender<usize>,
}

#[async_trait::async_trait]
impl Forget for Forgetful {
    async fn forget(&self, person: uuid::Uuid) -> Result<(), Failure> {
        let first = {
            let mut asked = self.asked.lock();
            asked.push(person);
            asked.len() == 1
        };
        if first {
            return Err(Failure::Unavailable("not now".into()));
        }
        self.forgotten.send_modify(|forgotten| *forgotten += 1);
        Ok(())
    }
}

#[tokio::test]
async fn an_erasure_is_answered_once_all_have_forgotten() {
    let scene = Scene::set().await;
    let beside = Arc::new(Forgetful::default());
    let commands = scene.office.desk_beside(vec![beside.clone()]);
    let request = ask(scene.pupil.guardian);
    let student = scene.pupil.student;
    let unsure = commands.erase_student(&request, student).await;
    assert!(matches!(unsure, Err(Failure::Unavailable(_))), "{unsure:?}");
    let head = scene.head().await;
    // The guardian is erased by now; the same request is still answered.
    commands.erase_student(&request, student).await.unwrap();
    let other = ask(scene.pupil.guardian);
    let refused = commands.erase_student(&other, student).await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
    assert_eq!(scene.head().await, head, "nothing more is stored");
    let asked = beside.asked.lock().clone();
    assert_eq!(asked[1..], [student.0, scene.pupil.guardian.id()]);
}

#[tokio::test]
async fn what_another_server_erased_is_forgotten_by_whoever_follows() {
    let scene = Scene::set().await;
    let beside = Arc::new(Forgetful::default());
    let following = scene.office.desk_beside(vec![beside.clone()]);
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let from = scene.office.log.last().await.unwrap();
    let run = tokio::spawn(erasures::run(following, from, stopping));
    let other = scene.office.desk_that_dies_before_the_key();
    let (staff, _) = scene.college.teacher.staff().unwrap();
    other
        .erase_staff(&ask(scene.college.head), scene.college.uai, staff)
        .await
        .unwrap();
    let mut forgotten = beside.forgotten.subscribe();
    forgotten
        .wait_for(|forgotten| *forgotten == 1)
        .await
        .unwrap();
    assert!(!opens(&scene.office, staff.0));
    stop.send_replace(true);
    run.await.unwrap();
}

/// The derivations of ids that anybody knows: those of the program before they were keyed.
mod known_to_all {
    use uuid::Uuid;

    pub fn event(request: Uuid, stream: &str, index: usize) -> Uuid {
        Uuid::new_v5(&request, format!("{stream}#{index}").as_bytes())
    }

    pub fn step(cause: Uuid, step: &str) -> Uuid {
        Uuid::new_v5(&cause, step.as_bytes())
    }
}

fn with_id(id: uuid::Uuid, request: Request) -> Request {
    Request { id, ..request }
}

#[tokio::test]
async fn whoever_uses_the_id_of_a_step_beforehand_stops_nothing() {
    // Before an offer is withdrawn, its host uses up what would be the ids of the steps.
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let withdraw = scene.host();
    let offer = scene.offers[0];
    let cause = known_to_all::event(withdraw.id, &format!("offer-{offer}"), 0);
    for application in [scene.wanted, scene.other_week] {
        let about = uuid::Uuid::new_v5(&cause, application.0.as_bytes());
        let step = known_to_all::step(about, "DeclineForOffer");
        let request = with_id(step, scene.host());
        commands
            .examine_application(&request, scene.pupil.student, application)
            .await
            .unwrap();
    }
    commands
        .withdraw_offer(&withdraw, offer, WithdrawalReason::Other)
        .await
        .unwrap();
    scene.taken_up().await;
    let world = scene.world().await;
    for application in [scene.wanted, scene.other_week] {
        assert_eq!(*world.status(application), ApplicationStatus::Declined);
    }

    // The same before a yes: the pupil is placed all the same.
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let yes = scene.host();
    let cause = known_to_all::event(yes.id, &format!("offer-{}", scene.offers[0]), 0);
    let request = with_id(known_to_all::step(cause, "PlacePupil"), scene.host());
    commands
        .examine_application(&request, scene.pupil.student, scene.wanted)
        .await
        .unwrap();
    scene.accepts_by(commands, &yes).await.unwrap();
    scene.taken_up().await;
    assert_eq!(
        *scene.world().await.status(scene.wanted),
        ApplicationStatus::Accepted
    );
}

#[tokio::test]
async fn a_step_that_cannot_be_taken_is_set_aside_and_stops_no_other() {
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let other = scene.college.active_pupil(commands).await;
    let (offer, second) = (scene.offers[0], scene.offers[1]);
    let of_other = other.applies(commands, offer, week(WEEKS[0])).await;
    let stream = StreamId::new("student", &scene.pupil.student.to_string()).unwrap();
    let log = BrokenStream::on(scene.office.log.clone(), stream);
    let options = || ProcessOptions {
        grace: std::time::Duration::ZERO,
        patience: RetryDelays {
            first: std::time::Duration::from_millis(1),
            most: std::time::Duration::from_millis(4),
        },
        ..ProcessOptions::default()
    };
    commands
        .withdraw_offer(&scene.host(), offer, WithdrawalReason::Other)
        .await
        .unwrap();
    let declined =
        |world: &World, application| *world.status(application) == ApplicationStatus::Declined;
    // Twice, for the process is killed in between. By then the second offer is withdrawn too, to
    // which the same pupil has applied.
    for killed in [false, true] {
        let commands = scene.office.desk_on(log.clone());
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(process::run(commands.clone(), options(), stopped));
        let mut expected = vec![scene.wanted.0, scene.other_week.0];
        if killed {
            expected.push(scene.sibling.0);
        }
        expected.sort_unstable();
        let mut parked = commands.process_parked_steps();
        let tried = parked.wait_for(|steps| {
            let tried = |step: &&commands::ParkedStep| step.tries > 2;
            steps.iter().filter(tried).count() == expected.len()
        });
        let steps = tried.await.unwrap().clone();
        let mut applications: Vec<_> = steps.iter().map(|step| step.application).collect();
        applications.sort_unstable();
        assert_eq!(applications, expected);
        assert!(steps.iter().all(|step| step.step == "DeclineForOffer"));
        assert!(steps.iter().all(|step| step.reason.contains("broken")));
        let world = scene.world().await;
        assert!(declined(&world, of_other), "the other pupil is answered");
        assert!(!declined(&world, scene.wanted));
        // What comes later is followed and answered too.
        let after = scene.head().await;
        if !killed {
            let late = other
                .applies(&scene.office.commands, second, week(WEEKS[1]))
                .await;
            let host = ask(scene.firms[1].caller);
            let withdrawn =
                scene
                    .office
                    .commands
                    .withdraw_offer(&host, second, WithdrawalReason::Other);
            withdrawn.await.unwrap();
            let mut head = Position(after);
            while !declined(&scene.world().await, late) {
                head = scene.office.log.wait_beyond(head).await.unwrap();
            }
            assert!(commands.process_position() > Position(after));
        }
        if killed {
            log.mend();
            parked.wait_for(Vec::is_empty).await.unwrap();
            let world = scene.world().await;
            assert!(declined(&world, scene.wanted) && declined(&world, scene.other_week));
        }
        stop.send_replace(true);
        running.await.unwrap().unwrap();
    }
    scene.taken_up().await;
}

fn asks(text: &str) -> Content {
    Content {
        message: "ARequest",
        fields: text.as_bytes().to_vec(),
    }
}

#[tokio::test]
async fn an_id_used_at_one_desk_does_nothing_else_at_another_that_has_not_seen_it() {
    let scene = Scene::set().await;
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let application = other
        .applies(&scene.office.commands, scene.offers[0], week(WEEKS[1]))
        .await;
    let stale = scene.office.another_desk();
    // It keeps the offer as it was before the yes, and does not follow the log.
    let stranger = ask(scene.firms[1].caller);
    let refused = stale.withdraw_offer(&stranger, scene.offers[0], WithdrawalReason::Other);
    refused.await.unwrap_err();
    let unused = Request {
        content: asks("examine"),
        ..scene.host()
    };
    stale
        .examine_application(&unused, other.student, application)
        .await
        .unwrap();
    let yes = Request {
        content: asks("the one"),
        ..scene.host()
    };
    let first = scene
        .accepts_by(&scene.office.commands, &yes)
        .await
        .unwrap();
    let reused = Request {
        content: asks("the other"),
        ..yes.clone()
    };
    let answer = stale
        .accept_application(&reused, other.student, application, None)
        .await;
    assert!(matches!(answer, Err(Failure::RequestReused)), "{answer:?}");
    // Nor on a stream of which it has never heard, once it follows the log.
    catch_up(&stale).await.unwrap();
    let elsewhere = stale.add_host_person(&reused, scene.firms[0].siret, contact("Le fils"));
    let elsewhere = elsewhere.await;
    assert!(
        matches!(elsewhere, Err(Failure::RequestReused)),
        "{elsewhere:?}"
    );
    assert_eq!(scene.accepts_by(&stale, &yes).await.unwrap(), first);
    scene.world().await.is_within_limits();
}

#[tokio::test]
async fn what_was_asked_before_requests_had_a_digest_is_done_again_for_nobody_else() {
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let firm = scene.firms[0];
    let request = ask(firm.caller);
    let added = commands.add_host_person(&request, firm.siret, contact("Le fils"));
    let colleague = added.await.unwrap().1;
    let stream = StreamId::new("host", firm.siret.as_str()).unwrap();
    let request = scene.host();
    let id = request.id;
    let told = [
        ("request", id.to_string()),
        ("correlation", id.to_string()),
        ("command", "EraseHostPerson".to_owned()),
        ("actor", firm.caller.to_string()),
    ];
    let metadata: std::collections::HashMap<_, _> = told.into();
    let erased = HostEvent::HostPersonErased { person: colleague };
    let append = Append {
        recorded_at: None,
        expected: scene.office.log.stream_version(&stream).await.unwrap(),
        events: vec![NewEvent {
            id: known_to_all::event(id, &stream.to_string(), 0),
            event_type: "HostPersonErased".into(),
            event_version: 1,
            payload: serde_json::to_vec(&erased).unwrap(),
            metadata: serde_json::to_vec(&metadata).unwrap(),
        }],
        stream,
    };
    let position = scene.office.log.append(append).await.unwrap().position;
    let pupil = scene.pupil.student.0;
    for commands in [scene.office.another_desk(), scene.office.another_desk()] {
        let of_pupil = domain::ids::HostPersonId(pupil);
        let used = commands.erase_host_person(&request, firm.siret, of_pupil, None);
        let used = used.await;
        assert!(matches!(used, Err(Failure::RequestReused)), "{used:?}");
        assert!(opens(&scene.office, pupil));
        let again = commands.erase_host_person(&request, firm.siret, colleague, None);
        assert_eq!(again.await.unwrap().position, position);
        assert!(!opens(&scene.office, colleague.0));
    }
}
