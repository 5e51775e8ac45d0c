//! The write side: from a command to events on disk.
mod aggregate;
mod aggregates;
pub mod authorisation;
mod caller;
mod context;
mod desk;
pub mod erasures;
mod failure;
mod known_persons;
mod moment;
mod open_applications;
pub mod process;
mod repository;

pub use caller::{Caller, Role};
pub use context::{Context, Outcome, event_id};
pub use desk::{
    Contact, Desk, DeskOptions, ListedRow, NewClass, NewHost, NewStudent, OfferDraft, Registration,
    Request, SignedForm,
};
pub use erasures::Forget;
pub use failure::Failure;
pub use open_applications::Parked;
