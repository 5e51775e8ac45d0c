//! Pages of the head, of other staff and of teachers: who sees which, what they make of the answers of
//! the services, and what they ask.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use axum::http::StatusCode;
use proto::v1;
use tonic::Code;
use visitor::Visitor;
use visitor::college::{APPLICATION, CLASS, COLLEGE, DIGEST, college};

/// Every page, and who has it, each by a letter: head, (other) staff, teacher, pupil (u).
const PAGES: [(&str, &str); 54] = [
    ("/head", "hs"),
    ("/head/agreements", "hst"),
    ("/head/agreements?show=mine&class=all", "hst"),
    ("/head/agreements/s/a", "hst"),
    ("/head/agreements/s/a/amend", "hst"),
    ("/head/invitations", "hst"),
    ("/head/invitations?show=open", "hst"),
    ("/head/groups", "hst"),
    ("/head/groups/o/g", "hst"),
    ("/head/reservations", "hs"),
    ("/head/waiver", "hs"),
    ("/head/waiver?school_year=2025-2026", "hs"),
    ("/head/hand-over", "h"),
    ("/head/weeks", "hs"),
    ("/head/classes", "hs"),
    ("/head/classes/c", "hst"),
    ("/head/classes/c/signed", "hst"),
    ("/head/classes/c/offers", "hst"),
    ("/head/classes/c/offers/o", "hst"),
    ("/head/pupils/s", "hst"),
    ("/head/pupils/s/applications/a", "hst"),
    ("/head/staff", "hs"),
    ("/head/help", "hs"),
    ("/head/help?open=yes", "hs"),
    ("/head/help/new", "h"),
    (
        "/head/help/new?class=establishments/0750001A/classes/c",
        "h",
    ),
    ("/head/schemes", "hs"),
    ("/head/arrivals", "hs"),
    ("/head/classes/c/lead", "h"),
    ("/head/classes/c/move", "hst"),
    ("/head/pupils/s/correct", "hst"),
    ("/head/pupils/s/guardians/b", "hst"),
    ("/head/pupils/s/move", "hst"),
    ("/head/pupils/s/departure", "hs"),
    ("/head/pupils/s/departure?text=lyon", "hs"),
    ("/teacher/college", "t"),
    ("/teacher/pupils/s/correct", "hst"),
    ("/teacher/pupils/s/move", "hst"),
    ("/teacher/agreements", "hst"),
    ("/teacher/agreements/s/a", "hst"),
    ("/teacher/agreements/s/a/amend", "hst"),
    ("/teacher/invitations", "hst"),
    ("/teacher/classes/c/drafts", "t"),
    ("/teacher/pupils/s/drafts/d", "t"),
    ("/teacher/pupils/s/drafts/d?version=1", "t"),
    ("/teacher/pupils/s/cv", "hst"),
    ("/head/pupils/s/cv", "hst"),
    ("/teacher/groups", "hst"),
    ("/teacher/groups/o/g", "hst"),
    ("/teacher/classes/c/signed", "hst"),
    ("/teacher/classes/c/offers", "hst"),
    ("/teacher/classes/c/offers/o", "hst"),
    ("/teacher/pupils/s", "hst"),
    ("/teacher/pupils/s/applications/a", "hst"),
];

const ROLES: [(char, &str, &str); 4] = [
    ('h', "head", COLLEGE),
    ('s', "other_staff", COLLEGE),
    ('t', "teacher", COLLEGE),
    ('u', "pupil", "students/u"),
];

#[tokio::test]
async fn each_page_is_of_the_roles_that_it_is_for_and_of_no_other() {
    for (letter, role, scope) in ROLES {
        let visitor = Visitor::new(role, scope, college()).await;
        for (path, roles) in PAGES {
            let page = visitor.get(path).await;
            if roles.contains(letter) {
                page.is_sound(&format!("{role} {path}"));
                for name in [
                    "<b>Ada",
                    "<i>tout",
                    "<i>l'atelier",
                    "<b>Atelier",
                    "<i>Atelier",
                ] {
                    assert!(!page.text.contains(name), "{role} {path}: {name}");
                }
            } else {
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
            }
        }
    }
}

#[tokio::test]
async fn every_line_of_a_menu_leads_to_a_page() {
    for (_, role, scope) in ROLES.into_iter().filter(|(letter, ..)| *letter != 'u') {
        let visitor = Visitor::new(role, scope, college()).await;
        let home = visitor.get("/head/agreements").await.text;
        let links: Vec<&str> = home
            .split("fr-nav__link\" href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(links.len() >= 4, "{role}: {links:?}");
        for path in links {
            visitor.get(path).await.is_sound(&format!("{role} {path}"));
        }
    }
}

#[tokio::test]
async fn only_who_may_is_offered_a_form() {
    let offered = |role, path, form| async move {
        let visitor = Visitor::new(role, COLLEGE, college()).await;
        visitor.get(path).await.text.contains(form)
    };
    let sign = "Signer pour le collège";
    assert!(offered("head", "/head/agreements/s/a", sign).await);
    assert!(offered("other_staff", "/head/agreements/s/a", sign).await);
    assert!(!offered("teacher", "/teacher/agreements/s/a", sign).await);
    let reserve = "Demander la réservation";
    assert!(offered("head", "/head/classes/c/offers/o", reserve).await);
    assert!(!offered("teacher", "/teacher/classes/c/offers/o", reserve).await);
    let second = "Confirmer le second responsable";
    assert!(offered("head", "/head/pupils/s", second).await);
    assert!(!offered("teacher", "/teacher/pupils/s", second).await);
    for (path, form) in [
        ("/head/help", "Demander de l'aide"),
        ("/head/help", "Clore la demande"),
        ("/head/schemes", "Noter une participation"),
        ("/head/schemes", "Y mettre fin"),
        ("/head/classes", "/head/classes/c/lead"),
        ("/head/pupils/s/guardians/b", "Retirer ce responsable"),
        ("/head/pupils/s", "/head/pupils/s/data"),
        ("/head/staff", "/erase"),
    ] {
        assert!(offered("head", path, form).await, "{path}: {form}");
        assert!(!offered("other_staff", path, form).await, "{path}: {form}");
    }
    let erase = "Effacer cet élève pour toujours";
    assert!(offered("other_staff", "/head/pupils/s/correct", erase).await);
    assert!(!offered("teacher", "/teacher/pupils/s/correct", erase).await);
    assert!(!offered("teacher", "/teacher/pupils/s", "/departure").await);
    let waiver = "Demander une dérogation";
    assert!(offered("head", "/head/waiver", waiver).await);
    assert!(!offered("other_staff", "/head/waiver", waiver).await);
    assert!(offered("head", "/head/weeks", "Demander une exception").await);
}

#[tokio::test]
async fn only_teachers_read_what_is_said_of_a_pupil_s_cv_and_letters() {
    let said = "Dites &#60;i&#62;tout&#60;/i&#62;.";
    for (role, folder, reads) in [
        ("teacher", "/teacher", true),
        ("head", "/head", false),
        ("other_staff", "/head", false),
    ] {
        let visitor = Visitor::new(role, COLLEGE, college()).await;
        let cv = visitor.get(&format!("{folder}/pupils/s/cv")).await.text;
        assert_eq!(cv.contains(said), reads, "{role}");
        let pupil = visitor.get(&format!("{folder}/pupils/s")).await.text;
        assert_eq!(pupil.contains("/pupils/s/drafts/d"), reads, "{role}");
        let class = visitor.get(&format!("{folder}/classes/c")).await.text;
        assert_eq!(class.contains("/classes/c/drafts"), reads, "{role}");
        // The figures of a class go on for who follows the whole college.
        assert_eq!(class.contains("data-live-from"), !reads, "{role}");
    }
}

#[tokio::test]
async fn figures_of_a_class_that_the_college_has_not_do_not_begin() {
    let visitor = Visitor::new("head", COLLEGE, college()).await;
    let none = visitor.get("/head/classes/none/live").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let of_teacher = Visitor::new("teacher", COLLEGE, college()).await;
    let page = of_teacher.get("/head/classes/c/live").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_comment_is_about_the_version_that_was_read() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    let page = visitor.get("/teacher/pupils/s/cv").await.text;
    assert!(page.contains("name=\"version\" value=\"4\""), "{page}");
    let page = "/teacher/pupils/s/drafts/d";
    let fields = [("version", "2"), ("text", "Bien dit.")];
    visitor.post(page, page, &fields).await;
    let asked: v1::LeaveCommentRequest = visitor.asked("PreparationService/LeaveComment");
    assert_eq!(asked.student, "students/s");
    assert_eq!(
        (asked.draft.as_str(), asked.version),
        ("students/s/drafts/d", 2)
    );
    visitor.get(&format!("{page}?version=1")).await;
    let asked: v1::GetDraftRequest = visitor.asked("PreparationService/GetDraft");
    assert_eq!(asked.version, 1);
}

#[tokio::test]
async fn terms_are_worded_anew_for_the_version_that_was_read() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    let page = "/teacher/agreements/s/a/amend";
    let shown = visitor.get(page).await.text;
    assert!(shown.contains("name=\"version\" value=\"1\""), "{shown}");
    assert!(shown.contains("value=\"2026-02-09\""), "{shown}");
    let fields = [("version", "1"), ("terms.first_date", "2026-02-10")];
    visitor.post(page, page, &fields).await;
    let asked: v1::AmendAgreementRequest = visitor.asked("AgreementService/AmendAgreement");
    assert_eq!((asked.name.as_str(), asked.version), (APPLICATION, 1));
    let terms = asked.terms.unwrap();
    assert_eq!(terms.first_date, "2026-02-10");
    assert!(terms.tutor.is_none(), "the tutor stays");
}

#[tokio::test]
async fn who_may_not_manage_the_college_is_told_who_invites() {
    let canned = college().refuse(
        "HostInvitationService/ListHostInvitations",
        Code::NotFound,
        "Rien ici.",
    );
    let visitor = Visitor::new("other_staff", COLLEGE, canned).await;
    let page = visitor.get("/head/invitations").await;
    assert_ne!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("droit de gérer le collège"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn who_may_not_manage_pupils_is_told_who_takes_them_in() {
    let canned = college().refuse("StudentService/ListArrivals", Code::NotFound, "Rien ici.");
    let visitor = Visitor::new("other_staff", COLLEGE, canned).await;
    let page = visitor.get("/head/arrivals").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.text.contains("droit de gérer les élèves"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn what_is_signed_is_what_was_read() {
    let visitor = Visitor::new("head", COLLEGE, college()).await;
    let page = visitor.get("/head/agreements/s/a").await.text;
    assert!(
        page.contains(&format!("name=\"terms_digest\" value=\"{DIGEST}\"")),
        "{page}"
    );
    assert!(
        page.contains("Il manque : le collège, l&#39;organisme d&#39;accueil."),
        "{page}"
    );
    let fields = [("version", "1"), ("terms_digest", DIGEST)];
    visitor
        .post("/head/agreements/s/a", "/head/agreements/s/a/sign", &fields)
        .await;
    let asked: v1::SignAgreementRequest = visitor.asked("AgreementService/SignAgreement");
    assert_eq!((asked.name.as_str(), asked.version), (APPLICATION, 1));
    assert_eq!(asked.terms_digest, DIGEST);
}

#[tokio::test]
async fn a_teacher_s_lists_are_of_their_class_and_the_head_s_of_the_college() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    visitor.get("/teacher/agreements?show=visit").await;
    let asked: v1::ListAgreementsRequest = visitor.asked("AgreementService/ListAgreements");
    assert_eq!(asked.class, CLASS);
    assert!(asked.to_visit && !asked.to_contact);
    let visitor = Visitor::new("head", COLLEGE, college()).await;
    visitor.get("/head/agreements?show=mine").await;
    let asked: v1::ListAgreementsRequest = visitor.asked("AgreementService/ListAgreements");
    assert_eq!(
        (asked.class.as_str(), asked.establishment.as_str()),
        ("", COLLEGE)
    );
    assert!(asked.waiting_for_me);
}

#[tokio::test]
async fn documents_are_files_to_print() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    for path in [
        "/teacher/classes/c/forms",
        "/teacher/pupils/s/form",
        "/teacher/agreements/s/a/document",
    ] {
        let file = visitor.get(path).await;
        assert_eq!(
            (file.status, file.text.as_str()),
            (StatusCode::OK, "%PDF"),
            "{path}"
        );
    }
    let asked: v1::GetAuthorisationFormsRequest =
        visitor.asked("StudentService/GetAuthorisationForms");
    assert_eq!(
        (asked.class.as_str(), asked.student.as_str()),
        ("", "students/s")
    );
}

#[tokio::test]
async fn lists_are_kept_as_files_by_the_same_question() {
    let canned = college().answer(
        "ExportService/ExportDashboard",
        &v1::ExportDashboardResponse {
            file: Some(v1::ExportedFile {
                name: "liste-7.xlsx".into(),
                ..v1::ExportedFile::default()
            }),
            ..v1::ExportDashboardResponse::default()
        },
    );
    let visitor = Visitor::new("head", COLLEGE, canned).await;
    for path in [
        "/head",
        "/head/agreements",
        "/head/groups",
        "/head/invitations",
        "/head/reservations",
        "/head/classes/c",
        "/head/classes/c/offers",
    ] {
        let page = visitor.get(path).await.text;
        assert!(page.contains("?export=xlsx"), "{path}: {page}");
        let file = visitor.get(&format!("{path}?export=xlsx")).await;
        assert_eq!(
            (file.status, file.text.as_str()),
            (StatusCode::OK, ""),
            "{path}"
        );
        let asked: v1::ExportDashboardRequest = visitor.asked("ExportService/ExportDashboard");
        assert_eq!(asked.format(), v1::ExportFormat::Xlsx, "{path}");
        assert!(asked.query.is_some(), "{path}");
    }
}

#[tokio::test]
async fn forms_of_several_pupils_are_noted_at_once_and_what_is_refused_stays() {
    let page = "/head/classes/c/signed";
    let fields = [
        ("s.guardian.full_name", "Grace Martin"),
        ("s.signed_date", "2025-10-01"),
    ];
    let done = college().answer(
        "StudentService/RecordAuthorisation",
        &v1::RecordAuthorisationResponse::default(),
    );
    let visitor = Visitor::new("head", COLLEGE, done).await;
    let sent = visitor.post(page, page, &fields).await;
    assert_eq!(
        (sent.status, sent.to.as_str()),
        (StatusCode::SEE_OTHER, "/head/classes/c")
    );
    let asked: v1::RecordAuthorisationRequest = visitor.asked("StudentService/RecordAuthorisation");
    assert_eq!(asked.student, "students/s");
    assert_eq!(asked.guardian.unwrap().full_name, "Grace Martin");

    let refused = college().refuse(
        "StudentService/RecordAuthorisation",
        Code::FailedPrecondition,
        "Signé avant la remise.",
    );
    let visitor = Visitor::new("head", COLLEGE, refused).await;
    let again = visitor.post(page, page, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text.contains("Signé avant la remise."),
        "{}",
        again.text
    );
    assert!(
        again.text.contains("value=\"Grace Martin\""),
        "{}",
        again.text
    );
    let nothing = visitor.post(page, page, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_teacher_leaves_what_is_theirs_and_no_other_class() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    let page = visitor.get("/teacher/college").await.text;
    assert!(page.contains("/teacher/college/leave"), "{page}");
    assert!(page.contains("/teacher/college/step-down"), "{page}");
    assert!(!page.contains("/teacher/college/take"), "{page}");
}

#[tokio::test]
async fn what_a_pupil_is_said_to_be_is_corrected_as_a_whole() {
    let visitor = Visitor::new("teacher", COLLEGE, college()).await;
    let page = "/teacher/pupils/s/correct";
    let shown = visitor.get(page).await.text;
    assert!(shown.contains("value=\"ada@example.org\""), "{shown}");
    assert!(
        shown.contains("Inscrit : &#60;b&#62;Ada Martin, fille"),
        "{shown}"
    );
    let fields = [
        ("identity.given_name", "Ada"),
        ("identity.family_name", "Martin"),
        ("identity.mail", "ada@example.org"),
        ("gender", "GENDER_GIRL"),
    ];
    visitor.post(page, page, &fields).await;
    let asked: v1::CorrectStudentRequest = visitor.asked("StudentService/CorrectStudent");
    assert_eq!(
        (asked.name.as_str(), asked.gender()),
        ("students/s", v1::Gender::Girl)
    );
    let identity = asked.identity.unwrap();
    assert_eq!(
        (identity.given_name.as_str(), identity.mail.as_str()),
        ("Ada", "ada@example.org")
    );
}

#[tokio::test]
async fn a_class_moves_but_for_those_who_stay_and_who_could_not_is_named() {
    let mut refused = v1::MovedStudent {
        student: "students/s".into(),
        refusal: Some(v1::RowRefusal {
            message_fr: "L'élève a quitté le collège.".into(),
            ..v1::RowRefusal::default()
        }),
        ..v1::MovedStudent::default()
    };
    refused.set_result(v1::RowResult::Refused);
    let canned = college().answer(
        "StudentService/MoveClass",
        &v1::MoveClassResponse {
            students: vec![refused],
            ..v1::MoveClassResponse::default()
        },
    );
    let visitor = Visitor::new("head", COLLEGE, canned).await;
    let page = "/head/classes/c/move";
    let fields = [
        ("into", "establishments/0750001A/classes/d"),
        ("except", "students/t"),
    ];
    let told = visitor.post(page, page, &fields).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(
        told.text.contains("L&#39;élève a quitté le collège."),
        "{}",
        told.text
    );
    let asked: v1::MoveClassRequest = visitor.asked("StudentService/MoveClass");
    assert_eq!(
        (asked.class.as_str(), asked.into.as_str()),
        (CLASS, "establishments/0750001A/classes/d")
    );
    assert_eq!(asked.except, ["students/t"]);
}
