//! The clients of `docs/clients`, run as whoever copies them would: against a server that is a
//! process of its own, with the packages of the languages. `ops/client-packages` installs those.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "clients/checkout.rs"]
mod checkout;
#[path = "clients/college.rs"]
mod college;
#[path = "clients/page.rs"]
mod page;
mod program;

use checkout::Checkout;
use college::{College, MAIL, PASSWORD};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs a command that ends well, and gives what it prints.
fn prints(command: &mut Command) -> String {
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}:\n{printed}\n{said}");
    println!("{printed}");
    printed
}

/// What each client of a head says when all went as it should.
fn is_a_morning(printed: &str) {
    for line in [
        "signed in as head of establishments/0010035H",
        "the watch begins at position ",
        "opened establishments/0010035H/classes/",
        "the watch shows it at position ",
        "refused: CLASS_LABEL_TAKEN EST-5 Une autre classe",
        "refused: CLASS_LABEL_UNFIT {",
        "refused: TOO_MANY_ATTEMPTS for ",
    ] {
        let found = printed.lines().any(|printed| printed.starts_with(line));
        assert!(found, "{line}: {printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn python_calls_with_generated_code_and_by_reflection() {
    let checkout = Checkout::get();
    let college = College::registered().await;
    for client in ["generated.py", "reflection.py"] {
        let mut python = checkout.python(client);
        python.args([&college.server.address, MAIL, PASSWORD]);
        is_a_morning(&prints(&mut python));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn node_calls_with_generated_code_and_by_reflection() {
    let checkout = Checkout::get();
    let college = College::registered().await;
    for client in ["node/generated.js", "node/reflection.js"] {
        let mut node = checkout.node(client);
        node.args([&college.server.address, MAIL, PASSWORD]);
        is_a_morning(&prints(&mut node));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_calls_from_a_browser_with_generated_code_and_by_reflection() {
    let checkout = Checkout::get();
    for script in ["check", "bundle"] {
        prints(checkout.command("npm").args(["run", "--silent", script]));
    }
    let college = College::registered().await;
    let mut node = checkout.node("web/browser.js");
    let at = format!("http://{}", college.server.address);
    node.args([&at, MAIL, PASSWORD]);
    let printed = prints(&mut node);
    for bundle in ["generated", "reflection"] {
        assert!(
            printed.contains(&format!("{bundle} works in ")),
            "{printed}"
        );
    }
}

fn lives_a_whole_life(log: Option<&str>) {
    let mut python = Checkout::get().python("whole_life.py");
    python.arg(env!("CARGO_BIN_EXE_placement"));
    python.env_remove("PLACEMENT_TEST_POSTGRES");
    python.envs(log.map(|log| ("PLACEMENT_TEST_POSTGRES", log)));
    let printed = prints(&mut python);
    assert!(printed.contains("a whole life in "), "{printed}");
}

#[test]
fn everybody_plays_their_part_by_reflection_on_sqlite() {
    lives_a_whole_life(None);
}

/// On the database that `PLACEMENT_TEST_POSTGRES` names, or one of the tests' own.
#[test]
fn everybody_plays_their_part_by_reflection_on_postgresql() {
    let given = std::env::var("PLACEMENT_TEST_POSTGRES").ok();
    let log = given.unwrap_or_else(|| postgres_fixture::shared().database());
    lives_a_whole_life(Some(&log));
}
