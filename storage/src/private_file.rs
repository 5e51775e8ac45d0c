//! Files that only their owner may read, and that are there after a power cut.
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Read and written by the owner only.
const OWNER_ONLY: u32 = 0o600;

/// Makes a new file of mode 600; `AlreadyExists` if there is one.
///
/// # Errors
/// As the file system says; `AlreadyExists`.
pub fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(OWNER_ONLY)
        .open(path)
}

/// Opens the file, or makes it with mode 600.
///
/// # Errors
/// As the file system says.
pub fn open_or_create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(OWNER_ONLY)
        .open(path)
}

/// Makes the names in the file's folder durable.
///
/// # Errors
/// As the file system says.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}
