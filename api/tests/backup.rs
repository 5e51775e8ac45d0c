//! `placement backup`: the page on backups, its commands run word for word; under load, with kills,
//! again and again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
mod program;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::{EventLog, SqliteLog};
use program::{ProgramFolder, name_of, registered};
use serde_json::Value;

const A_MINUTE: std::time::Duration = std::time::Duration::from_secs(60);

const PAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../docs/operations/backup-and-restore.md"
);

/// The commands of the page's block that is marked so.
fn commands_of(mark: &str) -> String {
    let page = fs::read_to_string(PAGE).unwrap();
    let (_, block) = page
        .split_once(&format!("```sh {mark}\n"))
        .unwrap_or_else(|| panic!("the page has no block {mark}"));
    block.split_once("```").unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_right_word_for_word() {
    let commands = ProgramFolder::new();
    let server = commands.serves(&commands_of("start"));
    let (tokens, mut client) = (commands.tokens(), server.client().await);
    let (zoe, position) = registered(&mut client, &tokens, 1).await.unwrap();
    until_signed(&commands).await;
    let signed = commands.prints("placement audit checkpoints");
    let told = commands.prints(&commands_of("backup"));
    assert!(
        told.contains(&format!("up to position {position}")),
        "{told}"
    );
    assert!(told.contains("data/master.key"), "{told}");
    commands.prints(&commands_of("keys"));
    commands.prints(&commands_of("checkpoints"));
    let (late, _) = registered(&mut client, &tokens, 2).await.unwrap();
    let again = commands.refuses(&commands_of("backup"));
    assert!(again.contains("nothing is overwritten"), "{again}");
    server.stop();

    let told = commands.prints(&commands_of("restore"));
    assert!(told.contains("\nverified"), "{told}");
    assert!(!told.contains("not compared"), "{told}");
    let server = commands.serves(&commands_of("start"));
    let held = commands.prints(&format!("placement export {zoe}"));
    assert!(
        held.contains(&name_of(1)),
        "the restored vault opens it: {held}"
    );
    let later = commands.refuses(&format!("placement export {late}"));
    assert!(later.contains("nothing is held"), "{later}");
    let mut client = server.client().await;
    let (_, next) = registered(&mut client, &tokens, 3).await.unwrap();
    assert!(next > position);
    server.stop();
    commands.prints("placement verify");
    // The same key signs on, in the same line.
    commands.prints("placement audit checkpoint --out now.txt");
    let now = commands.prints("placement audit checkpoints");
    assert!(
        now.starts_with(&signed) && now.len() > signed.len(),
        "{signed} {now}"
    );
    // The checkpoints that lie apart are those that were signed.
    commands.prints("rm data/notary.db*; cp signed/monday/notary.db data/");
    assert_eq!(commands.prints("placement audit checkpoints"), signed);
}

/// Waits until a checkpoint lies where it is fetched.
async fn until_signed(commands: &ProgramFolder) {
    let signed = async {
        while !commands.path("data/notary/checkpoint").exists() {
            tokio::task::yield_now().await;
        }
    };
    let within = tokio::time::timeout(A_MINUTE, signed).await;
    within.expect("something is signed within a minute");
}

/// A restore that leaves behind what signed the log, after a loss: nothing is signed, and a server
/// and the commands say why.
#[tokio::test(flavor = "multi_thread")]
async fn a_restore_without_what_signed_the_log_signs_nothing() {
    let commands = ProgramFolder::new();
    let mut server = commands.serves("placement serve");
    let (tokens, mut client) = (commands.tokens(), server.client().await);
    registered(&mut client, &tokens, 1).await.unwrap();
    until_signed(&commands).await;
    commands.prints(&commands_of("backup"));
    commands.prints(&commands_of("keys"));
    registered(&mut client, &tokens, 2).await.unwrap();
    server.kill();
    let told = commands.prints(
        "mv data data.before; mkdir -m 700 data; cp backups/monday/*.db data/
         cp safe/master.key safe/token.key data/; chmod 600 data/*; placement verify",
    );
    assert!(told.contains("what was signed: not compared"), "{told}");
    let listed = commands.prints("placement audit checkpoints");
    assert_eq!(listed, "", "whoever looks makes nothing that counts");
    let refused = commands.refuses("placement audit checkpoint");
    assert!(refused.contains("--accept-new-notary"), "{refused}");
    let server = commands.serves("placement serve --observe 127.0.0.1:0");
    let why = "no checkpoint is signed: the log holds events, and there is no key";
    let says_so = async {
        loop {
            let told = server.observe("/readyz").await;
            if told.contains(why) {
                return told;
            }
        }
    };
    let told = tokio::time::timeout(A_MINUTE, says_so).await;
    let told = told.expect("it says why within a minute");
    assert!(
        told.contains(why) && told.contains("--accept-new-notary"),
        "{told}"
    );
    assert!(told.starts_with("HTTP/1.1 200"), "it serves: {told}");
    server.stop();
    assert!(!commands.path("data/notary.key").exists(), "none is made");
    let server = commands.serves("placement serve --accept-new-notary");
    until_signed(&commands).await;
    server.stop();
    assert!(
        commands
            .prints("placement audit checkpoints")
            .contains("checkpoint 1 of line 1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_under_load_and_kills_lose_nothing_that_was_acknowledged() {
    const ROUNDS: u64 = 4;
    const BACKUPS: u64 = 3;
    let commands = Arc::new(ProgramFolder::new());
    let number = Arc::new(AtomicU64::new(0));
    let mut acknowledged: Vec<(u64, String, u64)> = vec![];
    for round in 0..ROUNDS {
        let mut server = commands.serves("placement serve");
        let (told, mut said) = tokio::sync::watch::channel(0_u64);
        let mut writing = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (number, told) = (number.clone(), told.clone());
            let (tokens, mut client) = (commands.tokens(), server.client().await);
            writing.spawn(async move {
                let mut mine = vec![];
                loop {
                    let n = number.fetch_add(1, Ordering::Relaxed);
                    let Some((person, position)) = registered(&mut client, &tokens, n).await else {
                        return mine;
                    };
                    mine.push((n, person, position));
                    told.send_modify(|count| *count += 1);
                }
            });
        }
        for backup in 0..BACKUPS {
            // Some were acknowledged since the last.
            let before = *said.borrow_and_update();
            said.wait_for(|count| *count > before + 3).await.unwrap();
            let name = format!("backups/{round}-{backup}");
            let commands_ = commands.clone();
            let command = format!("placement backup {name} --json");
            let told = tokio::task::spawn_blocking(move || commands_.prints(&command));
            let told: Value = serde_json::from_str(&told.await.unwrap()).unwrap();
            let log = SqliteLog::open_read_only(commands.path(&name).join("placement.db")).unwrap();
            let head = log.head().await.unwrap().0;
            assert_eq!(told["position"], head);
            assert!(head > 0);
        }
        // Another program that reads the files beside the server, and leaves.
        let commands_ = commands.clone();
        let verified = tokio::task::spawn_blocking(move || commands_.prints("placement verify"));
        assert!(verified.await.unwrap().contains("\nverified"));
        let before = *said.borrow_and_update();
        said.wait_for(|count| *count > before + 3).await.unwrap();
        server.kill();
        while let Some(mine) = writing.join_next().await {
            acknowledged.extend(mine.unwrap());
        }
        let log = SqliteLog::open_read_only(commands.path("data/placement.db")).unwrap();
        let head = log.head().await.unwrap().0;
        let last = acknowledged.iter().map(|(_, _, position)| *position).max();
        assert!(last.unwrap() <= head, "acknowledged {last:?}, there {head}");
    }
    // Each backup opens, and its vault has the key of each person that its log knows.
    let safe = commands.path("data/master.key");
    for round in 0..ROUNDS {
        let name = format!("backups/{round}-{}", BACKUPS - 1);
        let folder = commands.path(&name);
        for file in ["placement.db", "vault.db", "access.db"] {
            let mode = fs::metadata(folder.join(file))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
        let log = SqliteLog::open_read_only(folder.join("placement.db")).unwrap();
        let head = log.head().await.unwrap().0;
        drop(log);
        fs::copy(&safe, folder.join("master.key")).unwrap();
        let newest = acknowledged
            .iter()
            .filter(|(_, _, position)| *position <= head)
            .max_by_key(|(_, _, position)| *position);
        let (n, person, _) = newest.unwrap();
        let held = commands.prints(&format!(
            "placement export {person} --log sqlite:{}",
            folder.join("placement.db").display()
        ));
        assert!(held.contains(&name_of(*n)), "{held}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_says_what_it_does_not_do() {
    let commands = ProgramFolder::new();
    let served = commands.refuses("placement backup b --log postgres://u:hush@localhost/placement");
    assert!(served.contains("pg_dump"), "{served}");
    assert!(!served.contains("hush"), "{served}");
    let none = commands.refuses("placement backup b");
    assert!(none.contains("placement.db"), "{none}");
    assert!(!commands.path("b").exists() && !commands.path("b.unfinished").exists());
    assert!(!commands.path("data").exists(), "nothing is made");
}

#[test]
fn what_others_may_read_or_write_is_refused_at_the_start() {
    let commands = ProgramFolder::new();
    commands.serves("placement serve").stop();
    let set = |name: &str, mode: u32| {
        fs::set_permissions(commands.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    let left = fs::read_dir(commands.path("data")).unwrap();
    for file in left {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{}", file.path().display());
    }
    for file in [
        "token.key",
        "vault.db",
        "access.db",
        "placement.db",
        "master.key",
    ] {
        set(&format!("data/{file}"), 0o666);
        let refused = commands.refuses("timeout 60 placement serve");
        assert!(
            refused.contains(file) && refused.contains("600"),
            "{refused}"
        );
        set(&format!("data/{file}"), 0o600);
    }
    set("data", 0o777);
    let refused = commands.refuses("timeout 60 placement serve");
    assert!(refused.contains("chmod 700"), "{refused}");
    set("data", 0o700);
    commands.serves("placement serve").stop();
}
