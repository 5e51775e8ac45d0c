//! Erasure, export, and what goes by itself.
use accounts::{AccountError, RESET_PASSWORD, Swept};
use vault::PersonId;

use super::ground::{
    DAY, Ground, HOUR, OTHER_PASSWORD, PASSWORD, PUPIL, SOURCE, is_link_refused, is_over,
    is_refused,
};
use crate::folder::someone;

const ISSUER: &str = "https://issuer.example";

/// Rows in all tables that could hold something of a person, but for the marks of sessions.
const ROWS: &str = "SELECT (SELECT count(*) FROM account_credentials)
    + (SELECT count(*) FROM account_accounts) + (SELECT count(*) FROM account_links)
    + (SELECT count(*) FROM account_identities) + (SELECT count(*) FROM account_messages)
    + (SELECT count(*) FROM account_refresh_tokens)
    + (SELECT count(*) FROM account_sessions WHERE person IS NOT NULL)";

pub async fn an_erased_person_leaves_nothing_behind(ground: &impl Ground) {
    for vault_first in [true, false] {
        let accounts = ground.open().await;
        let before = ground.now();
        let zoe = accounts.member("zoe@exemple.fr").await;
        accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
        let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
        accounts
            .request_reset("zoe@exemple.fr", SOURCE)
            .await
            .unwrap();
        let reset = accounts.link(zoe, RESET_PASSWORD).await;
        let invited = accounts.invite(zoe, "zoe@exemple.fr", PUPIL).await;
        assert!(ground.number(ROWS).await > 6);
        if vault_first {
            accounts.vault.erase(zoe).await.unwrap();
            // The key is gone, and with it all that could be done: also before the rows are.
            assert!(is_refused(
                &accounts.try_in("zoe@exemple.fr", PASSWORD).await
            ));
            assert!(is_over(&accounts.refresh(&signed_in.refresh_token).await));
            assert!(is_link_refused(
                &accounts.reset_password(&reset, OTHER_PASSWORD).await
            ));
            assert_eq!(accounts.address_of(zoe).await.unwrap(), None);
        }
        for _ in 0..2 {
            accounts.erase(zoe).await.unwrap();
        }
        if !vault_first {
            accounts.vault.erase(zoe).await.unwrap();
        }
        assert_eq!(ground.number(ROWS).await, 0);
        assert!(is_over(&accounts.refresh(&signed_in.refresh_token).await));
        assert!(is_refused(
            &accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await
        ));
        assert!(is_link_refused(
            &accounts.reset_password(&reset, OTHER_PASSWORD).await
        ));
        assert!(is_link_refused(
            &accounts.accept_invitation(&invited, PASSWORD).await
        ));
        let revoked = accounts.sessions_revoked_since(before).await.unwrap();
        assert_eq!(revoked, [signed_in.session]);
        accounts.signs_up(zoe, "zoe@exemple.fr").await.unwrap();
        let again = accounts.confirmation("zoe@exemple.fr").await;
        let again = accounts.confirm_address(&again, PASSWORD).await;
        assert!(matches!(
            again,
            Err(AccountError::Vault(vault::VaultError::Erased(person))) if person == zoe
        ));
        ground.pass(DAY * 2);
        accounts.sweep().await.unwrap();
    }
    // The address is free for somebody else.
    ground.open().await.member("zoe@exemple.fr").await;
}

pub async fn an_erased_person_leaves_the_others_of_the_credential(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("family@exemple.fr").await;
    let tom = someone();
    let link = accounts.invite(tom, "family@exemple.fr", "guardian").await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    assert_eq!(accounts.persons_with(zoe).await.unwrap(), [tom]);
    let wanted = accounts.sign_in("family@exemple.fr", PASSWORD, SOURCE, Some(tom));
    let of_tom = wanted.await.unwrap();
    accounts.vault.erase(zoe).await.unwrap();
    accounts.erase(zoe).await.unwrap();
    let refreshed = accounts.refresh(&of_tom.refresh_token).await.unwrap();
    assert_eq!(refreshed.others, []);
    let wanted = accounts.sign_in("family@exemple.fr", PASSWORD, SOURCE, Some(zoe));
    assert!(is_refused(&wanted.await));
    assert_eq!(accounts.sign_in_as("family@exemple.fr").await.person, tom);
    let by_issuer = accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await;
    assert_eq!(by_issuer.unwrap().person, tom);
}

pub async fn the_service_itself_is_no_person(ground: &impl Ground) {
    let accounts = ground.open().await;
    let service = PersonId(uuid::Uuid::nil());
    let erased = accounts.erase(service).await;
    assert!(matches!(erased, Err(AccountError::TheService)));
    let signed_up = accounts.signs_up(service, "zoe@exemple.fr");
    assert!(matches!(signed_up.await, Err(AccountError::TheService)));
    let message = super::ground::invitation(service, "zoe@exemple.fr", PUPIL);
    let queued = accounts
        .queue_from_log(vec![message], super::ground::place(1))
        .await;
    assert!(matches!(queued, Err(AccountError::TheService)));
    let refused = accounts.vault.erase(service).await;
    assert!(matches!(refused, Err(vault::VaultError::TheService)));
    assert!(!ground.open().await.signing_keys().await.unwrap().is_empty());
}

pub async fn an_export_holds_all_of_one_person(ground: &impl Ground) {
    let accounts = ground.open().await;
    let start = ground.now();
    let zoe = accounts.member("zoe@exemple.fr").await;
    accounts.member("tom@exemple.fr").await;
    accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    ground.pass(HOUR);
    let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let reset = accounts.link(zoe, RESET_PASSWORD).await;
    let export = accounts.export(zoe).await.unwrap();
    let json = serde_json::to_value(&export).unwrap();
    let now = ground.now();
    let ends = now + i64::try_from((DAY * 30).as_micros()).unwrap();
    let hour = i64::try_from(HOUR.as_micros()).unwrap();
    let capacity = serde_json::to_string(PUPIL).unwrap();
    let body = format!("{{\"expires_at\":{},\"capacity\":{capacity}}}", now + hour);
    let expected = serde_json::json!({
        "address": "zoe@exemple.fr",
        "capacity": PUPIL,
        "made_at": start,
        "confirmed_at": start,
        "last_sign_in": now,
        "has_password": true,
        "identities": [{"issuer": ISSUER, "linked_at": start}],
        "sessions": [{
            "id": signed_in.session, "started_at": now, "last_used_at": now, "ends_at": ends,
            "revoked_at": null,
        }],
        "links": [{"purpose": "reset", "expires_at": now + hour}],
        "messages": [
            {"kind": RESET_PASSWORD, "address": "zoe@exemple.fr",
             "body": body, "queued_at": now,
             "sent_at": null},
        ],
    });
    assert_eq!(json, expected);
    let text = json.to_string();
    for secret in [reset.as_str(), &signed_in.refresh_token] {
        assert!(!text.contains(secret));
    }
    accounts.vault.erase(zoe).await.unwrap();
    accounts.erase(zoe).await.unwrap();
    let nothing = accounts.export(someone()).await.unwrap();
    assert!(nothing == accounts.export(zoe).await.unwrap());
    assert!(nothing.sessions.is_empty() && nothing.messages.is_empty());
}

pub async fn what_is_over_is_swept(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    for _ in 0..2 {
        let asked = accounts.request_reset("zoe@exemple.fr", SOURCE);
        asked.await.unwrap();
    }
    let sent = accounts.mail(zoe, RESET_PASSWORD).await[0].id;
    accounts.message_sent(sent).await.unwrap();
    let ended = accounts.sign_in_as("zoe@exemple.fr").await;
    let idle = accounts.sign_in_as("zoe@exemple.fr").await;
    accounts.sign_out(ended.session).await.unwrap();
    let _ = accounts.try_in("nobody@exemple.fr", PASSWORD).await;
    assert_eq!(accounts.sweep().await.unwrap(), Swept::default());
    ground.pass(HOUR);
    let swept = accounts.sweep().await.unwrap();
    // Counted: the sign-ins of nobody, three sources, and the reset.
    let expected = Swept {
        links: 2,
        tries: 5,
        ..Swept::default()
    };
    assert_eq!(swept, expected);
    ground.pass(DAY * 2);
    // And the sign-up.
    let expected = Swept {
        sessions: 1,
        tries: 1,
        ..Swept::default()
    };
    assert_eq!(accounts.sweep().await.unwrap(), expected);
    accounts.refresh(&idle.refresh_token).await.unwrap();
    ground.pass(DAY * 30);
    let expected = Swept {
        sessions: 1,
        messages: 1,
        ..Swept::default()
    };
    assert_eq!(accounts.sweep().await.unwrap(), expected);
    let tokens = "SELECT count(*) FROM account_refresh_tokens";
    assert_eq!(ground.number(tokens).await, 0);
    // The message that was never sent still waits; the account is there.
    assert_eq!(accounts.mail(zoe, RESET_PASSWORD).await.len(), 1);
    accounts.sign_in_as("zoe@exemple.fr").await;
}
