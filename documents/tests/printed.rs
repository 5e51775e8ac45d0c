//! Documents, read by programs that nobody here wrote. `PLACEMENT_DOCUMENTS=folder` keeps them there,
//! to be looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

#[path = "printed/content.rs"]
mod content;
#[path = "printed/tools.rs"]
mod tools;

use content::{DIGEST, agreement, forms, pupil, signed, terms};
use documents::{Agreement, Party, Terms};
use proptest::prelude::*;
use tools::{Paper, keep, sha256};

/// As the document was asked for, whole and sound.
fn printed(name: &str, agreement: &Agreement) -> Paper {
    let bytes = agreement.to_pdf().unwrap();
    keep(name, &bytes);
    let paper = Paper::of(&bytes);
    paper.is_sound();
    paper.is_drawn();
    paper
}

#[test]
fn an_agreement_says_what_is_agreed_and_leaves_room_to_sign() {
    let paper = printed("agreement.pdf", &agreement());
    let words = paper.words();
    for said in [
        "Convention de séquence d’observation en milieu professionnel",
        "Version 2 du 12 janvier 2026 à 14 h 05 (heure de Paris)",
        "Collège Jean Moulin (UAI 0010001A)",
        "Ferme de l’Œuvre & Fils (SIRET 732 829 320 00074)",
        "L’élève : Aïcha Martin",
        "Jours : du 9 février 2026 au 13 février 2026",
        "Horaires : de 9 h 00 à 16 h 30 chaque jour",
        "Lieu : 1 chemin des Prés, 01100 Oyonnax",
        "Tuteur : Œdipe Lefèvre-Ÿ’Hénin",
        "Traire, nourrir « les vaches » : 12 € par litre, ça œuvre.",
        "Des bottes.",
        "veille à sa sécurité",
        "Chacun la sienne.",
        DIGEST,
        "page 1 sur",
    ] {
        assert!(words.contains(said), "{said}\nin: {words}");
    }
    assert_eq!(words.matches("Signature :").count(), 4);
    assert_eq!(words.matches("Qualité :").count(), 3, "not of the pupil");
    assert!(!words.contains("U+"), "{words}");
}

#[test]
fn who_signed_is_told_with_when_and_the_others_have_room() {
    let paper = printed("signed.pdf", &signed());
    let words = paper.words();
    for said in [
        "Signé sur la plateforme le 13 janvier 2026 à 8 h 30 (heure de Paris)",
        "par La principale",
        "par une personne dont le nom n’est plus connu",
        "Signé sur papier, au plus tard le 15 janvier 2026",
    ] {
        assert!(words.contains(said), "{said}\nin: {words}");
    }
    let joined = words.replace(' ', "");
    assert!(joined.contains(&"c0".repeat(32)), "{words}");
    assert_eq!(words.matches("Signature :").count(), 1);
}

#[test]
fn an_agreement_that_ended_says_so_before_all_else() {
    let ended = Agreement {
        ended_on: Some("20 janvier 2026".into()),
        ..signed()
    };
    let words = printed("ended.pdf", &ended).words();
    let told = words.find("CETTE CONVENTION A PRIS FIN le 20 janvier 2026");
    assert!(told.unwrap() < words.find("Les parties").unwrap());
}

#[test]
fn the_terms_that_were_digested_are_attached_byte_for_byte() {
    let covered = "{\"words\":\"œ\",\"salt\":\"0190\"}".as_bytes().to_vec();
    let digest = sha256(&covered);
    let with = Agreement {
        terms_digest: digest.clone(),
        covered: covered.clone(),
        ..agreement()
    };
    let paper = printed("attached.pdf", &with);
    let attached = paper.attached("termes.json");
    assert_eq!(attached, covered);
    assert_eq!(sha256(&attached), digest);
    assert!(paper.words().contains(&digest));
}

#[test]
fn the_same_content_gives_the_same_bytes_and_other_content_others() {
    let once = signed().to_pdf().unwrap();
    assert_eq!(once, signed().to_pdf().unwrap());
    assert_ne!(once, agreement().to_pdf().unwrap());
    let class = || forms(vec![pupil("Zoé Martin", 1), pupil("Li Wang", 2)]);
    assert_eq!(class().to_pdf().unwrap(), class().to_pdf().unwrap());
}

#[test]
fn a_document_is_tagged_titled_in_french_and_brings_its_fonts() {
    let paper = printed("agreement.pdf", &agreement());
    let info = paper.info(&[]);
    let line = |name: &str| {
        let found = info.lines().find(|line| line.starts_with(name));
        found
            .unwrap_or_default()
            .split_once(':')
            .unwrap()
            .1
            .trim()
            .to_owned()
    };
    assert_eq!(
        line("Title"),
        "Convention de stage : Aïcha Martin — version 2"
    );
    assert_eq!(line("Tagged"), "yes");
    assert!(line("Page size").contains("A4"));
    assert!(line("CreationDate").contains("2026"));
    assert!(line("JavaScript").contains("no"));
    let meta = paper.info(&["-meta"]);
    for standard in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(meta.contains(standard), "{meta}");
    }
    assert!(meta.contains("fr-FR"), "{meta}");
    let structure = paper.info(&["-struct"]);
    for part in ["H1", "H2", "H3", "P"] {
        assert!(
            structure
                .lines()
                .any(|line| line.trim_start().starts_with(part)),
            "{part}"
        );
    }
    let fonts = paper.fonts();
    let embedded = fonts
        .lines()
        .skip(2)
        .map(|line| line.split_whitespace().rev().nth(4));
    let embedded: Vec<_> = embedded.map(Option::unwrap).collect();
    assert_eq!(embedded, ["yes", "yes"], "{fonts}");
}

#[test]
fn long_texts_go_over_pages_and_lose_no_word() {
    let long =
        |what: &str| -> String { (0..250).map(|number| format!("{what}{number} ")).collect() };
    let names: String = "Jean-Éléonore d’Œuvre-".chars().cycle().take(100).collect();
    let longest = Agreement {
        pupil: format!("{names} {}", "Ÿ".repeat(100)),
        college: Party {
            name: "Collège ".repeat(25),
            number: "UAI 0010001A".into(),
        },
        host: Party {
            name: "W".repeat(200),
            number: "SIRET 732 829 320 00074".into(),
        },
        terms: Terms {
            activities: long("traire"),
            what_to_bring: long("botte"),
            supervision: long("veille"),
            insurance: "a".repeat(2_000),
            tutor: "Tutrice ".repeat(25),
            ..terms()
        },
        ..signed()
    };
    let paper = printed("long.pdf", &longest);
    let words = paper.words();
    let pages = paper.pages();
    assert!(pages >= 3, "{pages}");
    for number in 0..250 {
        for what in ["traire", "botte", "veille"] {
            assert!(
                words.contains(&format!("{what}{number} ")),
                "{what}{number}"
            );
        }
    }
    let solid: String = words.split_whitespace().collect();
    assert!(
        solid.contains(&"a".repeat(300)),
        "cut, and whole on each page"
    );
    let in_all: usize = solid.matches("aaaaaaaaaa").count();
    assert!(in_all >= 199, "{in_all}");
    assert!(solid.contains(&"Ÿ".repeat(100)));
    assert!(solid.contains(&"W".repeat(200)));
    assert!(
        paper
            .page(pages)
            .contains(&format!("page {pages} sur {pages}"))
    );
    for page in 1..=pages {
        assert!(paper.page(page).contains(DIGEST), "page {page}");
    }
}

#[test]
fn what_the_typeface_does_not_have_is_told_by_its_number() {
    let other = Agreement {
        pupil: "李小明".into(),
        terms: Terms {
            activities: "مرحبا 😀 Здравствуйте".into(),
            ..terms()
        },
        ..agreement()
    };
    let paper = printed("other-writing.pdf", &other);
    let solid: String = paper.words().split_whitespace().collect();
    for sign in "李小明مرحبا😀Здравствуйте".chars() {
        let number = format!("⟨U+{:04X}⟩", u32::from(sign));
        assert!(solid.contains(&number), "{sign} as {number}\n{solid}");
    }
    assert!(solid.contains("remplacéparsonnuméroUnicode"));
}

#[test]
fn a_class_has_a_form_a_page_and_each_names_its_pupil_alone() {
    let pupils = ["Aïcha Martin", "Bilal Œuvrard", "Zoé d’Été"];
    let class = (1..).zip(pupils).map(|(number, name)| pupil(name, number));
    let bytes = forms(class.collect()).to_pdf().unwrap();
    keep("class.pdf", &bytes);
    let paper = Paper::of(&bytes);
    paper.is_sound();
    paper.is_drawn();
    assert_eq!(paper.pages(), 3);
    for (page, name) in (1..).zip(pupils) {
        let text = paper.page(page);
        for other in pupils {
            assert_eq!(
                text.contains(other),
                other == name,
                "{other} on page {page}:\n{text}"
            );
        }
        for said in [
            "Collège Jean Moulin, Bourg-en-Bresse (UAI 0010001A)",
            "3e B",
            "2025-2026",
        ] {
            assert!(text.contains(said), "{said} on page {page}:\n{text}");
        }
        assert_eq!(text.matches("Signature :").count(), 2);
        assert_eq!(text.matches("Adresse électronique").count(), 2);
        assert_eq!(text.contains("3 février 2011"), page % 2 == 1);
        assert!(text.contains("page 1 sur 1"));
    }
    assert!(
        paper
            .info(&[])
            .contains("Autorisation parentale — classe 3e B")
    );
}

#[test]
fn a_form_of_the_longest_names_is_still_one_page() {
    let long = format!("{} {}", "Ÿ".repeat(100), "W".repeat(100));
    let mut one = forms(vec![pupil(&long, 2)]);
    one.college = "Collège ".repeat(25);
    one.city = "Ville ".repeat(16);
    one.class = "3".repeat(40);
    let bytes = one.to_pdf().unwrap();
    keep("long-form.pdf", &bytes);
    let paper = Paper::of(&bytes);
    assert_eq!(paper.pages(), 1);
    let solid: String = paper.words().split_whitespace().collect();
    assert!(solid.contains(&"W".repeat(100)) && solid.contains(&"Ÿ".repeat(100)));
}

#[test]
fn the_forms_of_a_large_class_fit_in_a_message() {
    let class = (0..200).map(|number| pupil(&format!("Élève Numéro {number}"), number));
    let bytes = forms(class.collect()).to_pdf().unwrap();
    assert!(bytes.len() < 4 << 20, "{} bytes", bytes.len());
    assert_eq!(Paper::of(&bytes).pages(), 200);
}

fn any_text() -> impl Strategy<Value = String> {
    let garbage = prop::collection::vec(any::<char>(), 0..400);
    let garbage = garbage.prop_map(|signs| signs.into_iter().collect::<String>());
    prop_oneof![
        garbage,
        "\\PC{0,300}",
        "[\u{0}-\u{ff}]{0,300}",
        "( |\n|\t|\r){0,200}",
        "[a-z]{0,2000}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the texts are, the document is made, is PDF/A and PDF/UA by the writer's own check,
    /// and no sign of them vanishes.
    #[test]
    fn no_text_keeps_a_document_from_being_made(
        name in any_text(), words in any_text(), signer in any_text(), version in any::<u32>(),
    ) {
        let mut any = signed();
        any.version = version;
        any.pupil = name.clone();
        any.host.name = signer.clone();
        any.terms.activities = words.clone();
        any.terms.what_to_bring = words.clone();
        any.terms.tutor = name.clone();
        any.signatures[0] = Some(documents::Signature::OnPlatform {
            by: signer.clone(),
            when: words.clone(),
        });
        let bytes = any.to_pdf();
        prop_assert!(bytes.is_ok(), "{:?}", bytes.err());
        let form = forms(vec![pupil(&name, 1), pupil(&words, 2)]).to_pdf();
        prop_assert!(form.is_ok(), "{:?}", form.err());
    }

    #[test]
    fn every_word_is_read_out_again(words in "[a-zàéèœ]{1,30}( [a-zàéèœ0-9€]{1,30}){0,60}") {
        let mut any = agreement();
        any.terms.activities = words.clone();
        let read: String = Paper::of(&any.to_pdf().unwrap()).words();
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert!(solid(&read).contains(&solid(&words)), "{read}");
    }
}
