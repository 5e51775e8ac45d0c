//! The gRPC server and the `placement` program: translate, nothing else.
pub mod accounts;
pub mod app;
pub mod call;
pub mod clock;
pub mod copying;
pub mod observe;
pub mod oidc;
pub mod personal_data;
pub mod program;
pub mod queries;
pub mod retention;
pub mod server;
pub mod services;
pub mod stores;
pub mod tokens;
pub mod transport;
pub mod wire;
