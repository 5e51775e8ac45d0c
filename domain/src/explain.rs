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
    /// Whether it says that the thing asked for does not exist.
    pub missing: bool,
}

/// A refusal that can say what it is.
pub trait Explain {
    /// The reason, the rule and the sentences.
    fn explain(&self) -> Explanation;
}

/// A refusal about a rule; add [`Explanation::on`] and [`Explanation::as_missing`] as it needs.
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
        missing: false,
    }
}

impl Explanation {
    /// Names the field of the request that the refusal concerns.
    #[must_use]
    pub fn on(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Says that what was asked for does not exist.
    #[must_use]
    pub fn as_missing(mut self) -> Self {
        self.missing = true;
        self
    }
}
