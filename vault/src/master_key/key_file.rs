//! The master key in a file of its own.
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::MasterKey;
use crate::MasterKeyError;
use crate::files;
use crate::person_key::KEY;

/// Any right of the group or of others.
const NOT_THE_OWNER: u32 = 0o077;

/// The key in the file, which is made if it is not there.
pub(super) fn load_or_create(path: &Path) -> Result<MasterKey, MasterKeyError> {
    match File::open(path) {
        Ok(file) => read(file, path),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(path)?;
            read(File::open(path).map_err(refused("open", path))?, path)
        }
        Err(error) => Err(refused("open", path)(error)),
    }
}

fn read(file: File, path: &Path) -> Result<MasterKey, MasterKeyError> {
    let mode = file
        .metadata()
        .map_err(refused("look at", path))?
        .permissions()
        .mode()
        & 0o777;
    if mode & NOT_THE_OWNER != 0 {
        return Err(MasterKeyError::ReadableByOthers {
            path: path.to_owned(),
            mode,
        });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(KEY + 1));
    let one_too_many = u64::try_from(KEY + 1).unwrap_or(u64::MAX);
    file.take(one_too_many)
        .read_to_end(&mut bytes)
        .map_err(refused("read", path))?;
    MasterKey::from_bytes(&bytes)
}

/// Writes a random key beside `path`, makes it durable, then gives it its name, unless another
/// program was faster: the name never stands for half a key.
fn create(path: &Path) -> Result<(), MasterKeyError> {
    let draft = draft_beside(path);
    let named = write_draft(&draft).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(refused("create", path)(error))
        }
        _ => Ok(()),
    });
    let tidied = match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(refused("remove", &draft)(error)),
        _ => Ok(()),
    };
    named?;
    tidied?;
    files::sync_folder_of(path).map_err(refused("make durable the folder of", path))
}

fn write_draft(draft: &Path) -> Result<(), MasterKeyError> {
    let key = MasterKey::random()?;
    let mut file = files::create_private(draft).map_err(refused("create", draft))?;
    file.write_all(key.as_bytes())
        .map_err(refused("write", draft))?;
    file.sync_all().map_err(refused("make durable", draft))
}

fn draft_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", Uuid::new_v4().simple()));
    PathBuf::from(name)
}

fn refused(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> MasterKeyError {
    move |source| MasterKeyError::File {
        doing,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_file_for_its_owner_only_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let first = load_or_create(&path).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read(&path).unwrap(), first.as_bytes());
        assert_ne!(first.as_bytes(), [0; KEY]);
        assert_eq!(load_or_create(&path).unwrap().as_bytes(), first.as_bytes());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left"
        );
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        load_or_create(&path).unwrap();
        for mode in [0o640, 0o604, 0o660, 0o644] {
            set_mode(&path, mode);
            let refused = load_or_create(&path).unwrap_err();
            assert!(
                matches!(refused, MasterKeyError::ReadableByOthers { mode: found, .. } if found == mode)
            );
            assert!(refused.to_string().contains("master.key"), "{refused}");
        }
        set_mode(&path, 0o400);
        load_or_create(&path).unwrap();
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (length, told) in [(0, 0), (31, 31), (33, 33), (5000, 33)] {
            let path = folder.path().join(format!("{length}.key"));
            files::create_private(&path)
                .unwrap()
                .write_all(&vec![7; length])
                .unwrap();
            let refused = load_or_create(&path).unwrap_err();
            assert!(matches!(refused, MasterKeyError::WrongLength { found } if found == told));
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let refused = load_or_create(&folder.path().join("none/master.key")).unwrap_err();
        assert!(
            matches!(
                refused,
                MasterKeyError::File {
                    doing: "create",
                    ..
                }
            ),
            "{refused:?}"
        );
    }

    #[test]
    fn programs_that_start_at_once_get_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let keys: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| load_or_create(&path).unwrap().as_bytes().to_vec()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left"
        );
    }
}
