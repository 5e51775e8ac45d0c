//! How the server meets the network: TLS with certificates that are read again when they change,
//! connections that end when their client does nothing, limits by source and by account. It knows
//! methods by their paths alone: no message, no role, no rule.
//!
//! From outside in: [`accept`] takes connections, each of which runs in a task of its own and is
//! watched by `connection`; `source_service` tells every request its [`Source`]; `layer` keeps the
//! `limits` (`rate`, `concurrency`) and the `deadline`, has the call `measured`, and gives every
//! refusal its reason (`refusals`); [`admit`] keeps those of the account once it is known. `http`
//! says how HTTP is spoken, `frames` counts what is sent beside requests; [`tls`] holds the
//! certificates. [`Within`] connects the pages of the same process; [`accept_browsers`] takes the
//! connections of browsers to them, whose requests `page_service` counts. `metrics` counts all of it,
//! `settings` has the numbers.
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
mod accept;
mod answer_body;
mod certificate;
mod concurrency;
mod connection;
mod deadline;
mod frames;
mod http;
mod io;
mod layer;
mod limits;
mod measured;
mod methods;
pub mod metrics;
mod page_service;
mod rate;
mod refusals;
mod settings;
mod source;
mod source_service;
pub mod tls;
mod within;

pub use accept::{ServerTransport, Serves, accept, accept_browsers};
pub use certificate::ClientCertificate;
pub use frames::FrameBudget;
pub use layer::LimitLayer;
pub use limits::{StreamEnd, admit, end_stream_when, needs_no_account};
pub use settings::{BadLimit, ConcurrencyLimit, LimitSettings, Rate, Sizes, Timeouts, Transport};
pub use source::Source;
pub use within::Within;
