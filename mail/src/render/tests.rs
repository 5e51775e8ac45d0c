//! What the letters say.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
use uuid::Uuid;

use super::link::link;
use super::*;
use crate::letter::Facts;

fn words() -> Words {
    Words {
        college: CollegeNamed::by("Collège Évariste Galois"),
        class: Some("3e A".into()),
        year: Some("2025-2026".into()),
        of_year: "2025-2026".into(),
        in_department: "dans le département Ain (01)".into(),
        of_authority: "de la préfecture",
        week: Some("semaine du lundi 9 au vendredi 13 mars 2026".into()),
        of_pupil: of_person("Zoé"),
        pupil: "Zoé".into(),
        until: Some("3 mars 2026 à 14 h 05".into()),
        expires_on: Some("14 octobre 2025".into()),
        first_day: Some("9 février 2026".into()),
        account: Some("professeur, Collège Évariste Galois (0010035H)".into()),
        invites: true,
    }
}

fn public() -> Url {
    "https://stages.example.fr/troisieme/".parse().unwrap()
}

fn laid_out(kind: Kind, words: &Words) -> Rendered {
    let facts = Facts {
        application: Some((
            domain::ids::StudentId(Uuid::from_u128(1)),
            domain::ids::ApplicationId(Uuid::from_u128(2)),
        )),
        ..Facts::default()
    };
    let token = words.invites.then_some("jeton");
    let link = link(&public(), kind, &facts, token);
    let quoted = [
        "Offre : Une semaine à l'atelier <b>".to_owned(),
        "Organisme : Atelier & Fils".to_owned(),
    ];
    let letter = Letter {
        words,
        greeting: "Bonjour Anne,",
        quoted_from: quoted_from(kind),
        quoted: &quoted,
        link: &link,
        last_of_the_day: false,
    };
    lay_out(kind, &letter).unwrap()
}

#[test]
fn every_kind_has_a_subject_a_letter_and_a_link() {
    for kind in Kind::ALL {
        let Rendered {
            subject,
            text,
            html,
        } = laid_out(*kind, &words());
        assert!(!subject.is_empty() && !subject.contains('\n'), "{kind}");
        assert!(subject.chars().count() <= 120, "{kind}: {subject}");
        assert!(text.starts_with("Bonjour Anne,\n\n"), "{kind}: {text}");
        assert!(
            text.contains("https://stages.example.fr/troisieme/"),
            "{kind}"
        );
        assert!(text.contains("\n\n-- \nMon stage de troisième\n"), "{kind}");
        assert!(!text.contains("\n\n\n"), "{kind}: {text}");
        assert!(!text.contains("{%") && !text.contains("{{"), "{kind}");
        assert!(html.contains("<html lang=\"fr\">"), "{kind}");
        assert!(!html.contains("<b>"), "{kind}: a title is no markup");
    }
}

#[test]
fn a_reminder_says_until_when() {
    let Rendered { subject, text, .. } = laid_out(Kind::HostReminder, &words());
    assert_eq!(subject, "Une candidature attend votre réponse");
    let said = "Sans réponse de votre part avant le 14 octobre 2025, sa candidature expire.";
    assert!(text.contains(said), "{text}");
    assert!(
        text.contains("pour la semaine du lundi 9 au vendredi 13 mars 2026"),
        "{text}"
    );
}

#[test]
fn an_acceptance_reads_as_it_should() {
    let Rendered { subject, text, .. } = laid_out(Kind::ApplicationAccepted, &words());
    assert_eq!(subject, "Votre candidature est acceptée");
    assert_eq!(
        text,
        "Bonjour Anne,\n\n\
         L'organisme d'accueil accepte votre candidature, semaine du lundi 9 au vendredi 13 mars \
         2026.\n\n\
         Sa réponse vous attend sur la plateforme. Vos autres candidatures pour cette semaine \
         sont retirées.\n\n\
         Texte saisi par l'organisme d'accueil :\n\
         > Offre : Une semaine à l'atelier <b>\n\
         > Organisme : Atelier & Fils\n\n\
         Lire la réponse : https://stages.example.fr/troisieme/students/\
         00000000-0000-0000-0000-000000000001/applications/\
         00000000-0000-0000-0000-000000000002\n\n\
         -- \nMon stage de troisième\n\
         Ce message est envoyé automatiquement, merci de ne pas y répondre.\n"
    );
}

#[test]
fn a_one_time_link_stands_behind_the_fragment() {
    let told = |kind| laid_out(kind, &words()).text;
    let start = "https://stages.example.fr/troisieme/";
    let one_time = [
        (Kind::StaffInvitation, "invitation#jeton"),
        (Kind::HostInvitation, "invitation#jeton"),
        (Kind::FedInHostInvitation, "invitation#jeton"),
        (Kind::GuardianInvitation, "invitation#jeton"),
        (Kind::StudentInvitation, "invitation#jeton"),
        (Kind::ConfirmAddress, "confirm-address#jeton"),
        (Kind::ResetPassword, "reset-password#jeton"),
        (Kind::ConfirmNewAddress, "confirm-new-address#jeton"),
    ];
    for (kind, page) in one_time {
        assert!(told(kind).contains(&format!("{start}{page}\n")), "{kind}");
    }
    for kind in [
        Kind::AlreadyRegistered,
        Kind::SessionReplayed,
        Kind::AddressMoved,
    ] {
        let text = told(kind);
        assert!(text.contains(&format!("{start}sign-in\n")) && !text.contains("jeton"));
    }
}

#[test]
fn a_link_to_an_account_says_to_which() {
    for kind in [
        Kind::ConfirmAddress,
        Kind::ResetPassword,
        Kind::ConfirmNewAddress,
    ] {
        let text = laid_out(kind, &words()).text;
        let account = "(professeur, Collège Évariste Galois (0010035H))";
        assert!(text.contains(account), "{text}");
        let unknown = Words {
            account: None,
            ..words()
        };
        assert!(!laid_out(kind, &unknown).text.contains('('));
    }
}

#[test]
fn whoever_has_an_account_is_told_to_use_it() {
    let known = Words {
        invites: false,
        ..words()
    };
    let text = laid_out(Kind::StaffInvitation, &known).text;
    assert!(text.contains("Vous avez déjà un compte"), "{text}");
    assert!(
        text.contains("/sign-in") && !text.contains("mot de passe"),
        "{text}"
    );
}

#[test]
fn hosts_are_not_told_who_the_pupil_is() {
    let to_hosts = [
        Kind::ApplicationReceived,
        Kind::ApplicationWithdrawn,
        Kind::ApplicationReinstated,
        Kind::AcceptanceRefused,
        Kind::PlacementGivenUp,
    ];
    for kind in to_hosts {
        let Rendered { text, subject, .. } = laid_out(kind, &words());
        let said = subject + &text;
        for secret in ["Zoé", "3e A", "Galois"] {
            assert!(!said.contains(secret), "{kind} says {secret}");
        }
    }
}

#[test]
fn no_subject_holds_the_words_of_others() {
    for kind in Kind::ALL {
        let Rendered { subject, html, .. } = laid_out(*kind, &words());
        for words in ["atelier", "Atelier", "Zoé", "3e A", "Galois"] {
            assert!(!subject.contains(words), "{kind}: {subject}");
        }
        let (before, quoted) = html.split_once("<blockquote>").unwrap();
        let (quoted, after) = quoted.split_once("</blockquote>").unwrap();
        assert!(
            quoted.contains("Atelier &#38; Fils") && !before.contains("Fils"),
            "{html}"
        );
        assert!(!quoted.contains("href") && after.contains("href"), "{html}");
    }
}

#[test]
fn the_last_of_a_day_says_so() {
    let last = |last_of_the_day| {
        let letter = Letter {
            words: &words(),
            greeting: "Bonjour,",
            quoted_from: "l'organisme d'accueil",
            quoted: &[],
            link: &link(
                &public(),
                Kind::ApplicationReceived,
                &Facts::default(),
                None,
            ),
            last_of_the_day,
        };
        let Rendered { text, html, .. } = lay_out(Kind::ApplicationReceived, &letter).unwrap();
        assert!(
            !text.contains("saisi") && !html.contains("blockquote"),
            "{text}"
        );
        text.contains("dernier message") && html.contains("dernier message")
    };
    assert!(last(true) && !last(false));
}
