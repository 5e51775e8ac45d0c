//! Personal data, sealed with a key of its person.
//!
//! Every person has a key of their own. What is personal is sealed with it before it reaches an
//! event, and opened at the last moment for those who may read it. The keys lie in the vault's
//! own SQLite file, or in PostgreSQL where several servers share them, each wrapped by the master
//! key, which lies elsewhere. Erasing a person destroys their key: every copy of what was sealed,
//! in the log and in its backups, is noise from then on.
//!
//! - [`Vault`]: seal, open, erase. [`Keyring`]: the keys for one answer, looked up at once.
//! - [`MasterKeyRing`], [`MasterKey`]: what wraps the keys. [`Rotation`]: another master key.
//! - [`ServiceSecret`]: secrets of the service itself.
//!
//! It knows bytes and persons: no event, no account and no rule.
//!
//! The master key is rotated while the vault is in use: see [`Rotation`].
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use vault::{MasterKeyRing, MasterKeySource, PersonId, Vault};
//!
//! let file = "/etc/placement/master.key".as_ref();
//! let masters = MasterKeyRing::load(MasterKeySource::File(file))?;
//! let vault = Vault::open("/var/lib/placement/vault.db", masters)?;
//! let pupil = PersonId(uuid::Uuid::now_v7());
//! let sealed = vault.seal_for(pupil, "student.name", "Zoé Martin").await?;
//! let name: String = vault.open_sealed(pupil, "student.name", &sealed)?;
//! vault.erase(pupil).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not promise
//! - A backup of the vault file taken before an erasure, together with the master key, still
//!   opens that person's data: keep such backups for days, not years, and erase again after
//!   restoring one.
//! - On PostgreSQL the server keeps traces of a destroyed key for a while
//!   ([`Traces::WithTheServer`]), and another server may open what it could open a moment ago
//!   for [`Settings::trusted_for`] longer.
//! - The destroyed key is overwritten in the files. What a disk or a file system keeps of
//!   overwritten blocks is beyond a program's reach.
//! - A rotation of the master key takes nothing back from whoever had the old one together with
//!   a copy of the vault.
//! - Lengths are blurred to 32 bytes, not hidden.
mod clock;
mod envelope;
mod erasure;
mod errors;
mod installation;
mod key_lookup;
mod keyring;
mod master_key;
mod padding;
mod person;
mod person_key;
mod postgres;
pub mod random;
mod rewrap;
mod rotation;
mod service_secret;
mod settings;
mod sqlite;
mod store;
mod vault;
mod wrapping;

pub use clock::{Clock, system_clock};
pub use erasure::{Erasure, Found, Traces};
pub use errors::{MasterKeyError, OpenError, RotationError, VaultError};
pub use keyring::{KeyStatus, Keyring};
pub use master_key::{MasterKey, MasterKeyRing, MasterKeySource};
pub use person::{PersonId, THE_SERVICE};
pub use rotation::{KeyState, MasterKeys, Rotated, Rotation, RotationStep};
pub use service_secret::ServiceSecret;
pub use settings::Settings;
pub use vault::Vault;
