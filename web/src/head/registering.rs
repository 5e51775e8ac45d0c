//! The head registers the college or takes it over; other staff join.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::weeks;
use crate::words;

#[derive(Template)]
#[template(path = "head/register.html")]
struct RegisterPage {
    layout: Layout,
    form: Form,
    about: String,
    years: Vec<Choice>,
    weeks: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "head/person.html")]
struct PersonPage {
    layout: Layout,
    form: Form,
    path: &'static str,
    word: &'static str,
    full_name: &'static str,
    mail: &'static str,
    roles: Vec<Choice>,
    button: &'static str,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let session = of_staff(visit)?;
    let season = weeks::list(visit, "", &session.scope).await?;
    let years = weeks::school_years(&season).into_iter();
    // Those that the college could not choose, as in holidays, are not shown.
    let open = season.iter().filter(|week| week.choice_refusal.is_none());
    let page = RegisterPage {
        layout: visit.layout("Inscrire mon collège"),
        form,
        about: session.who().about,
        weeks: open.map(|week| weeks::choice(&week.week)).collect(),
        years: years.map(|year| Choice::new(year.clone(), year)).collect(),
    };
    Ok(visit.show_as(status, &page))
}

/// The classes of a text, one a line, all of one level.
fn classes(fields: &Fields, name: &str, level: v1::Level) -> Vec<v1::NewClass> {
    let labels = fields.lines(name).into_iter();
    labels
        .map(|label| v1::NewClass {
            label,
            level: level.into(),
        })
        .collect()
}

fn identity(fields: &Fields, field: &str) -> v1::PersonIdentity {
    v1::PersonIdentity {
        full_name: fields.get(&format!("{field}.full_name")).to_owned(),
        mail: fields.get(&format!("{field}.mail")).to_owned(),
    }
}

pub(super) async fn register(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let troisieme = classes(&fields, "classes", v1::Level::Troisieme);
    let quatrieme = classes(&fields, "classes_quatrieme", v1::Level::Quatrieme);
    let message = v1::RegisterEstablishmentRequest {
        request_id: fields.request_id(),
        name: of_staff(&visit)?.scope.clone(),
        head: Some(identity(&fields, "head")),
        school_year: fields.get("school_year").to_owned(),
        classes: [troisieme, quatrieme].concat(),
        weeks: fields.all("weeks"),
    };
    match act!(visit, Establishments.register_establishment, message) {
        Ok(_) => {
            let sentence = "Votre collège est inscrit. Si un courriel a été envoyé à la boîte du \
                            collège, suivez son lien pour vous confirmer.";
            Ok(visit.done("/head", sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), form).await
        }
    }
}

fn succession_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_staff(visit)?;
    let page = PersonPage {
        layout: visit.layout("Prendre la direction du collège"),
        form,
        path: "/head/take-over",
        word: "Vous avez été nommé successeur : à partir de maintenant, vous avez tous les droits du chef d'établissement.",
        full_name: "head.full_name",
        mail: "head.mail",
        roles: vec![],
        button: "Prendre la direction",
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn succession(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    succession_page(&visit, StatusCode::OK, form)
}

fn after<T>(
    visit: &Visit,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
    again: impl FnOnce(&Visit, StatusCode, Form) -> Result<Response, Failure>,
) -> Result<Response, Failure> {
    match answer {
        Ok(_) => Ok(visit.done("/head", sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            again(visit, refused_as(&refusal), form)
        }
    }
}

pub(super) async fn take_over(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::TakeOverEstablishmentRequest {
        request_id: fields.request_id(),
        name: of_staff(&visit)?.scope.clone(),
        head: Some(identity(&fields, "head")),
    };
    let answer = act!(visit, Establishments.take_over_establishment, message);
    let sentence = "Vous êtes maintenant chef de cet établissement.";
    after(&visit, &fields, answer, sentence, succession_page)
}

fn joining_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_staff(visit)?;
    let roles = [
        v1::StaffRole::Documentalist,
        v1::StaffRole::EducationAdviser,
        v1::StaffRole::Psychologist,
        v1::StaffRole::Administration,
    ];
    let page = PersonPage {
        layout: visit.layout("Rejoindre l'équipe du collège"),
        form,
        path: "/head/join",
        word: "Si le chef d'établissement vous a invité, vous entrez tout de suite ; sinon il reçoit votre demande.",
        full_name: "identity.full_name",
        mail: "identity.mail",
        roles: roles
            .into_iter()
            .map(|role| Choice::new(role.as_str_name(), words::staff_role(role)))
            .collect(),
        button: "Rejoindre l'équipe",
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn joining(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    joining_page(&visit, StatusCode::OK, form)
}

pub(super) async fn join(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::JoinStaffRequest {
        request_id: fields.request_id(),
        establishment: of_staff(&visit)?.scope.clone(),
        identity: Some(identity(&fields, "identity")),
        role: fields.choice("role", v1::StaffRole::from_str_name),
    };
    let answer = act!(visit, Establishments.join_staff, message);
    after(
        &visit,
        &fields,
        answer,
        "Votre demande est enregistrée.",
        joining_page,
    )
}
