//! A guardian of a pupil: name and address are corrected (STU-16); the head ends what they may do (STU-1),
//! or has them erased (SPEC 7). The services name guardians by pseudonyms to a college: who they are is
//! typed anew.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::guardians::Signatory;
use super::{folder, follow_up};
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;

/// The pupil and the guardian.
type Id = Path<(String, String)>;

#[derive(Template)]
#[template(path = "college/guardian.html")]
struct GuardianPage {
    layout: Layout,
    form: Form,
    path: String,
    back: String,
    is_head: bool,
    /// Whether the head who visits may end what they do.
    removes: bool,
}

/// The page of who corrects the pupil.
fn back(visit: &Visit, student: &str) -> Result<String, Failure> {
    Ok(format!("{}/pupils/{student}/correct", folder(visit)?))
}

pub async fn show(visit: Visit, Path(id): Id) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    (student, guardian): &(String, String),
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let known = follow_up(visit, student, 1).await?.guardians;
    let mut known = known.into_iter().map(Signatory::from);
    let this = known.find(|one| one.id == *guardian);
    let this = this.ok_or(Failure::NotFound)?;
    let is_head = visit.signed()?.role == Role::Head;
    let page = GuardianPage {
        layout: visit.layout(this.words),
        form,
        path: format!("{folder}/pupils/{student}/guardians/{guardian}"),
        back: back(visit, student)?,
        removes: is_head && this.may_be_removed,
        is_head,
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    id: &(String, String),
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, &back(visit, &id.0)?, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, *form).await,
    }
}

/// Name and address as they are.
pub async fn correct(
    visit: Visit,
    Path(id): Id,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::CorrectGuardianRequest {
        request_id: fields.request_id(),
        student: format!("students/{}", id.0),
        guardian: format!("guardians/{}", id.1),
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Students.correct_guardian, message);
    let sentence = "C'est corrigé. Sans compte encore, il reçoit une nouvelle invitation.";
    then(&visit, &id, &fields, answer, sentence).await
}

/// A guardian sees and does nothing more for the pupil.
pub async fn remove(
    visit: Visit,
    Path(id): Id,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Head])?;
    let message = v1::RemoveGuardianRequest {
        request_id: fields.request_id(),
        student: format!("students/{}", id.0),
        guardian: format!("guardians/{}", id.1),
    };
    let answer = act!(visit, Students.remove_guardian, message);
    let sentence = "Ce responsable n'agit plus pour l'élève. Il en est averti par courriel.";
    then(&visit, &id, &fields, answer, sentence).await
}

/// Nobody reads again who a guardian was.
pub async fn erase(
    visit: Visit,
    Path(id): Id,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Head])?;
    let message = v1::EraseGuardianRequest {
        request_id: fields.request_id(),
        name: format!("guardians/{}", id.1),
        student: format!("students/{}", id.0),
    };
    let answer = act!(visit, Privacy.erase_guardian, message);
    let sentence = "Les données de ce responsable sont effacées.";
    then(&visit, &id, &fields, answer, sentence).await
}
