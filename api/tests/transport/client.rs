//! Connections to a server: from an address, in clear or by TLS.
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::{Channel, Endpoint};

/// The address of the good client, where it matters.
pub const GOOD: &str = "127.0.0.1";
/// The address of the bad one.
pub const BAD: &str = "127.0.0.66";

/// A stream from an address of this machine.
pub async fn stream_from(source: &str, server: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    let source: IpAddr = source.parse().unwrap();
    socket.bind(SocketAddr::new(source, 0))?;
    socket.connect(server).await
}

/// A stream by TLS.
pub async fn tls_stream(
    config: Arc<ClientConfig>,
    server: SocketAddr,
) -> io::Result<TlsStream<TcpStream>> {
    let stream = stream_from(GOOD, server).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(config).connect(name, stream).await
}

/// The certificate that a server shows.
pub async fn shown(config: Arc<ClientConfig>, server: SocketAddr) -> CertificateDer<'static> {
    let stream = tls_stream(config, server).await.unwrap();
    let chain = stream.get_ref().1.peer_certificates().unwrap();
    chain[0].clone().into_owned()
}

/// A channel in clear, from an address of this machine.
pub async fn channel_from(
    source: &'static str,
    server: SocketAddr,
) -> Result<Channel, tonic::transport::Error> {
    let connector = tower::service_fn(move |_: http::Uri| async move {
        stream_from(source, server).await.map(TokioIo::new)
    });
    endpoint().connect_with_connector(connector).await
}

/// A channel by TLS.
pub async fn tls_channel(
    config: Arc<ClientConfig>,
    server: SocketAddr,
) -> Result<Channel, tonic::transport::Error> {
    let connector = tower::service_fn(move |_: http::Uri| {
        let config = config.clone();
        async move { tls_stream(config, server).await.map(TokioIo::new) }
    });
    endpoint().connect_with_connector(connector).await
}

fn endpoint() -> Endpoint {
    Endpoint::from_static("http://localhost")
}
