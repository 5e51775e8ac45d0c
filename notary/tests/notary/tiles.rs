//! The layout of `tlog-tiles`, beside that of the crate `tlog_tiles`.
use notary::TreeHash;
use notary::tiles::{add_entry, entries, of_size};
use notary::tree::{MemoryTree, root};
use tlog_tiles::tile;
use tlog_tiles::tlog::{self, HashReader};

struct Theirs(Vec<tlog::Hash>);

impl HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog_tiles::Error> {
        let at = |index: &u64| self.0[usize::try_from(*index).unwrap()];
        Ok(indexes.iter().map(at).collect())
    }
}

#[test]
fn tiles_are_those_of_other_code() {
    const SIZE: u64 = 70_000;
    let (mut tree, mut theirs) = (MemoryTree::default(), Theirs(vec![]));
    for number in 0..SIZE {
        let leaf = number.to_be_bytes();
        tree.push(TreeHash::of_leaf(&leaf));
        let added = tlog::stored_hashes(number, &leaf, &theirs).unwrap();
        theirs.0.extend(added);
    }
    for size in [1, 255, 256, 257, 511, 512, 1_000, 65_536, 65_537, SIZE] {
        let ours = of_size(size);
        let expected = tile::Tile::new_tiles(8, 0, size);
        let mut paths: Vec<_> = ours
            .iter()
            .map(|tile| format!("tile/8/{}", tile.path().strip_prefix("tile/").unwrap()))
            .collect();
        let mut others: Vec<_> = expected.iter().map(tile::Tile::path).collect();
        paths.sort();
        others.sort();
        assert_eq!(paths, others, "{size}");
        for tile in &ours {
            let other = tile::Tile::new(
                8,
                u8::try_from(tile.level).unwrap(),
                tile.index,
                u32::try_from(tile.width).unwrap(),
                false,
            );
            assert_eq!(
                tile.bytes(&tree).unwrap(),
                other.read_data(&theirs).unwrap()
            );
        }
    }
    assert_eq!(
        root(&tree, SIZE).unwrap().0,
        tlog::tree_hash(SIZE, &theirs).unwrap().0
    );
}

#[test]
fn paths_are_as_the_specification_has_them() {
    let tile = notary::tiles::Tile {
        level: 0,
        index: 1_234_067,
        width: 256,
    };
    assert_eq!(tile.path(), "tile/0/x001/x234/067");
    assert_eq!(tile.entries_path(), "tile/entries/x001/x234/067");
    let partial = notary::tiles::Tile {
        level: 1,
        index: 0,
        width: 17,
    };
    assert_eq!(partial.path(), "tile/1/000.p/17");
    let of_70_000: Vec<_> = of_size(70_000).iter().map(|tile| tile.width).collect();
    assert_eq!(of_70_000.len(), 273 + 1 + 1 + 1 + 1);
    assert_eq!(of_70_000[273..], [112, 256, 17, 1]);
}

#[test]
fn a_bundle_holds_entries_after_their_lengths() {
    let mut bundle = vec![];
    assert!(add_entry(&mut bundle, "one"));
    assert!(add_entry(&mut bundle, ""));
    assert_eq!(bundle, b"\0\x03one\0\0");
    assert_eq!(
        entries(&bundle),
        Some(vec!["one".to_owned(), String::new()])
    );
    for cut in [1, 2, 4, 6] {
        assert_eq!(entries(&bundle[..cut]), None, "{cut}");
    }
    assert!(!add_entry(&mut bundle, &"a".repeat(70_000)));
    assert_eq!(bundle.len(), 7);
}
