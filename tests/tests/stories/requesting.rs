//! Asking for a week before the holidays, answering many at once, offering again, a later CV
//! (EST-3, OFF-10, STU-15).
use domain::ids::OfferId;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::cast::{Pupil, draft, stranger};
use tests::names::{WEEKS, ask, instant};
use tests::wire::{
    Application, id, of_application, of_establishment, of_offer, of_student, refused,
};
use tonic::{Code, Status};

use crate::stage::Stage;

/// Just before the spring holidays of zone A.
const BEFORE_HOLIDAYS: &str = "2026-W14";

fn name((student, application): Application) -> String {
    of_application(student, application)
}

async fn requested(stage: &Stage, director: Principal) -> Vec<v1::RequestedWeek> {
    let message = v1::ListWeekExceptionRequestsRequest {
        territory: "departments/01".into(),
        min_position: stage.head().await,
        ..v1::ListWeekExceptionRequestsRequest::default()
    };
    let mut establishments = stage.app.by(director).establishments();
    let answer = establishments.list_week_exception_requests(message).await;
    answer.unwrap().into_inner().requests
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_asks_for_a_week_and_the_academic_director_finds_it_and_answers() {
    let stage = Stage::set().await;
    let (head, director) = (stage.college.head, stranger(Role::AcademicDirector));
    let college = of_establishment(stage.college.uai);
    let mut by_head = stage.app.by(head).establishments();
    let asking = |week: &str| v1::RequestWeekExceptionRequest {
        request_id: id(),
        name: college.clone(),
        week: week.into(),
    };
    let why = refused(by_head.request_week_exception(asking(WEEKS[0])).await);
    assert_eq!(
        (why.reason.as_str(), why.field.as_str()),
        ("WEEK_NEEDS_NO_EXCEPTION", "week")
    );
    assert_eq!(requested(&stage, director).await, []);
    by_head
        .request_week_exception(asking(BEFORE_HOLIDAYS))
        .await
        .unwrap();
    let [found] = &requested(&stage, director).await[..] else {
        panic!("one week is asked for")
    };
    assert_eq!(
        (&found.establishment, found.week.as_str()),
        (&college, BEFORE_HOLIDAYS)
    );
    assert_eq!(found.display_name, "Collège Lumière");
    let look = v1::GetEstablishmentRequest {
        name: college.clone(),
        min_position: stage.head().await,
        ..v1::GetEstablishmentRequest::default()
    };
    let seen = by_head.get_establishment(look).await.unwrap().into_inner();
    assert_eq!(
        seen.establishment.unwrap().requested_weeks,
        [BEFORE_HOLIDAYS]
    );

    let mut by_director = stage.app.by(director).establishments();
    let declining = || v1::DeclineWeekExceptionRequest {
        request_id: id(),
        name: college.clone(),
        week: BEFORE_HOLIDAYS.into(),
    };
    by_director
        .decline_week_exception(declining())
        .await
        .unwrap();
    assert_eq!(requested(&stage, director).await, []);
    let again = by_director
        .decline_week_exception(declining())
        .await
        .unwrap();
    assert!(again.into_inner().outcome.unwrap().unchanged);
    by_head
        .request_week_exception(asking(BEFORE_HOLIDAYS))
        .await
        .unwrap();
    let granting = v1::GrantWeekExceptionRequest {
        request_id: id(),
        name: college.clone(),
        week: BEFORE_HOLIDAYS.into(),
    };
    by_director.grant_week_exception(granting).await.unwrap();
    assert_eq!(requested(&stage, director).await, []);
    let weeks = WEEKS.into_iter().chain([BEFORE_HOLIDAYS]);
    let choosing = v1::ChooseWeeksRequest {
        request_id: id(),
        name: college.clone(),
        school_year: "2025-2026".into(),
        weeks: weeks.map(str::to_owned).collect(),
        etag: String::new(),
    };
    by_head.choose_weeks(choosing).await.unwrap();
    let elsewhere = v1::ListWeekExceptionRequestsRequest {
        territory: "departments/75".into(),
        ..v1::ListWeekExceptionRequestsRequest::default()
    };
    let why = refused(by_director.list_week_exception_requests(elsewhere).await);
    assert_eq!(why.code, Code::NotFound);
}

async fn answer(
    stage: &Stage,
    host: Principal,
    answers: &[(Application, v1::ApplicationAnswerKind, &str)],
) -> Result<v1::AnswerApplicationsResponse, Status> {
    let answers = answers
        .iter()
        .map(|(application, kind, message)| v1::ApplicationAnswer {
            name: name(*application),
            kind: (*kind).into(),
            message: (*message).into(),
        });
    let message = v1::AnswerApplicationsRequest {
        request_id: id(),
        answers: answers.collect(),
    };
    let mut applications = stage.app.by(host).applications();
    let first = applications.answer_applications(message.clone()).await?;
    // A retry tells the same of those that were given.
    let again = applications
        .answer_applications(message)
        .await?
        .into_inner();
    let first = first.into_inner();
    for (first, again) in first.answers.iter().zip(&again.answers) {
        assert_eq!(first.outcome, again.outcome);
    }
    Ok(first)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_answers_many_at_once_and_what_one_is_refused_touches_no_other() {
    use v1::ApplicationAnswerKind as K;
    let stage = Stage::set().await;
    let [offer, other] = stage.offers(1).await;
    let mut asked = vec![];
    for _ in 0..4 {
        let pupil = stage.pupil().await;
        asked.push((pupil, stage.submit(pupil, offer, WEEKS[0]).await.unwrap()));
    }
    let (stranger, elsewhere) = {
        let pupil = stage.pupil().await;
        (pupil, stage.submit(pupil, other, WEEKS[0]).await.unwrap())
    };
    let host = stage.firms[0].caller;
    let answers = [
        (asked[0].1, K::Accept, "Bienvenue."),
        (asked[1].1, K::Accept, ""),
        (elsewhere, K::Decline, "Non."),
        (asked[2].1, K::Decline, "La place est prise."),
        (asked[3].1, K::Examine, ""),
    ];
    let told = answer(&stage, host, &answers).await.unwrap().answers;
    let reasons: Vec<&str> = told
        .iter()
        .map(|one| one.refusal.as_ref().map_or("", |refusal| &refusal.reason))
        .collect();
    assert_eq!(reasons, ["", "NO_SEAT_LEFT", "NOT_FOUND", "", ""]);
    let mut states = vec![];
    for (pupil, application) in &asked {
        states.push(stage.application(*pupil, *application).await.state());
    }
    use v1::ApplicationState as S;
    assert_eq!(
        states,
        [S::Accepted, S::Pending, S::Declined, S::UnderExamination]
    );
    let untouched = stage.application(stranger, elsewhere).await;
    assert_eq!(untouched.state(), S::Pending);
    let none = answer(&stage, host, &[(elsewhere, K::Examine, "")]).await;
    assert_eq!(refused(none).code, Code::NotFound);
    let unfit = answer(&stage, host, &[(asked[1].1, K::Examine, "Peut-être.")]).await;
    assert_eq!(refused(unfit).code, Code::InvalidArgument);
}

async fn copied(stage: &Stage, offer: OfferId, week: &str) -> Result<String, Status> {
    let message = v1::CopyOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        weeks: vec![week.into()],
    };
    let mut offers = stage.app.by(stage.firms[0].caller).offers();
    let answer = offers.copy_offer(message).await?;
    Ok(answer.into_inner().name)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_made_again_for_the_next_school_year() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let mut offered = draft(3);
    offered.terms.what_to_bring = "Des bottes.".into();
    let published = stage
        .commands()
        .handle(ask(firm.caller))
        .publish_offer(firm.siret, offered);
    let offer = published.await.unwrap().1;
    let next = "2027-W05";
    let early = refused(copied(&stage, offer, next).await);
    assert_eq!(early.rule, "OFF-2", "{early:?}");
    stage.app.clock.set(instant("2026-06-02T08:00:00Z"));
    let copy = copied(&stage, offer, next).await.unwrap();
    assert_ne!(copy, of_offer(offer));
    let message = v1::GetOfferRequest {
        name: copy,
        min_position: stage.head().await,
    };
    let mut offers = stage.app.by(firm.caller).offers();
    let shown = offers.get_offer(message).await.unwrap().into_inner();
    let shown = shown.offer.unwrap();
    let terms = shown.terms.unwrap();
    assert_eq!(terms.weeks, [next]);
    assert_eq!((terms.seats_per_week, shown.revision), (3, 1));
    assert_eq!(terms.what_to_bring, "Des bottes.");
    assert_eq!(
        terms.tutor.unwrap().identity.unwrap().full_name,
        "Le tuteur"
    );
    let message = v1::CopyOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        weeks: vec![next.into()],
    };
    let mut by_neighbour = stage.app.by(stage.firms[1].caller).offers();
    let why = refused(by_neighbour.copy_offer(message).await);
    assert_eq!(why.code, Code::NotFound);
}

async fn saves_cv(stage: &Stage, pupil: Pupil, about: &str) {
    let message = v1::SaveCvRequest {
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv {
            about: about.into(),
            ..v1::Cv::default()
        }),
        etag: String::new(),
    };
    let mut students = stage.app.by(pupil.caller).students();
    students.save_cv(message).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_cv_reaches_the_host_only_if_the_pupil_sends_it() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    saves_cv(&stage, pupil, "Avant.").await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    saves_cv(&stage, pupil, "Après.").await;
    let seen = async || {
        let message = v1::GetApplicationRequest {
            name: name(asked),
            min_position: stage.head().await,
            ..v1::GetApplicationRequest::default()
        };
        let mut by_host = stage.app.by(stage.firms[0].caller).applications();
        let answer = by_host.get_application(message).await.unwrap();
        let shown = answer.into_inner().application.unwrap();
        (shown.cv.unwrap().about, shown.cv_version)
    };
    assert_eq!(seen().await, ("Avant.".to_owned(), 1));
    let send = |version| v1::SendCvRequest {
        request_id: id(),
        name: name(asked),
        version,
    };
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    let sent = by_pupil.send_cv(send(0)).await.unwrap().into_inner();
    assert_eq!(sent.version, 2);
    assert_eq!(seen().await, ("Après.".to_owned(), 2));
    let again = by_pupil.send_cv(send(1)).await.unwrap().into_inner();
    assert!(again.outcome.unwrap().unchanged);
    assert_eq!(again.version, 2);
    let why = refused(by_pupil.send_cv(send(3)).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("NO_SUCH_CV_VERSION", "STU-15")
    );
    let own = stage.application(pupil, asked).await;
    assert_eq!(
        own.history.last().unwrap().fact(),
        v1::ApplicationFact::CvSent
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn those_of_a_department_find_its_hosts() {
    let stage = Stage::set().await;
    stage.offers(1).await;
    let listed = async |caller: Principal, territory: &str| {
        let message = v1::ListHostsRequest {
            territory: territory.into(),
            min_position: stage.head().await,
            ..v1::ListHostsRequest::default()
        };
        let mut hosts = stage.app.by(caller).hosts();
        let answer = hosts.list_hosts(message).await?;
        Ok::<_, Status>(answer.into_inner().hosts)
    };
    for role in [Role::Prefect, Role::Referent, Role::AcademicDirector] {
        let found = listed(stranger(role), "departments/01").await.unwrap();
        assert_eq!(found.len(), 2, "{role:?}");
        assert_eq!(
            (found[0].published_offers, found[0].withdrawn_offers),
            (1, 0)
        );
        let elsewhere = listed(stranger(role), "departments/75").await;
        assert_eq!(refused(elsewhere).code, Code::NotFound);
    }
    let whole = listed(tests::cast::committee(), "national").await.unwrap();
    assert_eq!(whole.len(), 2);
    let by_head = listed(stage.college.head, "departments/01").await;
    assert_eq!(refused(by_head).code, Code::PermissionDenied);
}
