//! Licences of what the program is built from, as SPDX expressions.
use super::*;

#[test]
fn every_licence_is_one_that_fits() {
    let deny = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let allowed = allowed_licences(&deny);
    assert!(allowed.contains("MIT"), "{allowed:?}");
    let mut bad = vec![];
    for package in packages() {
        let licence = text(package, "license");
        if !fits(licence, &allowed) {
            bad.push(format!(
                "{} {}: {licence:?}",
                text(package, "name"),
                text(package, "version")
            ));
        }
    }
    assert!(bad.is_empty(), "licences that are not allowed: {bad:#?}");
}

/// The texts between `allow = [` and `]`.
fn allowed_licences(deny: &str) -> BTreeSet<String> {
    let list = deny.split_once("[licenses]").unwrap().1;
    let list = list
        .split_once("allow = [")
        .unwrap()
        .1
        .split_once(']')
        .unwrap()
        .0;
    let lines = list
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    lines
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether an SPDX expression can be met by allowed licences.
fn fits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (fits, rest) = either(&words, allowed);
    assert!(rest.is_empty(), "{expression:?} is no SPDX expression");
    fits
}

fn either<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = both(words, allowed);
    while let ["OR", more @ ..] = rest {
        let (other, after) = both(more, allowed);
        (met, rest) = (met || other, after);
    }
    (met, rest)
}

fn both<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", more @ ..] = rest {
        let (other, after) = one(more, allowed);
        (met, rest) = (met && other, after);
    }
    (met, rest)
}

fn one<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => match either(inner, allowed) {
            (met, [")", rest @ ..]) => (met, rest),
            (_, rest) => (false, rest),
        },
        [licence, "WITH", exception, rest @ ..] => (
            allowed.contains(&format!("{licence} WITH {exception}")),
            rest,
        ),
        [licence, rest @ ..] => (allowed.contains(*licence), rest),
        [] => (false, &[]),
    }
}

#[test]
fn licence_expressions_are_read_as_spdx_says() {
    let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "MIT AND (ISC OR GPL-3.0)",
    ] {
        assert!(fits(good, &allowed), "{good}");
    }
    assert!(fits("Apache-2.0 WITH LLVM-exception AND MIT", &allowed));
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "Apache-2.0",
        "(GPL-3.0 OR BSD) AND MIT",
    ] {
        assert!(!fits(bad, &allowed), "{bad}");
    }
}
