//! The gRPC server and the `placement` program: translate, nothing else.
pub mod app;
pub mod call;
pub mod clock;
pub mod program;
pub mod queries;
pub mod server;
pub mod services;
pub mod tokens;
pub mod wire;
