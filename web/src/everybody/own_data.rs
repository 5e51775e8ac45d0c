//! One's own data: everything that is held of whoever visits, as a file, and their erasure (SPEC 7).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::personal_data;
use crate::posted::Posted;
use crate::roles::Role;
use crate::sessions::Session;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "everybody/own_data.html")]
struct OwnDataPage {
    layout: Layout,
    form: Form,
    of_guardian: bool,
    erases: bool,
    /// What ends with an erasure beside their own access; empty of whom nothing does.
    ends: &'static str,
}

/// Whose data the services hold by a name of their own.
const HELD: &[Role] = &[
    Role::Pupil,
    Role::Guardian,
    Role::Teacher,
    Role::Head,
    Role::OtherStaff,
    Role::HostPerson,
    Role::Prefect,
    Role::Referent,
    Role::AcademicDirector,
    Role::RegionPrefect,
    Role::Rector,
    Role::Partner,
    Role::NationalCommittee,
    Role::PoolingPartner,
];

/// Who asks for their own erasure; a pupil's is of the guardian and of the college, and a head is head
/// first.
const ERASE: &[Role] = &[
    Role::Guardian,
    Role::Teacher,
    Role::OtherStaff,
    Role::HostPerson,
    Role::Prefect,
    Role::Referent,
    Role::AcademicDirector,
    Role::RegionPrefect,
    Role::Rector,
    Role::Partner,
    Role::NationalCommittee,
    Role::PoolingPartner,
];

/// Whether somebody acts in an office to which they were appointed.
fn is_appointed(role: Role) -> bool {
    matches!(
        role,
        Role::Prefect
            | Role::Referent
            | Role::AcademicDirector
            | Role::RegionPrefect
            | Role::Rector
            | Role::NationalCommittee
            | Role::PoolingPartner
    )
}

/// What ends with an erasure beside their own access.
fn ends(role: Role) -> &'static str {
    match role {
        Role::Guardian => {
            "Votre autorisation, si elle est valable, est retirée : l'accès de votre enfant se ferme."
        }
        Role::Partner => {
            "L'association ne participe plus : pour qu'elle continue, elle est nommée de nouveau avec une autre personne."
        }
        role if is_appointed(role) => {
            "Vos fonctions ici prennent fin, et vos mots disparaissent ; vos décisions restent."
        }
        _ => "",
    }
}

/// By which name the services hold who has signed in.
fn own_name(session: &Session) -> String {
    match session.role {
        Role::Pupil => session.scope.clone(),
        Role::Guardian => format!("guardians/{}", session.person),
        Role::HostPerson => format!("{}/people/{}", session.scope, session.person),
        Role::Partner => format!("partners/{}", session.person),
        role if is_appointed(role) => format!("representatives/{}", session.person),
        _ => format!("{}/staff/{}", session.scope, session.person),
    }
}

/// The child of a guardian; empty of anybody else.
fn child(session: &Session) -> &str {
    match session.role {
        Role::Guardian => &session.scope,
        _ => "",
    }
}

/// Whether there is a page of their data for a role.
pub(super) fn is_held(role: Role) -> bool {
    HELD.contains(&role)
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form)
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let role = visit.role(HELD)?.role;
    let page = OwnDataPage {
        layout: visit.layout("Mes données"),
        form,
        of_guardian: role == Role::Guardian,
        erases: ERASE.contains(&role),
        ends: ends(role),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn file(visit: Visit) -> Result<Response, Failure> {
    let session = visit.role(HELD)?;
    personal_data::file(&visit, &own_name(session), child(session)).await
}

/// Nobody reads again who it was.
pub(super) async fn erase(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let session = visit.role(ERASE)?;
    let (request_id, name) = (fields.request_id(), own_name(session));
    let answer = match session.role {
        Role::Guardian => {
            let message = v1::EraseGuardianRequest {
                request_id,
                name,
                student: child(session).to_owned(),
            };
            act!(visit, Privacy.erase_guardian, message).map(|_| ())
        }
        Role::HostPerson => {
            let message = v1::EraseHostPersonRequest {
                request_id,
                name,
                offer: String::new(),
                placement: String::new(),
            };
            act!(visit, Privacy.erase_host_person, message).map(|_| ())
        }
        Role::Partner => {
            let message = v1::ErasePartnerContactRequest { request_id, name };
            act!(visit, Privacy.erase_partner_contact, message).map(|_| ())
        }
        role if is_appointed(role) => {
            let message = v1::EraseRepresentativeRequest { request_id, name };
            act!(visit, Privacy.erase_representative, message).map(|_| ())
        }
        _ => {
            let message = v1::EraseStaffRequest { request_id, name };
            act!(visit, Privacy.erase_staff, message).map(|_| ())
        }
    };
    match after(&visit, &fields, answer, "/", "Vos données sont effacées.")? {
        // Whoever was erased has no session any more.
        After::Done(_) => Ok(visit.signed_out("/sign-in?because=erased")),
        After::Again(status, form) => page(&visit, status, *form),
    }
}
