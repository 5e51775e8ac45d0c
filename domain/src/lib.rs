//! The rules of *Mon stage de troisième*: state, commands, events, `decide`, `evolve`.
//!
//! Pure: no IO, no clock, no async, no randomness. A command carries the instant and every fact
//! of other streams that its rule needs.
//!
//! - The aggregates, a folder each and a rule a file: [`student`], [`offer`], [`establishment`],
//!   [`host`], [`mandate`], [`partner`], [`agreement`], [`campaign`], [`reference_lists`].
//!   [`decider`]: the shape of each.
//! - Between streams: [`placement_policy`], which fact asks for which step of which other stream;
//!   [`group_policy`], the same for a group that comes whole or not at all.
//! - Events: [`schema`] reads them as they are stored and brings old versions up; [`concerns`] and
//!   [`erasure`]: what each concerns, and whom it erases.
//! - What rules speak of: [`principal`] (who calls), [`ids`], [`calendar`], [`season`],
//!   [`geography`], [`text`], [`mail_address`]; [`personal`] in clear, [`sealed`] as it travels;
//!   [`digest`], [`etag`].
//! - What is compared when it is read: [`shared_calendar`], [`likely_duplicates`],
//!   [`title_likeness`].
//! - [`rules`]: the numbers of the scheme. [`mod@reference`]: departments, academies, regions,
//!   holidays, sectors.
//! - [`explain`], [`in_words`]: what a refusal says.
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
