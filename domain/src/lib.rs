//! The rules of *Mon stage de troisième*: state, commands, events, `decide`, `evolve`.
//!
//! Pure: no IO, no clock, no async, no randomness. A command carries the instant and every fact
//! of other streams that its rule needs.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod agreement;
pub mod calendar;
pub mod campaign;
pub mod concerns;
pub mod decider;
pub mod digest;
pub mod erasure;
pub mod establishment;
pub mod etag;
pub mod explain;
pub mod geography;
pub mod group_policy;
pub mod host;
pub mod ids;
pub mod in_words;
pub mod likely_duplicates;
pub mod mail_address;
pub mod mandate;
pub mod offer;
pub mod partner;
pub mod personal;
pub mod placement_policy;
pub mod principal;
pub mod reference;
pub mod reference_lists;
pub mod rules;
pub mod schema;
pub mod sealed;
pub mod season;
pub mod shared_calendar;
pub mod student;
#[cfg(test)]
mod testing;
pub mod text;
pub mod title_likeness;
