//! The placement agreement: opened with the placement, worded anew, signed by all, never removed
//! (AGR-1, AGR-2, AGR-3, AGR-4).
mod accompanying;
mod covering;
mod printing;
mod reading;

use domain::principal::Principal;
use eventlog::RecordedAt;
use proto::v1;
use tests::cast::{Firm, Pupil};
use tests::names::{WEEKS, instant, week};
use tests::wire::{Application, Why, id, of_application, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

/// A pupil who is placed, and the agreement that came with it.
struct Placed {
    stage: Stage,
    pupil: Pupil,
    firm: Firm,
    placement: Application,
}

impl Placed {
    async fn set() -> Self {
        Self::on(Stage::set().await).await
    }

    async fn on(stage: Stage) -> Self {
        let pupil = stage.pupil().await;
        let [offer, _] = stage.offers(3).await;
        let placement = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        let firm = stage.firms[0];
        stage.accept(firm, placement).await.unwrap();
        Self {
            stage,
            pupil,
            firm,
            placement,
        }
    }

    fn name(&self) -> String {
        of_application(self.placement.0, self.placement.1)
    }

    async fn seen_by(&self, caller: Principal) -> Result<v1::Agreement, Status> {
        let message = v1::GetAgreementRequest {
            name: self.name(),
            min_position: self.stage.head().await,
        };
        let mut agreements = self.stage.app.by(caller).agreements();
        let answer = agreements.get_agreement(message).await?;
        Ok(answer.into_inner().agreement.unwrap())
    }

    async fn agreement(&self) -> v1::Agreement {
        self.seen_by(self.stage.college.head).await.unwrap()
    }

    async fn signs(&self, caller: Principal, shown: &v1::AgreementVersion) -> Result<(), Status> {
        let message = v1::SignAgreementRequest {
            request_id: id(),
            name: self.name(),
            version: shown.version,
            terms_digest: shown.terms_digest.clone(),
        };
        let mut agreements = self.stage.app.by(caller).agreements();
        agreements.sign_agreement(message).await.map(|_| ())
    }

    /// Words the terms anew, with another thing that the pupil does.
    async fn amends(&self, caller: Principal, activities: &str) -> Result<u32, Status> {
        let shown = self.agreement().await;
        let terms = shown.versions[0].terms.clone().unwrap();
        let message = v1::AmendAgreementRequest {
            request_id: id(),
            name: self.name(),
            version: shown.version,
            terms: Some(v1::AgreementTerms {
                activities: activities.into(),
                tutor: None,
                ..terms
            }),
        };
        let mut agreements = self.stage.app.by(caller).agreements();
        Ok(agreements
            .amend_agreement(message)
            .await?
            .into_inner()
            .version)
    }

    /// All four parties.
    fn parties(&self) -> [Principal; 4] {
        [
            self.stage.college.head,
            self.firm.caller,
            self.pupil.caller,
            self.pupil.guardian,
        ]
    }

    async fn all_sign(&self) {
        let shown = self.agreement().await;
        for party in self.parties() {
            self.signs(party, &shown.versions[0]).await.unwrap();
        }
    }
}

fn reason(answer: Result<(), Status>) -> String {
    refused(answer).reason
}

fn morning(day: jiff::civil::Date) -> RecordedAt {
    instant(&format!("{day}T08:00:00Z"))
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance_opens_an_agreement_that_all_four_sign() {
    let placed = Placed::set().await;
    let drafted = placed.agreement().await;
    assert_eq!(drafted.state(), v1::AgreementState::NotCovered);
    assert_eq!(drafted.missing.len(), 4);
    let version = &drafted.versions[0];
    assert_eq!(
        (version.version, version.made_by()),
        (1, v1::ActorKind::HostPerson)
    );
    let terms = version.terms.clone().unwrap();
    let days = week(WEEKS[0]);
    assert_eq!(
        (terms.first_date, terms.last_date),
        (days.monday().to_string(), days.friday().to_string())
    );
    assert!(terms.activities.contains("Une semaine avec les vaches."));
    assert!(!terms.supervision.is_empty() && !terms.insurance.is_empty());
    assert_eq!(
        terms.tutor.unwrap().identity.unwrap().full_name,
        "Le tuteur"
    );
    for (signed, party) in placed.parties().into_iter().enumerate() {
        let seen = placed.seen_by(party).await.unwrap();
        assert_eq!(seen.missing.len(), 4 - signed);
        assert_eq!(seen.student_display_name, "Aïcha Martin");
        placed.signs(party, &seen.versions[0]).await.unwrap();
        // Once more adds nothing.
        let head = placed.stage.head().await;
        placed.signs(party, &seen.versions[0]).await.unwrap();
        assert_eq!(placed.stage.head().await, head);
    }
    let whole = placed.agreement().await;
    assert_eq!(whole.state(), v1::AgreementState::Covered);
    assert!(whole.missing.is_empty());
    let names: Vec<_> = whole.versions[0]
        .signatures
        .iter()
        .map(|one| one.signatory_display_name.as_str())
        .collect();
    assert_eq!(
        names,
        ["La principale", "La fermière", "Aïcha Martin", "La mère"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn other_terms_are_signed_anew_and_what_was_signed_stays() {
    let placed = Placed::set().await;
    placed.all_sign().await;
    let signed = placed.agreement().await;
    let version = placed.amends(placed.firm.caller, "Traire à l'aube.").await;
    assert_eq!(version.unwrap(), 2);
    let anew = placed.agreement().await;
    assert_eq!(anew.state(), v1::AgreementState::NotCovered);
    assert_eq!((anew.missing.len(), anew.versions.len()), (4, 2));
    assert_eq!(anew.versions[1], signed.versions[0], "it never changes");
    assert_ne!(anew.versions[0].terms_digest, anew.versions[1].terms_digest);
    let pupil = placed.pupil.caller;
    let old = placed.signs(pupil, &anew.versions[1]).await;
    assert_eq!(reason(old), "AGREEMENT_VERSION_NOT_CURRENT");
    let unread = v1::AgreementVersion {
        terms_digest: anew.versions[1].terms_digest.clone(),
        ..anew.versions[0].clone()
    };
    let other = placed.signs(pupil, &unread).await;
    assert_eq!(reason(other), "AGREEMENT_DIGEST_DIFFERS");
    // The college words it anew, too; who has not seen the last version does not.
    let by_college = placed.amends(placed.stage.college.teacher, "Traire à midi.");
    assert_eq!(by_college.await.unwrap(), 3);
    placed.all_sign().await;
    assert_eq!(
        placed.agreement().await.state(),
        v1::AgreementState::Covered
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_signed_before_the_first_day_or_the_days_are_others() {
    let placed = Placed::set().await;
    let monday = week(WEEKS[0]).monday();
    placed.stage.app.clock.set(morning(monday));
    let shown = placed.agreement().await;
    let late = placed.signs(placed.firm.caller, &shown.versions[0]).await;
    assert_eq!(reason(late), "AGREEMENT_TOO_LATE_TO_SIGN");
    let same_days = placed.amends(placed.firm.caller, "Traire.").await;
    let why = refused(same_days);
    assert_eq!(
        (why.reason.as_str(), why.field.as_str()),
        ("AGREEMENT_TOO_LATE_TO_AMEND", "terms.first_date")
    );
    // A copy that was signed in time still counts.
    let copy = |signed_date: &str, parties: Vec<i32>| v1::RecordPaperSignaturesRequest {
        request_id: id(),
        name: placed.name(),
        version: 1,
        terms_digest: shown.versions[0].terms_digest.clone(),
        parties,
        signed_date: signed_date.into(),
        copy_digest: "c0".repeat(32),
    };
    let all = vec![1, 2, 3, 4];
    let mut by_teacher = placed
        .stage
        .app
        .by(placed.stage.college.teacher)
        .agreements();
    let mut record = async |message| {
        by_teacher
            .record_paper_signatures(message)
            .await
            .map(|_| ())
    };
    let on_the_day = record(copy(&monday.to_string(), all.clone())).await;
    assert_eq!(reason(on_the_day), "AGREEMENT_TOO_LATE_TO_SIGN");
    let before_it_was_made = record(copy("2025-09-01", all.clone())).await;
    assert_eq!(
        reason(before_it_was_made),
        "AGREEMENT_DAY_OF_SIGNATURE_UNFIT"
    );
    let by_nobody = record(copy("2025-09-29", vec![])).await;
    assert_eq!(reason(by_nobody), "AGREEMENT_NOBODY_SIGNED");
    record(copy("2025-09-29", all)).await.unwrap();
    let covered = placed.agreement().await;
    assert_eq!(covered.state(), v1::AgreementState::Covered);
    let signatures = &covered.versions[0].signatures;
    assert_eq!(signatures.len(), 4);
    assert!(
        signatures
            .iter()
            .all(|one| one.copy_digest == "c0".repeat(32)
                && one.signed_date == "2025-09-29"
                && one.signatory.is_empty())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_given_up_ends_its_agreement_and_removes_nothing() {
    let placed = Placed::set().await;
    placed.all_sign().await;
    let signed = placed.agreement().await;
    let message = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: placed.name(),
        reason: "Fermeture.".into(),
    };
    let mut by_host = placed.stage.app.by(placed.firm.caller).applications();
    by_host.cancel_placement_by_host(message).await.unwrap();
    let ended = placed.agreement().await;
    assert_eq!(ended.state(), v1::AgreementState::Ended);
    assert!(ended.ended_time.is_some());
    assert_eq!(ended.versions, signed.versions);
    let anew = placed.amends(placed.firm.caller, "Rien.").await;
    assert_eq!(refused(anew).reason, "AGREEMENT_ENDED");
    let again = placed.signs(placed.pupil.caller, &ended.versions[0]).await;
    assert_eq!(reason(again), "AGREEMENT_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_for_another_party() {
    let placed = Placed::set().await;
    let shown = placed.agreement().await;
    let version = &shown.versions[0];
    let why = |answer: Result<(), Status>| -> Why { refused(answer) };
    let teacher = placed.signs(placed.stage.college.teacher, version).await;
    assert_eq!(why(teacher).code, Code::PermissionDenied);
    let other_host = placed.signs(placed.stage.firms[1].caller, version).await;
    assert_eq!(why(other_host).code, Code::NotFound);
    let other_pupil = placed.stage.pupil().await;
    let other = placed.signs(other_pupil.caller, version).await;
    assert_eq!(why(other).code, Code::NotFound);
    let other = placed.signs(other_pupil.guardian, version).await;
    assert_eq!(why(other).code, Code::NotFound);
    assert_eq!(placed.agreement().await.missing.len(), 4);
}
