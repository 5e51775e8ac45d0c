//! A form as it is shown: with what was typed and what is wrong with it.
use askama::Template;

use crate::csrf;
use crate::markup::Markup;
use crate::posted::Fields;
use crate::refusal::Refusal;
use crate::visit::Visit;

/// A form. Its fields are called as the request calls them, so that a refusal finds its field.
pub struct Form {
    token: String,
    request_id: String,
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    general: Option<String>,
}

/// One of several to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A word beside it; empty where there is none.
    pub hint: String,
}

impl Choice {
    /// Of value and label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// With a word beside it.
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl Form {
    /// A form that nobody has filled in yet.
    pub fn new(visit: &Visit) -> Self {
        Self {
            token: visit.token(),
            request_id: uuid::Uuid::new_v4().to_string(),
            values: vec![],
            errors: vec![],
            general: None,
        }
    }

    /// With values to begin with.
    pub fn with<K: Into<String>, V: Into<String>>(
        mut self,
        values: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let values = values
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()));
        self.values.extend(values);
        self
    }

    /// As it was sent, with what is wrong with it. The id of the request stays where it is not known
    /// what became of it; else the next try is a request of its own.
    pub fn again(visit: &Visit, fields: &Fields, refusal: &Refusal) -> Self {
        let unknown = matches!(
            refusal.code,
            tonic::Code::Unavailable | tonic::Code::DeadlineExceeded | tonic::Code::Cancelled
        );
        let mut form = Self::new(visit);
        if unknown {
            form.request_id = fields.request_id();
        }
        form.values = fields.clone().without_passwords();
        form.errors = refusal.fields.clone();
        if form.errors.is_empty() {
            form.general = Some(refusal.sentence.clone());
        }
        form
    }

    /// As it was sent, to be filled in further.
    pub fn going_on(visit: &Visit, fields: &Fields) -> Self {
        let mut form = Self::new(visit);
        form.request_id = fields.request_id();
        form.values = fields.clone().without_passwords();
        form
    }

    /// With something wrong that these pages see themselves: what was typed in two fields differs.
    pub fn wrong(mut self, field: &str, sentence: &str) -> Self {
        self.errors.push((field.to_owned(), sentence.to_owned()));
        self
    }

    /// Whether something is wrong.
    pub fn is_refused(&self) -> bool {
        self.general.is_some() || !self.errors.is_empty()
    }

    /// The value of a field; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether a field has a value, be it empty: it was in the form that was sent.
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    /// Whether a value is among those of a field.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(key, own)| key == name && own == value)
    }

    fn error(&self, name: &str) -> Option<&str> {
        let own = |key: &str| {
            key == name
                || key
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('['))
        };
        let found = self.errors.iter().find(|(key, _)| own(key));
        found.map(|(_, sentence)| sentence.as_str())
    }

    /// What is wrong, above the form.
    pub fn summary(&self) -> Markup {
        if !self.is_refused() {
            return Markup::default();
        }
        Markup::of(&Summary {
            errors: &self.errors,
            general: self.general.as_deref(),
        })
    }

    /// What makes it a form of this visitor, sent once.
    pub fn seal(&self) -> Markup {
        Markup::of(&Hidden {
            pairs: &[(csrf::FIELD, &self.token), ("request_id", &self.request_id)],
        })
    }

    /// A value that nobody types.
    pub fn hidden(&self, name: &str, value: &str) -> Markup {
        Markup::of(&Hidden {
            pairs: &[(name, value)],
        })
    }

    fn input(&self, kind: &str, name: &str, label: &str, hint: &str, autocomplete: &str) -> Markup {
        let value = if kind == "password" {
            ""
        } else {
            self.value(name)
        };
        Markup::of(&Input {
            kind,
            name,
            label,
            hint,
            value,
            autocomplete,
            error: self.error(name),
        })
    }

    /// A line of text.
    pub fn text(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("text", name, label, hint, "off")
    }

    /// The visitor's own name.
    pub fn own_name(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("text", name, label, hint, "name")
    }

    /// An electronic address of somebody else.
    pub fn mail(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("email", name, label, hint, "off")
    }

    /// The visitor's own electronic address.
    pub fn own_mail(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("email", name, label, hint, "email")
    }

    /// The visitor's password.
    pub fn password(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("password", name, label, hint, "current-password")
    }

    /// A password to be chosen.
    pub fn new_password(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("password", name, label, hint, "new-password")
    }

    /// A day.
    pub fn date(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("date", name, label, hint, "off")
    }

    /// An hour of the day.
    pub fn time(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("time", name, label, hint, "off")
    }

    /// A number.
    pub fn number(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.input("number", name, label, hint, "off")
    }

    /// A text of several lines.
    pub fn long(&self, name: &str, label: &str, hint: &str, rows: u32) -> Markup {
        Markup::of(&Long {
            name,
            label,
            hint,
            rows,
            value: self.value(name),
            error: self.error(name),
        })
    }

    /// One of a list.
    pub fn select(&self, name: &str, label: &str, hint: &str, choices: &[Choice]) -> Markup {
        Markup::of(&Select {
            name,
            label,
            hint,
            choices: self.marked(name, choices),
            error: self.error(name),
        })
    }

    /// One of a few.
    pub fn radios(&self, name: &str, label: &str, hint: &str, choices: &[Choice]) -> Markup {
        self.set("radio", name, label, hint, choices)
    }

    /// Some of a few.
    pub fn checks(&self, name: &str, label: &str, hint: &str, choices: &[Choice]) -> Markup {
        self.set("checkbox", name, label, hint, choices)
    }

    fn set(&self, kind: &str, name: &str, label: &str, hint: &str, choices: &[Choice]) -> Markup {
        Markup::of(&Set {
            kind,
            name,
            label,
            hint,
            choices: self.marked(name, choices),
            error: self.error(name),
        })
    }

    fn marked<'a>(&self, name: &str, choices: &'a [Choice]) -> Vec<Marked<'a>> {
        let marked = choices.iter().map(|choice| Marked {
            chosen: self.holds(name, &choice.value),
            choice,
        });
        marked.collect()
    }
}

struct Marked<'a> {
    choice: &'a Choice,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "form/summary.html")]
struct Summary<'a> {
    errors: &'a [(String, String)],
    general: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "form/hidden.html")]
struct Hidden<'a> {
    pairs: &'a [(&'a str, &'a str)],
}

#[derive(Template)]
#[template(path = "form/input.html")]
struct Input<'a> {
    kind: &'a str,
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    value: &'a str,
    autocomplete: &'a str,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "form/long.html")]
struct Long<'a> {
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    rows: u32,
    value: &'a str,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "form/select.html")]
struct Select<'a> {
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    choices: Vec<Marked<'a>>,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "form/set.html")]
struct Set<'a> {
    kind: &'a str,
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    choices: Vec<Marked<'a>>,
    error: Option<&'a str>,
}
