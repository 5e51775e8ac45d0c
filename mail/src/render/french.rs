//! Names within French sentences: articles and elision.
use domain::calendar::SchoolYear;
use domain::establishment::Authority;
use domain::ids::DepartmentCode;
use domain::reference::departments;

/// A college as sentences name it.
#[derive(Clone, Default)]
pub(super) struct CollegeNamed {
    /// `le collège Ampère`, `votre collège`.
    pub plain: String,
    /// `du collège Ampère`, `de votre collège`.
    pub of: String,
    /// `Le collège Ampère`, where a sentence begins.
    pub first: String,
}

impl CollegeNamed {
    /// By its name in the directory, as `Collège Ampère`.
    pub fn by(name: &str) -> Self {
        let (kind, own) = name.split_once(' ').unwrap_or((name, ""));
        let (article, of, rest) = match kind.to_lowercase().as_str() {
            "collège" | "college" => ("le collège", "du collège", own),
            _ => ("l'établissement", "de l'établissement", name),
        };
        let named = |article: &str| format!("{article} {rest}").trim_end().to_owned();
        Self {
            plain: named(article),
            of: named(of),
            first: capitalised(&named(article)),
        }
    }

    /// Where its name is not known to the letter, but to its reader.
    pub fn of_the_reader() -> Self {
        Self {
            plain: "votre collège".to_owned(),
            of: "de votre collège".to_owned(),
            first: "Votre collège".to_owned(),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// `de la préfecture`, `des services académiques`; of both where none is named.
pub(super) fn of_authority(authority: Option<Authority>) -> &'static str {
    match authority {
        Some(Authority::Prefecture) => "de la préfecture",
        Some(Authority::AcademicServices) => "des services académiques",
        None => "de la préfecture et des services académiques",
    }
}

/// `2025-2026`, after `campagne`; where it is not told, `de cette année`.
pub(super) fn of_year(year: Option<SchoolYear>) -> String {
    year.map_or_else(|| "de cette année".to_owned(), |year| year.to_string())
}

/// `dans le département Ain (01)`; of the reader's where none is told.
pub(super) fn in_department(department: Option<DepartmentCode>) -> String {
    match department.and_then(departments::find) {
        Some(found) => format!("dans le département {} ({})", found.name, found.code),
        None => "dans votre département".to_owned(),
    }
}

/// `de Zoé`, `d'Inès`: before a vowel, and before an h that is not breathed, as far as spelling
/// tells.
pub(super) fn of_person(name: &str) -> String {
    let letters: Vec<char> = name.chars().take(2).flat_map(char::to_lowercase).collect();
    let vowel = |letter: &char| "aàâäæeéèêëiîïoôöœuùûü".contains(*letter);
    let elides = match letters.as_slice() {
        // Yves, but Yanis.
        ['y', second, ..] => !vowel(second),
        // Hélène and Hugo, but Hamza.
        ['h', second, ..] => vowel(second) && *second != 'a',
        [first, ..] => vowel(first),
        [] => false,
    };
    if elides {
        format!("d'{name}")
    } else {
        format!("de {name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_college_has_its_article() {
        for (name, plain, of) in [
            ("Collège Ampère", "le collège Ampère", "du collège Ampère"),
            (
                "COLLEGE JEAN-MOULIN",
                "le collège JEAN-MOULIN",
                "du collège JEAN-MOULIN",
            ),
            (
                "Collège de l'Albarine",
                "le collège de l'Albarine",
                "du collège de l'Albarine",
            ),
            (
                "Annexe du Sornin",
                "l'établissement Annexe du Sornin",
                "de l'établissement Annexe du Sornin",
            ),
            ("Collège", "le collège", "du collège"),
        ] {
            let named = CollegeNamed::by(name);
            assert_eq!((&*named.plain, &*named.of), (plain, of));
        }
        let first = CollegeNamed::by("Collège Évariste Galois").first;
        assert_eq!(first, "Le collège Évariste Galois");
        let first = CollegeNamed::by("Annexe").first;
        assert_eq!(first, "L'établissement Annexe");
    }

    #[test]
    fn a_department_is_named_with_its_code() {
        let ain = "01".parse().ok();
        assert_eq!(in_department(ain), "dans le département Ain (01)");
        assert_eq!(in_department(None), "dans votre département");
        assert_eq!(of_year(Some(SchoolYear::beginning_in(2025))), "2025-2026");
    }

    #[test]
    fn a_name_that_begins_with_a_vowel_is_elided() {
        for elided in [
            "Inès",
            "Émile",
            "Œdipe",
            "Yves",
            "Hélène",
            "Hugo",
            "un élève",
        ] {
            assert_eq!(of_person(elided), format!("d'{elided}"));
        }
        for whole in ["Zoé", "Yanis", "Hamza", "Lina", "Youssef"] {
            assert_eq!(of_person(whole), format!("de {whole}"));
        }
        assert_eq!(of_person(""), "de ");
    }
}
