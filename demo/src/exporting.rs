//! One list as a file, compared with the list itself (DSH-6).
use std::sync::Arc;

use proto::v1;
use proto::v1::export_dashboard_request::Query;

use crate::campaign::Campaign;
use crate::checks::{Check, check};
use crate::error::DemoError;

const TERRITORY: &str = "national";

/// Whether the file of all hosts has a row for each of the list, as it says itself.
pub async fn checks(campaign: &Arc<Campaign>) -> Result<Vec<Check>, DemoError> {
    let (calls, committee) = (&campaign.calls, campaign.plan.committee());
    let mut listed = 0;
    let mut page_token = String::new();
    loop {
        let message = v1::ListHostsRequest {
            territory: TERRITORY.to_owned(),
            min_position: calls.position(),
            page_size: 200,
            page_token,
        };
        let page = calls.ask(committee, message).await?;
        listed += u64::try_from(page.hosts.len()).unwrap_or(u64::MAX);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let message = v1::ExportDashboardRequest {
        format: v1::ExportFormat::Csv.into(),
        byte_order_mark: false,
        query: Some(Query::Hosts(v1::ListHostsRequest {
            territory: TERRITORY.to_owned(),
            min_position: calls.position(),
            ..v1::ListHostsRequest::default()
        })),
    };
    let (bytes, rows) = calls.export_dashboard(committee, message).await?;
    // No name of a host holds an end of line.
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    let lines = u64::try_from(lines.saturating_sub(1)).unwrap_or(u64::MAX);
    Ok(vec![
        check("rows of the file of hosts, as it says".into(), listed, rows),
        check("rows of the file of hosts, counted".into(), listed, lines),
    ])
}
