//! Reading one's own writes, and watching.
use domain::principal::Principal;
use proto::v1;
use tests::cast::committee;
use tests::names::WEEKS;
use tests::wire::{of_class, of_host, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_query_waits_for_the_position_that_a_command_told() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let mut inbox = stage.app.by(stage.firms[0].caller).follow_ups();
    for (n, week) in (1..).zip(WEEKS) {
        stage.submit(pupil, offer, week).await.unwrap();
        let min_position = stage.head().await;
        let message = v1::GetHostInboxRequest {
            host: of_host(stage.firms[0].siret),
            min_position,
            ..v1::GetHostInboxRequest::default()
        };
        let answer = inbox.get_host_inbox(message).await.unwrap().into_inner();
        assert!(answer.position >= min_position);
        assert_eq!(answer.inbox.unwrap().applications.len(), n);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_gives_the_value_of_now_then_each_that_follows() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let start = stage.head().await;
    let message = v1::WatchClassFollowUpRequest {
        page_size: 0,

        class: of_class(stage.college.uai, stage.college.class),
        min_position: start,
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let mut watch = by_teacher
        .watch_class_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    let first = watch.message().await.unwrap().unwrap();
    assert!(first.position >= start);
    let counts = |seen: &v1::WatchClassFollowUpResponse| {
        let totals = seen.follow_up.as_ref().unwrap().totals.as_ref().unwrap();
        let counts = totals.application_counts.as_ref().unwrap();
        (counts.pending, counts.accepted)
    };
    assert_eq!(counts(&first), (0, 0));
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let second = watch.message().await.unwrap().unwrap();
    assert_eq!(counts(&second), (1, 0));
    assert!(second.position > first.position);
    stage.accept(stage.firms[0], application).await.unwrap();
    let third = watch.message().await.unwrap().unwrap();
    assert_eq!(counts(&third), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dashboard_can_be_watched() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let min_position = stage.head().await;
    let by_pupil = stage.app.by(pupil.caller);
    let student = of_student(pupil.student);
    let message = v1::WatchStudentFollowUpRequest {
        page_size: 0,

        student,
        min_position,
    };
    let mut of_student = by_pupil
        .follow_ups()
        .watch_student_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    let establishment = tests::wire::of_establishment(stage.college.uai);
    let message = v1::WatchEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,

        establishment,
        min_position,
    };
    let mut by_head = stage.app.by(stage.college.head).follow_ups();
    let mut of_college = by_head
        .watch_establishment_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    let host = of_host(stage.firms[0].siret);
    let message = v1::WatchHostInboxRequest {
        host,
        min_position,
        ..v1::WatchHostInboxRequest::default()
    };
    let mut by_host = stage.app.by(stage.firms[0].caller).follow_ups();
    let mut of_host = by_host
        .watch_host_inbox(message)
        .await
        .unwrap()
        .into_inner();
    let message = v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position,
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    let mut by_committee = stage.app.by(committee()).steering();
    let mut of_country = by_committee
        .watch_territory_dashboard(message)
        .await
        .unwrap()
        .into_inner();

    for applied in [0, 1] {
        let seen = of_student
            .message()
            .await
            .unwrap()
            .unwrap()
            .follow_up
            .unwrap();
        assert_eq!(seen.applications.len(), applied);
        let seen = of_college
            .message()
            .await
            .unwrap()
            .unwrap()
            .follow_up
            .unwrap();
        assert_eq!(
            seen.totals.unwrap().application_counts.unwrap().pending,
            applied as u64
        );
        let seen = of_host.message().await.unwrap().unwrap().inbox.unwrap();
        assert_eq!(seen.applications.len(), applied);
        let seen = of_country
            .message()
            .await
            .unwrap()
            .unwrap()
            .dashboard
            .unwrap();
        assert_eq!(seen.applications.unwrap().girls, applied as u64);
        if applied == 0 {
            stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_ends_when_its_watcher_may_no_longer_see() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let message = v1::WatchStudentFollowUpRequest {
        page_size: 0,

        student: of_student(pupil.student),
        min_position: stage.head().await,
    };
    let mut by_pupil = stage.app.by(pupil.caller).follow_ups();
    let mut watch = by_pupil
        .watch_student_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();
    let request = tests::names::ask(pupil.guardian);
    stage
        .commands()
        .handle(request.clone())
        .withdraw_authorisation(pupil.student)
        .await
        .unwrap();
    assert_eq!(refused(watch.message().await).reason, "NOT_AUTHORISED");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_territory_has_its_own_watchers() {
    let stage = Stage::set().await;
    let min_position = stage.head().await;
    let department = "75".parse().unwrap();
    let elsewhere = Principal::prefect(uuid::Uuid::new_v4(), department);
    for name in ["departments/01", "national", "regions/84", "academies/lyon"] {
        let message = v1::WatchTerritoryDashboardRequest {
            school_year: String::new(),
            name: name.into(),
            min_position,
            ..v1::WatchTerritoryDashboardRequest::default()
        };
        let answer = stage
            .app
            .by(elsewhere)
            .steering()
            .watch_territory_dashboard(message)
            .await;
        assert_eq!(refused(answer).code, Code::NotFound, "{name}");
    }
}

/// The values that are still to come of a watch, until one fits.
async fn until(
    watch: &mut tonic::Streaming<v1::WatchClassFollowUpResponse>,
    fits: impl Fn(&v1::WatchClassFollowUpResponse) -> bool,
) -> v1::WatchClassFollowUpResponse {
    loop {
        let value = watch.message().await.unwrap().unwrap();
        if fits(&value) {
            return value;
        }
    }
}

/// Many watch the same: each gets the newest value in the end, each is recorded as a reader, and
/// whoever may no longer see it is the only one whose watch ends.
#[tokio::test(flavor = "multi_thread")]
async fn those_who_watch_the_same_share_it_and_lose_it_one_by_one() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(3).await;
    let colleague = Principal::teacher(
        domain::ids::StaffId(uuid::Uuid::new_v4()),
        stage.college.uai,
    );
    let (uai, class) = (stage.college.uai, stage.college.class);
    let commands = stage.commands();
    let role = domain::establishment::StaffRole::Teacher;
    let ask = tests::names::ask;
    commands
        .handle(ask(colleague))
        .join_staff(uai, tests::cast::contact("Le collègue"), role)
        .await
        .unwrap();
    let (staff, _) = colleague.as_staff().unwrap();
    commands
        .handle(ask(stage.college.head))
        .admit_staff(uai, staff)
        .await
        .unwrap();
    commands
        .handle(ask(colleague))
        .take_class(uai, class)
        .await
        .unwrap();
    let message = v1::WatchClassFollowUpRequest {
        class: of_class(uai, class),
        min_position: stage.head().await,
        ..v1::WatchClassFollowUpRequest::default()
    };
    let mut watches = vec![];
    for caller in [stage.college.head, stage.college.teacher, colleague] {
        let mut follow_ups = stage.app.by(caller).follow_ups();
        let watch = follow_ups.watch_class_follow_up(message.clone()).await;
        let mut watch = watch.unwrap().into_inner();
        watch.message().await.unwrap().unwrap();
        watches.push(watch);
    }
    for week in WEEKS {
        stage.submit(pupil, offer, week).await.unwrap();
    }
    let pending = |value: &v1::WatchClassFollowUpResponse| {
        let totals = value.follow_up.as_ref().unwrap().totals.as_ref().unwrap();
        totals.application_counts.as_ref().unwrap().pending
    };
    let mut last = vec![];
    for watch in &mut watches {
        last.push(until(watch, |value| pending(value) == 3).await.follow_up);
    }
    assert!(last.windows(2).all(|pair| pair[0] == pair[1]));

    let Some((staff, _)) = colleague.as_staff() else {
        unreachable!()
    };
    let request = ask(stage.college.head);
    commands
        .handle(request.clone())
        .revoke_staff(uai, staff)
        .await
        .unwrap();
    assert_eq!(
        refused(watches.pop().unwrap().message().await).code,
        Code::NotFound
    );
    stage.pupil().await;
    for watch in &mut watches {
        let grown = |value: &v1::WatchClassFollowUpResponse| {
            value.follow_up.as_ref().unwrap().students.len() == 2
        };
        until(watch, grown).await;
    }
}
