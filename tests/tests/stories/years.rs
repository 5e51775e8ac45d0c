//! School years and days: nobody is placed at the last moment (OFF-5), what nobody answers expires
//! (STU-13), and the year turns without anybody's help (EST-13).
use std::time::Duration;

use commands::NewClass;
use domain::calendar::SchoolYear;
use domain::establishment::Level;
use eventlog::{Position, RecordedAt};
use proto::v1;
use tests::cast::Pupil;
use tests::names::{WEEKS, ask, first_morning, instant};
use tests::wire::{id, of_class, of_establishment, of_student, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

async fn stage() -> Stage {
    Stage::set_with(|settings| settings.expiry = Duration::from_millis(20)).await
}

impl Stage {
    fn it_is(&self, at: &str) {
        self.app.clock.set(instant(at));
    }

    /// The pupil's line in the follow-up of a class, at a position or later.
    async fn counts(&self, min_position: u64) -> v1::ApplicationCounts {
        let message = v1::GetClassFollowUpRequest {
            page_size: 0,
            page_token: String::new(),
            class: of_class(self.college.uai, self.college.class),
            min_position,
            as_of: None,
        };
        let mut by_head = self.app.by(self.college.head).follow_ups();
        let answer = by_head.get_class_follow_up(message).await;
        let totals = answer.unwrap().into_inner().follow_up.unwrap().totals;
        totals.unwrap().application_counts.unwrap()
    }

    /// What the college shows of a school year: its classes, pupils and applications.
    async fn year(&self, school_year: &str) -> (String, usize, u64, u64) {
        let message = v1::GetEstablishmentFollowUpRequest {
            page_size: 0,
            page_token: String::new(),
            establishment: of_establishment(self.college.uai),
            min_position: self.head().await,
            school_year: school_year.into(),
            as_of: None,
        };
        let mut by_head = self.app.by(self.college.head).follow_ups();
        let answer = by_head.get_establishment_follow_up(message).await;
        let shown = answer.unwrap().into_inner().follow_up.unwrap();
        let totals = shown.totals.unwrap();
        let counts = totals.application_counts.unwrap();
        let asked = counts.pending + counts.accepted + counts.expired;
        (
            shown.school_year,
            shown.classes.len(),
            totals.students,
            asked,
        )
    }

    /// What the country counts in a school year: pupils, offers, applications.
    async fn counted(&self, school_year: &str) -> (String, u64, u64, u64) {
        let message = v1::GetTerritoryDashboardRequest {
            name: "national".into(),
            min_position: self.head().await,
            school_year: school_year.into(),
            as_of: None,
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut committee = self.app.by(tests::cast::committee()).steering();
        let answer = committee.get_territory_dashboard(message).await;
        let shown = answer.unwrap().into_inner().dashboard.unwrap();
        let offers = shown.public_offers.unwrap().offers + shown.private_offers.unwrap().offers;
        let asked = shown.applications.unwrap();
        let asked = asked.girls + asked.boys + asked.not_stated;
        (shown.school_year, shown.students, offers, asked)
    }

    async fn searches(&self, pupil: Pupil) -> Result<usize, Status> {
        let message = v1::SearchOffersRequest {
            student: of_student(pupil.student),
            min_position: self.head().await,
            ..v1::SearchOffersRequest::default()
        };
        let mut by_pupil = self.app.by(pupil.caller).offers();
        let answer = by_pupil.search_offers(message).await?;
        Ok(answer.into_inner().offers.len())
    }

    /// Waits for the next event after a position.
    async fn next(&self, after: u64) -> u64 {
        let moved = self.app.app.log.wait_beyond(Position(after));
        let moved = tokio::time::timeout(Duration::from_secs(30), moved).await;
        moved.expect("something happens in time").unwrap().0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_accepted_at_the_last_moment_and_what_is_pending_expires() {
    let stage = stage().await;
    let [offer, other] = stage.offers(2).await;
    let (first, second) = (stage.pupil().await, stage.pupil().await);
    stage.it_is("2026-03-02T08:00:00Z");
    let accepted = stage.submit(first, offer, WEEKS[0]).await.unwrap();
    let waiting = stage.submit(second, offer, WEEKS[0]).await.unwrap();
    // The Tuesday of the week before, and the Wednesday.
    stage.it_is("2026-03-03T20:00:00Z");
    stage.accept(stage.firms[0], accepted).await.unwrap();
    let before = stage.head().await;
    stage.it_is("2026-03-03T23:00:01Z");
    let late = refused(stage.accept(stage.firms[0], waiting).await);
    let reasons = ["TOO_LATE_FOR_WEEK", "APPLICATION_NOT_PENDING"];
    assert!(reasons.contains(&late.reason.as_str()), "{late:?}");
    let late = refused(stage.submit(second, other, WEEKS[0]).await);
    assert_eq!(late.reason, "TOO_LATE_FOR_WEEK");
    stage.next(before).await;
    let shown = stage.application(second, waiting).await;
    assert_eq!(shown.state(), v1::ApplicationState::Expired);
    let facts: Vec<_> = shown.history.iter().map(|entry| entry.fact()).collect();
    assert_eq!(facts.last(), Some(&v1::ApplicationFact::Expired));
    let late = refused(stage.accept(stage.firms[0], waiting).await);
    assert_eq!(late.reason, "APPLICATION_NOT_PENDING");
    assert_eq!(stage.taken(stage.firms[0], offer, WEEKS[0]).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_answer_an_application_expires_once_whatever_time_has_passed() {
    let stage = stage().await;
    let [offer, other] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let examined = stage.submit(pupil, other, WEEKS[0]).await.unwrap();
    let message = v1::ExamineApplicationRequest {
        request_id: id(),
        name: tests::wire::of_application(examined.0, examined.1),
    };
    let mut host = stage.app.by(stage.firms[1].caller).applications();
    host.examine_application(message).await.unwrap();
    let before = stage.head().await;
    let day = |days: i64| RecordedAt(first_morning().0 + days * DAY);
    stage.app.clock.set(day(15));
    // One expires; the host that looks at the other is reminded.
    let mut at = before;
    while at < before + 2 {
        at = stage.next(at).await;
    }
    let counts = stage.counts(at).await;
    assert_eq!((counts.expired, counts.under_examination), (1, 1));
    // Down for a year.
    let app = stage.app;
    app.clock.set(day(400));
    let app = app
        .restarted_with(|settings| settings.expiry = Duration::from_millis(20))
        .await;
    let stage = Stage { app, ..stage };
    let last = stage.next(at).await;
    let counts = stage.counts(last).await;
    assert_eq!((counts.expired, counts.under_examination), (2, 0));
    assert_eq!(stage.head().await, at + 1, "each expires once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_year_turns_without_anybodys_help() {
    let stage = stage().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], asked).await.unwrap();
    assert_eq!(stage.year("").await, ("2025-2026".into(), 1, 1, 1));

    // Before the clock moves: what is due by it may be told at any time after.
    let begun = stage.head().await;

    // The last day of the year, and the first one of the next.
    stage.it_is("2026-07-31T20:00:00Z");
    assert_eq!(stage.searches(pupil).await.unwrap(), 0);
    stage.it_is("2026-07-31T22:00:01Z");
    assert_eq!(
        refused(stage.searches(pupil).await).reason,
        "SCHOOL_YEAR_OVER"
    );
    let cv = v1::SaveCvRequest {
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv {
            about: "Je suis curieuse.".into(),
            ..v1::Cv::default()
        }),
        etag: String::new(),
    };
    let saved = stage.app.by(pupil.caller).students().save_cv(cv).await;
    assert_eq!(refused(saved).reason, "SCHOOL_YEAR_OVER");

    // Who repeats the year goes on with a new form, in a class of the new year.
    let next = SchoolYear::beginning_in(2026);
    let commands = stage.commands();
    let new = NewClass {
        label: "3e A".into(),
        level: Level::Troisieme,
    };
    let opened = commands
        .handle(ask(stage.college.head))
        .open_class(stage.college.uai, new, next);
    let class = opened.await.unwrap().1;
    commands
        .handle(ask(stage.college.head))
        .move_student(pupil.student, stage.college.uai, class)
        .await
        .unwrap();
    assert_eq!(
        refused(stage.searches(pupil).await).reason,
        "NOT_AUTHORISED"
    );
    let late = refused(stage.submit(pupil, offer, WEEKS[0]).await);
    assert_eq!(late.reason, "NOT_AUTHORISED");
    for (year, shown) in [
        ("", ("2026-2027", 1, 1, 0)),
        ("2026-2027", ("2026-2027", 1, 1, 0)),
        ("2025-2026", ("2025-2026", 1, 1, 1)),
        ("all", ("all", 2, 2, 1)),
    ] {
        let (name, classes, students, asked) = shown;
        let expected = (name.to_owned(), classes, students, asked);
        assert_eq!(stage.year(year).await, expected, "{year:?}");
    }
    for (year, shown) in [
        ("", ("2026-2027", 1, 0, 0)),
        ("2025-2026", ("2025-2026", 1, 2, 1)),
        ("all", ("all", 1, 2, 1)),
    ] {
        let (name, students, offers, asked) = shown;
        let expected = (name.to_owned(), students, offers, asked);
        assert_eq!(stage.counted(year).await, expected, "{year:?}");
    }
    // The class of last year shows the pupil as they stood then.
    let accepted = stage.counts(stage.head().await).await.accepted;
    assert_eq!(accepted, 1);
    // As of the last day of the earlier year, that year is meant.
    let message = v1::GetEstablishmentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),
        establishment: of_establishment(stage.college.uai),
        min_position: 0,
        school_year: String::new(),
        as_of: Some(v1::get_establishment_follow_up_request::AsOf::AsOfPosition(
            begun,
        )),
    };
    let mut by_head = stage.app.by(stage.college.head).follow_ups();
    let answer = by_head.get_establishment_follow_up(message).await.unwrap();
    let shown = answer.into_inner().follow_up.unwrap();
    assert_eq!(shown.school_year, "2025-2026");
    let message = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        school_year: "2025-2027".into(),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut committee = stage.app.by(tests::cast::committee()).steering();
    let answer = committee.get_territory_dashboard(message).await;
    assert_eq!(answer.unwrap_err().code(), Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_told_how_much_is_known_of_the_holidays() {
    let stage = stage().await;
    let mut directory = stage.app.by(tests::cast::operator()).directory();
    let mut known = vec![];
    for (year, autumn) in [
        ("2025-2026", false),
        ("2028-2029", false),
        ("2028-2029", true),
    ] {
        if autumn {
            let message = v1::ImportHolidaysRequest {
                request_id: id(),
                holidays: vec![v1::Holiday {
                    zone: "A".into(),
                    display_name: "Vacances de la Toussaint".into(),
                    start_date: "2028-10-21".into(),
                    end_date: "2028-11-05".into(),
                }],
            };
            directory.import_holidays(message).await.unwrap();
        }
        let message = v1::ListHolidaysRequest {
            min_position: stage.head().await,
            zone: "A".into(),
            school_year: year.into(),
            ..v1::ListHolidaysRequest::default()
        };
        let answer = directory.list_holidays(message).await.unwrap().into_inner();
        let [coverage]: [v1::HolidayCoverage; 1] = answer.coverage.try_into().unwrap();
        assert_eq!(
            (coverage.zone.as_str(), coverage.school_year.as_str()),
            ("A", year)
        );
        known.push(coverage.knowledge());
    }
    use v1::HolidayKnowledge::{Nothing, Partly, Whole};
    assert_eq!(known, [Whole, Nothing, Partly]);
}

impl Stage {
    /// The weeks of a school year as they are told to the host, with what may be done of each.
    async fn weeks_told(&self, school_year: &str) -> Vec<v1::PlacementWeek> {
        let message = v1::ListPlacementWeeksRequest {
            min_position: self.head().await,
            page_size: 200,
            school_year: school_year.into(),
            establishment: of_establishment(self.college.uai),
            ..v1::ListPlacementWeeksRequest::default()
        };
        let [firm, _] = self.firms;
        let mut calendars = self.app.by(firm.caller).calendars();
        let answer = calendars.list_placement_weeks(message).await;
        answer.unwrap().into_inner().weeks
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_a_week_is_what_the_server_takes() {
    let stage = stage().await;
    let [firm, _] = stage.firms;
    for (today, expected) in [
        ("2026-05-31T12:00:00Z", v1::WeekDeposit::TooEarly),
        ("2026-06-01T12:00:00Z", v1::WeekDeposit::Open),
    ] {
        stage.it_is(today);
        let told = stage.weeks_told("2026-2027").await;
        assert_eq!((told[0].week.as_str(), told.len()), ("2026-W43", 28));
        for week in told {
            assert_eq!(week.deposit(), expected, "{}", week.week);
            assert_eq!(week.deposit_from_date, "2026-06-01");
            let mut draft = tests::cast::draft(1);
            draft.terms.weeks = [week.week.parse().unwrap()].into();
            let command = stage.commands();
            let published = command
                .handle(ask(firm.caller))
                .publish_offer(firm.siret, draft);
            let taken = published.await.is_ok();
            assert_eq!(taken, expected == v1::WeekDeposit::Open, "{}", week.week);
        }
    }
    // Three working days before it nobody is placed in it any more.
    for (today, expected) in [
        ("2026-11-10T12:00:00Z", v1::WeekDeposit::Open),
        ("2026-11-11T12:00:00Z", v1::WeekDeposit::Over),
    ] {
        stage.it_is(today);
        let told = stage.weeks_told("").await;
        let one = told.iter().find(|week| week.week == "2026-W47").unwrap();
        assert_eq!(
            (one.deposit(), &*one.closing_date),
            (expected, "2026-11-11")
        );
        // The present school year and the next, in order.
        assert_eq!(told.first().unwrap().school_year, "2026-2027");
        assert_eq!(told.last().unwrap().school_year, "2027-2028");
    }
    // A college of zone A chooses no week of its holidays, nor one that has begun.
    let told = stage.weeks_told("2026-2027").await;
    let mut head = stage.app.by(stage.college.head).establishments();
    let mut chosen = 0;
    for week in told {
        let message = v1::ChooseWeeksRequest {
            request_id: id(),
            name: of_establishment(stage.college.uai),
            school_year: week.school_year,
            weeks: vec![week.week.clone()],
            etag: String::new(),
        };
        let answer = head.choose_weeks(message).await;
        match week.choice_refusal {
            Some(refusal) => assert_eq!(refused(answer).reason, refusal.reason, "{}", week.week),
            None => {
                answer.unwrap();
                chosen += 1;
            }
        }
    }
    assert!(chosen > 5, "{chosen} weeks could be chosen");
}
