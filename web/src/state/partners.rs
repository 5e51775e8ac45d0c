//! Partner associations of a territory: named, assigned to colleges and hosts, dismissed; and what
//! they did.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{ALL, OF_DEPARTMENT, territory};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::state::words;
use crate::visit::Visit;

struct Line {
    id: String,
    association: String,
    territory: String,
    active: bool,
    assignments: usize,
}

/// Something that an association did.
pub(crate) struct Activity {
    /// UUID.
    pub id: String,
    /// What.
    pub kind: &'static str,
    /// When.
    pub day: String,
    /// With how many people.
    pub people: u32,
    /// For what it looks after.
    pub of: String,
    /// In which school year it counts.
    pub school_year: String,
}

#[derive(Template)]
#[template(path = "state/partners.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    exports: Markup,
    may_name: bool,
    next: Option<String>,
}

struct Assignment {
    name: String,
    words: String,
}

#[derive(Template)]
#[template(path = "state/partner.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    path: String,
    territory: String,
    active: bool,
    /// What it looks after and does elsewhere is not shown.
    in_part: bool,
    assignments: Vec<Assignment>,
    activities: Vec<Activity>,
    may_assign: bool,
    may_dismiss: bool,
    may_erase: bool,
    next: Option<String>,
}

/// A college or a host, where its name is not at hand.
pub(crate) fn assignment_words(name: &str) -> String {
    let last = names::last(name);
    match name.starts_with("hosts/") {
        true => format!("Organisme {last}"),
        false => format!("Collège {last}"),
    }
}

/// A college by its UAI, a host by its SIRET, as they are typed.
fn assignment(typed: &str) -> String {
    let plain: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    match plain.len() == 14 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("hosts/{plain}"),
        false => format!("establishments/{}", plain.to_ascii_uppercase()),
    }
}

fn territory_words(name: &str) -> String {
    match name {
        "national" => "Tout le pays".to_owned(),
        other => super::department_words(other),
    }
}

/// What an association did, as it is shown.
pub(crate) fn activity(one: v1::Activity) -> Activity {
    let details = one.details.unwrap_or_default();
    Activity {
        id: names::last(&one.name).to_owned(),
        kind: words::activity(details.kind()),
        day: dates::day(&details.held_date),
        people: details.people,
        of: assignment_words(&one.assignment),
        school_year: one.school_year,
    }
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    list_page(&visit, StatusCode::OK, form).await
}

async fn list_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let message = v1::ListPartnersRequest {
        territory: territory(visit)?,
        page_size: 0,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Partners(message)).await;
    }
    let answer = ask!(visit, Partners.list_partners, message)?;
    let role = visit.signed()?.role;
    let lines = answer.partners.into_iter().map(|one| Line {
        id: names::last(&one.name).to_owned(),
        active: one.state() == v1::PartnerState::Active,
        assignments: one.assignments.len(),
        territory: territory_words(&one.territory),
        association: one.association,
    });
    let page = ListPage {
        layout: visit.layout("Associations partenaires"),
        form,
        exports: links(visit),
        lines: lines.collect(),
        may_name: matches!(
            role,
            Role::Prefect | Role::Referent | Role::NationalCommittee
        ),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn name(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::NamePartnerRequest {
        request_id: fields.request_id(),
        association: fields.get("association").to_owned(),
        territory: territory(&visit)?,
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Partners.name_partner, message);
    let sentence = "L'association participe ; la personne qui en répond reçoit une invitation.";
    match after(&visit, &fields, answer, "/state/partners", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => list_page(&visit, status, *form).await,
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    form: Form,
) -> Result<Response, Failure> {
    let session = visit.role(ALL)?;
    let role = session.role;
    let message = v1::GetPartnerRequest {
        name: format!("partners/{id}"),
        min_position: visit.position(),
    };
    let partner = ask!(visit, Partners.get_partner, message)?
        .partner
        .unwrap_or_default();
    let message = v1::ListActivitiesRequest {
        name: format!("partners/{id}"),
        page_size: 0,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    let did = ask!(visit, Partners.list_activities, message)?;
    let active = partner.state() == v1::PartnerState::Active;
    // One named for the country is everybody's to assign where they are, and the committee's to dismiss.
    let is_own = partner.territory == session.scope;
    let is_national = partner.territory == "national";
    let may_name = matches!(
        role,
        Role::Prefect | Role::Referent | Role::NationalCommittee
    );
    let may_dismiss = active && is_own && may_name;
    let may_erase = is_own && may_name && partner.state() != v1::PartnerState::Erased;
    let may_assign =
        may_dismiss || active && OF_DEPARTMENT.contains(&role) && (is_own || is_national);
    let page = OnePage {
        layout: visit.layout(partner.association),
        form,
        path: format!("/state/partners/{id}"),
        territory: territory_words(&partner.territory),
        active,
        assignments: partner
            .assignments
            .into_iter()
            .map(|name| Assignment {
                words: assignment_words(&name),
                name,
            })
            .collect(),
        activities: did.activities.into_iter().map(activity).collect(),
        in_part: is_national && role != Role::NationalCommittee,
        may_assign,
        may_dismiss,
        may_erase,
        next: visit.next_page(&did.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(
        visit,
        fields,
        answer,
        &format!("/state/partners/{id}"),
        sentence,
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, *form).await,
    }
}

pub(super) async fn assign(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::AssignPartnerRequest {
        request_id: fields.request_id(),
        name: format!("partners/{id}"),
        assignment: assignment(fields.get("assignment")),
    };
    let answer = act!(visit, Partners.assign_partner, message);
    then(
        &visit,
        &id,
        &fields,
        answer,
        "L'association l'accompagne désormais.",
    )
    .await
}

pub(super) async fn unassign(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::UnassignPartnerRequest {
        request_id: fields.request_id(),
        name: format!("partners/{id}"),
        assignment: fields.get("of").to_owned(),
    };
    let answer = act!(visit, Partners.unassign_partner, message);
    then(
        &visit,
        &id,
        &fields,
        answer,
        "L'association ne l'accompagne plus.",
    )
    .await
}

pub(super) async fn dismiss(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::DismissPartnerRequest {
        request_id: fields.request_id(),
        name: format!("partners/{id}"),
    };
    let answer = act!(visit, Partners.dismiss_partner, message);
    then(
        &visit,
        &id,
        &fields,
        answer,
        "L'association ne participe plus.",
    )
    .await
}

/// Nobody reads again who answered for it (SPEC 7).
pub(super) async fn erase(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::ErasePartnerContactRequest {
        request_id: fields.request_id(),
        name: format!("partners/{id}"),
    };
    let answer = act!(visit, Privacy.erase_partner_contact, message);
    let sentence = "Les données de la personne qui en répondait sont effacées.";
    then(&visit, &id, &fields, answer, sentence).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_college_by_its_uai_a_host_by_its_siret() {
        assert_eq!(assignment("0690001a"), "establishments/0690001A");
        assert_eq!(assignment("732 829 320 00074"), "hosts/73282932000074");
        assert_eq!(
            assignment_words("hosts/73282932000074"),
            "Organisme 73282932000074"
        );
        assert_eq!(
            assignment_words("establishments/0690001A"),
            "Collège 0690001A"
        );
    }
}
