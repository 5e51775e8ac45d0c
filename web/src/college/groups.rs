//! What groups of the college have asked for (OFF-7).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{Classes, classes, college, folder};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    path: String,
    title: String,
    host: String,
    week: String,
    pupils: String,
    asked: String,
    state: Badge,
}

/// A pupil of a group, with the page of their own application.
struct Member {
    name: String,
    path: String,
}

#[derive(Template)]
#[template(path = "college/groups.html")]
struct GroupsPage {
    layout: Layout,
    form: Form,
    path: String,
    classes: Vec<Choice>,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "college/group.html")]
struct GroupPage {
    layout: Layout,
    form: Form,
    path: String,
    list_path: String,
    line: Line,
    members: Vec<Member>,
    letter: String,
    message: String,
    waits: bool,
}

/// Of `offers/{uuid}/groups/{uuid}`.
fn line(folder: &str, one: &v1::GroupApplication) -> Line {
    let offer = names::behind(&one.name, "offers");
    let members = u64::try_from(one.members.len()).unwrap_or_default();
    Line {
        path: format!("{folder}/groups/{offer}/{}", names::last(&one.name)),
        title: one.offer_title.clone(),
        host: one.host_display_name.clone(),
        week: dates::week(&one.week),
        pupils: words::count(members, "élève", "élèves"),
        asked: dates::day_of(one.submitted_time.as_ref()),
        state: words::group(one.state()),
    }
}

pub async fn list(visit: Visit) -> Result<Response, Failure> {
    let folder = folder(&visit)?;
    let Classes { choices, asked } = classes(&visit).await?;
    let message = v1::ListGroupApplicationsRequest {
        host: String::new(),
        establishment: college(&visit)?,
        class: asked.clone(),
        state: v1::GroupApplicationState::Unspecified.into(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::GroupApplications(message)).await;
    }
    let answer = match choices.is_empty() {
        // A teacher without a class has no group.
        true => v1::ListGroupApplicationsResponse::default(),
        false => ask!(visit, Groups.list_group_applications, message)?,
    };
    let next = answer.next_page_token;
    let page = GroupsPage {
        layout: visit.layout("Demandes de groupe"),
        form: Form::new(&visit).with([("class", asked)]),
        path: format!("{folder}/groups"),
        classes: choices,
        lines: answer
            .group_applications
            .iter()
            .map(|one| line(folder, one))
            .collect(),
        exports: links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}

pub async fn show(
    visit: Visit,
    Path((offer, group)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &offer, &group, form).await
}

fn name(offer: &str, group: &str) -> String {
    format!("offers/{offer}/groups/{group}")
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    offer: &str,
    group: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let message = v1::GetGroupApplicationRequest {
        name: name(offer, group),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Groups.get_group_application, message)?;
    let group = answer.group_application.unwrap_or_default();
    let line = line(folder, &group);
    let members = group.members.iter().map(|one| {
        let student = names::behind(&one.application, "students");
        Member {
            name: one.student_display_name.clone(),
            path: format!(
                "{folder}/pupils/{student}/applications/{}",
                names::last(&one.application)
            ),
        }
    });
    let page = GroupPage {
        layout: visit.layout(format!("Groupe : {}", group.offer_title)),
        form,
        path: line.path.clone(),
        list_path: format!("{folder}/groups?class={}", group.class),
        line,
        members: members.collect(),
        waits: group.state() == v1::GroupApplicationState::Pending,
        letter: group.letter,
        message: group.message,
    };
    Ok(visit.show_as(status, &page))
}

pub async fn withdraw(
    visit: Visit,
    Path((offer, group)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::WithdrawGroupApplicationRequest {
        request_id: fields.request_id(),
        name: name(&offer, &group),
    };
    let path = format!("{}/groups/{offer}/{group}", folder(&visit)?);
    let answer = act!(visit, Groups.withdraw_group_application, message);
    match after(
        &visit,
        &fields,
        answer,
        &path,
        "La demande du groupe est retirée.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &offer, &group, *form).await,
    }
}
