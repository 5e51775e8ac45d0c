//! The write side: from a command to events on disk, and the process that takes the steps which a
//! fact of one stream asks of another. It never answers a query, and knows no rule that `domain`
//! could hold.
//!
//! | module | what it is |
//! | --- | --- |
//! | `service` ([`CommandService`], [`CommandHandler`]) | every command, by the request that asks it; `content`, `failure`: what is asked, and why nothing came of it |
//! | [`authorisation`] | who may do what to which things |
//! | `aggregates`, `aggregate`, `repository`, `side_by_side` | load, decide, append, retry; the adapter to cqrs-es |
//! | `context`, `requests`, `recorded_requests`, `quotas` | what a request id is bound to, and how many a day |
//! | [`process`], `open_applications`, `open_groups`, `open_step`, `present_pupils`, [`deadlines`], `due`, `agreement_deadlines`, `host_invitation_deadlines`, `agenda`, `parked` | the placement process |
//! | `followed`, `known_persons`, `pooled_offers`, `seen_position` | what all of these build as they follow the log |
//! | [`snapshots`], `kept`, `kept_step`, `compact` | that in files, for the next start, and whether it is what the log gives |
//! | [`erasures`] | whoever is erased is forgotten, and again |
mod agenda;
mod aggregate;
mod aggregates;
mod agreement_deadlines;
pub mod authorisation;
mod compact;
mod content;
mod context;
pub mod deadlines;
mod due;
pub mod erasures;
mod failure;
mod followed;
mod host_invitation_deadlines;
mod kept;
mod kept_step;
mod known_persons;
mod open_applications;
mod open_groups;
mod open_step;
mod parked;
mod pooled_offers;
mod present_pupils;
pub mod process;
mod quotas;
mod recorded_requests;
mod repository;
mod requests;
mod seen_position;
mod service;
mod side_by_side;
pub mod snapshots;

pub use content::Content;
pub use context::Outcome;
pub use erasures::Forget;
pub use failure::Failure;
pub use open_applications::Parked;
pub use parked::ParkedStep;
pub use service::{
    AgreementDraft, CommandHandler, CommandOptions, CommandService, Contact, EnrolledRow, Fed,
    FedDone, FedHost, FedOffer, FedRow, FeedItem, FollowedLink, HostAnswer, HostAnswerKind,
    ListedRow, ListedStudent, MovedStudent, NewClass, NewGroup, NewHost, NewHostInvitation,
    NewStudent, NewSuccessor, OfferDraft, OfferFeed, PaperSignatures, Registration, Request,
    Signed, SignedBy, SignedForm, TutorOf,
};
