//! TLS: the certificates of the server, read again when their files change, and those of its
//! clients. The cryptography is ring's, named here; the process has no default.
mod error;
mod files;
mod trust;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::WebPkiClientVerifier;
use rustls::{Error, RootCertStore};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;

pub use error::TlsError;
pub use files::{ClientFiles, Demand, Files};
pub use trust::client;

use super::metrics;
use files::{Contents, Digest};

/// Protocols that are agreed on by ALPN, the preferred first.
type Protocols = &'static [&'static [u8]];
/// Of the services.
const CALLS: Protocols = &[b"h2", b"http/1.1"];
/// Of the pages, which are served over HTTP/1.1 alone.
const PAGES: Protocols = &[b"http/1.1"];

/// The certificates that are served.
pub struct Tls {
    files: Files,
    protocols: Protocols,
    current: watch::Sender<Arc<ServerConfig>>,
    seen: Mutex<Seen>,
}

/// What was found on disk the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seen {
    Good(Digest),
    Bad(String),
}

/// What came of reading the files again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reload {
    /// They are what is served already.
    Same,
    /// New connections are served with what they hold now.
    Loaded,
}

impl Tls {
    /// Reads the certificates.
    ///
    /// # Errors
    /// Where they cannot be served; see [`TlsError`].
    pub fn load(files: Files) -> Result<Self, TlsError> {
        Self::speaking(files, CALLS)
    }

    /// The same certificate for browsers, which show none of their own.
    ///
    /// # Errors
    /// As of [`Tls::load`].
    pub(super) fn of_pages(files: Files) -> Result<Self, TlsError> {
        let clients = None;
        Self::speaking(Files { clients, ..files }, PAGES)
    }

    fn speaking(files: Files, protocols: Protocols) -> Result<Self, TlsError> {
        let contents = files.read()?;
        let current = Arc::new(configuration(&contents, protocols)?);
        Ok(Self {
            files,
            protocols,
            current: watch::Sender::new(current),
            seen: Mutex::new(Seen::Good(contents.digest())),
        })
    }

    /// Reads the files again, and serves what they hold to the connections that come from now on.
    /// It reads from disk: call it where that may block.
    ///
    /// # Errors
    /// Where the files cannot be served; what was served before goes on.
    pub fn reload(&self) -> Result<Reload, TlsError> {
        let mut seen = self.seen.lock();
        let tried = self.files.read().and_then(|contents| {
            let digest = contents.digest();
            let same = *seen == Seen::Good(digest);
            Ok((
                digest,
                (!same)
                    .then(|| configuration(&contents, self.protocols))
                    .transpose()?,
            ))
        });
        match tried {
            Ok((digest, new)) => {
                *seen = Seen::Good(digest);
                metrics::files_bad(false);
                let Some(new) = new else {
                    return Ok(Reload::Same);
                };
                self.current.send_replace(Arc::new(new));
                metrics::reloaded("loaded");
                tracing::info!("new certificates are served");
                Ok(Reload::Loaded)
            }
            Err(error) => {
                let bad = Seen::Bad(error.to_string());
                // Told once, not at every look.
                if *seen != bad {
                    *seen = bad;
                    metrics::reloaded("kept");
                    metrics::files_bad(true);
                    tracing::error!(%error, "the new certificates are bad; the old ones are kept");
                }
                Err(error)
            }
        }
    }

    /// Reads the files again every so often, and whenever the process is sent a SIGHUP.
    pub(super) async fn follow(self: &Arc<Self>, every: Duration) {
        let mut ticks = interval(every.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut asked = Asked::new();
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = asked.again() => tracing::info!("asked to read the certificates again"),
            }
            let tls = self.clone();
            // Told where it is found.
            let _ = tokio::task::spawn_blocking(move || tls.reload()).await;
        }
    }

    /// What a connection that comes now is served with.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.borrow().clone())
    }

    /// In metrics, why a handshake failed.
    pub(super) fn why_failed(error: &std::io::Error) -> &'static str {
        let error = error.get_ref().and_then(|inner| inner.downcast_ref());
        match error {
            Some(Error::NoCertificatesPresented) => "no_certificate",
            Some(Error::InvalidCertificate(_)) => "bad_certificate",
            Some(_) | None => "refused",
        }
    }
}

/// SIGHUP, where there is one.
struct Asked {
    #[cfg(unix)]
    hangup: Option<tokio::signal::unix::Signal>,
}

impl Asked {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            hangup: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn again(&mut self) {
        #[cfg(unix)]
        if let Some(hangup) = &mut self.hangup
            && hangup.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}

/// What the files hold, as rustls takes it: TLS 1.3 and 1.2.
fn configuration(contents: &Contents, protocols: Protocols) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = contents.chain()?;
    let key = contents.private_key()?;
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?;
    let builder = match contents.authorities()? {
        None => builder.with_no_client_auth(),
        Some((authorities, demand)) => {
            builder.with_client_cert_verifier(verifier(authorities, demand, provider)?)
        }
    };
    let mut configuration = builder.with_single_cert(chain, key)?;
    configuration.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(configuration)
}

fn verifier(
    authorities: RootCertStore,
    demand: Demand,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn rustls::server::danger::ClientCertVerifier>, TlsError> {
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities), provider);
    let builder = match demand {
        Demand::Required => builder,
        Demand::Optional => builder.allow_unauthenticated(),
    };
    builder
        .build()
        .map_err(|error| TlsError::Authorities(error.to_string()))
}
