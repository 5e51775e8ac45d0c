//! What a dashboard showed then (DSH-6, DSH-5), after a restart, and where small figures are withheld
//! (DSH-10).
use commands::NewClass;
use domain::establishment::{Level, StaffRole};
use domain::ids::StaffId;
use domain::principal::Principal;
use domain::reference::departments;
use jiff::civil::date;
use projections::as_of_states::Spacing;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::{College, Firm, committee, contact};
use tests::names::{WEEKS, ask, instant, this_year};
use tests::wire::{of_class, of_establishment, of_host, of_student, refused};
use tonic::Code;
use uuid::Uuid;

use crate::stage::Stage;

/// Every dashboard at one moment.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    student: v1::StudentFollowUp,
    class: v1::ClassFollowUp,
    college: v1::EstablishmentFollowUp,
    inbox: v1::HostInbox,
    department: v1::TerritoryDashboard,
    country: v1::TerritoryDashboard,
    trail: Vec<v1::AuthorisationTrailEntry>,
}

#[derive(Clone, Copy)]
enum When {
    Now,
    Position(u64),
    Instant(prost_types::Timestamp),
}

/// The same question of all dashboards; the callers are those who may see them.
struct Watchers<'a> {
    app: &'a TestApp,
    pupil: Principal,
    student: String,
    teacher: Principal,
    class: String,
    head: Principal,
    establishment: String,
    host: Principal,
    host_name: String,
}

macro_rules! ask {
    ($client:expr, $method:ident, $request:ident in $module:ident, $when:expr, $min:expr,
     { $($field:ident: $value:expr),* $(; $($rest:ident),*)? }) => {{
        let as_of = match $when {
            When::Now => None,
            When::Position(at) => Some(v1::$module::AsOf::AsOfPosition(at)),
            When::Instant(at) => Some(v1::$module::AsOf::AsOfTime(at)),
        };
        let message = v1::$request {
            $($field: $value,)*
            min_position: $min,
            as_of,
            $($($rest: Default::default(),)*)?
        };
        { $client }.$method(message).await.unwrap().into_inner()
    }};
}

impl Watchers<'_> {
    async fn see(&self, when: When) -> Shown {
        let min = self.app.app.log.head().await.unwrap().0;
        let prefect = Principal::prefect(
            Uuid::new_v4(),
            departments::find("01".parse().unwrap()).unwrap().code,
        );
        let by = |caller| self.app.by(caller);
        let student = ask!(by(self.pupil).follow_ups(), get_student_follow_up,
            GetStudentFollowUpRequest in get_student_follow_up_request, when, min,
            { student: self.student.clone(); page_size, page_token });
        let class = ask!(by(self.teacher).follow_ups(), get_class_follow_up,
            GetClassFollowUpRequest in get_class_follow_up_request, when, min,
            { class: self.class.clone(); page_size, page_token });
        let college = ask!(by(self.head).follow_ups(), get_establishment_follow_up,
            GetEstablishmentFollowUpRequest in get_establishment_follow_up_request, when, min,
            { establishment: self.establishment.clone(); page_size, page_token, school_year });
        let inbox = ask!(by(self.host).follow_ups(), get_host_inbox,
            GetHostInboxRequest in get_host_inbox_request, when, min,
            { host: self.host_name.clone(); page_size, page_token, states, rep_plus_first });
        let department = ask!(by(prefect).steering(), get_territory_dashboard,
            GetTerritoryDashboardRequest in get_territory_dashboard_request, when, min,
            { name: "departments/01".to_owned(); school_year, scheme });
        let country = ask!(by(committee()).steering(), get_territory_dashboard,
            GetTerritoryDashboardRequest in get_territory_dashboard_request, when, min,
            { name: "national".to_owned(); school_year, scheme });
        let trail = ask!(by(self.head).audit(), list_authorisation_trail,
            ListAuthorisationTrailRequest in list_authorisation_trail_request, when, min,
            { scope: self.establishment.clone(); page_size, page_token });
        if let When::Position(at) = when {
            assert_eq!([class.position, country.position, trail.position], [at; 3]);
        }
        Shown {
            student: student.follow_up.unwrap(),
            class: class.follow_up.unwrap(),
            college: college.follow_up.unwrap(),
            inbox: inbox.inbox.unwrap(),
            department: department.dashboard.unwrap(),
            country: country.dashboard.unwrap(),
            trail: trail.entries,
        }
    }
}

fn timestamp(text: &str) -> prost_types::Timestamp {
    let micros = instant(text).0;
    prost_types::Timestamp {
        seconds: micros / 1_000_000,
        nanos: 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn as_of_then_every_dashboard_shows_what_it_showed_then() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let watchers = Watchers {
        app: &stage.app,
        pupil: pupil.caller,
        student: of_student(pupil.student),
        teacher: stage.college.teacher,
        class: of_class(stage.college.uai, stage.college.class),
        head: stage.college.head,
        establishment: of_establishment(stage.college.uai),
        host: stage.firms[0].caller,
        host_name: of_host(stage.firms[0].siret),
    };
    let [offer, _] = stage.offers(1).await;
    let mut seen = vec![];
    for day in 1..=4 {
        let morning = format!("2025-10-0{day}T08:00:00Z");
        stage.app.clock.set(instant(&morning));
        match day {
            1 => {
                stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
            }
            2 => {
                let application = stage.submit(pupil, offer, WEEKS[1]).await.unwrap();
                stage.accept(stage.firms[0], application).await.unwrap();
            }
            3 => {
                let (college, today) = (stage.college, date(2025, 10, day));
                let student = college.enrolled(stage.commands()).await;
                college.activated_on(stage.commands(), student, today).await;
            }
            _ => {
                Firm::registered(stage.commands(), 3)
                    .await
                    .offers(stage.commands(), 4)
                    .await;
                College::registered(stage.commands(), 2).await;
            }
        }
        let noon = timestamp(&format!("2025-10-0{day}T12:00:00Z"));
        seen.push((stage.head().await, noon, watchers.see(When::Now).await));
    }
    stage.app.clock.set(instant("2025-10-06T08:00:00Z"));
    for (position, noon, shown) in &seen {
        assert_eq!(
            watchers.see(When::Position(*position)).await,
            *shown,
            "at {position}"
        );
        assert_eq!(
            watchers.see(When::Instant(*noon)).await,
            *shown,
            "at {noon:?}"
        );
    }
    assert!(
        seen.windows(2).all(|pair| pair[0].2 != pair[1].2),
        "each day shows something else"
    );

    let to_come = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: 0,
        as_of: Some(v1::get_territory_dashboard_request::AsOf::AsOfTime(
            timestamp("2025-10-07T08:00:00Z"),
        )),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = stage.app.by(committee()).steering();
    let why = refused(steering.get_territory_dashboard(to_come).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "as_of_time")
    );
}

/// Every dashboard of a played campaign.
async fn see(app: &TestApp, campaign: &Campaign, when: When) -> Shown {
    let watchers = Watchers {
        app,
        pupil: campaign.pupil,
        student: campaign.student.clone(),
        teacher: campaign.teacher,
        class: campaign.class.clone(),
        head: campaign.head,
        establishment: campaign.establishment.clone(),
        host: campaign.farmer,
        host_name: campaign.host.clone(),
    };
    watchers.see(when).await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_every_dashboard_is_the_same() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    let before = see(&app, &campaign, When::Now).await;
    let head = app.app.log.head().await.unwrap().0;
    let app = app.restarted().await;
    assert!(
        std::fs::read_dir(app.snapshots()).unwrap().next().is_some(),
        "a snapshot is there"
    );
    assert_eq!(
        see(&app, &campaign, When::Now).await,
        before,
        "from the snapshot"
    );
    let app = app.restarted_without_snapshots().await;
    assert_eq!(
        see(&app, &campaign, When::Now).await,
        before,
        "from the log alone"
    );
    assert_eq!(see(&app, &campaign, When::Position(head)).await, before);
    assert_eq!(
        app.app.log.head().await.unwrap().0,
        head,
        "a restart writes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_the_same_from_states_along_the_log_and_from_the_first_event() {
    let close = |settings: &mut api::app::Settings| {
        settings.as_of = Spacing {
            every: 10,
            most: 8,
            bytes: u64::MAX,
        };
    };
    let app = TestApp::start_with(close).await;
    let campaign = Campaign::played(&app).await;
    let head = app.app.log.head().await.unwrap().0;
    // Late enough for each of them to be there.
    let moments: Vec<u64> = (0..6).map(|back| head - back * 7).collect();
    let mut before = vec![];
    for at in &moments {
        before.push(see(&app, &campaign, When::Position(*at)).await);
    }
    let held = app.app.queries.past.states().unwrap().held();
    assert!((4..=8).contains(&held.states) && held.bytes > 0, "{held:?}");
    assert!(app.snapshots().join("as-of").is_dir());
    let app = app.restarted_with(close).await;
    for (at, before) in moments.iter().zip(&before) {
        assert_eq!(&see(&app, &campaign, When::Position(*at)).await, before);
    }
    let app = app.restarted_without_snapshots().await;
    assert_eq!(app.app.queries.past.states().unwrap().held().states, 0);
    for (at, before) in moments.iter().zip(&before) {
        assert_eq!(&see(&app, &campaign, When::Position(*at)).await, before);
    }
}

async fn class_as_of(
    app: &TestApp,
    caller: Principal,
    class: &str,
    position: u64,
) -> Result<v1::ClassFollowUp, tonic::Status> {
    let message = v1::GetClassFollowUpRequest {
        class: class.to_owned(),
        as_of: Some(v1::get_class_follow_up_request::AsOf::AsOfPosition(
            position,
        )),
        ..v1::GetClassFollowUpRequest::default()
    };
    let mut follow_ups = app.by(caller).follow_ups();
    let answer = follow_ups.get_class_follow_up(message).await?;
    Ok(answer.into_inner().follow_up.unwrap())
}

/// Who may see is asked of both instants: of now, and of then.
#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_the_past_names_nobody_who_has_moved_away_since() {
    let stage = Stage::set().await;
    let (stays, leaves) = (stage.pupil().await, stage.pupil().await);
    let (uai, head) = (stage.college.uai, stage.college.head);
    let class = of_class(uai, stage.college.class);
    let other = NewClass {
        label: "3e B".into(),
        level: Level::Troisieme,
    };
    let request = ask(head);
    let opened = stage
        .commands()
        .handle(request.clone())
        .open_class(uai, other, this_year());
    let (_, other) = opened.await.unwrap();
    let then = stage.head().await;
    stage
        .commands()
        .handle(ask(head))
        .move_student(leaves.student, uai, other)
        .await
        .unwrap();

    let names = |shown: &v1::ClassFollowUp| -> Vec<String> {
        shown
            .students
            .iter()
            .map(|row| row.student.clone())
            .collect()
    };
    let by_teacher = class_as_of(&stage.app, stage.college.teacher, &class, then).await;
    let by_teacher = by_teacher.unwrap();
    assert_eq!(names(&by_teacher), [of_student(stays.student)]);
    assert_eq!(by_teacher.totals.unwrap().students, 2, "the figure of then");
    let by_head = class_as_of(&stage.app, head, &class, then).await.unwrap();
    let mut both = [of_student(stays.student), of_student(leaves.student)];
    both.sort();
    let mut seen = names(&by_head);
    seen.sort();
    assert_eq!(seen, both, "the head may see both, then and now");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_later_sees_no_class_of_before() {
    let stage = Stage::set().await;
    stage.pupil().await;
    let (uai, class) = (stage.college.uai, stage.college.class);
    let then = stage.head().await;
    let later = Principal::teacher(StaffId(Uuid::new_v4()), uai);
    let commands = stage.commands();
    let request = ask(later);
    let joined = commands.handle(request.clone()).join_staff(
        uai,
        contact("La nouvelle"),
        StaffRole::Teacher,
    );
    let staff = joined.await.unwrap().1;
    commands
        .handle(ask(stage.college.head))
        .admit_staff(uai, staff)
        .await
        .unwrap();
    commands
        .handle(ask(later))
        .take_class(uai, class)
        .await
        .unwrap();
    let name = of_class(uai, class);
    let now = stage.head().await;
    class_as_of(&stage.app, later, &name, now).await.unwrap();
    let refused = refused(class_as_of(&stage.app, later, &name, then).await);
    assert_eq!(refused.code, Code::NotFound);
}

async fn dashboard(
    app: &TestApp,
    caller: Principal,
    name: &str,
    as_of: Option<u64>,
) -> (u64, v1::TerritoryDashboard) {
    let message = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: name.into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: as_of.map(v1::get_territory_dashboard_request::AsOf::AsOfPosition),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = app.by(caller).steering();
    let answer = steering.get_territory_dashboard(message).await.unwrap();
    let answer = answer.into_inner();
    (answer.position, answer.dashboard.unwrap())
}

/// Small figures are withheld, and the difference of two answers is a day.
#[tokio::test(flavor = "multi_thread")]
async fn where_small_figures_are_withheld_nobody_is_singled_out() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let prefect = Principal::prefect(
        Uuid::new_v4(),
        departments::find("01".parse().unwrap()).unwrap().code,
    );
    let department = "departments/01";
    let (pupil, [offer, _]) = (stage.pupil().await, stage.offers(1).await);
    let before = stage.head().await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let first = stage.head().await;
    stage.submit(pupil, offer, WEEKS[1]).await.unwrap();

    let (position, today) = dashboard(&stage.app, prefect, department, None).await;
    assert_eq!(position, 0, "before the first day");
    for at in [before, first] {
        let then = dashboard(&stage.app, prefect, department, Some(at)).await;
        assert_eq!(then, (position, today.clone()), "at {at}");
    }
    let (_, seen) = dashboard(&stage.app, committee(), department, Some(first)).await;
    assert_eq!(
        seen.applications.unwrap().girls,
        1,
        "the committee sees all"
    );

    stage.app.clock.set(instant("2025-09-30T08:00:00Z"));
    let (position, tomorrow) = dashboard(&stage.app, prefect, department, None).await;
    assert_eq!(position, first + 1, "the day before, whole");
    let applications = tomorrow.applications.unwrap();
    assert!(applications.withheld && applications.girls == 0);
    let [sector] = &tomorrow.sectors[..] else {
        panic!("one sector")
    };
    assert!(sector.applications.as_ref().unwrap().withheld);
    assert!(!sector.placements.as_ref().unwrap().withheld, "zeros");
    assert!(tomorrow.students_withheld && tomorrow.students == 0);
    let (_, seen) = dashboard(&stage.app, committee(), department, None).await;
    assert_eq!(seen.applications.unwrap().girls, 2);
}
