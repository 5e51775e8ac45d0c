//! What every method of `placement.v1` keeps to, read from the descriptors themselves.
use std::collections::BTreeMap;

use prost::Message;
use prost_types::field_descriptor_proto::Type;
use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileDescriptorSet,
    MethodDescriptorProto,
};

const PACKAGE: &str = "placement.v1";
const QUERIES: [&str; 7] = [
    "Explain", "Export", "Get", "List", "Search", "Watch", "Prove",
];
/// What puts the answer of a query in a file, in pieces.
const EXPORT: &str = "ExportDashboard";
/// A stream of messages, each known again by an identifier of the client's own.
const FEED: &str = "FeedOffers";
/// What stands at a signed checkpoint, whose size the answer tells, and at no position.
const OF_CHECKPOINTS: [&str; 4] = [
    "GetTile",
    "ListCheckpoints",
    "ProveConsistency",
    "ProveInclusion",
];

/// Empty where it cannot be read, which the first test tells.
fn described() -> FileDescriptorSet {
    FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap_or_default()
}

fn files() -> Vec<FileDescriptorProto> {
    described()
        .file
        .into_iter()
        .filter(|file| file.package() == PACKAGE)
        .collect()
}

fn methods() -> Vec<(String, MethodDescriptorProto)> {
    files()
        .iter()
        .flat_map(|file| &file.service)
        .flat_map(|s| {
            s.method
                .iter()
                .map(|method| (s.name().to_owned(), method.clone()))
        })
        .collect()
}

fn messages() -> BTreeMap<String, DescriptorProto> {
    files()
        .into_iter()
        .flat_map(|file| file.message_type)
        .map(|message| (format!(".{PACKAGE}.{}", message.name()), message))
        .collect()
}

fn is_query(method: &MethodDescriptorProto) -> bool {
    QUERIES.iter().any(|verb| method.name().starts_with(verb))
}

/// Accounts and sessions are not of the log: no position, no outcome; what must not be done twice
/// is told by its one-time token. Nor are replays of it: asked for twice, one is one.
fn is_of_the_log(service: &str) -> bool {
    !["AccountService", "ReplayService"].contains(&service)
}

fn field<'a>(message: &'a DescriptorProto, name: &str) -> Option<&'a FieldDescriptorProto> {
    message.field.iter().find(|field| field.name() == name)
}

#[test]
fn every_service_is_described() {
    let files = files();
    let mut services: Vec<&str> = files
        .iter()
        .flat_map(|file| &file.service)
        .map(|service| service.name())
        .collect();
    services.sort_unstable();
    let expected = [
        "AccountService",
        "AgreementService",
        "ApplicationService",
        "AuditService",
        "CalendarService",
        "CampaignService",
        "DirectoryService",
        "EstablishmentService",
        "EvaluationService",
        "ExportService",
        "FollowUpService",
        "GroupApplicationService",
        "HelpService",
        "HostInvitationService",
        "HostService",
        "MandateService",
        "MeService",
        "OfferService",
        "PartnerService",
        "PlacementService",
        "PoolingService",
        "PreparationService",
        "PrivacyService",
        "ReplayService",
        "ReservationService",
        "StatusService",
        "SteeringService",
        "StudentService",
        "WaiverService",
    ];
    assert_eq!(services, expected);
}

#[test]
fn the_imports_of_the_package_are_described_with_it() {
    let set = described();
    let names: Vec<&str> = set.file.iter().map(|file| file.name()).collect();
    for file in &set.file {
        for import in &file.dependency {
            assert!(
                names.contains(&import.as_str()),
                "{} imports {import}",
                file.name()
            );
        }
    }
}

#[test]
fn a_command_carries_its_request_id_and_answers_with_its_outcome() {
    let messages = messages();
    for (service, method) in methods()
        .into_iter()
        .filter(|(service, method)| is_of_the_log(service) && !is_query(method))
        .filter(|(_, method)| method.name() != FEED)
    {
        let at = format!("{service}.{}", method.name());
        let id = field(&messages[method.input_type()], "request_id").expect(&at);
        assert_eq!((id.number(), id.r#type()), (1, Type::String), "{at}");
        let outcome = field(&messages[method.output_type()], "outcome").expect(&at);
        assert_eq!(outcome.number(), 1, "{at}");
        assert_eq!(outcome.type_name(), ".placement.v1.CommandOutcome", "{at}");
        assert!(
            !method.client_streaming() && !method.server_streaming(),
            "{at}"
        );
    }
}

#[test]
fn a_query_answers_with_its_position_and_can_wait_for_one() {
    let messages = messages();
    let queries = methods()
        .into_iter()
        .filter(|(service, method)| is_of_the_log(service) && is_query(method));
    for (service, method) in queries {
        let at = format!("{service}.{}", method.name());
        let (request, response) = (
            &messages[method.input_type()],
            &messages[method.output_type()],
        );
        assert!(field(request, "request_id").is_none(), "{at}");
        if OF_CHECKPOINTS.contains(&method.name()) {
            continue;
        }
        let position = field(response, "position").expect(&at);
        assert_eq!(
            (position.number(), position.r#type()),
            (1, Type::Uint64),
            "{at}"
        );
        if method.name() == "GetStatus" {
            continue; // It tells how far everything is: it never waits.
        }
        if method.name() == EXPORT {
            continue; // It waits as the query in it says.
        }
        let least = field(request, "min_position").expect(&at);
        assert_eq!(least.r#type(), Type::Uint64, "{at}");
    }
}

#[test]
fn watches_and_exports_stream_and_nothing_else_does() {
    let messages = messages();
    let methods = methods();
    for (service, method) in &methods {
        let watch = method.name().strip_prefix("Watch");
        assert_eq!(
            method.server_streaming(),
            watch.is_some() || method.name() == EXPORT,
            "{service}.{}",
            method.name()
        );
        let Some(view) = watch else { continue };
        let get = format!("Get{view}");
        let (_, get) = methods
            .iter()
            .find(|(_, other)| other.name() == get)
            .expect(view);
        assert_eq!(
            messages[method.output_type()].field,
            messages[get.output_type()].field,
            "{view}: a watch carries what its query answers",
        );
    }
}

#[test]
fn a_feed_alone_asks_with_a_stream() {
    for (service, method) in methods() {
        let at = format!("{service}.{}", method.name());
        assert_eq!(method.client_streaming(), method.name() == FEED, "{at}");
        if method.client_streaming() {
            let messages = messages();
            let outcome = field(&messages[method.output_type()], "outcome").expect(&at);
            assert_eq!(outcome.number(), 1, "{at}");
        }
    }
}

#[test]
fn lists_are_paged() {
    let messages = messages();
    let lists = |method: &MethodDescriptorProto| {
        method.name().starts_with("List") || method.name().starts_with("Search")
    };
    for (service, method) in methods().into_iter().filter(|(_, method)| lists(method)) {
        let at = format!("{service}.{}", method.name());
        assert!(
            field(&messages[method.input_type()], "page_size").is_some(),
            "{at}"
        );
        assert!(
            field(&messages[method.input_type()], "page_token").is_some(),
            "{at}"
        );
        assert!(
            field(&messages[method.output_type()], "next_page_token").is_some(),
            "{at}"
        );
    }
}

#[test]
fn methods_are_words_of_the_domain() {
    let generic = [
        "Update", "Change", "Set", "Save", "Edit", "Modify", "Delete", "Create",
    ];
    for (service, method) in methods() {
        let own_word = method.name() == "SaveCv";
        let vague = generic.iter().any(|verb| method.name().starts_with(verb));
        assert!(own_word || !vague, "{service}.{}", method.name());
    }
}

#[test]
fn every_method_has_messages_of_its_own() {
    for (service, method) in methods() {
        let at = format!("{service}.{}", method.name());
        assert_eq!(
            method.input_type(),
            format!(".{PACKAGE}.{}Request", method.name()),
            "{at}"
        );
        assert_eq!(
            method.output_type(),
            format!(".{PACKAGE}.{}Response", method.name()),
            "{at}"
        );
    }
    let mut names: Vec<String> = methods()
        .into_iter()
        .map(|(_, method)| method.name().to_owned())
        .collect();
    names.sort_unstable();
    assert!(
        names.windows(2).all(|pair| pair[0] != pair[1]),
        "a method name stands twice"
    );
}

/// Requests are compared as this program writes them: a map has no order of its own.
#[test]
fn no_message_holds_a_map() {
    for (name, message) in messages() {
        let mut nested = message.nested_type.iter();
        let is_map = |nested: &DescriptorProto| {
            nested
                .options
                .as_ref()
                .is_some_and(|options| options.map_entry())
        };
        assert!(!nested.any(is_map), "{name}");
    }
}

/// Lists that cannot grow without end: as many as there are of something in the law, in a request
/// or in a few years, or only the last of them shown.
const BOUNDED: [&str; 43] = [
    "Agreement.host_contacts",
    "Agreement.missing",
    "Agreement.reminders",
    "Agreement.versions",
    "Agreement.visits",
    "AgreementReminder.missing",
    "AgreementVersion.signatures",
    "ListedAgreement.missing",
    "CampaignFigures.activities",
    "Class.teachers",
    "Consolidation.departments",
    "Cv.experience",
    "Cv.interests",
    "Cv.languages",
    "Cv.skills",
    "Establishment.chosen_weeks",
    "Establishment.excepted_weeks",
    "Establishment.nationwide_school_years",
    "Establishment.requested_weeks",
    "FollowedApplication.flags",
    "FollowedApplication.history",
    "FollowedPlacement.flags",
    "FollowedStudent.placements",
    "FoundOffer.weeks",
    "GetStatusResponse.parked_steps",
    "GetStatusResponse.projections",
    "GetMeResponse.others",
    "GetAuthorisationFormsResponse.students",
    "GetFactResponse.consequences",
    "GetTerritorySeriesResponse.points",
    "GetUnmetNeedsResponse.weeks",
    "GetWaiverResponse.history",
    "Offer.weeks",
    "GroupApplication.members",
    "OfferTerms.weeks",
    "OwnOffer.weeks",
    "Partner.assignments",
    "Placement.flags",
    "Placement.skills",
    "ReceivedApplication.flags",
    "StaffMember.rights",
    "TerritoryDashboard.sectors",
    "YearWeeks.weeks",
];

#[test]
fn an_answer_that_can_grow_is_paged() {
    let messages = messages();
    let queries = methods()
        .into_iter()
        .filter(|(service, method)| is_of_the_log(service) && is_query(method));
    for (service, method) in queries {
        let mut growing = vec![];
        let mut to_see = vec![method.output_type().to_owned()];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(name) = to_see.pop() {
            let Some(message) = messages.get(&name).filter(|_| seen.insert(name.clone())) else {
                continue;
            };
            for field in &message.field {
                let at = format!("{}.{}", message.name(), field.name());
                let list = field.label() == prost_types::field_descriptor_proto::Label::Repeated;
                if list && !BOUNDED.contains(&at.as_str()) {
                    growing.push(at);
                }
                to_see.push(field.type_name().to_owned());
            }
        }
        let paged = field(&messages[method.output_type()], "next_page_token").is_some();
        assert!(
            growing.is_empty() || paged,
            "{service}.{}: {growing:?}",
            method.name()
        );
    }
}
