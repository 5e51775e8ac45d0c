//! Why a file is not used.
use std::io;
use std::path::{Path, PathBuf};

/// Why a data file is not used.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// Others than its owner may read or write it.
    #[error(
        "{} is open to others than its owner (mode {mode:03o}); make it `chmod 600`, and consider \
         what it holds known to them",
        path.display()
    )]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Anybody may put files into its folder, or take them away.
    #[error(
        "anybody may write to the folder {} (mode {mode:03o}); make it `chmod 700`",
        folder.display()
    )]
    OpenFolder {
        /// The folder.
        folder: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It has other names, and was never used under this one.
    #[error(
        "{} is another name (a hard link) of a file with {names} names, and was not used under \
         this one; use its first name, or remove the others: what was written last lies beside \
         one name only",
        path.display()
    )]
    OtherNames {
        /// The name given.
        path: PathBuf,
        /// How many it has.
        names: u64,
    },
    /// The name is a link, and what it names is not there.
    #[error("{} is a link to a file that is not there", path.display())]
    LinkToNothing {
        /// The link.
        path: PathBuf,
    },
    /// Another process or handle holds it, be it by another name.
    #[error("another process or handle has {} open, by this name or another", path.display())]
    Held {
        /// The file.
        path: PathBuf,
    },
    /// Its file system is nearly full.
    #[error(
        "the file system of {} is full: {free} bytes are free, {needed} are needed",
        path.display()
    )]
    Full {
        /// The file.
        path: PathBuf,
        /// What is free.
        free: u64,
        /// What is needed to write in safety.
        needed: u64,
    },
    /// Its file system takes no writes.
    #[error(
        "the file system of {} is read-only; SQLite writes beside a file also to read it: mount \
         it to be written, or copy the file elsewhere",
        path.display()
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// What is in use is no longer what has that name.
    #[error(
        "{} was removed or replaced while it was in use; nothing more is written: stop the \
         server, see to the file, and start it again",
        path.display()
    )]
    Replaced {
        /// The file, or its companion.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("could not {doing} {}: {source}", path.display())]
    System {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FileFault {
    /// For `map_err`: what was being done when the system refused.
    pub(crate) fn system(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::System {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}
