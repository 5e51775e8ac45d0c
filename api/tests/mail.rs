//! The program itself, killed between the SMTP server's answer and its mark.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
use std::path::Path;
use std::process::{Output, Stdio};

use proto::v1;
use proto::v1::account_service_client::AccountServiceClient;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use uuid::Uuid;

#[path = "../../mail/tests/mail/smtp.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod smtp;
use smtp::SmtpServer;

const PLACEMENT: &str = env!("CARGO_BIN_EXE_placement");

struct Program {
    child: Child,
    address: String,
}

fn command(folder: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(PLACEMENT);
    let log = format!("sqlite:{}", folder.join("placement.db").display());
    command.args([subcommand, "--log", &log]).kill_on_drop(true);
    command
}

impl Program {
    async fn serves(folder: &Path, smtp: &SmtpServer) -> Self {
        let mut child = command(folder, "serve")
            .args(["--listen", "127.0.0.1:0", "--smtp", &smtp.address()])
            .args(["--mail-from", "Mon stage <ne-pas-repondre@stages.example>"])
            .args(["--public-url", "https://stages.example"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("it serves");
        let (_, address) = line.split_once(" on ").unwrap();
        let address = address.split(',').next().unwrap().to_owned();
        // Its output stays open until it ends.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, address }
    }

    async fn accounts(&self) -> AccountServiceClient<tonic::transport::Channel> {
        AccountServiceClient::connect(self.address.clone())
            .await
            .unwrap()
    }

    async fn killed(mut self) {
        self.child.kill().await.unwrap();
    }

    async fn stopped(mut self) {
        let id = self.child.id().unwrap().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(asked.unwrap().success());
        assert!(self.child.wait().await.unwrap().success());
    }
}

async fn mail(folder: &Path, flags: &[&str]) -> Output {
    command(folder, "mail").args(flags).output().await.unwrap()
}

async fn states(folder: &Path) -> Vec<(String, String)> {
    let listed = mail(folder, &["--json"]).await;
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let all = listed.as_array().unwrap().iter();
    all.map(|one| (text(one, "kind"), text(one, "state")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_survives_a_kill_and_is_seen_to_be_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut smtp = SmtpServer::start().await;
    smtp.tell("hold").await;
    let program = Program::serves(folder.path(), &smtp).await;
    let capacity = v1::sign_up_capacity::Capacity::HostPerson("hosts/73282932000074".into());
    let signing_up = v1::SignUpRequest {
        request_id: Uuid::new_v4().to_string(),
        mail: "ada.principale@ac-paris.fr".into(),
        password: String::new(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(capacity),
        }),
    };
    program.accounts().await.sign_up(signing_up).await.unwrap();
    let first = smtp.taken().await;
    program.killed().await;
    smtp.tell("release").await;
    let one = |state: &str| vec![("account.confirm_address".to_owned(), state.to_owned())];
    assert_eq!(states(folder.path()).await, one("due"));

    // Whoever runs it without a server may read what waits; beside a server nobody may.
    let shown = mail(
        folder.path(),
        &["--show", "--public-url", "https://stages.example"],
    )
    .await;
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains("À : ada.principale@ac-paris.fr\n"),
        "{shown}"
    );
    assert!(
        shown.contains(first["text"].as_str().unwrap().trim_end()),
        "{shown}"
    );
    let flags = [
        "--show",
        "--smtp",
        "smtps://mail.example",
        "--mail-from",
        "a@b.fr",
        "--public-url",
        "https://b.fr",
    ];
    let refused = mail(folder.path(), &flags).await;
    assert!(!refused.status.success() && refused.stdout.is_empty());

    let program = Program::serves(folder.path(), &smtp).await;
    let second = smtp.taken().await;
    assert_eq!(second["message_id"], first["message_id"]);
    program.stopped().await;
    assert_eq!(states(folder.path()).await, one("sent"));

    let program = Program::serves(folder.path(), &smtp).await;
    let text = second["text"].as_str().unwrap();
    let (_, link) = text
        .split_once("https://stages.example/confirm-address#")
        .unwrap();
    let confirming = v1::ConfirmAddressRequest {
        link_token: link.lines().next().unwrap().to_owned(),
        password: "une longue phrase de passe".into(),
    };
    program
        .accounts()
        .await
        .confirm_address(confirming)
        .await
        .unwrap();
    program.stopped().await;
    assert_eq!(states(folder.path()).await, one("sent"));
}
