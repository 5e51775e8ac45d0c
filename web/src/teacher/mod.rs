//! Pages.
use std::sync::Arc;

use axum::Router;

use crate::roles::MenuItem;
use crate::site::Site;

/// The menu.
pub const MENU: &[MenuItem] = &[];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
}
