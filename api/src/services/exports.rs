//! `ExportService`: lists and dashboards as files.
use proto::v1::{self, ExportDashboardRequest};

use crate::call::{Answer, Call, answer, asker};
use crate::exporting::{Exports, Pieces};

/// The service over what makes files.
pub struct ExportApi(pub Exports);

#[tonic::async_trait]
impl v1::export_service_server::ExportService for ExportApi {
    type ExportDashboardStream = Pieces;

    async fn export_dashboard(&self, call: Call<ExportDashboardRequest>) -> Answer<Pieces> {
        let asker = asker(&call)?;
        answer(self.0.export(asker, call.into_inner()).await)
    }
}
