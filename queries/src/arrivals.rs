//! Pupils of other colleges whom a college may take in (STU-17).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::establishment::Level;
use domain::ids::{StudentId, Uai};
use domain::principal::Principal;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::pages::Page;
use super::query::Query;
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};
use wire::{enums, names};

/// The pupils whom a college may take in.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_arrivals(
    service: &QueryService,
    context: &QueryContext,
    message: v1::ListArrivalsRequest,
) -> Result<v1::ListArrivalsResponse, Failure> {
    service.check_role(&context.caller, Action::ListArrivals)?;
    let query = ArrivalsQuery {
        establishment: names::establishment("establishment", &message.establishment)?,
        page: Page::asked("arrivals", message.page_size, &message.page_token)?,
    };
    let (position, (arrivals, next_page_token)) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::ListArrivalsResponse {
        position,
        arrivals,
        next_page_token,
    })
}

struct ArrivalsQuery {
    establishment: Uai,
    page: Page,
}

#[derive(Clone, PartialEq)]
struct Arriving {
    student: StudentId,
    identity: Option<Position>,
    former: Uai,
    former_name: CompactString,
    level: Level,
}

impl Query for ArrivalsQuery {
    type Selection = Vec<Arriving>;
    type Response = (Vec<v1::Arrival>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_establishment(entities, caller, Action::ListArrivals, self.establishment)
    }

    fn select(&self, folds: &Folds) -> Result<Vec<Arriving>, Failure> {
        let entities = folds.entities();
        let college = entities.establishment(self.establishment);
        let college = college.ok_or(Failure::NotFound)?;
        let arriving = college.roll.arrivals.iter().filter_map(|number| {
            let row = entities.student_row(*number)?;
            let former = entities.establishment_row(row.establishment)?;
            // Who was erased meanwhile comes nowhere.
            row.identity?;
            Some(Arriving {
                student: row.student,
                identity: row.identity,
                former: former.uai,
                former_name: former.state.listing()?.name.clone(),
                level: row.level,
            })
        });
        Ok(arriving.collect())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Vec<Arriving>,
    ) -> Result<Self::Response, Failure> {
        let page = self.page.of(selected.iter().cloned());
        let events = service
            .events(page.iter().filter_map(|arriving| arriving.identity))
            .await?;
        let pupils = page.iter().map(|arriving| arriving.student);
        let keys = service.keys_of_pupils(Action::ListArrivals, pupils).await?;
        let mut shown = Vec::with_capacity(page.len());
        for arriving in page {
            let (student, identity) = (arriving.student, arriving.identity);
            shown.push(v1::Arrival {
                student: names::of_student(student),
                identity: Some(keys.student(&events, student, identity)?),
                former_establishment: names::of_establishment(arriving.former),
                former_establishment_display_name: arriving.former_name.to_string(),
                level: enums::of_level(arriving.level).into(),
            });
        }
        Ok((shown, self.page.next(selected.len())?))
    }
}
