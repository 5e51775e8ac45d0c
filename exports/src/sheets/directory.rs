//! What is imported: colleges, departments, holidays, sectors.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, day, number, text};
use crate::words::word;

fn listing(row: &v1::ListedEstablishment) -> v1::EstablishmentListing {
    row.listing.clone().unwrap_or_default()
}

fn coordinate(at: Option<v1::Coordinates>, of: impl Fn(&v1::Coordinates) -> f64) -> Cell {
    at.as_ref().map_or(Cell::Empty, |at| number(of(at)))
}

list_sheet! {
    /// Of `SearchEstablishments`: a row for each college.
    Establishments("colleges"): SearchEstablishmentsResponse.establishments;
    row: ListedEstablishment {
        "UAI" => text(listing(row).name),
        "Collège" => text(listing(row).display_name),
        "Ville" => text(listing(row).city),
        "Département" => text(listing(row).department),
        "Réseau" => word::<v1::Network>(listing(row).network),
        "Latitude" => coordinate(listing(row).coordinates, |at| at.latitude),
        "Longitude" => coordinate(listing(row).coordinates, |at| at.longitude),
        "État" => word::<v1::EstablishmentState>(row.state),
    }
}

list_sheet! {
    /// Of `ListDepartments`: a row for each department.
    Departments("departements"): ListDepartmentsResponse.departments;
    row: Department {
        "Département" => text(&row.name),
        "Nom" => text(&row.display_name),
        "Académie" => text(&row.academy),
        "Nom de l'académie" => text(&row.academy_display_name),
        "Région" => text(&row.region),
        "Nom de la région" => text(&row.region_display_name),
        "Zone scolaire" => text(&row.school_zone),
        "Zone de vacances" => text(&row.holiday_zone),
    }
}

list_sheet! {
    /// Of `ListHolidays`: a row for each holiday.
    Holidays("vacances"): ListHolidaysResponse.holidays;
    row: Holiday {
        "Zone" => text(&row.zone),
        "Nom" => text(&row.display_name),
        "Premier jour" => day(&row.start_date),
        "Dernier jour" => day(&row.end_date),
    }
}

list_sheet! {
    /// Of `ListSectors`: a row for each sector.
    Sectors("secteurs"): ListSectorsResponse.sectors;
    row: Sector {
        "Secteur" => text(&row.code),
        "Nom" => text(&row.display_name),
        "Fiche ONISEP" => text(&row.onisep_url),
    }
}
