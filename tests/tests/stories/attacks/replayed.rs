//! Request ids, page tokens and instants of somebody or something else.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_request_id_of_somebody_else_tells_nothing_of_their_answer() {
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    let request_id = id();
    let enrol = |college: College| v1::EnrolStudentRequest {
        request_id: request_id.clone(),
        class: of_class(college.uai, college.class),
        identity: Some(v1::StudentIdentity {
            given_name: "Aïcha".into(),
            family_name: "Martin".into(),
            ..v1::StudentIdentity::default()
        }),
        gender: v1::Gender::Girl.into(),
    };
    let mut students = stage.app.by(stage.college.head).students();
    let first = students.enrol_student(enrol(stage.college)).await.unwrap();
    let first = first.into_inner();
    let mut students = stage.app.by(other.head).students();
    let second = students
        .enrol_student(enrol(other))
        .await
        .unwrap()
        .into_inner();
    assert_ne!(first.name, second.name, "another pupil");
    let (first, second) = (first.outcome.unwrap(), second.outcome.unwrap());
    assert!(second.position > first.position, "of another college");

    // Within one stream, too: a colleague is not told that their word was taken.
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let added = stage
        .commands()
        .handle(request.clone())
        .add_host_person(firm.siret, contact("Le fils"));
    let colleague = Principal::host_person(added.await.unwrap().1, firm.siret);
    let examine = v1::ExamineApplicationRequest {
        request_id: id(),
        name: name(application),
    };
    let mut by = stage.app.by(firm.caller).applications();
    let first = by.examine_application(examine.clone()).await.unwrap();
    let mut by_colleague = stage.app.by(colleague).applications();
    let told = by_colleague.examine_application(examine.clone()).await;
    let told = told.unwrap().into_inner().outcome.unwrap();
    assert!(
        told.unchanged,
        "a request of their own, which changes nothing"
    );
    let again = by.examine_application(examine).await.unwrap();
    assert_eq!(first.into_inner(), again.into_inner());
    // Whoever may not at all is told nothing of the id.
    let stranger = v1::ExamineApplicationRequest {
        request_id: request_id.clone(),
        name: name(application),
    };
    let mut by = stage.app.by(stage.firms[1].caller).applications();
    finds_nothing!(stage, by, examine_application, stranger);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_token_of_another_list_leads_nowhere_else() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(2).await;
    for week in [WEEKS[0], WEEKS[1]] {
        stage.submit(pupil, first, week).await.unwrap();
    }
    let own = stage.submit(pupil, second, WEEKS[2]).await.unwrap();
    let min_position = stage.head().await;
    let inbox = |firm: Firm, page_token: String| v1::GetHostInboxRequest {
        host: of_host(firm.siret),
        min_position,
        page_size: 1,
        page_token,
        ..v1::GetHostInboxRequest::default()
    };
    let [mine, other] = stage.firms;
    let mut by = stage.app.by(mine.caller).follow_ups();
    let page = by.get_host_inbox(inbox(mine, String::new())).await.unwrap();
    let token = page.into_inner().next_page_token;
    assert!(!token.is_empty());
    let mut by_other = stage.app.by(other.caller).follow_ups();
    // In the own list it can only skip rows of the own list.
    let answer = by_other.get_host_inbox(inbox(other, token.clone())).await;
    if let Ok(answer) = answer {
        let shown = answer.into_inner().inbox.unwrap().applications;
        assert!(shown.iter().all(|row| row.name == name(own)), "{shown:?}");
    }
    finds_nothing!(stage, by_other, get_host_inbox, inbox(mine, token.clone()));
    // In another kind of list it is no token.
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(pupil.student),
        min_position,
        page_token: token,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let mut audit = stage.app.by(pupil.guardian).audit();
    let why = refused(audit.list_authorisation_trail(trail).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "page_token")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_not_open_to_whom_the_present_is_closed() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let then = stage.head().await;
    let request = ask(pupil.guardian);
    let withdraw = stage
        .commands()
        .handle(request.clone())
        .withdraw_authorisation(pupil.student);
    let min_position = withdraw.await.unwrap().position.0;
    let message = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: of_student(pupil.student),
        min_position,
        as_of: Some(v1::get_student_follow_up_request::AsOf::AsOfPosition(then)),
    };
    let mut by = stage.app.by(pupil.caller).follow_ups();
    let refused = refused(by.get_student_follow_up(message).await);
    assert_eq!(refused.reason, "NOT_AUTHORISED");
    // A teacher who left the class, about when they taught it.
    let request = ask(stage.college.teacher);
    let left = stage
        .commands()
        .handle(request.clone())
        .leave_class(stage.college.uai, stage.college.class);
    let min_position = match left.await {
        Ok(outcome) => outcome.position.0,
        // A main teacher is relieved first.
        Err(_) => {
            let (commands, college) = (stage.commands(), stage.college);
            let by = ask(college.head);
            commands
                .handle(by.clone())
                .relieve_main_teacher(college.uai, college.class)
                .await
                .unwrap();
            let by = ask(college.teacher);
            let left = commands
                .handle(by.clone())
                .leave_class(college.uai, college.class)
                .await;
            left.unwrap().position.0
        }
    };
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: of_class(stage.college.uai, stage.college.class),
        min_position,
        as_of: Some(v1::get_class_follow_up_request::AsOf::AsOfPosition(then)),
    };
    let mut by = stage.app.by(stage.college.teacher).follow_ups();
    finds_nothing!(stage, by, get_class_follow_up, message);
}
