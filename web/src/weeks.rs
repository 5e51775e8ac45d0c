//! The weeks of placements, as the services tell them.
use proto::v1;

use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::form::Choice;
use crate::visit::Visit;

/// The weeks of the present school year and of the next, in order. `department`, where it is not
/// empty, says whose day it is, and `establishment` which college would choose.
pub async fn list(
    visit: &Visit,
    department: &str,
    establishment: &str,
) -> Result<Vec<v1::PlacementWeek>, Failure> {
    let message = v1::ListPlacementWeeksRequest {
        page_size: 200,
        department: department.to_owned(),
        establishment: establishment.to_owned(),
        ..v1::ListPlacementWeeksRequest::default()
    };
    Ok(ask!(visit, Calendar.list_placement_weeks, message)?.weeks)
}

/// Those that may be deposited as an offer now.
pub fn open(weeks: &[v1::PlacementWeek]) -> impl Iterator<Item = &str> {
    let open = weeks
        .iter()
        .filter(|week| week.deposit() == v1::WeekDeposit::Open);
    open.map(|week| week.week.as_str())
}

/// A week to choose, by its days.
pub fn choice(week: &str) -> Choice {
    Choice::new(week, dates::week(week))
}

/// What is told of the weeks that may not be deposited yet; nothing where there is none.
pub fn later(weeks: &[v1::PlacementWeek]) -> String {
    let later = weeks
        .iter()
        .find(|week| week.deposit() == v1::WeekDeposit::TooEarly);
    later.map_or_else(String::new, |week| {
        format!(
            "Les semaines de l'année scolaire {} se proposent à partir du {}.",
            week.school_year,
            dates::day(&week.deposit_from_date)
        )
    })
}

/// The school years of weeks, in order.
pub fn school_years(weeks: &[v1::PlacementWeek]) -> Vec<String> {
    let mut years: Vec<String> = weeks.iter().map(|week| week.school_year.clone()).collect();
    years.dedup();
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(week: &str, school_year: &str, deposit: v1::WeekDeposit) -> v1::PlacementWeek {
        v1::PlacementWeek {
            week: week.into(),
            school_year: school_year.into(),
            deposit: deposit.into(),
            deposit_from_date: "2027-06-01".into(),
            ..v1::PlacementWeek::default()
        }
    }

    #[test]
    fn the_day_on_which_the_next_year_opens_is_told() {
        let mut weeks = vec![
            week("2027-W05", "2026-2027", v1::WeekDeposit::Over),
            week("2027-W06", "2026-2027", v1::WeekDeposit::Open),
        ];
        assert_eq!(later(&weeks), "");
        weeks.push(week("2027-W47", "2027-2028", v1::WeekDeposit::TooEarly));
        assert_eq!(
            later(&weeks),
            "Les semaines de l'année scolaire 2027-2028 se proposent à partir du 1er juin 2027."
        );
        assert_eq!(school_years(&weeks), ["2026-2027", "2027-2028"]);
    }
}
