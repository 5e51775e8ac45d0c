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

use commands::Role;
use commands::authorisation::{Action, Scope, scope};
use domain::establishment::Right;
use prost::Message;
use prost_types::{FileDescriptorSet, MethodDescriptorProto};

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
    }
}

fn words(scope: Scope) -> String {
    match scope {
        Scope::Refused => "never".into(),
        Scope::OwnSelf => "themself".into(),
        Scope::OwnChild => "own child".into(),
        Scope::OwnClasses(with) => format!("own classes{}", right(with)),
        Scope::OwnEstablishment(with) => format!("own college{}", right(with)),
        Scope::Newcomer => "where they say they belong".into(),
        Scope::OwnHost => "own host".into(),
        Scope::OwnTerritory => "own territory".into(),
        Scope::National => "everywhere".into(),
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
                words(scope(role, *action))
            )
            .unwrap();
        }
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
        let looks = ["Get", "Watch", "List", "Search"];
        !looks.iter().any(|look| action.name().starts_with(look))
    });
    for action in commands {
        for role in [
            Role::NationalCommittee,
            Role::Prefect,
            Role::Rector,
            Role::RegionPrefect,
        ] {
            assert_eq!(
                scope(role, *action),
                Scope::Refused,
                "{role:?} may {action:?}"
            );
        }
    }
}

#[test]
fn the_operator_reads_no_personal_data() {
    const MAY: [&str; 9] = [
        "ImportEstablishments",
        "ImportHolidays",
        "ImportSectors",
        "ListSectors",
        "ListHolidays",
        "ListDepartments",
        "SearchEstablishments",
        "GetStatus",
        "",
    ];
    for action in Action::ALL {
        let may = scope(Role::Operator, *action) != Scope::Refused;
        assert!(
            !may || MAY.contains(&action.name()),
            "the operator may {action:?}"
        );
    }
}
