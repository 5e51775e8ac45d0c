//! What holds the scheme back: pupils without a placement beside seats left within reach (DSH-8).
use std::collections::BTreeMap;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::{SchoolYear, Week};
use domain::establishment::Level;
use domain::explain::Expected;
use domain::ids::DepartmentCode;
use domain::principal::Principal;
use domain::student::Standing;
use eventlog::Position;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow, StudentRow};
use projections::search::{SeatsLeft, Seeking};
use proto::{AsOfRequest, v1};
use wire::names::{self, bad};

use super::withheld;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::{QueryService, permits};

/// Week by week, pupils without a placement and seats left, in a department.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_unmet_needs(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetUnmetNeedsRequest,
) -> Result<v1::GetUnmetNeedsResponse, Failure> {
    service.check_role(caller, Action::GetUnmetNeeds)?;
    let department = names::department("territory", &message.territory)?;
    let year = service.asked_year(&message.school_year, message.moment());
    let expected = Expected("une seule année scolaire", "a single school year");
    let year = year.await?.ok_or_else(|| bad("school_year", expected))?;
    let query = UnmetQuery {
        department,
        year,
        radius_km: service.rules.radius_km,
        withheld: withheld(service, caller),
    };
    let (position, needs) = service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::GetUnmetNeedsResponse { position, ..needs })
}

struct UnmetQuery {
    department: DepartmentCode,
    year: SchoolYear,
    radius_km: f64,
    /// Below how many a figure of pupils is withheld.
    withheld: Option<u64>,
}

/// Pupils and colleges, in one week or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pupils {
    colleges: u32,
    all: u32,
    without: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Needs {
    total: Pupils,
    without_weeks: u32,
    without_position: u32,
    weeks: BTreeMap<Week, (Pupils, SeatsLeft)>,
}

impl Query for UnmetQuery {
    type Selection = Needs;
    type Response = v1::GetUnmetNeedsResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let territory = Territory::Department(self.department);
        permits::about_territory(entities, caller, Action::GetUnmetNeeds, territory)
    }

    /// Figures: no pupil is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.steering()).min(fold_position(folds, folds.search()))
    }

    fn select(&self, folds: &Folds) -> Result<Needs, Failure> {
        let entities = folds.entities();
        let mut needs = Needs::default();
        let mut seeking = vec![];
        for (_, row) in entities.establishments() {
            let Some(listing) = row.state.listing() else {
                continue;
            };
            if listing.department != self.department || !row.state.is_open(self.year) {
                continue;
            }
            let pupils = self.pupils_of(folds, row);
            let weeks = row.state.weeks(self.year);
            add(&mut needs.total, pupils);
            needs.without_weeks += u32::from(weeks.is_empty());
            needs.without_position += u32::from(listing.position.is_none());
            for week in weeks {
                add(&mut needs.weeks.entry(*week).or_default().0, pupils);
            }
            seeking.push(Seeking {
                college: row.uai,
                position: listing.position,
                weeks: weeks.clone(),
            });
        }
        let search = folds.search().fold();
        for (week, left) in search.seats_left(self.year, &seeking, self.radius_km) {
            if let Some((_, seats)) = needs.weeks.get_mut(&week) {
                *seats = left;
            }
        }
        Ok(needs)
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        needs: &Needs,
    ) -> Result<v1::GetUnmetNeedsResponse, Failure> {
        let weeks = needs.weeks.iter();
        let weeks = weeks.map(|(week, (pupils, seats))| self.week(*week, *pupils, *seats));
        let withheld = self.is_small(needs.total.without);
        Ok(v1::GetUnmetNeedsResponse {
            position: 0,
            school_year: self.year.to_string(),
            colleges: needs.total.colleges,
            colleges_without_weeks: needs.without_weeks,
            colleges_without_position: needs.without_position,
            pupils: needs.total.all,
            pupils_without_placement: if withheld { 0 } else { needs.total.without },
            withheld,
            radius_km: self.radius_km,
            weeks: weeks.collect(),
        })
    }
}

impl UnmetQuery {
    /// The pupils of a college who look for a placement in that year, and those who have none.
    fn pupils_of(&self, folds: &Folds, row: &EstablishmentRow) -> Pupils {
        let entities = folds.entities();
        let students = row.students.iter();
        let looking = students.filter_map(|number| entities.student_row(*number));
        let looking = looking.filter(|student| self.looks(entities, row, student));
        let mut pupils = Pupils {
            colleges: 1,
            ..Pupils::default()
        };
        for student in looking {
            let mut applications = entities.applications_of(student);
            let is_placed = applications.any(|(number, application)| {
                application.week.school_year() == self.year
                    && folds.steering().fold().is_placement(number)
            });
            pupils.all += 1;
            pupils.without += u32::from(!is_placed);
        }
        pupils
    }

    /// At that college now, in a class of troisième of that year.
    fn looks(&self, entities: &EntityIndex, row: &EstablishmentRow, student: &StudentRow) -> bool {
        student.school_year == self.year
            && student.level == Level::Troisieme
            && student.standing == Standing::Present
            && entities.establishment_no(row.uai) == Some(student.establishment)
    }

    fn week(&self, week: Week, pupils: Pupils, seats: SeatsLeft) -> v1::WeekNeed {
        let withheld = self.is_small(pupils.without);
        let shortfall = pupils.without.saturating_sub(seats.within_reach);
        let shown = |count: u32| if withheld { 0 } else { count };
        v1::WeekNeed {
            week: week.to_string(),
            colleges: pupils.colleges,
            pupils: pupils.all,
            pupils_without_placement: shown(pupils.without),
            withheld,
            seats_left_within_reach: seats.within_reach,
            seats_left_beyond: seats.beyond,
            shortfall: shown(shortfall),
            nationwide_gain: shown(shortfall.min(seats.beyond)),
        }
    }

    fn is_small(&self, count: u32) -> bool {
        self.withheld
            .is_some_and(|below| (1..below).contains(&u64::from(count)))
    }
}

fn add(sum: &mut Pupils, pupils: Pupils) {
    sum.colleges += pupils.colleges;
    sum.all += pupils.all;
    sum.without += pupils.without;
}
