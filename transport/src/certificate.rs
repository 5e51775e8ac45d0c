//! What a client shows of itself.
use std::fmt;

use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256};

/// A valid client certificate, by the SHA-256 of its subject, which stays the same when the
/// certificate is renewed. It stands in the extensions of every request of its connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientCertificate(pub [u8; 32]);

impl ClientCertificate {
    /// Of the first certificate of a verified chain; without a subject, its public key stands for
    /// it.
    pub(super) fn of(chain: Option<&[CertificateDer<'_>]>) -> Option<Self> {
        let certificate = webpki::EndEntityCert::try_from(chain?.first()?).ok()?;
        let digest = match certificate.subject() {
            [] => Sha256::digest(certificate.subject_public_key_info()),
            subject => Sha256::digest(subject),
        };
        Some(Self(digest.into()))
    }
}

impl fmt::Display for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCertificate({self})")
    }
}
