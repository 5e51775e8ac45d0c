//! An application of a pupil as the college reads it, and what the college says of its placement: whether
//! it took place and what it brought (AGR-5), whether the head keeps one that is flagged (STU-2), and aid
//! for the travel to it (EST-10).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use v1::ApplicationAct as Act;

use super::folder;
use super::travel_aid::{Aid, aid};
use crate::acts::Acts;
use crate::after::{After, after};
use crate::agreements;
use crate::calls::{act, ask};
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::{Arrangements, HistoryLine};
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words::{self, Badge};

#[derive(Template)]
#[template(path = "college/application.html")]
struct ApplicationPage {
    layout: Layout,
    form: Form,
    path: String,
    back: String,
    agreement_path: String,
    agreement: Badge,
    pupil: String,
    host: String,
    week: String,
    state: Badge,
    flags: Vec<&'static str>,
    letter: String,
    place: Option<Arrangements>,
    skills: Vec<Choice>,
    debrief: String,
    /// What the services let who visits do.
    acts: Acts,
    aid: Option<Aid>,
    history: Vec<HistoryLine>,
}

const SKILLS: [v1::Skill; 5] = [
    v1::Skill::Languages,
    v1::Skill::Methods,
    v1::Skill::Citizenship,
    v1::Skill::NaturalAndTechnicalSystems,
    v1::Skill::RepresentationsOfTheWorld,
];

fn skill(skill: v1::Skill) -> &'static str {
    use v1::Skill as S;
    match skill {
        S::Languages => "Les langages pour penser et communiquer",
        S::Methods => "Les méthodes et outils pour apprendre",
        S::Citizenship => "La formation de la personne et du citoyen",
        S::NaturalAndTechnicalSystems => "Les systèmes naturels et les systèmes techniques",
        S::RepresentationsOfTheWorld => "Les représentations du monde et l'activité humaine",
        S::Unspecified => "",
    }
}

fn flag(flag: v1::PlacementFlag) -> &'static str {
    use v1::PlacementFlag as P;
    match flag {
        P::AuthorisationWithdrawn => "L'autorisation parentale a été retirée.",
        P::KeptByHead => "Le chef d'établissement maintient ce stage.",
        P::PupilLeft => "L'élève a quitté le collège.",
        P::OutcomesContradict => {
            "L'organisme et le collège ne disent pas la même chose de la semaine."
        }
        P::NotEligible => "Le collège n'est plus éligible.",
        P::Unspecified => "",
    }
}

pub async fn show(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, &application, form).await
}

/// The page, also of a form that was refused.
pub async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    application: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let message = v1::GetApplicationRequest {
        name: names::application(student, application),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Applications.get_application, message)?;
    let shown = answer.application.unwrap_or_default();
    let acts = Acts::of(&shown);
    let agreement = shown.agreement();
    let placement = shown.placement.clone().unwrap_or_default();
    let flags: Vec<v1::PlacementFlag> = placement.flags().collect();
    let stands = placement.state();
    let aid = match shown.placement {
        Some(_) => aid(visit, student, &shown.name).await?,
        None => None,
    };
    let page = ApplicationPage {
        layout: visit.layout(shown.offer_title.clone()),
        form,
        path: format!("{folder}/pupils/{student}/applications/{application}"),
        back: format!("{folder}/pupils/{student}"),
        agreement_path: match agreement {
            v1::AgreementState::Unspecified => String::new(),
            _ => format!("{folder}/agreements/{student}/{application}"),
        },
        agreement: agreements::state(agreement),
        week: dates::week(&shown.week),
        state: words::application(shown.state(), stands),
        flags: flags.into_iter().map(flag).collect(),
        pupil: shown.student_display_name,
        host: shown.host_display_name,
        letter: shown.letter,
        place: placement.arrangements.map(Arrangements::from),
        skills: SKILLS
            .into_iter()
            .map(|one| Choice::new(one.as_str_name(), skill(one)))
            .collect(),
        debrief: placement.debrief,
        acts,
        aid,
        history: shown.history.into_iter().map(HistoryLine::from).collect(),
    };
    Ok(visit.show_as(status, &page))
}

/// What follows a form of the page of an application.
pub async fn then<T>(
    visit: &Visit,
    (student, application): (&str, &str),
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    let path = format!(
        "{}/pupils/{student}/applications/{application}",
        folder(visit)?
    );
    match after(visit, fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, student, application, *form).await,
    }
}

/// That it took place, that the pupil did not come, that it is kept or given up, as the button says.
pub async fn decide(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let request_id = fields.request_id();
    let name = names::application(&student, &application);
    let (answer, sentence) = match fields.get("decision") {
        "completed" => {
            let message = v1::ConfirmCompletionRequest { request_id, name };
            let answer = act!(visit, Placements.confirm_completion, message);
            (answer.map(|_| ()), "C'est noté : le stage a été effectué.")
        }
        "missed" => {
            let message = v1::ReportAbsenceRequest { request_id, name };
            let answer = act!(visit, Placements.report_absence, message);
            (
                answer.map(|_| ()),
                "C'est noté : l'élève ne s'est pas présenté.",
            )
        }
        "keep" => {
            let message = v1::KeepPlacementRequest { request_id, name };
            let answer = act!(visit, Applications.keep_placement, message);
            (answer.map(|_| ()), "Le stage est maintenu.")
        }
        _ => {
            let message = v1::CancelPlacementByCollegeRequest {
                request_id,
                name,
                reason: fields.text("reason"),
            };
            let answer = act!(visit, Applications.cancel_placement_by_college, message);
            (
                answer.map(|_| ()),
                "Le stage est annulé ; l'élève et l'organisme en sont avertis.",
            )
        }
    };
    let of = (student.as_str(), application.as_str());
    then(&visit, of, &fields, answer, sentence).await
}

pub async fn debrief(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let skills = fields.all("skills").into_iter();
    let skills = skills.filter_map(|name| v1::Skill::from_str_name(&name));
    let message = v1::RecordDebriefRequest {
        request_id: fields.request_id(),
        name: names::application(&student, &application),
        skills: skills.map(i32::from).collect(),
        debrief: fields.text("debrief"),
    };
    let answer = act!(visit, Placements.record_debrief, message);
    let of = (student.as_str(), application.as_str());
    then(&visit, of, &fields, answer, "Le bilan est noté.").await
}
