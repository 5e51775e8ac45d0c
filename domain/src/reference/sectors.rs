//! The professional sectors that offers and pupils choose from, as introduced in 2019.
use crate::ids::SectorCode;

/// A professional sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sector {
    /// Slug; a [`SectorCode`] as text.
    pub code: &'static str,
    /// French name.
    pub name: &'static str,
    /// ONISEP's page on the jobs of the sector.
    pub onisep_url: Option<&'static str>,
}

/// Every built-in sector, in the order of the codes.
#[must_use]
pub fn all() -> &'static [Sector] {
    &SECTORS
}

/// The built-in sector of a code.
#[must_use]
pub fn find(code: &SectorCode) -> Option<&'static Sector> {
    let index = SECTORS
        .binary_search_by_key(&code.as_str(), |sector| sector.code)
        .ok()?;
    SECTORS.get(index)
}

/// Code, name, and the last part of the address of ONISEP's page.
macro_rules! sector {
    ($code:literal, $name:literal, $page:literal) => {
        Sector {
            code: $code,
            name: $name,
            onisep_url: Some(concat!(
                "http://www.onisep.fr/Decouvrir-les-metiers/Des-metiers-par-secteur/",
                $page
            )),
        }
    };
}

/// Sorted by code.
static SECTORS: [Sector; 42] = [
    sector!("agriculture", "Agriculture", "Agriculture"),
    sector!("agroequipement", "Agroéquipement", "Agroequipement"),
    sector!(
        "architecture-urbanisme-et-paysage",
        "Architecture, urbanisme et paysage",
        "Architecture-urbanisme-paysage"
    ),
    sector!("armee-defense", "Armée - Défense", "Defense"),
    sector!("art-et-design", "Art et design", "Art-et-design"),
    sector!("artisanat-d-art", "Artisanat d'art", "Artisanat-d-art"),
    sector!(
        "arts-du-spectacle",
        "Arts du spectacle",
        "Arts-du-spectacle"
    ),
    sector!("audiovisuel", "Audiovisuel", "Audiovisuel"),
    sector!("automobile", "Automobile", "Automobile"),
    sector!(
        "banque-et-assurance",
        "Banque et assurance",
        "Banque-et-assurance"
    ),
    sector!(
        "batiment-travaux-publics",
        "Bâtiment et travaux publics (BTP)",
        "Batiment-et-travaux-publics-BTP"
    ),
    sector!(
        "commerce-et-distribution",
        "Commerce et distribution",
        "Commerce-et-distribution"
    ),
    sector!("communication", "Communication", "Communication"),
    sector!(
        "comptabilite-gestion-ressources-humaines",
        "Comptabilité, gestion, ressources humaines",
        "Comptabilite-gestion-ressources-humaines"
    ),
    sector!(
        "construction-aeronautique-ferroviaire-et-navale",
        "Construction aéronautique, ferroviaire et navale",
        "Construction-aeronautique-ferroviaire-et-navale"
    ),
    sector!(
        "culture-et-patrimoine",
        "Culture et patrimoine",
        "Culture-et-patrimoine"
    ),
    sector!("droit-et-justice", "Droit et justice", "Droit-et-justice"),
    sector!(
        "edition-librairie-bibliotheque",
        "Édition, librairie, bibliothèque",
        "Edition-librairie-bibliotheque"
    ),
    sector!("electronique", "Électronique", "Electronique"),
    sector!("energie", "Énergie", "Energie"),
    sector!("enseignement", "Enseignement", "Enseignement"),
    sector!("environnement", "Environnement", "Environnement"),
    sector!("filiere-bois", "Filière bois", "Filiere-bois"),
    sector!(
        "hotellerie-restauration",
        "Hôtellerie, restauration",
        "Hotellerie-restauration"
    ),
    sector!(
        "industrie-alimentaire",
        "Industrie alimentaire",
        "Industrie-alimentaire"
    ),
    sector!(
        "industrie-chimique",
        "Industrie chimique",
        "Industrie-chimique"
    ),
    sector!(
        "informatique-et-reseaux",
        "Informatique et réseaux",
        "Informatique-et-reseaux"
    ),
    sector!("jeu-video", "Jeu vidéo", "Jeu-video"),
    sector!(
        "logistique-et-transport",
        "Logistique et transport",
        "Logistique-et-transport"
    ),
    sector!("maintenance", "Maintenance", "Maintenance"),
    sector!(
        "marketing-publicite",
        "Marketing, publicité",
        "Marketing-publicite"
    ),
    sector!("mecanique", "Mécanique", "Mecanique"),
    sector!("medical", "Médical", "Medical"),
    sector!("mode", "Mode", "Mode"),
    sector!("paramedical", "Paramédical", "Paramedical"),
    sector!("recherche", "Recherche", "Recherche"),
    sector!("securite", "Sécurité", "Securite"),
    sector!("social", "Social", "Social"),
    sector!("sport", "Sport", "Sport"),
    sector!("tourisme", "Tourisme", "Tourisme"),
    sector!(
        "traduction-interpretation",
        "Traduction, interprétation",
        "Traduction-interpretation"
    ),
    sector!(
        "verre-beton-ceramique",
        "Verre, béton, céramique",
        "Verre-beton-ceramique"
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_is_found_again() {
        assert!(SECTORS.is_sorted_by(|a, b| a.code < b.code));
        for sector in all() {
            let code: SectorCode = sector.code.parse().unwrap();
            assert_eq!(find(&code), Some(sector));
            assert!(!sector.name.is_empty());
        }
        assert_eq!(find(&"journalisme".parse().unwrap()), None);
    }
}
