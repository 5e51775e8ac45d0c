//! Whoever asks after a command sees it, also where the question names no position.
use proto::v1;
use tests::app::TestApp;
use tests::cast::College;
use tests::wire::of_class;

#[tokio::test(flavor = "multi_thread")]
async fn a_question_without_a_position_sees_what_this_server_stored_before() {
    let app = TestApp::start().await;
    let college = College::registered(&app.app.commands, 1).await;
    let mut follow_ups = app.by(college.teacher).follow_ups();
    // One after the other without a pause: the folds rest between two of their reads.
    for enrolled in 1..=30 {
        college.enrolled(&app.app.commands).await;
        let message = v1::GetClassFollowUpRequest {
            class: of_class(college.uai, college.class),
            ..v1::GetClassFollowUpRequest::default()
        };
        let answer = follow_ups.get_class_follow_up(message).await.unwrap();
        let totals = answer.into_inner().follow_up.unwrap().totals.unwrap();
        assert_eq!(totals.students, enrolled);
    }
}
