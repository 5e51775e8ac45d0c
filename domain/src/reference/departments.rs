//! The departments and overseas collectivities, with their academy, region and zones.
use std::sync::LazyLock;

use super::academies::AcademyCode;
use super::holidays::HolidayZone;
use super::regions::RegionCode;
use crate::ids::DepartmentCode;
use HolidayZone as H;
use SchoolZone as S;

/// A department or overseas collectivity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Department {
    /// Official code.
    pub code: DepartmentCode,
    /// Official name.
    pub name: &'static str,
    /// The academy that it belongs to.
    pub academy: AcademyCode,
    /// The region that it belongs to, or itself as a collectivity.
    pub region: RegionCode,
    /// Its zone of the school calendar.
    pub school_zone: SchoolZone,
    /// Whose holidays it has; none where the school year is the calendar year (Wallis et Futuna,
    /// Nouvelle-Calédonie).
    pub holiday_zone: Option<HolidayZone>,
}

/// Zone of the national school calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolZone {
    /// Zone A.
    A,
    /// Zone B.
    B,
    /// Zone C.
    C,
    /// Corsica, with a calendar of its own.
    Corse,
    /// Overseas departments, each with a calendar of its own.
    Dom,
    /// Overseas collectivities.
    Com,
}

impl SchoolZone {
    /// Every zone.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::Corse, Self::Dom, Self::Com];

    /// Official name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::Corse => "Corse",
            Self::Dom => "DOM",
            Self::Com => "COM",
        }
    }

    fn from_text(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.as_str() == name)
    }
}

as_text!(SchoolZone, "a school zone: A, B, C, Corse, DOM or COM");

/// The department of a code.
#[must_use]
pub fn find(code: DepartmentCode) -> Option<&'static Department> {
    let departments = all();
    let index = departments
        .binary_search_by_key(&code, |department| department.code)
        .ok()?;
    departments.get(index)
}

/// Every department and collectivity, in the order of the codes.
#[must_use]
pub fn all() -> &'static [Department] {
    &DEPARTMENTS
}

static DEPARTMENTS: LazyLock<Vec<Department>> = LazyLock::new(|| {
    // A row that names an unknown academy or region would be lost here: the tests count them.
    ROWS.iter().filter_map(read).collect()
});

fn read(&(code, name, academy, region, school_zone, holiday_zone): &Row) -> Option<Department> {
    Some(Department {
        code: code.parse().ok()?,
        name,
        academy: academy.parse().ok()?,
        region: region.parse().ok()?,
        school_zone,
        holiday_zone,
    })
}

/// Code, name, academy, region, zone of the calendar, zone of the holidays.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    S,
    Option<H>,
);

/// Sorted by code.
#[rustfmt::skip]
static ROWS: [Row; 107] = [
    ("01", "Ain", "lyon", "84", S::A, Some(H::A)),
    ("02", "Aisne", "amiens", "32", S::B, Some(H::B)),
    ("03", "Allier", "clermont-ferrand", "84", S::A, Some(H::A)),
    ("04", "Alpes-de-Haute-Provence", "aix-marseille", "93", S::B, Some(H::B)),
    ("05", "Hautes-Alpes", "aix-marseille", "93", S::B, Some(H::B)),
    ("06", "Alpes-Maritimes", "nice", "93", S::B, Some(H::B)),
    ("07", "Ardèche", "grenoble", "84", S::A, Some(H::A)),
    ("08", "Ardennes", "reims", "44", S::B, Some(H::B)),
    ("09", "Ariège", "toulouse", "76", S::C, Some(H::C)),
    ("10", "Aube", "reims", "44", S::B, Some(H::B)),
    ("11", "Aude", "montpellier", "76", S::C, Some(H::C)),
    ("12", "Aveyron", "toulouse", "76", S::C, Some(H::C)),
    ("13", "Bouches-du-Rhône", "aix-marseille", "93", S::B, Some(H::B)),
    ("14", "Calvados", "normandie", "28", S::B, Some(H::B)),
    ("15", "Cantal", "clermont-ferrand", "84", S::A, Some(H::A)),
    ("16", "Charente", "poitiers", "75", S::A, Some(H::A)),
    ("17", "Charente-Maritime", "poitiers", "75", S::A, Some(H::A)),
    ("18", "Cher", "orleans-tours", "24", S::B, Some(H::B)),
    ("19", "Corrèze", "limoges", "75", S::A, Some(H::A)),
    ("21", "Côte-d'Or", "dijon", "27", S::A, Some(H::A)),
    ("22", "Côtes-d'Armor", "rennes", "53", S::B, Some(H::B)),
    ("23", "Creuse", "limoges", "75", S::A, Some(H::A)),
    ("24", "Dordogne", "bordeaux", "75", S::A, Some(H::A)),
    ("25", "Doubs", "besancon", "27", S::A, Some(H::A)),
    ("26", "Drôme", "grenoble", "84", S::A, Some(H::A)),
    ("27", "Eure", "normandie", "28", S::B, Some(H::B)),
    ("28", "Eure-et-Loir", "orleans-tours", "24", S::B, Some(H::B)),
    ("29", "Finistère", "rennes", "53", S::B, Some(H::B)),
    ("2A", "Corse-du-Sud", "corse", "94", S::Corse, Some(H::Corse)),
    ("2B", "Haute-Corse", "corse", "94", S::Corse, Some(H::Corse)),
    ("30", "Gard", "montpellier", "76", S::C, Some(H::C)),
    ("31", "Haute-Garonne", "toulouse", "76", S::C, Some(H::C)),
    ("32", "Gers", "toulouse", "76", S::C, Some(H::C)),
    ("33", "Gironde", "bordeaux", "75", S::A, Some(H::A)),
    ("34", "Hérault", "montpellier", "76", S::C, Some(H::C)),
    ("35", "Ille-et-Vilaine", "rennes", "53", S::B, Some(H::B)),
    ("36", "Indre", "orleans-tours", "24", S::B, Some(H::B)),
    ("37", "Indre-et-Loire", "orleans-tours", "24", S::B, Some(H::B)),
    ("38", "Isère", "grenoble", "84", S::A, Some(H::A)),
    ("39", "Jura", "besancon", "27", S::A, Some(H::A)),
    ("40", "Landes", "bordeaux", "75", S::A, Some(H::A)),
    ("41", "Loir-et-Cher", "orleans-tours", "24", S::B, Some(H::B)),
    ("42", "Loire", "lyon", "84", S::A, Some(H::A)),
    ("43", "Haute-Loire", "clermont-ferrand", "84", S::A, Some(H::A)),
    ("44", "Loire-Atlantique", "nantes", "52", S::B, Some(H::B)),
    ("45", "Loiret", "orleans-tours", "24", S::B, Some(H::B)),
    ("46", "Lot", "toulouse", "76", S::C, Some(H::C)),
    ("47", "Lot-et-Garonne", "bordeaux", "75", S::A, Some(H::A)),
    ("48", "Lozère", "montpellier", "76", S::C, Some(H::C)),
    ("49", "Maine-et-Loire", "nantes", "52", S::B, Some(H::B)),
    ("50", "Manche", "normandie", "28", S::B, Some(H::B)),
    ("51", "Marne", "reims", "44", S::B, Some(H::B)),
    ("52", "Haute-Marne", "reims", "44", S::B, Some(H::B)),
    ("53", "Mayenne", "nantes", "52", S::B, Some(H::B)),
    ("54", "Meurthe-et-Moselle", "nancy-metz", "44", S::B, Some(H::B)),
    ("55", "Meuse", "nancy-metz", "44", S::B, Some(H::B)),
    ("56", "Morbihan", "rennes", "53", S::B, Some(H::B)),
    ("57", "Moselle", "nancy-metz", "44", S::B, Some(H::B)),
    ("58", "Nièvre", "dijon", "27", S::A, Some(H::A)),
    ("59", "Nord", "lille", "32", S::B, Some(H::B)),
    ("60", "Oise", "amiens", "32", S::B, Some(H::B)),
    ("61", "Orne", "normandie", "28", S::B, Some(H::B)),
    ("62", "Pas-de-Calais", "lille", "32", S::B, Some(H::B)),
    ("63", "Puy-de-Dôme", "clermont-ferrand", "84", S::A, Some(H::A)),
    ("64", "Pyrénées-Atlantiques", "bordeaux", "75", S::A, Some(H::A)),
    ("65", "Hautes-Pyrénées", "toulouse", "76", S::C, Some(H::C)),
    ("66", "Pyrénées-Orientales", "montpellier", "76", S::C, Some(H::C)),
    ("67", "Bas-Rhin", "strasbourg", "44", S::B, Some(H::B)),
    ("68", "Haut-Rhin", "strasbourg", "44", S::B, Some(H::B)),
    ("69", "Rhône", "lyon", "84", S::A, Some(H::A)),
    ("70", "Haute-Saône", "besancon", "27", S::A, Some(H::A)),
    ("71", "Saône-et-Loire", "dijon", "27", S::A, Some(H::A)),
    ("72", "Sarthe", "nantes", "52", S::B, Some(H::B)),
    ("73", "Savoie", "grenoble", "84", S::A, Some(H::A)),
    ("74", "Haute-Savoie", "grenoble", "84", S::A, Some(H::A)),
    ("75", "Paris", "paris", "11", S::C, Some(H::C)),
    ("76", "Seine-Maritime", "normandie", "28", S::B, Some(H::B)),
    ("77", "Seine-et-Marne", "creteil", "11", S::C, Some(H::C)),
    ("78", "Yvelines", "versailles", "11", S::C, Some(H::C)),
    ("79", "Deux-Sèvres", "poitiers", "75", S::A, Some(H::A)),
    ("80", "Somme", "amiens", "32", S::B, Some(H::B)),
    ("81", "Tarn", "toulouse", "76", S::C, Some(H::C)),
    ("82", "Tarn-et-Garonne", "toulouse", "76", S::C, Some(H::C)),
    ("83", "Var", "nice", "93", S::B, Some(H::B)),
    ("84", "Vaucluse", "aix-marseille", "93", S::B, Some(H::B)),
    ("85", "Vendée", "nantes", "52", S::B, Some(H::B)),
    ("86", "Vienne", "poitiers", "75", S::A, Some(H::A)),
    ("87", "Haute-Vienne", "limoges", "75", S::A, Some(H::A)),
    ("88", "Vosges", "nancy-metz", "44", S::B, Some(H::B)),
    ("89", "Yonne", "dijon", "27", S::A, Some(H::A)),
    ("90", "Territoire de Belfort", "besancon", "27", S::A, Some(H::A)),
    ("91", "Essonne", "versailles", "11", S::C, Some(H::C)),
    ("92", "Hauts-de-Seine", "versailles", "11", S::C, Some(H::C)),
    ("93", "Seine-Saint-Denis", "creteil", "11", S::C, Some(H::C)),
    ("94", "Val-de-Marne", "creteil", "11", S::C, Some(H::C)),
    ("95", "Val-d'Oise", "versailles", "11", S::C, Some(H::C)),
    ("971", "Guadeloupe", "guadeloupe", "01", S::Dom, Some(H::Guadeloupe)),
    ("972", "Martinique", "martinique", "02", S::Dom, Some(H::Martinique)),
    ("973", "Guyane", "guyane", "03", S::Dom, Some(H::Guyane)),
    ("974", "La Réunion", "la-reunion", "04", S::Dom, Some(H::Reunion)),
    ("975", "Saint-Pierre-et-Miquelon",
        "saint-pierre-et-miquelon", "975", S::Com, Some(H::SaintPierreEtMiquelon)),
    ("976", "Mayotte", "mayotte", "06", S::Dom, Some(H::Mayotte)),
    ("977", "Saint-Barthélemy", "guadeloupe", "977", S::Com, Some(H::Guadeloupe)),
    ("978", "Saint-Martin", "guadeloupe", "978", S::Com, Some(H::Guadeloupe)),
    ("986", "Wallis et Futuna", "wallis-et-futuna", "986", S::Com, None),
    ("987", "Polynésie française", "polynesie-francaise", "987", S::Com, Some(H::Polynesie)),
    ("988", "Nouvelle-Calédonie", "nouvelle-caledonie", "988", S::Com, None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_becomes_a_department_that_is_found_again() {
        assert!(ROWS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(all().is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(all().len(), ROWS.len());
        for (department, row) in all().iter().zip(&ROWS) {
            assert_eq!(department.code.as_str(), row.0);
            assert_eq!(row.0.parse::<DepartmentCode>().unwrap(), department.code);
            assert_eq!(find(department.code), Some(department));
            assert_eq!(department.academy.as_str(), row.2);
            assert_eq!(department.region.as_str(), row.3);
        }
    }

    #[test]
    fn what_is_no_department_is_refused() {
        for bad in [
            "", "0", "1", "00", "20", "96", "2a", "2C", "970", "979", "01 ", "\0\0\0",
        ] {
            assert!(bad.parse::<DepartmentCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_two_zones_of_a_department_agree() {
        for department in all() {
            let (zone, holidays) = (department.school_zone, department.holiday_zone);
            match zone {
                S::A => assert_eq!(holidays, Some(H::A)),
                S::B => assert_eq!(holidays, Some(H::B)),
                S::C => assert_eq!(holidays, Some(H::C)),
                S::Corse => assert_eq!(holidays, Some(H::Corse)),
                S::Dom => assert!(holidays.is_some()),
                S::Com => assert!(department.code.as_str() >= "975"),
            }
            let none = ["986", "988"].contains(&department.code.as_str());
            assert_eq!(holidays.is_none(), none, "{}", department.code);
        }
    }

    #[test]
    fn zones_are_read_as_they_are_written() {
        for zone in S::ALL {
            assert_eq!(zone.to_string().parse::<SchoolZone>().unwrap(), zone);
            let json = serde_json::to_string(&zone).unwrap();
            assert_eq!(serde_json::from_str::<SchoolZone>(&json).unwrap(), zone);
        }
        assert!("Dom".parse::<SchoolZone>().is_err());
    }

    #[test]
    fn corsica_and_the_islands_are_where_they_should_be() {
        let of = |code: &str| find(code.parse().unwrap()).unwrap();
        assert_eq!(of("2A").academy, of("2B").academy);
        assert_eq!(of("974").holiday_zone, Some(H::Reunion));
        assert_eq!(of("978").academy, of("971").academy);
        assert_eq!(of("978").region.name(), "Saint-Martin");
        assert_eq!(of("69").academy.name(), "Lyon");
    }
}
