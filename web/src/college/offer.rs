//! An offer as a college reads it: a group of a class asks for its seats at once (OFF-7); the head asks
//! the host to reserve it for the college (EST-9).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::whole_class::{listed_name, present};
use super::{class_name, college, folder};
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::offers::{OfferView, get};
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "college/offer.html")]
struct OfferPage {
    layout: Layout,
    form: Form,
    path: String,
    list_path: String,
    offer: OfferView,
    weeks: Vec<Choice>,
    pupils: Vec<Choice>,
    /// Whether who visits may ask the host to reserve it.
    may_reserve: bool,
}

pub async fn show(
    visit: Visit,
    Path((class, offer)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &class, &offer, form).await
}

/// The present pupils of the class, to choose from.
async fn pupils(visit: &Visit, class: &str) -> Result<Vec<Choice>, Failure> {
    let (_, present) = present(visit, class).await?;
    let choices = present.into_iter().map(|one| {
        let name = listed_name(&one);
        match one.authorisation() {
            v1::AuthorisationState::Valid => Choice::new(one.student, name),
            other => Choice::new(one.student, name).hinted(words::authorisation(other).label),
        }
    });
    Ok(choices.collect())
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    offer: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let view = OfferView::from(get(visit, offer).await?);
    let list_path = format!("{folder}/classes/{class}/offers");
    let weeks = view.weeks.iter().map(|week| {
        let left = words::count(week.left, "place libre", "places libres");
        Choice::new(week.week.clone(), week.words.clone()).hinted(left)
    });
    let page = OfferPage {
        layout: visit.layout(view.title.clone()),
        form,
        path: format!("{list_path}/{offer}"),
        list_path,
        weeks: weeks.collect(),
        pupils: match view.is_individual {
            true => vec![],
            false => pupils(visit, class).await?,
        },
        may_reserve: visit.signed()?.role == Role::Head,
        offer: view,
    };
    Ok(visit.show_as(status, &page))
}

/// Asks for the seats of a group.
pub async fn submit(
    visit: Visit,
    Path((class, offer)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::SubmitGroupApplicationRequest {
        request_id: fields.request_id(),
        class: class_name(&visit, &class)?,
        offer: format!("offers/{offer}"),
        week: fields.get("week").to_owned(),
        students: fields.all("students"),
        letter: fields.text("letter"),
    };
    let answer = act!(visit, Groups.submit_group_application, message);
    let path = format!(
        "{}/groups?class={}",
        folder(&visit)?,
        class_name(&visit, &class)?
    );
    let sentence = "La demande du groupe est envoyée à l'organisme.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &class, &offer, *form).await,
    }
}

/// Asks the host to reserve it.
pub async fn reserve(
    visit: Visit,
    Path((class, offer)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::RequestReservationRequest {
        request_id: fields.request_id(),
        establishment: college(&visit)?,
        offer: format!("offers/{offer}"),
        word: fields.text("word"),
    };
    let answer = act!(visit, Reservations.request_reservation, message);
    let sentence = "Votre demande est envoyée à l'organisme.";
    match after(&visit, &fields, answer, "/head/reservations", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &class, &offer, *form).await,
    }
}
