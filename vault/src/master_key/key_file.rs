//! The master keys in a file of their own: 32 bytes each, the newest first.
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use storage::{FileLock, check_folder_of};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::MasterKey;
use crate::MasterKeyError;
use crate::wrapping::KEY;
use storage::private_file as files;

/// Any right of the group or of others.
const NOT_THE_OWNER: u32 = 0o077;

/// More keys than a ring ever needs; what is longer is no file of keys.
const MOST_KEYS: usize = 16;

/// The keys in the file, which is made with a random one if it is not there.
pub(super) fn load_or_create(path: &Path) -> Result<Vec<MasterKey>, MasterKeyError> {
    check_folder(path)?;
    match File::open(path) {
        Ok(file) => read(file, path),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(path)?;
            load(path)
        }
        Err(error) => Err(refused("open", path)(error)),
    }
}

/// The keys in a file that is said to be there.
pub(super) fn load_existing(path: &Path) -> Result<Vec<MasterKey>, MasterKeyError> {
    match File::open(path) {
        Ok(file) => read(file, path),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(MasterKeyError::Missing {
            path: path.to_owned(),
        }),
        Err(error) => Err(refused("open", path)(error)),
    }
}

/// The keys in a file that is there.
pub(super) fn load(path: &Path) -> Result<Vec<MasterKey>, MasterKeyError> {
    check_folder(path)?;
    read(File::open(path).map_err(refused("open", path))?, path)
}

fn check_folder(path: &Path) -> Result<(), MasterKeyError> {
    check_folder_of(path).map_err(|fault| MasterKeyError::OpenFolder(Box::new(fault)))
}

fn read(file: File, path: &Path) -> Result<Vec<MasterKey>, MasterKeyError> {
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
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_KEYS * KEY + 1));
    let one_too_many = u64::try_from(MOST_KEYS * KEY + 1).unwrap_or(u64::MAX);
    file.take(one_too_many)
        .read_to_end(&mut bytes)
        .map_err(refused("read", path))?;
    if bytes.is_empty() || !bytes.len().is_multiple_of(KEY) {
        return Err(MasterKeyError::WrongLength { found: bytes.len() });
    }
    bytes.chunks(KEY).map(MasterKey::from_bytes).collect()
}

/// The right to replace the file, one program at a time: a lock on `<path>.lock`.
#[derive(Debug)]
pub(crate) struct Alone {
    path: PathBuf,
    _lock: FileLock,
}

impl Alone {
    /// Takes the right, unless another program has it.
    pub(crate) fn with(path: &Path) -> Result<Self, MasterKeyError> {
        // What a link points to is replaced, not the link.
        let path = path.canonicalize().map_err(refused("find", path))?;
        let lock_path = beside(&path, "lock");
        match FileLock::take(&lock_path).map_err(refused("lock", &lock_path))? {
            Some(lock) => Ok(Self { path, _lock: lock }),
            None => Err(MasterKeyError::Rotating { path }),
        }
    }

    /// Puts these keys into the file, durable when this returns: after a crash it holds either
    /// all of them or what it held before. Owner and mode stay.
    pub(crate) fn replace(&self, keys: &[Arc<MasterKey>]) -> Result<(), MasterKeyError> {
        let (path, draft) = (&self.path, beside(&self.path, "next"));
        self.write_next(&draft, keys)?;
        fs::rename(&draft, path).map_err(refused("replace", path))?;
        files::sync_folder_of(path).map_err(refused("make durable the folder of", path))
    }

    fn write_next(&self, draft: &Path, keys: &[Arc<MasterKey>]) -> Result<(), MasterKeyError> {
        match fs::remove_file(draft) {
            // A crash left it.
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(refused("remove", draft)(error)),
        }
        let before = fs::metadata(&self.path).map_err(refused("look at", &self.path))?;
        let mut file = files::create_private(draft).map_err(refused("create", draft))?;
        let made = file.metadata().map_err(refused("look at", draft))?;
        if (before.uid(), before.gid()) != (made.uid(), made.gid()) {
            // The servers may run as another user than the one who rotates.
            fchown(&file, Some(before.uid()), Some(before.gid()))
                .map_err(refused("give its owner to", draft))?;
        }
        file.set_permissions(before.permissions())
            .map_err(refused("give its mode to", draft))?;
        for key in keys {
            file.write_all(key.as_bytes())
                .map_err(refused("write", draft))?;
        }
        file.sync_all().map_err(refused("make durable", draft))
    }
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
    beside(path, &format!("{}.new", Uuid::new_v4().simple()))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
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

    fn only_key(path: &Path) -> MasterKey {
        let mut keys = load_or_create(path).unwrap();
        assert_eq!(keys.len(), 1);
        keys.remove(0)
    }

    fn of_number(number: u8) -> Arc<MasterKey> {
        Arc::new(MasterKey::from_bytes(&[number; KEY]).unwrap())
    }

    #[test]
    fn several_keys_are_kept_in_their_order_and_with_the_mode_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        load_or_create(&path).unwrap();
        set_mode(&path, 0o400);
        fs::write(beside(&path, "next"), "what a crash left").unwrap();
        let alone = Alone::with(&path).unwrap();
        alone
            .replace(&[of_number(3), of_number(2), of_number(1)])
            .unwrap();
        let keys = load(&path).unwrap();
        let firsts: Vec<u8> = keys.iter().map(|key| key.as_bytes()[0]).collect();
        assert_eq!(firsts, [3, 2, 1]);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o400);
        assert!(!beside(&path, "next").exists());
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("master.key"), folder.path().join("link"));
        load_or_create(&path).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        Alone::with(&link)
            .unwrap()
            .replace(&[of_number(2)])
            .unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(only_key(&path).as_bytes(), [2; KEY]);
    }

    #[test]
    fn one_program_at_a_time_replaces_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        load_or_create(&path).unwrap();
        let first = Alone::with(&path).unwrap();
        let refused = Alone::with(&path).unwrap_err();
        assert!(
            matches!(refused, MasterKeyError::Rotating { .. }),
            "{refused}"
        );
        drop(first);
        Alone::with(&path).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_file_for_its_owner_only_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let first = only_key(&path);
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read(&path).unwrap(), first.as_bytes());
        assert_ne!(first.as_bytes(), [0; KEY]);
        assert_eq!(only_key(&path).as_bytes(), first.as_bytes());
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
    fn a_folder_of_everybody_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        set_mode(folder.path(), 0o777);
        let refused = load_or_create(&path).unwrap_err();
        assert!(
            matches!(refused, MasterKeyError::OpenFolder(_)),
            "{refused}"
        );
        assert!(!path.exists());
        set_mode(folder.path(), 0o755);
        load_or_create(&path).unwrap();
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (length, told) in [(0, 0), (31, 31), (33, 33), (65, 65), (5000, 513)] {
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
                .map(|_| scope.spawn(|| only_key(&path).as_bytes().to_vec()))
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
