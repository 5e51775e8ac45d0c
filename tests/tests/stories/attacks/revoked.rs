//! Tokens that are older than the end of what they tell.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_teacher_goes_nowhere_with_an_old_token() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (teacher, _) = stage.college.teacher.as_staff().unwrap();
    let before = stage.head().await;
    let token = stage.app.token(stage.college.teacher);
    let by = stage.app.with_token(&token);
    let class = of_class(stage.college.uai, stage.college.class);
    let follow_up = |as_of| v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: class.clone(),
        min_position: 0,
        as_of,
    };
    let mut follow_ups = by.follow_ups();
    follow_ups
        .get_class_follow_up(follow_up(None))
        .await
        .unwrap();
    let message = v1::WatchClassFollowUpRequest {
        page_size: 0,

        class: class.clone(),
        min_position: before,
    };
    let mut watch = follow_ups
        .watch_class_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let request = ask(stage.college.head);
    let revoke = stage
        .commands()
        .handle(request.clone())
        .revoke_staff(stage.college.uai, teacher);
    let min_position = revoke.await.unwrap().position.0;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    let now = v1::GetClassFollowUpRequest {
        min_position,
        ..follow_up(None)
    };
    finds_nothing!(stage, follow_ups, get_class_follow_up, now);
    // Not as of then, either.
    let then = follow_up(Some(v1::get_class_follow_up_request::AsOf::AsOfPosition(
        before,
    )));
    finds_nothing!(stage, follow_ups, get_class_follow_up, then);
    let open = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    finds_nothing!(stage, by.students(), open_access, open);
    let sectors = v1::ListSectorsRequest::default();
    finds_nothing!(stage, by.directory(), list_sectors, sectors);
    let search = v1::SearchEstablishmentsRequest::default();
    finds_nothing!(stage, by.directory(), search_establishments, search);
    let host = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(stage.firms[0].siret),
        min_position: 0,
    };
    finds_nothing!(stage, by.hosts(), get_host, host);
    let again = v1::JoinStaffRequest {
        request_id: id(),
        establishment: of_establishment(stage.college.uai),
        identity: Some(v1::PersonIdentity {
            full_name: "Le professeur".into(),
            mail: "personne@ac-lyon.fr".into(),
        }),
        role: v1::StaffRole::Teacher.into(),
    };
    let why = refused(by.establishments().join_staff(again).await);
    assert_eq!(why.reason, "STAFF_REVOKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_person_of_a_host_goes_nowhere_with_an_old_token() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let (commands, firm) = (stage.commands(), stage.firms[0]);
    let request = ask(firm.caller);
    let added = commands
        .handle(request.clone())
        .add_host_person(firm.siret, contact("Le fils"));
    let person = added.await.unwrap().1;
    let by = stage.app.by(Principal::host_person(person, firm.siret));
    let min_position = stage.head().await;
    let message = v1::WatchHostInboxRequest {
        host: of_host(firm.siret),
        min_position,
        ..v1::WatchHostInboxRequest::default()
    };
    let mut watch = by
        .follow_ups()
        .watch_host_inbox(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let request = ask(firm.caller);
    let removed = commands
        .handle(request.clone())
        .remove_host_person(firm.siret, person);
    let position = removed.await.unwrap().position.0;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    for as_of in [
        None,
        Some(v1::get_host_inbox_request::AsOf::AsOfPosition(min_position)),
    ] {
        let inbox = v1::GetHostInboxRequest {
            host: of_host(firm.siret),
            min_position: position,
            as_of,
            ..v1::GetHostInboxRequest::default()
        };
        finds_nothing!(stage, by.follow_ups(), get_host_inbox, inbox);
    }
    let host = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(firm.siret),
        min_position: position,
    };
    finds_nothing!(stage, by.hosts(), get_host, host);
    let sectors = v1::ListSectorsRequest::default();
    finds_nothing!(stage, by.directory(), list_sectors, sectors);
    let accept = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name(application),
        message: "Bienvenue.".into(),
    };
    finds_nothing!(stage, by.applications(), accept_application, accept);
    let register = v1::RegisterHostRequest {
        request_id: id(),
        name: of_host(firm.siret),
        organisation: Some(tests::campaign::organisation("La ferme du Bas")),
        person: Some(v1::PersonIdentity {
            full_name: "Le fils".into(),
            mail: "fils@example.org".into(),
        }),
        link_token: String::new(),
    };
    finds_nothing!(stage, by.hosts(), register_host, register);
}

#[tokio::test(flavor = "multi_thread")]
async fn narrowed_rights_are_gone_on_the_next_call() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (teacher, _) = stage.college.teacher.as_staff().unwrap();
    let rights = BTreeSet::from([Right::ManagePupils]);
    let request = ask(stage.college.head);
    let narrowed =
        stage
            .commands()
            .handle(request.clone())
            .narrow_rights(stage.college.uai, teacher, rights);
    narrowed.await.unwrap();
    let by = stage.app.by(stage.college.teacher);
    let withdraw = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    finds_nothing!(stage, by.students(), withdraw_authorisation, withdraw);
}
