//! A request id is bound to all that was asked with it (SPEC 8): with anything else it does
//! nothing, for every command there is, and the same again gives the first outcome however late.
use std::collections::BTreeSet;

use domain::ids::HostPersonId;
use domain::principal::Principal;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::contact;
use tests::names::{WEEKS, ask};
use tests::wire::{Why, call, id, of_application, of_host, of_staff, of_student, refused};
use tonic::Code;
use uuid::Uuid;
use vault::PersonId;

use crate::stage::Stage;

/// Commands whose caller has since lost the right to ask them, at least once: the pupil and the
/// guardian who were erased, the guardian whom another replaced, the head who handed over, and the
/// teacher whose pupil left and came back in another class, and the partner that was dismissed.
const MAY_NO_MORE: [&str; 9] = [
    "CorrectActivity",
    "HandAuthorisationForm",
    "HandOverEstablishment",
    "OpenAccess",
    "RecordActivity",
    "RecordAuthorisation",
    "ReinstateApplication",
    "SubmitApplication",
    "WithdrawAuthorisation",
];

/// Commands that name one thing and nothing else, of which their caller has one: another is not
/// theirs, and is not found before the id is looked at.
const ONLY_ONE: [&str; 6] = [
    "ConfirmHead",
    "ConfirmHost",
    "DismissPartner",
    "EraseGuardian",
    "WithdrawAuthorisation",
    "WithdrawGroupApplication",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_id_does_nothing_with_another_content_and_gives_the_first_outcome_with_the_same() {
    let app = TestApp::start_without_limits().await;
    let (campaign, turned_away) = Campaign::played_with_every_change(&app).await;
    let commands: BTreeSet<&str> = campaign
        .asked
        .iter()
        .map(|asked| asked.method.name.as_str())
        .collect();
    let never = commands
        .iter()
        .filter(|command| !turned_away.contains_key(**command));
    let never: Vec<&str> = never.copied().collect();
    assert_eq!(never, ONLY_ONE, "{turned_away:?}");

    // Long after, when all else has happened: on this server, and on the next.
    given_again(&app, &campaign).await;
    given_again(&app.restarted().await, &campaign).await;
}

async fn given_again(app: &TestApp, campaign: &Campaign) {
    let head = app.app.log.head().await.unwrap();
    let mut may_no_more = BTreeSet::new();
    for asked in &campaign.asked {
        let name = asked.method.name.as_str();
        let token = app.token(asked.caller);
        let message = asked.message.clone();
        match call(app.channel(), &asked.method.path, Some(&token), message).await {
            Ok(answer) => assert!(answer == asked.answer, "{name} is answered in another way"),
            Err(status) => {
                let why = Why::of(&status);
                assert_eq!(why.code, Code::NotFound, "{name}: {why:?}");
                may_no_more.insert(name);
            }
        }
    }
    assert_eq!(app.app.log.head().await.unwrap(), head, "nothing is stored");
    assert!(may_no_more.iter().eq(&MAY_NO_MORE), "{may_no_more:?}");
}

impl Stage {
    /// Whether the vault holds a key of somebody.
    fn has_key(&self, person: Uuid) -> bool {
        let vault = &self.app.app.queries.vault;
        vault.seal(PersonId(person), "test", "clear").is_ok()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_erased_somebody_erases_nobody_else_with_that_id() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let (head, firm) = (stage.college.head, stage.firms[0]);
    let colleague = stage
        .commands()
        .handle(ask(firm.caller))
        .add_host_person(firm.siret, contact("Le fils"))
        .await;
    let colleague = colleague.unwrap().1;
    let victims = [pupil.student.0, pupil.guardian.id(), head.id()];

    let erase = |request_id: &str, person: Uuid| v1::EraseHostPersonRequest {
        request_id: request_id.into(),
        name: format!("{}/people/{person}", of_host(firm.siret)),
        offer: String::new(),
        placement: String::new(),
    };
    let used = id();
    let mut by_host = stage.app.by(firm.caller).privacy();
    let first = by_host.erase_host_person(erase(&used, colleague.0)).await;
    let first = first.unwrap().into_inner();
    for victim in victims {
        let why = refused(by_host.erase_host_person(erase(&used, victim)).await);
        assert!(
            matches!(why.reason.as_str(), "REQUEST_ID_REUSED"),
            "{why:?}"
        );
        assert!(stage.has_key(victim));
    }
    let again = by_host.erase_host_person(erase(&used, colleague.0)).await;
    assert_eq!(again.unwrap().into_inner(), first);
    assert!(!stage.has_key(colleague.0));

    // Who erased themself may ask again what came of it, and about nobody else.
    let Some((staff, _)) = stage.college.teacher.as_staff() else {
        unreachable!("a teacher")
    };
    let erase = |request_id: &str, name: String| v1::EraseStaffRequest {
        request_id: request_id.into(),
        name,
    };
    let used = id();
    let mut by_teacher = stage.app.by(stage.college.teacher).privacy();
    let own = erase(&used, of_staff(stage.college.uai, staff));
    let first = by_teacher.erase_staff(own.clone()).await.unwrap();
    for victim in victims {
        let name = of_staff(stage.college.uai, domain::ids::StaffId(victim));
        let why = refused(by_teacher.erase_staff(erase(&used, name)).await);
        assert_eq!(why.code, Code::NotFound, "no right is left");
        assert!(stage.has_key(victim));
    }
    let again = by_teacher.erase_staff(own).await.unwrap().into_inner();
    assert_eq!(again, first.into_inner());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_yes_places_one_pupil() {
    let stage = Stage::set().await;
    let pupils = [stage.pupil().await, stage.pupil().await];
    let [offer, _] = stage.offers(1).await;
    let mut applications = vec![];
    for pupil in pupils {
        applications.push(stage.submit(pupil, offer, WEEKS[0]).await.unwrap());
    }
    applications.push(stage.submit(pupils[0], offer, WEEKS[1]).await.unwrap());
    let used = id();
    let mut by_host = stage.app.by(stage.firms[0].caller).applications();
    let accept = |n: usize| {
        let (student, application) = applications[n];
        v1::AcceptApplicationRequest {
            request_id: used.clone(),
            name: of_application(student, application),
            message: String::new(),
        }
    };
    by_host.accept_application(accept(0)).await.unwrap();
    for n in [1, 2] {
        let why = refused(by_host.accept_application(accept(n)).await);
        assert_eq!(why.reason, "REQUEST_ID_REUSED");
    }
    assert_eq!(stage.taken(stage.firms[0], offer, WEEKS[0]).await, 1);
    assert_eq!(stage.taken(stage.firms[0], offer, WEEKS[1]).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ids_of_two_people_have_nothing_to_do_with_each_other() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let firm = stage.firms[0];
    let added = stage
        .commands()
        .handle(ask(firm.caller))
        .add_host_person(firm.siret, contact("Le fils"))
        .await;
    let colleague = Principal::host_person(HostPersonId(added.unwrap().1.0), firm.siret);
    let (student, application) = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let request_id = id();
    let examine = v1::ExamineApplicationRequest {
        request_id: request_id.clone(),
        name: of_application(student, application),
    };
    let mut by_colleague = stage.app.by(colleague).applications();
    by_colleague.examine_application(examine).await.unwrap();
    let decline = v1::DeclineApplicationRequest {
        request_id,
        name: of_application(student, application),
        message: "Non.".into(),
    };
    let mut by_host = stage.app.by(firm.caller).applications();
    let declined = by_host.decline_application(decline).await.unwrap();
    assert!(!declined.into_inner().outcome.unwrap().unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_tells_the_position_at_which_it_was_judged() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let handed = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: of_student(pupil.student),
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    let position = |status: &tonic::Status| -> Option<u64> {
        let details = tonic_types::StatusExt::get_error_details(status);
        let info = details.error_info()?;
        info.metadata.get("position")?.parse().ok()
    };
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let mut by_guardian = stage.app.by(pupil.guardian).students();
    let withdrawn = by_guardian.withdraw_authorisation(message).await.unwrap();
    let withdrawn = withdrawn.into_inner().outcome.unwrap().position;
    let save = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv::default()),
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    let refused = by_pupil.save_cv(save).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let judged_at = position(&refused).unwrap();
    assert!(judged_at >= withdrawn && judged_at <= stage.head().await);

    let open = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let refused = by_teacher.open_access(open).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert!(position(&refused).unwrap() >= withdrawn);
    // What cannot be read was not judged by the log.
    let unreadable = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        student: "somebody".into(),
        ..handed
    };
    let refused = by_teacher.hand_authorisation_form(unreadable).await;
    assert_eq!(position(&refused.unwrap_err()), None);
}
