//! The dashboard of the region in which a department lies (DSH-3).
use std::collections::BTreeMap;

use axum::response::Response;
use proto::v1;

use super::dashboard;
use super::department;
use crate::calls::ask;
use crate::failure::Failure;
use crate::visit::Visit;

/// Each department with its region and the region's name.
pub(super) async fn places(visit: &Visit) -> Result<BTreeMap<String, (String, String)>, Failure> {
    let message = v1::ListDepartmentsRequest {
        page_size: 200,
        ..v1::ListDepartmentsRequest::default()
    };
    let answer = ask!(visit, Directory.list_departments, message)?;
    let of = answer.departments.into_iter();
    Ok(of
        .map(|one| (one.name, (one.region, one.region_display_name)))
        .collect())
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let department = department(&visit)?;
    let places = places(&visit).await?;
    let (region, _) = places.get(&department).ok_or(Failure::NotFound)?;
    dashboard::show_of(&visit, region).await
}
