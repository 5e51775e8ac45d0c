#![allow(clippy::unwrap_used, reason = "these are tests")]
use std::fs;

use super::*;
use crate::tree::{MemoryTree, root};

fn entry(number: u64) -> Entry {
    Entry {
        event: Checkpoint {
            position: Position(number * 3 + 1),
            event_id: Uuid::from_u128(number.into()),
        },
        leaf: TreeHash::of_leaf(&number.to_be_bytes()),
    }
}

fn entries(range: std::ops::Range<u64>) -> Vec<Entry> {
    range.map(entry).collect()
}

fn memory(size: u64) -> MemoryTree {
    let mut tree = MemoryTree::default();
    (0..size).for_each(|number| tree.push(entry(number).leaf));
    tree
}

fn made(folder: &Path, size: u64) {
    let mut files = LevelFiles::open(folder).unwrap();
    files.append(&entries(0..size)).unwrap();
}

/// As the tree in memory, at every size.
fn assert_same(files: &LevelFiles, size: u64) {
    assert_eq!(files.size(), size);
    let tree = memory(size);
    for some in 0..=size {
        assert_eq!(root(files, some).unwrap(), root(&tree, some).unwrap());
    }
    for number in 0..size {
        assert_eq!(files.event(number).unwrap(), entry(number).event);
        let position = entry(number).event.position;
        assert_eq!(files.index_of(position).unwrap(), Some(number));
    }
    assert_eq!(files.index_of(Position(3)).unwrap(), None);
}

#[test]
fn they_are_the_tree_however_they_grew() {
    for step in [1, 2, 3, 7, 64, 100] {
        let folder = tempfile::tempdir().unwrap();
        let mut files = LevelFiles::open(folder.path()).unwrap();
        let mut size = 0;
        while size < 100 {
            let to = (size + step).min(100);
            files.append(&entries(size..to)).unwrap();
            size = to;
        }
        assert_same(&files, 100);
        drop(files);
        assert_same(&LevelFiles::open(folder.path()).unwrap(), 100);
    }
}

#[test]
fn they_are_cut_and_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = LevelFiles::open(folder.path()).unwrap();
    files.append(&entries(0..77)).unwrap();
    for size in [76, 64, 33, 32, 31, 1, 0] {
        files.truncate(size).unwrap();
        assert_same(&files, size);
    }
    files.append(&entries(0..50)).unwrap();
    assert_same(&files, 50);
}

/// Killed between two files, and within one: each file may have any length that it had between
/// before and after.
#[test]
fn what_a_kill_leaves_is_made_whole() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 21);
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "lock")
        .collect();
    assert_eq!(names.len(), 6, "events and levels 0 to 4");
    for name in &names {
        for cut in [1, 8, 24, 32, 40, 64, 10_000] {
            made_again(folder.path());
            let path = folder.path().join(name);
            let length = fs::metadata(&path).unwrap().len();
            let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len(length.saturating_sub(cut)).unwrap();
            let mut files = LevelFiles::open(folder.path()).unwrap();
            let size = files.size();
            assert!(size <= 21);
            assert_same(&files, size);
            files.append(&entries(size..30)).unwrap();
            assert_same(&files, 30);
        }
    }
}

fn made_again(folder: &Path) {
    LevelFiles::discard(folder).unwrap();
    made(folder, 21);
}

#[test]
fn every_byte_of_a_level_counts() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 21);
    let honest = root(&memory(21), 21).unwrap();
    for level in 0..=4 {
        let path = folder.path().join(level_name(level));
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            fs::write(&path, &other).unwrap();
            match LevelFiles::open(folder.path()) {
                Err(LevelFilesError::Damaged { level: told, index }) => {
                    let number = u64::try_from(at / 32).unwrap();
                    let named = (told, index) == (level, number);
                    let by_what_is_above = (told, index) == (level + 1, number / 2);
                    assert!(named || by_what_is_above, "level {level}, byte {at}");
                }
                Err(other) => panic!("{other}"),
                // The last leaf stands under nothing: what was signed tells.
                Ok(files) => {
                    assert_eq!((level, at / 32), (0, 20));
                    assert_ne!(root(&files, 21).unwrap(), honest);
                }
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn positions_that_do_not_grow_are_named() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 5);
    let path = folder.path().join("events");
    let mut bytes = fs::read(&path).unwrap();
    bytes[2 * 24 + 7] = 0;
    fs::write(&path, &bytes).unwrap();
    let refused = LevelFiles::open(folder.path()).err().unwrap();
    assert!(
        matches!(refused, LevelFilesError::Unordered { index: 2 }),
        "{refused}"
    );
}

#[test]
fn one_process_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let files = LevelFiles::open(folder.path()).unwrap();
    let second = LevelFiles::open(folder.path()).err().unwrap();
    assert!(matches!(second, LevelFilesError::InUse { .. }), "{second}");
    let discarded = LevelFiles::discard(folder.path()).err().unwrap();
    assert!(
        matches!(discarded, LevelFilesError::InUse { .. }),
        "{discarded}"
    );
    drop(files);
    LevelFiles::open(folder.path()).unwrap();
}
