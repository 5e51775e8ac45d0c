//! The colleges of a campaign, from a file of the national directory.
use std::path::Path;

use demo::plan::colleges::Listed;
use domain::establishment::Network;
use domain::geography::Coordinates;

use crate::program::ProgramError;
use crate::program::import::rows::{Row, read};

/// The open REP and REP+ colleges of a file whose position is known, in the order of the file.
/// Rows that cannot be read are left out: `placement import` tells about them.
///
/// # Errors
/// The file cannot be read, or lacks a column that is needed.
pub fn of_file(file: &Path) -> Result<Vec<Listed>, ProgramError> {
    let bad = |why: String| ProgramError::File {
        path: file.display().to_string(),
        why,
    };
    let bytes = std::fs::read(file).map_err(|error| bad(error.to_string()))?;
    let needed = ["uai", "network", "status"];
    let name = |listed: &Listed| Some(listed.uai.to_string());
    let rows = read(&bytes, &needed, |row| Ok(listed(row)), name);
    let rows = rows.map_err(|error| bad(error.to_string()))?;
    Ok(rows.good.into_iter().map(|(_, listed)| listed).collect())
}

fn listed(row: &Row<'_>) -> Option<Listed> {
    let network = match row.cell("network") {
        "REP_PLUS" => Network::RepPlus,
        "REP" => Network::Rep,
        _ => return None,
    };
    (row.cell("status") == "open").then_some(())?;
    let degrees = |column: &str| row.cell(column).parse().ok();
    Some(Listed {
        uai: row.cell("uai").parse().ok()?,
        name: row.cell("name").to_owned(),
        city: row.cell("city").to_owned(),
        department: row.cell("department_code").parse().ok()?,
        network,
        position: Coordinates::new(degrees("latitude")?, degrees("longitude")?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_colleges_with_a_position_take_part() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("colleges.csv");
        let text = "uai,name,network,city,department_code,latitude,longitude,status\n\
            0010035H,Un,REP,Oyonnax,01,46.25,5.63,open\n\
            0010035J,Letter,REP,Oyonnax,01,46.25,5.63,open\n\
            0010039M,Closed,REP,Oyonnax,01,46.25,5.63,closed\n\
            0010974D,Nowhere,REP_PLUS,Oyonnax,01,,,open\n\
            0010975E,Other,HORS_REP,Oyonnax,01,46.25,5.63,open\n";
        std::fs::write(&file, text).unwrap();
        let names: Vec<String> = of_file(&file)
            .unwrap()
            .into_iter()
            .map(|c| c.name)
            .collect();
        assert_eq!(names, ["Un"]);
        std::fs::write(&file, "a,b\n1,2\n").unwrap();
        assert!(of_file(&file).is_err());
    }
}
