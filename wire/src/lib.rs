//! Between the wire and the domain: names, enums, times, refusals. No rule, no IO.
pub mod calendar;
pub mod directory;
pub mod enums;
pub mod establishments;
pub mod hosts;
pub mod imports;
pub mod mandates;
pub mod names;
pub mod offers;
pub mod people;
pub mod places;
pub mod status;
pub mod students;
pub mod texts;
pub mod times;
