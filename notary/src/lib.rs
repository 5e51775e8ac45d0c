//! The notary: every event of the log is a leaf of a Merkle tree, checkpoints of it are signed, and
//! it is proven that an event is in the log, or that the log only grew, to whoever holds a
//! checkpoint, without this program.
//!
//! The formats are other people's: hashes of RFC 6962, and of C2SP `signed-note`,
//! `tlog-checkpoint`, `tlog-cosignature` (v1), `tlog-tiles`, and the draft `tlog-proof`.
//!
//! - [`Leaf`]: the text of digests that stands for an event. [`TreeHash`], [`tree`]: roots and
//!   proofs.
//! - [`note`], [`TreeHead`], [`InclusionProof`], [`ConsistencyProof`], [`cosignature`]: what is
//!   handed out, and reading it.
//! - [`LogName`]: which log a checkpoint speaks of. [`key`]: what signs.
//! - [`CheckpointStore`]: what was signed. [`signing`]: what is signed next, and what never.
//! - [`ReadLog`]: the tree made from the log alone. [`GrowingRoot`]: of it the root alone.
//!   [`LevelFiles`]: the same as files of a server.
//! - [`Notary`]: tree and signatures on a server, along the log. [`state`]: how it stands.
//! - [`tiles`]: the log as `tlog-tiles` lays it out.
//!
//! It knows bytes and streams, as the log does: no payload, no person.
mod consistency;
pub mod cosignature;
mod following;
mod growing_root;
mod hash;
mod kept;
pub mod key;
mod leaf;
mod level_files;
mod notary;
pub mod note;
mod origin;
mod proof;
mod published;
mod reading;
pub mod signing;
pub mod state;
mod store;
pub mod tiles;
pub mod tree;
mod tree_head;
mod worker;

pub use consistency::{ConsistencyError, ConsistencyProof};
pub use following::SharedFiles;
pub use growing_root::GrowingRoot;
pub use hash::{NotAHash, TreeHash};
pub use leaf::{ContentDigest, Leaf, MAX_LEAF, NotALeaf, OtherContent};
pub use level_files::{Entry, LevelFiles, LevelFilesError};
pub use notary::{Notary, Options, Parts};
pub use origin::{BadLogName, LogName};
pub use proof::{InclusionProof, ProofError};
pub use reading::{Disorder, ReadLog};
pub use store::{AttachmentKind, CheckpointStore, Line, SignedCheckpoint, Standing, StoreError};
pub use tree_head::{CheckpointError, NotATreeHead, TreeHead};
pub use worker::WORK;

/// A program in Python that verifies what is handed out, without this one.
pub const VERIFIER_PY: &str = include_str!("../verifier/verifier.py");

/// The same as a page for a browser, which loads nothing.
pub const VERIFIER_HTML: &str = include_str!("../verifier/verifier.html");
