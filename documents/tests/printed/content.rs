//! What the documents of the tests say.
use documents::{Agreement, AuthorisationForms, FormPupil, Instant, Party, Signature, Terms};

pub const MADE: Instant = Instant {
    year: 2026,
    month: 1,
    day: 12,
    hour: 13,
    minute: 5,
    second: 0,
};

pub const DIGEST: &str = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

pub fn terms() -> Terms {
    Terms {
        days: "du 9 février 2026 au 13 février 2026".into(),
        hours: "de 9 h 00 à 16 h 30 chaque jour".into(),
        place: "1 chemin des Prés, 01100 Oyonnax".into(),
        tutor: "Œdipe Lefèvre-Ÿ’Hénin".into(),
        activities:
            "Découvrir la ferme\nTraire, nourrir « les vaches » : 12 € par litre, ça œuvre.".into(),
        what_to_bring: "Des bottes.".into(),
        supervision: "Le tuteur accueille l'élève et veille à sa sécurité.".into(),
        insurance: "Chacun la sienne.".into(),
    }
}

pub fn agreement() -> Agreement {
    Agreement {
        id: "0190a2c4-7e6b-7c3d-9a51-3f2b8c1d4e5f".into(),
        version: 2,
        made: MADE,
        made_on: "12 janvier 2026 à 14 h 05 (heure de Paris)".into(),
        college: Party {
            name: "Collège Jean Moulin".into(),
            number: "UAI 0010001A".into(),
        },
        host: Party {
            name: "Ferme de l’Œuvre & Fils".into(),
            number: "SIRET 732 829 320 00074".into(),
        },
        pupil: "Aïcha Martin".into(),
        terms: terms(),
        terms_digest: DIGEST.into(),
        covered: br#"{"version":2}"#.to_vec(),
        signatures: [None, None, None, None],
        ended_on: None,
    }
}

/// As [`agreement`], with a signature of each kind.
pub fn signed() -> Agreement {
    Agreement {
        signatures: [
            Some(Signature::OnPlatform {
                by: "La principale".into(),
                when: "13 janvier 2026 à 8 h 30 (heure de Paris)".into(),
            }),
            Some(Signature::OnPlatform {
                by: String::new(),
                when: "14 janvier 2026 à 9 h 00 (heure de Paris)".into(),
            }),
            None,
            Some(Signature::OnPaper {
                on: "15 janvier 2026".into(),
                copy_digest: "c0".repeat(32),
            }),
        ],
        ..agreement()
    }
}

pub fn pupil(name: &str, number: u32) -> FormPupil {
    FormPupil {
        id: format!("0190a2c4-0000-7000-8000-{number:012}"),
        name: name.into(),
        birth_date: (number % 2 == 1).then(|| "3 février 2011".into()),
    }
}

pub fn forms(pupils: Vec<FormPupil>) -> AuthorisationForms {
    AuthorisationForms {
        id: "0190a2c4-7e6b-7c3d-9a51-3f2b8c1d4e60".into(),
        made: MADE,
        college: "Collège Jean Moulin".into(),
        city: "Bourg-en-Bresse".into(),
        uai: "0010001A".into(),
        class: "3e B".into(),
        school_year: "2025-2026".into(),
        pupils,
    }
}
