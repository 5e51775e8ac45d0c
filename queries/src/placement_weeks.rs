//! The weeks of the season of placements: from which day each may be deposited as an offer (OFF-2),
//! and whether a college may choose it (EST-3).
use commands::Failure;
use commands::authorisation::Action;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::{EstablishmentState, WeekFacts, may_choose};
use domain::explain::Expected;
use domain::ids::{DepartmentCode, Uai};
use domain::offer::{Depositing, depositing};
use domain::principal::Principal;
use domain::reference::departments;
use domain::reference::holidays::Holiday;
use domain::reference::zones::{self, PARIS};
use domain::rules::Rules;
use jiff::civil::Date;
use projections::entities::EntityIndex;
use proto::v1;
use wire::names::{self, parse_optional};
use wire::shared_calendar::of_refusal;

use super::QueryService;
use super::pages::Page;

/// The weeks of a school year, or of the present one and the next.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListPlacementWeeksRequest,
) -> Result<v1::ListPlacementWeeksResponse, Failure> {
    let action = Action::ListPlacementWeeks;
    service.check_role(caller, action)?;
    let expected = Expected(
        "une année scolaire, par exemple 2025-2026",
        "a school year, as 2025-2026",
    );
    let year: Option<SchoolYear> = parse_optional("school_year", &message.school_year, expected)?;
    let department = match message.department.as_str() {
        "" => None,
        name => Some(names::department("department", name)?),
    };
    let college = match message.establishment.as_str() {
        "" => None,
        name => Some(names::establishment("establishment", name)?),
    };
    let page = Page::asked("placement_weeks", message.page_size, &message.page_token)?;
    let (position, weeks): (u64, Result<Vec<v1::PlacementWeek>, Failure>) = service
        .read_entities(caller, action, message.min_position, |entities| {
            let of_college = college
                .map(|uai| department_of(entities, uai))
                .transpose()?;
            let whose = department.or(of_college);
            let zone = whose.map_or(PARIS, zones::of);
            let present = service.present_year(zone);
            let asking = Asking {
                today: service.today_in(zone),
                rules: &service.rules,
            };
            let years = year.map_or_else(|| vec![present, present.next()], |year| vec![year]);
            let weeks = years.into_iter().flat_map(|year| {
                let holidays = of_college.map(|code| holidays_of(entities, code, year));
                let weeks = service.rules.season.weeks(year);
                weeks
                    .map(|week| asking.week(week, year, holidays.as_deref()))
                    .collect::<Vec<_>>()
            });
            Ok(weeks.collect())
        })
        .await?;
    let (weeks, next_page_token) = page.split(weeks?)?;
    Ok(v1::ListPlacementWeeksResponse {
        position,
        weeks,
        next_page_token,
    })
}

/// The department of a college of the national directory.
fn department_of(entities: &EntityIndex, uai: Uai) -> Result<DepartmentCode, Failure> {
    let college = entities.establishment(uai);
    let listing = college.and_then(|college| college.state.listing());
    let listing = listing.ok_or(Failure::NotFound)?;
    Ok(listing.department)
}

/// The holidays of a department in a school year, as far as they are known.
fn holidays_of(entities: &EntityIndex, code: DepartmentCode, year: SchoolYear) -> Vec<Holiday> {
    let zone = departments::find(code).and_then(|department| department.holiday_zone);
    zone.map(|zone| entities.reference().holidays(zone, year))
        .unwrap_or_default()
}

/// By what weeks are judged.
struct Asking<'a> {
    today: Date,
    rules: &'a Rules,
}

impl Asking<'_> {
    fn week(
        &self,
        week: Week,
        school_year: SchoolYear,
        holidays: Option<&[Holiday]>,
    ) -> v1::PlacementWeek {
        let (today, rules) = (self.today, self.rules);
        let deposit = match depositing(week, today, rules) {
            Depositing::TooEarly => v1::WeekDeposit::TooEarly,
            Depositing::Open => v1::WeekDeposit::Open,
            Depositing::Over => v1::WeekDeposit::Over,
        };
        let refusal = holidays.and_then(|holidays| {
            let facts = WeekFacts {
                school_year,
                holidays,
                today,
            };
            // Without any exception, which is the college's own affair.
            may_choose(&EstablishmentState::default(), week, &facts, rules).err()
        });
        v1::PlacementWeek {
            week: week.to_string(),
            school_year: school_year.to_string(),
            deposit: deposit.into(),
            deposit_from_date: rules.deposit_opens(school_year).to_string(),
            closing_date: rules.closes_on(week).to_string(),
            choice_refusal: refusal.as_ref().map(of_refusal),
        }
    }
}
