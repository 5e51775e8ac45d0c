//! From a node to a connection: TCP without Nagle's algorithm, TLS where it is spoken, HTTP/2.
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tonic::transport::{Channel, Endpoint, Uri};
use tower::service_fn;

use super::address::{Address, Node, Tls};
use crate::LogError;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(2);

/// Makes connections to the nodes of one address.
pub(super) struct Connector {
    tls: Option<Arc<ClientConfig>>,
    keep_alive: (Duration, Duration),
}

impl Connector {
    /// # Errors
    /// [`LogError::Unavailable`] where a file of the address cannot be read, by its name.
    pub(super) fn new(address: &Address) -> Result<Self, LogError> {
        let tls = address.tls.as_ref().map(configuration).transpose()?;
        Ok(Self {
            tls: tls.map(Arc::new),
            keep_alive: address.keep_alive,
        })
    }

    /// A connection to a node.
    ///
    /// # Errors
    /// What failed, in words for an operator.
    pub(super) async fn connect(&self, node: &Node) -> Result<Channel, String> {
        let told = |why: String| format!("{node} cannot be reached: {why}");
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let origin: Uri = format!("{scheme}://{node}")
            .parse()
            .map_err(|_| told("it has no name of a host".into()))?;
        let (interval, timeout) = self.keep_alive;
        // TLS is the connector's, so the endpoint itself is in clear.
        let endpoint = Endpoint::from_shared(format!("http://{node}"))
            .map_err(|error| told(in_full(&error)))?
            .origin(origin)
            .connect_timeout(CONNECT)
            .http2_keep_alive_interval(interval)
            .keep_alive_timeout(timeout)
            .keep_alive_while_idle(true)
            .initial_stream_window_size(8 << 20)
            .initial_connection_window_size(16 << 20);
        let (node, tls) = (node.clone(), self.tls.clone());
        // A connection that ends is not made again behind our back: what answers then may hold
        // another log, and is asked for what was seen before anything else.
        let was_made = Arc::new(AtomicBool::new(false));
        let connect = service_fn(move |_: Uri| {
            let (node, tls) = (node.clone(), tls.clone());
            let again = was_made.swap(true, Ordering::SeqCst);
            async move {
                if again {
                    return Err(io::Error::other("the connection was lost"));
                }
                open(&node, tls).await.map(TokioIo::new)
            }
        });
        let channel = endpoint.connect_with_connector(connect).await;
        channel.map_err(|error| told(in_full(&error)))
    }
}

/// An error with its causes, in one line.
pub(super) fn in_full(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !told.contains(&more) {
            told = format!("{told}: {more}");
        }
        cause = next.source();
    }
    told.replace('\n', " ")
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn open(node: &Node, tls: Option<Arc<ClientConfig>>) -> io::Result<Box<dyn Stream>> {
    let stream = TcpStream::connect((node.host.as_str(), node.port)).await?;
    // A call is several small writes: none waits for the acknowledgement of the one before.
    stream.set_nodelay(true)?;
    let Some(tls) = tls else {
        return Ok(Box::new(stream));
    };
    let name = ServerName::try_from(node.host.clone()).map_err(io::Error::other)?;
    let shaken = TlsConnector::from(tls).connect(name, stream).await;
    let shaken = shaken.map_err(|error| io::Error::new(error.kind(), hint(&error)))?;
    Ok(Box::new(shaken))
}

/// What failed of TLS, and what to set.
fn hint(error: &io::Error) -> String {
    let told = in_full(error);
    let advice = if told.contains("UnknownIssuer") {
        "; name its authority with tlsCaFile=FILE"
    } else if told.contains("InvalidContentType") || error.kind() == io::ErrorKind::UnexpectedEof {
        "; it may speak no TLS (tls=false)"
    } else {
        ""
    };
    format!("no TLS with it: {told}{advice}")
}

fn configuration(tls: &Tls) -> Result<ClientConfig, LogError> {
    let provider = Arc::new(ring::default_provider());
    let unavailable = |why: String| LogError::Unavailable(why);
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unavailable(error.to_string()))?;
    let builder = if tls.verifies {
        builder.with_root_certificates(authorities(tls)?)
    } else {
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
    };
    let mut configuration = match &tls.user {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
            builder
                .with_client_auth_cert(certificates(certificate)?, key)
                .map_err(|error| unavailable(format!("{}: {error}", certificate.display())))?
        }
    };
    configuration.alpn_protocols = vec![b"h2".to_vec()];
    Ok(configuration)
}

fn authorities(tls: &Tls) -> Result<RootCertStore, LogError> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(file) = &tls.authorities {
        for certificate in certificates(file)? {
            trusted
                .add(certificate)
                .map_err(|error| LogError::Unavailable(format!("{}: {error}", file.display())))?;
        }
    }
    Ok(trusted)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, LogError> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    let read: Vec<_> = read.map_err(|error| unreadable(file, &error))?;
    if read.is_empty() {
        return Err(LogError::Unavailable(format!(
            "{}: it holds no certificate",
            file.display()
        )));
    }
    Ok(read)
}

fn unreadable(file: &Path, error: &dyn std::error::Error) -> LogError {
    LogError::Unavailable(format!("{}: {}", file.display(), in_full(error)))
}

/// For `tlsVerifyCert=false`: takes any certificate, as its owner asked for.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
