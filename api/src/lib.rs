//! The gRPC server and the `placement` program: translate, nothing else.
pub mod account_service;
pub mod app;
pub mod belonging;
pub mod call;
pub mod copying;
pub mod observe;
pub mod program;
pub mod retention;
pub mod server;
pub mod services;
pub mod stores;
pub mod verify;
