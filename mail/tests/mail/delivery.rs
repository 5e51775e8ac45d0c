//! From the outbox to the server.
use std::time::Duration;

use accounts::{MessageState, SignUp};
use domain::establishment::StaffRole;
use domain::ids::StaffId;
use mail::capacity;
use mail::send::Round;
use uuid::Uuid;
use vault::PersonId;

use super::given::{Scene, from, signed};
use super::smtp::{SmtpServer, letters_in};

const THEO: StaffId = StaffId(Uuid::from_u128(0xa7));

/// Zoé's application was accepted: a letter to Anne and one to Zoé are due.
pub async fn accepted() -> Scene {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    scene.asks(1).await;
    let last = scene.says_yes(1).await;
    scene.planned(&planner, &mut following, last).await;
    scene
}

pub fn sent(letters: usize) -> Round {
    Round {
        sent: letters,
        ..Round::default()
    }
}

#[tokio::test]
async fn each_letter_is_delivered_once_in_french_with_its_link() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), sent(2));
    let both = [server.taken().await, server.taken().await];
    let to_zoe = both
        .iter()
        .find(|letter| letter["to"][0] == "zoe@eleve.example")
        .unwrap();
    let to_anne = both
        .iter()
        .find(|letter| letter["to"][0] == "anne@atelier.example")
        .unwrap();
    assert_eq!(to_zoe["subject"], "Votre candidature est acceptée");
    assert_eq!(
        to_zoe["text"],
        "Bonjour Zoé,\n\n\
         L'organisme d'accueil accepte votre candidature, semaine du lundi 9 au vendredi 13 mars \
         2026.\n\n\
         Sa réponse vous attend sur la plateforme. Vos autres candidatures pour cette semaine \
         sont retirées.\n\n\
         Texte saisi par l'organisme d'accueil :\n\
         > Offre : Une semaine à l'atelier\n\
         > Organisme : Atelier Laon\n\n\
         Lire la réponse : https://stages.example.fr/students/\
         00000000-0000-0000-0000-0000000000b1/applications/\
         00000000-0000-0000-0000-000000e00001\n\n\
         -- \nMon stage de troisième\n\
         Ce message est envoyé automatiquement, merci de ne pas y répondre.\n"
    );
    let html = to_zoe["html"].as_str().unwrap();
    assert!(
        html.contains("<p>Bonjour Zoé,</p>") && html.contains("Lire la réponse</a>"),
        "{html}"
    );
    assert_eq!(to_zoe["mail_from"], "ne-pas-repondre@stages.example.fr");
    assert_eq!(to_zoe["header_from"], from().to_string().replace('"', ""));
    assert_eq!(to_zoe["automatic"], "auto-generated");
    assert_eq!(to_zoe["date"], "Mon, 12 Jan 2026 09:00:00 +0000");
    assert_eq!(to_zoe["ascii"], true, "any server can carry it");
    let message_id = to_zoe["message_id"].as_str().unwrap();
    assert!(message_id.ends_with("@stages.example.fr>"), "{message_id}");
    let text = to_anne["text"].as_str().unwrap();
    assert!(text.starts_with("Bonjour Anne Hôte,\n"), "{text}");
    assert!(
        !to_anne.to_string().contains("Zoé"),
        "the host reads who it is on the platform"
    );

    assert_eq!(sender.round().await.unwrap(), sent(0));
    assert_eq!(
        letters_in(&server.rest().await),
        0,
        "nobody is written to twice"
    );
    for listed in scene.outbox().await {
        assert!(matches!(listed.state, MessageState::Sent(_)), "{listed:?}");
    }
}

#[tokio::test]
async fn an_invitation_opens_an_account() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let last = scene.invites(THEO, Some("theo@ac-paris.fr")).await;
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), sent(1));
    let letter = server.taken().await;
    let subject = "Invitation à rejoindre un collège sur Mon stage de troisième";
    assert_eq!(letter["subject"], subject);
    let text = letter["text"].as_str().unwrap();
    let (_, token) = text
        .split_once("https://stages.example.fr/invitation#")
        .unwrap();
    let token = token.lines().next().unwrap();
    let password = "correct horse battery staple";
    let person = scene
        .accounts
        .accept_invitation(token, password)
        .await
        .unwrap();
    assert_eq!(person, PersonId(THEO.0));
    let signed_in = scene
        .accounts
        .sign_in("theo@ac-paris.fr", password, "here", None);
    let capacity = signed_in.await.unwrap().capacity;
    assert!(capacity.contains("\"teacher\"") && capacity.contains(&THEO.to_string()));

    // Invited again, he has an account already: the news, without a link.
    let last = scene.invites(THEO, Some("theo@ac-paris.fr")).await;
    scene.planned(&planner, &mut following, last).await;
    assert_eq!(sender.round().await.unwrap().sent, 1);
    let letter = server.taken().await;
    let text = letter["text"].as_str().unwrap();
    assert!(
        text.contains("Vous avez déjà un compte") && !text.contains('#'),
        "{text}"
    );
}

#[tokio::test]
async fn mails_about_an_account_go_the_same_way() {
    let scene = Scene::in_files().await;
    let person = PersonId(Uuid::from_u128(0x99));
    let uai = "0010035H".parse().unwrap();
    let new = SignUp {
        person,
        address: "lea@maison.example",
        capacity: &capacity::staff(StaffId(person.0), StaffRole::Teacher, uai),
        place: Some("Collège Jean-Moulin (0010035H)"),
        source: "192.0.2.7",
    };
    scene.accounts.sign_up(new).await.unwrap();
    let mut server = SmtpServer::start().await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(1)
    );
    let letter = server.taken().await;
    assert_eq!(
        letter["subject"],
        "Ouvrez votre compte sur Mon stage de troisième"
    );
    let text = letter["text"].as_str().unwrap();
    assert!(
        text.contains("(professeur, Collège Jean-Moulin (0010035H))"),
        "{text}"
    );
    assert!(
        text.contains("jusqu'au 14 janvier 2026 à 10 h 00 (heure de Paris)"),
        "{text}"
    );
    let (_, token) = text
        .split_once("https://stages.example.fr/confirm-address#")
        .unwrap();
    let confirmed = scene
        .accounts
        .confirm_address(
            token.lines().next().unwrap(),
            "correct horse battery staple",
        )
        .await;
    assert_eq!(confirmed.unwrap(), person);
}

#[tokio::test]
async fn a_server_that_is_down_gets_the_letters_when_it_is_up() {
    let scene = accepted().await;
    let server = SmtpServer::start().await;
    let (port, address) = (server.port(), server.address());
    server.kill().await;
    let sender = scene.sender(&address);
    let round = sender.round().await.unwrap();
    assert!(
        round.unavailable && round.sent == 0 && round.dropped == 0,
        "{round:?}"
    );
    let reasons = scene.outbox().await;
    let reason = reasons.iter().find_map(|one| one.reason.as_deref());
    assert_eq!(reason, Some("connecting: the connection fails"));

    let mut server = SmtpServer::start_on(port).await;
    scene.clock.advance(Duration::from_secs(60));
    assert_eq!(sender.round().await.unwrap(), sent(2));
    server.taken().await;
    server.taken().await;
    assert_eq!(letters_in(&server.rest().await), 0);
}

#[tokio::test]
async fn a_crash_before_the_mark_sends_again_what_is_seen_to_be_the_same() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let last = scene.asks(1).await;
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    server.tell("hold").await;
    let sender = scene.sender(&server.address());
    let sending = tokio::spawn(async move { sender.round().await });
    let first = server.taken().await;
    // The server has it; whoever sent it dies before it knows.
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled());
    server.tell("release").await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(1)
    );
    let second = server.taken().await;
    assert_eq!(first["message_id"], second["message_id"]);
    assert_eq!(first["text"], second["text"]);
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(0)
    );
}

#[tokio::test]
async fn whoever_is_erased_before_the_letter_goes_gets_none() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let last = signed(&scene, Some("ines@maison.example")).await;
    scene.planned(&planner, &mut following, last).await;
    assert_eq!(scene.outbox().await.len(), 1);
    scene
        .vault
        .erase(PersonId(super::given::GUARDIAN.0))
        .await
        .unwrap();
    let server = SmtpServer::start().await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(0)
    );
    assert_eq!(letters_in(&server.rest().await), 0);
}

#[tokio::test]
async fn a_pupil_who_is_erased_is_not_named_any_more() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let last = signed(&scene, Some("ines@maison.example")).await;
    scene.planned(&planner, &mut following, last).await;
    scene
        .vault
        .erase(PersonId(super::given::PUPIL.0))
        .await
        .unwrap();
    let mut server = SmtpServer::start().await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(1)
    );
    let letter = server.taken().await;
    let text = letter["text"].as_str().unwrap();
    assert!(text.contains("signée pour un élève."), "{text}");
}
