//! Organisations that the college knows and has invited to deposit their offers (EST-11): whom, with which
//! word, and who came of it. Of the head, and of those to whom the head gave the right to manage the
//! college.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{college, folder};
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
use crate::visit::Visit;
use crate::words::{self, Badge, badge};

struct Line {
    id: String,
    /// What the college calls the organisation; once the invitation stands no more nobody knows.
    organisation: String,
    mail: String,
    word: String,
    sent: String,
    until: String,
    state: Badge,
    stands: bool,
    came: Vec<Came>,
    /// How many came besides those named.
    more: u32,
}

/// An organisation that came.
struct Came {
    name: String,
    when: String,
    offers: String,
}

#[derive(Template)]
#[template(path = "college/invitations.html")]
struct InvitationsPage {
    layout: Layout,
    form: Form,
    path: String,
    open_only: bool,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn state(state: v1::HostInvitationState) -> Badge {
    use v1::HostInvitationState as S;
    match state {
        S::Open => badge("En cours", "info"),
        S::TakenBack => badge("Retirée", "neutral"),
        S::Expired => badge("Terminée", "neutral"),
        S::Unspecified => badge("Inconnue", "neutral"),
    }
}

fn came(one: v1::InvitedHost) -> Came {
    let offers = u64::from(one.published_offers);
    Came {
        name: one.display_name,
        when: dates::day_of(one.came_time.as_ref()),
        offers: match offers {
            0 => "aucune offre visible pour vos élèves".to_owned(),
            some => words::count(
                some,
                "offre visible pour vos élèves",
                "offres visibles pour vos élèves",
            ),
        },
    }
}

fn line(one: v1::HostInvitation) -> Line {
    let stands = one.state() == v1::HostInvitationState::Open;
    let named = u32::try_from(one.hosts.len()).unwrap_or(u32::MAX);
    Line {
        id: names::last(&one.name).to_owned(),
        state: state(one.state()),
        sent: dates::day_of(one.invited_time.as_ref()),
        until: dates::day(&one.expire_date),
        organisation: match one.organisation.is_empty() {
            true => format!("Invitation du {}", dates::day_of(one.invited_time.as_ref())),
            false => one.organisation,
        },
        mail: one.mail,
        word: one.word,
        stands,
        more: one.host_count.saturating_sub(named),
        came: one.hosts.into_iter().map(came).collect(),
    }
}

pub async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let open_only = visit.query("show") == "open";
    let message = v1::ListHostInvitationsRequest {
        establishment: college(visit)?,
        open_only,
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::HostInvitations(message)).await;
    }
    let answer = match ask!(visit, HostInvitations.list_host_invitations, message) {
        Ok(answer) => answer,
        Err(refusal)
            if matches!(
                refusal.code,
                tonic::Code::NotFound | tonic::Code::PermissionDenied
            ) =>
        {
            return Err(Failure::told(
                "Inviter des organismes",
                "Le chef d'établissement invite les organismes, ou ceux à qui il a donné le droit \
                 de gérer le collège.",
            ));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let page = InvitationsPage {
        layout: visit.layout("Inviter des organismes"),
        form,
        path: format!("{}/invitations", folder(visit)?),
        open_only,
        lines: answer.host_invitations.into_iter().map(line).collect(),
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

/// Writes to an organisation.
pub async fn invite(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::InviteHostRequest {
        request_id: fields.request_id(),
        establishment: college(&visit)?,
        organisation: fields.get("organisation").to_owned(),
        mail: fields.get("mail").to_owned(),
        word: fields.text("word"),
    };
    let answer = act!(visit, HostInvitations.invite_host, message);
    let path = format!("{}/invitations", folder(&visit)?);
    let sentence = "L'invitation est envoyée. Vous verrez ici si l'organisme vient.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

/// Takes an invitation back.
pub async fn take_back(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::TakeBackHostInvitationRequest {
        request_id: fields.request_id(),
        name: format!("{}/host_invitations/{id}", college(&visit)?),
    };
    let answer = act!(visit, HostInvitations.take_back_host_invitation, message);
    let path = format!("{}/invitations", folder(&visit)?);
    let sentence = "L'invitation est retirée, et l'adresse effacée.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_that_stands_no_more_is_named_by_its_day_and_says_who_came() {
        let mut one = v1::HostInvitation {
            invited_time: Some(prost_types::Timestamp {
                seconds: 1_759_312_800,
                nanos: 0,
            }),
            hosts: vec![v1::InvitedHost {
                display_name: "Atelier".into(),
                published_offers: 2,
                ..v1::InvitedHost::default()
            }],
            host_count: 3,
            ..v1::HostInvitation::default()
        };
        one.set_state(v1::HostInvitationState::Expired);
        let line = line(one);
        assert_eq!(line.organisation, "Invitation du 1er octobre 2025");
        assert!(!line.stands);
        assert_eq!(line.more, 2);
        let came = line.came.first().unwrap();
        assert_eq!(came.offers, "2 offres visibles pour vos élèves");
    }
}
