//! The rows of a college: its own, and one for each of its classes. No pupil has a row; what the
//! college calls a class is not shown, for it may name a teacher.
use domain::establishment::{Level, Network, Registration};

use super::row::{Cell, Row, place, states};
use super::table::TableName;
use crate::entities::EstablishmentNo;
use crate::folds::Folds;
use crate::follow_up::{ClassTotals, FollowUpTotals};

pub(super) fn rows(folds: &Folds, number: EstablishmentNo) -> Option<Vec<Row>> {
    let college = folds.entities().establishment_row(number)?;
    let listing = college.state.listing()?;
    let view = folds
        .follow_up()
        .fold()
        .establishment(folds.entities(), college.uai, None)?;
    let uai = Cell::from(college.uai.as_str());
    let network = match listing.network {
        Network::RepPlus => "rep_plus",
        Network::Rep => "rep",
        Network::None => "none",
    };
    let registration = match college.state.registration() {
        Registration::Confirmed => "registered",
        Registration::AwaitsConfirmation => "awaits_confirmation",
        Registration::None => "listed",
    };
    let classes = u32::try_from(view.classes.len()).unwrap_or(u32::MAX);
    let mut cells = vec![
        uai.clone(),
        listing.name.as_str().into(),
        listing.city.as_str().into(),
    ];
    cells.extend(place(listing.department));
    cells.extend([network.into(), registration.into(), classes.into()]);
    cells.extend(totals(&view.totals));
    let own = Row {
        table: TableName::Establishments,
        cells,
    };
    let classes = view.classes.iter().map(|of| class(&uai, of));
    Some(std::iter::once(own).chain(classes).collect())
}

fn class(uai: &Cell, class: &ClassTotals) -> Row {
    let level = match class.level {
        Level::Troisieme => "troisieme",
        Level::Quatrieme => "quatrieme",
    };
    let mut cells = vec![
        Cell::Text(class.class.to_string()),
        uai.clone(),
        level.into(),
        Cell::Integer(class.school_year.first_year().into()),
    ];
    cells.extend(totals(&class.totals));
    Row {
        table: TableName::Classes,
        cells,
    }
}

fn totals(totals: &FollowUpTotals) -> impl Iterator<Item = Cell> {
    let counts = [
        totals.pupils,
        totals.forms_handed,
        totals.authorised,
        totals.access_open,
        totals.applicants,
        totals.placed,
        totals.completed,
        totals.flagged,
        totals.applications.applications(),
    ];
    counts
        .into_iter()
        .map(Cell::from)
        .chain(states(&totals.applications))
}
