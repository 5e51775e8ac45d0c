//! What host, college, pupil and guardian see (STU-12, STU-15, AGR-4, OFF-4, OFF-10, SPEC 6).
use domain::calendar::Week;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{Firm, Pupil, committee, draft};
use tests::names::{WEEKS, ask, week};
use tests::wire::{Application, id, of_application, of_host, of_offer, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

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

async fn seen_by(
    stage: &Stage,
    caller: Principal,
    (student, application): Application,
) -> v1::Application {
    let message = v1::GetApplicationRequest {
        name: of_application(student, application),
        min_position: stage.head().await,
        ..v1::GetApplicationRequest::default()
    };
    let mut applications = stage.app.by(caller).applications();
    let answer = applications.get_application(message).await.unwrap();
    answer.into_inner().application.unwrap()
}

fn about(application: &v1::Application) -> &str {
    application.cv.as_ref().map_or("", |cv| &cv.about)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_has_the_cv_as_it_was_when_the_pupil_applied_and_nothing_after_a_no() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, other] = stage.offers(2).await;
    let [host, other_host] = stage.firms.map(|firm| firm.caller);
    let without = stage.submit(pupil, other, WEEKS[1]).await.unwrap();
    saves_cv(&stage, pupil, "J'aime les animaux.").await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    saves_cv(&stage, pupil, "J'aime aussi les machines.").await;

    let seen = seen_by(&stage, host, asked).await;
    assert_eq!((about(&seen), seen.cv_version), ("J'aime les animaux.", 1));
    assert_eq!(seen.letter, "Votre métier m'intéresse.");
    assert_eq!(seen.establishment_display_name, "Collège Lumière");
    assert_eq!(seen.level(), v1::Level::Troisieme);
    let earlier = seen_by(&stage, other_host, without).await;
    assert_eq!((earlier.cv.as_ref(), earlier.cv_version), (None, 0));

    let message = v1::DeclineApplicationRequest {
        request_id: id(),
        name: of_application(asked.0, asked.1),
        message: "Une autre fois.".into(),
    };
    let mut by_host = stage.app.by(host).applications();
    by_host.decline_application(message).await.unwrap();
    let seen = seen_by(&stage, host, asked).await;
    assert_eq!((about(&seen), seen.letter.as_str()), ("", ""));
    assert_eq!(seen.establishment_display_name, "");
    assert_eq!(seen.level(), v1::Level::Unspecified);
    assert_eq!(seen.history.last().unwrap().text, "Une autre fois.");
    let own = seen_by(&stage, pupil.caller, asked).await;
    assert_eq!(about(&own), "J'aime les animaux.");
    assert_eq!(own.letter, "Votre métier m'intéresse.");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_placed_is_told_where_when_and_by_whom_they_are_expected() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let firm = stage.firms[0];
    let mut offered = draft(1);
    offered.terms.what_to_bring = "Des bottes.".into();
    let published = stage
        .commands()
        .handle(ask(firm.caller))
        .publish_offer(firm.siret, offered);
    let offer = published.await.unwrap().1;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let before = seen_by(&stage, pupil.caller, asked).await;
    assert_eq!(before.placement, None);
    stage.accept(firm, asked).await.unwrap();

    for who in [
        pupil.caller,
        pupil.guardian,
        stage.college.teacher,
        firm.caller,
    ] {
        let seen = seen_by(&stage, who, asked).await;
        let told = seen.placement.unwrap().arrangements.unwrap();
        let tutor = told.tutor.unwrap().identity.unwrap();
        assert_eq!(tutor.full_name, "Le tuteur", "{who}");
        assert_eq!(told.hours.unwrap().arrival, "09:00");
        assert_eq!(told.place.unwrap().city, "Oyonnax");
        assert_eq!(told.what_to_bring, "Des bottes.");
    }
    let follow_up = async || {
        let message = v1::GetStudentFollowUpRequest {
            student: of_student(pupil.student),
            min_position: stage.head().await,
            ..v1::GetStudentFollowUpRequest::default()
        };
        let mut by_pupil = stage.app.by(pupil.caller).follow_ups();
        let answer = by_pupil.get_student_follow_up(message).await.unwrap();
        answer.into_inner().follow_up.unwrap().applications
    };
    let told = follow_up().await[0].arrangements.clone().unwrap();
    assert_eq!(told.what_to_bring, "Des bottes.");

    // What host and college agreed since is what holds, and not what the offer says.
    let get = v1::GetAgreementRequest {
        name: of_application(asked.0, asked.1),
        min_position: stage.head().await,
    };
    let mut by_host = stage.app.by(firm.caller).agreements();
    let agreement = by_host.get_agreement(get).await.unwrap().into_inner();
    let newest = agreement.agreement.unwrap().versions.remove(0);
    let mut terms = newest.terms.unwrap();
    terms.what_to_bring = "Un ciré.".into();
    terms.tutor = None;
    let hours = terms.hours.get_or_insert_default();
    hours.arrival = "08:30".into();
    let amend = v1::AmendAgreementRequest {
        request_id: id(),
        name: of_application(asked.0, asked.1),
        version: 1,
        terms: Some(terms),
    };
    by_host.amend_agreement(amend).await.unwrap();
    let seen = seen_by(&stage, pupil.caller, asked).await;
    let both = [
        seen.placement.unwrap().arrangements.unwrap(),
        follow_up().await[0].arrangements.clone().unwrap(),
    ];
    for told in both {
        assert_eq!(told.what_to_bring, "Un ciré.");
        assert_eq!(told.hours.unwrap().arrival, "08:30");
        let tutor = told.tutor.unwrap().identity.unwrap();
        assert_eq!(tutor.full_name, "Le tuteur");
    }

    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: of_application(asked.0, asked.1),
        reason: "Je suis malade.".into(),
    };
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    by_pupil.cancel_placement(message).await.unwrap();
    assert_eq!(follow_up().await[0].arrangements, None);
    let seen = seen_by(&stage, firm.caller, asked).await;
    assert_eq!(seen.placement.unwrap().arrangements, None);
    assert_eq!(seen.letter, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_follows_the_child_and_reads_nothing_that_was_written() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let [offer, _] = stage.offers(1).await;
    saves_cv(&stage, pupil, "J'aime les animaux.").await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], asked).await.unwrap();
    let follow_up = async |student| {
        let message = v1::GetStudentFollowUpRequest {
            student: of_student(student),
            min_position: stage.head().await,
            ..v1::GetStudentFollowUpRequest::default()
        };
        let mut by_guardian = stage.app.by(pupil.guardian).follow_ups();
        by_guardian.get_student_follow_up(message).await
    };
    let seen = follow_up(pupil.student).await.unwrap().into_inner();
    let seen = seen.follow_up.unwrap();
    assert_eq!(seen.identity.unwrap().given_name, "Aïcha");
    let [found] = &seen.applications[..] else {
        panic!("{:?}", seen.applications)
    };
    assert_eq!(found.state(), v1::ApplicationState::Accepted);
    assert_eq!(found.placement_state(), v1::PlacementState::Placed);
    assert_eq!(found.week, WEEKS[0]);
    assert!(found.arrangements.is_some());
    assert!(found.history.len() > 1);
    assert!(found.history.iter().all(|entry| entry.text.is_empty()));
    let told = seen_by(&stage, pupil.guardian, asked).await;
    assert_eq!((told.letter.as_str(), told.cv), ("", None));
    assert!(told.history.iter().all(|entry| entry.text.is_empty()));
    assert_eq!(refused(follow_up(other.student).await).code, Code::NotFound);
    let mut watched = stage.app.by(pupil.guardian).follow_ups();
    let message = v1::WatchStudentFollowUpRequest {
        student: of_student(pupil.student),
        ..v1::WatchStudentFollowUpRequest::default()
    };
    let mut values = watched
        .watch_student_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    let first = values.message().await.unwrap().unwrap().follow_up.unwrap();
    let texts = first.applications.iter().flat_map(|found| &found.history);
    assert!(texts.clone().count() > 0 && texts.into_iter().all(|entry| entry.text.is_empty()));
}

async fn own_offers(
    stage: &Stage,
    firm: Firm,
    change: impl FnOnce(&mut v1::ListOffersOfHostRequest),
) -> v1::ListOffersOfHostResponse {
    let mut message = v1::ListOffersOfHostRequest {
        host: of_host(firm.siret),
        min_position: stage.head().await,
        ..v1::ListOffersOfHostRequest::default()
    };
    change(&mut message);
    let mut offers = stage.app.by(firm.caller).offers();
    offers
        .list_offers_of_host(message)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_finds_its_offers_with_seats_and_applications_by_week() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let [firm, neighbour] = stage.firms;
    let first = firm.offers(stage.commands(), 2).await;
    let second = firm.offers(stage.commands(), 1).await;
    neighbour.offers(stage.commands(), 1).await;
    let accepted = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    stage.submit(other, first, WEEKS[0]).await.unwrap();
    stage.submit(other, second, WEEKS[1]).await.unwrap();
    stage.accept(firm, accepted).await.unwrap();

    let listed = own_offers(&stage, firm, |_| {}).await.offers;
    let names: Vec<&str> = listed.iter().map(|offer| offer.name.as_str()).collect();
    assert_eq!(
        names,
        [of_offer(second), of_offer(first)],
        "the newest first"
    );
    let of_first = &listed[1];
    assert_eq!(of_first.school_year, "2025-2026");
    assert_eq!(of_first.state(), v1::OfferState::Published);
    let counts = of_first.application_counts.unwrap();
    assert_eq!((counts.accepted, counts.pending), (1, 1));
    let by_week = |text: &str| {
        let found = of_first.weeks.iter().find(|found| found.week == text);
        let found = found.unwrap();
        let counts = found.application_counts.unwrap();
        (found.seats, found.taken, counts.accepted, counts.pending)
    };
    assert_eq!(by_week(WEEKS[0]), (2, 1, 1, 1));
    assert_eq!(by_week(WEEKS[1]), (2, 0, 0, 0));

    // Page by page, and filtered.
    let page = own_offers(&stage, firm, |asked| asked.page_size = 1).await;
    assert_eq!(page.offers[0].name, of_offer(second));
    let token = page.next_page_token;
    let page = own_offers(&stage, firm, |asked| {
        (asked.page_size, asked.page_token) = (1, token);
    })
    .await;
    assert_eq!(page.offers[0].name, of_offer(first));
    assert_eq!(page.next_page_token, "");
    let message = v1::WithdrawOfferRequest {
        request_id: id(),
        name: of_offer(second),
        reason: v1::OfferWithdrawalReason::NoTutor.into(),
    };
    let mut offers = stage.app.by(firm.caller).offers();
    offers.withdraw_offer(message).await.unwrap();
    let only = async |change: fn(&mut v1::ListOffersOfHostRequest)| {
        let listed = own_offers(&stage, firm, change).await.offers;
        listed
            .into_iter()
            .map(|offer| offer.name)
            .collect::<Vec<_>>()
    };
    let withdrawn = |asked: &mut v1::ListOffersOfHostRequest| {
        asked.states = vec![v1::OfferState::Withdrawn.into()];
    };
    assert_eq!(only(withdrawn).await, [of_offer(second)]);
    let of_week = only(|asked| asked.week = WEEKS[0].into()).await;
    assert_eq!(of_week, [of_offer(first)]);
    let of_year = only(|asked| asked.school_year = "2026-2027".into()).await;
    assert_eq!(of_year, Vec::<String>::new());
    // Of another host there is nothing to see.
    let message = v1::ListOffersOfHostRequest {
        host: of_host(firm.siret),
        ..v1::ListOffersOfHostRequest::default()
    };
    let mut by_neighbour = stage.app.by(neighbour.caller).offers();
    let why = refused(by_neighbour.list_offers_of_host(message).await);
    assert_eq!(why.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn host_and_committee_read_what_an_offer_said_before() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = firm.offers(stage.commands(), 1).await;
    for (title, weeks) in [("Traire", 3), ("Semer", 2)] {
        let mut said = draft(1);
        said.terms.title = title.into();
        let weeks: Vec<Week> = WEEKS[..weeks].iter().map(|text| week(text)).collect();
        said.terms.weeks = weeks.into_iter().collect();
        let request = ask(firm.caller);
        let revised = stage.commands().handle(request).revise_offer(offer, said);
        revised.await.unwrap();
    }
    let revisions = async |caller: Principal| {
        let message = v1::ListOfferRevisionsRequest {
            name: of_offer(offer),
            min_position: stage.head().await,
            ..v1::ListOfferRevisionsRequest::default()
        };
        let mut offers = stage.app.by(caller).offers();
        let answer = offers.list_offer_revisions(message).await;
        answer.map(|answer| answer.into_inner().revisions)
    };
    for (caller, names_tutor) in [(firm.caller, true), (committee(), false)] {
        let told = revisions(caller).await.unwrap();
        let numbers: Vec<u32> = told.iter().map(|one| one.revision).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let terms = |n: usize| told[n].terms.clone().unwrap();
        assert_eq!(
            (terms(1).title.as_str(), terms(2).title.as_str()),
            ("Traire", "Semer")
        );
        assert_eq!((terms(0).weeks.len(), terms(2).weeks.len()), (3, 2));
        let tutor = terms(0).tutor.unwrap().identity;
        assert_eq!(tutor.is_some(), names_tutor);
        assert_eq!(told[0].actor(), v1::ActorKind::HostPerson);
    }
    let why = refused(revisions(stage.firms[1].caller).await);
    assert_eq!(why.code, Code::NotFound);
    let why = refused(revisions(stage.college.head).await);
    assert_eq!(why.code, Code::PermissionDenied);
}
