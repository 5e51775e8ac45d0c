//! Applications and offers of others.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_does_not_accept_their_own_application() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let accept = || v1::AcceptApplicationRequest {
        request_id: id(),
        name: name(application),
        message: "Je me prends.".into(),
    };
    let head = stage.head().await;
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    let why = refused(by_pupil.accept_application(accept()).await);
    assert_eq!(why.code, Code::PermissionDenied);
    // Under the pupil's id, as if it were a person of the host.
    let disguised = Principal::host_person(HostPersonId(pupil.student.0), stage.firms[0].siret);
    let mut disguised = stage.app.by(disguised).applications();
    finds_nothing!(stage, disguised, accept_application, accept());
    assert_eq!(stage.head().await, head, "nothing is stored");
    let world = World::read(&*stage.app.app.log).await;
    assert!(world.placements().is_empty() && world.held_seats().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_touches_no_application_nor_offer_of_another_host() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let other = stage.app.by(stage.firms[1].caller);
    let mut answers = other.applications();
    let unknown = (pupil.student, domain::ids::ApplicationId(Uuid::new_v4()));
    let mut whys: Vec<[Why; 2]> = vec![];
    macro_rules! both {
        ($method:ident, $request:ident { $($field:ident: $value:expr),* }) => {{
            let of = |application| v1::$request {
                request_id: id(),
                name: name(application),
                $($field: $value.into(),)*
            };
            let first = finds_nothing!(stage, answers, $method, of(application));
            let second = finds_nothing!(stage, answers, $method, of(unknown));
            whys.push([first, second]);
        }};
    }
    both!(examine_application, ExamineApplicationRequest {});
    both!(
        accept_application,
        AcceptApplicationRequest { message: "Oui." }
    );
    both!(
        decline_application,
        DeclineApplicationRequest { message: "Non." }
    );
    stage.accept(stage.firms[0], application).await.unwrap();
    both!(
        cancel_placement_by_host,
        CancelPlacementByHostRequest { reason: "Non." }
    );
    for [there, not_there] in whys {
        assert_eq!(there, not_there, "whether it is there is not told");
    }
    let mut offers = other.offers();
    let revise = v1::ReviseOfferRequest {
        etag: String::new(),
        request_id: id(),
        name: of_offer(offer),
        terms: Some(tests::campaign::terms(2)),
    };
    finds_nothing!(stage, offers, revise_offer, revise);
    let withdraw = v1::WithdrawOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        reason: v1::OfferWithdrawalReason::Mistake.into(),
    };
    finds_nothing!(stage, offers, withdraw_offer, withdraw);
    let publish = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(stage.firms[0].siret),
        terms: Some(tests::campaign::terms(2)),
    };
    finds_nothing!(stage, offers, publish_offer, publish);
    let add = v1::AddHostPersonRequest {
        request_id: id(),
        host: of_host(stage.firms[0].siret),
        identity: Some(v1::PersonIdentity {
            full_name: "Un intrus".into(),
            mail: "intrus@example.org".into(),
        }),
    };
    finds_nothing!(stage, other.hosts(), add_host_person, add);
}

/// An offer that only the college of the stage sees.
async fn reserved(stage: &Stage) -> OfferId {
    let open = draft(2);
    let draft = OfferDraft {
        terms: OfferTerms {
            reserved_for: Some(stage.college.uai),
            ..open.terms
        },
        ..open
    };
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let published = stage
        .commands()
        .handle(request.clone())
        .publish_offer(firm.siret, draft);
    published.await.unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reserved_offer_is_not_there_for_another_college() {
    let stage = Stage::set().await;
    let offer = reserved(&stage).await;
    let nothing = OfferId(Uuid::new_v4());
    let other = College::registered(stage.commands(), 2).await;
    let (own, stranger) = (
        stage.pupil().await,
        other.active_pupil(stage.commands()).await,
    );
    let min_position = stage.head().await;
    let get = |offer| v1::GetOfferRequest {
        name: of_offer(offer),
        min_position,
    };
    stage
        .app
        .by(own.caller)
        .offers()
        .get_offer(get(offer))
        .await
        .unwrap();
    for caller in [stranger.caller, other.teacher, other.head] {
        let mut offers = stage.app.by(caller).offers();
        let there = finds_nothing!(stage, offers, get_offer, get(offer));
        let not_there = finds_nothing!(stage, offers, get_offer, get(nothing));
        assert_eq!(there, not_there);
    }
    let found = async |pupil: tests::cast::Pupil| {
        let message = v1::SearchOffersRequest {
            student: of_student(pupil.student),
            min_position,
            ..v1::SearchOffersRequest::default()
        };
        let mut offers = stage.app.by(pupil.caller).offers();
        let answer = offers.search_offers(message).await.unwrap();
        answer.into_inner().offers.len()
    };
    assert_eq!((found(own).await, found(stranger).await), (1, 0));
    // A pupil of quatrième may not ask for any offer, and is not told that there is this one.
    let label = "4e A".into();
    let level = Level::Quatrieme;
    let (commands, by_head) = (stage.commands(), ask(other.head));
    let opened = commands.handle(by_head.clone()).open_class(
        other.uai,
        NewClass { label, level },
        this_year(),
    );
    let class = opened.await.unwrap().1;
    commands
        .handle(ask(other.teacher))
        .take_class(other.uai, class)
        .await
        .unwrap();
    let younger = College { class, ..other }.active_pupil(commands).await;
    let head = stage.head().await;
    for pupil in [stranger, younger] {
        let submit = |offer, week: &str| v1::SubmitApplicationRequest {
            request_id: id(),
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: week.into(),
            letter: "Bonjour.".into(),
        };
        let mut applications = stage.app.by(pupil.caller).applications();
        // A week of the college, one that it has not chosen, and one that is past.
        for week in [WEEKS[0], "2026-W15", "2025-W45"] {
            let there = applications.submit_application(submit(offer, week)).await;
            let not_there = applications.submit_application(submit(nothing, week)).await;
            let (there, not_there) = (refused(there), refused(not_there));
            assert_eq!(there, not_there, "whether it is there is not told");
        }
    }
    assert_eq!(stage.head().await, head, "nothing is stored");
}
