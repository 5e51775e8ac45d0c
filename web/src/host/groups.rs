//! What groups of a class have asked of the host (OFF-7): all of them come, or nobody.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    path: String,
    title: String,
    college: String,
    week: String,
    pupils: String,
    asked: String,
    state: Badge,
}

#[derive(Template)]
#[template(path = "host/groups.html")]
struct GroupsPage {
    layout: Layout,
    all: bool,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "host/group.html")]
struct GroupPage {
    layout: Layout,
    form: Form,
    line: Line,
    members: Vec<String>,
    letter: String,
    message: String,
    waits: bool,
}

/// Of `offers/{uuid}/groups/{uuid}`.
fn line(one: &v1::GroupApplication) -> Line {
    let offer = names::behind(&one.name, "offers");
    let members = u64::try_from(one.members.len()).unwrap_or_default();
    Line {
        path: path(offer, names::last(&one.name)),
        title: one.offer_title.clone(),
        college: one.establishment_display_name.clone(),
        week: dates::week(&one.week),
        pupils: words::count(members, "élève", "élèves"),
        asked: dates::day_of(one.submitted_time.as_ref()),
        state: words::group(one.state()),
    }
}

fn path(offer: &str, group: &str) -> String {
    format!("/host/groups/{offer}/{group}")
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let all = visit.query("show") == "all";
    let state = match all {
        true => v1::GroupApplicationState::Unspecified,
        false => v1::GroupApplicationState::Pending,
    };
    let message = v1::ListGroupApplicationsRequest {
        host: host(&visit)?,
        establishment: String::new(),
        class: String::new(),
        state: state.into(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::GroupApplications(message)).await;
    }
    let answer = ask!(visit, Groups.list_group_applications, message)?;
    let page = GroupsPage {
        layout: visit.layout("Demandes de groupe"),
        all,
        lines: answer.group_applications.iter().map(line).collect(),
        files: exports::links(&visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

/// The two parts of the name of a group.
type Id = (String, String);

fn name((offer, group): &Id) -> String {
    format!("offers/{offer}/groups/{group}")
}

pub(super) async fn show(visit: Visit, Path(id): Path<Id>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(visit: &Visit, status: StatusCode, id: &Id, form: Form) -> Result<Response, Failure> {
    host(visit)?;
    let message = v1::GetGroupApplicationRequest {
        name: name(id),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Groups.get_group_application, message)?;
    let group = answer.group_application.unwrap_or_default();
    let members = group.members.iter().map(|one| &one.student_display_name);
    let page = GroupPage {
        layout: visit.layout(format!("Groupe : {}", group.offer_title)),
        form,
        line: line(&group),
        members: members.filter(|name| !name.is_empty()).cloned().collect(),
        waits: group.state() == v1::GroupApplicationState::Pending,
        letter: group.letter,
        message: group.message,
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    id: &Id,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, &path(&id.0, &id.1), sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, *form).await,
    }
}

pub(super) async fn accept(
    visit: Visit,
    Path(id): Path<Id>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::AcceptGroupApplicationRequest {
        request_id: fields.request_id(),
        name: name(&id),
        message: fields.text("accept_message"),
    };
    let answer = act!(visit, Groups.accept_group_application, message);
    let sentence = "Tous les élèves du groupe sont placés. Leur professeur en est averti.";
    then(&visit, &id, &fields, answer, sentence).await
}

pub(super) async fn decline(
    visit: Visit,
    Path(id): Path<Id>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::DeclineGroupApplicationRequest {
        request_id: fields.request_id(),
        name: name(&id),
        message: fields.text("message"),
    };
    let answer = act!(visit, Groups.decline_group_application, message);
    let sentence = "Votre réponse est envoyée au professeur.";
    then(&visit, &id, &fields, answer, sentence).await
}
