//! Erased at one server, gone at the others: the keys lie in one PostgreSQL.
use std::time::Duration;

use postgres_fixture::shared;
use proto::v1;
use tests::cast::College;
use tests::servers::{Shared, Stores};
use tests::wire::{id, of_student};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_at_one_server_is_gone_at_another() {
    let shared_keys = Shared::new();
    let log = shared().database();
    let stores = Stores {
        vault: shared().database(),
        dashboards: log.clone(),
        log,
    };
    let (commands, _) = shared_keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let [one, other] = [
        shared_keys.start(&stores).await,
        shared_keys.start(&stores).await,
    ];
    let name = async |min_position| {
        let message = v1::GetStudentFollowUpRequest {
            page_size: 0,
            page_token: String::new(),

            student: of_student(pupil.student),
            min_position,
            as_of: None,
        };
        let mut by_head = shared_keys.at(&other, college.head).follow_ups();
        let answer = by_head.get_student_follow_up(message).await;
        let shown = answer.unwrap().into_inner().follow_up.unwrap();
        (shown.identity.unwrap_or_default().given_name, shown.erased)
    };
    assert_eq!(name(0).await, ("Aïcha".to_owned(), false));

    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: of_student(pupil.student),
    };
    let mut by_guardian = shared_keys.at(&one, pupil.guardian).privacy();
    let erased = by_guardian.erase_student(message).await.unwrap();
    let position = erased.into_inner().outcome.unwrap().position;
    assert_eq!(name(position).await, (String::new(), true));

    // A past moment is shown from the log, and opened with keys that may be trusted some seconds.
    let then = async || {
        let message = v1::GetStudentFollowUpRequest {
            page_size: 0,
            page_token: String::new(),

            student: of_student(pupil.student),
            min_position: position,
            as_of: Some(v1::get_student_follow_up_request::AsOf::AsOfPosition(
                position - 2,
            )),
        };
        let mut by_head = shared_keys.at(&other, college.head).follow_ups();
        let answer = by_head.get_student_follow_up(message).await;
        let shown = answer.unwrap().into_inner().follow_up.unwrap();
        shown.identity.unwrap_or_default().given_name
    };
    let gone = async { while !then().await.is_empty() {} };
    tokio::time::timeout(Duration::from_secs(20), gone)
        .await
        .unwrap();
}
