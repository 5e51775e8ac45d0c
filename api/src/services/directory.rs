//! `DirectoryService`: what is imported or built in.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller, command, outcome, told};
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
        call: Request<v1::ImportEstablishmentsRequest>,
    ) -> Result<Response<v1::ImportEstablishmentsResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (import, rows) = Import::read(
                "listings",
                message.listings,
                directory::listing,
                |(uai, _)| *uai,
            )?;
            let listed = self.commands.import_establishments(&request, rows).await?;
            let (done, rows) = import.told(listed, self.commands.judged_at())?;
            Ok(v1::ImportEstablishmentsResponse {
                outcome: outcome(done),
                rows,
            })
        };
        told(&self.commands, done.await)
    }

    async fn import_holidays(
        &self,
        call: Request<v1::ImportHolidaysRequest>,
    ) -> Result<Response<v1::ImportHolidaysResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (import, rows) = Import::read(
                "holidays",
                message.holidays,
                directory::holiday,
                |holiday| (holiday.zone, holiday.name.clone(), holiday.from),
            )?;
            let listed = self.commands.import_holidays(&request, rows).await?;
            let (done, rows) = import.told(listed, self.commands.judged_at())?;
            Ok(v1::ImportHolidaysResponse {
                outcome: outcome(done),
                rows,
            })
        };
        told(&self.commands, done.await)
    }

    async fn import_sectors(
        &self,
        call: Request<v1::ImportSectorsRequest>,
    ) -> Result<Response<v1::ImportSectorsResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (import, rows) =
                Import::read("sectors", message.sectors, directory::sector, |sector| {
                    sector.code.clone()
                })?;
            let listed = self.commands.import_sectors(&request, rows).await?;
            let (done, rows) = import.told(listed, self.commands.judged_at())?;
            Ok(v1::ImportSectorsResponse {
                outcome: outcome(done),
                rows,
            })
        };
        told(&self.commands, done.await)
    }

    async fn list_sectors(
        &self,
        call: Request<v1::ListSectorsRequest>,
    ) -> Result<Response<v1::ListSectorsResponse>, Status> {
        let caller = caller(&call)?;
        answer(queries::directory::list_sectors(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_holidays(
        &self,
        call: Request<v1::ListHolidaysRequest>,
    ) -> Result<Response<v1::ListHolidaysResponse>, Status> {
        let caller = caller(&call)?;
        answer(queries::directory::list_holidays(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_departments(
        &self,
        call: Request<v1::ListDepartmentsRequest>,
    ) -> Result<Response<v1::ListDepartmentsResponse>, Status> {
        let caller = caller(&call)?;
        answer(
            queries::directory::list_departments(&self.queries, &caller, call.into_inner()).await,
        )
    }

    async fn search_establishments(
        &self,
        call: Request<v1::SearchEstablishmentsRequest>,
    ) -> Result<Response<v1::SearchEstablishmentsResponse>, Status> {
        let caller = caller(&call)?;
        answer(
            queries::directory::search_establishments(&self.queries, &caller, call.into_inner())
                .await,
        )
    }
}
