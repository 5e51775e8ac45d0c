//! An agreement as a document to print and sign (AGR-1, AGR-2).
use std::collections::BTreeSet;

use tests::print::{digest_of_attached, pages_of};
use tests::wire::of_student;

use super::*;

impl Placed {
    async fn printed_by(
        &self,
        caller: Principal,
        version: u32,
    ) -> Result<v1::GetAgreementDocumentResponse, Status> {
        let message = v1::GetAgreementDocumentRequest {
            name: self.name(),
            version,
            min_position: self.stage.head().await,
        };
        let mut agreements = self.stage.app.by(caller).agreements();
        let answer = agreements.get_agreement_document(message).await?;
        Ok(answer.into_inner())
    }

    /// The words of a version, as the head prints it.
    async fn words(&self, version: u32) -> String {
        let head = self.stage.college.head;
        let printed = self.printed_by(head, version).await.unwrap();
        pages_of(&printed.document.unwrap().content).join(" ")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_party_prints_the_same_document_and_nobody_else_does() {
    let placed = Placed::set().await;
    let shown = placed.agreement().await;
    let teacher = placed.stage.college.teacher;
    let mut documents = vec![];
    for caller in placed.parties().into_iter().chain([teacher]) {
        let printed = placed.printed_by(caller, 0).await.unwrap();
        assert_eq!(printed.version, 1);
        assert_eq!(printed.terms_digest, shown.versions[0].terms_digest);
        documents.push(printed.document.unwrap());
    }
    assert!(documents.iter().all(|one| *one == documents[0]));
    let document = &documents[0];
    assert_eq!(document.media_type, "application/pdf");
    assert!(document.file_name.ends_with("-v1.pdf"));
    let words = pages_of(&document.content).join(" ");
    let days = week(WEEKS[0]);
    let monday = domain::in_words::day_in_french(days.monday());
    for said in [
        "L’élève : Aïcha Martin",
        "Collège Lumière (UAI",
        "Tuteur : Le tuteur",
        "Une semaine avec les vaches.",
        monday.as_str(),
        shown.versions[0].terms_digest.as_str(),
    ] {
        assert!(words.contains(said), "{said}\nin: {words}");
    }
    assert_eq!(words.matches("Signature :").count(), 4);
    let digest = digest_of_attached(&document.content, "termes.json");
    assert_eq!(digest, shown.versions[0].terms_digest, "found by sha256sum");
    let other = placed.stage.pupil().await;
    let others = [placed.stage.firms[1].caller, other.caller, other.guardian];
    for caller in others {
        let refused = refused(placed.printed_by(caller, 0).await);
        assert_eq!(refused.code, Code::NotFound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_shows_who_signed_its_version_on_the_platform_and_on_paper() {
    let placed = Placed::set().await;
    placed.all_sign().await;
    let signed = placed.words(0).await;
    for name in ["La principale", "La fermière", "Aïcha Martin", "La mère"] {
        assert!(
            signed.contains(&format!("par {name}")),
            "{name} in: {signed}"
        );
    }
    assert!(!signed.contains("Signature :"));
    // Other terms: nobody has signed them, and what was signed can still be printed.
    let version = placed.amends(placed.firm.caller, "Traire à l’aube.").await;
    assert_eq!(version.unwrap(), 2);
    assert_eq!(placed.words(1).await, signed);
    let anew = placed.words(2).await;
    assert!(anew.contains("Traire à l’aube.") && !signed.contains("Traire à l’aube."));
    assert_eq!(anew.matches("Signature :").count(), 4);
    let none = refused(placed.printed_by(placed.firm.caller, 3).await);
    assert_eq!(none.code, Code::NotFound);
    // The printed copy comes back: its scan is named where its signatories signed.
    let printed = placed.printed_by(placed.stage.college.teacher, 0).await;
    let message = v1::RecordPaperSignaturesRequest {
        request_id: id(),
        name: placed.name(),
        version: 2,
        terms_digest: printed.unwrap().terms_digest,
        parties: vec![
            v1::AgreementParty::Pupil.into(),
            v1::AgreementParty::Guardian.into(),
        ],
        signed_date: "2025-09-29".into(),
        copy_digest: "c0".repeat(32),
    };
    let teacher = placed.stage.college.teacher;
    let mut by_teacher = placed.stage.app.by(teacher).agreements();
    by_teacher.record_paper_signatures(message).await.unwrap();
    let linked = placed.words(2).await;
    assert_eq!(linked.matches("Signé sur papier").count(), 2);
    assert_eq!(linked.replace(' ', "").matches(&"c0".repeat(32)).count(), 2);
    assert_eq!(linked.matches("Signature :").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_says_so_and_what_was_erased_is_printed_no_more() {
    let placed = Placed::set().await;
    let message = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: placed.name(),
        reason: "Fermeture.".into(),
    };
    let mut by_host = placed.stage.app.by(placed.firm.caller).applications();
    by_host.cancel_placement_by_host(message).await.unwrap();
    assert!(
        placed
            .words(0)
            .await
            .contains("CETTE CONVENTION A PRIS FIN")
    );
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: of_student(placed.pupil.student),
    };
    let head = placed.stage.college.head;
    let mut privacy = placed.stage.app.by(head).privacy();
    privacy.erase_student(message).await.unwrap();
    let gone = refused(placed.printed_by(head, 0).await);
    assert_eq!(gone.code, Code::FailedPrecondition);
    assert_eq!(gone.reason, "AGREEMENT_WORDS_ERASED");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_tutor_it_names_an_agreement_is_printed_no_more() {
    let placed = Placed::set().await;
    let shown = placed.agreement().await;
    let tutor = shown.versions[0].terms.clone().unwrap().tutor.unwrap();
    let message = v1::EraseHostPersonRequest {
        request_id: id(),
        name: tutor.person,
        offer: shown.offer,
        placement: String::new(),
    };
    let mut privacy = placed.stage.app.by(placed.firm.caller).privacy();
    privacy.erase_host_person(message).await.unwrap();
    let gone = refused(placed.printed_by(placed.firm.caller, 0).await);
    assert_eq!(gone.reason, "AGREEMENT_WORDS_ERASED");
    assert_eq!(placed.agreement().await.versions.len(), 1, "it is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guardian_sees_who_printed_it() {
    let placed = Placed::set().await;
    placed.printed_by(placed.firm.caller, 0).await.unwrap();
    let message = v1::ListAccessesRequest {
        student: of_student(placed.pupil.student),
        ..v1::ListAccessesRequest::default()
    };
    let mut audit = placed.stage.app.by(placed.pupil.guardian).audit();
    let told = audit.list_accesses(message).await.unwrap().into_inner();
    let methods: BTreeSet<_> = told.accesses.into_iter().map(|row| row.method).collect();
    assert!(methods.contains("GetAgreementDocument"), "{methods:?}");
}
