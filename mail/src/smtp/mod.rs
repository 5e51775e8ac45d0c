//! The SMTP server that takes the letters: a few connections, kept while they are used.
mod address;
mod connection;
mod failure;
mod letter;

pub use address::{BadSmtpAddress, Security, SmtpAddress};
pub use connection::{BadRelay, Relay};
pub use failure::{Refused, Stage};
pub use letter::{BadLetter, compose};
