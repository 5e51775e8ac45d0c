//! The write side: from a command to events on disk.
mod agenda;
mod aggregate;
mod aggregates;
pub mod authorisation;
mod content;
mod context;
pub mod erasures;
mod failure;
mod known_persons;
mod moment;
mod open_applications;
mod parked;
pub mod process;
mod quotas;
mod reach;
mod repository;
mod requests;
mod service;

pub use content::Content;
pub use context::Outcome;
pub use erasures::Forget;
pub use failure::Failure;
pub use moment::day_in;
pub use open_applications::Parked;
pub use parked::ParkedStep;
pub use service::{
    CommandOptions, CommandService, Contact, ListedRow, NewClass, NewHost, NewStudent, OfferDraft,
    Registration, Request, SignedForm,
};
