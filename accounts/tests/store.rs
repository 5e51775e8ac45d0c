//! The accounts' contract suite over both stores, and what is special to each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
mod contract;
#[path = "../../vault/tests/folder/mod.rs"]
mod folder;

mod in_a_file {
    use crate::contract::{File, contract};
    contract!(File::new());
}

mod on_postgres {
    use crate::contract::{Server, contract};
    contract!(Server::new());
}

/// What a crash leaves, and who may read it.
mod the_file {
    use storage::testing::copy_beside;

    use crate::contract::{File, Ground};
    use crate::folder::{Place, mode};

    #[tokio::test]
    async fn what_was_answered_is_there_after_a_crash() {
        let ground = File::new();
        let accounts = ground.open().await;
        let zoe = accounts.member("zoe@exemple.fr").await;
        let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
        let crashed = File(ground.0.as_after_a_crash());
        crashed.0.set_time(ground.now());
        let reopened = crashed.open().await;
        let refreshed = reopened.refresh(&signed_in.refresh_token).await.unwrap();
        assert_eq!(refreshed.person, zoe);
    }

    #[tokio::test]
    async fn a_sweep_moves_what_was_written_into_the_file() {
        let ground = File::new();
        let accounts = ground.open().await;
        accounts.member("zoe@exemple.fr").await;
        accounts.sweep().await.unwrap();
        let copy = Place::new();
        copy_beside(&ground.0.path(), &copy.path()).unwrap();
        copy.set_time(ground.now());
        File(copy).open().await.sign_in_as("zoe@exemple.fr").await;
    }

    #[tokio::test]
    async fn only_its_owner_may_read_the_files() {
        let ground = File::new();
        let accounts = ground.open().await;
        accounts.member("zoe@exemple.fr").await;
        for entry in std::fs::read_dir(ground.0.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        drop(accounts);
    }

    #[tokio::test]
    async fn once_closed_all_is_in_the_file() {
        let ground = File::new();
        let accounts = ground.open().await;
        accounts.member("zoe@exemple.fr").await;
        accounts.close().await;
        drop(accounts);
        let copy = Place::new();
        copy_beside(&ground.0.path(), &copy.path()).unwrap();
        copy.set_time(ground.now());
        File(copy).open().await.sign_in_as("zoe@exemple.fr").await;
    }
}

/// A server that goes away.
mod a_lost_server {
    use std::time::Duration;

    use accounts::AccountError;
    use postgres_fixture::Cluster;
    use storage::DatabaseError;

    use crate::contract::{Ground, Server};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn is_told_and_comes_back() {
        let cluster = Cluster::start();
        let ground = Server::on(&cluster, Duration::from_millis(500));
        let accounts = ground.open().await;
        let zoe = accounts.member("zoe@exemple.fr").await;
        let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
        cluster.crash();
        let lost = accounts
            .try_in("zoe@exemple.fr", "trois petits chats")
            .await;
        assert!(
            matches!(
                lost,
                Err(AccountError::Database(DatabaseError::Unavailable { .. }))
            ),
            "{lost:?}"
        );
        let lost = accounts.refresh(&signed_in.refresh_token).await;
        assert!(matches!(
            lost,
            Err(AccountError::Database(DatabaseError::Unavailable { .. }))
        ));
        cluster.start_again();
        // What was answered before the crash is there; what was refused did nothing.
        let mut refreshed = accounts.refresh(&signed_in.refresh_token).await;
        while matches!(
            refreshed,
            Err(AccountError::Database(DatabaseError::Unavailable { .. }) | AccountError::Vault(_))
        ) {
            refreshed = accounts.refresh(&signed_in.refresh_token).await;
        }
        assert_eq!(refreshed.unwrap().person, zoe);
    }
}
