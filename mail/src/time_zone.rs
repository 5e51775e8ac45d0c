//! Where a reader is: the time zone of their college, or of the department of their host's offers
//! or of their office.
use domain::ids::{DepartmentCode, Siret, StudentId, Uai};
use domain::reference::zones::{self, PARIS, Zone};
use projections::entities::EntityIndex;
use serde::Deserialize;

/// What a capacity, as JSON of a caller, says of where somebody acts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Acts {
    establishment: Option<Uai>,
    student: Option<StudentId>,
    host: Option<Siret>,
    department: Option<DepartmentCode>,
}

/// The zone of somebody who acts in a capacity; that of Paris where nothing tells.
#[must_use]
pub fn zone(entities: &EntityIndex, capacity: Option<&str>) -> Zone {
    let acts: Option<Acts> = capacity.and_then(|capacity| serde_json::from_str(capacity).ok());
    let acts = acts.unwrap_or_default();
    let college = acts
        .establishment
        .and_then(|uai| entities.establishment(uai));
    let of_pupil = || Some(entities.college_of(acts.student?)?.0);
    if let Some(college) = college.or_else(of_pupil) {
        return college.state.zone();
    }
    let of_host = || {
        let last = entities.host(acts.host?)?.offers.last()?;
        Some(entities.offer_row(*last)?.department)
    };
    acts.department.or_else(of_host).map_or(PARIS, zones::of)
}
