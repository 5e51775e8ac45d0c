//! `placement export-dashboard`: a list in a file, from a running server.
use std::os::unix::fs::PermissionsExt;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_put_in_a_file_of_its_own_and_never_over_another() {
    let place = Place::with_a_host().await;
    let authority = Authority::new("ours");
    let certificates = Folder::with(&authority.server());
    fs::write(place.path("ours.pem"), authority.pem()).unwrap();
    let sectors = "code,name,onisep_url\nagriculture,\"=1+1, etc.\",\n";
    fs::write(place.path("sectors.csv"), sectors).unwrap();
    let server = Server::of(&place, &certificates);
    let address = format!("https://localhost:{}", server.port);
    let asked = ["--server", &address, "--ca", "ours.pem"];
    place.prints(&[&["import", "sectors", "sectors.csv"][..], &asked].concat());
    let token = place.prints(&["token", "--role", "operator"]);
    let folder = place.folder.path();
    let export = |more: &[&str]| {
        let command = [&["export-dashboard"][..], more, &asked].concat();
        newcomer(folder, &[&command[..], &["--token", token.trim()]].concat())
    };

    let done = export(&["sectors"]);
    assert!(done.status.success(), "{}", said(&done));
    let name = String::from_utf8(done.stdout).unwrap();
    let name = name.trim();
    assert!(
        name.starts_with("secteurs-") && name.ends_with(".csv"),
        "{name}"
    );
    let written = fs::read_to_string(place.path(name)).unwrap();
    let lines: Vec<&str> = written.split("\r\n").collect();
    assert_eq!(lines[0], "Secteur,Nom,Fiche ONISEP");
    assert!(
        lines[1..].contains(&"agriculture,\"'=1+1, etc.\","),
        "{written}"
    );
    let mode = fs::metadata(place.path(name)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let again = export(&["sectors"]);
    assert!(!again.status.success() && said(&again).contains(name));
    assert_eq!(fs::read_to_string(place.path(name)).unwrap(), written);
    let book = export(&["sectors", "--format", "xlsx", "--into", "book.xlsx"]);
    assert!(book.status.success(), "{}", said(&book));
    assert!(
        fs::read(place.path("book.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );

    for (wrong, told) in [
        (&["sector"][..], "no such list"),
        (&["sectors", "colour=red"], "no such field"),
        (&["hosts", "--into", "hosts.csv"], "the server refuses"),
    ] {
        let refused = export(wrong);
        assert!(!refused.status.success(), "{wrong:?} is done");
        assert!(
            said(&refused).contains(told),
            "{wrong:?}: {}",
            said(&refused)
        );
    }
    assert!(!Path::new(&place.path("hosts.csv")).exists());
}
