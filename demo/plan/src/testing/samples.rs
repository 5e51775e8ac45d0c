//! Numbered colleges, hosts and what they are like.
use domain::calendar::SchoolYear;
use domain::establishment::{Listing, Network};
use domain::geography::Coordinates;
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::{Siret, Uai};
use domain::reference::departments;

/// The school year of every campaign.
pub fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

/// A UAI of a number below ten million.
pub fn uai(number: usize) -> Uai {
    Uai::numbered(number.try_into().unwrap())
}

/// A SIRET of a number.
pub fn siret(number: usize) -> Siret {
    let thirteen = format!("{:013}", number + 1);
    (0..10)
        .find_map(|check| format!("{thirteen}{check}").parse().ok())
        .unwrap()
}

/// What a directory tells of a college in the n-th department.
pub fn listing(number: usize) -> Listing {
    let rows = departments::all();
    Listing {
        name: "Collège Jean Moulin".into(),
        city: "Villeneuve".into(),
        department: rows[number % rows.len()].code,
        network: Network::RepPlus,
        position: Coordinates::new(43.0 + (number % 7) as f64, 2.5).ok(),
    }
}

/// A public or a private organisation.
pub fn organisation(number: usize) -> Organisation {
    let kind = if number.is_multiple_of(2) {
        HostKind::Public {
            administration: "Hôpital".into(),
        }
    } else {
        HostKind::Private {
            form: PrivateForm::Company,
            group: None,
            paqte: false,
        }
    };
    Organisation {
        name: "Organisme".into(),
        kind,
    }
}
