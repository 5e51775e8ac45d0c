//! Who represents the State: ids, offices and territories, and no names. The operator appoints and relieves
//! them, and notes the pooling agreement of a local platform (OFF-8).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_operator;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::state::words;
use crate::visit::Visit;

/// The offices that the operator appoints to; referents are the prefect's.
const OFFICES: [v1::Office; 7] = [
    v1::Office::Prefect,
    v1::Office::AcademicDirector,
    v1::Office::RegionPrefect,
    v1::Office::Rector,
    v1::Office::NationalCommittee,
    v1::Office::PoolingPartner,
    v1::Office::Referent,
];

struct Line {
    id: String,
    office: &'static str,
    territory: String,
    platform: String,
    active: bool,
    /// Whether nobody reads again who held it.
    erased: bool,
    /// Whether it is of a local platform, whose agreement may be noted.
    pools: bool,
}

#[derive(Template)]
#[template(path = "operator/mandates.html")]
struct MandatesPage {
    layout: Layout,
    form: Form,
    offices: Vec<Choice>,
    lines: Vec<Line>,
    platforms: Vec<Choice>,
    exports: Markup,
    next: Option<String>,
}

fn line(one: v1::Representative) -> Line {
    let active = one.state() == v1::MandateState::Active;
    Line {
        id: names::last(&one.name).to_owned(),
        office: words::office(one.office()),
        pools: active && one.office() == v1::Office::PoolingPartner,
        erased: one.state() == v1::MandateState::Erased,
        territory: one.territory,
        platform: one.platform_display_name,
        active,
    }
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit).with([("of", visit.query("of"))]);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_operator(visit)?;
    let message = v1::ListRepresentativesRequest {
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
        territory: visit.query("of").to_owned(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Representatives(message)).await;
    }
    let answer = ask!(visit, Mandates.list_representatives, message)?;
    let lines: Vec<Line> = answer.representatives.into_iter().map(line).collect();
    let platforms = lines.iter().filter(|one| one.pools);
    let page = MandatesPage {
        layout: visit.layout("Représentants de l'État"),
        form,
        offices: OFFICES
            .into_iter()
            .map(|one| Choice::new(one.as_str_name(), words::office(one)))
            .collect(),
        platforms: platforms
            .map(|one| {
                let name = format!("representatives/{}", one.id);
                Choice::new(name, format!("{} ({})", one.id, one.territory))
            })
            .collect(),
        lines,
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, "/operator/mandates", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, *form).await,
    }
}

pub(super) async fn appoint(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::AppointRepresentativeRequest {
        request_id: fields.request_id(),
        office: fields.choice("office", v1::Office::from_str_name),
        territory: fields.get("territory").to_owned(),
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Mandates.appoint_representative, message);
    let sentence = "La personne est nommée et reçoit une invitation.";
    then(&visit, &fields, answer, sentence).await
}

pub(super) async fn relieve(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::RelieveRepresentativeRequest {
        request_id: fields.request_id(),
        name: format!("representatives/{id}"),
    };
    let answer = act!(visit, Mandates.relieve_representative, message);
    then(&visit, &fields, answer, "Ses fonctions ont pris fin.").await
}

/// Nobody reads again who it was (SPEC 7).
pub(super) async fn erase(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::EraseRepresentativeRequest {
        request_id: fields.request_id(),
        name: format!("representatives/{id}"),
    };
    let answer = act!(visit, Privacy.erase_representative, message);
    let sentence = "Les données de cette personne sont effacées.";
    then(&visit, &fields, answer, sentence).await
}

pub(super) async fn pool(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::RecordPoolingAgreementRequest {
        request_id: fields.request_id(),
        name: fields.get("name").to_owned(),
        platform_display_name: fields.get("platform_display_name").to_owned(),
        signed_date: fields.get("signed_date").to_owned(),
    };
    let answer = act!(visit, Pooling.record_pooling_agreement, message);
    let sentence = "L'accord est noté : la plateforme peut proposer ses offres.";
    then(&visit, &fields, answer, sentence).await
}
