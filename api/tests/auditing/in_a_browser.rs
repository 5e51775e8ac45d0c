//! The page that verifies, in a real browser: the same verdicts as `verifier.py`.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{Ground, files, run, said};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Something to verify: which way, files by name, and whether it should hold.
type Case = (&'static str, Files, bool);

/// The verdicts of the page, in order.
fn verdicts(ground: &Ground, key: &str, cases: &[Case]) -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../notary/verifier/verifier.html");
    let page = fs::read_to_string(page).unwrap();
    let cases: Vec<_> = cases
        .iter()
        .map(|(what, files, _)| {
            let files: Vec<_> = files
                .iter()
                .map(|(name, bytes)| json!([name.to_str().unwrap(), STANDARD.encode(bytes)]))
                .collect();
            json!({"what": what, "files": files})
        })
        .collect();
    // What a person does with the form, done by a script.
    let script = format!(
        "<script>(async () => {{
            const told = [];
            for (const one of {}) {{
                const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
                const files = new Map(one.files.map(([name, text]) => [name, bytes(text)]));
                told.push(await verifie(one.what, files, {}));
            }}
            document.getElementById('resultat').textContent = told.join('\\n');
        }})();</script></html>",
        json!(cases),
        json!(key)
    );
    let path = ground.path("page.html");
    fs::write(&path, page.replace("</html>", &script)).unwrap();
    let mut browser = Command::new(std::env::var("CHROMIUM").unwrap_or("/usr/bin/chromium".into()));
    browser.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=60000",
    ]);
    browser.arg(format!(
        "--user-data-dir={}",
        ground.path("browser").display()
    ));
    browser
        .arg("--dump-dom")
        .arg(format!("file://{}", path.display()));
    let done = run(&mut browser, ground.0.path());
    let shown = String::from_utf8_lossy(&done.stdout).into_owned();
    let (_, after) = shown
        .split_once("<output id=\"resultat\">")
        .expect("the page");
    let (told, _) = after.split_once("</output>").expect("its verdict");
    assert!(told.contains(" : "), "{told}: {}", said(&done));
    told.lines().map(ToOwned::to_owned).collect()
}

fn some(ground: &Ground, names: &[&str]) -> Files {
    let read = |name: &&str| (PathBuf::from(name), fs::read(ground.path(name)).unwrap());
    names.iter().map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_the_program_says() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "old.txt"]);
    let key = ground.key();
    let event = ground.pupils_event().await;
    let pupil = format!("students/{}", event.stream.id());
    ground.audits(&["prove-trail", &pupil, "--into", "trail"]);
    ground.erases(&pupil);
    ground.audits(&["checkpoint", "--out", "new.txt"]);
    ground.audits(&["consistency", "old.txt", "new.txt", "--out", "grown.txt"]);
    ground.audits(&["prove", &event.id.to_string(), "--into", "proof"]);
    ground.audits(&["entries", "--into", "entries"]);
    let honest: Vec<Case> = vec![
        ("preuve", files(&ground.path("proof")), true),
        ("parcours", files(&ground.path("trail")), true),
        ("entrees", files(&ground.path("entries")), true),
        ("coherence", some(&ground, &["grown.txt", "old.txt"]), true),
    ];
    let mut cases = honest.clone();
    let counting = |name: &Path| {
        let name = name.to_str().unwrap();
        let ends = [
            "preuve.tlog-proof",
            "payload",
            "metadata",
            "grown.txt",
            "old.txt",
        ];
        ends.iter().any(|end| name.ends_with(end)) || name.contains("tile/entries")
    };
    for (what, files, _) in &honest {
        for name in files.keys().filter(|name| counting(name)).take(4) {
            let length = files[name].len();
            for at in [0, length / 3, length / 2, length - 2] {
                let mut other = files.clone();
                other.get_mut(name).unwrap()[at] ^= 1;
                cases.push((what, other, false));
            }
        }
    }
    let (_, trail, _) = &honest[1];
    let mut without = trail.clone();
    without.retain(|name, _| !name.starts_with("000002"));
    cases.push(("parcours", without, false));
    let told = verdicts(&ground, &key, &cases);
    assert_eq!(told.len(), cases.len(), "{told:#?}");
    for ((what, _, holds), told) in cases.iter().zip(&told) {
        let begins = if *holds { "PROUVÉ" } else { "REFUSÉ" };
        assert!(told.starts_with(begins), "{what}: {told}");
        assert!(!told.contains("ne sait pas"), "{what}: {told}");
    }
    let another = key.replace('+', "x+");
    let told = verdicts(&ground, &another, &honest);
    assert!(
        told.iter().all(|told| told.starts_with("REFUSÉ")),
        "{told:#?}"
    );
}
