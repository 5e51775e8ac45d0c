//! The shared calendar of colleges (EST-4).
use domain::ids::DepartmentCode;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::cast::{College, committee, listing, operator, stranger};
use tests::names::{LATE_WEEK, WEEKS, ask, uai};
use tests::wire::{id, of_establishment, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

/// Just before the spring holidays of zone A, and in them.
const BEFORE_HOLIDAYS: &str = "2026-W14";
const IN_HOLIDAYS: &str = "2026-W15";
const YEAR: &str = "2025-2026";
const DEPARTMENT: &str = "departments/01";

fn request(stage_head: u64, name: String) -> v1::GetSharedCalendarRequest {
    v1::GetSharedCalendarRequest {
        name,
        min_position: stage_head,
        ..v1::GetSharedCalendarRequest::default()
    }
}

async fn asked(
    stage: &Stage,
    by: Principal,
    message: v1::GetSharedCalendarRequest,
) -> Result<(v1::SharedCalendar, String), Status> {
    let mut calendars = stage.app.by(by).calendars();
    let answer = calendars.get_shared_calendar(message).await?.into_inner();
    Ok((answer.calendar.unwrap(), answer.next_page_token))
}

async fn seen(stage: &Stage, by: Principal, name: &str) -> v1::SharedCalendar {
    let message = request(stage.head().await, name.to_owned());
    asked(stage, by, message).await.unwrap().0
}

fn week<'a>(calendar: &'a v1::SharedCalendar, week: &str) -> &'a v1::CalendarWeek {
    let found = calendar.weeks.iter().find(|found| found.week == week);
    found.unwrap()
}

async fn choose(stage: &Stage, college: &College, weeks: &[&str]) -> v1::ChooseWeeksResponse {
    let message = v1::ChooseWeeksRequest {
        request_id: id(),
        name: of_establishment(college.uai),
        school_year: YEAR.into(),
        weeks: weeks.iter().map(|week| (*week).to_owned()).collect(),
        etag: String::new(),
    };
    let mut establishments = stage.app.by(college.head).establishments();
    let told = establishments.choose_weeks(message.clone()).await.unwrap();
    let told = told.into_inner();
    let again = establishments.choose_weeks(message).await.unwrap();
    assert_eq!(again.into_inner(), told, "a retry tells the same");
    assert!(!told.warnings_unknown);
    told
}

fn director() -> Principal {
    stranger(Role::AcademicDirector)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sees_the_weeks_of_the_colleges_around_with_pupils_and_seats() {
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    for _ in 0..3 {
        stage.pupil().await;
    }
    let pupil = stage.pupil().await;
    for _ in 0..2 {
        other.active_pupil(stage.commands()).await;
    }
    choose(&stage, &other, &[WEEKS[0], LATE_WEEK]).await;
    let [offer, _] = stage.offers(2).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();

    let own = of_establishment(stage.college.uai);
    for caller in [stage.college.head, stage.college.teacher, director()] {
        let calendar = seen(&stage, caller, &own).await;
        assert_eq!(calendar.school_year, YEAR);
        assert_eq!(calendar.area(), v1::CalendarArea::Radius);
        assert!((calendar.radius_km - 60.0).abs() < f64::EPSILON);
        assert_eq!(calendar.holidays_known(), v1::HolidayKnowledge::Whole);
        assert_eq!(calendar.holidays_note_fr, "");
        let names: Vec<&str> = calendar.colleges.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, [own.as_str(), &of_establishment(other.uai)]);
        assert_eq!(calendar.colleges[0].pupils, 4);
        assert_eq!(calendar.colleges[1].weeks, [WEEKS[0], LATE_WEEK]);
        let shared = week(&calendar, WEEKS[0]);
        assert!(shared.chosen && shared.refusal.is_none());
        let figures = (shared.colleges, shared.pupils, shared.pupils_expected);
        // Four pupils over three weeks, and two over two.
        assert_eq!(figures, (2, 6, 2 + 1));
        assert_eq!((shared.seats_offered, shared.seats_left), (4, 3));
        assert_eq!(shared.collision(), v1::WeekCollision::EnoughSeats);
        let [warning] = &shared.warnings[..] else {
            panic!("one warning")
        };
        assert_eq!(warning.kind(), v1::CalendarWarningKind::Collision);
        assert_eq!((warning.other_colleges, warning.pupils_expected), (1, 1));
        let alone = week(&calendar, WEEKS[1]);
        assert_eq!(
            (alone.colleges, alone.collision()),
            (1, v1::WeekCollision::None)
        );
        assert!(alone.warnings.is_empty());
        let reason = |of: &str| {
            let refusal = week(&calendar, of).refusal.as_ref();
            refusal.map_or(String::new(), |refusal| refusal.reason.clone())
        };
        let exception_possible = |of: &str| {
            let refusal = week(&calendar, of).refusal.as_ref();
            refusal.is_some_and(|refusal| refusal.exception_possible && !refusal.begun)
        };
        assert!(exception_possible(BEFORE_HOLIDAYS) && !exception_possible(IN_HOLIDAYS));
        assert_eq!(reason(BEFORE_HOLIDAYS), "WEEK_JUST_BEFORE_HOLIDAYS");
        assert_eq!(reason(IN_HOLIDAYS), "WEEK_IN_HOLIDAYS");
        assert_eq!(reason(LATE_WEEK), "");
        assert_suggestions(&calendar);
    }
}

/// Free weeks that may be chosen, by the numbers of the calendar.
fn assert_suggestions(calendar: &v1::SharedCalendar) {
    use v1::SuggestionReasonKind as K;
    assert_eq!(calendar.suggestions.len(), 5);
    let weeks: Vec<&str> = calendar
        .suggestions
        .iter()
        .map(|s| s.week.as_str())
        .collect();
    for suggested in &calendar.suggestions {
        let told = week(calendar, &suggested.week);
        assert!(!told.chosen && told.refusal.is_none(), "{suggested:?}");
        let kinds: Vec<K> = suggested
            .reasons
            .iter()
            .map(|reason| reason.kind())
            .collect();
        assert_eq!(kinds, [K::SeatsMissing, K::OtherColleges, K::Seats]);
        for reason in &suggested.reasons {
            assert!(reason.message_fr.ends_with('.') && reason.message_en.ends_with('.'));
        }
        assert_eq!(suggested.reasons[0].count, 1, "one pupil, and no seat");
    }
    assert!(!weeks.contains(&LATE_WEEK), "another college is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_a_week_of_others_is_warned_of_and_done() {
    let stage = Stage::set().await;
    let other = College::registered(stage.commands(), 2).await;
    let told = choose(&stage, &other, &[WEEKS[0], LATE_WEEK]).await;
    let weeks: Vec<&str> = told.warnings.iter().map(|w| w.week.as_str()).collect();
    assert_eq!(weeks, [WEEKS[0]], "one collides, the other does not");
    assert_eq!(told.warnings[0].kind(), v1::CalendarWarningKind::Collision);
    assert!(
        told.warnings[0]
            .message_fr
            .contains("9 au vendredi 13 mars 2026")
    );
    let calendar = seen(&stage, other.head, &of_establishment(other.uai)).await;
    assert_eq!(calendar.colleges[0].weeks, [WEEKS[0], LATE_WEEK]);
    let told = choose(&stage, &other, &[LATE_WEEK]).await;
    assert!(told.warnings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_opens_a_week_before_holidays_and_none_within_them() {
    let stage = Stage::set().await;
    let own = of_establishment(stage.college.uai);
    let mut by_director = stage.app.by(director()).establishments();
    let mut granted = async |week: &str| {
        let message = v1::GrantWeekExceptionRequest {
            request_id: id(),
            name: own.clone(),
            week: week.into(),
        };
        let answer = by_director.grant_week_exception(message).await.unwrap();
        answer.into_inner().warnings
    };
    assert!(granted(BEFORE_HOLIDAYS).await.is_empty());
    let [warning] = &granted(IN_HOLIDAYS).await[..] else {
        panic!("one warning")
    };
    let kind = v1::CalendarWarningKind::ExceptionInHolidays;
    assert_eq!((warning.kind(), warning.week.as_str()), (kind, IN_HOLIDAYS));
    let calendar = seen(&stage, stage.college.head, &own).await;
    assert_eq!(week(&calendar, BEFORE_HOLIDAYS).refusal, None);
    let within = week(&calendar, IN_HOLIDAYS);
    assert_eq!(within.refusal.as_ref().unwrap().reason, "WEEK_IN_HOLIDAYS");
    assert_eq!(within.warnings, std::slice::from_ref(warning));
    let department = seen(&stage, director(), DEPARTMENT).await;
    let before = week(&department, BEFORE_HOLIDAYS).refusal.as_ref().unwrap();
    assert_eq!(before.reason, "WEEK_JUST_BEFORE_HOLIDAYS", "of no college");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_academic_director_sees_who_has_not_chosen() {
    let stage = Stage::set().await;
    let listed = vec![(uai(3), listing()), (uai(4), listing())];
    let handler = stage.commands().handle(ask(operator()));
    handler.import_establishments(listed).await.unwrap();
    for role in [
        Role::AcademicDirector,
        Role::Prefect,
        Role::Referent,
        Role::RegionPrefect,
        Role::Rector,
    ] {
        let calendar = seen(&stage, stranger(role), DEPARTMENT).await;
        assert_eq!(calendar.display_name, "Ain");
        assert_eq!(calendar.area(), v1::CalendarArea::Department);
        let counts = (calendar.colleges_chosen, calendar.colleges_not_chosen);
        assert_eq!(counts, (1, 2));
        assert!(calendar.suggestions.is_empty());
        assert_eq!(week(&calendar, WEEKS[0]).colleges, 1);
    }
    let not_chosen = v1::GetSharedCalendarRequest {
        listed: v1::CalendarColleges::NotChosen.into(),
        page_size: 1,
        ..request(stage.head().await, DEPARTMENT.into())
    };
    let (first, token) = asked(&stage, director(), not_chosen.clone()).await.unwrap();
    let next = v1::GetSharedCalendarRequest {
        page_token: token,
        ..not_chosen
    };
    let (second, token) = asked(&stage, director(), next).await.unwrap();
    let names: Vec<&str> = [&first, &second]
        .iter()
        .flat_map(|page| page.colleges.iter().map(|college| college.name.as_str()))
        .collect();
    assert_eq!(names, [of_establishment(uai(3)), of_establishment(uai(4))]);
    assert_eq!(token, "");
    assert_eq!(first.colleges[0].state(), v1::EstablishmentState::Listed);
    let chose_it = |week: &str| v1::GetSharedCalendarRequest {
        week: week.into(),
        ..request(0, DEPARTMENT.into())
    };
    let (of_week, _) = asked(&stage, director(), chose_it(WEEKS[0])).await.unwrap();
    assert_eq!(of_week.colleges.len(), 1);
    let (of_week, _) = asked(&stage, director(), chose_it(LATE_WEEK))
        .await
        .unwrap();
    assert!(of_week.colleges.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_it_and_what_cannot_be_read_is_named() {
    let stage = Stage::set().await;
    let own = of_establishment(stage.college.uai);
    let elsewhere: DepartmentCode = "75".parse().unwrap();
    let other = College::registered(stage.commands(), 2).await;
    let code = async |by: Principal, name: &str| {
        let message = request(stage.head().await, name.to_owned());
        refused(asked(&stage, by, message).await).code
    };
    assert_eq!(code(other.head, &own).await, Code::NotFound);
    assert_eq!(code(stage.college.head, DEPARTMENT).await, Code::NotFound);
    let director = Principal::academic_director(uuid::Uuid::new_v4(), elsewhere);
    assert_eq!(code(director, DEPARTMENT).await, Code::NotFound);
    assert_eq!(code(director, &own).await, Code::NotFound);
    assert_eq!(code(committee(), DEPARTMENT).await, Code::PermissionDenied);
    let pupil = stage.pupil().await;
    assert_eq!(code(pupil.caller, &own).await, Code::PermissionDenied);
    let unread = async |message: v1::GetSharedCalendarRequest| {
        let prefect = stranger(Role::Prefect);
        refused(asked(&stage, prefect, message).await).field
    };
    let of_department = || request(0, DEPARTMENT.into());
    let radius = v1::GetSharedCalendarRequest {
        area: v1::CalendarArea::Radius.into(),
        ..of_department()
    };
    assert_eq!(unread(radius).await, "area");
    let all = v1::GetSharedCalendarRequest {
        school_year: "all".into(),
        ..of_department()
    };
    assert_eq!(unread(all).await, "school_year");
    let week = v1::GetSharedCalendarRequest {
        week: "W11".into(),
        ..of_department()
    };
    assert_eq!(unread(week).await, "week");
    assert_eq!(unread(request(0, "regions/84".into())).await, "name");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_watched_and_shows_what_it_showed_then() {
    let stage = Stage::set().await;
    let own = of_establishment(stage.college.uai);
    let then = stage.head().await;
    let before = seen(&stage, stage.college.head, &own).await;
    let message = v1::WatchSharedCalendarRequest {
        name: own.clone(),
        min_position: then,
        ..v1::WatchSharedCalendarRequest::default()
    };
    let mut by_head = stage.app.by(stage.college.head).calendars();
    let mut watch = by_head
        .watch_shared_calendar(message)
        .await
        .unwrap()
        .into_inner();
    let first = watch.message().await.unwrap().unwrap();
    assert_eq!(first.calendar.as_ref(), Some(&before));
    College::registered(stage.commands(), 2).await;
    let later = loop {
        let value = watch.message().await.unwrap().unwrap();
        let calendar = value.calendar.unwrap();
        if week(&calendar, WEEKS[0]).colleges == 2 {
            break calendar;
        }
    };
    assert_eq!(later.colleges.len(), 2);
    let past = v1::GetSharedCalendarRequest {
        as_of: Some(v1::get_shared_calendar_request::AsOf::AsOfPosition(then)),
        ..request(stage.head().await, own)
    };
    let (past, _) = asked(&stage, stage.college.head, past).await.unwrap();
    assert_eq!(past, before);
}
