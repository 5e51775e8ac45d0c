//! The frame of every page.
use crate::sessions::Flash;

/// What the frame of a page says.
pub struct Layout {
    /// What the page is.
    pub title: String,
    /// The token of forms.
    pub token: String,
    /// Whether nothing here is real.
    pub demo: bool,
    /// Whether the visitor came by a link of the demo.
    pub of_the_demo: bool,
    /// Whether the files of a design system are laid in.
    pub brand: bool,
    /// Who has signed in.
    pub account: Option<Account>,
    /// The menu of the role.
    pub menu: Vec<MenuLine>,
    /// What is said of what was done last.
    pub flash: Option<Flash>,
}

/// Who has signed in.
pub struct Account {
    /// In which role.
    pub role: &'static str,
    /// What it is about, in words.
    pub about: String,
}

/// A line of the menu.
pub struct MenuLine {
    /// Where it leads.
    pub path: &'static str,
    /// What it says.
    pub label: &'static str,
    /// Whether the page is there.
    pub here: bool,
}
