//! What is shown where a page cannot be: in French, with a way on.
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tonic::Code;

use crate::layout::Layout;
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;

/// Why a page is not shown.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Nobody has signed in, or the session is over.
    SignIn,
    /// The form is of another visitor, or of one whose session has changed: it is shown once more.
    Confirm,
    /// The page is of another role.
    OfAnother(Role),
    /// There is nothing here, or nothing that may be seen.
    NotFound,
    /// The form was sent from elsewhere.
    FromElsewhere,
    /// The form is larger than any of ours.
    TooLarge,
    /// The form did not arrive in time.
    TooSlow,
    /// The form is not written as a browser writes it.
    Unreadable,
    /// The page was asked for in a way that it does not know.
    NoSuchMethod,
    /// The services refuse.
    Refused(Box<Refusal>),
    /// A title and a sentence.
    Told(&'static str, &'static str),
}

impl Failure {
    /// With a title and a sentence of one's own.
    pub fn told(title: &'static str, sentence: &'static str) -> Self {
        Self::Told(title, sentence)
    }
}

/// What the address of a page says of a request.
const ADDRESSED: &[&str] = &["class", "name", "offer", "page_token", "scope", "student"];

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal.code {
            Code::Unauthenticated => Self::SignIn,
            Code::NotFound | Code::PermissionDenied => Self::NotFound,
            // An address that names nothing that could be there.
            Code::InvalidArgument if refusal.is_about(ADDRESSED) => Self::NotFound,
            _ => Self::Refused(Box::new(refusal)),
        }
    }
}

/// It stands in the extensions of the response until [`explain`] makes a page of it, which knows
/// who visits.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "everybody/failure.html")]
struct FailurePage<'a> {
    layout: Layout,
    sentences: Vec<&'a str>,
    again: Option<&'a str>,
    home: &'static str,
}

#[derive(Template)]
#[template(path = "everybody/confirm.html")]
struct ConfirmPage<'a> {
    layout: Layout,
    path: &'a str,
    fields: Vec<(String, String)>,
}

/// The page of a failure.
pub(crate) fn explain(visit: &Visit, failure: Failure) -> Response {
    match failure {
        Failure::SignIn => sign_in(visit),
        Failure::Confirm => confirm(visit),
        Failure::OfAnother(role) => {
            let sentence = format!(
                "Cette page est réservée à la qualité « {} ». Si vous l'avez aussi, changez de \
                 qualité dans « Mon compte ».",
                role.in_french()
            );
            told(
                visit,
                StatusCode::FORBIDDEN,
                "Cette page n'est pas la vôtre",
                &[&sentence],
            )
        }
        Failure::NotFound => told(
            visit,
            StatusCode::NOT_FOUND,
            "Page introuvable",
            &[
                "Il n'y a rien à cette adresse que vous puissiez voir.",
                "Si vous l'avez tapée, vérifiez-la ; si vous avez suivi un lien, ce qu'il montrait \
                 n'existe plus ou ne vous est plus ouvert.",
            ],
        ),
        Failure::FromElsewhere => told(
            visit,
            StatusCode::FORBIDDEN,
            "Formulaire refusé",
            &[
                "Ce formulaire n'a pas été envoyé depuis une page de ce site : rien n'a été \
                 enregistré.",
                "Revenez à la page et envoyez-le de nouveau.",
            ],
        ),
        Failure::TooLarge => told(
            visit,
            StatusCode::PAYLOAD_TOO_LARGE,
            "Formulaire trop long",
            &[
                "Ce qui a été envoyé est trop long ; rien n'a été enregistré. Revenez en arrière et raccourcissez votre texte.",
            ],
        ),
        Failure::TooSlow => told(
            visit,
            StatusCode::REQUEST_TIMEOUT,
            "Envoi trop lent",
            &[
                "Ce que vous avez envoyé n'est pas arrivé à temps ; rien n'a été enregistré. Revenez en arrière et envoyez-le de nouveau.",
            ],
        ),
        Failure::Unreadable => told(
            visit,
            StatusCode::BAD_REQUEST,
            "Formulaire illisible",
            &[
                "Ce qui a été envoyé ne peut pas être lu ; rien n'a été enregistré. Revenez en arrière et envoyez-le de nouveau.",
            ],
        ),
        Failure::NoSuchMethod => told(
            visit,
            StatusCode::METHOD_NOT_ALLOWED,
            "Cette page ne se demande pas ainsi",
            &["Rien n'a été enregistré. Revenez à l'accueil."],
        ),
        Failure::Refused(refusal) => refused(visit, &refusal),
        Failure::Told(title, sentence) => told(visit, StatusCode::CONFLICT, title, &[sentence]),
    }
}

fn told(visit: &Visit, status: StatusCode, title: &'static str, sentences: &[&str]) -> Response {
    let page = FailurePage {
        layout: visit.layout(title),
        sentences: sentences.to_vec(),
        again: None,
        home: home(visit),
    };
    visit.show_as(status, &page)
}

fn home(visit: &Visit) -> &'static str {
    visit.session().map_or("/", |session| session.role.home())
}

fn refused(visit: &Visit, refusal: &Refusal) -> Response {
    let (status, title) = match refusal.code {
        Code::ResourceExhausted => (StatusCode::TOO_MANY_REQUESTS, "Trop de demandes"),
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => {
            (StatusCode::SERVICE_UNAVAILABLE, "Le service ne répond pas")
        }
        Code::InvalidArgument | Code::OutOfRange => (
            StatusCode::BAD_REQUEST,
            "Cette demande ne peut pas être traitée",
        ),
        Code::FailedPrecondition | Code::Aborted => {
            (StatusCode::CONFLICT, "Ce n'est pas possible maintenant")
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "Une erreur est survenue"),
    };
    let page = FailurePage {
        layout: visit.layout(title),
        sentences: vec![&refusal.sentence],
        again: Some(visit.whole()),
        home: home(visit),
    };
    let mut response = visit.show_as(status, &page);
    if let Some(after) = refusal.retry_after {
        response.headers_mut().insert("retry-after", after.into());
    }
    response
}

/// Asks to sign in; what was typed is sent again after it.
fn sign_in(visit: &Visit) -> Response {
    if let Some(session) = visit.session() {
        visit.site().sessions.end(&session.id);
    }
    let Some(fields) = visit.kept() else {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("next", visit.whole());
        return visit.go(&format!("/sign-in?{}", query.finish()));
    };
    crate::everybody::sign_in::ask_again(visit, fields)
}

fn confirm(visit: &Visit) -> Response {
    let fields = visit.kept().unwrap_or_default();
    let person = visit.session().map_or("", |session| &session.person);
    match fields.shown_to() {
        "" => confirm_to(visit, visit.path(), fields.without_passwords()),
        owner if owner == person => confirm_to(visit, visit.path(), fields.without_passwords()),
        _ => typed_by_another(visit),
    }
}

/// What somebody typed is theirs alone: whoever has signed in since in the same browser neither reads
/// nor sends it.
pub(crate) fn typed_by_another(visit: &Visit) -> Response {
    told(
        visit,
        StatusCode::CONFLICT,
        "Formulaire d'une autre personne",
        &[
            "Ce formulaire avait été rempli par une autre personne, ou en une autre qualité : rien \
             n'en a été enregistré, et rien n'en est montré ici.",
            "Vous êtes connecté : continuez depuis l'accueil.",
        ],
    )
}

/// A form that was typed before the visitor's session changed, to be sent with one more click.
pub(crate) fn confirm_to(visit: &Visit, path: &str, fields: Vec<(String, String)>) -> Response {
    let page = ConfirmPage {
        layout: visit.layout("Confirmer l'envoi"),
        path,
        fields,
    };
    visit.show(&page)
}
