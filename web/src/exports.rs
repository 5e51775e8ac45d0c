//! What a page lists, as a file: the same question, asked of the service that exports.
use askama::Template;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use proto::v1;
use tokio_stream::StreamExt;

pub(crate) use v1::export_dashboard_request::Query;

use crate::calls::ask;
use crate::download::attachment;
use crate::failure::Failure;
use crate::markup::Markup;
use crate::refusal::Refusal;
use crate::visit::Visit;

/// What the address names a file by, and what people read.
const FORMATS: [(&str, &str, v1::ExportFormat); 2] = [
    ("xlsx", "Classeur (XLSX)", v1::ExportFormat::Xlsx),
    ("csv", "CSV", v1::ExportFormat::Csv),
];

/// The file that the address of a page asks for, `?export=csv`; none where it asks for the page.
pub(crate) fn asked_for(visit: &Visit) -> Option<v1::ExportFormat> {
    let asked = visit.query("export");
    let found = FORMATS.iter().find(|(name, ..)| *name == asked);
    found.map(|(.., format)| *format)
}

/// A question as a file, which the browser keeps.
pub(crate) async fn export(
    visit: &Visit,
    format: v1::ExportFormat,
    query: Query,
) -> Result<Response, Failure> {
    let message = v1::ExportDashboardRequest {
        format: format.into(),
        byte_order_mark: true,
        query: Some(query),
    };
    let mut pieces = ask!(visit, Files.export_dashboard, message)?;
    // What is refused is told before the first piece.
    let first = pieces.message().await.map_err(Refusal::from)?;
    let first = first.unwrap_or_default();
    let file = first.file.unwrap_or_default();
    // A file that breaks off is told to be broken: the connection ends without its last piece.
    let pieces = pieces.map(|piece| piece.map(|piece| Bytes::from(piece.chunk)));
    let headers = attachment(&file.name, &file.media_type);
    Ok((headers, Body::from_stream(pieces)).into_response())
}

#[derive(Template)]
#[template(path = "parts/exports.html")]
struct Links {
    links: Vec<(String, &'static str)>,
}

/// Links to what a page lists, as files.
pub(crate) fn links(visit: &Visit) -> Markup {
    links_by(visit, |visit| visit.address_with("export", ""))
}

/// Links to what a page lists besides, which the address names.
pub(crate) fn links_beside(visit: &Visit, what: &str) -> Markup {
    links_by(visit, |visit| {
        format!("{}&export=", visit.address_with(what, "yes"))
    })
}

fn links_by(visit: &Visit, address: impl Fn(&Visit) -> String) -> Markup {
    let links = FORMATS
        .iter()
        .map(|(name, label, _)| (format!("{}{name}", address(visit)), *label));
    Markup::of(&Links {
        links: links.collect(),
    })
}
