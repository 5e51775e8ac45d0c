//! From a message of the outbox to a letter in French.
mod defang;
mod french;
mod link;
mod text;
mod words;

use std::str::FromStr;

use accounts::Message;
use askama::Template;
use domain::reference::zones::Zone;
use serde::Deserialize;
use url::Url;

use crate::capacity::role_in_french;
use crate::content::{ContentError, ContentReader};
use crate::kind::{Class, Kind, UnknownKind};
use crate::letter::Facts;
use defang::defanged;
use domain::in_words::{day_in_french, week_in_french};
use french::{CollegeNamed, in_department, of_authority, of_person, of_year};
use link::Link;
use words::{Words, instant_in_french};

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
    Content(#[from] ContentError),
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
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Content(_) | Self::UnknownKind(_) => true,
            Self::BadBody | Self::Template(_) => false,
        }
    }
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Plain<'a> {
    greeting: &'a str,
    paragraphs: &'a [String],
    quoted_from: &'a str,
    quoted: &'a [String],
    link: Option<&'a Link>,
}

#[derive(Template)]
#[template(path = "letter.html", escape = "html")]
struct Html<'a> {
    subject: &'a str,
    greeting: &'a str,
    paragraphs: &'a [String],
    quoted_from: &'a str,
    quoted: &'a [String],
    link: Option<&'a Link>,
}

/// How a letter is written, beside what it says.
#[derive(Clone, Copy, Debug)]
pub struct LetterContext {
    /// Where its reader is.
    pub zone: Zone,
    /// No other news comes on that day.
    pub last_of_the_day: bool,
}

/// Writes a message out, its persons opened now. Whoever was erased since is no longer named.
///
/// Other people's words stand in no subject, are quoted as such, and hold nothing to click; whom
/// they invite is not greeted by a name of theirs.
///
/// # Errors
/// See [`NotRendered`].
pub async fn render(
    content: &ContentReader,
    public: &Url,
    message: &Message,
    context: LetterContext,
) -> Result<Rendered, NotRendered> {
    let kind = Kind::from_str(&message.kind)?;
    let MessageBody {
        facts,
        expires_at,
        account,
    } = read_body(kind, &message.body)?;
    let persons: Vec<_> = facts.to.into_iter().chain(facts.pupil).collect();
    let identities = content.identities(&persons).await?;
    let title = match facts.offer {
        Some(terms) => content.title(terms).await?,
        None => None,
    };
    let name = |one: Option<crate::letter::Person>| {
        let found = one.and_then(|one| identities.get(&one));
        found.and_then(|identity| identity.name.as_deref().map(defanged))
    };
    let college = facts.college.as_deref().map(defanged);
    let pupil = name(facts.pupil).unwrap_or_else(|| "un élève".to_owned());
    let about = facts.to.filter(|_| facts.establishment.is_some());
    let declared = about.and_then(|one| identities.get(&one));
    let invited = facts.to.filter(|_| facts.host_invitation.is_some());
    let invited = invited.and_then(|one| identities.get(&one));
    let quoted = [
        ("Offre", title.as_deref()),
        ("Organisme", facts.host.as_deref()),
        ("À", invited.and_then(|one| one.name.as_deref())),
        ("Mot", invited.and_then(|one| one.word.as_deref())),
        ("Nom", declared.and_then(|one| one.name.as_deref())),
        ("Adresse", declared.and_then(|one| one.mail.as_deref())),
    ];
    let quoted: Vec<String> = quoted
        .into_iter()
        .filter_map(|(what, text)| text.map(|text| format!("{what} : {}", defanged(text))))
        .collect();
    let words = Words {
        college: college
            .as_deref()
            .map_or_else(CollegeNamed::of_the_reader, CollegeNamed::by),
        class: facts.class.as_deref().map(defanged),
        week: facts.week.map(week_in_french),
        year: facts.school_year.map(|year| year.to_string()),
        of_year: of_year(facts.school_year),
        in_department: in_department(facts.department),
        of_authority: of_authority(facts.authority),
        of_pupil: of_person(&pupil),
        pupil,
        until: expires_at.and_then(|at| instant_in_french(at, context.zone)),
        expires_on: facts.expires_on.map(day_in_french),
        first_day: facts.first_day.map(day_in_french),
        account: account.as_deref().map(on_one_line),
        invites: message.link_token.is_some(),
    };
    let token = match (facts.establishment, facts.to, facts.host_invitation) {
        (Some(college), Some(head), _) => Some(content.head_link(college, head.person).await?),
        (_, _, Some((college, invitation))) => {
            let link = content.host_invitation_link(college, invitation);
            Some(link.await?)
        }
        _ => message.link_token.clone(),
    };
    let link = link::link(public, kind, &facts, token.as_deref());
    let greeting = match (kind.class(), name(facts.to)) {
        (Class::News | Class::Account, Some(name)) => format!("Bonjour {name},"),
        (Class::Invitation, _) | (Class::News | Class::Account, None) => "Bonjour,".to_owned(),
    };
    let letter = Letter {
        words: &words,
        greeting: &greeting,
        quoted_from: quoted_from(kind),
        quoted: &quoted,
        link: &link,
        last_of_the_day: context.last_of_the_day,
    };
    lay_out(kind, &letter).map_err(|_| NotRendered::Template(kind))
}

/// What stands in the body of a message: of the log, or of an account.
#[derive(Default)]
struct MessageBody {
    facts: Facts,
    expires_at: Option<i64>,
    /// Which account it is about: `professeur, Collège Jean-Moulin (0010035H)`.
    account: Option<String>,
}

/// The body of a message about an account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OfAccount {
    /// Until when its link may be used, in microseconds since the Unix epoch.
    expires_at: Option<i64>,
    /// What the account acts as.
    capacity: Option<String>,
    /// What that is about.
    place: Option<String>,
}

impl OfAccount {
    /// The account in words; nothing where its role has none.
    fn account(&self) -> Option<String> {
        let role = role_in_french(self.capacity.as_deref()?)?;
        Some(match &self.place {
            Some(place) => format!("{role}, {place}"),
            None => role.to_owned(),
        })
    }
}

/// As what an account is asked for, where a message about one tells so.
pub(crate) fn capacity_asked_for(message: &Message) -> Option<String> {
    let kind = Kind::from_str(&message.kind).ok()?;
    if kind.class() != Class::Account {
        return None;
    }
    let told: OfAccount = serde_json::from_str(&message.body).ok()?;
    told.capacity
}

/// The parser's own error may quote the body, so it goes no further.
fn read_body(kind: Kind, body: &str) -> Result<MessageBody, NotRendered> {
    if kind.class() == Class::Account {
        let told: OfAccount = serde_json::from_str(body).map_err(|_| NotRendered::BadBody)?;
        return Ok(MessageBody {
            expires_at: told.expires_at,
            account: told.account(),
            ..MessageBody::default()
        });
    }
    let facts = serde_json::from_str(body).map_err(|_| NotRendered::BadBody)?;
    Ok(MessageBody {
        facts,
        ..MessageBody::default()
    })
}

/// What stands in a letter.
struct Letter<'a> {
    words: &'a Words,
    greeting: &'a str,
    quoted_from: &'static str,
    quoted: &'a [String],
    link: &'a Link,
    last_of_the_day: bool,
}

/// Whose words a letter of this kind quotes.
fn quoted_from(kind: Kind) -> &'static str {
    if kind == Kind::HeadToConfirm {
        "la personne qui s'est inscrite"
    } else if kind == Kind::HostInvited {
        "le collège"
    } else {
        "l'organisme d'accueil"
    }
}

/// The last paragraph of the last news of a day.
const LAST_OF_THE_DAY: &str = "C'est le dernier message que vous recevez à ce sujet aujourd'hui : \
    ce qui arrive encore vous attend sur la plateforme.";

fn lay_out(kind: Kind, letter: &Letter<'_>) -> Result<Rendered, askama::Error> {
    let &Letter {
        words,
        greeting,
        quoted_from,
        quoted,
        link,
        last_of_the_day,
    } = letter;
    let written = text::written(kind, words)?;
    let mut paragraphs = written
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty());
    let subject = on_one_line(paragraphs.next().unwrap_or_default());
    let mut paragraphs: Vec<String> = paragraphs.map(capitalised).collect();
    if last_of_the_day {
        paragraphs.push(LAST_OF_THE_DAY.to_owned());
    }
    let text = Plain {
        greeting,
        paragraphs: &paragraphs,
        quoted_from,
        quoted,
        link: Some(link),
    };
    let html = Html {
        subject: &subject,
        greeting,
        paragraphs: &paragraphs,
        quoted_from,
        quoted,
        link: Some(link),
    };
    let (text, html) = (text.render()? + "\n", html.render()? + "\n");
    Ok(Rendered {
        subject,
        text,
        html,
    })
}

/// A subject is one line.
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
