//! `DirectoryService`: what is imported or built in.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, bearer, caller, carry_out, outcome};
use queries::{self, QueryService};
use wire::directory;
use wire::imports::Import;

/// The service over both sides.
pub struct DirectoryApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::directory_service_server::DirectoryService for DirectoryApi {
    async fn import_establishments(
        &self,
        call: Call<ImportEstablishmentsRequest>,
    ) -> Answer<ImportEstablishmentsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (import, rows) = Import::read(
                "listings",
                message.listings,
                directory::listing,
                |(uai, _)| *uai,
            )?;
            let listed = command.import_establishments(rows).await?;
            let (done, rows) = import.told(listed, self.commands.decided_at())?;
            Ok(ImportEstablishmentsResponse {
                outcome: Some(outcome(done)),
                rows,
            })
        })
        .await
    }

    async fn import_holidays(
        &self,
        call: Call<ImportHolidaysRequest>,
    ) -> Answer<ImportHolidaysResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (import, rows) = Import::read(
                "holidays",
                message.holidays,
                directory::holiday,
                |holiday| (holiday.zone, holiday.name.clone(), holiday.from),
            )?;
            let listed = command.import_holidays(rows).await?;
            let (done, rows) = import.told(listed, self.commands.decided_at())?;
            Ok(ImportHolidaysResponse {
                outcome: Some(outcome(done)),
                rows,
            })
        })
        .await
    }

    async fn import_sectors(
        &self,
        call: Call<ImportSectorsRequest>,
    ) -> Answer<ImportSectorsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (import, rows) =
                Import::read("sectors", message.sectors, directory::sector, |sector| {
                    sector.code.clone()
                })?;
            let listed = command.import_sectors(rows).await?;
            let (done, rows) = import.told(listed, self.commands.decided_at())?;
            Ok(ImportSectorsResponse {
                outcome: Some(outcome(done)),
                rows,
            })
        })
        .await
    }

    async fn list_sectors(&self, call: Call<ListSectorsRequest>) -> Answer<ListSectorsResponse> {
        let caller = caller(&call)?;
        answer(queries::directory::list_sectors(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_holidays(&self, call: Call<ListHolidaysRequest>) -> Answer<ListHolidaysResponse> {
        let caller = caller(&call)?;
        answer(queries::directory::list_holidays(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_departments(
        &self,
        call: Call<ListDepartmentsRequest>,
    ) -> Answer<ListDepartmentsResponse> {
        let caller = caller(&call)?;
        answer(
            queries::directory::list_departments(&self.queries, &caller, call.into_inner()).await,
        )
    }

    async fn search_establishments(
        &self,
        call: Call<SearchEstablishmentsRequest>,
    ) -> Answer<SearchEstablishmentsResponse> {
        let caller = bearer(&call).map(|bearer| bearer.caller);
        let message = call.into_inner();
        let (queries, caller) = (&self.queries, caller.as_ref());
        answer(queries::directory::search_establishments(queries, caller, message).await)
    }
}
