//! The weeks just before school holidays that colleges ask the academic director for (EST-3).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::Week;
use domain::ids::{DepartmentCode, Uai};
use domain::principal::Principal;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};
use wire::names;
use wire::times::timestamp;

const LIST: &str = "week_exceptions";

/// What the colleges of a department ask for, the oldest request first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListWeekExceptionRequestsRequest,
) -> Result<v1::ListWeekExceptionRequestsResponse, Failure> {
    service.check_role(caller, Action::ListWeekExceptionRequests)?;
    let query = RequestedWeeksQuery {
        department: names::department("territory", &message.territory)?,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (requests, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListWeekExceptionRequestsResponse {
        position,
        requests,
        next_page_token,
    })
}

struct RequestedWeeksQuery {
    department: DepartmentCode,
    page: Page,
}

#[derive(PartialEq)]
struct Asked {
    at: Position,
    college: Uai,
    name: String,
    city: String,
    week: Week,
}

impl Query for RequestedWeeksQuery {
    type Selection = (Vec<Asked>, String);
    type Response = (Vec<v1::RequestedWeek>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let territory = Territory::Department(self.department);
        permits::about_territory(
            entities,
            caller,
            Action::ListWeekExceptionRequests,
            territory,
        )
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let colleges = folds.entities().establishments().map(|(_, row)| row);
        let mut asked: Vec<Asked> = colleges
            .filter_map(|row| Some((row, row.state.listing()?)))
            .filter(|(_, listing)| listing.department == self.department)
            .flat_map(|(row, listing)| {
                row.exceptions_asked.iter().map(|asked| Asked {
                    at: asked.at,
                    college: row.uai,
                    name: listing.name.to_string(),
                    city: listing.city.to_string(),
                    week: asked.week,
                })
            })
            .collect();
        asked.sort_by_key(|asked| asked.at);
        self.page.split(asked)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (asked, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service.events(asked.iter().map(|asked| asked.at)).await?;
        let requests = asked.iter().map(|asked| {
            Ok::<_, Failure>(v1::RequestedWeek {
                establishment: names::of_establishment(asked.college),
                display_name: asked.name.clone(),
                city: asked.city.clone(),
                week: asked.week.to_string(),
                requested_time: Some(timestamp(events.at(asked.at)?.at())),
            })
        });
        Ok((requests.collect::<Result<_, _>>()?, next.clone()))
    }
}
