//! For the tests of those who keep data in files: what the system tells of a file's locks, and
//! looks at files in use by another process, for whoever closes a file drops its locks.
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::companion;

/// How often the system is asked before a lock counts as gone.
const LOOKS: usize = 100;

/// Which of a database file and its index this process holds no `fcntl` lock on, as the system
/// tells; none while a connection in WAL mode is open.
///
/// The list is given in pieces: a lock that stands is left out of it where another of an earlier
/// piece goes meanwhile. So one look proves that a lock is held, and many that it is not.
///
/// # Errors
/// Whatever the file system answers.
pub fn unlocked(path: &Path) -> io::Result<Vec<String>> {
    let mut files = vec![path.to_owned(), companion(path, "-shm")];
    for _ in 0..LOOKS {
        let locks = fs::read_to_string("/proc/locks")?;
        let mut unseen = vec![];
        for file in files {
            if !holds_lock(&locks, fs::metadata(&file)?.ino()) {
                unseen.push(file);
            }
        }
        files = unseen;
        if files.is_empty() {
            break;
        }
    }
    Ok(files
        .iter()
        .map(|file| file.display().to_string())
        .collect())
}

fn holds_lock(locks: &str, inode: u64) -> bool {
    let (process, inode) = (std::process::id().to_string(), format!(":{inode}"));
    locks.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.get(1) == Some(&"POSIX")
            && words.get(4) == Some(&&*process)
            && words.get(5).is_some_and(|named| named.ends_with(&inode))
    })
}

/// The bytes of a file that may be in use.
///
/// # Errors
/// Whatever the system answers.
pub fn read_beside(path: &Path) -> io::Result<Vec<u8>> {
    let done = Command::new("cat").arg(path).output()?;
    succeeded(done.status.success(), path)?;
    Ok(done.stdout)
}

/// Copies a file that may be in use, mode and all.
///
/// # Errors
/// Whatever the system answers.
pub fn copy_beside(from: &Path, to: &Path) -> io::Result<()> {
    let done = Command::new("cp").arg("-p").args([from, to]).output()?;
    succeeded(done.status.success(), from)
}

fn succeeded(success: bool, path: &Path) -> io::Result<()> {
    if success {
        return Ok(());
    }
    Err(io::Error::other(format!("{} was not read", path.display())))
}

/// A small file system of its own, ext4 with blocks of 1 KiB: on it a file that was grown by its
/// last byte alone has holes, and a write to one finds no room on a full disk.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Of so many MiB, kept in a folder; `None` where this user may not mount one.
    ///
    /// # Errors
    /// Whatever the system answers, but for the mount.
    pub fn within(folder: &Path, mebibytes: u64) -> io::Result<Option<Self>> {
        let (image, mounted) = (folder.join("disk.image"), folder.join("disk"));
        fs::create_dir(&mounted)?;
        File::create_new(&image)?.set_len(mebibytes << 20)?;
        // Nothing is kept back for root: full is full for all.
        let made = Command::new("mkfs.ext4")
            .args(["-q", "-b", "1024", "-m", "0"])
            .arg(&image)
            .output();
        let mount = || {
            let mount = Command::new("mount")
                .args(["-o", "loop"])
                .args([&image, &mounted])
                .output();
            mount.is_ok_and(|mount| mount.status.success())
        };
        if !made.is_ok_and(|made| made.status.success()) || !mount() {
            return Ok(None);
        }
        Ok(Some(Self { folder: mounted }))
    }

    /// Where it is mounted.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes all the room there is.
    ///
    /// # Errors
    /// Whatever the system answers, but that it is full.
    pub fn fill(&self) -> io::Result<()> {
        let mut filler = File::create(self.folder.join("filler"))?;
        for size in [1 << 16, 1 << 10] {
            let block = vec![0; size];
            loop {
                // What is written late finds no room late.
                match filler.write(&block).and_then(|_| filler.sync_data()) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::StorageFull => break,
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Gives the room back.
    ///
    /// # Errors
    /// Whatever the system answers.
    pub fn make_room(&self) -> io::Result<()> {
        fs::remove_file(self.folder.join("filler"))
    }

    /// Takes no writes from now on.
    ///
    /// # Errors
    /// Where it is in use to be written.
    pub fn make_read_only(&self) -> io::Result<()> {
        let remounted = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(&self.folder)
            .output()?;
        succeeded(remounted.status.success(), &self.folder)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What cannot be unmounted is told by the folder that cannot be removed.
        let _ = Command::new("umount").arg("-l").arg(&self.folder).output();
    }
}
