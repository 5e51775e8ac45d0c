//! The gRPC server and the `placement` program: translate, nothing else.
pub mod app;
pub mod call;
pub mod clock;
pub mod copying;
pub mod observe;
pub mod program;
pub mod queries;
pub mod server;
pub mod services;
pub mod stores;
pub mod tokens;
pub mod wire;
