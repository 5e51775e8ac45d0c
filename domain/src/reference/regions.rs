//! The regions, and the overseas collectivities that stand in their place.
use std::fmt;

/// A region, or an overseas collectivity under its own code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// INSEE's code, as `84`; a collectivity's own code, as `987`.
    pub code: &'static str,
    /// Official name.
    pub name: &'static str,
}

/// The code of a region; written and serialised as `84` or `987`.
///
/// Ordered as the texts of the codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(u8);

impl RegionCode {
    /// Every region, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).zip(&REGIONS).map(|(index, _)| Self(index))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.region().code
    }

    /// Official name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.region().name
    }

    /// The row of the table.
    #[must_use]
    pub fn region(self) -> &'static Region {
        // Only `all` and `from_text` make codes, and only of rows that exist.
        &REGIONS[usize::from(self.0)]
    }

    fn from_text(code: &str) -> Option<Self> {
        let index = REGIONS
            .binary_search_by_key(&code, |region| region.code)
            .ok()?;
        u8::try_from(index).ok().map(Self)
    }
}

as_text!(RegionCode, "a region code, as 84 or 987");

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegionCode({})", self.as_str())
    }
}

/// Every region, in the order of the codes.
#[must_use]
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// Sorted by code.
static REGIONS: [Region; 24] = [
    Region {
        code: "01",
        name: "Guadeloupe",
    },
    Region {
        code: "02",
        name: "Martinique",
    },
    Region {
        code: "03",
        name: "Guyane",
    },
    Region {
        code: "04",
        name: "La Réunion",
    },
    Region {
        code: "06",
        name: "Mayotte",
    },
    Region {
        code: "11",
        name: "Île-de-France",
    },
    Region {
        code: "24",
        name: "Centre-Val de Loire",
    },
    Region {
        code: "27",
        name: "Bourgogne-Franche-Comté",
    },
    Region {
        code: "28",
        name: "Normandie",
    },
    Region {
        code: "32",
        name: "Hauts-de-France",
    },
    Region {
        code: "44",
        name: "Grand Est",
    },
    Region {
        code: "52",
        name: "Pays de la Loire",
    },
    Region {
        code: "53",
        name: "Bretagne",
    },
    Region {
        code: "75",
        name: "Nouvelle-Aquitaine",
    },
    Region {
        code: "76",
        name: "Occitanie",
    },
    Region {
        code: "84",
        name: "Auvergne-Rhône-Alpes",
    },
    Region {
        code: "93",
        name: "Provence-Alpes-Côte d'Azur",
    },
    Region {
        code: "94",
        name: "Corse",
    },
    Region {
        code: "975",
        name: "Saint-Pierre-et-Miquelon",
    },
    Region {
        code: "977",
        name: "Saint-Barthélemy",
    },
    Region {
        code: "978",
        name: "Saint-Martin",
    },
    Region {
        code: "986",
        name: "Wallis et Futuna",
    },
    Region {
        code: "987",
        name: "Polynésie française",
    },
    Region {
        code: "988",
        name: "Nouvelle-Calédonie",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_again() {
        assert!(REGIONS.is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(RegionCode::all().count(), REGIONS.len());
        for (code, region) in RegionCode::all().zip(all()) {
            assert_eq!(code.to_string(), region.code);
            assert_eq!(region.code.parse::<RegionCode>().unwrap(), code);
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(json, format!("\"{}\"", region.code));
            assert_eq!(serde_json::from_str::<RegionCode>(&json).unwrap(), code);
        }
        let lyon: RegionCode = "84".parse().unwrap();
        assert_eq!(lyon.name(), "Auvergne-Rhône-Alpes");
    }

    #[test]
    fn what_is_no_region_is_refused() {
        for bad in ["", "1", "00", "05", "085", "999", "84 ", "é4"] {
            assert!(bad.parse::<RegionCode>().is_err(), "{bad}");
        }
    }
}
