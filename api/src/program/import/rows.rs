//! The rows of an imported file: what can be read goes on, what cannot is told with its line.
use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use proto::v1;

use super::ProgramError;

/// A row that is not imported.
#[derive(Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its line in the file, from 1; the header is line 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// The rows of a file, each good one with its line.
#[derive(Debug)]
pub struct Rows<T> {
    /// Those that can be read, each with its line.
    pub good: Vec<(u64, T)>,
    /// Those that cannot.
    pub bad: Vec<BadRow>,
}

/// A row by the names of its columns.
pub struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
}

impl Row<'_> {
    /// The cell of a column, trimmed; empty where the row is short.
    pub fn cell(&self, column: &str) -> &str {
        let at = self.columns.get(column);
        at.and_then(|at| self.record.get(*at))
            .unwrap_or_default()
            .trim()
    }

    fn owned(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }
}

/// Reads a file with these columns among its header, and each of its rows.
///
/// # Errors
/// The header cannot be read, or lacks a column.
pub fn read<T>(
    bytes: &[u8],
    needed: &[&str],
    parse: impl Fn(&Row<'_>) -> Result<Option<T>, String>,
) -> Result<Rows<T>, ProgramError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| ProgramError::Failed(format!("the header cannot be read: {error}")))?;
    let columns: HashMap<String, usize> = header
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim().trim_start_matches('\u{feff}').to_owned(), at))
        .collect();
    let missing: Vec<&str> = needed
        .iter()
        .copied()
        .filter(|name| !columns.contains_key(*name))
        .collect();
    if !missing.is_empty() {
        let why = format!(
            "the header lacks {}; nothing was imported",
            missing.join(", ")
        );
        return Err(ProgramError::Failed(why));
    }
    let mut rows = Rows {
        good: vec![],
        bad: vec![],
    };
    let mut last_line = 1;
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                last_line = line;
                match parse(&Row {
                    columns: &columns,
                    record: &record,
                }) {
                    Ok(Some(good)) => rows.good.push((line, good)),
                    Ok(None) => {}
                    Err(reason) => rows.bad.push(BadRow { line, reason }),
                }
            }
            Err(error) => {
                let line = error.position().map_or(last_line + 1, csv::Position::line);
                last_line = line;
                rows.bad.push(BadRow {
                    line,
                    reason: format!("not readable as CSV in UTF-8: {error}"),
                });
            }
        }
    }
    Ok(rows)
}

/// The national directory; what a cell must be is checked where it is listed.
///
/// # Errors
/// As [`read`].
pub fn colleges(bytes: &[u8]) -> Result<Rows<v1::EstablishmentListing>, ProgramError> {
    let needed = [
        "uai",
        "name",
        "network",
        "city",
        "department_code",
        "latitude",
        "longitude",
    ];
    read(bytes, &needed, |row| {
        let network = match row.cell("network") {
            "REP_PLUS" => v1::Network::RepPlus,
            "REP" => v1::Network::Rep,
            "HORS_REP" => v1::Network::None,
            _ => return Err("network: REP_PLUS, REP or HORS_REP".to_owned()),
        };
        let coordinates = match (row.cell("latitude"), row.cell("longitude")) {
            ("", "") => None,
            (latitude, longitude) => Some(v1::Coordinates {
                latitude: latitude
                    .parse()
                    .map_err(|_| "latitude: degrees, as 48.85")?,
                longitude: longitude
                    .parse()
                    .map_err(|_| "longitude: degrees, as 2.35")?,
            }),
        };
        Ok(Some(v1::EstablishmentListing {
            name: format!("establishments/{}", row.cell("uai")),
            display_name: row.owned("name"),
            city: row.owned("city"),
            department: format!("departments/{}", row.cell("department_code")),
            network: network.into(),
            coordinates,
        }))
    })
}

/// School holidays. A row for a part of its zone, or without an end, closes no week: passed over.
///
/// # Errors
/// As [`read`].
pub fn holidays(bytes: &[u8]) -> Result<Rows<v1::Holiday>, ProgramError> {
    read(
        bytes,
        &["zone", "holiday_name", "start_date", "end_date"],
        |row| {
            if row.cell("end_date").is_empty() || !row.cell("scope").is_empty() {
                return Ok(None);
            }
            Ok(Some(v1::Holiday {
                zone: row.owned("zone"),
                display_name: row.owned("holiday_name"),
                start_date: row.owned("start_date"),
                end_date: row.owned("end_date"),
            }))
        },
    )
}

/// Professional sectors.
///
/// # Errors
/// As [`read`].
pub fn sectors(bytes: &[u8]) -> Result<Rows<v1::Sector>, ProgramError> {
    read(bytes, &["code", "name", "onisep_url"], |row| {
        Ok(Some(v1::Sector {
            code: row.owned("code"),
            display_name: row.owned("name"),
            onisep_url: row.owned("onisep_url"),
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_rows_go_on_and_bad_rows_keep_their_line() {
        let file = "uai,name,network,city,department_code,latitude,longitude\n\
                    0010035H,Collège A,REP,Oyonnax,01,46.2,5.6\n\
                    0010039M,\"Collège\nB\",ZEP,Oyonnax,01,46.2,5.6\n\
                    0010039M,Collège B,REP_PLUS,Oyonnax,01,north,5.6\n\
                    0010039M,Collège B,REP_PLUS,Oyonnax,01,,\n";
        let rows = colleges(file.as_bytes()).unwrap();
        let lines: Vec<u64> = rows.good.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 6]);
        assert_eq!(
            rows.bad.iter().map(|row| row.line).collect::<Vec<_>>(),
            [3, 5]
        );
        assert!(rows.good[1].1.coordinates.is_none());
    }

    #[test]
    fn a_file_without_its_columns_is_refused_whole() {
        let refused = sectors(b"code,label\nx,y\n").unwrap_err().to_string();
        assert!(refused.contains("name, onisep_url"), "{refused}");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_bad_row() {
        let rows = sectors(b"code,name,onisep_url\na,A,\nb,\xff\xfe,\nc,C,\n").unwrap();
        assert_eq!((rows.good.len(), rows.bad.len()), (2, 1));
        assert_eq!(rows.bad[0].line, 3);
    }
}
