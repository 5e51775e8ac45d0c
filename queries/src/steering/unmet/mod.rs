//! What holds the scheme back: pupils without a placement beside seats left within reach, and what is
//! offered there beside what is aimed at (DSH-8).
mod colleges;
mod sums;

use std::collections::BTreeMap;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::{SchoolYear, Week};
use domain::campaign::Targets;
use domain::explain::Expected;
use domain::ids::DepartmentCode;
use domain::principal::Principal;
use domain::reference::departments;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::search::{SeatsLeft, Seeking};
use projections::steering::OfferFigures;
use proto::v1::get_unmet_needs_request::AsOf;
use proto::{AsOfRequest, v1};
use wire::campaigns::of_targets;
use wire::names::{self, bad};

use super::{beside, counted, display_name, national, offers, targets_of, withheld};
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::{QueryService, permits};
use colleges::{College, Pupils, colleges};
use sums::{Sum, shown};

/// Week by week, pupils without a placement and seats left, in a territory.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_unmet_needs(
    service: &QueryService,
    caller: &Principal,
    mut message: v1::GetUnmetNeedsRequest,
) -> Result<v1::GetUnmetNeedsResponse, Failure> {
    service.check_role(caller, Action::GetUnmetNeeds)?;
    let territory = names::territory("territory", &message.territory)?;
    let year = service.asked_year(&message.school_year, message.moment());
    let expected = Expected("une seule année scolaire", "a single school year");
    let year = year.await?.ok_or_else(|| bad("school_year", expected))?;
    let query = UnmetQuery {
        territory,
        beside: beside(service, caller),
        year,
        radius_km: service.rules.radius_km,
        national: national(&service.rules),
        withheld: withheld(service, caller),
    };
    let (position, needs) = match query.withheld {
        Some(_) => {
            let kept = &service.days.needs;
            service
                .answer_of_day(caller, &query, &message, kept)
                .await?
        }
        None => {
            if territory == Territory::National {
                off_the_folds(service, &mut message).await?;
            }
            service.answer_as_of(caller, &query, &message).await?
        }
    };
    Ok(v1::GetUnmetNeedsResponse { position, ..needs })
}

/// All colleges of the country are looked at for longer than the folds may be held up: the present is
/// asked for as a past moment, whose state is the query's own.
async fn off_the_folds(
    service: &QueryService,
    message: &mut v1::GetUnmetNeedsRequest,
) -> Result<(), Failure> {
    service.wait_until_applied(message.min_position).await?;
    let now = service.engine.applied().0;
    if now > 0 {
        message.as_of.get_or_insert(AsOf::AsOfPosition(now));
    }
    Ok(())
}

#[derive(Debug)]
struct UnmetQuery {
    territory: Territory,
    /// What the caller from whom small figures are withheld may ask for with all its departments.
    beside: Option<Territory>,
    year: SchoolYear,
    radius_km: f64,
    /// What is aimed at in the country while nothing was fixed.
    national: Targets,
    /// Below how many a figure of pupils is withheld.
    withheld: Option<u64>,
}

/// What is found of a territory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Needs {
    total: Pupils,
    total_withheld: bool,
    without_weeks: u32,
    without_position: u32,
    weeks: BTreeMap<Week, WeekNeeds>,
    targets: Option<Targets>,
    public_offers: OfferFigures,
    private_offers: OfferFigures,
    /// Seats of all offers within reach.
    seats_within_reach: u32,
    /// Seats of the territory's offers that are within reach of none of its colleges.
    seats_out_of_reach: u32,
}

/// What is found in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct WeekNeeds {
    pupils: Pupils,
    withheld: bool,
    seats: SeatsLeft,
}

impl Query for UnmetQuery {
    type Selection = Needs;
    type Response = v1::GetUnmetNeedsResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_territory(entities, caller, Action::GetUnmetNeeds, self.territory)
    }

    /// Figures: no pupil is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.steering()).min(fold_position(folds, folds.search()))
    }

    fn select(&self, folds: &Folds) -> Result<Needs, Failure> {
        let (entities, territory) = (folds.entities(), counted(self.territory));
        let own = colleges(folds, territory, self.year);
        let steering = folds.steering().fold();
        let offers = steering.dashboard(entities, territory, Some(self.year));
        let mut needs = Needs {
            targets: targets_of(entities, territory, self.year, self.national),
            public_offers: offers.public_offers,
            private_offers: offers.private_offers,
            ..Needs::default()
        };
        for college in &own {
            needs.total.add(college.pupils);
            needs.without_weeks += u32::from(college.weeks.is_empty());
            needs.without_position += u32::from(college.position.is_none());
            for week in &college.weeks {
                let of_week = needs.weeks.entry(*week).or_default();
                of_week.pupils.add(college.pupils);
            }
        }
        self.supply(folds, &own, &mut needs);
        if let Some(below) = self.withheld {
            self.withhold(folds, &own, below, &mut needs);
        }
        Ok(needs)
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        needs: &Needs,
    ) -> Result<v1::GetUnmetNeedsResponse, Failure> {
        let shown = |count: u32| if needs.total_withheld { 0 } else { count };
        let weeks = needs.weeks.iter();
        Ok(v1::GetUnmetNeedsResponse {
            position: 0,
            territory: names::of_territory(self.territory),
            display_name: display_name(self.territory).to_owned(),
            school_year: self.year.to_string(),
            colleges: needs.total.colleges,
            colleges_without_weeks: needs.without_weeks,
            colleges_without_position: needs.without_position,
            pupils: shown(needs.total.all),
            pupils_without_placement: shown(needs.total.without),
            withheld: needs.total_withheld,
            radius_km: self.radius_km,
            weeks: weeks.map(|(week, needs)| week_need(*week, needs)).collect(),
            targets: needs.targets.map(of_targets),
            public_offers: Some(offers(&needs.public_offers)),
            private_offers: Some(offers(&needs.private_offers)),
            seats_offered_within_reach: needs.seats_within_reach,
            seats_offered_out_of_reach: needs.seats_out_of_reach,
        })
    }
}

impl UnmetQuery {
    /// The seats within reach of these colleges.
    fn supply(&self, folds: &Folds, colleges: &[College], needs: &mut Needs) {
        let seeking: Vec<Seeking> = colleges
            .iter()
            .map(|college| Seeking {
                college: college.uai,
                position: college.position,
                weeks: college.weeks.clone(),
            })
            .collect();
        let territory = counted(self.territory);
        let departments = departments::all().iter();
        let within: Vec<DepartmentCode> = departments
            .filter(|department| territory.contains(department))
            .map(|department| department.code)
            .collect();
        let search = folds.search().fold();
        let supply = search.supply(self.year, &seeking, &within, self.radius_km);
        for (week, left) in supply.weeks {
            if let Some(of_week) = needs.weeks.get_mut(&week) {
                of_week.seats = left;
            }
        }
        needs.seats_within_reach = supply.within_reach;
        needs.seats_out_of_reach = supply.out_of_reach;
    }

    /// Withholds the sums that are small, or that others would give away.
    fn withhold(&self, folds: &Folds, own: &[College], below: u64, needs: &mut Needs) {
        let told = match self.beside {
            None => shown(own, false, below),
            Some(whole) => {
                let all = colleges(folds, counted(whole), self.year);
                shown(&all, true, below)
            }
        };
        let department = match self.territory {
            Territory::Department(code) => self.beside.map(|_| code),
            Territory::Region(_) | Territory::Academy(_) | Territory::National => None,
        };
        let is_shown = |week| told.contains(&Sum { department, week });
        // Nobody is singled out where there is no college.
        needs.total_withheld = !own.is_empty() && !is_shown(None);
        for (week, of_week) in &mut needs.weeks {
            of_week.withheld = !is_shown(Some(*week));
        }
    }
}

fn week_need(week: Week, needs: &WeekNeeds) -> v1::WeekNeed {
    let WeekNeeds {
        pupils,
        withheld,
        seats,
    } = *needs;
    let shortfall = pupils.without.saturating_sub(seats.within_reach);
    let shown = |count: u32| if withheld { 0 } else { count };
    v1::WeekNeed {
        week: week.to_string(),
        colleges: pupils.colleges,
        pupils: shown(pupils.all),
        pupils_without_placement: shown(pupils.without),
        withheld,
        seats_offered_within_reach: seats.offered,
        seats_left_within_reach: seats.within_reach,
        seats_left_beyond: seats.beyond,
        shortfall: shown(shortfall),
        nationwide_gain: shown(shortfall.min(seats.beyond)),
    }
}
