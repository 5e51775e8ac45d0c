//! The files of the certificates.
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::Digest as _;
use zeroize::Zeroizing;

use super::TlsError;

/// Largest file read, in bytes: a bundle of every public authority is a quarter of that.
const LARGEST: u64 = 1 << 20;
/// Any right of the group or of others.
const NOT_THE_OWNER: u32 = 0o077;

/// Where the certificates lie.
#[derive(Clone, Debug)]
pub struct Files {
    /// The server's certificate and what leads to its authority, in PEM, the server's first.
    pub certificate: PathBuf,
    /// Its key, in PEM; only its owner may read it.
    pub key: PathBuf,
    /// Whose certificates clients may show; nobody is asked for one otherwise.
    pub clients: Option<ClientFiles>,
}

/// Whose certificates clients may show.
#[derive(Clone, Debug)]
pub struct ClientFiles {
    /// The authorities, in PEM.
    pub authorities: PathBuf,
    /// Whether a client must show one.
    pub demand: Demand,
}

/// Whether a client must show a certificate. One that is not valid is refused in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Demand {
    /// Whoever shows none is refused.
    Required,
    /// Whoever shows none is served, and is no web tier.
    Optional,
}

/// What tells contents from one another.
pub(super) type Digest = [u8; 32];

/// What the files hold.
pub(super) struct Contents {
    certificate: (PathBuf, Vec<u8>),
    key: (PathBuf, Zeroizing<Vec<u8>>),
    authorities: Option<(PathBuf, Vec<u8>, Demand)>,
}

impl Files {
    /// All of them, as they are now.
    pub(super) fn read(&self) -> Result<Contents, TlsError> {
        let authorities = match &self.clients {
            None => None,
            Some(clients) => {
                let path = &clients.authorities;
                Some((path.clone(), read(path, open(path)?)?, clients.demand))
            }
        };
        Ok(Contents {
            certificate: (
                self.certificate.clone(),
                read(&self.certificate, open(&self.certificate)?)?,
            ),
            key: (self.key.clone(), read_private(&self.key)?),
            authorities,
        })
    }
}

impl Contents {
    pub(super) fn digest(&self) -> Digest {
        let mut all = sha2::Sha256::new();
        let authorities = self.authorities.as_ref();
        let authorities = authorities.map(|(_, bytes, _)| &bytes[..]);
        for part in [
            &self.certificate.1,
            &*self.key.1,
            authorities.unwrap_or(&[]),
        ] {
            all.update(sha2::Sha256::digest(part));
        }
        all.finalize().into()
    }

    pub(super) fn chain(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        certificates(&self.certificate.0, &self.certificate.1)
    }

    pub(super) fn private_key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        PrivateKeyDer::from_pem_slice(&self.key.1).map_err(|_| TlsError::NoKey {
            path: self.key.0.clone(),
        })
    }

    pub(super) fn authorities(&self) -> Result<Option<(RootCertStore, Demand)>, TlsError> {
        let Some((path, bytes, demand)) = &self.authorities else {
            return Ok(None);
        };
        let mut store = RootCertStore::empty();
        for certificate in certificates(path, bytes)? {
            store
                .add(certificate)
                .map_err(|error| TlsError::Authorities(error.to_string()))?;
        }
        Ok(Some((store, *demand)))
    }
}

/// The authorities of a file.
pub(super) fn authorities_in(path: &Path) -> Result<RootCertStore, TlsError> {
    let mut store = RootCertStore::empty();
    for certificate in certificates(path, &read(path, open(path)?)?)? {
        store
            .add(certificate)
            .map_err(|error| TlsError::Authority {
                path: path.to_owned(),
                why: error.to_string(),
            })?;
    }
    Ok(store)
}

fn certificates(path: &Path, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let none = || TlsError::NoCertificate {
        path: path.to_owned(),
    };
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
    let found = found.map_err(|_| none())?;
    if found.is_empty() {
        Err(none())
    } else {
        Ok(found)
    }
}

fn refused(path: &Path) -> impl FnOnce(std::io::Error) -> TlsError {
    move |why| TlsError::File {
        path: path.to_owned(),
        why,
    }
}

fn open(path: &Path) -> Result<File, TlsError> {
    File::open(path).map_err(refused(path))
}

fn read(path: &Path, file: File) -> Result<Vec<u8>, TlsError> {
    let mut bytes = vec![];
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(refused(path))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST) {
        return Ok(bytes);
    }
    Err(TlsError::TooLarge {
        path: path.to_owned(),
        most: LARGEST,
    })
}

/// Of the file that was opened, so that no other is read than the one that was looked at.
fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    let file = open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = file.metadata().map_err(refused(path))?;
        let mode = found.permissions().mode() & 0o777;
        if mode & NOT_THE_OWNER != 0 {
            return Err(TlsError::ReadableByOthers {
                path: path.to_owned(),
                mode,
            });
        }
    }
    read(path, file).map(Zeroizing::new)
}
