//! A college as the State sees it; the academic director confirms its head, relieves one who left, and
//! takes back a week of exception (EST-1a, EST-3).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::OF_DEPARTMENT;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::state::words;
use crate::visit::Visit;
use crate::words::network;

#[derive(Template)]
#[template(path = "state/college.html")]
struct CollegePage {
    layout: Layout,
    form: Form,
    path: String,
    city: String,
    network: &'static str,
    state: &'static str,
    registered: String,
    eligible: bool,
    classes: usize,
    /// School years with the weeks chosen.
    weeks: Vec<(String, Vec<String>)>,
    /// Weeks of exception: their name and words.
    excepted: Vec<(String, String)>,
    by_director: bool,
    awaits: bool,
    registered_once: bool,
}

pub(super) async fn show(visit: Visit, Path(uai): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &uai, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    uai: &str,
    form: Form,
) -> Result<Response, Failure> {
    let role = visit.role(OF_DEPARTMENT)?.role;
    let message = v1::GetEstablishmentRequest {
        name: format!("establishments/{uai}"),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Establishments.get_establishment, message)?;
    let college = answer.establishment.unwrap_or_default();
    let state = college.state();
    let page = CollegePage {
        layout: visit.layout(college.display_name.clone()),
        form,
        path: format!("/state/colleges/{uai}"),
        network: network(college.network()),
        state: words::college(state),
        registered: dates::day_of(college.registered_time.as_ref()),
        eligible: college.eligible,
        classes: college.classes.len(),
        weeks: college
            .chosen_weeks
            .into_iter()
            .map(|year| {
                let weeks = year.weeks.iter().map(|week| dates::week(week));
                (year.school_year, weeks.collect())
            })
            .collect(),
        excepted: college
            .excepted_weeks
            .into_iter()
            .map(|week| {
                let words = dates::week(&week);
                (week, words)
            })
            .collect(),
        city: college.city,
        by_director: role == Role::AcademicDirector,
        awaits: state == v1::EstablishmentState::AwaitsConfirmation,
        registered_once: college.registered_time.is_some(),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    uai: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    let path = format!("/state/colleges/{uai}");
    match after(visit, fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, uai, *form).await,
    }
}

pub(super) async fn confirm(
    visit: Visit,
    Path(uai): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::AcademicDirector])?;
    let message = v1::ConfirmHeadRequest {
        request_id: fields.request_id(),
        name: format!("establishments/{uai}"),
    };
    let answer = act!(visit, Establishments.confirm_head, message);
    let sentence = "Le chef d'établissement est confirmé : le collège participe.";
    then(&visit, &uai, &fields, answer, sentence).await
}

pub(super) async fn replace(
    visit: Visit,
    Path(uai): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::AcademicDirector])?;
    let message = v1::ReplaceHeadRequest {
        request_id: fields.request_id(),
        name: format!("establishments/{uai}"),
        successor: Some(v1::PersonIdentity {
            full_name: fields.get("successor.full_name").to_owned(),
            mail: fields.get("successor.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Establishments.replace_head, message);
    let sentence = "Le chef d'établissement est relevé ; son successeur reçoit une invitation.";
    then(&visit, &uai, &fields, answer, sentence).await
}

/// Takes a week of exception back.
pub(super) async fn exception(
    visit: Visit,
    Path(uai): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::AcademicDirector])?;
    let message = v1::WithdrawWeekExceptionRequest {
        request_id: fields.request_id(),
        name: format!("establishments/{uai}"),
        week: fields.get("week").to_owned(),
    };
    let answer = act!(visit, Establishments.withdraw_week_exception, message);
    let sentence = "L'exception est retirée ; une semaine déjà choisie reste choisie.";
    then(&visit, &uai, &fields, answer, sentence).await
}
