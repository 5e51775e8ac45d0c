//! The form of parental authorisation, printed for a pupil or a class (STU-1).
use domain::ids::HostPersonId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::College;
use tests::print::pages_of;
use tests::wire::{id, of_class, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

impl Stage {
    async fn forms(
        &self,
        caller: Principal,
        message: v1::GetAuthorisationFormsRequest,
    ) -> Result<v1::GetAuthorisationFormsResponse, Status> {
        let message = v1::GetAuthorisationFormsRequest {
            min_position: self.head().await,
            ..message
        };
        let mut students = self.app.by(caller).students();
        let answer = students.get_authorisation_forms(message).await?;
        Ok(answer.into_inner())
    }

    async fn enrols_by_name(&self, given_name: &str, family_name: &str) -> String {
        let message = v1::EnrolStudentRequest {
            request_id: id(),
            class: of_class(self.college.uai, self.college.class),
            identity: Some(v1::StudentIdentity {
                given_name: given_name.into(),
                family_name: family_name.into(),
                birth_date: "2011-02-03".into(),
                ..v1::StudentIdentity::default()
            }),
            gender: v1::Gender::NotStated.into(),
            ..v1::EnrolStudentRequest::default()
        };
        let mut students = self.app.by(self.college.teacher).students();
        let answer = students.enrol_student(message).await.unwrap();
        answer.into_inner().name
    }
}

fn of_the_class(college: College) -> v1::GetAuthorisationFormsRequest {
    v1::GetAuthorisationFormsRequest {
        class: of_class(college.uai, college.class),
        ..v1::GetAuthorisationFormsRequest::default()
    }
}

fn of_one(student: &str) -> v1::GetAuthorisationFormsRequest {
    v1::GetAuthorisationFormsRequest {
        student: student.to_owned(),
        ..v1::GetAuthorisationFormsRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_prints_a_form_a_page_for_the_class_in_the_order_of_the_alphabet() {
    let stage = Stage::set().await;
    let nobody = stage.forms(stage.college.teacher, of_the_class(stage.college));
    assert_eq!(refused(nobody.await).reason, "NO_FORM_TO_PRINT");
    let zoe = stage.enrols_by_name("Zoé", "Œuvrard").await;
    let elise = stage.enrols_by_name("Élise", "Étienne").await;
    let omar = stage.enrols_by_name("Omar", "Faure").await;
    let college = stage.college;
    let printed = stage.forms(college.teacher, of_the_class(college)).await;
    let printed = printed.unwrap();
    assert_eq!(printed.students, [elise.as_str(), &omar, &zoe]);
    let document = printed.document.unwrap();
    let pages = pages_of(&document.content);
    let names = ["Élise Étienne", "Omar Faure", "Zoé Œuvrard"];
    assert_eq!(pages.len(), names.len());
    for (page, name) in pages.iter().zip(names) {
        assert!(page.contains(&format!("Élève : {name}")), "{page}");
        assert!(
            page.contains("Date de naissance : 3 février 2011"),
            "{page}"
        );
        assert!(page.contains("Collège Lumière, Oyonnax"), "{page}");
        assert!(page.contains("Classe : 3e A"), "{page}");
        assert_eq!(page.matches("Signature :").count(), 2, "{page}");
    }
    // Nothing is stored by it, and asked again it is the same.
    let head = stage.head().await;
    let again = stage
        .forms(college.head, of_the_class(college))
        .await
        .unwrap();
    assert_eq!(again.document.unwrap(), document);
    assert_eq!(stage.head().await, head);
    let one = stage.forms(college.teacher, of_one(&omar)).await.unwrap();
    assert_eq!(one.students, [omar]);
    let [page] = pages_of(&one.document.unwrap().content).try_into().unwrap();
    assert_eq!(page, pages[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_are_for_the_staff_of_the_pupil() {
    let stage = Stage::set().await;
    let omar = stage.enrols_by_name("Omar", "Faure").await;
    let other = College::registered(stage.commands(), 2).await;
    for message in [of_one(&omar), of_the_class(stage.college)] {
        for caller in [other.teacher, other.head] {
            let refused = refused(stage.forms(caller, message.clone()).await);
            assert_eq!(refused.code, Code::NotFound);
        }
        let host = stage.firms[0];
        let somebody = Principal::host_person(HostPersonId(Uuid::new_v4()), host.siret);
        let refused = refused(stage.forms(somebody, message).await);
        assert_eq!(refused.code, Code::PermissionDenied);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_has_no_form() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let omar = stage.enrols_by_name("Omar", "Faure").await;
    let head = stage.college.head;
    let erased = of_student(pupil.student);
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: erased.clone(),
    };
    let mut privacy = stage.app.by(head).privacy();
    privacy.erase_student(message).await.unwrap();
    let gone = refused(stage.forms(head, of_one(&erased)).await);
    assert_eq!(gone.reason, "PUPIL_ERASED");
    let left = stage
        .forms(head, of_the_class(stage.college))
        .await
        .unwrap();
    assert_eq!(left.students, [omar]);
}
