//! Who may do what (SPEC 6): the whole table as a file under review, and the server keeping it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use commands::authorisation::{Action, Grant, grant, grant_of_nobody};
use domain::establishment::Right;
use domain::principal::Role;
use prost::Message;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{FieldDescriptorProto, FileDescriptorSet, MethodDescriptorProto};
use tests::app::TestApp;
use tests::cast::stranger;
use tests::schema::{Filling, Schema};
use tests::wire::{Why, call};
use tonic::Code;

#[path = "matrix/elsewhere.rs"]
mod elsewhere;
#[path = "matrix/names.rs"]
mod names;
#[path = "matrix/open_to_all.rs"]
mod open_to_all;
#[path = "matrix/page_sizes.rs"]
mod page_sizes;
#[path = "matrix/steered.rs"]
mod steered;
#[path = "matrix/things.rs"]
mod things;

use things::{Things, text};

const GOLDEN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/golden/authorisation.txt"
);

fn right(right: Option<Right>) -> &'static str {
    match right {
        None => "",
        Some(Right::ManageCollege) => ", may manage the college",
        Some(Right::ManageStaff) => ", may manage staff",
        Some(Right::ManagePupils) => ", may manage pupils",
        Some(Right::ManagePlacements) => ", may manage placements",
        Some(Right::SignAgreements) => ", may sign agreements",
        Some(Right::GrantTravelAid) => ", may grant travel aid",
    }
}

fn words(scope: Grant) -> String {
    match scope {
        Grant::Refused => "never".into(),
        Grant::OwnSelf => "themself".into(),
        Grant::OwnChild => "own child".into(),
        Grant::Themself => "their own person".into(),
        Grant::OwnClasses(with) => format!("own classes{}", right(with)),
        Grant::OwnEstablishment(with) => format!("own college{}", right(with)),
        Grant::Newcomer => "where they say they belong".into(),
        Grant::OwnHost => "own host".into(),
        Grant::OwnAssignments => "what it is assigned to".into(),
        Grant::OwnFeed => "what it feeds in".into(),
        Grant::OwnTerritory => "own territory".into(),
        Grant::OwnTerritoryOrItsRegion => "own territory, and its region".into(),
        Grant::National => "everywhere".into(),
        Grant::OwnAccount => "own account".into(),
        Grant::Open => "everybody".into(),
    }
}

fn table() -> String {
    let mut table = String::from("Who may do what, and on whose things. One line for each role.\n");
    for action in Action::ALL {
        writeln!(table, "\n{}", action.name()).unwrap();
        for role in Role::ALL {
            writeln!(
                table,
                "  {:18} {}",
                role.name(),
                words(grant(role, *action))
            )
            .unwrap();
        }
        let nobody = words(grant_of_nobody(*action));
        writeln!(table, "  {:18} {nobody}", "nobody").unwrap();
    }
    table
}

#[test]
fn the_table_is_the_one_that_was_reviewed() {
    let table = table();
    if std::env::var_os("PLACEMENT_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::create_dir_all(Path::new(GOLDEN).parent().unwrap()).unwrap();
        std::fs::write(GOLDEN, &table).unwrap();
    }
    let reviewed = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    let differs = table
        .lines()
        .zip(reviewed.lines())
        .position(|(a, b)| a != b);
    assert!(
        table == reviewed,
        "the table differs from {GOLDEN} at line {differs:?}; once reviewed, run with PLACEMENT_BLESS=1"
    );
}

/// Every method of the wire: its service, and itself.
fn methods() -> Vec<(String, MethodDescriptorProto)> {
    let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap();
    let ours = set
        .file
        .into_iter()
        .filter(|file| file.package() == "placement.v1");
    let services = ours.flat_map(|file| file.service);
    services
        .flat_map(|service| {
            let name = service.name().to_owned();
            service
                .method
                .into_iter()
                .map(move |method| (name.clone(), method))
        })
        .collect()
}

#[test]
fn every_method_has_its_action_and_every_action_its_method() {
    let methods = methods();
    let on_the_wire: BTreeSet<&str> = methods.iter().map(|(_, method)| method.name()).collect();
    let in_the_table: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(on_the_wire, in_the_table);
    assert_eq!(methods.len(), in_the_table.len(), "no name is there twice");
}

#[test]
fn who_only_looks_never_commands() {
    let commands = Action::ALL.iter().filter(|action| {
        let looks = ["Explain", "Get", "Watch", "List", "Search", "Prove"];
        // The whole log is read again, and nothing is written.
        let replays = ["StartReplay", "CancelReplay"].contains(&action.name());
        let decides = [
            "ConfirmHost",
            "RefuseWaiver",
            "AgreeToWaiver",
            "WithdrawWaiverAgreement",
            "AnswerHelpRequest",
            "CloseHelpRequest",
            "FixTargets",
            "AnswerDifficulty",
            "CloseDifficulty",
            "RecordMeeting",
            "CorrectMeeting",
            // The referent of the department (DSH-4).
            "AppointRepresentative",
            "RelieveRepresentative",
            // Themself, and whom they name (SPEC 7).
            "EraseRepresentative",
            "ErasePartnerContact",
        ];
        let of_the_state = action.name().ends_with("Partner") || decides.contains(&action.name());
        !of_the_state && !replays && !looks.iter().any(|look| action.name().starts_with(look))
    });
    for action in commands.filter(|action| !is_of_an_account(**action)) {
        for role in [
            Role::NationalCommittee,
            Role::Prefect,
            Role::Rector,
            Role::RegionPrefect,
        ] {
            assert_eq!(
                grant(role, *action),
                Grant::Refused,
                "{role:?} may {action:?}"
            );
        }
    }
}

/// Signing up, in and out: of everybody, and about nobody else.
fn is_of_an_account(action: Action) -> bool {
    let scopes = Role::ALL.map(|role| grant(role, action));
    let same = scopes.iter().all(|scope| *scope == scopes[0]);
    same && matches!(scopes[0], Grant::Open | Grant::OwnAccount)
}

#[test]
fn who_has_no_account_signs_up_or_in_and_does_nothing_else() {
    for action in Action::ALL {
        let open = grant_of_nobody(*action);
        assert!(matches!(open, Grant::Open | Grant::Refused), "{action:?}");
        // A head looks for their college before they sign up (EST-1).
        let looks_up = *action == Action::SearchEstablishments;
        assert!(
            open == Grant::Refused || is_of_an_account(*action) || looks_up,
            "{action:?}"
        );
    }
}

#[test]
fn the_operator_reads_no_personal_data() {
    const MAY: [&str; 21] = [
        "ImportEstablishments",
        "ImportHolidays",
        "ImportSectors",
        // From a file of figures.
        "FixTargets",
        "ListSectors",
        "ListHolidays",
        "ListPlacementWeeks",
        "ListDepartments",
        "SearchEstablishments",
        "GetStatus",
        "AppointRepresentative",
        "RelieveRepresentative",
        "ListRepresentatives",
        // The name of a platform and a day.
        "RecordPoolingAgreement",
        // It destroys, and shows nothing.
        "EraseStudent",
        "EraseGuardian",
        "EraseStaff",
        "EraseHostPerson",
        "EraseRepresentative",
        "ErasePartnerContact",
        // It hides what an offer said, and shows nothing.
        "BlackOutOfferText",
    ];
    let of_others = Action::ALL
        .iter()
        .filter(|action| !is_of_an_account(**action));
    for action in of_others {
        let may = grant(Role::Operator, *action) != Grant::Refused;
        assert!(
            !may || MAY.contains(&action.name()),
            "the operator may {action:?}"
        );
    }
}

/// Messages that can be read, made from the schema alone.
struct Samples(Schema);

impl Samples {
    fn of_the_schema() -> Self {
        Self(Schema::of_the_wire())
    }

    /// Every field has a value that can be read, but for a past moment.
    fn message(&self, type_name: &str, method: &str, things: &Things) -> Vec<u8> {
        self.0.filled(type_name, &mut Sample { method, things })
    }
}

struct Sample<'a> {
    method: &'a str,
    things: &'a Things,
}

impl Filling for Sample<'_> {
    fn times(&mut self, field: &FieldDescriptorProto) -> usize {
        let of_a_moment = field.name().starts_with("as_of") || field.name() == "min_position";
        usize::from(!of_a_moment)
    }

    fn text(&mut self, message: &str, field: &FieldDescriptorProto) -> Option<String> {
        let text = text(self.method, field.name(), message, self.things);
        let repeated = field.label() == Label::Repeated;
        (!(text.is_empty() && repeated)).then_some(text)
    }

    fn number(&mut self, field: &FieldDescriptorProto) -> u64 {
        if self.method == "GetTile" {
            // The first hash of the leaves, which is there.
            return u64::from(field.name() == "width");
        }
        match (field.r#type(), field.name()) {
            // The first role of staff is the head's, whom nobody invites.
            (Type::Enum, "role") => 2,
            (Type::Enum, _) => 1,
            // All of a list on one page.
            (_, "page_size") => 200,
            (_, name) => u64::from(name != "group_size"),
        }
    }

    fn fraction(&mut self, field: &FieldDescriptorProto) -> f64 {
        if field.name() == "longitude" {
            5.65
        } else {
            46.25
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_asks_who_calls_and_refuses_the_roles_that_never_may() {
    let app = TestApp::start().await;
    let samples = Samples::of_the_schema();
    let tokens = Role::ALL.map(|role| (role, app.token(stranger(role))));
    let head = app.app.log.head().await.unwrap();
    for (service, method) in methods() {
        let action = Action::ALL
            .iter()
            .find(|action| action.name() == method.name())
            .unwrap();
        let path = format!("/placement.v1.{service}/{}", method.name());
        let message = samples.message(method.input_type(), method.name(), &Things::nowhere());
        let nobody = call(app.channel(), &path, None, message.clone()).await;
        let stopped = nobody.is_err_and(|status| Why::of(&status).reason == "UNAUTHENTICATED");
        let open = grant_of_nobody(*action) == Grant::Open;
        assert_eq!(stopped, !open, "{path}");
        for (role, token) in &tokens {
            if grant(*role, *action) == Grant::Refused {
                let answer = call(app.channel(), &path, Some(token), message.clone()).await;
                let why = Why::of(&answer.unwrap_err());
                assert_eq!(
                    why.code,
                    Code::PermissionDenied,
                    "{path} by {role:?}: {why:?}"
                );
            }
        }
    }
    assert_eq!(
        app.app.log.head().await.unwrap(),
        head,
        "nothing was stored"
    );
}
