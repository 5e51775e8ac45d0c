//! From a message of the outbox to a letter in French.
mod link;
mod text;
mod words;

use std::str::FromStr;

use askama::Template;
use serde::Deserialize;
use url::Url;
use vault::accounts::Message;

use crate::kind::{Kind, UnknownKind};
use crate::letter::Facts;
use crate::openings::{NotOpened, Openings};
use link::Link;
use words::{Words, instant_in_french, week_in_french};

/// A letter, written out. It holds personal data: never logged, and without `Debug`.
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// The same as simple HTML.
    pub html: String,
}

/// Why a letter cannot be written out.
#[derive(Debug, thiserror::Error)]
pub enum NotRendered {
    /// To be tried again: the log or the vault does not answer.
    #[error(transparent)]
    NotOpened(#[from] NotOpened),
    /// To be tried again: a newer program knows it.
    #[error(transparent)]
    UnknownKind(#[from] UnknownKind),
    /// Never to be tried again: its body is not one that was queued by this program.
    #[error("the body of the message cannot be read")]
    BadBody,
    /// Never to be tried again: the template fails.
    #[error("the template of {0} fails")]
    Template(Kind),
}

impl NotRendered {
    /// Whether another try may go better.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::NotOpened(_) | Self::UnknownKind(_) => true,
            Self::BadBody | Self::Template(_) => false,
        }
    }
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Plain<'a> {
    greeting: &'a str,
    paragraphs: &'a [String],
    link: Option<&'a Link>,
}

#[derive(Template)]
#[template(path = "letter.html", escape = "html")]
struct Html<'a> {
    subject: &'a str,
    greeting: &'a str,
    paragraphs: &'a [String],
    link: Option<&'a Link>,
}

/// Writes a message out, its persons opened now. Whoever was erased since is no longer named.
///
/// # Errors
/// See [`NotRendered`].
pub async fn render(
    openings: &Openings,
    public: &Url,
    message: &Message,
) -> Result<Rendered, NotRendered> {
    let kind = Kind::from_str(&message.kind)?;
    let Told { facts, expires_at } = told_by(kind, &message.body)?;
    let persons: Vec<_> = facts.to.into_iter().chain(facts.pupil).collect();
    let identities = openings.identities(&persons).await?;
    let title = match facts.offer {
        Some(terms) => openings.title(terms).await?,
        None => None,
    };
    let name = |one: Option<crate::letter::Person>| {
        let found = one.and_then(|one| identities.get(&one));
        found.and_then(|identity| identity.name.as_deref().map(on_one_line))
    };
    let college = facts.college.as_deref().map(on_one_line);
    let words = Words {
        title: title.map_or_else(
            || "une semaine de stage".to_owned(),
            |title| on_one_line(&title),
        ),
        host: facts
            .host
            .as_deref()
            .map_or_else(|| "l'organisme d'accueil".to_owned(), on_one_line),
        college: college
            .clone()
            .unwrap_or_else(|| "votre collège".to_owned()),
        college_known: college,
        class: facts.class.as_deref().map(on_one_line),
        week: facts.week.map(week_in_french),
        pupil: name(facts.pupil).unwrap_or_else(|| "un élève".to_owned()),
        until: expires_at.and_then(instant_in_french),
        invites: message.link_token.is_some(),
    };
    let link = link::link(public, kind, &facts, message.link_token.as_deref());
    let greeting = match name(facts.to) {
        Some(name) => format!("Bonjour {name},"),
        None => "Bonjour,".to_owned(),
    };
    lay_out(kind, &words, &greeting, &link).map_err(|_| NotRendered::Template(kind))
}

/// What stands in the body of a message: of the log, or of an account.
#[derive(Default)]
struct Told {
    facts: Facts,
    expires_at: Option<i64>,
}

/// The body of a message about an account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OfAccount {
    /// Until when its link may be used, in microseconds since the Unix epoch.
    expires_at: Option<i64>,
}

/// The parser's own error may quote the body, so it goes no further.
fn told_by(kind: Kind, body: &str) -> Result<Told, NotRendered> {
    match kind {
        Kind::ConfirmAddress
        | Kind::AlreadyRegistered
        | Kind::ResetPassword
        | Kind::SessionReplayed => {
            let told: OfAccount = serde_json::from_str(body).map_err(|_| NotRendered::BadBody)?;
            Ok(Told {
                expires_at: told.expires_at,
                ..Told::default()
            })
        }
        Kind::ApplicationReceived
        | Kind::ApplicationWithdrawn
        | Kind::ApplicationReinstated
        | Kind::AcceptanceRefused
        | Kind::ApplicationAccepted
        | Kind::ApplicationDeclined
        | Kind::OfferWithdrawn
        | Kind::WeekDropped
        | Kind::PlacementCancelled
        | Kind::PlacementCancelledForCollege
        | Kind::PlacementGivenUp
        | Kind::PlacementFlagged
        | Kind::StaffInvitation
        | Kind::StaffAdmissionRequested
        | Kind::StaffAdmitted
        | Kind::GuardianReplaced
        | Kind::GuardianToConfirm
        | Kind::HostInvitation
        | Kind::StudentInvitation
        | Kind::GuardianInvitation
        | Kind::RepresentativeInvitation
        | Kind::PartnerInvitation => {
            let facts = serde_json::from_str(body).map_err(|_| NotRendered::BadBody)?;
            Ok(Told {
                facts,
                ..Told::default()
            })
        }
    }
}

fn lay_out(
    kind: Kind,
    words: &Words,
    greeting: &str,
    link: &Link,
) -> Result<Rendered, askama::Error> {
    let written = text::written(kind, words)?;
    let mut paragraphs = written
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty());
    let subject = on_one_line(paragraphs.next().unwrap_or_default());
    let paragraphs: Vec<String> = paragraphs.map(capitalised).collect();
    let text = Plain {
        greeting,
        paragraphs: &paragraphs,
        link: Some(link),
    };
    let html = Html {
        subject: &subject,
        greeting,
        paragraphs: &paragraphs,
        link: Some(link),
    };
    let (text, html) = (text.render()? + "\n", html.render()? + "\n");
    Ok(Rendered {
        subject,
        text,
        html,
    })
}

/// Names and titles are people's own words: no line break of theirs gets into a header or makes
/// a paragraph.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A paragraph may begin with a name that stands in for one that is not known.
fn capitalised(paragraph: &str) -> String {
    let mut chars = paragraph.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
