//! The shared calendar of a college with those around it, or of a department (EST-4).
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::{SchoolYear, Week};
use domain::establishment::{EstablishmentState, Refusal, WeekFacts, may_choose};
use domain::explain::Expected;
use domain::ids::Uai;
use domain::principal::Principal;
use domain::reference::departments::{self, Department};
use domain::reference::holidays::{Coverage, Holiday, HolidayZone, WeekStatus, coverage, status};
use domain::reference::zones;
use domain::rules::Rules;
use domain::shared_calendar::{
    Candidate, Sentence, WeekFigures, is_excepted_in_holidays, share, suggest,
};
use eventlog::{Clock, Position, RecordedAt};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::shared_calendar::{
    CalendarArea, CalendarCollege, CalendarRequest, SharedCalendarView,
};
use proto::{AsOf, AsOfRequest, v1};
use wire::names::bad;
use wire::shared_calendar::{self as told, CalendarOf};
use wire::times::instant;
use wire::{calendar, directory};

use super::pages::{OfYear, Page};
use super::query::{Query, fold_position};
use super::response_context::ResponseContext;
use super::watching::WatchableQuery;
use super::{QueryService, WatchStream, permits, steering};

const LIST: &str = "shared_calendar";

/// The calendar of a college or of a department (EST-4, DSH-6).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetSharedCalendarRequest,
) -> Result<v1::GetSharedCalendarResponse, Failure> {
    let action = Action::GetSharedCalendar;
    service.check_role(caller, action)?;
    let moment = message.moment();
    let of = told::calendar_of("name", &message.name)?;
    let asked = OfYear {
        school_year: &message.school_year,
        moment,
        page_size: message.page_size,
        page_token: &message.page_token,
    };
    let (page, year) = service.page_of_year(LIST, asked).await?;
    let query = CalendarQuery {
        action,
        of,
        area: area(of, message.area(), &service.rules)?,
        year: of_one_year(year)?,
        listed: message.listed(),
        week: of_week(&message.week)?,
        page,
        least_pupils: least_pupils(service, caller),
        rules: service.rules.clone(),
        moment: match moment {
            None => Moment::Now(Arc::clone(&service.clock)),
            Some(AsOf::Time(time)) => Moment::Then(instant("as_of_time", &time)?),
            Some(moment) => {
                let position = service.position_of(moment).await?;
                Moment::Then(service.recorded_at(position).await?)
            }
        },
    };
    let (position, (shown, next_page_token)) =
        service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::GetSharedCalendarResponse {
        position,
        calendar: Some(shown),
        next_page_token,
    })
}

/// The same with the first page of its colleges, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch(
    service: &Arc<QueryService>,
    caller: &Principal,
    message: v1::WatchSharedCalendarRequest,
) -> Result<WatchStream<v1::WatchSharedCalendarResponse>, Failure> {
    let action = Action::WatchSharedCalendar;
    service.check_role(caller, action)?;
    let of = told::calendar_of("name", &message.name)?;
    let query = CalendarQuery {
        action,
        of,
        area: area(of, message.area(), &service.rules)?,
        year: of_one_year(service.asked_year(&message.school_year, None).await?)?,
        listed: message.listed(),
        week: of_week(&message.week)?,
        page: Page::first(LIST, message.page_size)?,
        least_pupils: least_pupils(service, caller),
        rules: service.rules.clone(),
        moment: Moment::Now(Arc::clone(&service.clock)),
    };
    let response = |position, (shown, next_page_token)| v1::WatchSharedCalendarResponse {
        position,
        calendar: Some(shown),
        next_page_token,
    };
    service
        .watch(caller, query, message.min_position, response)
        .await
}

/// What is to be warned of in some weeks of a college, as it stands at a position or later.
///
/// # Errors
/// As [`get`].
pub async fn warnings(
    service: &QueryService,
    caller: &Principal,
    college: Uai,
    year: SchoolYear,
    weeks: BTreeSet<Week>,
    at: Position,
) -> Result<Vec<v1::CalendarWarning>, Failure> {
    let query = CalendarQuery {
        action: Action::GetSharedCalendar,
        of: CalendarOf::Establishment(college),
        area: CalendarArea::RadiusKm(college, service.rules.calendar_km),
        year,
        listed: v1::CalendarColleges::Unspecified,
        week: None,
        page: Page::first(LIST, 0)?,
        least_pupils: least_pupils(service, caller),
        rules: service.rules.clone(),
        moment: Moment::Now(Arc::clone(&service.clock)),
    };
    let (_, (shown, _)) = service.answer(caller, &query, at.0).await?;
    let of_weeks = |week: &v1::CalendarWeek| {
        let week: Option<Week> = week.week.parse().ok();
        week.is_some_and(|week| weeks.contains(&week))
    };
    let weeks = shown.weeks.into_iter().filter(of_weeks);
    Ok(weeks.flat_map(|week| week.warnings).collect())
}

fn area(of: CalendarOf, asked: v1::CalendarArea, rules: &Rules) -> Result<CalendarArea, Failure> {
    use v1::CalendarArea as A;
    match (of, asked) {
        (CalendarOf::Establishment(uai), A::Unspecified | A::Radius) => {
            Ok(CalendarArea::RadiusKm(uai, rules.calendar_km))
        }
        (CalendarOf::Establishment(uai), A::Department) => Ok(CalendarArea::DepartmentOf(uai)),
        (CalendarOf::Department(code), A::Unspecified | A::Department) => {
            Ok(CalendarArea::Department(code))
        }
        (CalendarOf::Department(_), A::Radius) => Err(bad(
            "area",
            Expected(
                "le département : un rayon se trace autour d'un collège",
                "the department: a radius is drawn around a college",
            ),
        )),
    }
}

fn of_one_year(year: Option<SchoolYear>) -> Result<SchoolYear, Failure> {
    let expected = Expected(
        "une année scolaire, par exemple 2025-2026",
        "a school year, as 2025-2026",
    );
    year.ok_or_else(|| bad("school_year", expected))
}

fn of_week(text: &str) -> Result<Option<Week>, Failure> {
    match text {
        "" => Ok(None),
        text => calendar::week("week", text).map(Some),
    }
}

/// Fewer pupils of another college are neither told nor counted.
fn least_pupils(service: &QueryService, caller: &Principal) -> u32 {
    let below = steering::withheld(service, caller).unwrap_or(0);
    u32::try_from(below).unwrap_or(u32::MAX)
}

/// The moment of an answer, by whose day weeks are judged.
enum Moment {
    Now(Arc<dyn Clock>),
    Then(RecordedAt),
}

impl Moment {
    fn at(&self) -> Timestamp {
        let at = match self {
            Self::Now(clock) => clock.now(),
            Self::Then(at) => *at,
        };
        Timestamp::from_microsecond(at.0).unwrap_or(Timestamp::MAX)
    }
}

struct CalendarQuery {
    action: Action,
    of: CalendarOf,
    area: CalendarArea,
    year: SchoolYear,
    listed: v1::CalendarColleges,
    week: Option<Week>,
    page: Page,
    least_pupils: u32,
    rules: Rules,
    moment: Moment,
}

/// What its answer depends on; a watch is of now.
impl fmt::Debug for CalendarQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarQuery")
            .field("action", &self.action)
            .field("area", &self.area)
            .field("year", &self.year)
            .field("listed", &self.listed)
            .field("week", &self.week)
            .field("page", &self.page)
            .field("least_pupils", &self.least_pupils)
            .finish_non_exhaustive()
    }
}

impl Query for CalendarQuery {
    type Selection = (v1::SharedCalendar, String);
    type Response = (v1::SharedCalendar, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        match self.of {
            CalendarOf::Establishment(uai) => {
                permits::about_establishment(entities, caller, self.action, uai)
            }
            CalendarOf::Department(code) => {
                let territory = Territory::Department(code);
                permits::about_territory(entities, caller, self.action, territory)
            }
        }
    }

    /// Figures of colleges: no pupil is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn position(&self, folds: &Folds) -> Position {
        let calendar = fold_position(folds, folds.shared_calendar());
        calendar.min(fold_position(folds, folds.search()))
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let request = CalendarRequest {
            area: self.area,
            year: self.year,
            season: self.rules.season,
            seats_km: self.rules.radius_km,
            least_pupils: self.least_pupils,
        };
        let fold = folds.shared_calendar().fold();
        let view = fold.view(entities, folds.search().fold(), &request);
        let view = view.ok_or(Failure::NotFound)?;
        let nobody = EstablishmentState::default();
        let own = match self.of {
            CalendarOf::Establishment(uai) => {
                let row = entities.establishment(uai).ok_or(Failure::NotFound)?;
                Some((uai, &row.state))
            }
            CalendarOf::Department(_) => None,
        };
        let department = match self.of {
            CalendarOf::Department(code) => departments::find(code),
            CalendarOf::Establishment(_) => own.and_then(|(_, state)| state.department()),
        };
        let department = department.ok_or(Failure::NotFound)?;
        let zone = department.holiday_zone;
        let holidays = zone.map(|zone| entities.reference().holidays(zone, self.year));
        let judged = Judged {
            own: own.map(|(uai, _)| uai),
            state: own.map_or(&nobody, |(_, state)| state),
            year: self.year,
            zone,
            holidays: holidays.unwrap_or_default(),
            today: zones::of(department.code).day_of(self.moment.at()),
            rules: &self.rules,
        };
        let mut shown = judged.calendar(&view, department, self.of);
        let listed = view.colleges.iter().filter(|college| self.lists(college));
        let (page, next) = self.page.split(listed.collect())?;
        shown.colleges = page.into_iter().map(told::of_college).collect();
        Ok((shown, next))
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        Ok(selected.clone())
    }
}

impl CalendarQuery {
    fn lists(&self, college: &CalendarCollege) -> bool {
        let has_chosen = !college.weeks.is_empty();
        let is_asked_for = match self.listed {
            v1::CalendarColleges::Unspecified => true,
            v1::CalendarColleges::Chosen => has_chosen,
            v1::CalendarColleges::NotChosen => !has_chosen,
        };
        is_asked_for && self.week.is_none_or(|week| college.weeks.contains(&week))
    }
}

impl WatchableQuery for CalendarQuery {
    fn action(&self) -> Action {
        self.action
    }

    fn pupils(&self, _: &Self::Selection) -> Vec<domain::ids::StudentId> {
        Vec::new()
    }
}

/// By what the weeks of a calendar are judged.
struct Judged<'a> {
    /// The college whose calendar it is.
    own: Option<Uai>,
    /// That college; one of which nothing is known, for a department.
    state: &'a EstablishmentState,
    year: SchoolYear,
    zone: Option<HolidayZone>,
    holidays: Vec<Holiday>,
    today: Date,
    rules: &'a Rules,
}

impl Judged<'_> {
    /// All but the list of colleges.
    fn calendar(
        &self,
        view: &SharedCalendarView,
        department: &Department,
        of: CalendarOf,
    ) -> v1::SharedCalendar {
        let own = view
            .colleges
            .iter()
            .find(|college| self.own == Some(college.uai));
        let season = &self.rules.season;
        let known = self.zone.map_or(Coverage::Nothing, |zone| {
            coverage(zone, season, self.year, &self.holidays)
        });
        let note = Sentence::of_holidays(known, self.zone.is_some());
        let (note_fr, note_en) =
            note.map_or_else(Default::default, |note| (note.french, note.english));
        let weeks = view.weeks.iter();
        let chosen = view
            .colleges
            .iter()
            .filter(|college| !college.weeks.is_empty());
        let chosen = chosen.count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (area, radius_km) = match view.area {
            CalendarArea::RadiusKm(_, km) => (v1::CalendarArea::Radius, km),
            CalendarArea::DepartmentOf(_) | CalendarArea::Department(_) => {
                (v1::CalendarArea::Department, 0.0)
            }
        };
        v1::SharedCalendar {
            name: told::of_calendar(of),
            display_name: own
                .map_or(department.name, |own| own.name.as_str())
                .to_owned(),
            school_year: self.year.to_string(),
            area: area.into(),
            radius_km,
            holidays_known: directory::of_knowledge(known).into(),
            holidays_note_fr: note_fr,
            holidays_note_en: note_en,
            weeks: weeks
                .map(|(week, figures)| self.week(*week, figures, own))
                .collect(),
            suggestions: own
                .map(|own| self.suggestions(view, own))
                .unwrap_or_default(),
            colleges_chosen: count(chosen),
            colleges_not_chosen: count(view.colleges.len() - chosen),
            colleges: vec![],
        }
    }

    fn may_choose(&self, week: Week) -> Result<(), Refusal> {
        let facts = WeekFacts {
            school_year: self.year,
            holidays: &self.holidays,
            today: self.today,
        };
        may_choose(self.state, week, &facts, self.rules)
    }

    fn week(
        &self,
        week: Week,
        figures: &WeekFigures,
        own: Option<&CalendarCollege>,
    ) -> v1::CalendarWeek {
        let chosen_by = own.filter(|own| own.weeks.contains(&week));
        let mut warnings = vec![];
        if let Some(own) = chosen_by {
            let others = without(figures, own);
            if others.colleges > 0 {
                warnings.push(told::collides(week, &others));
            }
        }
        if is_excepted_in_holidays(self.state, week, &self.holidays) {
            warnings.push(told::excepted_in_holidays(week));
        }
        v1::CalendarWeek {
            week: week.to_string(),
            chosen: chosen_by.is_some(),
            refusal: self.may_choose(week).err().as_ref().map(told::of_refusal),
            colleges: figures.colleges,
            pupils: figures.pupils.into(),
            pupils_expected: figures.expected.into(),
            seats_offered: figures.offered.into(),
            seats_left: figures.left.into(),
            collision: told::of_collision(figures.collision()).into(),
            warnings,
        }
    }

    /// The least loaded weeks that the college may choose and has not chosen.
    fn suggestions(
        &self,
        view: &SharedCalendarView,
        own: &CalendarCollege,
    ) -> Vec<v1::WeekSuggestion> {
        let free = view
            .weeks
            .iter()
            .filter(|(week, _)| !own.weeks.contains(week) && self.may_choose(**week).is_ok());
        let candidates = free.map(|(week, others)| Candidate {
            week: *week,
            others: *others,
            by_exception: status(*week, &self.holidays) == WeekStatus::JustBeforeHolidays,
        });
        let expected = share(own.pupils.unwrap_or(0), own.weeks.len() + 1);
        let suggested = suggest(expected, candidates.collect(), self.rules.suggested_weeks);
        suggested.iter().map(told::of_suggestion).collect()
    }
}

/// The figures of a week without what the college itself adds to them.
fn without(figures: &WeekFigures, own: &CalendarCollege) -> WeekFigures {
    let pupils = own.pupils.unwrap_or(0);
    figures.without(pupils, share(pupils, own.weeks.len()))
}
