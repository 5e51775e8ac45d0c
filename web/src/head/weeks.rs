//! The weeks of the college beside those of the colleges around it: which may be chosen, which are
//! crowded, which are suggested and why; and how far pupils search.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{college, of_staff};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words;

struct Line {
    week: String,
    words: String,
    chosen: bool,
    /// Why it may not be chosen; empty where it may.
    refusal: String,
    colleges: String,
    expected: u64,
    left: u64,
    offered: u64,
    crowded: bool,
    tight: bool,
    /// Whether the academic director may allow it.
    may_ask: bool,
    /// Whether they were asked already.
    asked: bool,
}

struct Suggestion {
    words: String,
    reasons: Vec<String>,
}

struct Neighbour {
    name: String,
    distance: String,
    weeks: String,
}

#[derive(Template)]
#[template(path = "head/weeks.html")]
struct WeeksPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    school_year: String,
    area: String,
    note: String,
    etag: String,
    nationwide: bool,
    lines: Vec<Line>,
    suggestions: Vec<Suggestion>,
    neighbours: Vec<Neighbour>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let year = visit.query("school_year").to_owned();
    page(&visit, StatusCode::OK, &year, None).await
}

fn line(week: v1::CalendarWeek, requested: &[String]) -> Line {
    let refusal = week.refusal.as_ref();
    let asked = requested.contains(&week.week);
    Line {
        asked,
        may_ask: !asked && refusal.is_some_and(|refusal| refusal.exception_possible),
        words: dates::week(&week.week),
        week: week.week,
        chosen: week.chosen,
        refusal: week
            .refusal
            .map(|refusal| refusal.message_fr)
            .unwrap_or_default(),
        colleges: words::count(week.colleges, "collège", "collèges"),
        expected: week.pupils_expected,
        left: week.seats_left,
        offered: week.seats_offered,
        crowded: matches!(
            v1::WeekCollision::try_from(week.collision),
            Ok(v1::WeekCollision::TooFewSeats)
        ),
        tight: matches!(
            v1::WeekCollision::try_from(week.collision),
            Ok(v1::WeekCollision::EnoughSeats)
        ),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    year: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let session = of_staff(visit)?;
    let message = v1::GetSharedCalendarRequest {
        name: session.scope.clone(),
        min_position: visit.position(),
        school_year: year.to_owned(),
        page_size: 30,
        ..v1::GetSharedCalendarRequest::default()
    };
    let answer = ask!(visit, Calendar.get_shared_calendar, message)?;
    let calendar = answer.calendar.unwrap_or_default();
    let of = college(visit).await?;
    let school_year = calendar.school_year;
    let chosen = of
        .chosen_weeks
        .into_iter()
        .find(|one| one.school_year == school_year);
    let mut years: Vec<String> = dates::school_years().to_vec();
    years.push(school_year.clone());
    years.sort();
    years.dedup();
    // What is over can be chosen no more, and is shown only where it was chosen.
    let over = |week: &v1::CalendarWeek| {
        let refusal = week.refusal.as_ref();
        refusal.is_some_and(|refusal| refusal.begun) && !week.chosen
    };
    let weeks = calendar.weeks.into_iter().filter(|week| !over(week));
    let lines: Vec<Line> = weeks.map(|week| line(week, &of.requested_weeks)).collect();
    let form = typed.unwrap_or_else(|| {
        let weeks = lines.iter().filter(|line| line.chosen);
        Form::new(visit)
            .with(weeks.map(|line| ("weeks", line.week.clone())))
            .with([("school_year", school_year.clone())])
    });
    let neighbours = calendar
        .colleges
        .into_iter()
        .filter(|one| one.name != session.scope);
    let page = WeeksPage {
        layout: visit.layout("Semaines de stage"),
        form,
        years: years
            .into_iter()
            .map(|year| Choice::new(year.clone(), year))
            .collect(),
        area: match calendar.radius_km {
            0.0 => "du département".to_owned(),
            km => format!("à {km:.0} km à la ronde"),
        },
        note: calendar.holidays_note_fr,
        etag: chosen.map(|chosen| chosen.etag).unwrap_or_default(),
        nationwide: of.nationwide_school_years.contains(&school_year),
        lines,
        suggestions: calendar
            .suggestions
            .into_iter()
            .map(|one| Suggestion {
                words: dates::week(&one.week),
                reasons: one
                    .reasons
                    .into_iter()
                    .map(|reason| reason.message_fr)
                    .collect(),
            })
            .collect(),
        neighbours: neighbours
            .map(|one| Neighbour {
                distance: match one.distance_km {
                    0.0 => String::new(),
                    km => format!("{km:.0} km"),
                },
                name: format!("{}, {}", one.display_name, one.city),
                weeks: match one.weeks.is_empty() {
                    true => "n'a pas encore choisi".to_owned(),
                    false => {
                        let weeks: Vec<String> =
                            one.weeks.iter().map(|week| dates::week(week)).collect();
                        weeks.join(" ; ")
                    }
                },
            })
            .collect(),
        school_year,
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn choose(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let year = fields.get("school_year").to_owned();
    let message = v1::ChooseWeeksRequest {
        request_id: fields.request_id(),
        name: of_staff(&visit)?.scope.clone(),
        school_year: year.clone(),
        weeks: fields.all("weeks"),
        etag: fields.get("etag").to_owned(),
    };
    match act!(visit, Establishments.choose_weeks, message) {
        Ok(answer) => {
            let mut told = vec!["Vos semaines sont enregistrées.".to_owned()];
            told.extend(
                answer
                    .warnings
                    .into_iter()
                    .map(|warning| warning.message_fr),
            );
            let path = format!("/head/weeks?school_year={year}");
            Ok(visit.done(&path, told.join(" ")))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &year, Some(form)).await
        }
    }
}

/// Asks the academic director for a week just before school holidays (EST-3).
pub(super) async fn ask_for_exception(
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let year = fields.get("school_year").to_owned();
    let message = v1::RequestWeekExceptionRequest {
        request_id: fields.request_id(),
        name: of_staff(&visit)?.scope.clone(),
        week: fields.get("week").to_owned(),
    };
    let answer = act!(visit, Establishments.request_week_exception, message);
    let path = format!("/head/weeks?school_year={year}");
    let sentence = "Votre demande est envoyée au directeur académique.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &year, Some(*form)).await,
    }
}

/// Pupils search the whole country, or around the college again.
pub(super) async fn nationwide(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let name = of_staff(&visit)?.scope.clone();
    let year = fields.get("school_year").to_owned();
    let request_id = fields.request_id();
    let school_year = year.clone();
    let (answer, sentence) = if fields.get("to") == "open" {
        let message = v1::OpenNationwideSearchRequest {
            request_id,
            name,
            school_year,
        };
        let answer = act!(visit, Establishments.open_nationwide_search, message);
        (
            answer.map(|_| ()),
            "Vos élèves cherchent maintenant dans toute la France.",
        )
    } else {
        let message = v1::CloseNationwideSearchRequest {
            request_id,
            name,
            school_year,
        };
        let answer = act!(visit, Establishments.close_nationwide_search, message);
        (
            answer.map(|_| ()),
            "Vos élèves cherchent de nouveau autour du collège.",
        )
    };
    match answer {
        Ok(()) => Ok(visit.done(&format!("/head/weeks?school_year={year}"), sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &year, Some(form)).await
        }
    }
}
