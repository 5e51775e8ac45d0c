//! The academies and vice-rectorates.
use std::fmt;

/// An academy or vice-rectorate; written and serialised as a slug of its name (`aix-marseille`,
/// `la-reunion`).
///
/// Ordered as the slugs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcademyCode(u8);

impl AcademyCode {
    /// The slug.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.academy().slug
    }

    /// Official name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.academy().name
    }

    fn academy(self) -> &'static Academy {
        // Only `all`, `find_by_name` and `from_text` make codes, and only of rows that exist.
        &ACADEMIES[usize::from(self.0)]
    }

    fn from_text(slug: &str) -> Option<Self> {
        let index = ACADEMIES
            .binary_search_by_key(&slug, |academy| academy.slug)
            .ok()?;
        u8::try_from(index).ok().map(Self)
    }
}

as_text!(AcademyCode, "an academy, as lyon or la-reunion");

impl fmt::Debug for AcademyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AcademyCode({})", self.as_str())
    }
}

/// Every academy, in the order of the slugs.
pub fn all() -> impl Iterator<Item = AcademyCode> {
    (0u8..).zip(&ACADEMIES).map(|(index, _)| AcademyCode(index))
}

/// The academy of an official name, letter by letter.
#[must_use]
pub fn find_by_name(name: &str) -> Option<AcademyCode> {
    all().find(|academy| academy.name() == name)
}

struct Academy {
    slug: &'static str,
    name: &'static str,
}

/// Sorted by slug.
static ACADEMIES: [Academy; 34] = [
    Academy {
        slug: "aix-marseille",
        name: "Aix-Marseille",
    },
    Academy {
        slug: "amiens",
        name: "Amiens",
    },
    Academy {
        slug: "besancon",
        name: "Besançon",
    },
    Academy {
        slug: "bordeaux",
        name: "Bordeaux",
    },
    Academy {
        slug: "clermont-ferrand",
        name: "Clermont-Ferrand",
    },
    Academy {
        slug: "corse",
        name: "Corse",
    },
    Academy {
        slug: "creteil",
        name: "Créteil",
    },
    Academy {
        slug: "dijon",
        name: "Dijon",
    },
    Academy {
        slug: "grenoble",
        name: "Grenoble",
    },
    Academy {
        slug: "guadeloupe",
        name: "Guadeloupe",
    },
    Academy {
        slug: "guyane",
        name: "Guyane",
    },
    Academy {
        slug: "la-reunion",
        name: "La Réunion",
    },
    Academy {
        slug: "lille",
        name: "Lille",
    },
    Academy {
        slug: "limoges",
        name: "Limoges",
    },
    Academy {
        slug: "lyon",
        name: "Lyon",
    },
    Academy {
        slug: "martinique",
        name: "Martinique",
    },
    Academy {
        slug: "mayotte",
        name: "Mayotte",
    },
    Academy {
        slug: "montpellier",
        name: "Montpellier",
    },
    Academy {
        slug: "nancy-metz",
        name: "Nancy-Metz",
    },
    Academy {
        slug: "nantes",
        name: "Nantes",
    },
    Academy {
        slug: "nice",
        name: "Nice",
    },
    Academy {
        slug: "normandie",
        name: "Normandie",
    },
    Academy {
        slug: "nouvelle-caledonie",
        name: "Nouvelle Calédonie",
    },
    Academy {
        slug: "orleans-tours",
        name: "Orléans-Tours",
    },
    Academy {
        slug: "paris",
        name: "Paris",
    },
    Academy {
        slug: "poitiers",
        name: "Poitiers",
    },
    Academy {
        slug: "polynesie-francaise",
        name: "Polynésie Française",
    },
    Academy {
        slug: "reims",
        name: "Reims",
    },
    Academy {
        slug: "rennes",
        name: "Rennes",
    },
    Academy {
        slug: "saint-pierre-et-miquelon",
        name: "Saint Pierre et Miquelon",
    },
    Academy {
        slug: "strasbourg",
        name: "Strasbourg",
    },
    Academy {
        slug: "toulouse",
        name: "Toulouse",
    },
    Academy {
        slug: "versailles",
        name: "Versailles",
    },
    Academy {
        slug: "wallis-et-futuna",
        name: "Wallis et Futuna",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_and_name_is_found_again() {
        assert!(ACADEMIES.is_sorted_by(|a, b| a.slug < b.slug));
        assert_eq!(all().count(), ACADEMIES.len());
        for (code, academy) in all().zip(&ACADEMIES) {
            assert_eq!(code.to_string(), academy.slug);
            assert_eq!(academy.slug.parse::<AcademyCode>().unwrap(), code);
            assert_eq!(find_by_name(academy.name), Some(code));
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(json, format!("\"{}\"", academy.slug));
            assert_eq!(serde_json::from_str::<AcademyCode>(&json).unwrap(), code);
        }
        assert_eq!(
            "la-reunion".parse::<AcademyCode>().unwrap().name(),
            "La Réunion"
        );
    }

    #[test]
    fn what_is_no_academy_is_refused() {
        for bad in ["", "Lyon", "lyon ", "rouen", "caen", "zzz"] {
            assert!(bad.parse::<AcademyCode>().is_err(), "{bad}");
            assert!(bad == "Lyon" || find_by_name(bad).is_none(), "{bad}");
        }
    }
}
