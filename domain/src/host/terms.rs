//! The words of a host's events and commands.
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::etag::Etag;

/// What an organisation is (OFF-1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its name, 1-200 characters.
    pub name: CompactString,
    /// Public or private.
    pub kind: HostKind,
}

impl Organisation {
    /// Names what it says of itself.
    #[must_use]
    pub fn etag(&self) -> Etag {
        Etag::of(self)
    }
}

/// Public or private (OFF-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostKind {
    /// A ministry's service, a local authority, a hospital ... named in 1-200 characters.
    Public { administration: CompactString },
    /// A company or an association.
    Private {
        form: PrivateForm,
        /// The group it belongs to, where there is one.
        group: Option<CompactString>,
        /// Signatory of the PAQTE.
        paqte: bool,
    },
}

/// The legal form of a private host (OFF-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateForm {
    Company,
    Association,
}
