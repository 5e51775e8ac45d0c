//! The row of an offer: what is public of it, and how full it is.
use domain::host::HostKind;
use domain::offer::OfferStatus;

use super::row::{Cell, Row, place};
use super::table::TableName;
use crate::entities::OfferNo;
use crate::folds::Folds;

pub(super) fn row(folds: &Folds, number: OfferNo) -> Option<Row> {
    let entities = folds.entities();
    let offer = entities.offer_row(number)?;
    let host = match entities.host_row(offer.host)?.organisation.kind {
        HostKind::Public { .. } => "public",
        HostKind::Private { .. } => "private",
    };
    let status = match offer.status {
        OfferStatus::Open => "open",
        OfferStatus::Withdrawn => "withdrawn",
    };
    let reserved = if offer.reserved_for.is_some() {
        "yes"
    } else {
        "no"
    };
    let year = folds.steering().fold().school_year_of(number)?;
    let seats = folds.search().fold().seats_of(offer.offer)?;
    let mut cells = vec![
        Cell::Text(offer.offer.to_string()),
        Cell::Integer(year.first_year().into()),
        entities.sector(offer.sector)?.as_str().into(),
        host.into(),
    ];
    cells.extend(place(offer.department));
    cells.extend([status.into(), reserved.into()]);
    cells.extend([seats.weeks, seats.offered, seats.taken].map(Cell::from));
    Some(Row {
        table: TableName::Offers,
        cells,
    })
}
