//! The tables against the files that they were made from, where those are at hand.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::holidays::HolidayZone;
use super::{academies, bounds, departments, holidays, regions, sectors};
use crate::calendar::SchoolYear;
use crate::geography::Coordinates;
use crate::ids::DepartmentCode;

/// The folder of the files: `PLACEMENT_DATA`, or `shared/data` beside the workspace.
fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PLACEMENT_DATA").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        Some(folder)
    } else {
        println!(
            "no reference files in {}: compared nothing",
            folder.display()
        );
        None
    }
}

/// The rows of a file, as the cells of the columns asked for.
fn rows<const N: usize>(folder: &Path, file: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let header = reader.headers().unwrap().clone();
    let places = columns.map(|column| header.iter().position(|name| name == column).unwrap());
    let cells = |row: csv::StringRecord| places.map(|place| row[place].to_owned());
    reader.records().map(|row| cells(row.unwrap())).collect()
}

#[test]
fn there_are_as_many_as_there_should_be() {
    assert_eq!(departments::all().len(), 107);
    assert_eq!(academies::all().count(), 34);
    assert_eq!(regions::all().len(), 24);
    assert_eq!(sectors::all().len(), 42);
    let used: BTreeSet<_> = departments::all().iter().map(|d| d.academy).collect();
    assert!(used.into_iter().eq(academies::all()));
    let used: BTreeSet<_> = departments::all().iter().map(|d| d.region).collect();
    assert!(used.into_iter().eq(regions::RegionCode::all()));
}

#[test]
fn departments_are_those_of_the_file() {
    let Some(folder) = folder() else { return };
    let columns = [
        "department_code",
        "department_name",
        "academy",
        "region_code",
        "region_name",
        "school_zone",
        "holiday_zone",
    ];
    let given = rows(&folder, "territories.csv", columns);
    let ours = departments::all().iter().map(|department| {
        assert_eq!(
            academies::find_by_name(department.academy.name()),
            Some(department.academy)
        );
        [
            department.code.to_string(),
            department.name.to_owned(),
            department.academy.name().to_owned(),
            department.region.to_string(),
            department.region.name().to_owned(),
            department.school_zone.to_string(),
            department
                .holiday_zone
                .map(|zone| zone.to_string())
                .unwrap_or_default(),
        ]
    });
    assert_eq!(ours.collect::<Vec<_>>(), given);
}

#[test]
fn communes_and_colleges_lie_in_their_departments() {
    let Some(folder) = folder() else { return };
    let columns = ["department_code", "postal_code", "latitude", "longitude"];
    let mut amiss = vec![];
    for file in ["communes_sample.csv", "colleges.csv", "qpv_colleges.csv"] {
        for [department, postal_code, latitude, longitude] in rows(&folder, file, columns) {
            let department: DepartmentCode = department.parse().unwrap();
            let degrees = |text: &str| text.parse::<f64>().ok();
            let point = degrees(&latitude).zip(degrees(&longitude));
            let point =
                point.map(|(latitude, longitude)| Coordinates::new(latitude, longitude).unwrap());
            let there = point.is_none_or(|point| bounds::holds(department, point).is_ok());
            if !there || bounds::has_postal_code(department, &postal_code).is_err() {
                amiss.push((department.to_string(), postal_code, latitude));
            }
        }
    }
    // The file has Saint-Hippolyte of Aveyron 300 km from where it is.
    assert_eq!(amiss.len(), 1, "{amiss:?}");
    assert_eq!(amiss[0].2, "47.05992");
}

#[test]
fn holidays_are_those_of_the_file() {
    let Some(folder) = folder() else { return };
    let columns = [
        "school_year",
        "zone",
        "holiday_name",
        "start_date",
        "end_date",
        "scope",
    ];
    let whole_and_ended = |row: &[String; 6]| !row[4].is_empty() && row[5].is_empty();
    let built_in = |row: &[String; 6]| row[0].as_str() >= "2025-2026";
    let mut given = rows(&folder, "school_holidays.csv", columns);
    given.retain(|row| whole_and_ended(row) && built_in(row));
    let years = || (2020..2040).map(SchoolYear::beginning_in);
    let mut ours: Vec<_> = HolidayZone::ALL
        .into_iter()
        .flat_map(|zone| years().map(move |year| (zone, year)))
        .flat_map(|(zone, year)| {
            holidays::builtin(zone, year)
                .into_iter()
                .map(move |holiday| {
                    let [from, until] = [holiday.from, holiday.until].map(|day| day.to_string());
                    let (zone, name) = (holiday.zone.to_string(), holiday.name.to_string());
                    [year.to_string(), zone, name, from, until, String::new()]
                })
        })
        .collect();
    ours.sort();
    given.sort();
    assert_eq!(ours, given);
}

#[test]
fn sectors_are_those_of_the_file() {
    let Some(folder) = folder() else { return };
    let mut given = rows(
        &folder,
        "sectors.csv",
        ["introduced", "code", "name", "onisep_url"],
    );
    given.retain(|row| row[0] == "2019");
    let ours = sectors::all().iter().map(|sector| {
        let url = sector.onisep_url.unwrap_or_default();
        ["2019", sector.code, sector.name, url].map(str::to_owned)
    });
    assert_eq!(ours.collect::<Vec<_>>(), given);
}
