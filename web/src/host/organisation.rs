//! The organisation of a host: registering, what it says of itself, its people.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use v1::organisation::Kind;

use super::host;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::everybody::letters::link_token;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "host/register.html")]
struct RegisterPage {
    layout: Layout,
    form: Form,
    siret: String,
    kinds: Vec<Choice>,
}

struct Person {
    id: String,
    name: String,
    mail: String,
    is_visitor: bool,
}

#[derive(Template)]
#[template(path = "host/organisation.html")]
struct OrganisationPage {
    layout: Layout,
    form: Form,
    siret: String,
    etag: String,
    awaits: bool,
    kinds: Vec<Choice>,
    people: Vec<Person>,
}

fn kinds() -> Vec<Choice> {
    vec![
        Choice::new("company", "Entreprise"),
        Choice::new("association", "Association"),
        Choice::new("public", "Administration ou service public"),
    ]
}

/// The request, of what was typed.
fn of_fields(fields: &Fields) -> v1::Organisation {
    let private = |form: v1::PrivateForm| {
        Kind::PrivateBody(v1::PrivateBody {
            form: form.into(),
            group: fields.get("organisation.private_body.group").to_owned(),
            paqte_signatory: fields.is_ticked("organisation.private_body.paqte_signatory"),
        })
    };
    let kind = match fields.get("organisation.kind") {
        "company" => Some(private(v1::PrivateForm::Company)),
        "association" => Some(private(v1::PrivateForm::Association)),
        "public" => Some(Kind::PublicBody(v1::PublicBody {
            administration: fields
                .get("organisation.public_body.administration")
                .to_owned(),
        })),
        _ => None,
    };
    v1::Organisation {
        display_name: fields.get("organisation.display_name").to_owned(),
        kind,
    }
}

fn to_fields(organisation: &v1::Organisation) -> Vec<(&'static str, String)> {
    let mut fields = vec![(
        "organisation.display_name",
        organisation.display_name.clone(),
    )];
    match &organisation.kind {
        Some(Kind::PublicBody(body)) => {
            fields.push(("organisation.kind", "public".to_owned()));
            fields.push((
                "organisation.public_body.administration",
                body.administration.clone(),
            ));
        }
        Some(Kind::PrivateBody(body)) => {
            let kind = match body.form() {
                v1::PrivateForm::Association => "association",
                v1::PrivateForm::Company | v1::PrivateForm::Unspecified => "company",
            };
            fields.push(("organisation.kind", kind.to_owned()));
            fields.push(("organisation.private_body.group", body.group.clone()));
            if body.paqte_signatory {
                fields.push((
                    "organisation.private_body.paqte_signatory",
                    "yes".to_owned(),
                ));
            }
        }
        None => {}
    }
    fields
}

pub(super) async fn register(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    register_page(&visit, StatusCode::OK, form)
}

fn register_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let page = RegisterPage {
        layout: visit.layout("Présenter mon organisme"),
        form,
        siret: names::last(&host(visit)?).to_owned(),
        kinds: kinds(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn registered(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::RegisterHostRequest {
        request_id: fields.request_id(),
        name: host(&visit)?,
        organisation: Some(of_fields(&fields)),
        person: Some(v1::PersonIdentity {
            full_name: fields.get("person.full_name").to_owned(),
            mail: fields.get("person.mail").to_owned(),
        }),
        link_token: link_token(&fields),
    };
    match act!(visit, Hosts.register_host, message) {
        Ok(_) => {
            let sentence = "Votre organisme est inscrit. Proposez maintenant un premier stage.";
            visit.signed()?.is(visit.ask_who().await?);
            Ok(visit.done("/host/offers/new", sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            register_page(&visit, refused_as(&refusal), form)
        }
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, None).await
}

async fn page(visit: &Visit, status: StatusCode, typed: Option<Form>) -> Result<Response, Failure> {
    let name = host(visit)?;
    let message = v1::GetHostRequest {
        name: name.clone(),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Hosts.get_host, message)?;
    let of = answer.host.unwrap_or_default();
    let organisation = of.organisation.unwrap_or_default();
    let form = typed.unwrap_or_else(|| Form::new(visit).with(to_fields(&organisation)));
    let visitor = visit.signed()?.person.clone();
    let people = of.people.into_iter().map(|person| {
        let identity = person.identity.unwrap_or_default();
        let id = names::last(&person.name).to_owned();
        Person {
            is_visitor: id == visitor,
            id,
            name: identity.full_name,
            mail: identity.mail,
        }
    });
    let page = OrganisationPage {
        layout: visit.layout("Mon organisme"),
        form,
        siret: names::last(&name).to_owned(),
        etag: of.etag,
        awaits: of.awaits_confirmation,
        kinds: kinds(),
        people: people.collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn describe(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::DescribeHostRequest {
        request_id: fields.request_id(),
        name: host(&visit)?,
        organisation: Some(of_fields(&fields)),
        etag: fields.get("etag").to_owned(),
    };
    match act!(visit, Hosts.describe_host, message) {
        Ok(_) => Ok(visit.done("/host/organisation", "C'est enregistré.")),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), Some(form)).await
        }
    }
}

pub(super) async fn add_person(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::AddHostPersonRequest {
        request_id: fields.request_id(),
        host: host(&visit)?,
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
    };
    match act!(visit, Hosts.add_host_person, message) {
        Ok(_) => Ok(visit.done(
            "/host/organisation",
            "Cette personne est invitée par courriel.",
        )),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), Some(form)).await
        }
    }
}

pub(super) async fn remove_person(
    visit: Visit,
    Path(person): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::RemoveHostPersonRequest {
        request_id: fields.request_id(),
        name: format!("{}/people/{person}", host(&visit)?),
    };
    let answer = act!(visit, Hosts.remove_host_person, message);
    let sentence = "Cette personne n'agit plus pour votre organisme.";
    match after(&visit, &fields, answer, "/host/organisation", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, Some(*form)).await,
    }
}

/// Nobody reads again who it was (SPEC 7).
pub(super) async fn erase_person(
    visit: Visit,
    Path(person): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::EraseHostPersonRequest {
        request_id: fields.request_id(),
        name: format!("{}/people/{person}", host(&visit)?),
        offer: String::new(),
        placement: String::new(),
    };
    let answer = act!(visit, Privacy.erase_host_person, message);
    let sentence = "Les données de cette personne sont effacées.";
    match after(&visit, &fields, answer, "/host/organisation", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, Some(*form)).await,
    }
}

pub(super) async fn follow_invitation(
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::FollowHostInvitationRequest {
        request_id: fields.request_id(),
        host: host(&visit)?,
        link_token: link_token(&fields),
    };
    match act!(visit, HostInvitations.follow_host_invitation, message) {
        Ok(_) => Ok(visit.done("/host/organisation", "Le collège sait que vous êtes venu.")),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), Some(form)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_organisation_is_what_is_sent_again() {
        let private = v1::PrivateBody {
            form: v1::PrivateForm::Association.into(),
            group: "G".into(),
            paqte_signatory: true,
        };
        let public = v1::PublicBody {
            administration: "Mairie".into(),
        };
        for kind in [Kind::PrivateBody(private), Kind::PublicBody(public)] {
            let organisation = v1::Organisation {
                display_name: "X".into(),
                kind: Some(kind),
            };
            let shown = to_fields(&organisation);
            let pairs: Vec<(&str, &str)> = shown
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            assert_eq!(of_fields(&Fields::of(&pairs)), organisation);
        }
    }
}
