//! Who was shown the data of the child.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::child;
use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::visit::Visit;
use crate::words;

struct Line {
    when: String,
    who: &'static str,
    name: String,
    what: &'static str,
}

#[derive(Template)]
#[template(path = "guardian/readers.html")]
struct ReadersPage {
    layout: Layout,
    lines: Vec<Line>,
    next: Option<String>,
}

/// What a method shows, in words.
fn shown(method: &str) -> &'static str {
    match method {
        "GetCv" => "son CV",
        "GetDraft" => "un brouillon de lettre",
        "ListCvComments" => "les commentaires sur son CV",
        "GetApplication" => "une candidature",
        "GetStudentFollowUp" | "WatchStudentFollowUp" => "le suivi de l'élève",
        "GetClassFollowUp" | "WatchClassFollowUp" => "le suivi de la classe",
        "GetHostInbox" | "WatchHostInbox" => "la liste des candidatures reçues",
        "GetAgreement" | "ListAgreements" => "une convention",
        "EnrolStudent" | "EnrolStudents" => {
            "les noms de la classe, contre les doubles inscriptions"
        }
        "ListAuthorisationTrail" => "l'historique des autorisations",
        "ListAccesses" => "qui a lu ses données",
        "GetMe" => "son nom",
        "GetEstablishmentFollowUp" | "WatchEstablishmentFollowUp" => "le suivi du collège",
        "GetPersonalData" => "toutes les données enregistrées",
        _ => "d'autres données",
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let message = v1::ListAccessesRequest {
        student: child(&visit)?,
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    let answer = ask!(visit, Audit.list_accesses, message)?;
    let lines = answer.accesses.into_iter().map(|access| Line {
        when: dates::instant(access.read_time.as_ref()),
        who: words::actor(access.reader_kind()),
        what: shown(&access.method),
        name: match (access.reader_display_name, access.organisation_display_name) {
            (name, of) if name.is_empty() => of,
            (name, of) if of.is_empty() => name,
            (name, of) => format!("{name}, {of}"),
        },
    });
    let lines = lines.collect();
    let next = answer.next_page_token;
    let page = ReadersPage {
        layout: visit.layout("Qui a lu ses données"),
        lines,
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
