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

    /// The domains of the professional addresses of its people, the present one first, then those
    /// from before academies were merged (EST-1).
    #[must_use]
    pub fn mail_domains(self) -> &'static [&'static str] {
        self.academy().mail_domains
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
    mail_domains: &'static [&'static str],
}

/// Sorted by slug.
static ACADEMIES: [Academy; 34] = [
    Academy {
        slug: "aix-marseille",
        name: "Aix-Marseille",
        mail_domains: &["ac-aix-marseille.fr"],
    },
    Academy {
        slug: "amiens",
        name: "Amiens",
        mail_domains: &["ac-amiens.fr"],
    },
    Academy {
        slug: "besancon",
        name: "Besançon",
        mail_domains: &["ac-besancon.fr"],
    },
    Academy {
        slug: "bordeaux",
        name: "Bordeaux",
        mail_domains: &["ac-bordeaux.fr"],
    },
    Academy {
        slug: "clermont-ferrand",
        name: "Clermont-Ferrand",
        mail_domains: &["ac-clermont.fr"],
    },
    Academy {
        slug: "corse",
        name: "Corse",
        mail_domains: &["ac-corse.fr"],
    },
    Academy {
        slug: "creteil",
        name: "Créteil",
        mail_domains: &["ac-creteil.fr"],
    },
    Academy {
        slug: "dijon",
        name: "Dijon",
        mail_domains: &["ac-dijon.fr"],
    },
    Academy {
        slug: "grenoble",
        name: "Grenoble",
        mail_domains: &["ac-grenoble.fr"],
    },
    Academy {
        slug: "guadeloupe",
        name: "Guadeloupe",
        mail_domains: &["ac-guadeloupe.fr"],
    },
    Academy {
        slug: "guyane",
        name: "Guyane",
        mail_domains: &["ac-guyane.fr"],
    },
    Academy {
        slug: "la-reunion",
        name: "La Réunion",
        mail_domains: &["ac-reunion.fr"],
    },
    Academy {
        slug: "lille",
        name: "Lille",
        mail_domains: &["ac-lille.fr"],
    },
    Academy {
        slug: "limoges",
        name: "Limoges",
        mail_domains: &["ac-limoges.fr"],
    },
    Academy {
        slug: "lyon",
        name: "Lyon",
        mail_domains: &["ac-lyon.fr"],
    },
    Academy {
        slug: "martinique",
        name: "Martinique",
        mail_domains: &["ac-martinique.fr"],
    },
    Academy {
        slug: "mayotte",
        name: "Mayotte",
        mail_domains: &["ac-mayotte.fr"],
    },
    Academy {
        slug: "montpellier",
        name: "Montpellier",
        mail_domains: &["ac-montpellier.fr"],
    },
    Academy {
        slug: "nancy-metz",
        name: "Nancy-Metz",
        mail_domains: &["ac-nancy-metz.fr"],
    },
    Academy {
        slug: "nantes",
        name: "Nantes",
        mail_domains: &["ac-nantes.fr"],
    },
    Academy {
        slug: "nice",
        name: "Nice",
        mail_domains: &["ac-nice.fr"],
    },
    Academy {
        slug: "normandie",
        name: "Normandie",
        mail_domains: &["ac-normandie.fr", "ac-caen.fr", "ac-rouen.fr"],
    },
    Academy {
        slug: "nouvelle-caledonie",
        name: "Nouvelle Calédonie",
        mail_domains: &["ac-noumea.nc"],
    },
    Academy {
        slug: "orleans-tours",
        name: "Orléans-Tours",
        mail_domains: &["ac-orleans-tours.fr"],
    },
    Academy {
        slug: "paris",
        name: "Paris",
        mail_domains: &["ac-paris.fr"],
    },
    Academy {
        slug: "poitiers",
        name: "Poitiers",
        mail_domains: &["ac-poitiers.fr"],
    },
    Academy {
        slug: "polynesie-francaise",
        name: "Polynésie Française",
        mail_domains: &["ac-polynesie.pf", "education.pf"],
    },
    Academy {
        slug: "reims",
        name: "Reims",
        mail_domains: &["ac-reims.fr"],
    },
    Academy {
        slug: "rennes",
        name: "Rennes",
        mail_domains: &["ac-rennes.fr"],
    },
    Academy {
        slug: "saint-pierre-et-miquelon",
        name: "Saint Pierre et Miquelon",
        mail_domains: &["ac-spm.fr", "ac-normandie.fr", "ac-caen.fr"],
    },
    Academy {
        slug: "strasbourg",
        name: "Strasbourg",
        mail_domains: &["ac-strasbourg.fr"],
    },
    Academy {
        slug: "toulouse",
        name: "Toulouse",
        mail_domains: &["ac-toulouse.fr"],
    },
    Academy {
        slug: "versailles",
        name: "Versailles",
        mail_domains: &["ac-versailles.fr"],
    },
    Academy {
        slug: "wallis-et-futuna",
        name: "Wallis et Futuna",
        mail_domains: &["ac-wf.wf"],
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
    fn every_academy_has_domains_of_addresses() {
        for academy in all() {
            assert!(!academy.mail_domains().is_empty(), "{academy}");
            for domain in academy.mail_domains() {
                let address = format!("ada@{domain}");
                assert!(
                    crate::mail_address::parse(&address, crate::mail_address::Names::Ascii).is_ok(),
                    "{address}"
                );
            }
        }
        let of = |slug: &str| slug.parse::<AcademyCode>().unwrap().mail_domains()[0];
        assert_eq!(of("clermont-ferrand"), "ac-clermont.fr");
        assert_eq!(of("nouvelle-caledonie"), "ac-noumea.nc");
    }

    #[test]
    fn what_is_no_academy_is_refused() {
        for bad in ["", "Lyon", "lyon ", "rouen", "caen", "zzz"] {
            assert!(bad.parse::<AcademyCode>().is_err(), "{bad}");
            assert!(bad == "Lyon" || find_by_name(bad).is_none(), "{bad}");
        }
    }
}
