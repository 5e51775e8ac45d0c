//! The SMTP server of the tests: aiosmtpd, in a process of its own.
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Beside this room, and beside the room of the program that sends.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../mail/tests/smtp/server.py");

/// Longest that the server may take to say something.
const PATIENCE: Duration = Duration::from_secs(60);

/// It dies with this.
pub struct SmtpServer {
    child: Child,
    commands: ChildStdin,
    events: Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl SmtpServer {
    /// Without TLS, on a free port.
    pub async fn start() -> Self {
        Self::start_on(0).await
    }

    /// Without TLS, on this port.
    pub async fn start_on(port: u16) -> Self {
        Self::launch(port, &[]).await
    }

    /// STARTTLS required, with this certificate and key.
    pub async fn start_tls(certificate: &Path, key: &Path) -> Self {
        Self::launch(0, &[certificate, key]).await
    }

    async fn launch(port: u16, files: &[&Path]) -> Self {
        let mut child = Command::new("/usr/bin/python3")
            .arg(SCRIPT)
            .arg(port.to_string())
            .args(files)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python3 with aiosmtpd: see ops/test");
        let commands = child.stdin.take().unwrap();
        let events = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut server = Self {
            child,
            commands,
            events,
            port,
        };
        let listening = server.until("listening").await;
        server.port = u16::try_from(listening["port"].as_u64().unwrap()).unwrap();
        server
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address for letters without TLS.
    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// What it is told from now on; obeyed when this returns.
    pub async fn tell(&mut self, command: &str) {
        let line = format!("{command}\n");
        self.commands.write_all(line.as_bytes()).await.unwrap();
        self.until("obeyed").await;
    }

    /// The next letter that it took.
    pub async fn taken(&mut self) -> Value {
        self.until("taken").await
    }

    /// Ends it, as a crash would.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Ends it, and gives what it said that nobody asked for yet.
    pub async fn rest(mut self) -> Vec<Value> {
        self.child.start_kill().unwrap();
        let mut rest = vec![];
        while let Ok(Some(line)) = self.events.next_line().await {
            rest.push(serde_json::from_str(&line).unwrap());
        }
        rest
    }

    async fn until(&mut self, event: &str) -> Value {
        let said = async {
            loop {
                let line = self.events.next_line().await.unwrap();
                let line = line.expect("the SMTP server ended: is aiosmtpd there? see ops/test");
                let said: Value = serde_json::from_str(&line).unwrap();
                if said["event"] == event {
                    return said;
                }
            }
        };
        tokio::time::timeout(PATIENCE, said).await.unwrap()
    }
}

/// How many letters these events tell of.
pub fn letters_in(events: &[Value]) -> usize {
    events
        .iter()
        .filter(|said| said["event"] == "taken")
        .count()
}
