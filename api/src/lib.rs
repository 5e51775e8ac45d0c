//! The gRPC server and the `placement` program: translate, start, stop. It decides no rule and no
//! permission, and folds no event.
//!
//! - [`server`]: the list of services, their health, reflection; [`services`]: each method, from the
//!   wire to a command or a query and back; [`call`]: who calls; [`account_service`]: signing up, in
//!   and out.
//! - [`app`]: everything opened and started in one process, and stopped; [`stores`]: which store an
//!   address names; [`belonging`]: whether the stores belong together; `lost_tail`: whether the
//!   log has lost its last events; `deletions`: whether a store had streams deleted; [`retention`]:
//!   the sweep of the access log.
//! - [`exporting`]: lists and dashboards as files. [`replays`]: the whole log again, for the national
//!   committee.
//! - [`observe`]: metrics, liveness, readiness over plain HTTP.
//! - [`program`]: the subcommands of `placement`; [`verify`]: what `placement verify` looks at;
//!   [`copying`]: a log from store to store.
pub mod account_service;
pub mod app;
pub mod belonging;
pub mod call;
pub mod copying;
mod deletions;
pub mod exporting;
mod lost_tail;
pub mod observe;
pub mod program;
pub mod replays;
pub mod retention;
pub mod server;
pub mod services;
pub mod stores;
pub mod verify;
