//! A placement that not all have signed: shown, reminded of fourteen and three days before, and from its
//! first day on not to be started (AGR-3), whatever was down meanwhile.
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use tests::wire::{of_establishment, of_host, of_student};
use uuid::Uuid;

use super::*;
use crate::mail::{has_account, letters};
use crate::reminding::reaches;

const REMINDER: &str = "agreement.reminder";
const NOT_COVERED: &str = "agreement.not_covered";
const CANNOT_START: &str = "agreement.cannot_start";

fn first_day() -> Date {
    week(WEEKS[0]).monday()
}

fn days_before(days: i32) -> RecordedAt {
    morning(first_day() - days.days())
}

fn looks(settings: &mut api::app::Settings) {
    settings.expiry = Duration::from_millis(20);
}

/// To whom letters of a kind went.
async fn written_to(app: &tests::app::TestApp, kind: &str) -> Vec<Uuid> {
    let all = letters(app).await.into_iter();
    let of_kind = all.filter(|(written, _)| written == kind);
    of_kind.map(|(_, to)| to).collect()
}

impl Placed {
    async fn looking() -> Self {
        let placed = Self::on(Stage::set_with(looks).await).await;
        let app = &placed.stage.app;
        let people = [
            (placed.stage.college.head.id(), "principale@example.org"),
            (placed.firm.caller.id(), "firme@example.org"),
            (placed.pupil.guardian.id(), "mere@example.org"),
        ];
        for (person, address) in people {
            has_account(app, person, address).await;
        }
        placed
    }

    async fn restarted(self, at: RecordedAt) -> Self {
        let Stage {
            app,
            college,
            firms,
        } = self.stage;
        app.clock.set(at);
        let app = app.restarted_with(looks).await;
        let stage = Stage {
            app,
            college,
            firms,
        };
        Self { stage, ..self }
    }

    /// Whether it is covered, as class, pupil, guardian and host are shown.
    async fn shown_everywhere(&self) -> Vec<v1::AgreementState> {
        let stage = &self.stage;
        let min_position = stage.head().await;
        let class = stage.class_follow_up().await;
        let of_class = class.students[0].placements[0].agreement();
        let message = v1::GetStudentFollowUpRequest {
            student: of_student(self.pupil.student),
            min_position,
            ..v1::GetStudentFollowUpRequest::default()
        };
        let mut by_pupil = stage.app.by(self.pupil.caller).follow_ups();
        let own = by_pupil.get_student_follow_up(message).await.unwrap();
        let own = own.into_inner().follow_up.unwrap();
        let message = v1::GetApplicationRequest {
            name: self.name(),
            min_position,
            ..v1::GetApplicationRequest::default()
        };
        let mut by_guardian = stage.app.by(self.pupil.guardian).applications();
        let of_child = by_guardian.get_application(message).await.unwrap();
        let message = v1::GetHostInboxRequest {
            host: of_host(self.firm.siret),
            min_position,
            ..v1::GetHostInboxRequest::default()
        };
        let mut by_host = stage.app.by(self.firm.caller).follow_ups();
        let inbox = by_host.get_host_inbox(message).await.unwrap();
        vec![
            of_class,
            own.applications[0].agreement(),
            of_child.into_inner().application.unwrap().agreement(),
            inbox.into_inner().inbox.unwrap().applications[0].agreement(),
            self.agreement().await.state(),
        ]
    }

    /// Placements not covered, and those that cannot start, of class and college alike.
    async fn totals(&self) -> (u64, u64) {
        let of = |totals: Option<v1::FollowUpTotals>| {
            let totals = totals.unwrap();
            let (uncovered, stopped) = (
                totals.placements_not_covered,
                totals.placements_cannot_start,
            );
            (uncovered, stopped)
        };
        let class = of(self.stage.class_follow_up().await.totals);
        let message = v1::GetEstablishmentFollowUpRequest {
            establishment: of_establishment(self.stage.college.uai),
            min_position: self.stage.head().await,
            ..v1::GetEstablishmentFollowUpRequest::default()
        };
        let mut by_head = self.stage.app.by(self.stage.college.head).follow_ups();
        let answer = by_head.get_establishment_follow_up(message).await.unwrap();
        let college = of(answer.into_inner().follow_up.unwrap().totals);
        assert_eq!(class, college);
        college
    }

    async fn reminders(&self) -> Vec<(u32, usize)> {
        let shown = self.agreement().await.reminders;
        let told = shown.iter().map(|one| (one.days_before, one.missing.len()));
        told.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_signed_is_reminded_twice_and_then_the_placement_cannot_start() {
    use v1::AgreementState::{CannotStart, Covered, NotCovered};
    let placed = Placed::looking().await;
    let (host, guardian) = (placed.firm.caller, placed.pupil.guardian.id());
    let head = placed.stage.college.head.id();
    let version = placed.agreement().await.versions[0].clone();
    placed.signs(host, &version).await.unwrap();
    assert_eq!(placed.shown_everywhere().await, [NotCovered; 5]);
    assert_eq!(placed.totals().await, (1, 0));
    let before = placed.stage.head().await;
    let clock = &placed.stage.app.clock;
    clock.set(days_before(15));
    clock.set(days_before(14));
    reaches(&placed.stage.app, before, 1).await;
    assert_eq!(placed.reminders().await, [(14, 3)]);
    assert_eq!(
        written_to(&placed.stage.app, REMINDER).await,
        [guardian],
        "the host has signed, and the pupil has no account"
    );
    assert_eq!(written_to(&placed.stage.app, NOT_COVERED).await, [head]);
    placed.signs(placed.pupil.caller, &version).await.unwrap();
    clock.set(days_before(4));
    clock.set(days_before(3));
    reaches(&placed.stage.app, before, 3).await;
    assert_eq!(placed.reminders().await, [(14, 3), (3, 2)]);
    clock.set(days_before(0));
    reaches(&placed.stage.app, before, 4).await;
    assert_eq!(placed.shown_everywhere().await, [CannotStart; 5]);
    assert_eq!(placed.totals().await, (1, 1));
    let told = written_to(&placed.stage.app, CANNOT_START).await;
    assert_eq!(told.len(), 3, "head, host and guardian");
    assert_eq!(placed.stage.head().await, before + 4, "and nothing else");
    // A copy that all signed in time is recorded late, and it starts.
    let message = v1::RecordPaperSignaturesRequest {
        request_id: id(),
        name: placed.name(),
        version: 1,
        terms_digest: version.terms_digest.clone(),
        parties: vec![1, 4],
        signed_date: (first_day() - 1.days()).to_string(),
        copy_digest: "c0".repeat(32),
    };
    let mut by_teacher = placed
        .stage
        .app
        .by(placed.stage.college.teacher)
        .agreements();
    by_teacher.record_paper_signatures(message).await.unwrap();
    assert_eq!(placed.shown_everywhere().await, [Covered; 5]);
    assert_eq!(placed.totals().await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_is_covered_or_was_given_up() {
    let placed = Placed::looking().await;
    let stage = &placed.stage;
    placed.all_sign().await;
    let [offer, _] = stage.offers(3).await;
    let (gives_up, waits) = (stage.pupil().await, stage.pupil().await);
    let given_up = stage.submit(gives_up, offer, WEEKS[0]).await.unwrap();
    let uncovered = stage.submit(waits, offer, WEEKS[0]).await.unwrap();
    for application in [given_up, uncovered] {
        stage.accept(placed.firm, application).await.unwrap();
    }
    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: of_application(given_up.0, given_up.1),
        reason: "Malade.".into(),
    };
    let mut by_pupil = stage.app.by(gives_up.caller).applications();
    by_pupil.cancel_placement(message).await.unwrap();
    let before = stage.head().await;
    for (days, told) in [(14, 1), (3, 2), (0, 3)] {
        stage.app.clock.set(days_before(days));
        reaches(&stage.app, before, told).await;
    }
    assert_eq!(stage.head().await, before + 3, "of the third one alone");
    assert!(placed.reminders().await.is_empty());
    assert_eq!(placed.totals().await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_downtime_what_is_due_is_told_once_and_what_is_over_is_noted() {
    let placed = Placed::looking().await;
    let before = placed.stage.head().await;
    // Down for a day, over the first reminder; and for ten, over the second.
    let placed = placed.restarted(days_before(13)).await;
    reaches(&placed.stage.app, before, 1).await;
    let placed = placed.restarted(days_before(2)).await;
    reaches(&placed.stage.app, before, 2).await;
    assert_eq!(placed.reminders().await, [(14, 4), (3, 4)]);
    // Down for a year: it is noted, and nobody is written to.
    let year_later = morning(first_day() + 365.days());
    let placed = placed.restarted(year_later).await;
    reaches(&placed.stage.app, before, 3).await;
    assert_eq!(placed.stage.head().await, before + 3);
    assert!(written_to(&placed.stage.app, CANNOT_START).await.is_empty());
    let reminded = written_to(&placed.stage.app, REMINDER).await;
    assert_eq!(reminded.len(), 4, "host and guardian, twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_of_a_placement_that_was_not_covered_is_told_and_shown_beside() {
    let placed = Placed::looking().await;
    let before = placed.stage.head().await;
    placed.stage.app.clock.set(morning(first_day() + 5.days()));
    reaches(&placed.stage.app, before, 1).await;
    let message = v1::ConfirmCompletionRequest {
        request_id: id(),
        name: placed.name(),
    };
    let mut by_teacher = placed
        .stage
        .app
        .by(placed.stage.college.teacher)
        .placements();
    by_teacher.confirm_completion(message).await.unwrap();
    let class = placed.stage.class_follow_up().await;
    let row = &class.students[0].placements[0];
    assert_eq!(row.state(), v1::PlacementState::Completed);
    assert_eq!(row.agreement(), v1::AgreementState::CannotStart);
    assert_eq!(placed.totals().await, (1, 0), "it was done, uncovered");
}
