//! What is listed of agreements, who signs by right, and what is left after an erasure.
use commands::Contact;
use domain::establishment::{Right, StaffRole};
use domain::ids::StaffId;
use tests::cast::contact;
use tests::names::ask;
use tests::wire::{of_class, of_establishment, of_host, of_student};
use uuid::Uuid;

use super::*;

impl Placed {
    async fn listed(
        &self,
        caller: Principal,
        message: v1::ListAgreementsRequest,
    ) -> Vec<v1::ListedAgreement> {
        let message = v1::ListAgreementsRequest {
            min_position: self.stage.head().await,
            ..message
        };
        let mut agreements = self.stage.app.by(caller).agreements();
        let answer = agreements.list_agreements(message).await.unwrap();
        answer.into_inner().agreements
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn host_and_college_list_what_waits_for_them_and_what_is_not_covered() {
    let placed = Placed::set().await;
    let college = placed.stage.college;
    let of_the_host = v1::ListAgreementsRequest {
        host: of_host(placed.firm.siret),
        ..v1::ListAgreementsRequest::default()
    };
    let of_the_college = v1::ListAgreementsRequest {
        establishment: of_establishment(college.uai),
        ..v1::ListAgreementsRequest::default()
    };
    let of_the_class = v1::ListAgreementsRequest {
        class: of_class(college.uai, college.class),
        ..v1::ListAgreementsRequest::default()
    };
    let waiting = |message: &v1::ListAgreementsRequest| v1::ListAgreementsRequest {
        waiting_for_me: true,
        ..message.clone()
    };
    let uncovered = |message: &v1::ListAgreementsRequest| v1::ListAgreementsRequest {
        not_covered: true,
        ..message.clone()
    };
    let (host, head) = (placed.firm.caller, college.head);
    let shown = placed.agreement().await;
    placed.signs(host, &shown.versions[0]).await.unwrap();
    let listed = placed.listed(host, of_the_host.clone()).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].name, placed.name());
    assert_eq!(listed[0].student_display_name, "Aïcha Martin");
    assert_eq!(listed[0].offer_title, "Découvrir la ferme");
    assert!(placed.listed(host, waiting(&of_the_host)).await.is_empty());
    assert_eq!(placed.listed(head, waiting(&of_the_college)).await.len(), 1);
    assert_eq!(placed.listed(college.teacher, of_the_class).await.len(), 1);
    assert_eq!(placed.listed(host, uncovered(&of_the_host)).await.len(), 1);
    placed.all_sign().await;
    assert!(
        placed
            .listed(host, uncovered(&of_the_host))
            .await
            .is_empty()
    );
    assert_eq!(placed.listed(head, of_the_college.clone()).await.len(), 1);
    // Not those of others, nor of a college without its classes for a teacher.
    let other = placed.stage.firms[1];
    let of_another = v1::ListAgreementsRequest {
        host: of_host(other.siret),
        ..v1::ListAgreementsRequest::default()
    };
    assert!(placed.listed(other.caller, of_another).await.is_empty());
    let mut by_teacher = placed.stage.app.by(college.teacher).agreements();
    let refused = refused(by_teacher.list_agreements(of_the_college).await);
    assert_eq!(refused.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_signs_for_the_college_once_the_head_grants_the_right() {
    let placed = Placed::set().await;
    let college = placed.stage.college;
    let deputy = Principal::other_staff(StaffId(Uuid::new_v4()), college.uai);
    let who: Contact = contact("L'adjointe");
    let commands = placed.stage.commands();
    let joined = commands.handle(ask(deputy));
    joined
        .join_staff(college.uai, who, StaffRole::Administration)
        .await
        .unwrap();
    let staff = StaffId(deputy.id());
    let admitting = commands.handle(ask(college.head));
    admitting.admit_staff(college.uai, staff).await.unwrap();
    let shown = placed.agreement().await;
    let before = placed.signs(deputy, &shown.versions[0]).await;
    assert_eq!(refused(before).code, Code::NotFound);
    let granting = commands.handle(ask(college.head));
    let rights = [Right::SignAgreements].into();
    granting
        .grant_rights(college.uai, staff, rights)
        .await
        .unwrap();
    placed.signs(deputy, &shown.versions[0]).await.unwrap();
    let signed = placed.agreement().await;
    let signature = &signed.versions[0].signatures[0];
    assert_eq!(signature.party(), v1::AgreementParty::College);
    assert_eq!(signature.signatory_display_name, "L'adjointe");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_erased_pupil_the_agreement_keeps_days_and_digests_and_no_word() {
    let placed = Placed::set().await;
    placed.all_sign().await;
    let before = placed.agreement().await;
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: of_student(placed.pupil.student),
    };
    let mut privacy = placed.stage.app.by(placed.stage.college.head).privacy();
    privacy.erase_student(message).await.unwrap();
    let after = placed.agreement().await;
    assert_eq!(after.state(), v1::AgreementState::Ended);
    assert_eq!(after.student_display_name, "");
    let (was, is) = (&before.versions[0], &after.versions[0]);
    assert_eq!(was.terms_digest, is.terms_digest);
    assert_eq!(is.signatures.len(), 4, "who signed stays");
    let (was, is) = (was.terms.clone().unwrap(), is.terms.clone().unwrap());
    assert_eq!((was.first_date, was.hours), (is.first_date, is.hours));
    assert_eq!([is.supervision, is.insurance, is.activities], ["", "", ""]);
}
