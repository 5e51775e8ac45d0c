//! Who may do what on the server.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tonic::{Request, Status};

use crate::node::Options;
use crate::wire;

/// What the user may do besides reading and writing streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Read and write streams at all.
    pub reads_and_writes: bool,
    /// Delete streams (`$d`).
    pub deletes: bool,
    /// Set the metadata of streams (`$mw`).
    pub sets_metadata: bool,
    /// Read the metadata of streams (`$mr`) and what the server keeps of itself.
    pub reads_metadata: bool,
}

impl Default for Rights {
    fn default() -> Self {
        Self {
            reads_and_writes: true,
            deletes: true,
            sets_metadata: true,
            reads_metadata: true,
        }
    }
}

/// What a call is about to do.
#[derive(Clone, Copy)]
pub(crate) enum Deed<'a> {
    Read(&'a str),
    ReadAll,
    Append(&'a str),
    Delete,
}

/// Whether the call brings the name and the password asked for.
pub(crate) fn admit<T>(options: &Options, request: &Request<T>) -> Result<(), Status> {
    let Some((name, password)) = &options.user else {
        return Ok(());
    };
    let wanted = STANDARD.encode(format!("{name}:{password}"));
    let given = request.metadata().get("authorization");
    let given = given.and_then(|value| value.to_str().ok());
    if given.and_then(|value| value.strip_prefix("Basic ")) == Some(wanted.as_str()) {
        Ok(())
    } else {
        Err(Status::unauthenticated("Unauthenticated"))
    }
}

/// Whether the user may do it.
pub(crate) fn may(options: &Options, deed: Deed<'_>) -> Result<(), Status> {
    let rights = options.rights;
    let allowed = match deed {
        Deed::Append(stream) if stream.starts_with("$$") => rights.sets_metadata,
        Deed::Append(stream) => rights.reads_and_writes && !stream.starts_with('$'),
        Deed::Read(stream) if stream.starts_with('$') => rights.reads_metadata,
        Deed::Read(_) | Deed::ReadAll => rights.reads_and_writes,
        Deed::Delete => rights.deletes,
    };
    if allowed {
        return Ok(());
    }
    let denied = Status::permission_denied("Access Denied");
    Err(wire::exception(denied, "access-denied"))
}
