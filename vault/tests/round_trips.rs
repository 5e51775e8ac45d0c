//! Whatever is sealed comes back; whatever is not sealed does not pass.
mod folder;

use std::sync::LazyLock;

use folder::{Place, someone};
use proptest::prelude::*;
use vault::{PersonId, Vault};

struct Fixture {
    vault: Vault,
    zoe: PersonId,
    _place: Place,
}

/// One vault for all cases: making one costs writes to the disk.
static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    assert!(runtime.is_ok_and(|runtime| runtime.block_on(vault.ensure_keys(&[zoe])).is_ok()));
    Fixture {
        vault,
        zoe,
        _place: place,
    }
});

proptest! {
    #[test]
    fn any_bytes_come_back(clear in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let Fixture { vault, zoe, .. } = &*FIXTURE;
        let sealed = vault.seal_bytes(*zoe, "cv", &clear).unwrap();
        prop_assert_eq!(vault.open_bytes(*zoe, "cv", &sealed).unwrap(), clear);
    }

    #[test]
    fn any_text_comes_back(clear in ".{0,200}", more in proptest::option::of(any::<i64>())) {
        let Fixture { vault, zoe, .. } = &*FIXTURE;
        let sealed = vault.seal(*zoe, "letter", &(&clear, more)).unwrap();
        let opened: (String, Option<i64>) = vault.open_sealed(*zoe, "letter", &sealed).unwrap();
        prop_assert_eq!(opened, (clear, more));
    }

    #[test]
    fn no_clear_text_shows(clear in "[a-zA-Z]{12,60}") {
        let Fixture { vault, zoe, .. } = &*FIXTURE;
        let sealed = vault.seal(*zoe, "letter", &clear).unwrap();
        prop_assert!(!sealed.contains(&clear));
        prop_assert!(sealed.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
    }

    #[test]
    fn no_other_text_opens(text in "[A-Za-z0-9_-]{0,300}") {
        let Fixture { vault, zoe, .. } = &*FIXTURE;
        prop_assert!(vault.open_bytes(*zoe, "cv", &text).is_err());
        prop_assert!(vault.open_sealed::<String>(*zoe, "cv", &text).is_err());
    }

    #[test]
    fn any_part_of_a_sealed_value_is_refused(
        clear in proptest::collection::vec(any::<u8>(), 0..300),
        cut in any::<prop::sample::Index>(),
    ) {
        let Fixture { vault, zoe, .. } = &*FIXTURE;
        let sealed = vault.seal_bytes(*zoe, "cv", &clear).unwrap();
        let cut = cut.index(sealed.len());
        prop_assert!(vault.open_bytes(*zoe, "cv", &sealed[..cut]).is_err());
        prop_assert!(vault.open_bytes(*zoe, "cv", &sealed[cut + 1..]).is_err());
    }
}
