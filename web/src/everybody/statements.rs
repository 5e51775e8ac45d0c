//! What must be said of the site: accessibility, who publishes it, personal data; and to
//! an organisation that a college invites.
use askama::Template;
use axum::response::Response;

use crate::form::Form;
use crate::layout::Layout;
use crate::roles::Role;
use crate::visit::Visit;

macro_rules! statements {
    ($($name:ident, $page:ident, $path:literal, $title:literal;)*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $page {
            layout: Layout,
        }

        pub(super) async fn $name(visit: Visit) -> Response {
            let layout = visit.layout($title);
            visit.show(&$page { layout })
        }
    )*};
}

statements! {
    accessibility, AccessibilityPage, "everybody/accessibility.html", "Accessibilité";
    legal, LegalPage, "everybody/legal.html", "Mentions légales";
    data_protection, DataProtectionPage, "everybody/data_protection.html", "Données personnelles";
}

#[derive(Template)]
#[template(path = "everybody/host_invitation.html")]
struct HostInvitationPage {
    layout: Layout,
    /// For whoever acts for an organisation: the link is followed from here.
    form: Option<Form>,
}

/// Where the link of a college's letter leads.
pub(super) async fn host_invitation(visit: Visit) -> Response {
    let of_host = visit
        .session()
        .is_some_and(|session| session.role == Role::HostPerson);
    let page = HostInvitationPage {
        layout: visit.layout("Répondre à l'invitation d'un collège"),
        form: of_host.then(|| Form::new(&visit)),
    };
    visit.show(&page)
}
