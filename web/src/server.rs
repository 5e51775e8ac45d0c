//! From a connection to a page.
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;

use crate::failure::{Failure, explain};
use crate::headers::secure;
use crate::site::Site;
use crate::visit::Visit;
use crate::{
    assets, association, college, committee, demo, everybody, guardian, head, host, operator,
    pupil, state, teacher,
};

/// Every page, as a service.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .merge(everybody::routes())
        .merge(demo::routes())
        .merge(pupil::routes())
        .merge(guardian::routes())
        .merge(college::routes())
        .merge(teacher::routes())
        .merge(head::routes())
        .merge(host::routes())
        .merge(state::routes())
        .merge(committee::routes())
        .merge(association::routes())
        .merge(operator::routes())
        .merge(assets::routes())
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::NoSuchMethod })
        .layer(from_fn_with_state(site.clone(), welcome))
        .with_state(site)
}

/// Serves the pages until `shutdown` is over.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
}

/// Tells each page who visits it; makes a page of why there is none.
async fn welcome(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let by_tls = site.is_secure();
    let (mut parts, body) = request.into_parts();
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let address = address.map(|ConnectInfo(address)| address.ip());
    let visit = Visit::of(site, &parts, address);
    let is_head = parts.method == Method::HEAD;
    parts.extensions.insert(visit.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        let mut told = explain(&visit, failure);
        if is_head {
            *told.body_mut() = axum::body::Body::empty();
        }
        response = told;
    }
    visit.greet(&mut response);
    secure(response.headers_mut(), by_tls);
    response
}
