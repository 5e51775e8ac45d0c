//! The staff of the college and their rights.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{college, of_staff};
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words::{self, Badge};

const RIGHTS: [v1::StaffRight; 6] = [
    v1::StaffRight::ManageCollege,
    v1::StaffRight::ManageStaff,
    v1::StaffRight::ManagePupils,
    v1::StaffRight::ManagePlacements,
    v1::StaffRight::SignAgreements,
    v1::StaffRight::GrantTravelAid,
];

struct RightLine {
    value: &'static str,
    label: &'static str,
    held: bool,
}

struct Line {
    id: String,
    name: String,
    mail: String,
    role: &'static str,
    state: Badge,
    rights: Vec<RightLine>,
    waits: bool,
    here: bool,
    is_head: bool,
    erased: bool,
}

#[derive(Template)]
#[template(path = "head/staff.html")]
struct StaffPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    roles: Vec<Choice>,
    rights: Vec<Choice>,
    by_head: bool,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

fn line(member: v1::StaffMember) -> Line {
    let role = member.role();
    let state = member.state();
    let held: Vec<v1::StaffRight> = member.rights().collect();
    let identity = member.identity.unwrap_or_default();
    Line {
        id: names::last(&member.name).to_owned(),
        name: identity.full_name,
        mail: identity.mail,
        role: words::staff_role(role),
        state: words::staff(state),
        rights: RIGHTS
            .into_iter()
            .map(|right| RightLine {
                value: right.as_str_name(),
                label: words::right(right),
                held: held.contains(&right),
            })
            .collect(),
        waits: state == v1::StaffState::Requested && role != v1::StaffRole::Head,
        here: matches!(state, v1::StaffState::Joined | v1::StaffState::Invited),
        is_head: role == v1::StaffRole::Head,
        erased: state == v1::StaffState::Erased,
    }
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let of = college(visit).await?;
    let roles = [
        v1::StaffRole::Teacher,
        v1::StaffRole::Documentalist,
        v1::StaffRole::EducationAdviser,
        v1::StaffRole::Psychologist,
        v1::StaffRole::Administration,
    ];
    let page = StaffPage {
        layout: visit.layout("Équipe"),
        form,
        lines: of.staff.into_iter().map(line).collect(),
        roles: roles
            .into_iter()
            .map(|role| Choice::new(role.as_str_name(), words::staff_role(role)))
            .collect(),
        rights: RIGHTS
            .into_iter()
            .map(|right| Choice::new(right.as_str_name(), words::right(right)))
            .collect(),
        by_head: of_staff(visit)?.role == Role::Head,
    };
    Ok(visit.show_as(status, &page))
}

async fn after<T>(
    visit: &Visit,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match answer {
        Ok(_) => Ok(visit.done("/head/staff", sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            page(visit, refused_as(&refusal), form).await
        }
    }
}

fn rights_of(fields: &Fields) -> Vec<i32> {
    let typed = fields.all("rights").into_iter();
    let rights = typed.filter_map(|name| v1::StaffRight::from_str_name(&name));
    rights.map(i32::from).collect()
}

fn member_name(visit: &Visit, member: &str) -> Result<String, Failure> {
    Ok(format!("{}/staff/{member}", of_staff(visit)?.scope))
}

pub(super) async fn invite(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::InviteStaffRequest {
        request_id: fields.request_id(),
        establishment: of_staff(&visit)?.scope.clone(),
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
        role: fields.choice("role", v1::StaffRole::from_str_name),
        rights: rights_of(&fields),
    };
    let answer = act!(visit, Establishments.invite_staff, message);
    after(&visit, &fields, answer, "L'invitation est envoyée.").await
}

pub(super) async fn admit(
    visit: Visit,
    Path(member): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::AdmitStaffRequest {
        request_id: fields.request_id(),
        name: member_name(&visit, &member)?,
    };
    let answer = act!(visit, Establishments.admit_staff, message);
    after(
        &visit,
        &fields,
        answer,
        "Cette personne fait partie de l'équipe.",
    )
    .await
}

/// Grants what was ticked and takes back what was not: two facts, each asked for where it says
/// something new.
pub(super) async fn rights(
    visit: Visit,
    Path(member): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let name = member_name(&visit, &member)?;
    let ticked = rights_of(&fields);
    let of = college(&visit).await?;
    let held = of.staff.into_iter().find(|one| one.name == name);
    let held = held.map(|one| one.rights).unwrap_or_default();
    let granted: Vec<i32> = ticked
        .iter()
        .copied()
        .filter(|right| !held.contains(right))
        .collect();
    let narrowed: Vec<i32> = held
        .into_iter()
        .filter(|right| !ticked.contains(right))
        .collect();
    let request = fields.request_id().parse().unwrap_or(uuid::Uuid::nil());
    let part = |which: &str| uuid::Uuid::new_v5(&request, which.as_bytes()).to_string();
    let mut answer = Ok(());
    if !granted.is_empty() {
        let message = v1::GrantRightsRequest {
            request_id: part("grant"),
            name: name.clone(),
            rights: granted,
        };
        answer = act!(visit, Establishments.grant_rights, message).map(|_| ());
    }
    if answer.is_ok() && !narrowed.is_empty() {
        let message = v1::NarrowRightsRequest {
            request_id: part("narrow"),
            name,
            rights: narrowed,
        };
        answer = act!(visit, Establishments.narrow_rights, message).map(|_| ());
    }
    after(&visit, &fields, answer, "Les droits sont enregistrés.").await
}

/// Nobody reads again who it was (SPEC 7).
pub(super) async fn erase(
    visit: Visit,
    Path(member): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::EraseStaffRequest {
        request_id: fields.request_id(),
        name: member_name(&visit, &member)?,
    };
    let answer = act!(visit, Privacy.erase_staff, message);
    let sentence = "Les données de cette personne sont effacées.";
    after(&visit, &fields, answer, sentence).await
}

pub(super) async fn revoke(
    visit: Visit,
    Path(member): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::RevokeStaffRequest {
        request_id: fields.request_id(),
        name: member_name(&visit, &member)?,
    };
    let answer = act!(visit, Establishments.revoke_staff, message);
    after(&visit, &fields, answer, "Cette personne n'a plus d'accès.").await
}
