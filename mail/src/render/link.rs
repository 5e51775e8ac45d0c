//! Where a letter leads: a page of the web tier. A one-time token stands behind `#`, which no
//! browser sends to a server and no server logs.
use url::Url;

use crate::kind::{Kind, LinkTarget};
use crate::letter::Facts;

/// A link with its words.
pub(super) struct Link {
    pub label: &'static str,
    pub url: String,
}

pub(super) fn link(public: &Url, kind: Kind, facts: &Facts, token: Option<&str>) -> Link {
    match (kind.target(), token) {
        (LinkTarget::Application(label), _) => application(public, facts, label),
        (LinkTarget::OneTime(page, label), Some(token)) => one_time(public, page, token, label),
        (LinkTarget::OneTime(..), None) | (LinkTarget::SignIn, _) => sign_in(public),
    }
}

fn sign_in(public: &Url) -> Link {
    Link {
        label: "Se connecter",
        url: page(public, &["sign-in"]).into(),
    }
}

fn application(public: &Url, facts: &Facts, label: &'static str) -> Link {
    let url = match facts.application {
        Some((student, application)) => {
            let (student, application) = (student.to_string(), application.to_string());
            page(
                public,
                &["students", &student, "applications", &application],
            )
        }
        None => page(public, &[]),
    };
    Link {
        label,
        url: url.into(),
    }
}

fn one_time(public: &Url, name: &str, token: &str, label: &'static str) -> Link {
    let mut url = page(public, &[name]);
    url.set_fragment(Some(token));
    Link {
        label,
        url: url.into(),
    }
}

/// A page below the public address, whatever path that has.
fn page(public: &Url, path: &[&str]) -> Url {
    let mut url = public.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}
