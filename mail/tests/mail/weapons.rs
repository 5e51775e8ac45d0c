//! Letters are no weapon: how many go to one address, what comes and goes untold, and other
//! people's words in them.
use std::time::Duration;

use accounts::MessageState;
use domain::calendar::SchoolYear;
use domain::establishment::EstablishmentEvent;
use domain::host::HostEvent;
use domain::host::{HostKind, Organisation};
use domain::ids::{ApplicationId, HostInvitationId, StaffId};
use domain::personal::InvitedOrganisation;
use domain::student::{StudentEvent, WithdrawalCause};
use mail::Caps;
use mail::send::Round;
use uuid::Uuid;

use super::delivery::sent;
use super::given::{Scene, from, public, uai};
use super::smtp::{SmtpServer, letters_in};

const A_DAY: Duration = Duration::from_secs(24 * 3_600);

fn capped(sent: usize, capped: usize) -> Round {
    Round {
        sent,
        capped,
        ..Round::default()
    }
}

#[tokio::test]
async fn news_to_one_address_ends_for_the_day_and_says_so() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let mut last = scene.asks(1).await;
    for n in 2..=6 {
        last = scene.asks(n).await;
    }
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    let caps = Caps {
        news: 3,
        ..Caps::default()
    };
    let sender = scene.sender_within(&server.address(), caps);
    assert_eq!(sender.round().await.unwrap(), capped(3, 3));
    let mut farewells = 0;
    for _ in 0..3 {
        let letter = server.taken().await;
        farewells += usize::from(letter["text"].as_str().unwrap().contains("dernier message"));
    }
    assert_eq!(farewells, 1, "one of them is the last");
    // What was left out stays known, with the reason; the next day is another one.
    let left_out = scene.outbox().await.into_iter().filter(|one| {
        let reason = one.reason.as_deref().unwrap_or_default();
        matches!(one.state, MessageState::Dropped(_)) && reason.contains("in a day")
    });
    assert_eq!(left_out.count(), 3);
    scene.clock.advance(A_DAY);
    let last = scene.asks(7).await;
    scene.planned(&planner, &mut following, last).await;
    assert_eq!(sender.round().await.unwrap(), sent(1));
}

#[tokio::test]
async fn forty_invitations_to_one_address_are_five_a_day_and_none_is_lost_in_silence() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    let mut last = scene.people().await;
    for n in 0..40 {
        let staff = StaffId(Uuid::from_u128(0xa000 + n));
        last = scene.invites(staff, Some("victime@ac-paris.fr")).await;
    }
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), capped(5, 35));
    assert_eq!(sender.round().await.unwrap(), sent(0), "the others wait");
    scene.clock.advance(A_DAY);
    assert_eq!(sender.round().await.unwrap(), capped(5, 30));
    let reasons: Vec<_> = scene
        .outbox()
        .await
        .into_iter()
        .filter_map(|one| one.reason)
        .collect();
    assert_eq!(reasons.len(), 30, "each says why it waits");
    for _ in 0..10 {
        assert_eq!(server.taken().await["to"][0], "victime@ac-paris.fr");
    }
    assert_eq!(letters_in(&server.rest().await), 0);
}

#[tokio::test]
async fn news_do_not_keep_a_link_for_the_account_waiting() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let last = scene.asks(1).await;
    scene.planned(&planner, &mut following, last).await;
    let anne = "anne@atelier.example";
    scene.accounts.request_reset(anne, "here").await.unwrap();
    let mut server = SmtpServer::start().await;
    let caps = Caps {
        news: 1,
        ..Caps::default()
    };
    let sender = scene.sender_within(&server.address(), caps);
    assert_eq!(sender.round().await.unwrap(), sent(2));
    let subjects = [server.taken().await, server.taken().await];
    let reset =
        |letter: &serde_json::Value| letter["subject"] == "Choisissez un nouveau mot de passe";
    assert!(subjects.iter().any(reset));
}

#[tokio::test]
async fn whoever_asks_and_takes_it_back_writes_to_nobody() {
    let scene = Scene::in_files().await;
    let settle = Duration::from_secs(120);
    let planner = scene.planner_that_waits(settle);
    let mut following = planner.resume().await.unwrap();
    let mut last = scene.people().await;
    for n in 1..=20 {
        scene.asks(n).await;
        last = scene.takes_back(n).await;
    }
    scene.planned(&planner, &mut following, last).await;
    assert_eq!(scene.outbox().await.len(), 40);
    let server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), sent(0), "not yet");
    scene.clock.advance(settle);
    let overtaken = Round {
        overtaken: 40,
        ..Round::default()
    };
    assert_eq!(sender.round().await.unwrap(), overtaken);
    assert_eq!(letters_in(&server.rest().await), 0);
}

#[tokio::test]
async fn the_words_of_others_are_quoted_and_cannot_be_clicked() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    scene
        .to_host(HostEvent::HostDescribed {
            organisation: Organisation {
                name: "Gagnez 1000 € : http://evil.example/x www.evil.fr".into(),
                kind: HostKind::Public {
                    administration: "Ville".into(),
                },
            },
        })
        .await;
    scene.asks(1).await;
    let last = scene.says_yes(1).await;
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), sent(2));
    for _ in 0..2 {
        let letter = server.taken().await;
        let [subject, text, html] =
            ["subject", "text", "html"].map(|part| letter[part].as_str().unwrap().to_owned());
        assert!(!subject.contains("Gagnez"), "{subject}");
        let line = "Organisme : Gagnez 1000 € : http[:]//evil[.]example/x www[.]evil[.]fr";
        assert!(text.contains(&format!("\n> {line}\n")), "{text}");
        assert!(html.contains(&format!("<blockquote>\n<p>Offre : Une semaine à l&#39;atelier</p>\n<p>{line}</p>\n</blockquote>")), "{html}");
        for part in [&text, &html] {
            assert!(
                !part.contains("http://evil") && !part.contains("www.evil"),
                "{part}"
            );
        }
    }
}

#[tokio::test]
async fn the_word_of_an_invitation_is_quoted_and_its_link_is_the_service_s_own() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let invitation = HostInvitationId(Uuid::from_u128(0x5b));
    let organisation = InvitedOrganisation {
        name: "Gagnant".into(),
        mail: "atelier@voisin.example".into(),
        word: "Cliquez : http://evil.example/x\nou écrivez à moi@evil.fr".into(),
    };
    let last = scene
        .to_college(EstablishmentEvent::HostInvited {
            invitation,
            school_year: SchoolYear::beginning_in(2025),
            by: StaffId(Uuid::from_u128(0xa1)),
            expires_on: jiff::civil::date(2025, 11, 9),
            organisation: scene.sealed(invitation.0, &organisation).await,
        })
        .await;
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    assert_eq!(sender.round().await.unwrap(), sent(1));
    let letter = server.taken().await;
    assert_eq!(letter["to"][0], "atelier@voisin.example");
    let text = letter["text"].as_str().unwrap();
    assert!(text.starts_with("Bonjour,\n"), "{text}");
    let college = "Le collège Évariste Galois vous invite";
    assert!(text.contains(college) && text.contains("jusqu'à la veille du 9 novembre 2025"));
    let word = "> Mot : Cliquez : http[:]//evil[.]example/x ou écrivez à moi[@]evil[.]fr\n";
    assert!(text.contains(word), "{text}");
    let vault = &scene.vault;
    let token = accounts::host_invitation_link(vault, uai(), invitation);
    let link = format!("{}host-invitation#{}", public(), token.await.unwrap());
    assert!(text.contains(&link), "{text}");
}

#[tokio::test]
async fn whoever_is_invited_is_not_greeted_by_a_name_that_others_gave() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let theo = StaffId(Uuid::from_u128(0xa7));
    let last = scene.invites(theo, Some("theo@ac-paris.fr")).await;
    scene.planned(&planner, &mut following, last).await;
    let mut server = SmtpServer::start().await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(1)
    );
    let letter = server.taken().await;
    let text = letter["text"].as_str().unwrap();
    assert!(
        text.starts_with("Bonjour,\n") && !letter.to_string().contains("Théo"),
        "{text}"
    );
}

#[tokio::test]
async fn times_are_those_of_the_reader_s_college() {
    let scene = Scene::in_files().await;
    let person = vault::PersonId(Uuid::from_u128(0x99));
    let capacity = format!(
        "{{\"role\":\"teacher\",\"staff\":\"{}\",\"establishment\":\"{}\"}}",
        person.0,
        super::given::uai()
    );
    scene.strangers_in("988").await;
    let head = scene.log.head().await.unwrap();
    let reached = tokio::time::Instant::now() + Duration::from_secs(60);
    scene.engine.wait_for(head, reached).await.unwrap();
    let new = accounts::SignUp {
        person,
        address: "lea@ac-noumea.nc",
        capacity: &capacity,
        place: None,
        source: "192.0.2.7",
    };
    scene.accounts.sign_up(new).await.unwrap();
    let mut server = SmtpServer::start().await;
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(1)
    );
    let letter = server.taken().await;
    let text = letter["text"].as_str().unwrap();
    let until = "jusqu'au 14 janvier 2026 à 20 h 00 (heure de Nouméa)";
    assert!(text.contains(until), "{text}");
}

impl Scene {
    /// As [`Scene::sender`], within caps of its own.
    fn sender_within(&self, smtp: &str, caps: Caps) -> mail::send::Sender {
        let relay = mail::smtp::Relay::new(smtp.parse().unwrap(), from().email, None).unwrap();
        mail::send::Sender::new(&self.parts(), relay, from(), public(), caps)
    }

    /// Zoé takes the `n`-th application back.
    async fn takes_back(&self, n: u128) -> eventlog::Position {
        let application = ApplicationId(Uuid::from_u128(0xe0_0000 + n));
        self.to_pupil(StudentEvent::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::ByPupil { reason: None },
        })
        .await
    }
}
