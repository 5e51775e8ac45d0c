//! What reads bytes from outside, fed with whatever a fuzzer thinks of: a function a target of
//! `tests/fuzz`. They stand here so that they are built with everything else, and what was found
//! once is tried again by every run of the tests.
mod events;
mod imports;
mod notes;
mod page_tokens;
mod readings;
mod requests;
mod tokens;

pub use events::events;
pub use imports::imports;
pub use notes::notes;
pub use page_tokens::page_tokens;
pub use requests::requests;
pub use tokens::tokens;
