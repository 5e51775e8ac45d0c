//! Every method of the services is asked by a page, or stands here with the reason why none does.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use prost::Message;
use prost_types::FileDescriptorSet;

/// Methods that no page asks, and why.
const NO_PAGE: [(&str, &str); 11] = [
    (
        "AccountService.SignInWithIssuer",
        "an issuer of identities is set up for a place, whose own way in carries its word",
    ),
    (
        "AccountService.LinkIssuer",
        "the same: who links an account has the word of an issuer at hand",
    ),
    (
        "AccountService.GetSigningKeys",
        "programs verify access tokens with the keys; a browser has none",
    ),
    (
        "AuditService.GetTile",
        "programs that verify the log read it by tiles; the committee downloads whole proofs",
    ),
    (
        "CalendarService.WatchSharedCalendar",
        "the calendar is a form: weeks that move under the hand would be ticked by mistake",
    ),
    (
        "CampaignService.WatchConsolidation",
        "the targets and difficulties that it tells are read in meetings, weeks apart",
    ),
    (
        "FollowUpService.WatchStudentFollowUp",
        "each value names a pupil, and would be a read of their data to be recorded",
    ),
    (
        "FollowUpService.WatchClassFollowUp",
        "each value names pupils; the figures of a class go on by the watch of its college",
    ),
    (
        "FollowUpService.WatchHostInbox",
        "each value names pupils, and the answers being ticked would move",
    ),
    (
        "PoolingService.FeedOffers",
        "a local platform's program feeds its offers in, by its own identifiers",
    ),
    (
        "PoolingService.ListPooledOffers",
        "the same program compares what it fed in; its people have no pages",
    ),
];

/// The sources of the pages, without their tests.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let own = source.split("#[cfg(test)]").next().unwrap_or_default();
            let code = own
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            text.extend(code.flat_map(|line| [line, "\n"]));
        }
    }
}

/// The words of a source.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect()
}

/// As the generated client calls a method.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

#[test]
fn every_method_is_asked_by_a_page_or_told_why_not() {
    let mut text = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut text,
    );
    let words = words(&text);
    let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap();
    let (mut asked, mut unasked) = (0, BTreeSet::new());
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                let message = method.input_type().rsplit('.').next().unwrap();
                // Who asks makes the message, and names the method.
                if words.contains(message) && words.contains(snake(method.name()).as_str()) {
                    asked += 1;
                } else {
                    unasked.insert(format!("{}.{}", service.name(), method.name()));
                }
            }
        }
    }
    assert!(asked >= 200, "{asked} methods are asked");
    let told: BTreeSet<String> = NO_PAGE.iter().map(|(name, _)| (*name).to_owned()).collect();
    let missing: Vec<&String> = unasked.difference(&told).collect();
    let needless: Vec<&String> = told.difference(&unasked).collect();
    assert!(missing.is_empty(), "no page asks {missing:#?}");
    assert!(
        needless.is_empty(),
        "a page asks {needless:#?}, or no service has it"
    );
    assert!(NO_PAGE.iter().all(|(_, why)| why.len() > 20));
}
