//! How well likely duplicates are found, on a set that is made: offers of organisations, some of them
//! told by a second source in other words, at another point of the address, for some of the weeks,
//! sorted by another list. The same for everybody who runs it.
use super::*;
use crate::testing::{id, week};

/// Offers as one organisation has them at one place: each line an organisation, with the sector of
/// each offer. Other trades beside each other are what must not be taken for the same.
const ORGANISATIONS: [&[(&str, &str)]; 12] = [
    &[
        ("Boulangerie artisanale", "alimentation"),
        ("Pâtisserie et chocolaterie", "alimentation"),
        ("Vente en magasin", "commerce"),
    ],
    &[
        ("Service des urgences", "sante"),
        ("Service de pédiatrie", "sante"),
        ("Secrétariat médical", "secretariat"),
        ("Pharmacie hospitalière", "sante"),
    ],
    &[
        ("Mécanique automobile", "automobile"),
        ("Carrosserie et peinture", "automobile"),
        ("Comptabilité du garage", "gestion"),
    ],
    &[
        ("Élevage de vaches laitières", "agriculture"),
        ("Fabrication de fromages fermiers", "alimentation"),
    ],
    &[
        ("Accueil et état civil en mairie", "fonction-publique"),
        ("Espaces verts de la ville", "environnement"),
        ("Bibliothèque municipale", "culture"),
        ("Police municipale", "securite"),
    ],
    &[
        ("Développement web", "informatique"),
        ("Support informatique aux utilisateurs", "informatique"),
        ("Communication et réseaux sociaux", "communication"),
    ],
    &[
        ("Menuiserie bois", "btp"),
        ("Charpente et couverture", "btp"),
        ("Bureau d'études", "btp"),
    ],
    &[
        ("Cuisine du restaurant", "hotellerie-restauration"),
        ("Service en salle", "hotellerie-restauration"),
        ("Réception de l'hôtel", "hotellerie-restauration"),
    ],
    &[
        ("Rédaction du journal local", "communication"),
        ("Photographie de presse", "communication"),
    ],
    &[
        ("Cabinet vétérinaire", "sante-animale"),
        ("Toilettage pour chiens", "sante-animale"),
    ],
    &[
        ("Laboratoire d'analyses biologiques", "sante"),
        ("Logistique et entrepôt", "transport"),
        ("Maintenance industrielle", "industrie"),
    ],
    &[
        ("Accueil du théâtre", "culture"),
        ("Régie son et lumière", "culture"),
        ("Atelier costumes", "mode"),
    ],
];
/// How often each organisation is made anew, with other chances.
const ROUNDS: u64 = 40;

/// A row of chances, the same each time.
struct Chances(u64);

impl Chances {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

/// The title as another platform has it.
fn in_other_words(title: &str, chances: &mut Chances) -> String {
    let mut words: Vec<String> = title.split(' ').map(ToOwned::to_owned).collect();
    if words.len() > 1 && chances.percent(20) {
        words.rotate_left(1);
    }
    // A word is left out, most often the last.
    if words.len() > 2 && chances.percent(25) {
        words.pop();
    }
    // A slip of the pen in the longest word.
    if chances.percent(20) {
        let longest = words.iter_mut().max_by_key(|word| word.chars().count());
        if let Some(word) = longest {
            let at = word.chars().count() / 2;
            *word = word
                .chars()
                .enumerate()
                .filter(|(n, _)| *n != at)
                .map(|(_, c)| c)
                .collect();
        }
    }
    let mut told = words.join(" ");
    if chances.percent(40) {
        let before = [
            "Stage de 3e : ",
            "Découverte de ",
            "Observation - ",
            "Une semaine en ",
            "Les métiers de ",
        ];
        let before = before[usize::try_from(chances.below(5)).unwrap()];
        told = format!("{before}{told}");
    }
    // The name of the town, or of the house.
    if chances.percent(25) {
        told.push_str(
            [" à Oyonnax", " (Maison Martin)", " - site des Prés"]
                [usize::try_from(chances.below(3)).unwrap()],
        );
    }
    if chances.percent(20) {
        told.to_uppercase()
    } else {
        told
    }
}

/// Somewhere within so many metres, east and north.
fn near(from: Coordinates, metres: u64, chances: &mut Chances) -> Coordinates {
    let mut degrees = || {
        let way = i32::try_from(chances.below(2 * metres + 1)).unwrap();
        (f64::from(way) - f64::from(u32::try_from(metres).unwrap())) / 111_000.0
    };
    let (north, east) = (degrees(), degrees());
    Coordinates::new(from.latitude() + north, from.longitude() + east).unwrap()
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "the figures that the benchmarks page tells"
)]
fn most_duplicates_of_a_made_set_are_found_and_little_else() {
    let mut chances = Chances(2_026);
    let (mut found_right, mut found_wrong, mut there) = (0_u32, 0_u32, 0_u32);
    for round in 0..ROUNDS {
        for organisation in ORGANISATIONS {
            let place = Coordinates::new(46.25, 5.65).unwrap();
            let mut offers = vec![];
            // Which offers are the same thing, by number.
            let mut of = vec![];
            for (thing, (title, sector)) in organisation.iter().enumerate() {
                let by_host = Compared {
                    title: Title::of(title),
                    place: near(place, 20, &mut chances),
                    weeks: (0..4).map(|n| week(5 + n)).collect(),
                    sector: sector.parse().unwrap(),
                    source: None,
                };
                let told_twice = chances.percent(50);
                // Some are told by the platform alone.
                if told_twice || chances.percent(60) {
                    offers.push(by_host.clone());
                    of.push(thing);
                }
                if told_twice || of.last() != Some(&thing) {
                    // One address in twenty-five is found elsewhere, one sector in eight is another.
                    let metres = if chances.percent(4) { 900 } else { 110 };
                    let from = i8::try_from(chances.below(3)).unwrap();
                    let elsewhere = if chances.percent(12) { "autre" } else { sector };
                    offers.push(Compared {
                        title: Title::of(&in_other_words(title, &mut chances)),
                        place: near(place, metres, &mut chances),
                        weeks: (0..3).map(|n| week(5 + from + n)).collect(),
                        sector: elsewhere.parse().unwrap(),
                        source: Some(RepresentativeId(id(u128::from(80 + round % 3)))),
                    });
                    of.push(thing);
                }
                there += u32::from(told_twice);
            }
            for pair in likely_duplicates(&offers) {
                if of[pair.first] == of[pair.second] {
                    found_right += 1;
                } else {
                    found_wrong += 1;
                }
            }
        }
    }
    let precision = f64::from(found_right) / f64::from(found_right + found_wrong);
    let recall = f64::from(found_right) / f64::from(there);
    println!(
        "{there} duplicates made; {found_right} found, {found_wrong} taken for one; precision \
         {precision:.3}, recall {recall:.3}"
    );
    assert!(there > 500, "{there}");
    assert!(precision >= 0.95, "precision {precision:.3}");
    assert!(recall >= 0.90, "recall {recall:.3}");
}
