//! The colleges of the national directory that may take part, and a dozen that are invented.
use domain::establishment::Network;
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Uai};

use crate::PlanError;

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

/// Invented colleges in real cities: their numbers are not given to any. One of them takes part by a
/// waiver.
const INVENTED: [Row; 12] = [
    (
        "0759901E",
        "Collège des Trois-Érables",
        "Paris",
        "75",
        Network::None,
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

/// A dozen that are invented.
///
/// # Errors
/// None that is known: each row was parsed in a test.
pub fn invented() -> Result<Vec<Listed>, PlanError> {
    let listed = |row: &Row| {
        let &(uai, name, city, department, network, latitude, longitude) = row;
        Ok(Listed {
            uai: uai.parse()?,
            name: name.to_owned(),
            city: city.to_owned(),
            department: department.parse()?,
            network,
            position: Coordinates::new(latitude, longitude)
                .map_err(|error| PlanError::NoCollege(error.to_string()))?,
        })
    };
    INVENTED.iter().map(listed).collect()
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
}
