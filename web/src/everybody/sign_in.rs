//! Signing in and out, and a password that was forgotten.
use askama::Template;
use axum::response::Response;
use proto::v1;

use crate::calls::ask;
use crate::failure::{Failure, confirm_to, typed_by_another};
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::{Fields, KEPT, Posted, PostedByAnybody};
use crate::refusal::Refusal;
use crate::sessions::Opened;
use crate::visit::{Visit, is_own_path};
use axum::http::StatusCode;

/// Among what is kept: the person who typed it.
const OWNER: &str = "of-person";

#[derive(Template)]
#[template(path = "everybody/sign_in.html")]
struct SignInPage {
    layout: Layout,
    form: Form,
    word: &'static str,
    next: String,
    kept: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "everybody/forgotten.html")]
struct ForgottenPage {
    layout: Layout,
    form: Form,
    sent: bool,
}

pub(super) async fn show(visit: Visit) -> Response {
    let word = match visit.query("because") {
        "password" => "Votre mot de passe est enregistré : connectez-vous.",
        "account" => "Votre compte est ouvert : connectez-vous.",
        "address" => "Votre nouvelle adresse est confirmée : connectez-vous avec elle.",
        "erased" => "Les données sont effacées pour toujours et la session est terminée.",
        "left" => "Vous êtes déconnecté.",
        _ if !visit.query("next").is_empty() => "Connectez-vous pour voir cette page.",
        _ => "",
    };
    let next = visit.query("next").to_owned();
    page(
        &visit,
        StatusCode::OK,
        Form::new(&visit),
        word,
        next,
        vec![],
    )
}

fn page(
    visit: &Visit,
    status: StatusCode,
    form: Form,
    word: &'static str,
    next: String,
    kept: Vec<(String, String)>,
) -> Response {
    let page = SignInPage {
        layout: visit.layout("Se connecter"),
        form,
        word,
        next,
        kept,
    };
    visit.show_as(status, &page)
}

/// Asks whoever sent a form with a session that is over to sign in; what they typed goes along.
pub(crate) fn ask_again(visit: &Visit, fields: Fields) -> Response {
    let owner = (OWNER.to_owned(), fields.shown_to().to_owned());
    let kept = fields.without_passwords().into_iter().chain([owner]);
    let kept = kept.map(|(name, value)| (format!("{KEPT}{name}"), value));
    let word = "Votre session est terminée. Connectez-vous : ce que vous avez saisi est gardé.";
    let next = visit.path().to_owned();
    page(
        visit,
        StatusCode::OK,
        Form::new(visit),
        word,
        next,
        kept.collect(),
    )
}

pub(super) async fn send(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Result<Response, Failure> {
    let next = fields.get("next").to_owned();
    let message = v1::SignInRequest {
        mail: fields.get("mail").to_owned(),
        password: fields.raw("password").to_owned(),
        person_id: String::new(),
    };
    let answer = ask!(visit, Accounts.sign_in, message);
    let session = match answer {
        Ok(answer) => answer.session.unwrap_or_default(),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            let kept = fields.kept().into_iter();
            let kept = kept.map(|(name, value)| (format!("{KEPT}{name}"), value));
            let status = refused_as(&refusal);
            return Ok(page(&visit, status, form, "", next, kept.collect()));
        }
    };
    let mut kept = fields.kept();
    let owner = kept.iter().position(|(name, _)| name == OWNER);
    let owner = owner.map(|at| kept.swap_remove(at).1);
    let to = is_own_path(&next).then_some(next.as_str());
    match to {
        // What was typed before is sent with one more click, in the session that has just begun.
        Some(to) if !kept.is_empty() => {
            let is_theirs = owner.is_none_or(|owner| owner == session.person_id);
            let visit = visit.open(Opened::from(session)).await?;
            let mut response = match is_theirs {
                true => confirm_to(&visit, to, kept),
                false => typed_by_another(&visit),
            };
            visit.remember(&mut response);
            Ok(response)
        }
        to => visit.signed_in(Opened::from(session), to).await,
    }
}

/// The status of a form that is shown again.
pub(crate) fn refused_as(refusal: &Refusal) -> StatusCode {
    match refusal.code {
        tonic::Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        tonic::Code::Unavailable | tonic::Code::DeadlineExceeded => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

pub(super) async fn leave(visit: Visit, Posted(_): Posted) -> Response {
    // The session ends here whatever the server says of it: a token of the demo has none there.
    if let Err(refusal) = ask!(visit, Accounts.sign_out, v1::SignOutRequest {}) {
        tracing::debug!(reason = refusal.reason, "a session was not ended");
    }
    visit.signed_out("/sign-in?because=left")
}

pub(super) async fn forgotten(visit: Visit) -> Response {
    let sent = visit.query("sent") == "yes";
    forgotten_page(&visit, StatusCode::OK, Form::new(&visit), sent)
}

fn forgotten_page(visit: &Visit, status: StatusCode, form: Form, sent: bool) -> Response {
    let layout = visit.layout("Mot de passe oublié");
    visit.show_as(status, &ForgottenPage { layout, form, sent })
}

pub(super) async fn send_reset(visit: Visit, PostedByAnybody(fields): PostedByAnybody) -> Response {
    let message = v1::RequestPasswordResetRequest {
        mail: fields.get("mail").to_owned(),
    };
    match ask!(visit, Accounts.request_password_reset, message) {
        Ok(_) => visit.go("/forgotten-password?sent=yes"),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            forgotten_page(&visit, refused_as(&refusal), form, false)
        }
    }
}
