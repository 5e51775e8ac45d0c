//! Where the departments lie: the box around the centres of their communes, and their post codes.
//!
//! Source: the communes with their department, post codes and centre (official geographic code of
//! INSEE, official base of post codes of La Poste; Licence Ouverte 2.0).
use super::departments;
use crate::explain::{Explanation, because};
use crate::geography::Coordinates;
use crate::ids::DepartmentCode;

/// How far beyond the centres of its communes a department reaches, in degrees: some 28 km to
/// north and south, some 19 km to west and east. Enough for every edge; a box is no border.
const MARGIN: f64 = 0.25;

/// Why a point or a post code is not that of a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Latitude 0, longitude 0: what is left of a position that was not known.
    Nowhere,
    /// The other way round it would be in the department.
    Swapped(DepartmentCode),
    /// It lies far from the department.
    FarAway(DepartmentCode),
    /// The post code is one of another department.
    PostalCode(DepartmentCode),
}

impl Misplaced {
    /// The reason and the sentences, of a rule.
    #[must_use]
    pub fn explain(self, rule: &'static str) -> Explanation {
        let name = |code: DepartmentCode| {
            let known = departments::find(code).map_or("", |department| department.name);
            format!("{code} ({known})")
        };
        match self {
            Self::Nowhere => because(
                "COORDINATES_NOWHERE",
                rule,
                "La position 0, 0 est en mer, au large du Ghana : elle n'est pas connue.",
                "The position 0, 0 is at sea, off Ghana: it is not known.",
            ),
            Self::Swapped(department) => because(
                "COORDINATES_SWAPPED",
                rule,
                format!(
                    "La latitude et la longitude sont inversées : échangées, elles sont dans le département {}.",
                    name(department)
                ),
                format!(
                    "Latitude and longitude are swapped: the other way round they lie in department {}.",
                    name(department)
                ),
            ),
            Self::FarAway(department) => because(
                "COORDINATES_FAR_AWAY",
                rule,
                format!(
                    "Cette position est loin du département {}.",
                    name(department)
                ),
                format!(
                    "That position lies far from department {}.",
                    name(department)
                ),
            ),
            Self::PostalCode(department) => because(
                "POSTAL_CODE_ELSEWHERE",
                rule,
                format!(
                    "Ce code postal n'est pas celui d'une commune du département {}.",
                    name(department)
                ),
                format!(
                    "That post code is of no commune of department {}.",
                    name(department)
                ),
            ),
        }
    }
}

/// Whether a point lies in a department, or near it (OFF-2).
///
/// # Errors
/// What is amiss, where that can be told.
pub fn holds(department: DepartmentCode, point: Coordinates) -> Result<(), Misplaced> {
    let (latitude, longitude) = (point.latitude(), point.longitude());
    if latitude.abs() < 0.01 && longitude.abs() < 0.01 {
        Err(Misplaced::Nowhere)
    } else if is_within(department, latitude, longitude) {
        Ok(())
    } else if is_within(department, longitude, latitude) {
        Err(Misplaced::Swapped(department))
    } else {
        Err(Misplaced::FarAway(department))
    }
}

fn is_within(department: DepartmentCode, latitude: f64, longitude: f64) -> bool {
    let row = ROWS.binary_search_by(|row| row.0.cmp(department.as_str()));
    // Every department has a row, which the tests count.
    row.ok().and_then(|at| ROWS.get(at)).is_none_or(|row| {
        let &(_, south, north, west, east) = row;
        (south - MARGIN..=north + MARGIN).contains(&latitude)
            && (west - MARGIN..=east + MARGIN).contains(&longitude)
    })
}

/// Whether a post code of five digits is one of a department (OFF-2), CEDEX codes included.
///
/// # Errors
/// [`Misplaced::PostalCode`].
pub fn has_postal_code(department: DepartmentCode, postal_code: &str) -> Result<(), Misplaced> {
    let code = department.as_str();
    let of_number = match code {
        // CEDEX codes from 203 on are of both halves of Corsica.
        "2A" => {
            postal_code.starts_with("20")
                && !["202", "206"]
                    .iter()
                    .any(|of_2b| postal_code.starts_with(of_2b))
        }
        "2B" => {
            postal_code.starts_with("20")
                && !["200", "201"]
                    .iter()
                    .any(|of_2a| postal_code.starts_with(of_2a))
        }
        // CEDEX codes of La Réunion.
        "974" => postal_code.starts_with("974") || postal_code.starts_with("978"),
        // They were Guadeloupe's.
        "977" | "978" => postal_code.starts_with("971") || postal_code.starts_with(code),
        _ => postal_code.starts_with(code),
    };
    if of_number || SERVED_FROM_BESIDE.contains(&(code, postal_code)) {
        Ok(())
    } else {
        Err(Misplaced::PostalCode(department))
    }
}

/// Communes whose post comes from the department beside: department and post code.
const SERVED_FROM_BESIDE: [(&str, &str); 17] = [
    ("03", "42620"),
    ("04", "05110"),
    ("04", "05130"),
    ("04", "05160"),
    ("04", "06260"),
    ("07", "48250"),
    ("15", "43450"),
    ("24", "33220"),
    ("26", "05700"),
    ("39", "01410"),
    ("39", "01590"),
    ("51", "52100"),
    ("71", "21340"),
    ("74", "01200"),
    ("83", "13780"),
    ("86", "37160"),
    ("91", "94390"),
];

/// Code, and the southernmost, northernmost, westernmost and easternmost centre of its communes,
/// in degrees.
type Row = (&'static str, f64, f64, f64, f64);

/// Sorted by code.
#[rustfmt::skip]
static ROWS: [Row; 107] = [
    ("01", 45.64, 46.50, 4.74, 6.12),
    ("02", 48.87, 50.05, 3.00, 4.23),
    ("03", 45.97, 46.79, 2.30, 3.98),
    ("04", 43.70, 44.56, 5.54, 6.93),
    ("05", 44.21, 45.07, 5.46, 6.95),
    ("06", 43.49, 44.29, 6.69, 7.66),
    ("07", 44.29, 45.36, 3.89, 4.87),
    ("08", 49.24, 50.15, 4.06, 5.37),
    ("09", 42.59, 43.29, 0.86, 2.13),
    ("10", 47.94, 48.69, 3.40, 4.84),
    ("11", 42.70, 43.45, 1.72, 3.18),
    ("12", 43.71, 44.90, 1.87, 3.39),
    ("13", 43.19, 43.91, 4.46, 5.76),
    ("14", 48.82, 49.42, -1.14, 0.43),
    ("15", 44.63, 45.47, 2.12, 3.33),
    ("16", 45.21, 46.12, -0.41, 0.90),
    ("17", 45.11, 46.32, -1.54, -0.04),
    ("18", 46.44, 47.57, 1.81, 3.04),
    ("19", 44.93, 45.72, 1.26, 2.50),
    ("21", 46.91, 48.00, 4.09, 5.51),
    ("22", 48.08, 48.86, -3.62, -1.94),
    ("23", 45.68, 46.43, 1.42, 2.57),
    ("24", 44.60, 45.68, 0.01, 1.41),
    ("25", 46.60, 47.57, 5.71, 7.04),
    ("26", 44.13, 45.33, 4.68, 5.73),
    ("27", 48.68, 49.48, 0.31, 1.77),
    ("28", 47.99, 48.93, 0.80, 1.96),
    ("29", 47.79, 48.75, -5.09, -3.42),
    ("2A", 41.43, 42.35, 8.62, 9.36),
    ("2B", 41.87, 42.99, 8.70, 9.53),
    ("30", 43.50, 44.43, 3.30, 4.81),
    ("31", 42.73, 43.90, 0.47, 2.01),
    ("32", 43.32, 44.06, -0.27, 1.18),
    ("33", 44.25, 45.54, -1.20, 0.28),
    ("34", 43.24, 43.95, 2.58, 4.15),
    ("35", 47.66, 48.69, -2.23, -1.05),
    ("36", 46.38, 47.26, 0.91, 2.17),
    ("37", 46.76, 47.68, 0.07, 1.32),
    ("38", 44.73, 45.88, 4.75, 6.25),
    ("39", 46.27, 47.29, 5.27, 6.15),
    ("40", 43.51, 44.48, -1.47, 0.09),
    ("41", 47.21, 48.10, 0.64, 2.18),
    ("42", 45.26, 46.26, 3.74, 4.75),
    ("43", 44.76, 45.41, 3.12, 4.44),
    ("44", 46.90, 47.83, -2.53, -0.97),
    ("45", 47.51, 48.33, 1.55, 3.07),
    ("46", 44.26, 45.02, 1.02, 2.19),
    ("47", 44.00, 44.75, -0.09, 1.05),
    ("48", 44.15, 44.95, 3.03, 3.97),
    ("49", 47.00, 47.77, -1.27, 0.15),
    ("50", 48.49, 49.70, -1.87, -0.77),
    ("51", 48.53, 49.39, 3.43, 5.01),
    ("52", 47.60, 48.68, 4.68, 5.87),
    ("53", 47.75, 48.53, -1.20, -0.06),
    ("54", 48.36, 49.55, 5.44, 7.10),
    ("55", 48.44, 49.60, 4.91, 5.81),
    ("56", 47.30, 48.19, -3.70, -2.09),
    ("57", 48.55, 49.51, 5.91, 7.60),
    ("58", 46.69, 47.55, 2.89, 4.18),
    ("59", 49.99, 51.08, 2.10, 4.21),
    ("60", 49.07, 49.75, 1.71, 3.13),
    ("61", 48.22, 48.95, -0.84, 0.94),
    ("62", 50.02, 50.99, 1.57, 3.16),
    ("63", 45.33, 46.24, 2.42, 3.96),
    ("64", 42.83, 43.59, -1.77, -0.01),
    ("65", 42.73, 43.59, -0.28, 0.63),
    ("66", 42.35, 42.89, 1.79, 3.15),
    ("67", 48.14, 49.07, 6.97, 8.19),
    ("68", 47.43, 48.30, 6.88, 7.61),
    ("69", 45.47, 46.29, 4.31, 5.11),
    ("70", 47.26, 48.00, 5.39, 6.80),
    ("71", 46.17, 47.13, 3.71, 5.45),
    ("72", 47.60, 48.45, -0.42, 0.85),
    ("73", 45.12, 45.92, 5.65, 7.10),
    ("74", 45.73, 46.41, 5.82, 6.93),
    ("75", 48.82, 48.90, 2.26, 2.42),
    ("76", 49.27, 50.06, 0.07, 1.76),
    ("77", 48.14, 49.09, 2.42, 3.49),
    ("78", 48.45, 49.08, 1.48, 2.20),
    ("79", 45.99, 47.08, -0.79, 0.18),
    ("80", 49.59, 50.35, 1.40, 3.17),
    ("81", 43.41, 44.19, 1.57, 2.87),
    ("82", 43.79, 44.37, 0.77, 1.96),
    ("83", 43.07, 43.79, 5.70, 6.86),
    ("84", 43.68, 44.40, 4.67, 5.70),
    ("85", 46.30, 47.07, -2.35, -0.61),
    ("86", 46.07, 47.15, -0.09, 1.18),
    ("87", 45.47, 46.37, 0.68, 1.87),
    ("88", 47.84, 48.51, 5.44, 7.17),
    ("89", 47.35, 48.37, 2.89, 4.31),
    ("90", 47.44, 47.79, 6.77, 7.12),
    ("91", 48.30, 48.76, 1.93, 2.57),
    ("92", 48.75, 48.94, 2.16, 2.33),
    ("93", 48.83, 48.98, 2.31, 2.59),
    ("94", 48.69, 48.86, 2.32, 2.59),
    ("95", 48.92, 49.22, 1.63, 2.57),
    ("971", 15.85, 16.47, -61.78, -61.05),
    ("972", 14.43, 14.86, -61.21, -60.85),
    ("973", 3.16, 5.69, -54.39, -51.80),
    ("974", -21.35, -20.93, 55.30, 55.76),
    ("975", 46.78, 47.11, -56.38, -56.17),
    ("976", -12.98, -12.68, 45.06, 45.29),
    ("977", 17.89, 17.90, -62.85, -62.84),
    ("978", 18.08, 18.09, -63.06, -63.05),
    ("986", -13.29, -13.28, -176.21, -176.20),
    ("987", -23.37, -8.90, -149.54, -138.42),
    ("988", -22.17, -20.56, 162.83, 166.53),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> DepartmentCode {
        code.parse().unwrap()
    }

    fn point(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates::new(latitude, longitude).unwrap()
    }

    #[test]
    fn every_department_has_a_box_that_is_the_right_way_round() {
        let codes: Vec<&str> = ROWS.iter().map(|row| row.0).collect();
        let known: Vec<&str> = departments::all().iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes, known);
        for (code, south, north, west, east) in ROWS {
            assert!(
                south <= north && west <= east && north - south < 17.0,
                "{code}"
            );
            let centre = point((south + north) / 2.0, (west + east) / 2.0);
            assert_eq!(holds(of(code), centre), Ok(()), "{code}");
        }
    }

    #[test]
    fn what_is_amiss_is_told() {
        let lyon = of("69");
        assert_eq!(holds(lyon, point(45.76, 4.83)), Ok(()));
        assert_eq!(
            holds(lyon, point(4.83, 45.76)),
            Err(Misplaced::Swapped(lyon))
        );
        assert_eq!(holds(lyon, point(0.0, 0.0)), Err(Misplaced::Nowhere));
        assert_eq!(
            holds(lyon, point(48.85, 2.35)),
            Err(Misplaced::FarAway(lyon))
        );
        assert_eq!(
            holds(lyon, point(-90.0, 180.0)),
            Err(Misplaced::FarAway(lyon))
        );
        let noumea = point(-22.27, 166.44);
        assert_eq!(holds(of("988"), noumea), Ok(()));
        assert_eq!(holds(of("978"), point(18.07, -63.05)), Ok(()));
        let told = Misplaced::Swapped(lyon).explain("OFF-2");
        assert!(told.french.contains("inversées") && told.french.contains("69 (Rhône)"));
    }

    #[test]
    fn a_post_code_is_one_of_its_department() {
        for (code, postal_code) in [
            ("69", "69001"),
            ("2A", "20167"),
            ("2B", "20200"),
            ("2B", "20297"),
            ("974", "97460"),
            ("974", "97861"),
            ("977", "97133"),
            ("978", "97150"),
            ("04", "05110"),
        ] {
            assert_eq!(
                has_postal_code(of(code), postal_code),
                Ok(()),
                "{code} {postal_code}"
            );
        }
        for (code, postal_code) in [
            ("69", "00000"),
            ("69", "99999"),
            ("75", "97460"),
            ("2B", "20167"),
            ("05", "04000"),
        ] {
            let refused = has_postal_code(of(code), postal_code);
            assert_eq!(
                refused,
                Err(Misplaced::PostalCode(of(code))),
                "{code} {postal_code}"
            );
        }
    }
}
