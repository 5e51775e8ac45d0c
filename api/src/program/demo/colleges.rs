//! The colleges of the national directory: a handful that is invented, or those of a file.
use std::path::Path;

use domain::establishment::Network;
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Uai};

use super::error::DemoError;
use crate::program::import::rows::{Row as Columns, read};

/// A college of the directory.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its number with its check letter.
    pub uai: Uai,
    /// Official name.
    pub name: String,
    /// City.
    pub city: String,
    /// Department.
    pub department: DepartmentCode,
    /// REP+ or REP.
    pub network: Network,
    /// Where it stands.
    pub position: Coordinates,
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Network,
    f64,
    f64,
);

/// Invented colleges in real cities: their numbers are not given to any.
const INVENTED: [Row; 12] = [
    (
        "0759901E",
        "Collège des Trois-Érables",
        "Paris",
        "75",
        Network::Rep,
        48.8867,
        2.3632,
    ),
    (
        "0939901G",
        "Collège du Vieux-Canal",
        "Bobigny",
        "93",
        Network::RepPlus,
        48.9064,
        2.4453,
    ),
    (
        "0699901M",
        "Collège de la Soierie",
        "Vaulx-en-Velin",
        "69",
        Network::RepPlus,
        45.7786,
        4.9217,
    ),
    (
        "0429901J",
        "Collège du Puits-Clair",
        "Saint-Étienne",
        "42",
        Network::Rep,
        45.4397,
        4.3872,
    ),
    (
        "0139901S",
        "Collège des Calanques-Hautes",
        "Marseille",
        "13",
        Network::RepPlus,
        43.3352,
        5.3829,
    ),
    (
        "0599901S",
        "Collège de la Filature",
        "Roubaix",
        "59",
        Network::RepPlus,
        50.6927,
        3.1746,
    ),
    (
        "0629901A",
        "Collège du Grand-Terril",
        "Lens",
        "62",
        Network::Rep,
        50.4283,
        2.8331,
    ),
    (
        "0679901Y",
        "Collège des Cigognes-Bleues",
        "Strasbourg",
        "67",
        Network::Rep,
        48.5500,
        7.7355,
    ),
    (
        "0319901U",
        "Collège de l'Autan",
        "Toulouse",
        "31",
        Network::Rep,
        43.5730,
        1.4030,
    ),
    (
        "0359901X",
        "Collège des Ajoncs-d'Or",
        "Rennes",
        "35",
        Network::Rep,
        48.1280,
        -1.6400,
    ),
    (
        "9749901U",
        "Collège des Bois-de-Couleurs",
        "Saint-Denis",
        "974",
        Network::RepPlus,
        -20.8907,
        55.4551,
    ),
    (
        "0769901Z",
        "Collège des Quais-Neufs",
        "Le Havre",
        "76",
        Network::Rep,
        49.5060,
        0.1460,
    ),
];

/// The built-in handful.
pub fn invented() -> Result<Vec<Listed>, DemoError> {
    let listed = |row: &Row| {
        let &(uai, name, city, department, network, latitude, longitude) = row;
        Ok(Listed {
            uai: uai.parse()?,
            name: name.to_owned(),
            city: city.to_owned(),
            department: department.parse()?,
            network,
            position: Coordinates::new(latitude, longitude)
                .map_err(|error| DemoError::NoCollege(error.to_string()))?,
        })
    };
    INVENTED.iter().map(listed).collect()
}

/// The open REP and REP+ colleges of a file whose position is known, in the order of the file.
/// Rows that cannot be read are left out: `placement import` tells about them.
pub fn of_file(file: &Path) -> Result<Vec<Listed>, DemoError> {
    let bad = |why: String| DemoError::Colleges {
        file: file.to_path_buf(),
        why,
    };
    let bytes = std::fs::read(file).map_err(|error| bad(error.to_string()))?;
    let needed = ["uai", "network", "status"];
    let rows = read(&bytes, &needed, |row| Ok(listed(row)), of_college);
    let rows = rows.map_err(|error| bad(error.to_string()))?;
    Ok(rows.good.into_iter().map(|(_, listed)| listed).collect())
}

fn of_college(listed: &Listed) -> Option<String> {
    Some(listed.uai.to_string())
}

fn listed(row: &Columns<'_>) -> Option<Listed> {
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

/// `count` of them, spread evenly over the list.
pub fn spread<T: Clone>(list: &[T], count: usize) -> Vec<T> {
    let count = count.min(list.len());
    (0..count)
        .map(|n| list[n * list.len() / count].clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_colleges_have_their_check_letters() {
        let colleges = invented().unwrap();
        assert_eq!(colleges.len(), 12);
        let known = |listed: &Listed| domain::reference::departments::find(listed.department);
        assert!(colleges.iter().all(|listed| known(listed).is_some()));
    }

    #[test]
    fn a_file_is_spread_over() {
        assert_eq!(spread(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3), [0, 3, 6]);
        assert_eq!(spread(&[0, 1], 5), [0, 1]);
        assert!(spread::<u8>(&[], 5).is_empty());
    }

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
