//! What every refusal says to the one who is refused (SPEC 8).

/// A refusal in words. No personal data, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Stable, for machines: `NO_SEAT_LEFT`.
    pub reason: &'static str,
    /// The SPEC row it rests on: `OFF-3`.
    pub rule: &'static str,
    /// The field of the request it concerns, where there is one.
    pub field: Option<&'static str>,
    /// One sentence in French.
    pub french: String,
    /// One sentence in English.
    pub english: String,
    /// What kind of refusal it is.
    pub kind: RefusalKind,
}

/// What kind of refusal one is: what the one who asked can do about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefusalKind {
    /// What was asked is well-formed, and a rule says no as things stand.
    #[default]
    Rule,
    /// What was asked for does not exist.
    Missing,
    /// A value that would be refused whatever the state: out of its range, empty, no text.
    Malformed,
}

/// What would have been right in a field, in French and in English: the end of a sentence that
/// begins with "attendu :" and "expected:". It never repeats what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(pub &'static str, pub &'static str);

/// A refusal that can say what it is.
pub trait Explain {
    /// The reason, the rule and the sentences.
    fn explain(&self) -> Explanation;

    /// What kind of refusal it is.
    fn kind(&self) -> RefusalKind;

    /// All of it.
    fn told(&self) -> Explanation {
        let mut told = self.explain();
        told.kind = self.kind();
        told
    }
}

/// A refusal about a rule; add [`Explanation::on`] as it needs.
#[must_use]
pub fn because(
    reason: &'static str,
    rule: &'static str,
    french: impl Into<String>,
    english: impl Into<String>,
) -> Explanation {
    Explanation {
        reason,
        rule,
        field: None,
        french: french.into(),
        english: english.into(),
        kind: RefusalKind::Rule,
    }
}

impl Explanation {
    /// Names the field of the request that the refusal concerns.
    #[must_use]
    pub fn on(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}
