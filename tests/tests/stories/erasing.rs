//! Whoever is erased is gone, whoever asks may see what is held of them, and nobody else (SPEC 7).
mod held;
mod mandates;

use std::collections::BTreeSet;

use domain::ids::HostPersonId;
use domain::principal::Principal;
use proto::v1;
use queries::personal_data::{PersonalData, Subject};
use serde_json::Value;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::{College, Pupil, committee, operator};
use tests::names::{WEEKS, ask};
use tests::wire::{id, of_host, of_offer, of_staff, of_student, refused, student_of};
use tonic::{Code, Status};
use uuid::Uuid;
use vault::PersonId;

use crate::stage::Stage;

impl Stage {
    async fn erase(&self, by: Principal, pupil: Pupil) -> Result<u64, Status> {
        let message = v1::EraseStudentRequest {
            request_id: id(),
            name: of_student(pupil.student),
        };
        let answer = self.app.by(by).privacy().erase_student(message).await?;
        Ok(answer.into_inner().outcome.unwrap().position)
    }

    /// What is held of a person, as somebody is shown it.
    async fn held(&self, by: Principal, name: &str, student: &str) -> Result<Value, Status> {
        held(&self.app, by, name, student).await
    }

    async fn country(&self) -> v1::TerritoryDashboard {
        let message = v1::GetTerritoryDashboardRequest {
            school_year: String::new(),
            name: "national".into(),
            min_position: self.head().await,
            as_of: None,
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut by_committee = self.app.by(committee()).steering();
        let answer = by_committee.get_territory_dashboard(message).await.unwrap();
        answer.into_inner().dashboard.unwrap()
    }

    async fn trail(&self, by: Principal, pupil: Pupil) -> Vec<v1::AuthorisationTrailEntry> {
        let message = v1::ListAuthorisationTrailRequest {
            scope: of_student(pupil.student),
            min_position: self.head().await,
            ..v1::ListAuthorisationTrailRequest::default()
        };
        let mut client = self.app.by(by).audit();
        let answer = client.list_authorisation_trail(message).await.unwrap();
        answer.into_inner().entries
    }
}

async fn held(app: &TestApp, by: Principal, name: &str, student: &str) -> Result<Value, Status> {
    // Letters that wait are held too: those that the log asks for by now are planned.
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let message = v1::GetPersonalDataRequest {
        page_token: String::new(),

        name: name.to_owned(),
        student: student.to_owned(),
        min_position: head.0,
    };
    let answer = app.by(by).privacy().get_personal_data(message).await?;
    Ok(serde_json::from_str(&answer.into_inner().json).unwrap())
}

/// What `placement export` writes of a person.
async fn exported(app: &TestApp, name: &str, student: &str) -> Value {
    let subject = Subject::named(name, student).unwrap();
    let reads = &app.app.queries;
    let mut data = PersonalData::of(subject, &reads.vault).await.unwrap();
    let head = reads.log.head().await.unwrap();
    data.read_log(&*reads.log, head).await.unwrap();
    let account = reads.accounts.export(PersonId(subject.person())).await;
    data.with_account(account.unwrap()).into_json()
}

fn types(held: &Value) -> Vec<&str> {
    let facts = held["facts"].as_array().unwrap();
    facts
        .iter()
        .map(|fact| fact["type"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_has_the_child_erased_and_the_seat_is_free() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let [offer, second] = stage.offers(1).await;
    let placed = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    stage.submit(pupil, second, WEEKS[1]).await.unwrap();
    let before = stage.country().await;

    let elsewhere = refused(stage.erase(other.guardian, pupil).await);
    assert_eq!(elsewhere.code, Code::NotFound, "another's child");
    assert_eq!(
        refused(stage.erase(stage.college.teacher, pupil).await).code,
        Code::PermissionDenied
    );
    stage.erase(pupil.guardian, pupil).await.unwrap();

    assert_eq!(stage.taken(stage.firms[0], offer, WEEKS[0]).await, 0);
    let free = stage.submit(other, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], free).await.unwrap();
    assert!(stage.submit(pupil, second, WEEKS[2]).await.is_err());
    assert_eq!(
        refused(stage.erase(pupil.guardian, pupil).await).code,
        Code::NotFound,
        "the guardian is erased with the child"
    );
    let open = v1::OpenAccessRequest {
        request_id: id(),
        student: of_student(pupil.student),
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    assert_eq!(
        refused(by_teacher.open_access(open).await).reason,
        "PUPIL_ERASED"
    );

    let class = stage.class_follow_up().await;
    let row = class
        .students
        .iter()
        .find(|row| row.student == of_student(pupil.student));
    let row = row.unwrap();
    assert!(row.erased && !row.access_open);
    assert_eq!(row.identity, Some(v1::StudentIdentity::default()));
    assert_eq!(row.application_counts.unwrap().withdrawn, 1);
    assert_eq!(row.placement_counts.unwrap().cancelled_by_pupil, 1);
    let after = stage.country().await;
    assert_eq!(after.students, before.students);
    let asked = |board: &v1::TerritoryDashboard| board.applications.unwrap();
    assert_eq!(asked(&after).girls, asked(&before).girls + 1, "the other's");

    let message = v1::GetHostInboxRequest {
        host: of_host(stage.firms[0].siret),
        min_position: stage.head().await,
        ..v1::GetHostInboxRequest::default()
    };
    let mut by_host = stage.app.by(stage.firms[0].caller).follow_ups();
    let inbox = by_host.get_host_inbox(message).await.unwrap().into_inner();
    let rows = inbox.inbox.unwrap().applications;
    let gone = rows
        .iter()
        .find(|row| row.name.starts_with(&of_student(pupil.student)));
    let gone = gone.unwrap();
    assert_eq!(
        (gone.student_display_name.as_str(), gone.submitted_time),
        ("", None)
    );

    let trail = stage.trail(stage.college.head, pupil).await;
    let facts: Vec<_> = trail.iter().map(|entry| entry.fact()).collect();
    use v1::AuthorisationFact as F;
    let expected = [
        F::FormHanded,
        F::Recorded,
        F::AccessOpened,
        F::GuardianErased,
        F::PupilErased,
    ];
    assert_eq!(facts, expected);
    assert!(trail[4].actor.starts_with("guardian:") && trail[4].recorded_time.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_erases_and_sees_nothing() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let first = stage.erase(operator(), pupil).await.unwrap();
    let again = stage.erase(operator(), pupil).await.unwrap();
    assert_eq!(first, again, "erasing twice changes nothing");
    let name = of_student(pupil.student);
    assert_eq!(
        refused(stage.held(operator(), &name, "").await).code,
        Code::PermissionDenied
    );
    let held = stage.held(stage.college.head, &name, "").await.unwrap();
    assert_eq!(held["erased"], Value::Bool(true));
    assert!(!held.to_string().contains("Aïcha"), "{held}");
    assert!(types(&held).contains(&"StudentErased"));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_and_people_of_hosts_are_erased_by_themselves_and_theirs() {
    let stage = Stage::set().await;
    let (college, [firm, other]) = (stage.college, stage.firms);
    let (teacher, head) = (
        college.teacher.as_staff().unwrap().0,
        college.head.as_staff().unwrap().0,
    );
    let erase_staff = async |by, staff| {
        let message = v1::EraseStaffRequest {
            request_id: id(),
            name: of_staff(college.uai, staff),
        };
        stage.app.by(by).privacy().erase_staff(message).await
    };
    assert_eq!(
        refused(erase_staff(college.teacher, head).await).code,
        Code::NotFound
    );
    assert_eq!(
        refused(erase_staff(college.head, head).await).reason,
        "HEAD_CANNOT_BE_ERASED"
    );
    erase_staff(college.teacher, teacher).await.unwrap();
    assert_eq!(
        refused(erase_staff(college.teacher, teacher).await).code,
        Code::NotFound,
        "revoked with it"
    );
    let message = v1::GetEstablishmentRequest {
        page_size: 0,
        page_token: String::new(),

        name: tests::wire::of_establishment(college.uai),
        min_position: stage.head().await,
    };
    let mut by_head = stage.app.by(college.head).establishments();
    let shown = by_head
        .get_establishment(message)
        .await
        .unwrap()
        .into_inner();
    let staff = shown.establishment.unwrap().staff;
    let gone = staff
        .iter()
        .find(|one| one.name == of_staff(college.uai, teacher));
    assert_eq!(gone.unwrap().state(), v1::StaffState::Erased);
    assert_eq!(gone.unwrap().identity, Some(v1::PersonIdentity::default()));

    let offer = firm.offers(stage.commands(), 1).await;
    let person = |person: HostPersonId| format!("hosts/{}/people/{person}", firm.siret);
    let erase = async |by, name: String, offer: String| {
        let message = v1::EraseHostPersonRequest {
            request_id: id(),
            name,
            offer,
            placement: String::new(),
        };
        stage.app.by(by).privacy().erase_host_person(message).await
    };
    let message = v1::GetOfferRequest {
        name: of_offer(offer),
        min_position: stage.head().await,
    };
    let mut by_host = stage.app.by(firm.caller).offers();
    let shown = by_host
        .get_offer(message.clone())
        .await
        .unwrap()
        .into_inner();
    let tutor = shown.offer.unwrap().terms.unwrap().tutor.unwrap();
    assert_eq!(tutor.identity.unwrap().full_name, "Le tuteur");
    let stranger = erase(other.caller, tutor.person.clone(), of_offer(offer)).await;
    assert_eq!(refused(stranger).code, Code::NotFound);
    let unnamed = erase(firm.caller, tutor.person.clone(), String::new()).await;
    assert_eq!(refused(unnamed).reason, "HOST_PERSON_UNKNOWN");
    erase(firm.caller, tutor.person, of_offer(offer))
        .await
        .unwrap();
    let shown = by_host.get_offer(message).await.unwrap().into_inner();
    let tutor = shown.offer.unwrap().terms.unwrap().tutor.unwrap();
    assert_eq!(tutor.identity, Some(v1::PersonIdentity::default()));

    let own = person(HostPersonId(firm.caller.id()));
    erase(firm.caller, own.clone(), String::new())
        .await
        .unwrap();
    let again = erase(firm.caller, own, String::new()).await;
    assert_eq!(refused(again).code, Code::NotFound, "removed with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_who_is_erased_takes_the_authorisation_along() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let message = v1::EraseGuardianRequest {
        request_id: id(),
        name: format!("guardians/{}", pupil.guardian.id()),
        student: of_student(pupil.student),
    };
    let other = stage.pupil().await;
    let mut by_other = stage.app.by(other.guardian).privacy();
    let refusal = refused(by_other.erase_guardian(message.clone()).await);
    assert_eq!(refusal.code, Code::NotFound);
    let mut by_guardian = stage.app.by(pupil.guardian).privacy();
    let first = by_guardian.erase_guardian(message.clone()).await.unwrap();
    let again = by_guardian.erase_guardian(message).await.unwrap();
    assert_eq!(
        first.into_inner(),
        again.into_inner(),
        "a retry is answered"
    );
    assert!(stage.submit(pupil, offer, WEEKS[1]).await.is_err());
    let trail = v1::ListAuthorisationTrailRequest {
        scope: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    let mut by_guardian = stage.app.by(pupil.guardian).audit();
    let refusal = refused(by_guardian.list_authorisation_trail(trail).await);
    assert_eq!(refusal.code, Code::NotFound, "whatever the token says");
    let world = tests::world::World::read(&*stage.app.app.log).await;
    let fallen = world.status(application.1);
    let cause = domain::student::WithdrawalCause::AuthorisationWithdrawn;
    assert_eq!(
        *fallen,
        domain::student::ApplicationStatus::Withdrawn(cause)
    );
}
