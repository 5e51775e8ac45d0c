//! Between the wire and the domain: requests read into the domain's types, and these written into
//! responses. The one place that translates. No rule, no permission, no IO.
//!
//! - [`names`]: resource names (`students/{uuid}`); [`enums`]: choices, each way; [`texts`],
//!   [`times`], [`calendar`], [`places`]: what fields are made of.
//! - [`people`], [`students`], [`establishments`], [`hosts`], [`offers`], [`mandates`],
//!   [`agreements`], [`campaigns`], [`directory`], [`shared_calendar`]: the messages of each
//!   subject, read (`offer`) and written (`of_offer`).
//! - [`pooling`]: what a partner feeds in, one by one, and what became of it.
//! - [`imports`]: the rows of an import, each accepted or refused by itself. [`answers`]: many
//!   answers of a host at once. [`counts`]: figures of applications and placements.
//! - [`pupil_lists`]: a list of pupils, as schools export it; [`whole_classes`]: what became of it.
//! - [`status`]: each failure as a gRPC status with its reason and both languages; [`fields`]: the
//!   field that it concerns, as the request of its method has it.
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
pub mod agreements;
pub mod answers;
pub mod calendar;
pub mod campaigns;
pub mod counts;
pub mod directory;
pub mod enums;
pub mod establishments;
pub mod fields;
pub mod hosts;
pub mod imports;
pub mod mandates;
pub mod names;
pub mod offers;
pub mod people;
pub mod places;
pub mod pooling;
pub mod pupil_lists;
pub mod shared_calendar;
pub mod status;
pub mod students;
pub mod texts;
pub mod times;
pub mod whole_classes;
