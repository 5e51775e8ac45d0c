//! Invented people: given and family names drawn from small lists. Nobody real is meant.
use crate::seed::{Dice, one_of};

const GIRLS: &[&str] = &[
    "Aïcha",
    "Alice",
    "Amina",
    "Anaïs",
    "Assia",
    "Camille",
    "Chloé",
    "Clara",
    "Djeneba",
    "Éléonore",
    "Élise",
    "Emma",
    "Fatou",
    "Inès",
    "Jade",
    "Jeanne",
    "Julie",
    "Kenza",
    "Léa",
    "Léonie",
    "Lina",
    "Louise",
    "Maëlys",
    "Manon",
    "Mariam",
    "Marion",
    "Nour",
    "Océane",
    "Rose",
    "Salomé",
    "Sarah",
    "Sofia",
    "Yasmine",
    "Zoé",
];
const BOYS: &[&str] = &[
    "Adam", "Amadou", "Anatole", "Antoine", "Bilal", "Clément", "Elias", "Enzo", "Étienne",
    "Gabriel", "Hugo", "Ibrahim", "Ilyès", "Jules", "Kylian", "Léo", "Liam", "Loïc", "Louis",
    "Lucas", "Mamadou", "Mathis", "Mehdi", "Nathan", "Noé", "Nolan", "Paul", "Raphaël", "Rayan",
    "Samuel", "Théo", "Tom", "Yanis", "Zacharie",
];
const FAMILIES: &[&str] = &[
    "Abadie",
    "Aubert",
    "Barbier",
    "Baudry",
    "Belkacem",
    "Benali",
    "Blanchet",
    "Boucher",
    "Briand",
    "Camara",
    "Carpentier",
    "Chevallier",
    "Cissé",
    "Collet",
    "Cordier",
    "Coulibaly",
    "Da Silva",
    "Delaunay",
    "Delmas",
    "Diallo",
    "Diarra",
    "Ferrand",
    "Fofana",
    "Fontaine",
    "Gaillard",
    "Garnier",
    "Gilbert",
    "Haddad",
    "Hamel",
    "Hoarau",
    "Jacquet",
    "Keïta",
    "Lacroix",
    "Lambert",
    "Laurent",
    "Le Goff",
    "Lefèvre",
    "Lemoine",
    "Mahé",
    "Maillard",
    "Marchand",
    "Mercier",
    "Meunier",
    "Mezouar",
    "Monnier",
    "N'Diaye",
    "Nguyen",
    "Ouedraogo",
    "Payet",
    "Pereira",
    "Perrin",
    "Poirier",
    "Renaud",
    "Rivière",
    "Rousseau",
    "Saïdi",
    "Sissoko",
    "Tessier",
    "Touré",
    "Traoré",
    "Vasseur",
    "Vidal",
    "Weber",
    "Yilmaz",
    "Zerrouki",
];

/// A girl's given name.
pub fn girl(dice: &mut Dice) -> &'static str {
    one_of::<&str>(dice, GIRLS)
}

/// A boy's given name.
pub fn boy(dice: &mut Dice) -> &'static str {
    one_of::<&str>(dice, BOYS)
}

/// A given name, whosever.
pub fn given(dice: &mut Dice) -> &'static str {
    if crate::seed::happens(dice, 50) {
        girl(dice)
    } else {
        boy(dice)
    }
}

/// A family name.
pub fn family(dice: &mut Dice) -> &'static str {
    one_of::<&str>(dice, FAMILIES)
}

/// A grown-up's full name.
pub fn full(dice: &mut Dice) -> String {
    format!("{} {}", given(dice), family(dice))
}

/// An electronic address of a name at a domain; not anybody's.
pub fn mail(name: &str, domain: &str) -> String {
    let mut local = String::new();
    for letter in name.chars().map(plain) {
        match letter {
            Some(letter) => local.push(letter),
            None if local.ends_with('.') => {}
            None => local.push('.'),
        }
    }
    format!("{}@{domain}", local.trim_matches('.'))
}

/// The letter without its accent; none for what is no letter.
fn plain(letter: char) -> Option<char> {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    Some(match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'a'..='z' | '0'..='9' => letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_made_of_plain_letters() {
        assert_eq!(
            mail("Maëlys Le Goff", "exemple.fr"),
            "maelys.le.goff@exemple.fr"
        );
        for name in GIRLS.iter().chain(BOYS).chain(FAMILIES) {
            let mail = mail(name, "exemple.fr");
            assert!(
                domain::mail_address::parse(&mail, domain::mail_address::Names::Ascii).is_ok(),
                "{mail}"
            );
        }
    }
}
