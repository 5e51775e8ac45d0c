//! What was written down wrongly of a pupil is corrected (STU-16): names, birth date, gender, an enrolment
//! that was a mistake. Who is at the college no more may be erased.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::guardians::Signatory;
use super::{folder, follow_up, genders};
use crate::after::{After, after};
use crate::calls::act;
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words;

/// Who has a pupil erased.
const ERASE: &[Role] = &[Role::Head, Role::OtherStaff];

/// A step of the enrolment: when, what, and what was said.
struct Step {
    when: String,
    what: &'static str,
    said: String,
}

#[derive(Template)]
#[template(path = "college/correct.html")]
struct CorrectPage {
    layout: Layout,
    form: Form,
    path: String,
    genders: Vec<Choice>,
    guardians: Vec<Signatory>,
    /// Whether who visits may have the pupil erased.
    erases: bool,
    steps: Vec<Step>,
}

fn gender(gender: v1::Gender) -> &'static str {
    match gender {
        v1::Gender::Girl => "fille",
        v1::Gender::Boy => "garçon",
        v1::Gender::NotStated => "sexe non précisé",
        v1::Gender::Unspecified => "",
    }
}

fn step(one: v1::StudentRecordEntry) -> Step {
    use v1::StudentFact as F;
    let fact = one.fact();
    let gender = gender(one.gender());
    let identity = one.identity.unwrap_or_default();
    let who = names::full(&identity);
    let born = match identity.birth_date.as_str() {
        "" => String::new(),
        day => format!("né(e) le {}", dates::day(day)),
    };
    let said = match fact {
        F::Enrolled => vec![who, born, gender.to_owned()],
        F::IdentityCorrected => vec![who, born],
        F::GenderCorrected => vec![gender.to_owned()],
        F::Moved | F::EnrolledByMistake | F::Left | F::TakenIn | F::Unspecified => vec![],
    };
    let said: Vec<String> = said
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect();
    Step {
        when: dates::instant(one.recorded_time.as_ref()),
        what: words::student_fact(fact),
        said: said.join(", "),
    }
}

pub async fn show(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &student, None).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let follow_up = follow_up(visit, student, 1).await?;
    let gender = follow_up.gender();
    let identity = follow_up.identity.unwrap_or_default();
    let title = format!("Corriger : {}", names::full(&identity));
    let form = Form::new(visit).with([
        ("identity.family_name", identity.family_name.as_str()),
        ("identity.given_name", identity.given_name.as_str()),
        ("identity.birth_date", identity.birth_date.as_str()),
        ("identity.mail", identity.mail.as_str()),
        ("gender", gender.as_str_name()),
    ]);
    let page = CorrectPage {
        layout: visit.layout(title),
        form: typed.unwrap_or(form),
        path: format!("{folder}/pupils/{student}"),
        genders: genders(),
        guardians: follow_up
            .guardians
            .into_iter()
            .map(Signatory::from)
            .collect(),
        erases: ERASE.contains(&visit.signed()?.role),
        steps: follow_up.record.into_iter().map(step).collect(),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    student: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    let path = format!("{}/pupils/{student}/correct", folder(visit)?);
    match after(visit, fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, student, Some(*form)).await,
    }
}

/// Who the pupil is, whole.
pub async fn correct(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::CorrectStudentRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
        identity: Some(v1::StudentIdentity {
            given_name: fields.get("identity.given_name").to_owned(),
            family_name: fields.get("identity.family_name").to_owned(),
            birth_date: fields.get("identity.birth_date").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
        gender: fields.choice("gender", v1::Gender::from_str_name),
    };
    let answer = act!(visit, Students.correct_student, message);
    then(&visit, &student, &fields, answer, "C'est corrigé.").await
}

/// The pupil is twice there, or never was.
pub async fn by_mistake(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::MarkEnrolledByMistakeRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
    };
    let answer = act!(visit, Students.mark_enrolled_by_mistake, message);
    let sentence = "L'inscription est notée comme une erreur : elle ne compte plus.";
    then(&visit, &student, &fields, answer, sentence).await
}

/// Nobody reads again who the pupil was (SPEC 7).
pub async fn erase(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(ERASE)?;
    let message = v1::EraseStudentRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
    };
    let answer = act!(visit, Privacy.erase_student, message);
    let sentence = "Les données de l'élève sont effacées ; les chiffres restent.";
    match after(&visit, &fields, answer, "/head", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &student, Some(*form)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_tells_what_was_said() {
        let mut enrolled = v1::StudentRecordEntry {
            identity: Some(v1::StudentIdentity {
                given_name: "Ada".into(),
                family_name: "Martin".into(),
                ..v1::StudentIdentity::default()
            }),
            ..v1::StudentRecordEntry::default()
        };
        enrolled.set_fact(v1::StudentFact::Enrolled);
        enrolled.set_gender(v1::Gender::Girl);
        assert_eq!(step(enrolled).said, "Ada Martin, fille");
        let mut left = v1::StudentRecordEntry::default();
        left.set_fact(v1::StudentFact::Left);
        let left = step(left);
        assert_eq!((left.what, left.said.as_str()), ("A quitté le collège", ""));
    }
}
