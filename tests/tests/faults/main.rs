//! Faults: a process killed between any two steps, an outcome that never came back, a memory that
//! is stale. What must hold holds, and nothing happens twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

mod acknowledged;
mod cut;
mod erasing;
mod expiring;
mod groups;
mod not_eligible;
mod overtaken;
mod request_ids;
mod stale;

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
            .handle(request.clone())
            .accept_application(self.pupil.student, self.wanted, Some("Bienvenue"))
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

/// Whether the vault still holds a key of somebody.
fn opens(office: &Office, person: uuid::Uuid) -> bool {
    let person = vault::PersonId(person);
    let sealed = office.vault.seal(person, "test", "clear");
    sealed.is_ok()
}
