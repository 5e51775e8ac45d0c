//! Only the right master key opens a vault.
use vault::VaultError;

use super::{Harness, NAME};
use crate::folder::{master, someone};

pub async fn another_master_key_is_refused(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    drop(vault);
    let refused = store.open_with(master(2), store.settings()).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, VaultError::WrongMasterKey { .. }));
    assert!(refused.to_string().contains("master key"), "{refused}");
    let opened = store.open().await.open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
}

pub async fn handles_that_make_the_vault_at_once_agree(store: &impl Harness) {
    let (a, b, c, d) = tokio::join!(store.open(), store.open(), store.open(), store.open());
    let zoe = someone();
    let sealed = a.seal_for(zoe, NAME, "Zoé").await.unwrap();
    for vault in [b, c, d] {
        let opened = vault.open_sealed::<String>(zoe, NAME, &sealed);
        assert_eq!(opened.unwrap(), "Zoé");
    }
}

pub async fn debug_shows_neither_keys_nor_persons(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let keyring = vault.load_keys(&[zoe]).await.unwrap();
    assert_eq!(format!("{keyring:?}"), "Keyring { persons: 1 }");
    assert!(format!("{vault:?}").starts_with("Vault { place: "));
}
