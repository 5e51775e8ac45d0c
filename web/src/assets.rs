//! Our stylesheet, our script and our icon, which are part of the program; and the files of a
//! design system that the operator lays in.
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::failure::Failure;
use crate::site::Site;

const STYLE: &str = include_str!("../assets/placement.css");
const SCRIPT: &str = include_str!("../assets/placement.js");
const ICON: &str = include_str!("../assets/icon.svg");
/// They may be other ones after the next start.
const KEEP: &str = "public, max-age=300";

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route(
            "/assets/placement.css",
            get(|| async { file("text/css; charset=utf-8", STYLE) }),
        )
        .route(
            "/assets/placement.js",
            get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }),
        )
        .route(
            "/assets/icon.svg",
            get(|| async { file("image/svg+xml", ICON) }),
        )
        .route("/brand/{*path}", get(brand))
}

fn file(kind: &'static str, content: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, KEEP)], content).into_response()
}

async fn brand(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
) -> Result<Response, Failure> {
    let brand = site.settings.brand.as_ref();
    let found = brand.and_then(|brand| brand.file(&path));
    let (kind, content) = found.ok_or(Failure::NotFound)?;
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, KEEP)];
    Ok((headers, content.to_vec()).into_response())
}
