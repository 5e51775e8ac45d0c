//! Deadlines, a graceful stop, and a server that cannot read an event.
use super::*;

/// Asks for a position that the log does not hold yet.
async fn not_yet(app: &TestApp) -> v1::GetTerritoryDashboardRequest {
    let head = app.app.log.head().await.unwrap().0;
    v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: head + 1,
        as_of: None,
        ..v1::GetTerritoryDashboardRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_keeps_the_deadline_of_a_call() {
    let app = TestApp::start().await;
    let message = not_yet(&app).await.encode_to_vec();
    let headers = format!(
        "authorization: Bearer {}\r\ngrpc-timeout: 150m\r\n",
        app.token(committee())
    );
    let begin = Instant::now();
    let path = "/placement.v1.SteeringService/GetTerritoryDashboard";
    let answer = over_http1(&app, path, &headers, &message).await;
    assert!(
        begin.elapsed() < Duration::from_secs(5),
        "it would have waited for longer"
    );
    let told = [
        "grpc-status:4",
        "grpc-status: 4",
        "grpc-status:1\r",
        "grpc-status: 1\r",
    ];
    assert!(
        told.iter().any(|told| holds(&answer, told)),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graceful_stop_lets_the_running_call_end_and_no_new_one_begin() {
    let mut stage = Stage::set().await;
    let mut steering = stage.app.by(committee()).steering();
    let message = not_yet(&stage.app).await;
    let mut waiting = Box::pin(steering.get_territory_dashboard(message.clone()));
    assert!(futures::poll!(&mut waiting).is_pending());
    // On one connection calls arrive in order: once this one is answered, the first is there.
    stage
        .app
        .by(operator())
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();
    let watched = v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: 0,
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    let mut watch = stage.app.by(committee()).steering();
    let mut watch = watch
        .watch_territory_dashboard(watched)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    stage.app.asked_to_stop();
    assert!(watch.message().await.unwrap().is_none(), "a watch ends");
    stage.college.enrolled(stage.commands()).await;
    let answer = waiting.await.unwrap().into_inner();
    assert!(answer.position >= message.min_position);
    let address = stage.app.address.clone();
    let folder = stage.app.stopped().await;
    assert!(
        TcpStream::connect(&address).await.is_err(),
        "nobody listens any more"
    );
    drop(folder);
}

async fn health(app: &TestApp, service: &str) -> i32 {
    let service = service.to_owned();
    let mut client = HealthClient::new(app.channel());
    client
        .check(HealthCheckRequest { service })
        .await
        .unwrap()
        .into_inner()
        .status
}

/// Where the placement process stopped, as the operator sees it.
async fn process_parked(app: &TestApp) -> Option<u64> {
    let message = v1::GetStatusRequest {};
    let answer = app.by(operator()).status().get_status(message).await;
    let all = answer.unwrap().into_inner().projections;
    let process = all.iter().find(|p| p.projection == "placement-process");
    process.unwrap().parked.as_ref().map(|at| at.position)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_starts_on_a_pupil_s_event_that_it_cannot_read_and_its_process_stands_still() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let stream = StreamId::new("student", &Uuid::new_v4().to_string()).unwrap();
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "StudentTransmogrified".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    let append = Append {
        recorded_at: None,
        stream,
        expected: 0,
        events: vec![event],
    };
    let parked_at = stage.app.app.log.append(append).await.unwrap().position.0;
    let stage = Stage {
        app: stage.app.restarted().await,
        ..stage
    };
    assert_eq!(process_parked(&stage.app).await, Some(parked_at));
    // Commands go on, and take their own steps.
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    // What would be decided on a fold that stands still is not decided.
    let message = v1::ChooseWeeksRequest {
        etag: String::new(),
        request_id: id(),
        name: of_establishment(stage.college.uai),
        school_year: "2025-2026".into(),
        weeks: vec![WEEKS[1].to_string()],
    };
    let mut by_head = stage.app.by(stage.college.head).establishments();
    let answer = by_head.choose_weeks(message).await;
    assert_eq!(refused(answer).code, Code::Unavailable);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_parks_the_dashboards_and_not_the_commands() {
    let stage = Stage::set().await;
    let class = of_class(stage.college.uai, stage.college.class);
    stage.class_follow_up().await;
    for service in [
        "",
        "placement.v1.FollowUpService",
        "placement.v1.StudentService",
    ] {
        assert_eq!(health(&stage.app, service).await, 1, "{service:?} serves");
    }
    let mut watch = HealthClient::new(stage.app.channel());
    let request = HealthCheckRequest {
        service: "placement.v1.FollowUpService".into(),
    };
    let mut watch = watch
        .watch(Request::new(request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status, 1);

    let stream = StreamId::new("establishment", "0019999X").unwrap();
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "EstablishmentTransmogrified".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    let append = Append {
        recorded_at: None,
        stream,
        expected: 0,
        events: vec![event],
    };
    let parked_at = stage.app.app.log.append(append).await.unwrap().position.0;
    assert_eq!(
        watch.message().await.unwrap().unwrap().status,
        2,
        "not serving"
    );

    let message = v1::GetStatusRequest {};
    let status = stage
        .app
        .by(operator())
        .status()
        .get_status(message)
        .await
        .unwrap()
        .into_inner();
    let parked: Vec<_> = status
        .projections
        .iter()
        .filter_map(|p| p.parked.as_ref())
        .collect();
    assert!(!parked.is_empty());
    for parked in parked {
        assert_eq!(parked.position, parked_at);
        assert!(!parked.reason.is_empty());
    }
    for service in ["FollowUp", "Steering", "Audit"] {
        let service = format!("placement.v1.{service}Service");
        assert_eq!(health(&stage.app, &service).await, 2, "{service}");
    }
    // Commands go on.
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    assert_eq!(health(&stage.app, "placement.v1.StudentService").await, 1);
    assert_eq!(health(&stage.app, "").await, 1);
    // A dashboard never passes over what it cannot read.
    let min_position = stage.head().await;
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class,
        min_position,
        as_of: None,
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let answer = by_teacher.get_class_follow_up(message).await;
    assert_eq!(refused(answer).code, Code::Unavailable);
    // And a restart finds it where it was.
    let app = stage.app.restarted().await;
    let answer = app
        .by(operator())
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();
    let status = answer.into_inner();
    assert!(status.projections.iter().any(|p| p.parked.is_some()));
    app.app
        .commands
        .handle(ask(stage.college.teacher))
        .enrol_student(
            stage.college.uai,
            stage.college.class,
            commands::NewStudent {
                identity: domain::personal::StudentIdentity {
                    given_name: "Léa".into(),
                    family_name: "Petit".into(),
                    birth_date: None,
                    mail: None,
                },
                gender: domain::student::Gender::Girl,
            },
        )
        .await
        .unwrap();
}
