//! A college outside priority education takes part where prefecture and academic services both
//! agree, and as long as they do (EST-2).
use domain::establishment::{Listing, Network};
use domain::ids::StaffId;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{College, Firm, Pupil, listing, mailbox, operator, stranger};
use tests::names::{WEEKS, ask, uai};
use tests::wire::{id, of_class, of_establishment, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

const YEAR: &str = "2025-2026";

/// What the directory says of the college from now on.
pub async fn listed_in(stage: &Stage, network: Network) {
    let told = Listing {
        network,
        ..listing()
    };
    let rows = stage
        .commands()
        .handle(ask(operator()))
        .import_establishments(vec![(stage.college.uai, told)]);
    assert!(rows.await.unwrap().iter().all(Result::is_ok));
}

enum Answer {
    Agree,
    Refuse,
    Withdraw,
}

/// An authority decides; gives whether nothing changed by it.
async fn decides(
    app: &TestApp,
    college: &str,
    by: Principal,
    answer: Answer,
    reason: &str,
) -> Result<bool, Status> {
    let (request_id, name) = (id(), college.to_owned());
    let (school_year, reason) = (YEAR.to_owned(), reason.to_owned());
    let mut waivers = app.by(by).waivers();
    let outcome = match answer {
        Answer::Agree => {
            let message = v1::AgreeToWaiverRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            waivers.agree_to_waiver(message).await?.into_inner().outcome
        }
        Answer::Refuse => {
            let message = v1::RefuseWaiverRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            waivers.refuse_waiver(message).await?.into_inner().outcome
        }
        Answer::Withdraw => {
            let message = v1::WithdrawWaiverAgreementRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            let answer = waivers.withdraw_waiver_agreement(message).await?;
            answer.into_inner().outcome
        }
    };
    Ok(outcome.unwrap().unchanged)
}

async fn seen(
    app: &TestApp,
    college: &str,
    by: Principal,
    as_of: Option<u64>,
) -> Result<v1::GetWaiverResponse, Status> {
    let message = v1::GetWaiverRequest {
        name: college.to_owned(),
        school_year: YEAR.into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: as_of.map(v1::get_waiver_request::AsOf::AsOfPosition),
    };
    let answer = app.by(by).waivers().get_waiver(message).await?;
    Ok(answer.into_inner())
}

async fn awaiting(app: &TestApp, by: Principal) -> Vec<v1::Waiver> {
    let message = v1::ListWaiversRequest {
        territory: "departments/01".into(),
        awaiting_caller: true,
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::ListWaiversRequest::default()
    };
    let answer = app.by(by).waivers().list_waivers(message).await.unwrap();
    answer.into_inner().waivers
}

fn authorities() -> [Principal; 3] {
    [Role::Prefect, Role::Referent, Role::AcademicDirector].map(stranger)
}

async fn enrols(app: &TestApp, head: Principal, class: &str) -> Result<String, Status> {
    let message = v1::EnrolStudentRequest {
        request_id: id(),
        class: class.to_owned(),
        identity: Some(v1::StudentIdentity {
            given_name: "Zoé".into(),
            family_name: "Martin".into(),
            birth_date: "2011-03-04".into(),
            mail: String::new(),
        }),
        gender: v1::Gender::Girl.into(),
    };
    let answer = app.by(head).students().enrol_student(message).await?;
    Ok(answer.into_inner().name)
}

#[tokio::test(flavor = "multi_thread")]
async fn both_agree_before_anybody_of_the_college_takes_part() {
    let app = TestApp::start().await;
    let [prefect, referent, director] = authorities();
    let (college, head) = (uai(9), Principal::head(StaffId(Uuid::new_v4()), uai(9)));
    let told = Listing {
        network: Network::None,
        ..listing()
    };
    let commands = &app.app.commands;
    let rows = commands
        .handle(ask(operator()))
        .import_establishments(vec![(college, told)]);
    assert!(rows.await.unwrap().iter().all(Result::is_ok));
    let name = of_establishment(college);
    let message = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: name.clone(),
        head: Some(v1::PersonIdentity {
            full_name: "La principale".into(),
            mail: mailbox(college),
        }),
        school_year: YEAR.into(),
        classes: vec![v1::NewClass {
            label: "3e A".into(),
            level: v1::Level::Troisieme.into(),
        }],
        weeks: vec![WEEKS[0].into()],
    };
    let mut by_head = app.by(head).establishments();
    let registered = by_head.register_establishment(message).await.unwrap();
    let class = registered.into_inner().classes[0].clone();
    let why = refused(enrols(&app, head, &class).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("ESTABLISHMENT_NOT_ELIGIBLE", "EST-2")
    );
    assert!(
        why.french
            .contains("préfecture et celui des services académiques")
    );

    let before = app.app.log.head().await.unwrap().0;
    let nothing = refused(decides(&app, &name, prefect, Answer::Refuse, "Non.").await);
    assert_eq!(nothing.reason, "WAIVER_NOT_ASKED");
    let ask_for = |reason: &str| v1::RequestWaiverRequest {
        request_id: id(),
        name: name.clone(),
        school_year: YEAR.into(),
        reason: reason.into(),
    };
    let mut waivers = app.by(head).waivers();
    let empty = refused(waivers.request_waiver(ask_for(" ")).await);
    assert_eq!(
        (empty.code, empty.field.as_str()),
        (Code::InvalidArgument, "reason")
    );
    let reason = "Un élève sur deux vit dans un quartier prioritaire.";
    waivers.request_waiver(ask_for(reason)).await.unwrap();
    let again = waivers.request_waiver(ask_for("Encore.")).await.unwrap();
    assert!(again.into_inner().outcome.unwrap().unchanged);
    for authority in [prefect, referent, director] {
        let found = awaiting(&app, authority).await;
        assert_eq!(found.len(), 1, "{authority:?}");
        assert_eq!(found[0].establishment, name);
    }
    let no = decides(&app, &name, director, Answer::Refuse, "Trop tard.").await;
    assert!(!no.unwrap());
    assert_eq!(awaiting(&app, prefect).await, [], "one no is enough");
    decides(&app, &name, referent, Answer::Agree, "Il le faut.")
        .await
        .unwrap();
    assert!(
        decides(&app, &name, prefect, Answer::Agree, "Moi aussi.")
            .await
            .unwrap(),
        "prefect and referent are one authority"
    );
    let why = refused(enrols(&app, head, &class).await);
    assert!(
        why.french
            .ends_with("il manque l'accord des services académiques.")
    );
    waivers
        .request_waiver(ask_for("Voyez les chiffres."))
        .await
        .unwrap();
    assert_eq!(awaiting(&app, prefect).await, []);
    assert_eq!(awaiting(&app, director).await.len(), 1);
    decides(&app, &name, director, Answer::Agree, "Soit.")
        .await
        .unwrap();
    enrols(&app, head, &class).await.unwrap();

    let shown = seen(&app, &name, head, None).await.unwrap();
    let waiver = shown.waiver.unwrap();
    assert!(waiver.eligible);
    assert_eq!(waiver.state(), v1::WaiverState::Granted);
    use v1::WaiverFact as F;
    let facts: Vec<F> = shown.history.iter().map(v1::WaiverStep::fact).collect();
    assert_eq!(
        facts,
        [
            F::Requested,
            F::Refused,
            F::Agreed,
            F::Requested,
            F::Agreed,
            F::Granted
        ]
    );
    assert_eq!(shown.history[0].reason, reason);
    assert_eq!(shown.history[1].office(), v1::Office::AcademicDirector);
    assert_eq!(
        shown.history[1].by,
        format!("representatives/{}", director.id())
    );
    assert_eq!(shown.history[2].office(), v1::Office::Referent);
    let then = seen(&app, &name, director, Some(before)).await.unwrap();
    let waiver = then.waiver.unwrap();
    assert_eq!(waiver.state(), v1::WaiverState::NotAsked);
    assert!(!waiver.eligible && then.history.is_empty());
    let message = v1::GetEstablishmentRequest {
        name: name.clone(),
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::GetEstablishmentRequest::default()
    };
    let own = by_head.get_establishment(message).await.unwrap();
    assert!(own.into_inner().establishment.unwrap().eligible);
}

/// What a pupil is told who saves a CV.
async fn acts(app: &TestApp, pupil: Pupil) -> Result<(), Status> {
    let message = v1::SaveCvRequest {
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv {
            about: Uuid::new_v4().to_string(),
            ..v1::Cv::default()
        }),
        etag: String::new(),
    };
    app.by(pupil.caller).students().save_cv(message).await?;
    Ok(())
}

/// A granted waiver of the stage's college, which the directory takes out of priority education.
async fn by_waiver(stage: &Stage) -> [Principal; 3] {
    let [prefect, referent, director] = authorities();
    let college = of_establishment(stage.college.uai);
    listed_in(stage, Network::None).await;
    for authority in [director, referent] {
        decides(&stage.app, &college, authority, Answer::Agree, "Accordé.")
            .await
            .unwrap();
    }
    [prefect, referent, director]
}

async fn followed(stage: &Stage, pupil: Pupil) -> v1::StudentFollowUp {
    let message = v1::GetStudentFollowUpRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let answer = by_teacher.get_student_follow_up(message).await.unwrap();
    answer.into_inner().follow_up.unwrap()
}

/// Until the placement process has closed the access of a pupil.
async fn until_closed(stage: &Stage, pupil: Pupil) -> v1::StudentFollowUp {
    let log = &stage.app.app.log;
    loop {
        let head = log.head().await.unwrap();
        let shown = followed(stage, pupil).await;
        if !shown.access_open {
            return shown;
        }
        log.wait_beyond(head).await.unwrap();
    }
}

fn flags(shown: &v1::StudentFollowUp) -> Vec<v1::PlacementFlag> {
    let applications = shown.applications.iter();
    applications
        .flat_map(v1::FollowedApplication::flags)
        .collect()
}

async fn opens(stage: &Stage, pupil: Pupil) -> Result<(), Status> {
    let message = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let mut students = stage.app.by(stage.college.teacher).students();
    students.open_access(message).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_taken_back_closes_access_at_once_and_flags_what_is_accepted() {
    let stage = Stage::set().await;
    let college = of_establishment(stage.college.uai);
    let [prefect, _, director] = by_waiver(&stage).await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(1).await;
    let placed = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    stage.submit(pupil, second, WEEKS[1]).await.unwrap();
    acts(&stage.app, pupil).await.unwrap();

    // Of the same authority as the referent who had agreed.
    decides(&stage.app, &college, prefect, Answer::Withdraw, "Erreur.")
        .await
        .unwrap();
    let why = refused(acts(&stage.app, pupil).await);
    assert_eq!(why.reason, "ESTABLISHMENT_NOT_ELIGIBLE", "at once: {why:?}");
    let message = v1::SearchOffersRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::SearchOffersRequest::default()
    };
    let mut offers = stage.app.by(pupil.caller).offers();
    let why = refused(offers.search_offers(message).await);
    assert_eq!(why.reason, "ESTABLISHMENT_NOT_ELIGIBLE");

    let shown = until_closed(&stage, pupil).await;
    assert_eq!(flags(&shown), [v1::PlacementFlag::NotEligible]);
    let states: Vec<_> = shown.applications.iter().map(|a| a.state()).collect();
    assert!(
        states.contains(&v1::ApplicationState::Withdrawn),
        "{states:?}"
    );
    assert_eq!(stage.taken(stage.firms[0], first, WEEKS[0]).await, 1);
    let why = refused(opens(&stage, pupil).await);
    assert_eq!(why.reason, "ESTABLISHMENT_NOT_ELIGIBLE");

    // The head keeps it, then the college is eligible again and nothing is left to decide.
    let keep = v1::KeepPlacementRequest {
        request_id: id(),
        name: tests::wire::of_application(placed.0, placed.1),
    };
    let mut applications = stage.app.by(stage.college.head).applications();
    applications.keep_placement(keep).await.unwrap();
    assert_eq!(
        flags(&followed(&stage, pupil).await),
        [v1::PlacementFlag::KeptByHead]
    );
    decides(&stage.app, &college, prefect, Answer::Agree, "Vérifié.")
        .await
        .unwrap();
    let why = refused(acts(&stage.app, pupil).await);
    assert_eq!(why.reason, "ACCESS_CLOSED", "nobody opened it again");
    opens(&stage, pupil).await.unwrap();
    acts(&stage.app, pupil).await.unwrap();
    assert_eq!(flags(&followed(&stage, pupil).await), []);
    let shown = seen(&stage.app, &college, director, None).await.unwrap();
    assert_eq!(shown.waiver.unwrap().state(), v1::WaiverState::Granted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_that_leaves_priority_education_loses_it_the_same_way() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let elsewhere = College::registered(stage.commands(), 2).await;
    let other = elsewhere.active_pupil(stage.commands()).await;
    let [first, _] = stage.offers(1).await;
    let placed = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    listed_in(&stage, Network::None).await;
    let why = refused(acts(&stage.app, pupil).await);
    assert_eq!(why.reason, "ESTABLISHMENT_NOT_ELIGIBLE");
    let shown = until_closed(&stage, pupil).await;
    assert_eq!(flags(&shown), [v1::PlacementFlag::NotEligible]);
    acts(&stage.app, other).await.unwrap();
    listed_in(&stage, Network::Rep).await;
    opens(&stage, pupil).await.unwrap();
    acts(&stage.app, pupil).await.unwrap();
    let college = of_establishment(stage.college.uai);
    let prefect = stranger(Role::Prefect);
    let why = refused(decides(&stage.app, &college, prefect, Answer::Agree, "Oui.").await);
    assert_eq!(why.reason, "WAIVER_NOT_NEEDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiver_is_nobodys_business_beyond_college_and_department() {
    let stage = Stage::set().await;
    let college = of_establishment(stage.college.uai);
    let teacher = seen(&stage.app, &college, stage.college.teacher, None).await;
    assert_eq!(refused(teacher).code, Code::PermissionDenied);
    let elsewhere = Principal::prefect(Uuid::new_v4(), "75".parse().unwrap());
    let foreign = seen(&stage.app, &college, elsewhere, None).await;
    assert_eq!(refused(foreign).code, Code::NotFound);
    let decided = decides(&stage.app, &college, elsewhere, Answer::Agree, "Oui.").await;
    assert_eq!(refused(decided).code, Code::NotFound);
    let firm: Firm = stage.firms[0];
    let by_host = seen(&stage.app, &college, firm.caller, None).await;
    assert_eq!(refused(by_host).code, Code::PermissionDenied);
    let class = of_class(stage.college.uai, stage.college.class);
    enrols(&stage.app, stage.college.head, &class)
        .await
        .unwrap();
}
