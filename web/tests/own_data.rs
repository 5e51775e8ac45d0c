//! What is held of a person: kept as a file by whom it is about, and erased where they ask for it. And of an
//! offer: its revisions, what it is likely the same as, and its text out of sight.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use axum::http::StatusCode;
use proto::v1;
use tonic::Code;
use visitor::campaign::{AIN, campaign};
use visitor::college::{COLLEGE, college};
use visitor::{Canned, Visitor};

const PERSON: &str = "00000000-0000-0000-0000-000000000001";
const HOST: &str = "hosts/12345678900011";
const PUPIL: &str = "students/s";

/// Who has signed in about what, by which name they are held, and with which method they are erased by
/// themselves; empty where they are not.
fn people() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let representative = || format!("representatives/{PERSON}");
    let mut people = vec![(
        "partner",
        "",
        format!("partners/{PERSON}"),
        "PrivacyService/ErasePartnerContact",
    )];
    let offices = [
        ("prefect", AIN),
        ("referent", AIN),
        ("academic_director", AIN),
        ("region_prefect", "regions/84"),
        ("rector", "academies/lyon"),
        ("national_committee", "national"),
        ("pooling_partner", "national"),
    ];
    people.extend(offices.map(|(role, scope)| {
        (
            role,
            scope,
            representative(),
            "PrivacyService/EraseRepresentative",
        )
    }));
    people.extend(of_schools_and_hosts());
    people
}

fn of_schools_and_hosts() -> [(&'static str, &'static str, String, &'static str); 6] {
    let staff = format!("{COLLEGE}/staff/{PERSON}");
    [
        ("pupil", PUPIL, PUPIL.to_owned(), ""),
        (
            "guardian",
            PUPIL,
            format!("guardians/{PERSON}"),
            "PrivacyService/EraseGuardian",
        ),
        ("head", COLLEGE, staff.clone(), ""),
        (
            "teacher",
            COLLEGE,
            staff.clone(),
            "PrivacyService/EraseStaff",
        ),
        ("other_staff", COLLEGE, staff, "PrivacyService/EraseStaff"),
        (
            "host_person",
            HOST,
            format!("{HOST}/people/{PERSON}"),
            "PrivacyService/EraseHostPerson",
        ),
    ]
}

/// Every erasure names whom, second.
#[derive(Clone, PartialEq, prost::Message)]
struct Erasure {
    #[prost(string, tag = "1")]
    request_id: String,
    #[prost(string, tag = "2")]
    name: String,
}

fn held() -> v1::GetPersonalDataResponse {
    v1::GetPersonalDataResponse {
        json: "{\"erased\":false}".into(),
        ..v1::GetPersonalDataResponse::default()
    }
}

#[tokio::test]
async fn everybody_keeps_what_is_held_of_them_and_nobody_else() {
    for (role, scope, name, method) in people() {
        let canned = college().answer("PrivacyService/GetPersonalData", &held());
        let visitor = Visitor::new(role, scope, canned).await;
        let account = visitor.get("/account").await.text;
        assert!(account.contains("/account/data"), "{role}");
        let page = visitor.get("/account/data").await;
        page.is_sound(&format!("{role} /account/data"));
        assert_eq!(
            page.text.contains("/account/erase"),
            !method.is_empty(),
            "{role}"
        );
        let file = visitor.get("/account/data/file").await;
        assert_eq!(file.text, "[{\"erased\":false}]", "{role}");
        let asked: v1::GetPersonalDataRequest = visitor.asked("PrivacyService/GetPersonalData");
        assert_eq!(asked.name, name, "{role}");
        let of_guardian = role == "guardian";
        assert_eq!(asked.student == PUPIL, of_guardian, "{role}");
    }
    let visitor = Visitor::new("operator", "", college()).await;
    let page = visitor.get("/account/data").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_is_erased_by_themself_is_signed_out_and_a_refusal_is_told() {
    let done = v1::EraseStaffResponse::default();
    for (role, scope, name, method) in people() {
        if method.is_empty() {
            let visitor = Visitor::new(role, scope, college()).await;
            let page = visitor.post("/account", "/account/erase", &[]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
            continue;
        }
        let visitor = Visitor::new(role, scope, college().answer(method, &done)).await;
        let sent = visitor.post("/account/data", "/account/erase", &[]).await;
        assert_eq!(sent.to, "/sign-in?because=erased", "{role}");
        let asked: Erasure = visitor.asked(method);
        assert_eq!((asked.name, asked.request_id.len()), (name, 36), "{role}");
        let account = visitor.get("/account").await;
        assert_eq!(account.status, StatusCode::SEE_OTHER, "{role}");
        let refused = college().refuse(method, Code::FailedPrecondition, "Pas ainsi.");
        let visitor = Visitor::new(role, scope, refused).await;
        let again = visitor.post("/account/data", "/account/erase", &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
        assert!(again.text.contains("Pas ainsi."), "{role}");
    }
}

#[tokio::test]
async fn a_guardian_keeps_and_erases_what_is_held_of_the_child() {
    let canned = college()
        .answer("PrivacyService/GetPersonalData", &held())
        .answer(
            "PrivacyService/EraseStudent",
            &v1::EraseStudentResponse::default(),
        );
    let visitor = Visitor::new("guardian", PUPIL, canned).await;
    let file = visitor.get("/guardian/data").await;
    assert_eq!(file.text, "[{\"erased\":false}]");
    visitor
        .get("/guardian/erase")
        .await
        .is_sound("/guardian/erase");
    let sent = visitor
        .post("/guardian/erase", "/guardian/erase", &[])
        .await;
    assert_eq!(sent.to, "/sign-in?because=erased");
    let asked: v1::EraseStudentRequest = visitor.asked("PrivacyService/EraseStudent");
    assert_eq!(asked.name, PUPIL);
    for role in ["pupil", "teacher", "head", "host_person"] {
        let visitor = Visitor::new(role, COLLEGE, college()).await;
        for path in ["/guardian/data", "/guardian/erase"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
}

fn host() -> Canned {
    let mut revision = v1::OfferRevision {
        revision: 2,
        terms: Some(v1::OfferTerms {
            title: "<b>Atelier".into(),
            description: "Voir <i>tout</i>.".into(),
            weeks: vec!["2026-W07".into()],
            seats_per_week: 2,
            ..v1::OfferTerms::default()
        }),
        ..v1::OfferRevision::default()
    };
    revision.set_actor(v1::ActorKind::HostPerson);
    revision.set_black_out_reason(v1::OfferBlackOutReason::PersonalData);
    let mut offer = v1::Offer {
        name: "offers/o".into(),
        terms: Some(v1::OfferTerms {
            tutor: Some(v1::Tutor {
                person: format!("{HOST}/people/tutor"),
                identity: None,
            }),
            ..v1::OfferTerms::default()
        }),
        ..v1::Offer::default()
    };
    offer.set_state(v1::OfferState::Published);
    let duplicate = v1::LikelyDuplicate {
        host: HOST.into(),
        first: Some(v1::DuplicateSide {
            offer: "offers/o".into(),
            platform_display_name: "<b>Plateforme".into(),
            ..v1::DuplicateSide::default()
        }),
        second: Some(v1::DuplicateSide::default()),
        title_likeness: 1.0,
        distance_m: 20.0,
        same_sector: true,
    };
    college()
        .answer(
            "OfferService/ListOfferRevisions",
            &v1::ListOfferRevisionsResponse {
                revisions: vec![revision],
                ..v1::ListOfferRevisionsResponse::default()
            },
        )
        .answer(
            "OfferService/GetOffer",
            &v1::GetOfferResponse {
                offer: Some(offer),
                ..v1::GetOfferResponse::default()
            },
        )
        .answer(
            "PoolingService/ListLikelyDuplicates",
            &v1::ListLikelyDuplicatesResponse {
                duplicates: vec![duplicate],
                ..v1::ListLikelyDuplicatesResponse::default()
            },
        )
        .answer(
            "HostService/GetHost",
            &v1::GetHostResponse {
                host: Some(v1::Host {
                    people: vec![v1::HostPerson {
                        name: format!("{HOST}/people/p"),
                        ..v1::HostPerson::default()
                    }],
                    ..v1::Host::default()
                }),
                ..v1::GetHostResponse::default()
            },
        )
}

#[tokio::test]
async fn a_host_reads_its_revisions_and_what_its_offers_are_likely_the_same_as() {
    let visitor = Visitor::new("host_person", HOST, host()).await;
    for path in [
        "/host/offers/o/revisions",
        "/host/duplicates",
        "/host/offers/o",
    ] {
        let page = visitor.get(path).await;
        page.is_sound(path);
        for name in ["<b>Atelier", "<i>tout", "<b>Plateforme"] {
            assert!(!page.text.contains(name), "{path}: {name}");
        }
    }
    let page = visitor.get("/host/offers/o/revisions").await.text;
    assert!(page.contains("il nomme une personne"), "{page}");
    let page = visitor.get("/host/duplicates").await.text;
    assert!(page.contains("href=\"/host/offers/o\""), "{page}");
    let asked: v1::ListLikelyDuplicatesRequest =
        visitor.asked("PoolingService/ListLikelyDuplicates");
    assert_eq!(asked.scope, HOST);
    for role in ["pupil", "guardian", "head"] {
        let visitor = Visitor::new(role, COLLEGE, host()).await;
        for path in [
            "/host/offers/o/revisions",
            "/host/duplicates",
            "/state/duplicates",
        ] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn people_and_tutors_of_a_host_are_erased_by_their_own_names() {
    let done = v1::EraseHostPersonResponse::default();
    for (page, to, name, offer) in [
        (
            "/host/organisation",
            "/host/organisation/people/p/erase",
            "people/p",
            "",
        ),
        (
            "/host/offers/o",
            "/host/offers/o/erase-tutor",
            "people/tutor",
            "offers/o",
        ),
    ] {
        let canned = host().answer("PrivacyService/EraseHostPerson", &done);
        let visitor = Visitor::new("host_person", HOST, canned).await;
        assert!(visitor.get(page).await.text.contains(to), "{page}");
        let sent = visitor.post(page, to, &[]).await;
        assert_eq!(
            (sent.status, sent.to.as_str()),
            (StatusCode::SEE_OTHER, page)
        );
        let asked: v1::EraseHostPersonRequest = visitor.asked("PrivacyService/EraseHostPerson");
        assert_eq!(
            (asked.name, asked.offer.as_str()),
            (format!("{HOST}/{name}"), offer)
        );
        let refused = host().refuse(
            "PrivacyService/EraseHostPerson",
            Code::FailedPrecondition,
            "Pas ainsi.",
        );
        let visitor = Visitor::new("host_person", HOST, refused).await;
        let again = visitor.post(page, to, &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(again.text.contains("Pas ainsi."), "{to}");
    }
}

fn mandates() -> Canned {
    let mandate = |id: &str, state: v1::MandateState| v1::Representative {
        name: format!("representatives/{id}"),
        office: v1::Office::Referent.into(),
        territory: AIN.into(),
        state: state.into(),
        ..v1::Representative::default()
    };
    campaign().answer(
        "MandateService/ListRepresentatives",
        &v1::ListRepresentativesResponse {
            representatives: vec![
                mandate("former", v1::MandateState::Relieved),
                mandate("present", v1::MandateState::Active),
                mandate("gone", v1::MandateState::Erased),
            ],
            ..v1::ListRepresentativesResponse::default()
        },
    )
}

#[tokio::test]
async fn who_appoints_erases_whom_they_appointed_in_office_or_not_and_once() {
    let done = v1::EraseRepresentativeResponse::default();
    for (role, scope, page) in [
        ("prefect", AIN, "/state/referents"),
        ("operator", "", "/operator/mandates"),
    ] {
        let canned = mandates().answer("PrivacyService/EraseRepresentative", &done);
        let visitor = Visitor::new(role, scope, canned).await;
        let shown = visitor.get(page).await;
        shown.is_sound(page);
        let offers = |id: &str| shown.text.contains(&format!("{page}/{id}/erase"));
        assert!(offers("former") && offers("present"), "{page}");
        assert!(!offers("gone"), "{page}");
        let to = format!("{page}/former/erase");
        let sent = visitor.post(page, &to, &[]).await;
        assert_eq!(sent.to, page);
        let asked: v1::EraseRepresentativeRequest =
            visitor.asked("PrivacyService/EraseRepresentative");
        assert_eq!(asked.name, "representatives/former");
    }
    let visitor = Visitor::new("referent", AIN, mandates()).await;
    let page = visitor.get("/state/referents").await.text;
    assert!(!page.contains("/erase"), "{page}");
}

#[tokio::test]
async fn who_answers_for_an_association_is_erased_by_those_who_name_it_until_they_are() {
    let page = "/state/partners/p";
    let of = |state: v1::PartnerState| {
        let partner = v1::Partner {
            name: "partners/p".into(),
            association: "Club".into(),
            territory: AIN.into(),
            state: state.into(),
            ..v1::Partner::default()
        };
        let shown = v1::GetPartnerResponse {
            partner: Some(partner),
            ..v1::GetPartnerResponse::default()
        };
        campaign().answer("PartnerService/GetPartner", &shown)
    };
    use v1::PartnerState as S;
    for (role, state, may) in [
        ("prefect", S::Active, true),
        ("referent", S::Dismissed, true),
        ("prefect", S::Erased, false),
        ("academic_director", S::Active, false),
    ] {
        let visitor = Visitor::new(role, AIN, of(state)).await;
        let shown = visitor.get(page).await;
        shown.is_sound(page);
        let offers = shown.text.contains("/state/partners/p/erase");
        assert_eq!(offers, may, "{role} {state:?}");
    }
}

#[tokio::test]
async fn the_operator_blacks_out_the_text_of_the_offer_that_somebody_complains_of() {
    let canned = college().answer(
        "OfferService/BlackOutOfferText",
        &v1::BlackOutOfferTextResponse::default(),
    );
    let visitor = Visitor::new("operator", "", canned).await;
    let page = "/operator/offers";
    visitor.get(page).await.is_sound(page);
    let fields = [
        ("name", "https://stages.example/pupil/offers/o"),
        ("reason", "OFFER_BLACK_OUT_REASON_UNLAWFUL"),
    ];
    let sent = visitor.post(page, page, &fields).await;
    assert_eq!(
        (sent.status, sent.to.as_str()),
        (StatusCode::SEE_OTHER, page)
    );
    let asked: v1::BlackOutOfferTextRequest = visitor.asked("OfferService/BlackOutOfferText");
    assert_eq!(asked.name, "offers/o");
    assert_eq!(asked.reason(), v1::OfferBlackOutReason::Unlawful);
}

#[tokio::test]
async fn all_that_is_held_of_a_pupil_is_one_file_whatever_its_pages() {
    let canned = college().answer(
        "PrivacyService/GetPersonalData",
        &v1::GetPersonalDataResponse {
            json: "{\"erased\":false}".into(),
            ..v1::GetPersonalDataResponse::default()
        },
    );
    let visitor = Visitor::new("head", COLLEGE, canned).await;
    let file = visitor.get("/head/pupils/s/data").await;
    assert_eq!(
        (file.status, file.text.as_str()),
        (StatusCode::OK, "[{\"erased\":false}]")
    );
    let own = visitor.get("/account/data/file").await;
    assert_eq!(own.status, StatusCode::OK);
    let asked: v1::GetPersonalDataRequest = visitor.asked("PrivacyService/GetPersonalData");
    assert_eq!(
        asked.name,
        format!("{COLLEGE}/staff/00000000-0000-0000-0000-000000000001")
    );
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    let page = visitor.get("/head/pupils/s/data").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}
