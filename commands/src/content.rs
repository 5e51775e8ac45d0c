//! What a request asks, whole, to be told apart from whatever else comes with the same id.
use std::fmt;

/// Every field of a request but its id, encoded in one way: the same request is the same bytes.
/// Holds personal data in clear, so `Debug` shows nothing of it.
#[derive(Clone, Default)]
pub struct Content {
    /// The name of the message (`SaveCvRequest`), of which each method has its own.
    pub message: &'static str,
    /// Its fields.
    pub fields: Vec<u8>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}
