//! The organisations that offer something in a territory: whose person registered with an address that
//! anybody gets waits to be confirmed by the prefect or the referent (OFF-1). The committee reads those of
//! the country.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use proto::v1::organisation::Kind;

use super::{ALL, REPRESENTATIVES};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

/// Read at once where those that wait are looked for.
const MANY: i32 = 200;
/// So many pages of them at most.
const MOST_PAGES: usize = 20;
/// Who confirms them.
const CONFIRM: &[Role] = &[Role::Prefect, Role::Referent];

struct Line {
    siret: String,
    name: String,
    kind: &'static str,
    published: u32,
    withdrawn: u32,
    platform: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "state/hosts.html")]
struct HostsPage {
    layout: Layout,
    form: Form,
    confirms: bool,
    /// Whether their offers are shown one by one.
    leads_to_offers: bool,
    waiting: Vec<Line>,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn line(one: v1::ListedHost) -> Line {
    let organisation = one.organisation.unwrap_or_default();
    Line {
        siret: names::last(&one.name).to_owned(),
        kind: match organisation.kind {
            Some(Kind::PublicBody(_)) => "Public",
            Some(Kind::PrivateBody(_)) => "Privé",
            None => "",
        },
        name: organisation.display_name,
        published: one.published_offers,
        withdrawn: one.withdrawn_offers,
        platform: one.platform_display_name,
        waits: one.awaits_confirmation,
    }
}

fn message(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListHostsRequest, Failure> {
    Ok(v1::ListHostsRequest {
        territory: visit.role(ALL)?.scope.clone(),
        min_position: visit.position(),
        page_size,
        page_token: page_token.to_owned(),
    })
}

/// Those that wait to be confirmed.
async fn waiting(visit: &Visit) -> Result<Vec<Line>, Failure> {
    let (mut waiting, mut token) = (vec![], String::new());
    for _ in 0..MOST_PAGES {
        let message = message(visit, MANY, &token)?;
        let answer = ask!(visit, Hosts.list_hosts, message)?;
        let these = answer.hosts.into_iter().map(line);
        waiting.extend(these.filter(|one| one.waits));
        token = answer.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    Ok(waiting)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let message = message(visit, 50, visit.query("page"))?;
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Hosts(message)).await;
    }
    let answer = ask!(visit, Hosts.list_hosts, message)?;
    let confirms = CONFIRM.contains(&visit.signed()?.role);
    let page = HostsPage {
        layout: visit.layout("Organismes d'accueil"),
        form,
        confirms,
        leads_to_offers: REPRESENTATIVES.contains(&visit.signed()?.role),
        waiting: match confirms {
            true => waiting(visit).await?,
            false => vec![],
        },
        lines: answer.hosts.into_iter().map(line).collect(),
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

/// From now on the offers of an organisation are shown.
pub(super) async fn confirm(
    visit: Visit,
    Path(siret): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(CONFIRM)?;
    let message = v1::ConfirmHostRequest {
        request_id: fields.request_id(),
        name: format!("hosts/{siret}"),
    };
    let answer = act!(visit, Hosts.confirm_host, message);
    let sentence = "L'organisme est confirmé : ses offres paraissent.";
    match after(&visit, &fields, answer, "/state/hosts", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_in_a_list() {
        let line = line(v1::ListedHost {
            name: "hosts/12345678900011".into(),
            organisation: Some(v1::Organisation {
                display_name: "Mairie".into(),
                kind: Some(Kind::PublicBody(v1::PublicBody::default())),
            }),
            awaits_confirmation: true,
            ..v1::ListedHost::default()
        });
        assert_eq!(
            (line.siret.as_str(), line.kind),
            ("12345678900011", "Public")
        );
        assert!(line.waits);
    }
}
