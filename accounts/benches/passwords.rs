//! How long a password takes.
//!
//! `cargo bench -p accounts --bench passwords`; a folder given as argument decides which disk is
//! measured.
#![expect(clippy::print_stdout, reason = "a program that prints its figures")]
use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::{AccountError, AccountSettings, Accounts, Limits};
use argon2::{Algorithm, Argon2, Params, Version};
use vault::{MasterKeyRing, Vault};

const CALLERS: usize = 32;
const MEASURED: Duration = Duration::from_secs(3);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn Error>> {
    let place = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let folder = tempfile::tempdir_in(place.map_or_else(std::env::temp_dir, PathBuf::from))?;
    let master = MasterKeyRing::from_file(&folder.path().join("master.key"))?;
    let vault = Arc::new(Vault::open(folder.path().join("vault.db"), master)?);
    passwords(vault).await
}

/// A sign-in that is refused hashes once and writes one try.
async fn passwords(vault: Arc<Vault>) -> Result<(), Box<dyn Error>> {
    let unlimited = Limits {
        free: u32::MAX,
        ..AccountSettings::default().per_source
    };
    let settings = AccountSettings {
        per_address: unlimited,
        per_source: unlimited,
        ..AccountSettings::default()
    };
    let costs = settings.costs;
    let argon2 = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(costs.memory, costs.passes, costs.lanes, None)?,
    );
    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < MEASURED {
        let mut out = [0; 32];
        argon2.hash_password_into(b"trois petits chats", &[7; 16], &mut out)?;
        black_box(out);
        count += 1;
    }
    tell("argon2id hashes, one thread", count, start);

    let accounts = Arc::new(Accounts::open(vault, settings).await?);
    for callers in [1, 2, CALLERS] {
        let start = Instant::now();
        let tries: Vec<_> = (0..callers)
            .map(|_| {
                let accounts = Arc::clone(&accounts);
                tokio::spawn(async move {
                    let mut refused = 0;
                    while start.elapsed() < MEASURED {
                        let tried = accounts.sign_in("nobody@exemple.fr", "wrong", "bench", None);
                        match tried.await {
                            Err(AccountError::SignInRefused) => refused += 1,
                            Err(error) => return Err(error),
                            Ok(_) => {}
                        }
                    }
                    Ok(refused)
                })
            })
            .collect();
        let mut count = 0;
        for tried in tries {
            count += tried.await??;
        }
        tell(&format!("passwords tried, {callers} callers"), count, start);
    }
    accounts.close().await;
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a few seconds are small"
)]
fn tell(what: &str, count: usize, start: Instant) {
    let rate = count as f64 / start.elapsed().as_secs_f64();
    println!("{what:<45} {rate:>10.0} /s");
}
