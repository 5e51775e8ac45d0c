//! A pupil: authorisation, access, letters in preparation, applications.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::guardians::to_confirm;
use super::{drafts, folder, follow_up};
use crate::calls::act;
use crate::dates;
use crate::drafts::DraftLine;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    path: String,
    title: String,
    host: String,
    week: String,
    state: Badge,
}

#[derive(Template)]
#[template(path = "college/pupil.html")]
struct PupilPage {
    layout: Layout,
    form: Form,
    path: String,
    class_path: String,
    class: String,
    authorisation: v1::AuthorisationState,
    badge: Badge,
    access: bool,
    has_cv: bool,
    is_head: bool,
    /// Whether who visits notes departures.
    departs: bool,
    /// Whom the head may be asked to confirm.
    to_confirm: Option<String>,
    /// The letters that the pupil prepares, for teachers alone.
    drafts: Option<Vec<DraftLine>>,
    lines: Vec<Line>,
}

pub async fn show(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let follow_up = follow_up(visit, student, 200).await?;
    let authorisation = follow_up.authorisation();
    let is_head = visit.signed()?.role == Role::Head;
    let drafts = match visit.signed()?.role {
        Role::Teacher => Some(drafts::open_ones(visit, student).await?),
        _ => None,
    };
    let identity = follow_up.identity.unwrap_or_default();
    let lines = follow_up.applications.into_iter().map(|one| Line {
        path: format!(
            "{folder}/pupils/{student}/applications/{}",
            names::last(&one.name)
        ),
        state: words::application(one.state(), one.placement_state()),
        week: dates::week(&one.week),
        title: one.offer_title,
        host: one.host_display_name,
    });
    let page = PupilPage {
        layout: visit.layout(names::full(&identity)),
        form,
        path: format!("{folder}/pupils/{student}"),
        class_path: format!("{folder}/classes/{}", names::last(&follow_up.class)),
        class: follow_up.class_label,
        authorisation,
        badge: words::authorisation(authorisation),
        access: follow_up.access_open,
        has_cv: follow_up.cv_versions > 0,
        is_head,
        departs: folder == "/head",
        to_confirm: to_confirm(&follow_up.guardians).filter(|_| is_head),
        drafts,
        lines: lines.collect(),
    };
    Ok(visit.show_as(status, &page))
}

async fn after<T>(
    visit: &Visit,
    student: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &'static str,
) -> Result<Response, Failure> {
    match answer {
        Ok(_) => Ok(visit.done(&format!("{}/pupils/{student}", folder(visit)?), sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            page(visit, refused_as(&refusal), student, form).await
        }
    }
}

pub async fn hand_form(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::HandAuthorisationFormRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        handed_date: fields.get("handed_date").to_owned(),
    };
    let answer = act!(visit, Students.hand_authorisation_form, message);
    after(
        &visit,
        &student,
        &fields,
        answer,
        "C'est noté : le formulaire est remis.",
    )
    .await
}

pub async fn record(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::RecordAuthorisationRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        guardian: Some(v1::PersonIdentity {
            full_name: fields.get("guardian.full_name").to_owned(),
            mail: fields.get("guardian.mail").to_owned(),
        }),
        signed_date: fields.get("signed_date").to_owned(),
        form_digest: String::new(),
        known_guardian: String::new(),
        second_guardian: second_guardian(&fields),
        known_second_guardian: String::new(),
    };
    let answer = act!(visit, Students.record_authorisation, message);
    let sentence = "L'autorisation signée est notée. Le responsable légal reçoit une invitation s'il a une adresse.";
    after(&visit, &student, &fields, answer, sentence).await
}

/// The other guardian who signed, where one was typed.
fn second_guardian(fields: &Fields) -> Option<v1::PersonIdentity> {
    let [full_name, mail] = ["second_guardian.full_name", "second_guardian.mail"]
        .map(|field| fields.get(field).to_owned());
    let is_typed = !full_name.is_empty() || !mail.is_empty();
    is_typed.then_some(v1::PersonIdentity { full_name, mail })
}

pub async fn open_access(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::OpenAccessRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
    };
    let answer = act!(visit, Students.open_access, message);
    after(
        &visit,
        &student,
        &fields,
        answer,
        "L'accès de l'élève est ouvert.",
    )
    .await
}

pub async fn invite(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::InviteStudentRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        mail: fields.get("mail").to_owned(),
    };
    let answer = act!(visit, Students.invite_student, message);
    after(
        &visit,
        &student,
        &fields,
        answer,
        "L'invitation est envoyée à l'élève.",
    )
    .await
}

pub async fn withdraw(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::WithdrawAuthorisationRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
    };
    let answer = act!(visit, Students.withdraw_authorisation, message);
    after(
        &visit,
        &student,
        &fields,
        answer,
        "Le retrait de l'autorisation est noté.",
    )
    .await
}

pub async fn confirm_guardian(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::ConfirmGuardianRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        guardian: fields.get("confirmed").to_owned(),
    };
    let answer = act!(visit, Students.confirm_guardian, message);
    after(
        &visit,
        &student,
        &fields,
        answer,
        "Ce responsable légal est confirmé.",
    )
    .await
}
