//! What a server that says no means for the letters.
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use accounts::MessageState;
use mail::send::Round;
use mail::smtp::{Refused, Relay};

use super::delivery::{accepted, sent};
use super::given::{Scene, from};
use super::smtp::{SmtpServer, letters_in};

const A_DAY: Duration = Duration::from_secs(24 * 3_600);

fn put_off(letters: usize) -> Round {
    Round {
        put_off: letters,
        ..Round::default()
    }
}

async fn reasons(scene: &Scene) -> Vec<String> {
    let outbox = scene.outbox().await;
    outbox.into_iter().filter_map(|one| one.reason).collect()
}

#[tokio::test]
async fn a_recipient_refused_for_good_is_given_up_without_a_word_of_the_address() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    server
        .tell("rcpt 550 5.1.1 <zoe@eleve.example>: no such user")
        .await;
    let round = scene.sender(&server.address()).round().await.unwrap();
    assert_eq!((round.dropped, round.sent, round.put_off), (2, 0, 0));
    assert_eq!(reasons(&scene).await, ["RCPT TO: SMTP 550 5.1.1"; 2]);
    for listed in scene.outbox().await {
        assert!(matches!(listed.state, MessageState::Dropped(_)));
        assert_eq!(listed.message.address, "");
    }
    server.tell("take").await;
    scene.clock.advance(A_DAY);
    assert_eq!(
        scene.sender(&server.address()).round().await.unwrap(),
        sent(0)
    );
}

#[tokio::test]
async fn a_recipient_refused_for_now_is_tried_again_later() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    server.tell("rcpt 451 4.2.1 come back later").await;
    assert_eq!(sender.round().await.unwrap(), put_off(2));
    assert_eq!(reasons(&scene).await, ["RCPT TO: SMTP 451 4.2.1"; 2]);
    server.tell("take").await;
    assert_eq!(
        sender.round().await.unwrap(),
        sent(0),
        "not before its time"
    );
    scene.clock.advance(Duration::from_secs(40));
    assert_eq!(sender.round().await.unwrap(), sent(2));
}

#[tokio::test]
async fn a_server_that_closes_at_a_recipient_keeps_no_other_letter_waiting() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    server.tell("rcpt 421 4.3.2 closing").await;
    assert_eq!(sender.round().await.unwrap(), put_off(2), "each was tried");
    assert_eq!(reasons(&scene).await, ["RCPT TO: SMTP 421 4.3.2"; 2]);
    server.tell("take").await;
    scene.clock.advance(Duration::from_secs(40));
    assert_eq!(sender.round().await.unwrap(), sent(2));
}

#[tokio::test]
async fn a_full_mailbox_is_emptied_one_day() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    for full in [
        "rcpt 550 5.2.2 over quota",
        "rcpt 552 5.2.2 mailbox full",
        "rcpt 552 mailbox full",
        "rcpt 452 4.2.2 mailbox full",
        "data 552 5.2.2 mailbox full",
        "data 552 5.3.1 system full",
    ] {
        server.tell("take").await;
        server.tell(full).await;
        assert_eq!(sender.round().await.unwrap(), put_off(2), "{full}");
        scene.clock.advance(A_DAY / 2);
    }
    server.tell("take").await;
    assert_eq!(sender.round().await.unwrap(), sent(2));
}

#[tokio::test]
async fn what_the_operator_must_put_right_gives_no_letter_up() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    server.tell("rcpt 554 5.7.1 relay access denied").await;
    assert_eq!(sender.round().await.unwrap(), put_off(2));
    server.tell("take").await;
    server.tell("mail 550 sender not known here").await;
    scene.clock.advance(A_DAY);
    let round = sender.round().await.unwrap();
    assert!(
        round.unavailable && round.dropped == 0 && round.sent == 0,
        "{round:?}"
    );
    server.tell("take").await;
    scene.clock.advance(A_DAY);
    assert_eq!(sender.round().await.unwrap(), sent(2));
}

#[tokio::test]
async fn a_letter_refused_for_good_is_given_up() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    server.tell("data 552 5.3.4 too big").await;
    let round = scene.sender(&server.address()).round().await.unwrap();
    assert_eq!(round.dropped, 2);
    assert_eq!(reasons(&scene).await, ["DATA: SMTP 552 5.3.4"; 2]);
}

#[tokio::test]
async fn after_five_days_a_letter_is_given_up() {
    let scene = accepted().await;
    let mut server = SmtpServer::start().await;
    let sender = scene.sender(&server.address());
    server.tell("rcpt 451 later").await;
    for _ in 0..5 {
        assert_eq!(sender.round().await.unwrap(), put_off(2));
        scene.clock.advance(A_DAY);
    }
    let round = sender.round().await.unwrap();
    assert_eq!((round.dropped, round.put_off), (2, 0));
    let told = "given up after five days; at last: RCPT TO: SMTP 451";
    assert_eq!(reasons(&scene).await, [told; 2]);
}

#[tokio::test]
async fn letters_go_over_starttls_to_a_server_whose_certificate_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path());
    let mut server = SmtpServer::start_tls(&certificate, &key).await;
    let address = format!("smtp://localhost:{}", server.port());
    let trusting = |authorities: Option<&Path>| {
        Relay::new(address.parse().unwrap(), from().email, authorities).unwrap()
    };
    let to = "zoe@eleve.example".parse().unwrap();
    let letter = b"Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: text/html\r\n\r\nx\r\n\
        --b--\r\n";
    let refused = trusting(None).deliver(&to, letter).await.unwrap_err();
    assert_eq!(
        refused,
        Refused::Unavailable("STARTTLS: the connection fails".to_owned())
    );
    trusting(Some(&certificate))
        .deliver(&to, letter)
        .await
        .unwrap();
    assert_eq!(server.taken().await["tls"], true);
}

#[tokio::test]
async fn nothing_is_said_to_a_server_without_the_tls_that_was_asked_for() {
    let server = SmtpServer::start().await;
    let address = format!("smtp://zoe:hush@127.0.0.1:{}", server.port());
    let relay = Relay::new(address.parse().unwrap(), from().email, None).unwrap();
    let to = "zoe@eleve.example".parse().unwrap();
    let refused = relay.deliver(&to, b"x").await.unwrap_err();
    let reason = "STARTTLS: it does not offer what is needed";
    assert_eq!(refused, Refused::Unavailable(reason.to_owned()));
    let said = server.rest().await;
    assert_eq!(letters_in(&said), 0);
    assert!(said.iter().all(|said| said["event"] != "rcpt"), "{said:?}");
}

/// A certificate for `localhost` that vouches for itself, and its key.
fn certificate(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
        ])
        .args(["-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    (certificate, key)
}
