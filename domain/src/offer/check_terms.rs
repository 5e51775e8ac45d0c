//! What the terms of an offer must be, whether published or revised (OFF-2).
use jiff::civil::Date;

use super::Refusal;
use super::depositing::{Depositing, depositing};
use super::terms::{Format, OfferTerms, Place};
use crate::personal::{line, text};
use crate::reference::bounds;
use crate::rules::Rules;

/// What other streams say of what the terms name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermsFacts {
    /// The sector is in the built-in list or an imported one.
    pub sector_known: bool,
    /// The college it is reserved for, if there is one, is registered.
    pub reserved_for_known: bool,
}

/// Terms within their bounds.
pub(super) fn check_terms(
    terms: &OfferTerms,
    facts: TermsFacts,
    today: Date,
    rules: &Rules,
) -> Result<(), Refusal> {
    fit_line("title", &terms.title, rules.title_chars)?;
    fit("description", &terms.description, rules.description_chars)?;
    if !terms.what_to_bring.is_empty() {
        fit(
            "what_to_bring",
            &terms.what_to_bring,
            rules.description_chars,
        )?;
    }
    check_place(&terms.place)?;
    if !facts.sector_known {
        return Err(Refusal::SectorUnknown);
    }
    if terms.reserved_for.is_some() && !facts.reserved_for_known {
        return Err(Refusal::ReservedForUnknown);
    }
    weeks(terms, today, rules)?;
    if !(1..=rules.seats_a_week).contains(&terms.seats_per_week) {
        return Err(Refusal::BadSeats {
            most: rules.seats_a_week,
        });
    }
    match terms.format {
        Format::Collective { group_size } if !(2..=terms.seats_per_week).contains(&group_size) => {
            return Err(Refusal::BadGroup);
        }
        Format::Collective { .. } | Format::Individual => {}
    }
    if terms.hours.until <= terms.hours.from {
        Err(Refusal::BadHours)
    } else {
        Ok(())
    }
}

/// In its department, as its post code and its position (OFF-2). The street may be left out.
pub(crate) fn check_place(place: &Place) -> Result<(), Refusal> {
    fit_line("city", &place.city, 100)?;
    if !place.street.is_empty() {
        fit_line("street", &place.street, 200)?;
    }
    let code = &place.postal_code;
    if code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::BadPostalCode);
    }
    bounds::has_postal_code(place.department, code).map_err(Refusal::Misplaced)?;
    bounds::holds(place.department, place.position).map_err(Refusal::Misplaced)
}

fn fit(field: &'static str, value: &str, most: usize) -> Result<(), Refusal> {
    let fit = text(field, value, most);
    fit.map_err(|bad| bad.or_length(Refusal::BadText { field, most }))?;
    Ok(())
}

/// The same on one line.
fn fit_line(field: &'static str, value: &str, most: usize) -> Result<(), Refusal> {
    let fit = line(field, value, most);
    fit.map_err(|bad| bad.or_length(Refusal::BadText { field, most }))?;
    Ok(())
}

/// Weeks of one school year, within its time of placements, deposited from the day that the rules
/// set.
fn weeks(terms: &OfferTerms, today: Date, rules: &Rules) -> Result<(), Refusal> {
    let year = terms.school_year().ok_or(Refusal::NoWeeksOfOneYear)?;
    for week in &terms.weeks {
        if week.school_year() != year {
            return Err(Refusal::NoWeeksOfOneYear);
        }
        if !rules.season.holds(*week) {
            let (from, until) = rules.season.days(year);
            let week = *week;
            return Err(Refusal::WeekOutsideSeason { week, from, until });
        }
        match depositing(*week, today, rules) {
            Depositing::TooEarly => {
                let from = rules.deposit_opens(year);
                return Err(Refusal::TooEarly { week: *week, from });
            }
            // Terms that are revised keep the weeks that are over.
            Depositing::Open | Depositing::Over => {}
        }
    }
    Ok(())
}
