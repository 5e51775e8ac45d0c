//! Between the wire and the domain: names, enums, times, refusals. No rule, no IO.
pub mod enums;
pub mod names;
pub mod status;
pub mod times;
