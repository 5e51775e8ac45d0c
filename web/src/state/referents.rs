//! Referents: which departments have none; the prefect names and relieves them.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::territory;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

/// A referent of the department who was not erased; a mandate says nobody's name.
struct Mandate {
    id: String,
    active: bool,
}

struct Missing {
    department: String,
    has_prefect: bool,
}

#[derive(Template)]
#[template(path = "state/referents.html")]
struct ReferentsPage {
    layout: Layout,
    form: Form,
    due: String,
    is_due: bool,
    departments: u32,
    missing: u32,
    lines: Vec<Missing>,
    exports: Markup,
    /// Referents of the prefect's department, present and former ones.
    mandates: Vec<Mandate>,
    by_prefect: bool,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let own = territory(visit)?;
    let message = v1::ListMissingReferentsRequest {
        territory: own.clone(),
        min_position: visit.position(),
        as_of: None,
        page_size: 0,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::MissingReferents(message)).await;
    }
    let answer = ask!(visit, Steering.list_missing_referents, message)?;
    let by_prefect = visit.signed()?.role == Role::Prefect;
    let mandates = match by_prefect {
        true => mandates(visit, own).await?,
        false => vec![],
    };
    let page = ReferentsPage {
        layout: visit.layout("Référents départementaux"),
        form,
        due: dates::day(&answer.due_date),
        is_due: answer.due,
        departments: answer.departments,
        missing: answer.missing,
        lines: answer
            .referents
            .into_iter()
            .map(|one| Missing {
                department: one.display_name,
                has_prefect: one.has_prefect,
            })
            .collect(),
        mandates,
        exports: links(visit),
        by_prefect,
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

/// The referents who are or were in office in a department, but for who was erased; those in office
/// first.
async fn mandates(visit: &Visit, territory: String) -> Result<Vec<Mandate>, Failure> {
    let message = v1::ListRepresentativesRequest {
        page_size: 200,
        page_token: String::new(),
        min_position: visit.position(),
        territory,
    };
    let answer = ask!(visit, Mandates.list_representatives, message)?;
    let here = answer.representatives.into_iter().filter(|one| {
        one.office() == v1::Office::Referent && one.state() != v1::MandateState::Erased
    });
    let mut mandates: Vec<Mandate> = here
        .map(|one| Mandate {
            id: names::last(&one.name).to_owned(),
            active: one.state() == v1::MandateState::Active,
        })
        .collect();
    mandates.sort_by_key(|one| !one.active);
    Ok(mandates)
}

pub(super) async fn appoint(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::AppointRepresentativeRequest {
        request_id: fields.request_id(),
        office: v1::Office::Referent.into(),
        territory: visit.role(&[Role::Prefect])?.scope.clone(),
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Mandates.appoint_representative, message);
    match after(
        &visit,
        &fields,
        answer,
        "/state/referents",
        "Le référent est nommé et reçoit une invitation.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

pub(super) async fn relieve(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Prefect])?;
    let message = v1::RelieveRepresentativeRequest {
        request_id: fields.request_id(),
        name: format!("representatives/{id}"),
    };
    let answer = act!(visit, Mandates.relieve_representative, message);
    match after(
        &visit,
        &fields,
        answer,
        "/state/referents",
        "Ses fonctions ont pris fin.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

/// Nobody reads again who it was (SPEC 7).
pub(super) async fn erase(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Prefect])?;
    let message = v1::EraseRepresentativeRequest {
        request_id: fields.request_id(),
        name: format!("representatives/{id}"),
    };
    let answer = act!(visit, Privacy.erase_representative, message);
    match after(
        &visit,
        &fields,
        answer,
        "/state/referents",
        "Les données de cette personne sont effacées.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}
