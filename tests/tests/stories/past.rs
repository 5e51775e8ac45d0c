//! What a dashboard showed then (DSH-6), and after a restart.
use commands::Caller;
use domain::reference::departments;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::{College, Firm, committee};
use tests::names::{WEEKS, instant};
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
    pupil: Caller,
    student: String,
    teacher: Caller,
    class: String,
    head: Caller,
    establishment: String,
    host: Caller,
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
        let prefect = Caller::Prefect {
            id: Uuid::new_v4(),
            department: departments::find("01".parse().unwrap()).unwrap().code,
        };
        let by = |caller| self.app.by(caller);
        let student = ask!(by(self.pupil).follow_ups(), get_student_follow_up,
            GetStudentFollowUpRequest in get_student_follow_up_request, when, min,
            { student: self.student.clone() });
        let class = ask!(by(self.teacher).follow_ups(), get_class_follow_up,
            GetClassFollowUpRequest in get_class_follow_up_request, when, min,
            { class: self.class.clone() });
        let college = ask!(by(self.head).follow_ups(), get_establishment_follow_up,
            GetEstablishmentFollowUpRequest in get_establishment_follow_up_request, when, min,
            { establishment: self.establishment.clone() });
        let inbox = ask!(by(self.host).follow_ups(), get_host_inbox,
            GetHostInboxRequest in get_host_inbox_request, when, min,
            { host: self.host_name.clone(); page_size, page_token, states });
        let department = ask!(by(prefect).steering(), get_territory_dashboard,
            GetTerritoryDashboardRequest in get_territory_dashboard_request, when, min,
            { name: "departments/01".to_owned() });
        let country = ask!(by(committee()).steering(), get_territory_dashboard,
            GetTerritoryDashboardRequest in get_territory_dashboard_request, when, min,
            { name: "national".to_owned() });
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
                stage.college.active_pupil(stage.desk()).await;
            }
            _ => {
                Firm::registered(stage.desk(), 3)
                    .await
                    .offers(stage.desk(), 4)
                    .await;
                College::registered(stage.desk(), 2).await;
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
        name: "national".into(),
        min_position: 0,
        as_of: Some(v1::get_territory_dashboard_request::AsOf::AsOfTime(
            timestamp("2025-10-07T08:00:00Z"),
        )),
    };
    let mut steering = stage.app.by(committee()).steering();
    let why = refused(steering.get_territory_dashboard(to_come).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "as_of_time")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_every_dashboard_is_the_same() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
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
