//! Events as they are given and as they are held.
use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

/// An event as it is given.
pub(crate) struct Proposed {
    pub id: Uuid,
    /// `type` and `content-type`, as the protocol asks.
    pub metadata: HashMap<String, String>,
    pub custom_metadata: Vec<u8>,
    pub data: Vec<u8>,
}

impl Proposed {
    /// An event of another application, with data of so many bytes.
    pub(crate) fn of_others(bytes: usize) -> Self {
        Self {
            id: Uuid::new_v4(),
            metadata: described("cart-filled"),
            custom_metadata: Vec::new(),
            data: vec![b'x'; bytes],
        }
    }
}

/// An event as it is held.
pub(crate) struct Stored {
    pub event: Proposed,
    pub stream: Arc<str>,
    pub revision: u64,
    /// Where its record begins: commit and prepare position in one, as for every event that was
    /// not written in an explicit transaction.
    pub position: u64,
}

pub(crate) fn described(kind: &str) -> HashMap<String, String> {
    HashMap::from([
        ("type".into(), kind.into()),
        ("content-type".into(), "application/json".into()),
    ])
}

/// What the server writes of a stream whose events are deleted.
pub(crate) fn all_is_deleted() -> Proposed {
    kept_from(i64::MAX.cast_unsigned())
}

/// What the server writes of a stream that is kept from a revision on.
pub(crate) fn kept_from(revision: u64) -> Proposed {
    Proposed {
        id: Uuid::new_v4(),
        metadata: described("$metadata"),
        custom_metadata: Vec::new(),
        data: format!(r#"{{"$tb":{revision}}}"#).into_bytes(),
    }
}
