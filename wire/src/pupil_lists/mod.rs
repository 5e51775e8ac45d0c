//! A list of pupils as the programs of schools export it: a CSV file, read row by row. Whatever
//! cannot be taken is told with its line; nothing is left out in silence. No reason repeats what a
//! cell holds.
mod cells;
mod characters;
mod columns;

use commands::{Failure, ListedStudent, NewStudent};
use domain::explain::Expected;
use domain::personal::StudentIdentity;
use domain::student::Gender;
use proto::v1;

pub use self::characters::physical;
use self::columns::{Columns, Field};
use super::names::bad;
use super::texts::text;

/// Most bytes of a list.
pub const MOST_BYTES: usize = 512 * 1024;
/// Most rows of a list.
pub const MOST_ROWS: usize = 500;

/// A list that was read.
pub struct PupilList {
    /// How its characters were read.
    pub encoding: v1::ListEncoding,
    /// How its columns were told apart.
    pub header: v1::ListHeader,
    /// The names of the columns that were not taken.
    pub ignored_columns: Vec<String>,
    /// Each row with its line in the file, from 1; or why it cannot be taken.
    pub rows: Vec<(u32, Result<ListedStudent, Failure>)>,
}

/// Reads a list.
///
/// # Errors
/// `BadInput` where it is empty or too large; a refusal where nothing can be read of it.
pub fn read(bytes: &[u8]) -> Result<PupilList, Failure> {
    if bytes.len() > MOST_BYTES {
        return Err(bad("list", Expected("512 Kio au plus", "at most 512 KiB")));
    }
    let (encoding, lines) = characters::lines(bytes)?;
    let mut lines = lines.into_iter();
    let first = lines
        .next()
        .ok_or_else(|| bad("list", Expected("de 1 à 500 lignes", "1 to 500 rows")))?;
    let separator = cells::separator(first.1.as_deref().unwrap_or_default());
    let row = |line: Result<String, Failure>| line.and_then(|line| cells::of(&line, separator));
    let names = row(first.1)?;
    let (columns, first_row) = match Columns::named(&names) {
        Some(columns) => (columns, None),
        None => (
            Columns::assumed(&names)?,
            Some((first.0, Ok(names.clone()))),
        ),
    };
    let others = lines.map(|(number, line)| (number, row(line)));
    let rows: Vec<_> = first_row.into_iter().chain(others).collect();
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return Err(bad("list", Expected("de 1 à 500 lignes", "1 to 500 rows")));
    }
    let header = if columns.are_assumed() {
        v1::ListHeader::Assumed
    } else {
        v1::ListHeader::Found
    };
    let ignored_columns = columns.ignored(&names);
    let several_classes = columns.name_several_classes(&rows);
    let read = rows.into_iter().map(|(number, cells)| {
        let listed = cells.and_then(|cells| {
            if !columns.are_assumed() && cells == names {
                return Err(refused(
                    "HEADER_AGAIN",
                    "Cette ligne répète les noms des colonnes.",
                    "This row repeats the names of the columns.",
                ));
            }
            pupil(&columns, &cells, several_classes)
        });
        (number, listed)
    });
    Ok(PupilList {
        encoding,
        header,
        ignored_columns,
        rows: read.collect(),
    })
}

fn pupil(
    columns: &Columns,
    cells: &[String],
    several_classes: bool,
) -> Result<ListedStudent, Failure> {
    columns.fit(cells)?;
    let (family, given) = match columns.cell(Field::Whole, cells)? {
        Some(whole) => cells::split_name(whole)?,
        None => {
            let of = |field| Ok::<_, Failure>(columns.cell(field, cells)?.unwrap_or_default());
            (of(Field::Family)?.to_owned(), of(Field::Given)?.to_owned())
        }
    };
    let born = columns.cell(Field::Born, cells)?;
    let gender = columns.cell(Field::Gender, cells)?;
    let class = columns.cell(Field::Class, cells)?;
    let identity = StudentIdentity {
        given_name: text("given_name", &given, 100)?,
        family_name: text("family_name", &family, 100)?,
        birth_date: born.map(cells::day).transpose()?,
        mail: None,
    };
    let gender = match gender {
        Some(told) => cells::gender(told)?,
        None => Gender::NotStated,
    };
    Ok(ListedStudent {
        new: NewStudent { identity, gender },
        class_label: class.map(ToOwned::to_owned).filter(|_| several_classes),
    })
}

/// Why a row, or a whole list, cannot be taken.
fn refused(reason: &'static str, french: &str, english: &str) -> Failure {
    Failure::because(reason, "STU-1", french, english)
}

#[cfg(test)]
mod tests;
