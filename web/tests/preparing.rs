//! A pupil's letters in preparation: what the pages make of the answers of the services, and what they ask.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use axum::http::StatusCode;
use proto::v1;
use tonic::Code;
use visitor::Visitor;
use visitor::college::college;

const PUPIL: &str = "students/00000000-0000-0000-0000-000000000001";

async fn pupil() -> Visitor {
    Visitor::new("pupil", PUPIL, college()).await
}

#[tokio::test]
async fn the_letters_of_a_pupil_are_sound_pages_that_no_other_role_has() {
    let pages = [
        "/pupil/drafts",
        "/pupil/drafts/d",
        "/pupil/drafts/d?version=1",
        "/pupil/offers/o",
        "/pupil/cv",
    ];
    let visitor = pupil().await;
    for path in pages {
        let page = visitor.get(path).await;
        page.is_sound(path);
        for name in ["<b>Ada", "<b>Atelier", "<b>Monsieur", "<i>tout"] {
            assert!(!page.text.contains(name), "{path}: {name}");
        }
    }
    for role in ["guardian", "teacher", "head", "host_person"] {
        let visitor = Visitor::new(role, "establishments/0750001A", college()).await;
        for path in pages {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn what_teachers_say_of_letter_and_cv_is_read_beside_them() {
    let visitor = pupil().await;
    for path in ["/pupil/drafts/d", "/pupil/cv"] {
        let page = visitor.get(path).await.text;
        assert!(page.contains("Ce que disent mes professeurs"), "{path}");
        assert!(
            page.contains("Dites &#60;i&#62;tout&#60;/i&#62;."),
            "{path}"
        );
    }
    let asked: v1::ListCvCommentsRequest = visitor.asked("PreparationService/ListCvComments");
    assert_eq!(asked.student, PUPIL);
}

#[tokio::test]
async fn an_offer_leads_to_the_letter_that_is_prepared_for_it() {
    let visitor = pupil().await;
    let page = visitor.get("/pupil/offers/o").await.text;
    assert!(page.contains("href=\"/pupil/drafts/d\""), "{page}");
    let none = college().answer(
        "PreparationService/ListDrafts",
        &v1::ListDraftsResponse::default(),
    );
    let visitor = Visitor::new("pupil", PUPIL, none).await;
    let page = visitor.get("/pupil/offers/o").await.text;
    assert!(!page.contains("/pupil/drafts/"), "{page}");
}

#[tokio::test]
async fn another_version_than_the_newest_is_read_only() {
    let former = college().answer(
        "PreparationService/GetDraft",
        &v1::GetDraftResponse {
            draft: Some(v1::Draft {
                name: "students/s/drafts/d".into(),
                version: 2,
                state: v1::DraftState::Open.into(),
                ..v1::Draft::default()
            }),
            version: 1,
            letter: "La première".into(),
            ..v1::GetDraftResponse::default()
        },
    );
    let visitor = Visitor::new("pupil", PUPIL, former).await;
    let page = visitor.get("/pupil/drafts/d?version=1").await.text;
    assert!(page.contains("La première"), "{page}");
    assert!(
        !page.contains("<form method=\"post\" action=\"/pupil"),
        "{page}"
    );
    assert!(page.contains("?version=2"), "{page}");
}

/// Where a form is sent, with which fields, and the method that it asks.
type Sent = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// Each form of a letter.
const FORMS: [Sent; 3] = [
    (
        "",
        &[("letter", "Madame,\r\nbonjour.")],
        "PreparationService/ReviseDraft",
    ),
    (
        "/apply",
        &[("week", "2026-W07")],
        "PreparationService/ApplyFromDraft",
    ),
    ("/discard", &[], "PreparationService/DiscardDraft"),
];

#[tokio::test]
async fn each_form_of_a_letter_asks_for_it_and_leads_on() {
    let page = "/pupil/drafts/d";
    for (below, fields, method) in FORMS {
        let done = v1::DiscardDraftResponse {
            outcome: Some(v1::CommandOutcome::default()),
        };
        let visitor = Visitor::new("pupil", PUPIL, college().answer(method, &done)).await;
        let sent = visitor.post(page, &format!("{page}{below}"), fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{below}: {}", sent.text);
        if below.is_empty() {
            let asked: v1::ReviseDraftRequest = visitor.asked(method);
            assert_eq!(asked.letter, "Madame,\nbonjour.");
            assert_eq!(asked.name, format!("{PUPIL}/drafts/d"));
        }
        if below == "/apply" {
            let asked: v1::ApplyFromDraftRequest = visitor.asked(method);
            assert_eq!(asked.week, "2026-W07");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_told_with_the_letter_as_it_was_typed_or_saved() {
    let page = "/pupil/drafts/d";
    for (below, fields, method) in FORMS {
        let canned = college().refuse(method, Code::FailedPrecondition, "Pas ainsi.");
        let visitor = Visitor::new("pupil", PUPIL, canned).await;
        let again = visitor.post(page, &format!("{page}{below}"), fields).await;
        assert_eq!(
            again.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{below}: {}",
            again.text
        );
        assert!(again.text.contains("Pas ainsi."), "{below}");
        let letter = match below {
            "" => "bonjour.",
            _ => "Madame, &#60;b&#62;Monsieur&#60;/b&#62;",
        };
        assert!(again.text.contains(letter), "{below}: {}", again.text);
    }
}

#[tokio::test]
async fn a_letter_is_kept_from_the_page_of_the_offer() {
    let none = || {
        let mut offer = v1::Offer {
            name: "offers/o".into(),
            weeks: vec![v1::WeekSeats {
                week: "2026-W07".into(),
                seats: 1,
                ..v1::WeekSeats::default()
            }],
            terms: Some(v1::OfferTerms {
                format: v1::OfferFormat::Individual.into(),
                ..v1::OfferTerms::default()
            }),
            ..v1::Offer::default()
        };
        offer.set_state(v1::OfferState::Published);
        college()
            .answer(
                "PreparationService/ListDrafts",
                &v1::ListDraftsResponse::default(),
            )
            .answer(
                "OfferService/GetOffer",
                &v1::GetOfferResponse {
                    offer: Some(offer),
                    ..v1::GetOfferResponse::default()
                },
            )
    };
    let (page, to) = ("/pupil/offers/o", "/pupil/offers/o/draft");
    let fields = [("letter", "Bonjour.")];
    let kept = v1::DraftLetterResponse {
        name: format!("{PUPIL}/drafts/d"),
        ..v1::DraftLetterResponse::default()
    };
    let canned = none().answer("PreparationService/DraftLetter", &kept);
    let visitor = Visitor::new("pupil", PUPIL, canned).await;
    let sent = visitor.post(page, to, &fields).await;
    assert_eq!(
        (sent.status, sent.to.as_str()),
        (StatusCode::SEE_OTHER, "/pupil/drafts/d")
    );
    let asked: v1::DraftLetterRequest = visitor.asked("PreparationService/DraftLetter");
    assert_eq!(
        (asked.student.as_str(), asked.offer.as_str()),
        (PUPIL, "offers/o")
    );
    let canned = none().refuse(
        "PreparationService/DraftLetter",
        Code::FailedPrecondition,
        "Déjà vingt lettres.",
    );
    let visitor = Visitor::new("pupil", PUPIL, canned).await;
    let again = visitor.post(page, to, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("Déjà vingt lettres."), "{}", again.text);
    assert!(again.text.contains("Bonjour."), "{}", again.text);
}
