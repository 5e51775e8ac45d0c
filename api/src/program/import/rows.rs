//! The rows of an imported file: what can be read goes on, what cannot is told with its line.
use std::borrow::Cow;
use std::collections::HashMap;

use domain::ids::{DepartmentCode, Uai};
use proto::v1;

use super::ProgramError;
use super::lines::{Line, lines};

/// A row that is not imported.
#[derive(Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its line in the file, from 1; the header is line 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// The rows of a file: each line below the header that is not blank is in exactly one of these.
#[derive(Debug)]
pub struct Rows<T> {
    /// Those that can be read, each with its line.
    pub good: Vec<(u64, T)>,
    /// Those that cannot.
    pub bad: Vec<BadRow>,
    /// The lines of those that tell nothing that is kept.
    pub passed_over: Vec<u64>,
}

/// A row by the names of its columns.
pub struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    cells: &'a [Cow<'a, str>],
}

impl Row<'_> {
    /// The cell of a column, trimmed; empty where there is no such column.
    pub fn cell(&self, column: &str) -> &str {
        let at = self.columns.get(column);
        at.and_then(|at| self.cells.get(*at))
            .map(AsRef::as_ref)
            .unwrap_or_default()
            .trim()
    }

    /// The cell of a column, owned.
    pub fn owned(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }
}

/// Reads a file with these columns among its header, and each of its rows. Rows of the same `key`
/// that tell different things are all refused: which of them is right is not for us to say.
///
/// # Errors
/// The file is not in UTF-8; the header cannot be read, names a column twice or lacks one.
pub fn read<T: PartialEq>(
    bytes: &[u8],
    needed: &[&str],
    parse: impl Fn(&Row<'_>) -> Result<Option<T>, String>,
    key: impl Fn(&T) -> Option<String>,
) -> Result<Rows<T>, ProgramError> {
    let refused = |why: String| ProgramError::Failed(format!("{why}; nothing was imported"));
    let mut lines = lines(bytes)
        .map_err(|why| refused(why.to_string()))?
        .into_iter();
    let header = lines
        .next()
        .map_or(Ok(vec![]), |line| line.cells)
        .map_err(|why| refused(format!("the header cannot be read: {why}")))?;
    let columns = columns(&header, needed).map_err(refused)?;
    let mut rows = Rows {
        good: vec![],
        bad: vec![],
        passed_over: vec![],
    };
    for Line { number, cells } in lines {
        let cells = match cells {
            Ok(cells) if cells == header => Err("the header stands here again".to_owned()),
            Ok(cells) if cells.len() != header.len() => Err(format!(
                "{} cells, and the header has {}",
                cells.len(),
                header.len()
            )),
            Ok(cells) => Ok(cells),
            Err(why) => Err(why.to_string()),
        };
        let parsed = cells.and_then(|cells| {
            parse(&Row {
                columns: &columns,
                cells: &cells,
            })
        });
        match parsed {
            Ok(Some(good)) => rows.good.push((number, good)),
            Ok(None) => rows.passed_over.push(number),
            Err(reason) => rows.bad.push(BadRow {
                line: number,
                reason,
            }),
        }
    }
    Ok(without_contradictions(rows, key))
}

/// Where each column stands.
fn columns(header: &[Cow<'_, str>], needed: &[&str]) -> Result<HashMap<String, usize>, String> {
    let mut columns = HashMap::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim();
        if columns.insert(name.to_owned(), at).is_some() && !name.is_empty() {
            return Err(format!("the header names the column {name:?} twice"));
        }
    }
    let missing: Vec<&str> = needed
        .iter()
        .copied()
        .filter(|name| !columns.contains_key(*name))
        .collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    let separators = match header {
        [whole] if whole.contains(';') => " (columns are separated by commas, not by semicolons)",
        _ => "",
    };
    Err(format!(
        "the header lacks {}{separators}",
        missing.join(", ")
    ))
}

/// Rows of the same `key` that tell different things are all refused.
pub fn without_contradictions<T: PartialEq>(
    rows: Rows<T>,
    key: impl Fn(&T) -> Option<String>,
) -> Rows<T> {
    let Rows {
        good,
        mut bad,
        passed_over,
    } = rows;
    let keys: Vec<Option<String>> = good.iter().map(|(_, row)| key(row)).collect();
    let mut told: HashMap<&str, Vec<&(u64, T)>> = HashMap::new();
    for (row, key) in good.iter().zip(&keys) {
        if let Some(key) = key {
            let told = told.entry(key).or_default();
            if !told.iter().any(|before| before.1 == row.1) {
                told.push(row);
            }
        }
    }
    let against = |(row, key): (&(u64, T), &Option<String>)| {
        let mut told = told.get(key.as_deref()?)?.iter();
        told.find(|other| other.1 != row.1).map(|other| other.0)
    };
    let against: Vec<Option<u64>> = good.iter().zip(&keys).map(against).collect();
    let mut kept = vec![];
    for ((line, row), against) in good.into_iter().zip(against) {
        match against {
            None => kept.push((line, row)),
            Some(other) => bad.push(BadRow {
                line,
                reason: format!("line {other} tells otherwise of the same thing"),
            }),
        }
    }
    Rows {
        good: kept,
        bad,
        passed_over,
    }
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
    let parse = |row: &Row<'_>| {
        let uai = with_its_zeros("uai", row.cell("uai"), 8, |uai| uai.parse::<Uai>().is_ok())?;
        let department = row.cell("department_code");
        let department = with_its_zeros("department_code", department, 2, is_department)?;
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
            name: format!("establishments/{uai}"),
            display_name: row.owned("name"),
            city: row.owned("city"),
            department: format!("departments/{department}"),
            network: network.into(),
            coordinates,
        }))
    };
    read(bytes, &needed, parse, |college| Some(college.name.clone()))
}

/// Whether a text is the code of a department.
pub fn is_department(code: &str) -> bool {
    code.parse::<DepartmentCode>().is_ok()
}

/// A code as it stands, but for one that a spreadsheet took for a number: without the zeros in
/// front it is short, and with them it is a code.
pub fn with_its_zeros<'a>(
    column: &str,
    cell: &'a str,
    length: usize,
    is_code: impl Fn(&str) -> bool,
) -> Result<&'a str, String> {
    let whole = format!("{cell:0>length$}");
    if !cell.is_empty() && whole != cell && !is_code(cell) && is_code(&whole) {
        return Err(format!(
            "{column}: {cell} has lost its zeros in front, as in a spreadsheet; written {whole}"
        ));
    }
    Ok(cell)
}

/// School holidays. A row for a part of its zone, or without an end, closes no week: passed over.
///
/// # Errors
/// As [`read`].
pub fn holidays(bytes: &[u8]) -> Result<Rows<v1::Holiday>, ProgramError> {
    let needed = ["zone", "holiday_name", "start_date", "end_date"];
    let parse = |row: &Row<'_>| {
        if row.cell("end_date").is_empty() || !row.cell("scope").is_empty() {
            return Ok(None);
        }
        Ok(Some(v1::Holiday {
            zone: row.owned("zone"),
            display_name: row.owned("holiday_name"),
            start_date: row.owned("start_date"),
            end_date: row.owned("end_date"),
        }))
    };
    read(bytes, &needed, parse, |holiday| {
        let of = [&*holiday.zone, &*holiday.display_name, &*holiday.start_date];
        Some(of.join("\n"))
    })
}

/// Professional sectors.
///
/// # Errors
/// As [`read`].
pub fn sectors(bytes: &[u8]) -> Result<Rows<v1::Sector>, ProgramError> {
    let parse = |row: &Row<'_>| {
        Ok(Some(v1::Sector {
            code: row.owned("code"),
            display_name: row.owned("name"),
            onisep_url: row.owned("onisep_url"),
        }))
    };
    let needed = ["code", "name", "onisep_url"];
    read(bytes, &needed, parse, |sector| Some(sector.code.clone()))
}

#[cfg(test)]
mod tests;
