//! One bit turns over in a text beside the log, and it is no UTF-8 any more: `placement verify` names
//! the row and goes on with all other checks, and a server starts, unless nothing can be put in the
//! place of what is damaged.
use accounts::SignUp;
use queries::access_log::Read;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::*;

/// File, table and column of a text, and what names its row.
const TEXTS: [(&str, &str, &str, &str); 11] = [
    ("vault.db", "account_accounts", "sealed_address", "row "),
    ("vault.db", "account_links", "sealed_address", "row "),
    ("vault.db", "account_messages", "sealed_address", "row "),
    ("vault.db", "account_messages", "sealed_body", "row "),
    ("vault.db", "account_messages", "sealed_link_token", "row "),
    ("vault.db", "account_signing_keys", "sealed", "row "),
    ("vault.db", "account_secrets", "sealed", "row "),
    ("access.db", "access_reads", "reader", "row 1 "),
    ("access.db", "access_reads", "what", "row 1 "),
    ("notary.db", "notary_lines", "origin", "line 1 "),
    ("notary.db", "notary_checkpoints", "note", "checkpoint 1 "),
];

/// A platform with a row in each of these tables.
async fn populated() -> Place {
    let place = Place::with_a_host().await;
    let app = App::start(settings(&place)).await.unwrap();
    let accounts = &app.accounts.accounts;
    for (number, address) in [
        (1, "zoe@exemple.fr"),
        (2, "tom@exemple.fr"),
        (4, "ana@exemple.fr"),
    ] {
        let new = SignUp {
            person: PersonId(Uuid::from_u128(number)),
            address,
            capacity: r#"{"role":"pupil"}"#,
            place: None,
            source: "192.0.2.7",
        };
        accounts.sign_up(new).await.unwrap();
        let due = accounts.due_messages(i64::MAX, 10).await.unwrap();
        let link = due.iter().find(|one| one.address == address).unwrap();
        let link = link.link_token.clone().unwrap();
        if number == 1 {
            let password = "une longue phrase de passe";
            accounts.confirm_address(&link, password).await.unwrap();
        }
    }
    let read = Read {
        at: SystemClock.now().0,
        reader: "teacher:a".into(),
        what: "GetCv",
        position: 1,
        trace: None,
    };
    let persons = [PersonId(Uuid::from_u128(3))];
    let recorded = app.queries.accesses.record(read, &persons);
    recorded.await.unwrap();
    let mut notary = app.notary.watch();
    let signed = notary.wait_for(|state| state.signed > 0);
    tokio::time::timeout(Duration::from_secs(60), signed)
        .await
        .expect("signed within a minute")
        .unwrap();
    stopped(&app).await;
    place
}

fn settings(place: &Place) -> Settings {
    let mut settings = Settings::new(StoreLocations::beside(Path::new(
        &place.path("placement.db"),
    )));
    settings.notary.every = Duration::ZERO;
    settings
}

/// The text of one row is none any more.
async fn damage(file: &str, table: &str, column: &str) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut store = options.connect().await.unwrap();
    let guards = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";
    let guards: Vec<String> = sqlx::query_scalar(guards)
        .bind(table)
        .fetch_all(&mut store)
        .await
        .unwrap();
    for guard in guards {
        let drop = format!("DROP TRIGGER {guard}");
        sqlx::query(&drop).execute(&mut store).await.unwrap();
    }
    let turned = format!(
        "UPDATE {table} SET {column} =
             substr({column}, 1, 2) || CAST(x'f3' AS TEXT) || substr({column}, 4)
         WHERE rowid = (SELECT min(rowid) FROM {table} WHERE length({column}) > 3)"
    );
    let turned = sqlx::query(&turned).execute(&mut store).await.unwrap();
    assert_eq!(turned.rows_affected(), 1, "{table}.{column}");
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_none_any_more_is_named_and_the_rest_goes_on() {
    let place = populated().await;
    let told = place.prints(&["verify"]);
    assert!(told.ends_with("\nverified\n"), "{told}");
    let checks: Vec<_> = told
        .lines()
        .filter_map(|line| line.strip_suffix(": holds"))
        .collect();
    assert!(checks.len() > 15, "{told}");
    for (name, table, column, row) in TEXTS {
        let file = place.path(name);
        let whole = fs::read(&file).unwrap();
        damage(&file, table, column).await;
        let done = place.run(&["verify"]);
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(!done.status.success(), "{table}.{column}: {told}");
        let named = told
            .lines()
            .find(|line| line.contains(&format!("of {table} in ")));
        let named = named.unwrap_or_else(|| panic!("{table}.{column}: {told}"));
        assert!(named.contains(row) && named.contains(name), "{named}");
        for check in &checks {
            assert!(
                told.contains(&format!("{check}: ")),
                "{table}.{column}, {check}: {told}"
            );
        }
        match (App::start(settings(&place)).await, table) {
            (Ok(app), _) => {
                app.ready().await.unwrap();
                let due = app
                    .accounts
                    .accounts
                    .due_messages(i64::MAX, 10)
                    .await
                    .unwrap();
                assert!(!due.is_empty(), "{table}.{column}: other letters wait");
                stopped(&app).await;
            }
            (Err(why), "account_secrets") => {
                let why = why.to_string();
                assert!(
                    why.contains("of account_secrets") && why.contains(name),
                    "{why}"
                );
            }
            (Err(why), _) => panic!("{table}.{column}: {why}"),
        }
        for companion in ["-wal", "-shm"] {
            let _gone = fs::remove_file(format!("{file}{companion}"));
        }
        fs::write(&file, whole).unwrap();
    }
    assert!(place.prints(&["verify"]).ends_with("\nverified\n"));
}
