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
    pub menu: Vec<MenuPart>,
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

/// Lines of the menu that stand together.
pub struct MenuPart {
    /// What they are about; empty where they stand in the menu itself.
    pub label: &'static str,
    /// The lines.
    pub lines: Vec<MenuLine>,
    /// Whether the page is there.
    pub here: bool,
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
