//! How fast letters are sealed and opened, and how many new persons get a key in a second.
//!
//! `cargo bench -p vault --bench seal`; a folder given as argument decides which disk is measured.
#![expect(clippy::print_stdout, reason = "a program that prints its figures")]
use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;
use vault::{MasterKeyRing, PersonId, Vault};

const CALLERS: usize = 32;
const MEASURED: Duration = Duration::from_secs(3);
const FIELD: &str = "application.letter";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn Error>> {
    let place = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let folder = tempfile::tempdir_in(place.map_or_else(std::env::temp_dir, PathBuf::from))?;
    let master = MasterKeyRing::from_file(&folder.path().join("master.key"))?;
    let vault = Arc::new(Vault::open(folder.path().join("vault.db"), master)?);
    let letter = "Madame, Monsieur, en classe de 3e, je… "
        .chars()
        .cycle()
        .take(590)
        .collect();
    let class: Vec<PersonId> = (0..1_000).map(|_| PersonId(Uuid::new_v4())).collect();
    vault.ensure_keys(&class).await?;

    seal_and_open(&vault, &class, &letter)?;
    open_a_list(&vault, &class, &letter).await?;
    keys(&vault).await
}

fn seal_and_open(vault: &Vault, class: &[PersonId], letter: &String) -> Result<(), Box<dyn Error>> {
    let (mut count, start) = (0, Instant::now());
    let mut sealed = Vec::new();
    while start.elapsed() < MEASURED {
        sealed.clear();
        for pupil in class {
            sealed.push(vault.seal(*pupil, FIELD, letter)?);
        }
        count += class.len();
    }
    tell("seal, one thread", count, start);

    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < MEASURED {
        for (pupil, sealed) in class.iter().zip(&sealed) {
            black_box(vault.open_sealed::<String>(*pupil, FIELD, sealed)?);
        }
        count += class.len();
    }
    tell("open, one thread", count, start);
    Ok(())
}

async fn open_a_list(
    vault: &Vault,
    class: &[PersonId],
    letter: &String,
) -> Result<(), Box<dyn Error>> {
    let sealed: Vec<String> = class
        .iter()
        .map(|pupil| vault.seal(*pupil, FIELD, letter))
        .collect::<Result<_, _>>()?;
    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < MEASURED {
        let keyring = vault.load_keys(class).await?;
        for (pupil, sealed) in class.iter().zip(&sealed) {
            black_box(keyring.open_sealed::<String>(*pupil, FIELD, sealed)?);
        }
        count += class.len();
    }
    tell("open with a keyring of 1,000, one thread", count, start);
    Ok(())
}

async fn keys(vault: &Arc<Vault>) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let vault = Arc::clone(vault);
            tokio::spawn(async move {
                let mut made = 0;
                while start.elapsed() < MEASURED {
                    vault.ensure_keys(&[PersonId(Uuid::new_v4())]).await?;
                    made += 1;
                }
                Ok::<usize, vault::VaultError>(made)
            })
        })
        .collect();
    let mut count = 0;
    for caller in callers {
        count += caller.await??;
    }
    tell("new keys, one each, 32 callers", count, start);

    let everyone: Vec<PersonId> = (0..20_000).map(|_| PersonId(Uuid::new_v4())).collect();
    let start = Instant::now();
    vault.ensure_keys(&everyone).await?;
    tell("new keys, one list of 20,000", everyone.len(), start);

    let start = Instant::now();
    let leaving = everyone.get(..200).unwrap_or_default();
    for person in leaving {
        vault.erase(*person).await?;
    }
    tell("erasures, one caller", leaving.len(), start);
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
