//! Files that only their owner may read, and that are there after a power cut.
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use uuid::Uuid;

use crate::name::companion;

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

/// Writes a file of mode 600 beside the path, makes it durable, then gives it its name; false where
/// there is one already. The name never stands for half a file, and of several programs that make
/// it at once all find the same.
///
/// # Errors
/// As the file system says.
pub fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    with_draft(path, bytes, |draft| match fs::hard_link(draft, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    })
}

/// As [`create_whole`], in place of one that is there.
///
/// # Errors
/// As the file system says.
pub fn replace_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    with_draft(path, bytes, |draft| fs::rename(draft, path))
}

fn with_draft<T>(
    path: &Path,
    bytes: &[u8],
    name: impl FnOnce(&Path) -> io::Result<T>,
) -> io::Result<T> {
    let draft = companion(path, &format!(".{}.new", Uuid::new_v4().simple()));
    let written = create_private(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let named = written.and_then(|()| name(&draft));
    let tidied = match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    let named = named?;
    tidied?;
    sync_folder_of(path)?;
    Ok(named)
}
