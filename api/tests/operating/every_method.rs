//! The demo plays every method of the API: what its server was asked and answered is counted by the
//! path on the wire.
use std::fs;

use proto::METHODS;
use serde_json::Value;

use super::{newcomer, said};

/// Methods that the demo does not play, and why.
const NOT_PLAYED: [(&str, &str); 2] = [
    (
        "/placement.v1.AccountService/SignInWithIssuer",
        "an issuer outside says who somebody is; the stories of `tests` have one",
    ),
    ("/placement.v1.AccountService/LinkIssuer", "likewise"),
];

/// Whatever many pupils might do by the dice, somebody does for certain.
const PUPILS: &str = "12";

#[test]
fn the_demo_plays_every_method_and_finds_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let demo = [
        "demo",
        "--pupils",
        PUPILS,
        "--exit",
        "--listen",
        "127.0.0.1:0",
        "--data",
        "demo",
        "--json",
        "demo.json",
    ];
    let done = newcomer(folder.path(), &demo);
    let told = fs::read(folder.path().join("demo.json")).unwrap();
    let told: Value = serde_json::from_slice(&told).unwrap();
    let failing: Vec<&Value> = told["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["ok"] != true)
        .collect();
    assert!(failing.is_empty(), "{failing:#?}");
    assert!(done.status.success(), "{}", said(&done));

    let answered = told["counts"]["answered"].as_object().unwrap();
    let is_excepted = |path: &str| NOT_PLAYED.iter().any(|(excepted, _)| *excepted == path);
    let missing: Vec<&&str> = METHODS
        .iter()
        .filter(|path| !answered.contains_key(**path) && !is_excepted(path))
        .collect();
    assert!(
        missing.is_empty(),
        "give them their part in demo/src/rare, or a reason: {missing:#?}"
    );
    // The table is no longer than it must be.
    for (path, why) in NOT_PLAYED {
        assert!(METHODS.contains(&path), "there is no {path}");
        assert!(!answered.contains_key(path), "{path} is played: {why}");
    }
}
