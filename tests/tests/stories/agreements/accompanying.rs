//! The college speaks with the host before the pupil comes, and visits the pupil there (AGR-4).
use jiff::ToSpan;
use tests::wire::{of_class, of_host, of_staff};

use super::*;

/// The day on which everything begins here.
const TODAY: &str = "2025-09-29";
const SPOKEN_TO: &str = "La fermière, au téléphone : elle attend Aïcha.";
const WORD: &str = "Elle trait seule.";

impl Placed {
    async fn contacts(&self, by: Principal, date: &str) -> Result<(), Status> {
        let message = v1::RecordHostContactRequest {
            request_id: id(),
            name: self.name(),
            contact_date: date.into(),
            spoken_to: SPOKEN_TO.into(),
        };
        let mut agreements = self.stage.app.by(by).agreements();
        agreements.record_host_contact(message).await.map(|_| ())
    }

    async fn corrects_contact(&self, date: &str) -> Result<(), Status> {
        let message = v1::CorrectHostContactRequest {
            request_id: id(),
            name: self.name(),
            contact_date: date.into(),
            spoken_to: "Le voisin, par erreur.".into(),
        };
        let mut agreements = self.stage.app.by(self.stage.college.teacher).agreements();
        agreements.correct_host_contact(message).await.map(|_| ())
    }

    async fn visits(&self, date: &str, visitor: &str) -> Result<(), Status> {
        let message = v1::RecordVisitRequest {
            request_id: id(),
            name: self.name(),
            visit_date: date.into(),
            visitor: visitor.into(),
            word: WORD.into(),
        };
        let mut agreements = self.stage.app.by(self.stage.college.teacher).agreements();
        agreements.record_visit(message).await.map(|_| ())
    }

    async fn corrects_visit(&self, date: &str, visitor: &str) -> Result<(), Status> {
        let message = v1::CorrectVisitRequest {
            request_id: id(),
            name: self.name(),
            visit_date: date.into(),
            visitor: visitor.into(),
            word: "La veille.".into(),
        };
        let mut agreements = self.stage.app.by(self.stage.college.teacher).agreements();
        agreements.correct_visit(message).await.map(|_| ())
    }

    /// Whom the college has still to speak with, and to visit, by its list and by its totals.
    async fn still_to_do(&self) -> (usize, usize) {
        let message = v1::ListAgreementsRequest {
            class: of_class(self.stage.college.uai, self.stage.college.class),
            min_position: self.stage.head().await,
            ..v1::ListAgreementsRequest::default()
        };
        let mut by_teacher = self.stage.app.by(self.stage.college.teacher).agreements();
        let to_contact = v1::ListAgreementsRequest {
            to_contact: true,
            ..message.clone()
        };
        let to_contact = by_teacher.list_agreements(to_contact).await.unwrap();
        let to_visit = v1::ListAgreementsRequest {
            to_visit: true,
            ..message
        };
        let to_visit = by_teacher.list_agreements(to_visit).await.unwrap();
        let totals = self.stage.class_follow_up().await.totals.unwrap();
        let listed = (
            to_contact.into_inner().agreements.len(),
            to_visit.into_inner().agreements.len(),
        );
        let counted = (totals.placements_to_contact, totals.placements_not_visited);
        let counted = (
            usize::try_from(counted.0).unwrap(),
            usize::try_from(counted.1).unwrap(),
        );
        assert_eq!(listed, counted);
        listed
    }

    /// Contact and visit in the follow-up of the class.
    async fn in_class(&self) -> [String; 2] {
        let class = self.stage.class_follow_up().await;
        let row = class.students[0].placements[0].clone();
        [row.contact_date, row.visit_date]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_recorded_corrected_and_read_by_those_whom_it_concerns() {
    let placed = Placed::set().await;
    let college = placed.stage.college;
    assert_eq!(placed.still_to_do().await, (1, 1));
    assert_eq!(placed.in_class().await, ["", ""]);
    placed.contacts(college.teacher, TODAY).await.unwrap();
    assert_eq!(placed.still_to_do().await, (0, 1));
    assert_eq!(placed.in_class().await, [TODAY, ""]);
    let by_college = placed.agreement().await.host_contacts[0].clone();
    assert_eq!(by_college.spoken_to, SPOKEN_TO);
    assert_eq!(by_college.contact_date, TODAY);
    assert!(!by_college.recorded_by_display_name.is_empty());
    for reader in [
        placed.firm.caller,
        placed.pupil.caller,
        placed.pupil.guardian,
    ] {
        let seen = placed.seen_by(reader).await.unwrap().host_contacts;
        let expected = v1::HostContact {
            spoken_to: String::new(),
            ..by_college.clone()
        };
        assert_eq!(seen, [expected], "not what the teacher wrote");
    }
    let again = placed.contacts(college.teacher, TODAY).await;
    assert_eq!(reason(again), "HOST_CONTACT_RECORDED_ALREADY");
    placed.corrects_contact("2025-09-26").await.unwrap();
    assert_eq!(placed.in_class().await, ["2025-09-26", ""]);
    // It never was: both facts stay beside.
    placed.corrects_contact("").await.unwrap();
    assert_eq!(placed.still_to_do().await, (1, 1));
    let told = placed.agreement().await.host_contacts;
    let days = told.iter().map(|one| one.contact_date.as_str());
    assert_eq!(days.collect::<Vec<_>>(), ["", "2025-09-26", TODAY]);
    let none = placed.corrects_contact("2025-09-26").await;
    assert_eq!(reason(none), "NO_HOST_CONTACT");
    placed.contacts(college.head, TODAY).await.unwrap();
    assert_eq!(placed.still_to_do().await, (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_of_a_day_of_the_placement_by_one_of_the_college() {
    let placed = Placed::set().await;
    let college = placed.stage.college;
    let monday = week(WEEKS[0]).monday();
    let early = refused(placed.visits(&monday.to_string(), "").await);
    assert_eq!(
        (early.reason.as_str(), early.field.as_str()),
        ("VISIT_DAY_UNFIT", "visit_date")
    );
    let tuesday = (monday + 1.days()).to_string();
    placed.stage.app.clock.set(morning(monday + 1.days()));
    let stranger = of_staff(college.uai, domain::ids::StaffId(uuid::Uuid::new_v4()));
    let unknown = refused(placed.visits(&tuesday, &stranger).await);
    assert_eq!(
        (unknown.reason.as_str(), unknown.field.as_str()),
        ("VISITOR_NOT_OF_COLLEGE", "visitor")
    );
    let none = placed.corrects_visit(&tuesday, "").await;
    assert_eq!(reason(none), "NO_VISIT");
    placed.visits(&tuesday, "").await.unwrap();
    assert_eq!(placed.still_to_do().await, (1, 0));
    assert_eq!(placed.in_class().await, ["", tuesday.as_str()]);
    let again = placed.visits(&tuesday, "").await;
    assert_eq!(reason(again), "VISIT_RECORDED_ALREADY");
    let head = of_staff(college.uai, domain::ids::StaffId(college.head.id()));
    let monday = monday.to_string();
    placed.corrects_visit(&monday, &head).await.unwrap();
    let shown = placed.agreement().await.visits;
    assert_eq!(
        (shown[0].visitor.as_str(), shown[0].visit_date.as_str()),
        (head.as_str(), monday.as_str())
    );
    assert_eq!(shown[0].visitor_display_name, "La principale");
    assert_eq!(
        (shown[0].word.as_str(), shown[1].word.as_str()),
        ("La veille.", WORD)
    );
    let by_pupil = placed.seen_by(placed.pupil.caller).await.unwrap().visits;
    assert_eq!(by_pupil[0].visit_date, monday);
    assert!(by_pupil.iter().all(|visit| visit.word.is_empty()));
    placed.corrects_visit("", "").await.unwrap();
    assert_eq!(placed.still_to_do().await, (1, 1));
    assert!(placed.agreement().await.visits[0].visitor.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_records_a_contact_and_none_of_a_placement_that_was_given_up() {
    let placed = Placed::set().await;
    for by in [
        placed.firm.caller,
        placed.pupil.caller,
        placed.pupil.guardian,
    ] {
        let refusal = refused(placed.contacts(by, TODAY).await);
        assert_eq!(refusal.code, Code::PermissionDenied);
    }
    let unfit = refused(
        placed
            .contacts(placed.stage.college.teacher, "2025-09-30")
            .await,
    );
    assert_eq!(
        (unfit.reason.as_str(), unfit.field.as_str()),
        ("HOST_CONTACT_DAY_UNFIT", "contact_date")
    );
    placed
        .contacts(placed.stage.college.teacher, TODAY)
        .await
        .unwrap();
    let message = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: placed.name(),
        reason: "Fermeture.".into(),
    };
    let mut by_host = placed.stage.app.by(placed.firm.caller).applications();
    by_host.cancel_placement_by_host(message).await.unwrap();
    let visit = placed.visits(TODAY, "").await;
    assert_eq!(reason(visit), "AGREEMENT_ENDED");
    placed.corrects_contact("2025-09-26").await.unwrap();
    assert_eq!(placed.still_to_do().await, (0, 0), "nothing that holds");
    let of_the_host = v1::ListAgreementsRequest {
        host: of_host(placed.firm.siret),
        min_position: placed.stage.head().await,
        ..v1::ListAgreementsRequest::default()
    };
    let mut by_host = placed.stage.app.by(placed.firm.caller).agreements();
    let listed = by_host.list_agreements(of_the_host).await.unwrap();
    let listed = listed.into_inner().agreements;
    assert_eq!(listed[0].contact_date, "2025-09-26");
}
