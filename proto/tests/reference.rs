//! `docs/api.md`, rendered from the comments of the schema.
//!
//! `PLACEMENT_BLESS=1 cargo test -p proto --test reference` writes the page anew.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
use std::path::Path;

use prost::Message;
use prost_types::FileDescriptorSet;

#[path = "reference/comments.rs"]
mod comments;
#[path = "reference/page.rs"]
mod page;
#[path = "reference/personal.rs"]
mod personal;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/api.md");
const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.md");
const PACKAGE: &str = "placement.v1";

fn rendered() -> String {
    let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap();
    let ours = set.file.iter().filter(|file| file.package() == PACKAGE);
    let personal = personal::fields(proto::FILE_DESCRIPTOR_SET);
    assert!(personal.len() > 20, "{personal:?}");
    page::render(&ours.collect::<Vec<_>>(), &personal)
}

#[test]
fn the_page_is_what_the_schema_says() {
    let page = rendered();
    if std::env::var_os("PLACEMENT_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(Path::new(PAGE), &page).unwrap();
    }
    let kept = std::fs::read_to_string(PAGE).unwrap_or_default();
    let differs = kept.lines().zip(page.lines()).position(|(a, b)| a != b);
    assert!(
        kept == page,
        "docs/api.md differs from the schema at line {:?}; once reviewed, run with PLACEMENT_BLESS=1",
        differs.map(|line| line + 1)
    );
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = rendered();
    let anchors: Vec<&str> = page
        .split("<a id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let links: Vec<&str> = page
        .split("](#")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(links.len() > 200, "{} links", links.len());
    for link in links {
        let found = anchors.iter().filter(|anchor| **anchor == link).count();
        assert_eq!(found, 1, "{link}");
    }
}

#[test]
fn every_row_that_the_page_names_is_among_the_rules() {
    let rules = std::fs::read_to_string(RULES).unwrap();
    let page = rendered();
    let rows = page.split("](rules.md#").skip(1);
    let rows: Vec<&str> = rows.filter_map(|rest| rest.split(')').next()).collect();
    assert!(rows.len() > 100, "{} rows", rows.len());
    for row in rows {
        assert!(rules.contains(&format!("<a id=\"{row}\"></a>")), "{row}");
    }
}
