//! Territories are official facts that the program carries; a file is checked against them.
use domain::ids::DepartmentCode;
use domain::reference::departments;

use super::rows::{self, Row, Rows};
use super::{ProgramError, Tally};

/// Tells each row that is not what the program knows.
pub fn check(bytes: &[u8]) -> Result<(), ProgramError> {
    let rows = differences(bytes)?;
    Tally {
        imported: 0,
        unchanged: rows.good.len(),
        passed_over: rows.passed_over,
        bad: rows.bad,
    }
    .tell()
}

/// The rows of a file that are what the program knows, and the others.
///
/// # Errors
/// The file lacks columns.
pub fn differences(bytes: &[u8]) -> Result<Rows<()>, ProgramError> {
    let needed = [
        "department_code",
        "department_name",
        "academy",
        "region_code",
        "region_name",
        "school_zone",
    ];
    let parse = |row: &Row<'_>| {
        let code: DepartmentCode = row
            .cell("department_code")
            .parse()
            .map_err(|_| "department_code: this program carries no such department".to_owned())?;
        let known = departments::find(code).ok_or("department_code: not known")?;
        let told = [
            ("department_name", known.name),
            ("academy", known.academy.name()),
            ("region_code", known.region.as_str()),
            ("region_name", known.region.name()),
            ("school_zone", known.school_zone.as_str()),
        ];
        match told
            .iter()
            .find(|(column, value)| row.cell(column) != *value)
        {
            Some((column, value)) => Err(format!("{column}: this program carries {value}")),
            None => Ok(Some(())),
        }
    };
    rows::read(bytes, &needed, parse, |()| None)
}
