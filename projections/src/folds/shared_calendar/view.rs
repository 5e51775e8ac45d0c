//! What the shared calendar shows.
use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::{Eligibility, EstablishmentState, Registration};
use domain::ids::{DepartmentCode, Uai};
use domain::season::Season;
use domain::shared_calendar::{WeekFigures, share};

use super::SharedCalendar;
use crate::entities::{EntityIndex, EstablishmentRow};
use crate::search::{OfferSearch, SeatsWithin};

/// Of which colleges a calendar is, and within which reach its seats are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CalendarArea {
    /// The colleges within so many kilometres of one, itself among them.
    RadiusKm(Uai, f64),
    /// The colleges of the department of one, itself among them.
    DepartmentOf(Uai),
    /// The colleges of a department.
    Department(DepartmentCode),
}

impl CalendarArea {
    /// The college whose calendar it is.
    #[must_use]
    pub fn college(self) -> Option<Uai> {
        match self {
            Self::RadiusKm(uai, _) | Self::DepartmentOf(uai) => Some(uai),
            Self::Department(_) => None,
        }
    }
}

/// What is asked of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalendarRequest {
    /// Of which colleges.
    pub area: CalendarArea,
    /// The school year.
    pub year: SchoolYear,
    /// The time of placements.
    pub season: Season,
    /// Seats of a college's calendar are those so many kilometres around it (EST-8).
    pub seats_km: f64,
    /// The pupils of another college are neither told nor counted where they are fewer (DSH-10).
    pub least_pupils: u32,
}

/// A college of the area: one that takes part, or that might.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarCollege {
    /// Which.
    pub uai: Uai,
    /// Its official name.
    pub name: CompactString,
    /// Its city.
    pub city: CompactString,
    /// Its department.
    pub department: DepartmentCode,
    /// How far it is from the college whose calendar it is, in kilometres.
    pub distance_km: Option<f64>,
    /// How far it has come in taking part.
    pub registration: Registration,
    /// Its pupils of troisième; none where they are too few to be told.
    pub pupils: Option<u32>,
    /// The weeks that it chose; none before its head is confirmed.
    pub weeks: BTreeSet<Week>,
}

/// The calendar of an area in a school year.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedCalendarView {
    /// The area: the department of a college, where it is not known where the college stands.
    pub area: CalendarArea,
    /// The colleges: for a college itself first and then from the nearest to the farthest, for a
    /// department by city and name.
    pub colleges: Vec<CalendarCollege>,
    /// Each week of the season and each other one that was chosen.
    pub weeks: BTreeMap<Week, WeekFigures>,
}

impl SharedCalendar {
    /// The calendar; `None` where the college is not listed.
    #[must_use]
    pub fn view(
        &self,
        entities: &EntityIndex,
        search: &OfferSearch,
        request: &CalendarRequest,
    ) -> Option<SharedCalendarView> {
        let own = match request.area.college() {
            Some(uai) => Some(entities.establishment(uai)?),
            None => None,
        };
        let position = own.and_then(|row| row.state.listing()?.position);
        let area = if let CalendarArea::RadiusKm(uai, _) = request.area
            && position.is_none()
        {
            CalendarArea::DepartmentOf(uai)
        } else {
            request.area
        };
        let colleges = self.colleges(entities, area, own)?.into_iter();
        let colleges = colleges.filter_map(|(row, distance)| shown(row, distance, request));
        let mut colleges: Vec<CalendarCollege> = colleges.collect();
        let is_other = |college: &CalendarCollege| own.is_none_or(|own| own.uai != college.uai);
        colleges.sort_by(|a, b| {
            let place = |c: &CalendarCollege| (is_other(c), c.distance_km.unwrap_or(f64::MAX));
            let ((a_other, a_km), (b_other, b_km)) = (place(a), place(b));
            a_other
                .cmp(&b_other)
                .then(a_km.total_cmp(&b_km))
                .then_with(|| (&a.city, &a.name, a.uai).cmp(&(&b.city, &b.name, b.uai)))
        });
        let within = match (area, position) {
            (CalendarArea::Department(code), _) => SeatsWithin::Department(code),
            (_, Some(from)) => SeatsWithin::RadiusKm(from, request.seats_km),
            (_, None) => SeatsWithin::Department(own?.state.listing()?.department),
        };
        let mut weeks: BTreeMap<Week, WeekFigures> = request
            .season
            .weeks(request.year)
            .map(|week| (week, WeekFigures::default()))
            .collect();
        for college in &colleges {
            let pupils = college.pupils.unwrap_or(0);
            let expected = share(pupils, college.weeks.len());
            for week in &college.weeks {
                let figures = weeks.entry(*week).or_default();
                figures.colleges += 1;
                figures.pupils = figures.pupils.saturating_add(pupils);
                figures.expected = figures.expected.saturating_add(expected);
            }
        }
        let seats = search.seats_by_week(request.year, within, area.college());
        for (week, figures) in &mut weeks {
            if let Some(seats) = seats.get(week) {
                figures.offered = seats.offered;
                figures.left = seats.left;
            }
        }
        Some(SharedCalendarView {
            area,
            colleges,
            weeks,
        })
    }

    /// The colleges of an area, with their distance from the one whose calendar it is.
    fn colleges<'a>(
        &self,
        entities: &'a EntityIndex,
        area: CalendarArea,
        own: Option<&'a EstablishmentRow>,
    ) -> Option<Vec<(&'a EstablishmentRow, Option<f64>)>> {
        let from = own.and_then(|own| own.state.listing()?.position);
        if let (CalendarArea::RadiusKm(_, km), Some(from)) = (area, from) {
            let found = self.around(from, km);
            let found = found.filter_map(|(number, distance)| {
                Some((entities.establishment_row(number)?, Some(distance)))
            });
            return Some(found.collect());
        }
        let department = match area {
            CalendarArea::Department(code) => code,
            CalendarArea::RadiusKm(..) | CalendarArea::DepartmentOf(_) => {
                own?.state.listing()?.department
            }
        };
        let rows = entities.establishments().filter_map(|(_, row)| {
            let listing = row.state.listing()?;
            let distance = from.zip(listing.position).map(|(a, b)| a.distance_km(b));
            (listing.department == department).then_some((row, distance))
        });
        Some(rows.collect())
    }
}

/// A college that takes part or might; the one whose calendar it is in any case.
fn shown(
    row: &EstablishmentRow,
    distance_km: Option<f64>,
    request: &CalendarRequest,
) -> Option<CalendarCollege> {
    let listing = row.state.listing()?;
    let own = request.area.college() == Some(row.uai);
    if !own && !might_take_part(&row.state, request.year) {
        return None;
    }
    let pupils = row.troisieme_in(request.year);
    let weeks = if row.state.is_open(request.year) {
        row.state.weeks(request.year).clone()
    } else {
        BTreeSet::new()
    };
    Some(CalendarCollege {
        uai: row.uai,
        name: listing.name.clone(),
        city: listing.city.clone(),
        department: listing.department,
        distance_km,
        registration: row.state.registration(),
        pupils: (own || pupils == 0 || pupils >= request.least_pupils).then_some(pupils),
        weeks,
    })
}

/// Eligible in that school year, registered or not (EST-2).
fn might_take_part(state: &EstablishmentState, year: SchoolYear) -> bool {
    match state.eligibility(year) {
        Eligibility::ByNetwork | Eligibility::ByWaiver => true,
        Eligibility::NotEligible(_) => false,
    }
}
