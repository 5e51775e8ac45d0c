//! Why certificates cannot be served.
use std::path::PathBuf;

/// Why certificates cannot be served. It quotes nothing of a key.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{}: {why}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        why: std::io::Error,
    },
    /// A file is too large to be what it should be.
    #[error("{}: larger than {most} bytes", .path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// What is read at most.
        most: u64,
    },
    /// Others than the owner have a right on the key's file.
    #[error(
        "the TLS key {} may be read by others (mode {mode:03o}); give it mode 600",
        .path.display()
    )]
    ReadableByOthers {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A file holds no certificate in PEM, or a broken one.
    #[error("{}: no certificate in PEM", .path.display())]
    NoCertificate {
        /// Which.
        path: PathBuf,
    },
    /// The key's file holds no private key in PEM.
    #[error("{}: no private key in PEM", .path.display())]
    NoKey {
        /// Which.
        path: PathBuf,
    },
    /// The authorities of the clients cannot be used.
    #[error("the authorities of the clients: {0}")]
    Authorities(String),
    /// The authorities of a server cannot be used.
    #[error("{}: {why}", .path.display())]
    Authority {
        /// Where they stand.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// Nobody says whose certificates are to be believed.
    #[error("this system trusts no authority: name a file of authorities")]
    NoAuthorities,
    /// rustls does not take them: the key is of another certificate, or of a kind it does not
    /// know.
    #[error("the certificate and its key: {0}")]
    Refused(#[from] rustls::Error),
}
