//! Every list and dashboard has an export, or it is written here why it has none.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
use std::collections::{BTreeMap, BTreeSet};

use prost::Message;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

const PACKAGE: &str = "placement.v1";
/// What no file is made of, and why.
const NOT_EXPORTED: [(&str, &str); 21] = [
    ("GetAgreement", "one agreement, a document of its own"),
    ("GetAgreementDocument", "one agreement as its PDF"),
    ("GetApplication", "one application, with letter and CV"),
    ("GetAuthorisationForms", "forms to sign, a PDF already"),
    ("GetCv", "one CV, a document of its own"),
    (
        "GetEstablishment",
        "one college as it presents itself; its figures are those of its follow-up",
    ),
    ("GetFact", "one fact of the log, as it is proved"),
    (
        "GetGroupApplication",
        "one application; ListGroupApplications has them all",
    ),
    ("GetHost", "one host as it presents itself"),
    ("GetMe", "who asks, for the program that asks"),
    ("GetOffer", "one offer; ListOffersOfHost has them all"),
    ("GetPartner", "one association; ListPartners has them all"),
    (
        "GetPersonalData",
        "an export itself, in the form that the law asks for",
    ),
    ("GetReplay", "how a replay stands, for whoever asked for it"),
    ("GetSigningKeys", "keys, for programs"),
    ("GetStatus", "how the server stands, for its operator"),
    ("GetTile", "hashes, in the format of the standard"),
    ("GetWaiver", "one waiver; ListWaivers has them all"),
    (
        "ListCheckpoints",
        "signed texts, which are verified as they are, byte for byte",
    ),
    ("ProveConsistency", "a proof, in the format of the standard"),
    ("ProveInclusion", "a proof, in the format of the standard"),
];

fn files() -> Vec<FileDescriptorProto> {
    let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap();
    let ours = |file: &FileDescriptorProto| file.package() == PACKAGE;
    set.file.into_iter().filter(ours).collect()
}

/// The queries, by name, with the message that each takes; a watch is its query again.
fn queries() -> BTreeMap<String, String> {
    let verbs = ["Get", "List", "Search", "Prove"];
    let files = files();
    let methods = files.iter().flat_map(|file| &file.service);
    let methods = methods.flat_map(|service| &service.method);
    let queries = methods.filter(|method| verbs.iter().any(|verb| method.name().starts_with(verb)));
    queries
        .map(|method| (method.name().to_owned(), method.input_type().to_owned()))
        .collect()
}

/// The messages that an export can be of.
fn exported() -> BTreeSet<String> {
    let files = files();
    let mut messages = files.iter().flat_map(|file| &file.message_type);
    let request = messages.find(|message| message.name() == "ExportDashboardRequest");
    let fields = request.unwrap().field.iter();
    let queries = fields.filter(|field| field.oneof_index.is_some());
    queries.map(|field| field.type_name().to_owned()).collect()
}

#[test]
fn every_list_and_dashboard_is_exported_or_says_why_not() {
    let exported = exported();
    let reasons: BTreeMap<&str, &str> = NOT_EXPORTED.into();
    for (method, takes) in queries() {
        assert!(
            exported.contains(&takes) != reasons.contains_key(&*method),
            "{method}: give it an export, a field of the query of ExportDashboardRequest, or the \
             reason why it has none, and not both"
        );
    }
}

#[test]
fn what_says_why_is_there() {
    let queries = queries();
    for (method, why) in NOT_EXPORTED {
        assert!(queries.contains_key(method), "{method} is no query");
        assert!(why.len() > 10, "{method} says no reason");
    }
    let taken: BTreeSet<String> = queries.into_values().collect();
    for message in exported() {
        assert!(taken.contains(&message), "{message} is asked by no query");
    }
}
