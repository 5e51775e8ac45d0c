//! What must be said of the site: accessibility, who publishes it, personal data; and to
//! an organisation that a college invites.
use askama::Template;
use axum::response::Response;

use crate::layout::Layout;
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
    host_invitation, HostInvitationPage, "everybody/host_invitation.html", "Répondre à l'invitation d'un collège";
    data_protection, DataProtectionPage, "everybody/data_protection.html", "Données personnelles";
}
