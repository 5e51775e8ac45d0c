//! The applications that a host has received, those that wait first; several may be answered at once.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::calls::{act, ask};
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    name: String,
    path: String,
    pupil: String,
    offer: String,
    week: String,
    sent: String,
    left: String,
    state: Badge,
    waits: bool,
}

#[derive(Template)]
#[template(path = "host/inbox.html")]
struct InboxPage {
    layout: Layout,
    form: Form,
    waiting: u64,
    accepted: u64,
    all: bool,
    answers: Vec<Choice>,
    standing: &'static str,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    host(&visit)?;
    let session = visit.signed()?;
    session.is(visit.ask_who().await?);
    if session.who().state == v1::CapacityState::ToRegister {
        return Ok(visit.go("/host/register"));
    }
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let all = visit.query("show") == "all";
    let waiting = [
        v1::ApplicationState::Pending,
        v1::ApplicationState::UnderExamination,
    ];
    let message = v1::GetHostInboxRequest {
        host: host(visit)?,
        min_position: visit.position(),
        page_token: visit.query("page").to_owned(),
        states: if all {
            vec![]
        } else {
            waiting.map(i32::from).to_vec()
        },
        ..v1::GetHostInboxRequest::default()
    };
    if let Some(format) = exports::asked_for(visit) {
        return exports::export(visit, format, Query::HostInbox(message)).await;
    }
    let answer = ask!(visit, FollowUps.get_host_inbox, message)?;
    let inbox = answer.inbox.unwrap_or_default();
    let counts = inbox.application_counts.unwrap_or_default();
    let lines = inbox.applications.into_iter().map(|one| Line {
        path: names::application_path("host", &one.name),
        state: words::application(one.state(), one.placement_state()),
        waits: waiting.contains(&one.state()),
        week: dates::week(&one.week),
        sent: dates::day_of(one.submitted_time.as_ref()),
        left: words::count(one.seats_left, "place libre", "places libres"),
        name: one.name,
        pupil: one.student_display_name,
        offer: one.offer_title,
    });
    let next = answer.next_page_token;
    let page = InboxPage {
        layout: visit.layout("Candidatures reçues"),
        form,
        waiting: counts.pending + counts.under_examination,
        accepted: counts.accepted,
        all,
        answers: vec![
            Choice::new("APPLICATION_ANSWER_KIND_EXAMINE", "Dire que je les examine"),
            Choice::new("APPLICATION_ANSWER_KIND_ACCEPT", "Accepter"),
            Choice::new("APPLICATION_ANSWER_KIND_DECLINE", "Refuser, avec un mot"),
        ],
        standing: words::standing(visit.signed()?.who().state),
        lines: lines.collect(),
        files: exports::links(visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show_as(status, &page))
}

/// Several at once, each by itself: what is refused of one touches no other.
pub(super) async fn answer(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    host(&visit)?;
    let kind = fields.choice("kind", v1::ApplicationAnswerKind::from_str_name);
    let answers = fields.all("applications").into_iter();
    let answers = answers.map(|name| v1::ApplicationAnswer {
        name,
        kind,
        message: fields.text("message"),
    });
    let message = v1::AnswerApplicationsRequest {
        request_id: fields.request_id(),
        answers: answers.collect(),
    };
    match act!(visit, Applications.answer_applications, message) {
        Ok(answer) => {
            let refused: Vec<String> = answer
                .answers
                .into_iter()
                .filter_map(|one| one.refusal)
                .map(|refusal| refusal.message_fr)
                .collect();
            if refused.is_empty() {
                return Ok(visit.done("/host", "Vos réponses sont envoyées."));
            }
            let told = format!(
                "{} n'a pas été enregistrée : {}",
                words::count(refused.len() as u64, "réponse", "réponses"),
                refused.join(" ")
            );
            visit.signed()?.say(false, told);
            Ok(visit.go("/host"))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), form).await
        }
    }
}
