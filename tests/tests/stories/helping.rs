//! A college asks for the help of an association, which is assigned and records what it does (EST-14,
//! DSH-7); and the prefect names the referent (DSH-4).
use domain::principal::{Principal, Role};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{College, committee, stranger};
use tests::wire::{id, of_establishment, of_host, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

const AIN: &str = "departments/01";

fn identity() -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: "La présidente".into(),
        mail: "presidente@example.org".into(),
    })
}

/// An association that is named; its name and who answers for it.
async fn named(app: &TestApp, by: Principal, territory: &str) -> (String, Principal) {
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Club des entreprises de l'Ain".into(),
        territory: territory.into(),
        identity: identity(),
    };
    let answer = app.by(by).partners().name_partner(message).await.unwrap();
    let name = answer.into_inner().name;
    let own = name.rsplit('/').next().unwrap().parse().unwrap();
    (name, Principal::partner(own))
}

async fn assign(app: &TestApp, by: Principal, name: &str, to: &str) -> Result<(), Status> {
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: name.into(),
        assignment: to.into(),
    };
    app.by(by).partners().assign_partner(message).await?;
    Ok(())
}

async fn ask(stage: &Stage, by: Principal, students: Vec<String>) -> Result<String, Status> {
    let message = v1::RequestHelpRequest {
        request_id: id(),
        name: of_establishment(stage.college.uai),
        students,
        words: "Deux élèves sans réseau.".into(),
    };
    let answer = stage.app.by(by).help().request_help(message).await?;
    Ok(answer.into_inner().name)
}

async fn answer(app: &TestApp, by: Principal, name: &str, partner: &str) -> Result<(), Status> {
    let message = v1::AnswerHelpRequestRequest {
        request_id: id(),
        name: name.into(),
        partner: partner.into(),
        words: "Le club vient mardi.".into(),
    };
    app.by(by).help().answer_help_request(message).await?;
    Ok(())
}

async fn close(app: &TestApp, by: Principal, name: &str) -> Result<(), Status> {
    let message = v1::CloseHelpRequestRequest {
        request_id: id(),
        name: name.into(),
    };
    app.by(by).help().close_help_request(message).await?;
    Ok(())
}

async fn of_department(app: &TestApp, by: Principal) -> Result<Vec<v1::HelpRequest>, Status> {
    let message = v1::ListHelpRequestsRequest {
        territory: AIN.into(),
        open_only: true,
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::ListHelpRequestsRequest::default()
    };
    let listed = app.by(by).help().list_help_requests(message).await?;
    Ok(listed.into_inner().help_requests)
}

async fn of_college(
    app: &TestApp,
    by: Principal,
    college: &College,
) -> Result<Vec<v1::HelpRequest>, Status> {
    let message = v1::ListHelpRequestsOfEstablishmentRequest {
        establishment: of_establishment(college.uai),
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::ListHelpRequestsOfEstablishmentRequest::default()
    };
    let mut help = app.by(by).help();
    let listed = help.list_help_requests_of_establishment(message).await?;
    Ok(listed.into_inner().help_requests)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_asks_for_pupils_and_an_association_is_assigned() {
    let stage = Stage::set().await;
    let app = &stage.app;
    let (head, college) = (stage.college.head, &stage.college);
    let pupils = [stage.pupil().await, stage.pupil().await];
    let named_pupils: Vec<String> = pupils
        .iter()
        .map(|pupil| of_student(pupil.student))
        .collect();
    let request = ask(&stage, head, named_pupils.clone()).await.unwrap();
    let other = ask(&stage, head, vec![]).await.unwrap();
    let [director, prefect, referent] =
        [Role::AcademicDirector, Role::Prefect, Role::Referent].map(stranger);
    for by in [director, prefect, referent] {
        let open = of_department(app, by).await.unwrap();
        let names: Vec<&str> = open.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, [&other, &request], "the last one first");
        assert_eq!((open[1].pupils, open[0].pupils), (2, 0));
        assert!(
            open[1].students.is_empty(),
            "which pupils, the college alone is told"
        );
        assert_eq!(open[1].history[0].words, "Deux élèves sans réseau.");
    }
    let own = of_college(app, head, college).await.unwrap();
    assert_eq!(own[1].students, named_pupils);

    // Assigned first, then named.
    let (partner, of_partner) = named(app, prefect, AIN).await;
    let why = refused(answer(app, director, &request, &partner).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::FailedPrecondition, "HELP_PARTNER_NOT_ASSIGNED")
    );
    let nobody = format!("partners/{}", Uuid::from_u128(7));
    assert_eq!(refused(answer(app, director, &request, &nobody).await), why);
    assign(app, director, &partner, &of_establishment(college.uai))
        .await
        .unwrap();
    answer(app, director, &request, &partner).await.unwrap();
    let own = of_college(app, head, college).await.unwrap();
    assert_eq!(
        (own[1].state(), own[1].partner.as_str()),
        (v1::HelpRequestState::Answered, partner.as_str())
    );
    assert_eq!(own[1].association, "Club des entreprises de l'Ain");
    assert_eq!(own[1].history[1].words, "Le club vient mardi.");
    assert_eq!(own[1].history[1].office(), v1::Office::AcademicDirector);
    // The association sees how many, and neither words nor pupils.
    let seen = of_college(app, of_partner, college).await.unwrap();
    assert_eq!((seen[1].pupils, seen[1].students.len()), (2, 0));
    assert!(seen[1].history.iter().all(|step| step.words.is_empty()));

    close(app, head, &request).await.unwrap();
    close(app, referent, &other).await.unwrap();
    assert!(of_department(app, prefect).await.unwrap().is_empty());
    let own = of_college(app, head, college).await.unwrap();
    assert!(
        own.iter()
            .all(|one| one.state() == v1::HelpRequestState::Closed)
    );
    assert_eq!(
        refused(answer(app, prefect, &other, "").await).reason,
        "HELP_REQUEST_CLOSED"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_asked_for_own_pupils_and_answered_where_they_are() {
    let stage = Stage::set().await;
    let app = &stage.app;
    let elsewhere = College::registered(stage.commands(), 2).await;
    let theirs = elsewhere.active_pupil(stage.commands()).await;
    let named_pupils = vec![of_student(theirs.student)];
    let why = refused(ask(&stage, stage.college.head, named_pupils).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::NotFound, "HELP_PUPIL_ELSEWHERE")
    );
    let nobody = vec![of_student(domain::ids::StudentId(Uuid::from_u128(7)))];
    assert_eq!(refused(ask(&stage, stage.college.head, nobody).await), why);
    let by_teacher = ask(&stage, stage.college.teacher, vec![]).await;
    assert_eq!(refused(by_teacher).code, Code::PermissionDenied);
    assert_eq!(
        refused(ask(&stage, elsewhere.head, vec![]).await).code,
        Code::NotFound
    );

    let request = ask(&stage, stage.college.head, vec![]).await.unwrap();
    let of_paris = Principal::prefect(Uuid::new_v4(), "75".parse().unwrap());
    assert_eq!(
        refused(answer(app, of_paris, &request, "").await).code,
        Code::NotFound
    );
    assert_eq!(
        refused(close(app, of_paris, &request).await).code,
        Code::NotFound
    );
    assert_eq!(
        refused(close(app, elsewhere.head, &request).await).code,
        Code::NotFound
    );
    assert_eq!(
        refused(of_department(app, of_paris).await).code,
        Code::NotFound
    );
    let seen = of_college(app, elsewhere.head, &stage.college).await;
    assert_eq!(refused(seen).code, Code::NotFound);
}

fn session(day: &str, people: u32) -> v1::ActivityDetails {
    v1::ActivityDetails {
        kind: v1::ActivityKind::PupilSession.into(),
        held_date: day.into(),
        people,
    }
}

async fn record(
    app: &TestApp,
    (name, by): (&str, Principal),
    assignment: String,
    department: &str,
    details: v1::ActivityDetails,
) -> Result<String, Status> {
    let message = v1::RecordActivityRequest {
        request_id: id(),
        name: name.into(),
        assignment,
        department: department.into(),
        details: Some(details),
    };
    let answer = app.by(by).partners().record_activity(message).await?;
    Ok(answer.into_inner().name)
}

async fn correct(
    app: &TestApp,
    by: Principal,
    name: &str,
    details: Option<v1::ActivityDetails>,
) -> Result<(), Status> {
    let message = v1::CorrectActivityRequest {
        request_id: id(),
        name: name.into(),
        details,
    };
    app.by(by).partners().correct_activity(message).await?;
    Ok(())
}

/// How often and with how many people there were sessions with pupils, as the country's page has it.
async fn sessions(app: &TestApp) -> (u32, u64) {
    let message = v1::GetConsolidationRequest {
        territory: "national".into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: None,
        school_year: String::new(),
    };
    let answer = app
        .by(committee())
        .campaigns()
        .get_consolidation(message)
        .await;
    let told = answer.unwrap().into_inner().consolidation.unwrap();
    let of = |figures: v1::CampaignFigures| {
        let kind = v1::ActivityKind::PupilSession;
        let mut counts = figures.activities.into_iter();
        let counts = counts.find(|counts| counts.kind() == kind).unwrap();
        (counts.activities, counts.people)
    };
    let rows = told.departments.into_iter();
    let ain = rows
        .filter(|row| row.department == AIN)
        .find_map(|row| row.figures);
    let total = of(told.total.unwrap());
    assert_eq!(of(ain.unwrap()), total, "all of it was in the Ain");
    total
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_partner_does_is_recorded_corrected_and_counted() {
    let stage = Stage::set().await;
    let app = &stage.app;
    stage.offers(1).await;
    let (partner, by) = named(app, committee(), "national").await;
    let own = (partner.as_str(), by);
    let college = of_establishment(stage.college.uai);
    let early = record(app, own, college.clone(), "", session("2025-09-22", 24)).await;
    assert_eq!(refused(early).reason, "PARTNER_NOT_ASSIGNED");
    assign(app, committee(), &partner, &college).await.unwrap();
    let host = of_host(stage.firms[0].siret);
    assign(app, committee(), &partner, &host).await.unwrap();
    let first = record(app, own, college.clone(), "", session("2025-09-22", 24))
        .await
        .unwrap();
    let preparation = v1::ActivityDetails {
        kind: v1::ActivityKind::HostPreparation.into(),
        ..session("2025-09-23", 2)
    };
    record(app, own, host, AIN, preparation).await.unwrap();
    let mistaken = record(app, own, college.clone(), "", session("2025-09-24", 30))
        .await
        .unwrap();
    record(app, own, college.clone(), "", session("2025-06-02", 9))
        .await
        .unwrap();
    assert_eq!(sessions(app).await, (2, 54), "June was last year");
    correct(app, by, &first, Some(session("2025-09-22", 25)))
        .await
        .unwrap();
    correct(app, by, &mistaken, None).await.unwrap();
    assert_eq!(sessions(app).await, (1, 25));

    let message = v1::ListActivitiesRequest {
        name: partner.clone(),
        min_position: stage.head().await,
        ..v1::ListActivitiesRequest::default()
    };
    for reader in [by, committee()] {
        let listed = app
            .by(reader)
            .partners()
            .list_activities(message.clone())
            .await;
        let listed = listed.unwrap().into_inner().activities;
        let told: Vec<(&str, &str, u32)> = listed
            .iter()
            .map(|one| {
                let details = one.details.as_ref().unwrap();
                (
                    details.held_date.as_str(),
                    one.school_year.as_str(),
                    details.people,
                )
            })
            .collect();
        let expected = [
            ("2025-09-23", "2025-2026", 2),
            ("2025-09-22", "2025-2026", 25),
            ("2025-06-02", "2024-2025", 9),
        ];
        assert_eq!(told, expected);
    }
    let unfit = [
        (session("2025-09-30", 1), "ACTIVITY_DAY_UNFIT"),
        (session("2025-09-22", 0), "ACTIVITY_PEOPLE_UNFIT"),
    ];
    for (details, reason) in unfit {
        let why = refused(record(app, own, college.clone(), "", details).await);
        assert_eq!(why.reason, reason);
    }
    let elsewhere = record(
        app,
        own,
        college.clone(),
        "departments/75",
        session("2025-09-22", 1),
    );
    assert_eq!(refused(elsewhere.await).reason, "ACTIVITY_DEPARTMENT_UNFIT");
    let (_, other) = named(app, committee(), "national").await;
    let foreign = record(
        app,
        (&partner, other),
        college,
        "",
        session("2025-09-22", 1),
    )
    .await;
    assert_eq!(refused(foreign).code, Code::NotFound);
    assert_eq!(
        refused(correct(app, other, &first, None).await).code,
        Code::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prefect_names_the_referent_and_relieves_them() {
    let app = TestApp::start().await;
    let prefect = stranger(Role::Prefect);
    let appoint = async |office: v1::Office, territory: &str| {
        let message = v1::AppointRepresentativeRequest {
            request_id: id(),
            office: office.into(),
            territory: territory.into(),
            identity: identity(),
        };
        let answer = app
            .by(prefect)
            .mandates()
            .appoint_representative(message)
            .await?;
        Ok::<_, Status>(answer.into_inner().name)
    };
    let listed = async || {
        let message = v1::ListRepresentativesRequest {
            territory: AIN.into(),
            min_position: app.app.log.head().await.unwrap().0,
            ..v1::ListRepresentativesRequest::default()
        };
        let answer = app
            .by(prefect)
            .mandates()
            .list_representatives(message)
            .await;
        answer.unwrap().into_inner().representatives
    };
    let name = appoint(v1::Office::Referent, AIN).await.unwrap();
    let [referent] = listed().await.try_into().unwrap();
    assert_eq!(
        (&referent.name, referent.office()),
        (&name, v1::Office::Referent)
    );
    for (office, territory) in [
        (v1::Office::Referent, "departments/75"),
        (v1::Office::Prefect, AIN),
        (v1::Office::AcademicDirector, AIN),
        (v1::Office::NationalCommittee, "national"),
    ] {
        let why = refused(appoint(office, territory).await);
        assert_eq!(why.code, Code::NotFound, "{office:?} {territory}");
    }
    let relieve = async |by: Principal| {
        let message = v1::RelieveRepresentativeRequest {
            request_id: id(),
            name: name.clone(),
        };
        app.by(by).mandates().relieve_representative(message).await
    };
    let of_paris = Principal::prefect(Uuid::new_v4(), "75".parse().unwrap());
    assert_eq!(
        refused(relieve(of_paris).await.map(|_| ())).code,
        Code::NotFound
    );
    relieve(prefect).await.unwrap();
    let [relieved] = listed().await.try_into().unwrap();
    assert_eq!(relieved.state(), v1::MandateState::Relieved);
    let whole = v1::ListRepresentativesRequest::default();
    let whole = app.by(prefect).mandates().list_representatives(whole).await;
    assert_eq!(refused(whole.map(|_| ())).code, Code::NotFound);
}
