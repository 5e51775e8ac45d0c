//! What teachers, the head and other staff of a college see alike: a class, a pupil. The pages stand
//! in the folder of each role, which the address says.
pub mod agreement;
pub mod agreements;
pub mod application;
pub mod class;
pub mod correcting;
pub mod cv;
pub mod drafts;
pub mod enrolment;
pub mod forms;
pub mod groups;
pub mod guardian;
pub mod guardians;
pub mod invitations;
pub mod moving;
pub mod offer;
pub mod pupil;
pub mod search;
pub mod travel_aid;
pub mod whole_class;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use proto::v1;

use crate::calls::{ask, me};
use crate::failure::Failure;
use crate::form::Choice;
use crate::names;
use crate::roles::Role;
use crate::site::Site;
use crate::visit::Visit;

/// The pages of a class and of a pupil, below `/teacher` and below `/head`.
pub(crate) fn routes() -> Router<Arc<Site>> {
    let pages = || -> Router<Arc<Site>> {
        Router::new()
            .route(
                "/classes/{class}",
                get(class::show).post(class::act_on_some),
            )
            .route(
                "/classes/{class}/enrol",
                get(enrolment::show).post(enrolment::one),
            )
            .route("/classes/{class}/enrol/list", post(enrolment::list))
            .route("/classes/{class}/forms", get(forms::of_class))
            .route(
                "/classes/{class}/signed",
                get(forms::show).post(forms::record),
            )
            .route(
                "/classes/{class}/move",
                get(moving::class).post(moving::move_class),
            )
            .route("/classes/{class}/drafts", get(drafts::of_class))
            .route("/classes/{class}/offers", get(search::show))
            .route(
                "/classes/{class}/offers/{offer}",
                get(offer::show).post(offer::submit),
            )
            .route(
                "/classes/{class}/offers/{offer}/reserve",
                post(offer::reserve),
            )
            .route(
                "/invitations",
                get(invitations::list).post(invitations::invite),
            )
            .route(
                "/invitations/{invitation}/take-back",
                post(invitations::take_back),
            )
            .route("/groups", get(groups::list))
            .route("/groups/{offer}/{group}", get(groups::show))
            .route("/groups/{offer}/{group}/withdraw", post(groups::withdraw))
            .route("/agreements", get(agreements::show))
            .route("/agreements/{student}/{application}", get(agreement::show))
            .route(
                "/agreements/{student}/{application}/document",
                get(agreement::document),
            )
            .route(
                "/agreements/{student}/{application}/amend",
                get(agreement::terms).post(agreement::amend),
            )
            .route(
                "/agreements/{student}/{application}/sign",
                post(agreement::sign),
            )
            .route(
                "/agreements/{student}/{application}/copy",
                post(agreement::record_copy),
            )
            .route(
                "/agreements/{student}/{application}/contact",
                post(agreement::contacted),
            )
            .route(
                "/agreements/{student}/{application}/visit",
                post(agreement::went),
            )
            .route("/pupils/{student}", get(pupil::show))
            .route("/pupils/{student}/form", get(forms::of_pupil))
            .route("/pupils/{student}/hand-form", post(pupil::hand_form))
            .route("/pupils/{student}/record", post(pupil::record))
            .route("/pupils/{student}/open-access", post(pupil::open_access))
            .route("/pupils/{student}/invite", post(pupil::invite))
            .route("/pupils/{student}/withdraw", post(pupil::withdraw))
            .route(
                "/pupils/{student}/confirm-guardian",
                post(pupil::confirm_guardian),
            )
            .route(
                "/pupils/{student}/correct",
                get(correcting::show).post(correcting::correct),
            )
            .route("/pupils/{student}/by-mistake", post(correcting::by_mistake))
            .route("/pupils/{student}/erase", post(correcting::erase))
            .route(
                "/pupils/{student}/guardians/{guardian}",
                get(guardian::show).post(guardian::correct),
            )
            .route(
                "/pupils/{student}/guardians/{guardian}/remove",
                post(guardian::remove),
            )
            .route(
                "/pupils/{student}/guardians/{guardian}/erase",
                post(guardian::erase),
            )
            .route(
                "/pupils/{student}/move",
                get(moving::pupil).post(moving::move_pupil),
            )
            .route("/pupils/{student}/cv", get(cv::show))
            .route("/pupils/{student}/cv/comment", post(cv::comment))
            .route(
                "/pupils/{student}/drafts/{draft}",
                get(drafts::show).post(drafts::comment),
            )
            .route(
                "/pupils/{student}/applications/{application}",
                get(application::show),
            )
            .route(
                "/pupils/{student}/applications/{application}/placement",
                post(application::decide),
            )
            .route(
                "/pupils/{student}/applications/{application}/debrief",
                post(application::debrief),
            )
            .route(
                "/pupils/{student}/applications/{application}/travel-aid",
                post(travel_aid::record),
            )
    };
    Router::new()
        .nest("/teacher", pages())
        .nest("/head", pages())
}

/// The folder of who visits: `/teacher` or `/head`.
pub fn folder(visit: &Visit) -> Result<&'static str, Failure> {
    let session = visit.role(&[Role::Teacher, Role::Head, Role::OtherStaff])?;
    Ok(match session.role {
        Role::Teacher => "/teacher",
        _ => "/head",
    })
}

/// What may be said of the gender of a pupil.
pub fn genders() -> Vec<Choice> {
    vec![
        Choice::new("GENDER_GIRL", "Fille"),
        Choice::new("GENDER_BOY", "Garçon"),
        Choice::new("GENDER_NOT_STATED", "Non précisé"),
    ]
}

/// The college of who visits, as `establishments/{uai}`.
pub fn college(visit: &Visit) -> Result<String, Failure> {
    folder(visit)?;
    Ok(visit.signed()?.scope.clone())
}

/// A class of the college, as `establishments/{uai}/classes/{uuid}`.
pub fn class_name(visit: &Visit, class: &str) -> Result<String, Failure> {
    Ok(format!("{}/classes/{class}", college(visit)?))
}

/// The address of the page of a class.
pub fn class_path(visit: &Visit, class: &str) -> Result<String, Failure> {
    Ok(format!("{}/classes/{}", folder(visit)?, names::last(class)))
}

/// The classes to choose from, and the one that is asked for.
pub struct Classes {
    /// By name and label; for staff who see all of them, an empty name stands for all.
    pub choices: Vec<Choice>,
    /// The one that the address names, else the first of a teacher; empty for all.
    pub asked: String,
}

/// The classes of who visits: a teacher's own, else those of the college.
pub async fn classes(visit: &Visit) -> Result<Classes, Failure> {
    let asked = visit.query("class").to_owned();
    let label = |label: String, year: String| format!("{label}, {year}");
    if visit.signed()?.role == Role::Teacher {
        let own = me(visit, 200, "").await?.belongings.into_iter();
        let own = own.filter(|one| one.name.contains("/classes/"));
        let mut own: Vec<_> = own.collect();
        own.sort_by(|a, b| b.school_year.cmp(&a.school_year));
        let choices: Vec<Choice> = own
            .into_iter()
            .map(|one| Choice::new(one.name, label(one.display_name, one.school_year)))
            .collect();
        let first = choices.first().map(|one| one.value.clone());
        return Ok(Classes {
            asked: if asked.is_empty() {
                first.unwrap_or_default()
            } else {
                asked
            },
            choices,
        });
    }
    let mut choices = vec![Choice::new("", "Tout le collège")];
    choices.extend(
        all_classes(visit)
            .await?
            .into_iter()
            .map(|class| Choice::new(class.name, label(class.label, class.school_year))),
    );
    Ok(Classes { choices, asked })
}

/// The classes of the college, the latest school year first, then by label.
pub async fn all_classes(visit: &Visit) -> Result<Vec<v1::Class>, Failure> {
    let message = v1::GetEstablishmentRequest {
        name: college(visit)?,
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Establishments.get_establishment, message)?;
    let mut all = answer.establishment.unwrap_or_default().classes;
    all.sort_by(|a, b| {
        b.school_year
            .cmp(&a.school_year)
            .then(a.label.cmp(&b.label))
    });
    Ok(all)
}

/// What is shown of a pupil, by the id in the address, with so many applications at the most.
pub async fn follow_up(
    visit: &Visit,
    student: &str,
    applications: i32,
) -> Result<v1::StudentFollowUp, Failure> {
    let message = v1::GetStudentFollowUpRequest {
        student: format!("students/{student}"),
        min_position: visit.position(),
        page_size: applications,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let answer = ask!(visit, FollowUps.get_student_follow_up, message)?;
    Ok(answer.follow_up.unwrap_or_default())
}
