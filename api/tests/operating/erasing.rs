//! What is held of a person, and their erasure, by the program.
use std::os::unix::fs::PermissionsExt;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_of_a_person_is_written_out_until_they_are_erased() {
    let place = Place::with_a_host().await;
    let held = place.held();
    assert_eq!(types(&held), ["HostRegistered"]);
    assert!(held.to_string().contains(NAME), "{held}");
    assert_eq!(
        (&held["erased"], &held["person"]),
        (&false.into(), &place.person.clone().into())
    );

    let file = place.path("held.json");
    let into = ["export", &place.person, "--json", &file];
    assert_eq!(place.prints(&into), "");
    let written = fs::read(&file).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), held);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(place.refuses(&into).contains("held.json"));
    assert_eq!(fs::read(&file).unwrap(), written, "never over another file");

    let nobody = format!("hosts/73282932000074/people/{}", Uuid::new_v4());
    assert!(
        place
            .refuses(&["export", &nobody])
            .contains("nothing is held")
    );
    let elsewhere = place.path("elsewhere.db");
    let no_vault = ["export", &place.person, "--vault", &elsewhere];
    assert!(place.refuses(&no_vault).contains("there is no vault"));
    assert!(!Path::new(&elsewhere).exists());

    let erase = ["erase", "host-person", &place.person];
    assert!(place.refuses(&erase).contains("--yes"));
    assert_eq!(place.held(), held, "nothing was done");
    let erase = ["erase", "host-person", &place.person, "--yes"];
    assert!(place.prints(&erase).contains("is erased; the log says so"));
    assert!(place.prints(&erase).contains("was erased before"));
    let unknown = ["erase", "host-person", &nobody, "--yes"];
    assert!(place.refuses(&unknown).contains("the server refuses"));

    let left = place.held();
    assert_eq!(left["erased"], true);
    assert!(!left.to_string().contains(NAME), "{left}");
    let told = [
        &types(&held)[..],
        &["HostPersonRemoved", "HostPersonErased"],
    ]
    .concat();
    assert_eq!(types(&left), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_representative_in_office_is_erased_by_the_operator_and_listed_so() {
    let place = Place::with_a_host().await;
    let appoint = ["appoint", "rector", "academies/lyon", "--name", NAME];
    let told = place.prints(&[&appoint[..], &["--mail", "r@example.org"]].concat());
    let (rector, _) = told.split_once(' ').unwrap();
    let held = || -> Value { serde_json::from_str(&place.prints(&["export", rector])).unwrap() };
    assert!(held().to_string().contains(NAME));
    let erase = ["erase", "representative", rector, "--yes"];
    assert!(place.prints(&erase).contains("is erased; the log says so"));
    assert!(place.prints(&erase).contains("was erased before"));
    let left = held();
    assert!(!left.to_string().contains(NAME), "{left}");
    let told = [
        "RepresentativeAppointed",
        "RepresentativeRelieved",
        "RepresentativeErased",
    ];
    assert_eq!(types(&left), told);
    let listed = place.prints(&["representatives"]);
    let line = format!("{rector} rector academies/lyon, erased\n");
    assert!(listed.contains(&line), "{listed}");
    let nobody = format!("partners/{}", Uuid::new_v4());
    let unknown = ["erase", "partner-contact", &nobody, "--yes"];
    assert!(place.refuses(&unknown).contains("the server refuses"));
}
