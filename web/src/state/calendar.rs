//! The colleges of a department and their weeks: who has not chosen any, and where weeks are crowded.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{REPRESENTATIVES, departments, years};
use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::exports::{Query, asked_for, export, links, links_beside};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::{as_of, in_words, moment};
use crate::state::words;
use crate::visit::Visit;

struct WeekLine {
    week: String,
    words: String,
    colleges: u32,
    expected: String,
    left: String,
    told: &'static str,
    crowded: bool,
    refusal: String,
}

struct CollegeLine {
    name: String,
    city: String,
    state: &'static str,
    pupils: String,
    weeks: Vec<String>,
}

#[derive(Template)]
#[template(path = "state/calendar.html")]
struct CalendarPage {
    layout: Layout,
    form: Form,
    /// To choose from, of a region or an academy.
    departments: Vec<Choice>,
    territory: String,
    years: Vec<Choice>,
    listed: Vec<Choice>,
    weeks_to_list: Vec<Choice>,
    moment: String,
    note: String,
    chosen: u32,
    not_chosen: u32,
    weeks: Vec<WeekLine>,
    colleges: Vec<CollegeLine>,
    exports: Markup,
    exports_of_colleges: Markup,
    next: Option<String>,
}

fn week(week: v1::CalendarWeek) -> WeekLine {
    let collision = week.collision();
    WeekLine {
        words: dates::week(&week.week),
        week: week.week,
        colleges: week.colleges,
        expected: number(week.pupils_expected),
        left: format!(
            "{} sur {}",
            number(week.seats_left),
            number(week.seats_offered)
        ),
        told: match collision {
            v1::WeekCollision::TooFewSeats => "Moins de places que d'élèves attendus",
            v1::WeekCollision::EnoughSeats => "Plusieurs collèges, assez de places",
            v1::WeekCollision::None | v1::WeekCollision::Unspecified => "",
        },
        crowded: collision == v1::WeekCollision::TooFewSeats,
        refusal: week
            .refusal
            .map(|refusal| refusal.message_fr)
            .unwrap_or_default(),
    }
}

fn college(college: v1::CalendarCollege) -> CollegeLine {
    CollegeLine {
        state: words::college(college.state()),
        pupils: super::or_withheld(college.pupils, college.pupils_withheld),
        weeks: college.weeks.iter().map(|week| dates::week(week)).collect(),
        name: college.display_name,
        city: college.city,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let own = visit.role(REPRESENTATIVES)?.scope.clone();
    // Of a region or an academy, one department at a time: the first where none is named.
    let departments = match own.starts_with("departments/") {
        true => vec![],
        false => departments(&visit, &own).await?,
    };
    let first = departments.first().map_or(own, |one| one.value.clone());
    let asked = match visit.query("territory") {
        "" => first,
        asked => asked.to_owned(),
    };
    let at = moment(visit.query("as_of"));
    let listed = v1::CalendarColleges::from_str_name(visit.query("listed"));
    let message = v1::GetSharedCalendarRequest {
        name: asked.clone(),
        min_position: if at.is_some() { 0 } else { visit.position() },
        as_of: as_of!(at, get_shared_calendar_request),
        school_year: visit.query("school_year").to_owned(),
        area: v1::CalendarArea::Department.into(),
        listed: listed.unwrap_or_default().into(),
        week: visit.query("week").to_owned(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(&visit) {
        // Its weeks and its colleges are a file each.
        let query = match visit.query("colleges") {
            "" => Query::SharedCalendar(message),
            _ => Query::SharedCalendarColleges(message),
        };
        return export(&visit, format, query).await;
    }
    let answer = ask!(visit, Calendar.get_shared_calendar, message)?;
    let calendar = answer.calendar.unwrap_or_default();
    let form = Form::new(&visit).with([
        ("territory", asked.as_str()),
        ("school_year", calendar.school_year.as_str()),
        ("listed", visit.query("listed")),
        ("week", visit.query("week")),
    ]);
    let weeks: Vec<WeekLine> = calendar.weeks.into_iter().map(week).collect();
    let mut weeks_to_list = vec![Choice::new("", "Toutes")];
    let used = weeks.iter().filter(|week| week.colleges > 0);
    weeks_to_list.extend(used.map(|week| Choice::new(week.week.clone(), week.words.clone())));
    let page = CalendarPage {
        layout: visit.layout(format!("Collèges et semaines : {}", calendar.display_name)),
        form,
        departments,
        territory: asked.clone(),
        years: years(&calendar.school_year),
        listed: vec![
            Choice::new("", "Tous les collèges"),
            Choice::new(
                "CALENDAR_COLLEGES_NOT_CHOSEN",
                "Ceux qui n'ont pas choisi de semaine",
            ),
            Choice::new("CALENDAR_COLLEGES_CHOSEN", "Ceux qui ont choisi"),
        ],
        weeks_to_list,
        moment: in_words(at.as_ref()),
        note: calendar.holidays_note_fr,
        chosen: calendar.colleges_chosen,
        not_chosen: calendar.colleges_not_chosen,
        weeks,
        colleges: calendar.colleges.into_iter().map(college).collect(),
        exports: links(&visit),
        exports_of_colleges: links_beside(&visit, "colleges"),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}
