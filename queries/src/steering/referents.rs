//! Which departments have no referent (DSH-4).
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::DepartmentCode;
use domain::mandate::Office;
use domain::principal::Principal;
use domain::reference::departments;
use eventlog::RecordedAt;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::{AsOf, AsOfRequest, v1};
use wire::names;
use wire::times::instant;

use super::counted;
use crate::pages::Page;
use crate::query::Query;
use crate::response_context::ResponseContext;
use crate::{QueryService, day_in_paris, permits};

const LIST: &str = "missing_referents";

/// The departments of a territory that have no referent, and by when they are to have one (DSH-4,
/// DSH-6).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_missing_referents(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListMissingReferentsRequest,
) -> Result<v1::ListMissingReferentsResponse, Failure> {
    service.check_role(caller, Action::ListMissingReferents)?;
    let query = ReferentsQuery {
        territory: names::territory("territory", &message.territory)?,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let at: RecordedAt = match message.moment() {
        None => service.clock.now(),
        Some(AsOf::Time(time)) => instant("as_of_time", &time)?,
        Some(moment) => {
            let position = service.position_of(moment).await?;
            service.recorded_at(position).await?
        }
    };
    let today = day_in_paris(at);
    let due = service
        .rules
        .referents_due(service.rules.school_year_on(today));
    let (position, selected) = service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ListMissingReferentsResponse {
        position,
        due_date: due.to_string(),
        due: due <= today,
        departments: count(selected.departments),
        missing: count(selected.missing),
        referents: selected.page,
        next_page_token: selected.next_page_token,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct ReferentsQuery {
    territory: Territory,
    page: Page,
}

#[derive(Clone, PartialEq)]
struct Selected {
    departments: usize,
    missing: usize,
    page: Vec<v1::MissingReferent>,
    next_page_token: String,
}

impl Query for ReferentsQuery {
    type Selection = Selected;
    type Response = Selected;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListMissingReferents;
        permits::about_territory(entities, caller, action, self.territory)
    }

    /// Offices: nobody is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn select(&self, folds: &Folds) -> Result<Selected, Failure> {
        let held = || {
            folds
                .entities()
                .mandates()
                .filter_map(|(_, state)| state.held())
        };
        let referents: BTreeSet<DepartmentCode> = held().filter_map(referent_of).collect();
        let prefects: BTreeSet<DepartmentCode> = held().filter_map(prefect_of).collect();
        let territory = counted(self.territory);
        let departments = departments::all().iter();
        let within: Vec<_> = departments
            .filter(|department| territory.contains(department))
            .collect();
        let missing: Vec<_> = within
            .iter()
            .filter(|department| !referents.contains(&department.code))
            .collect();
        let rows = missing.iter().map(|department| v1::MissingReferent {
            department: format!("departments/{}", department.code),
            display_name: department.name.to_owned(),
            region: format!("regions/{}", department.region),
            has_prefect: prefects.contains(&department.code),
        });
        let (page, next_page_token) = self.page.split(rows.collect())?;
        Ok(Selected {
            departments: within.len(),
            missing: missing.len(),
            page,
            next_page_token,
        })
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &Selected,
    ) -> Result<Selected, Failure> {
        Ok(selected.clone())
    }
}

pub(super) fn referent_of(office: Office) -> Option<DepartmentCode> {
    match office {
        Office::Referent { department } => Some(department),
        Office::Prefect { .. }
        | Office::AcademicDirector { .. }
        | Office::RegionPrefect { .. }
        | Office::Rector { .. }
        | Office::NationalCommittee
        | Office::PoolingPartner => None,
    }
}

fn prefect_of(office: Office) -> Option<DepartmentCode> {
    match office {
        Office::Prefect { department } => Some(department),
        Office::Referent { .. }
        | Office::AcademicDirector { .. }
        | Office::RegionPrefect { .. }
        | Office::Rector { .. }
        | Office::NationalCommittee
        | Office::PoolingPartner => None,
    }
}
