//! Who may read and write a file and its folder.
use std::fs::{self, Metadata, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::name::{COMPANIONS, companion, folder_of};
use crate::{FileFault, check_room};

/// Any right of the group or of others.
const OTHERS: u32 = 0o077;
/// The right to write of the group or of others.
const OTHERS_WRITE: u32 = 0o022;
/// The right of everybody to write.
const ANYBODY_WRITES: u32 = 0o002;

/// What is done about a file that others may read. One that they may write is always refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// It is refused: what it holds is a secret, and may be known by now.
    Refused,
    /// It is made its owner's alone: earlier programs made it readable.
    ShutOut,
    /// They may: it is for others to read.
    MayRead,
}

/// Checks a database file that is there, its companions and their folder: others may neither read
/// nor write what is in use, and it goes by one name. `lock` is what the name of the file ends in
/// that marks a name as used.
///
/// # Errors
/// `OpenToOthers`, `OpenFolder`, `OtherNames`, `System`.
pub fn check_owner(path: &Path, others: Others, lock: &str) -> Result<(), FileFault> {
    check_folder_of(path)?;
    let Some(about) = told(path)? else {
        return Ok(());
    };
    if about.nlink() > 1 && !companion(path, lock).exists() {
        return Err(FileFault::OtherNames {
            path: path.to_owned(),
            names: about.nlink(),
        });
    }
    check(path, &about, others)?;
    for ending in COMPANIONS {
        let beside = companion(path, ending);
        if let Some(about) = told(&beside)? {
            check(&beside, &about, others)?;
        }
    }
    Ok(())
}

/// Checks a file that is no database, and its folder. One that is not there is well.
///
/// # Errors
/// As [`check_owner`].
pub fn check_file(path: &Path, others: Others) -> Result<(), FileFault> {
    check_folder_of(path)?;
    match told(path)? {
        Some(about) => check(path, &about, others),
        None => Ok(()),
    }
}

/// Checks that not everybody may take files away from the folder of a file, or put theirs there.
/// Where the file system takes no writes (a mounted secret), the mode of the folder says nothing.
///
/// # Errors
/// `OpenFolder`, `System`.
pub fn check_folder_of(path: &Path) -> Result<(), FileFault> {
    let Some(folder) = folder_of(path) else {
        return Ok(());
    };
    let Some(about) = told(folder)? else {
        return Ok(());
    };
    let mode = about.permissions().mode() & 0o777;
    if mode & ANYBODY_WRITES == 0 || matches!(check_room(path, 0), Err(FileFault::ReadOnly { .. }))
    {
        return Ok(());
    }
    Err(FileFault::OpenFolder {
        folder: folder.to_owned(),
        mode,
    })
}

/// What `stat` tells of it, if it is there.
fn told(path: &Path) -> Result<Option<Metadata>, FileFault> {
    match fs::metadata(path) {
        Ok(about) => Ok(Some(about)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileFault::system("look at", path)(error)),
    }
}

fn check(path: &Path, about: &Metadata, others: Others) -> Result<(), FileFault> {
    let mode = about.permissions().mode() & 0o777;
    if mode & OTHERS == 0 {
        return Ok(());
    }
    let open = || {
        Err(FileFault::OpenToOthers {
            path: path.to_owned(),
            mode,
        })
    };
    if mode & OTHERS_WRITE != 0 {
        return open();
    }
    match others {
        // An empty file holds nothing yet.
        Others::Refused if about.len() > 0 => return open(),
        Others::MayRead => return Ok(()),
        Others::Refused | Others::ShutOut => {}
    }
    // By its name: nothing is opened.
    let kept = Permissions::from_mode(mode & !OTHERS);
    match fs::set_permissions(path, kept) {
        Ok(()) => tracing::warn!(
            file = %path.display(),
            mode = format_args!("{mode:03o}"),
            "others could read it; from now on its owner alone does"
        ),
        Err(error) => tracing::warn!(
            file = %path.display(),
            mode = format_args!("{mode:03o}"),
            %error,
            "others may read it; make it `chmod 600`"
        ),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_others_may_write_is_refused_and_a_secret_that_they_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        for beside in ["", "-wal", "-shm"] {
            let file = companion(&path, beside);
            fs::write(&file, "x").unwrap();
            set(&file, 0o600);
        }
        check_owner(&path, Others::Refused, ".lock").unwrap();
        for beside in ["", "-wal", "-shm"] {
            let file = companion(&path, beside);
            for open in [0o666, 0o620, 0o602, 0o622] {
                set(&file, open);
                for others in [Others::Refused, Others::ShutOut, Others::MayRead] {
                    let refused = check_owner(&path, others, ".lock").unwrap_err();
                    assert!(
                        matches!(refused, FileFault::OpenToOthers { mode, .. } if mode == open),
                        "{refused}"
                    );
                }
                assert_eq!(mode(&file), open, "it is left as it is");
            }
            for open in [0o644, 0o640, 0o604, 0o444] {
                set(&file, open);
                let refused = check_owner(&path, Others::Refused, ".lock").unwrap_err();
                assert!(
                    matches!(refused, FileFault::OpenToOthers { .. }),
                    "{refused}"
                );
                check_owner(&path, Others::MayRead, ".lock").unwrap();
                assert_eq!(mode(&file), open);
                check_owner(&path, Others::ShutOut, ".lock").unwrap();
                assert_eq!(mode(&file), open & 0o700);
            }
            set(&file, 0o600);
        }
    }

    #[test]
    fn a_folder_of_everybody_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        for open in [0o777, 0o702, 0o1777] {
            set(folder.path(), open);
            let refused = check_owner(&path, Others::ShutOut, ".lock").unwrap_err();
            assert!(matches!(refused, FileFault::OpenFolder { .. }), "{refused}");
            assert!(check_file(&path, Others::Refused).is_err());
        }
        set(folder.path(), 0o755);
        check_owner(&path, Others::ShutOut, ".lock").unwrap();
    }

    #[test]
    fn a_second_name_is_refused_and_the_one_in_use_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a.db"), folder.path().join("b.db"));
        crate::create(&first).unwrap();
        fs::write(companion(&first, ".lock"), "").unwrap();
        fs::hard_link(&first, &second).unwrap();
        check_owner(&first, Others::Refused, ".lock").unwrap();
        let refused = check_owner(&second, Others::Refused, ".lock").unwrap_err();
        assert!(
            matches!(refused, FileFault::OtherNames { names: 2, .. }),
            "{refused}"
        );
    }
}
