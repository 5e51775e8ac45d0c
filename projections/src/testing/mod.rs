//! Given events, then state: what the tests of the folds share.
pub mod given;
