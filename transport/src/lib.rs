//! How the server meets the network: TLS with certificates that are read again when they change,
//! connections that end when their client does nothing, limits by source and by account.
//!
//! From outside in: [`accept`] takes connections, each of which runs in a task of its own and is
//! watched by `connection`; `arrival` tells every request its [`Source`]; `layer` keeps the
//! `limits` and the `deadline`, and has the call `measured`; [`admit`] keeps those of the account once it is known.
mod accept;
mod arrival;
mod certificate;
mod connection;
mod counts;
mod deadline;
mod frames;
mod held;
mod http;
mod io;
mod layer;
mod limits;
mod measured;
mod methods;
pub mod metrics;
mod rates;
mod reasons;
mod settings;
mod source;
pub mod tls;

pub use accept::{ServerTransport, accept};
pub use certificate::ClientCertificate;
pub use frames::Allowance;
pub use layer::LimitLayer;
pub use limits::{Ending, admit, lasts_until};
pub use settings::{BadLimit, LimitSettings, Most, Rate, Sizes, Timeouts, Transport};
pub use source::Source;
