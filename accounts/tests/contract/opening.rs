//! Opening, and what a thief or a log line would see.
use std::sync::Arc;

use accounts::{AccountError, Accounts, RESET_PASSWORD, SignUp};
use storage::DatabaseError;
use vault::PersonId;

use super::ground::{Ground, OTHER_PASSWORD, PASSWORD, PUPIL, SOURCE, is_refused};
use crate::folder::someone;

fn finds(bytes: &[u8], text: &str) -> bool {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    [text.as_bytes(), hex.as_bytes()]
        .iter()
        .any(|wanted| bytes.windows(wanted.len()).any(|window| window == *wanted))
}

pub async fn nothing_is_stored_in_clear(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    let signed_up = accounts.signs_up(zoe, "zoe.martin@exemple.fr");
    signed_up.await.unwrap();
    let confirmation = accounts.confirmation("zoe.martin@exemple.fr").await;
    let pending = ground.stored().await;
    assert!(!finds(&pending, "zoe.martin") && !finds(&pending, &confirmation));
    accounts
        .confirm_address(&confirmation, PASSWORD)
        .await
        .unwrap();
    let asked = accounts.request_reset("zoe.martin@exemple.fr", SOURCE);
    asked.await.unwrap();
    let reset = accounts.link(zoe, RESET_PASSWORD).await;
    let tom = someone();
    let invited = accounts.invite(tom, "Tom.Durand@exemple.fr", PUPIL).await;
    let mail = accounts.mail(tom, "staff.invited").await;
    let failed = accounts.message_failed(mail[0].id, "550 Tom.Durand@exemple.fr", 0);
    failed.await.unwrap();
    let linked = accounts.link_issuer(zoe, "https://issuer.example", "subject-4217");
    linked.await.unwrap();
    let first = accounts.sign_in_as("zoe.martin@exemple.fr").await;
    let second = accounts.refresh(&first.refresh_token).await.unwrap();
    let stored = ground.stored().await;
    // What is there is found: ids and capacities stand in clear.
    assert!(finds(&stored, PUPIL));
    assert!(finds(&stored, "https://issuer.example"));
    for secret in [
        "zoe.martin",
        "exemple.fr",
        "tom.durand",
        "Tom.Durand",
        "Jean-Moulin",
        PASSWORD,
        "subject-4217",
        SOURCE,
        &confirmation,
        &reset,
        &invited,
        &first.refresh_token,
        &second.refresh_token,
    ] {
        assert!(!finds(&stored, secret), "{secret}");
    }
}

pub async fn nothing_is_shown_in_clear(ground: &impl Ground) {
    let accounts = ground.open().await;
    let tom = someone();
    let message = super::ground::invitation(tom, "tom@exemple.fr", PUPIL);
    let shown = format!("{message:?}");
    let link = accounts.invite(tom, "tom@exemple.fr", PUPIL).await;
    let mail = accounts.mail(tom, "staff.invited").await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    let signed_in = accounts.sign_in_as("tom@exemple.fr").await;
    let keys = accounts.signing_keys().await.unwrap();
    let secret = format!("{:?}", keys[0].secret.as_slice());
    let shown = format!("{shown}{mail:?}{signed_in:?}{keys:?}{:?}", *accounts);
    assert!(shown.contains(&signed_in.session.to_string()));
    for secret in ["exemple", "Jean-Moulin", PASSWORD, &link, &secret] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(!shown.contains(&signed_in.refresh_token));
}

pub async fn handles_that_open_at_once_agree(ground: &impl Ground) {
    let mut vaults = Vec::new();
    for _ in 0..6 {
        vaults.push(Arc::new(ground.vault().await));
    }
    let opening: Vec<_> = vaults
        .into_iter()
        .map(|vault| {
            let settings = ground.settings();
            tokio::spawn(async move { Accounts::open(vault, settings).await.unwrap() })
        })
        .collect();
    let mut handles = Vec::new();
    for handle in opening {
        handles.push(handle.await.unwrap());
    }
    let keys = handles[0].signing_keys().await.unwrap();
    assert_eq!(keys.len(), 2);
    let zoe = someone();
    let new = SignUp {
        person: zoe,
        address: "zoe@exemple.fr",
        capacity: PUPIL,
        place: None,
        source: SOURCE,
    };
    handles[0].sign_up(new).await.unwrap();
    let due = handles[1].due_messages(i64::MAX, 10).await.unwrap();
    let link = due[0].link_token.clone().unwrap();
    handles[2].confirm_address(&link, PASSWORD).await.unwrap();
    for handle in &handles {
        assert_eq!(handle.signing_keys().await.unwrap(), keys);
        let signed_in = handle
            .sign_in("zoe@exemple.fr", PASSWORD, SOURCE, None)
            .await;
        assert_eq!(signed_in.unwrap().person, zoe);
    }
}

pub async fn tables_of_a_newer_program_are_refused(ground: &impl Ground) {
    drop(ground.open().await);
    let newer = "UPDATE part_versions SET version = 99 WHERE part = 'accounts'";
    ground.run(newer).await;
    let vault = Arc::new(ground.vault().await);
    let refused = Accounts::open(vault, ground.settings()).await.unwrap_err();
    assert!(
        matches!(
            refused,
            AccountError::Database(DatabaseError::NewerSchema {
                part: "accounts",
                found: 99,
                known: 3
            })
        ),
        "{refused:?}"
    );
    let version = "SELECT version FROM part_versions WHERE part = 'accounts'";
    assert_eq!(ground.number(version).await, 99);
}

/// What the second and third versions of the tables added, taken away again.
const FIRST_VERSION: &str = "DROP INDEX account_credentials_of_mailbox;
    DROP INDEX account_links_of_mailbox;
    ALTER TABLE account_credentials DROP COLUMN mailbox_digest;
    ALTER TABLE account_links DROP COLUMN mailbox_digest;
    ALTER TABLE account_links DROP COLUMN apart;
    DROP TABLE account_outbox_places;
    ALTER TABLE account_outbox DROP COLUMN event;
    UPDATE account_credentials SET confirmed_at = NULL WHERE id IN (
        SELECT credential FROM account_accounts WHERE capacity = 'squatter');
    UPDATE part_versions SET version = 1 WHERE part = 'accounts'";

pub async fn tables_of_the_first_version_grow_up(ground: &impl Ground) {
    const CHILD: &str = r#"{"role":"pupil","student":"3"}"#;
    let before = ground.open().await;
    let mother = before.member("famille@exemple.fr").await;
    let (pupil, alone, invited, squatter) = (someone(), someone(), someone(), someone());
    for (person, address, capacity) in [
        (pupil, "famille@exemple.fr", CHILD),
        (alone, "eleve@exemple.fr", CHILD),
        (squatter, "libre@exemple.fr", "squatter"),
    ] {
        let link = before.invite(person, address, capacity).await;
        before.accept_invitation(&link, PASSWORD).await.unwrap();
    }
    let zoe = before.member("zoe@exemple.fr").await;
    let waiting = before.invite(invited, "zoe@exemple.fr", CHILD).await;
    let session = before.sign_in_as("famille@exemple.fr").await;
    drop(before);
    ground.run(FIRST_VERSION).await;

    let accounts = ground.open().await;
    // The pupil and the mother knew one password: neither has it any more.
    let old = accounts.try_in("famille@exemple.fr", PASSWORD).await;
    assert!(is_refused(&old));
    assert!(accounts.refresh(&session.refresh_token).await.is_err());
    let asked = accounts.request_reset("famille@exemple.fr", SOURCE);
    asked.await.unwrap();
    for (person, password) in [(mother, "celui de la mere"), (pupil, "celui de l'enfant")] {
        let link = accounts.link(person, RESET_PASSWORD).await;
        accounts.reset_password(&link, password).await.unwrap();
        let signed_in = accounts.try_in("famille@exemple.fr", password).await;
        let signed_in = signed_in.unwrap();
        assert_eq!((signed_in.person, signed_in.others), (person, vec![]));
    }
    // A pupil alone goes on, apart from whoever comes to the address.
    assert_eq!(accounts.sign_in_as("eleve@exemple.fr").await.person, alone);
    let father = someone();
    let link = accounts
        .invite(father, "eleve@exemple.fr", "guardian")
        .await;
    let accepted = accounts.accept_invitation(&link, OTHER_PASSWORD).await;
    accepted.unwrap();
    assert_eq!(accounts.sign_in_as("eleve@exemple.fr").await.others, []);
    // So does one whose invitation was on its way.
    let accepted = accounts.accept_invitation(&waiting, OTHER_PASSWORD).await;
    accepted.unwrap();
    let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
    assert_eq!((signed_in.person, signed_in.others), (zoe, vec![]));
    // Who never confirmed is gone, with their key.
    assert!(accounts.vault.seal(squatter, "field", "text").is_err());
    accounts.member("libre@exemple.fr").await;
    drop(accounts);
    assert_eq!(
        ground
            .open()
            .await
            .sign_in_as("libre@exemple.fr")
            .await
            .others,
        []
    );
}

pub async fn accounts_are_there_after_reopening(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe: PersonId = accounts.member("zoe@exemple.fr").await;
    let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
    let keys = accounts.signing_keys().await.unwrap();
    drop(accounts);
    let reopened = ground.open().await;
    assert_eq!(reopened.signing_keys().await.unwrap(), keys);
    let refreshed = reopened.refresh(&signed_in.refresh_token).await.unwrap();
    assert_eq!(refreshed.person, zoe);
    assert_eq!(reopened.sign_in_as("zoe@exemple.fr").await.person, zoe);
}
