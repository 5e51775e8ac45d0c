//! Text that is HTML already.
use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

/// HTML that was written by one of our templates, which escaped whatever came from elsewhere. It is
/// made of a template alone, so that nothing typed by anybody is ever taken for one.
#[derive(Clone, Default)]
pub struct Markup(String);

impl Markup {
    /// Of a template.
    pub fn of(template: &impl Template) -> Self {
        Self(template.render().unwrap_or_else(|error| {
            // Only where a value cannot be written as text; none of ours fails.
            tracing::error!(%error, "a template fails");
            String::new()
        }))
    }

    /// The whole text, where it stands for a page.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}
