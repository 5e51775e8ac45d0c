//! The follow-up of a class: where each pupil stands; forms handed out and access opened for several
//! at once.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{class_name, folder};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    student: String,
    path: String,
    name: String,
    authorisation: Badge,
    access: bool,
    waiting: u64,
    placements: Vec<(String, Badge)>,
    gone: bool,
    duplicate: bool,
}

/// The figures of a class or a college.
pub struct Figures {
    /// Pupils.
    pub students: u64,
    /// With a valid authorisation.
    pub authorised: u64,
    /// Who may act.
    pub open: u64,
    /// Applications that wait.
    pub waiting: u64,
    /// Pupils with a placement.
    pub placed: u64,
    /// Pupils who did one.
    pub completed: u64,
    /// Placements that ask for the head's attention.
    pub flagged: u64,
}

impl From<v1::FollowUpTotals> for Figures {
    fn from(totals: v1::FollowUpTotals) -> Self {
        let counts = totals.application_counts.unwrap_or_default();
        Self {
            students: totals.students,
            authorised: totals.authorisation_valid,
            open: totals.access_open,
            waiting: counts.pending + counts.under_examination,
            placed: totals.students_placed,
            completed: totals.students_completed,
            flagged: totals.placements_flagged,
        }
    }
}

#[derive(Template)]
#[template(path = "college/class.html")]
struct ClassPage {
    layout: Layout,
    form: Form,
    path: String,
    level: &'static str,
    school_year: String,
    figures: Figures,
    /// Where the figures go on; empty where they do not.
    live: String,
    lines: Vec<Line>,
    acts: Vec<Choice>,
    /// Whether who visits reads the letters that pupils prepare.
    reads_drafts: bool,
    agreements: String,
    exports: Markup,
    next: Option<String>,
}

pub async fn show(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &class, form).await
}

fn line(folder: &str, one: v1::FollowedStudent) -> Line {
    let counts = one.application_counts.unwrap_or_default();
    let authorisation = words::authorisation(one.authorisation());
    let gone = one.standing() != v1::StudentStanding::Present;
    let identity = one.identity.unwrap_or_default();
    let placements = one.placements.into_iter().map(|placement| {
        let state = words::application(v1::ApplicationState::Accepted, placement.state());
        let week = dates::week(&placement.week);
        (format!("{}, {week}", placement.host_display_name), state)
    });
    Line {
        path: format!("{folder}/pupils/{}", names::last(&one.student)),
        name: match one.erased {
            true => "Élève effacé".to_owned(),
            false => format!("{} {}", identity.family_name, identity.given_name),
        },
        student: one.student,
        authorisation,
        access: one.access_open,
        waiting: counts.pending + counts.under_examination,
        placements: placements.collect(),
        gone,
        duplicate: !one.possible_duplicates.is_empty(),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let message = v1::GetClassFollowUpRequest {
        class: class_name(visit, class)?,
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        ..v1::GetClassFollowUpRequest::default()
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::ClassFollowUp(message)).await;
    }
    let answer = ask!(visit, FollowUps.get_class_follow_up, message)?;
    let follow_up = answer.follow_up.unwrap_or_default();
    let next = answer.next_page_token;
    let role = visit.signed()?.role;
    let live = match role {
        // Of who follows the whole college: those of one class alone name its pupils.
        Role::Head | Role::OtherStaff => format!(
            "/head/classes/{class}/live?school_year={}",
            follow_up.school_year
        ),
        _ => String::new(),
    };
    let page = ClassPage {
        layout: visit.layout(format!("Classe de {}", follow_up.label)),
        form,
        path: format!("{folder}/classes/{class}"),
        level: words::level(follow_up.level()),
        school_year: follow_up.school_year,
        figures: follow_up.totals.unwrap_or_default().into(),
        live,
        reads_drafts: role == Role::Teacher,
        lines: follow_up
            .students
            .into_iter()
            .map(|one| line(folder, one))
            .collect(),
        acts: vec![
            Choice::new(
                "hand",
                "Noter que le formulaire d'autorisation leur a été remis",
            ),
            Choice::new("open", "Ouvrir leur accès")
                .hinted("Pour les élèves dont l'autorisation signée est notée."),
        ],
        agreements: format!("{folder}/agreements?class={}", follow_up.class),
        exports: links(visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show_as(status, &page))
}

/// The same for each of the pupils who were chosen; what is refused of one touches no other.
pub async fn act_on_some(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let request = fields.request_id();
    let (mut done, mut refused) = (0u64, vec![]);
    for student in fields.all("students") {
        let request_id = own_request(&request, &student);
        let answer = match fields.get("act") {
            "open" => {
                let message = v1::OpenAccessRequest {
                    request_id,
                    student,
                };
                act!(visit, Students.open_access, message).map(|_| ())
            }
            _ => {
                let message = v1::HandAuthorisationFormRequest {
                    request_id,
                    student,
                    handed_date: String::new(),
                };
                act!(visit, Students.hand_authorisation_form, message).map(|_| ())
            }
        };
        match answer {
            Ok(()) => done += 1,
            Err(refusal) if refusal.code == tonic::Code::Unauthenticated => {
                return Err(refusal.into());
            }
            Err(refusal) => refused.push(refusal.sentence),
        }
    }
    refused.sort();
    refused.dedup();
    let pupils = words::count(done, "élève", "élèves");
    let told = match refused.is_empty() {
        true if done == 0 => "Cochez d'abord des élèves.".to_owned(),
        true => format!("C'est fait pour {pupils}."),
        false => format!(
            "C'est fait pour {pupils}. Pour d'autres : {}",
            refused.join(" ")
        ),
    };
    visit.signed()?.say(refused.is_empty() && done > 0, told);
    Ok(visit.go(&super::class_path(&visit, &class)?))
}

/// The request of one of several: the same for the same form and pupil.
pub(super) fn own_request(request: &str, student: &str) -> String {
    let of = request.parse().unwrap_or(uuid::Uuid::nil());
    uuid::Uuid::new_v5(&of, student.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_twice_asks_the_same_of_each() {
        let request = uuid::Uuid::new_v4().to_string();
        assert_eq!(own_request(&request, "a"), own_request(&request, "a"));
        assert_ne!(own_request(&request, "a"), own_request(&request, "b"));
    }
}
