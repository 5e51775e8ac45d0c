//! The people of a campaign that was played, who can be visited by links. The sessions of these
//! links come from tokens that whoever played the campaign made; where no campaign was played there
//! are none, and no page of this file.
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parking_lot::Mutex;

use crate::failure::Failure;
use crate::layout::Layout;
use crate::roles::Role;
use crate::sessions::{Opened, Tokens, unguessable};
use crate::site::Site;
use crate::visit::Visit;

/// Somebody of the campaign.
#[derive(Clone)]
pub struct Person {
    /// The role, as in a session.
    pub role: String,
    /// UUID that stands for the person.
    pub person: String,
    /// What the role is about.
    pub scope: String,
    /// Who it is, in words: `Élève de 3e B, collège Ampère`.
    pub words: String,
    /// A token that the services take, for as long as the demo is there.
    pub token: String,
}

/// The people who can be visited, and the links that lead to them.
pub struct Demo {
    people: Vec<Person>,
    links: Mutex<Vec<(String, usize)>>,
}

impl Demo {
    /// Of these people.
    #[must_use]
    pub fn new(people: Vec<Person>) -> Self {
        Self {
            people,
            links: Mutex::default(),
        }
    }

    /// A link for each of them, which opens once: what it is for, and its path.
    pub fn links(&self) -> Vec<(String, String)> {
        let people = self.people.iter().enumerate();
        people
            .map(|(n, person)| {
                let code = unguessable();
                self.links.lock().push((code.clone(), n));
                (person.words.clone(), format!("/demo/{code}"))
            })
            .collect()
    }

    /// Whom a link is for; it opens once.
    fn take(&self, code: &str) -> Option<&Person> {
        let mut links = self.links.lock();
        let at = links.iter().position(|(known, _)| known == code)?;
        let (_, n) = links.swap_remove(at);
        self.people.get(n)
    }
}

/// The pages of a demo.
pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/demo", get(people))
        .route("/demo/{code}", get(enter))
}

struct Line {
    role: &'static str,
    words: String,
    path: String,
}

#[derive(Template)]
#[template(path = "everybody/demo.html")]
struct PeoplePage {
    layout: Layout,
    lines: Vec<Line>,
}

/// Who else can be visited: for who came by a link.
async fn people(visit: Visit) -> Result<Response, Failure> {
    let demo = visit.site().settings.demo.as_ref();
    let came = visit.session().is_some_and(|session| session.of_the_demo);
    let demo = demo.filter(|_| came).ok_or(Failure::NotFound)?;
    let links = demo.links();
    let lines = demo
        .people
        .iter()
        .zip(links)
        .map(|(person, (words, path))| Line {
            role: Role::named(&person.role).in_french(),
            words,
            path,
        });
    let lines = lines.collect();
    let layout = visit.layout("Changer de personne");
    Ok(visit.show(&PeoplePage { layout, lines }))
}

/// Signs in as the person of a link.
async fn enter(
    visit: Visit,
    State(site): State<Arc<Site>>,
    method: Method,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let demo = site.settings.demo.as_ref().ok_or(Failure::NotFound)?;
    if method == Method::HEAD {
        return Ok(().into_response());
    }
    let Some(person) = demo.take(&code) else {
        return Err(Failure::told(
            "Ce lien a déjà servi",
            "Chaque lien de la démonstration ouvre une seule fois. Si vous êtes encore dans la \
             démonstration, « Changer de personne » en donne d'autres ; sinon, relancez \
             « placement demo ».",
        ));
    };
    let opened = Opened {
        role: Role::named(&person.role),
        person: person.person.clone(),
        scope: person.scope.clone(),
        tokens: Tokens {
            access: person.token.clone(),
            access_ends: i64::MAX,
            refresh: String::new(),
        },
        of_the_demo: true,
    };
    visit.signed_in(opened, None).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_once() {
        let person = Person {
            role: "pupil".into(),
            person: "p".into(),
            scope: "students/p".into(),
            words: "Élève".into(),
            token: "t".into(),
        };
        let demo = Demo::new(vec![person]);
        let links = demo.links();
        let code = links[0].1.trim_start_matches("/demo/").to_owned();
        assert!(demo.take("another").is_none());
        assert!(demo.take(&code).is_some());
        assert!(demo.take(&code).is_none());
    }
}
