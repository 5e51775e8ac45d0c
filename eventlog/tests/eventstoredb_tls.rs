//! The log on EventStoreDB over TLS: an authority of one's own, and what is said where TLS fails.
#![cfg(test)]
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use eventlog::{
    Append, EventLog, EventStoreDbLog, EventStoreDbOptions, LogError, NewEvent, Position, StreamId,
};
use eventstoredb_fixture::{Options, Server};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

/// Speaks TLS in front of a server that does not; the certificate of its authority goes to a file.
async fn tls_before(server: SocketAddr, authority: &Path) -> SocketAddr {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key_of_authority = rcgen::KeyPair::generate().expect("a key");
    let of_authority = parameters.self_signed(&key_of_authority).expect("signed");
    std::fs::write(authority, of_authority.pem()).expect("written");
    let issuer = rcgen::Issuer::new(parameters, key_of_authority);
    let key = rcgen::KeyPair::generate().expect("a key");
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let certificate = rcgen::CertificateParams::new(names)
        .and_then(|parameters| parameters.signed_by(&key, &issuer))
        .expect("signed");
    let mut configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .expect("a certificate and its key");
    configuration.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(configuration));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut outside) = acceptor.accept(socket).await else {
                    return;
                };
                if let Ok(mut inside) = TcpStream::connect(server).await {
                    let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                }
            });
        }
    });
    address
}

async fn open(url: &str) -> Result<EventStoreDbLog, LogError> {
    let options = EventStoreDbOptions {
        start: Duration::ZERO,
        ..EventStoreDbOptions::default()
    };
    EventStoreDbLog::open(url, options).await
}

async fn refused(url: &str) -> String {
    match open(url).await {
        Err(LogError::Unavailable(why)) => why,
        Err(other) => panic!("unavailable was expected, not {other}"),
        Ok(_) => panic!("unavailable was expected, not an open log"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_spoken_and_what_is_wrong_with_it_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    let server = Server::start(Options::default()).await.expect("started");
    let address = tls_before(server.address(), &file).await;

    let trusting = format!("esdb://{address}?tlsCaFile={}", file.display());
    let log = open(&trusting).await.expect("opened");
    let stored = log
        .append(Append {
            stream: StreamId::new("student", "zoe").expect("a name"),
            expected: 0,
            events: vec![NewEvent {
                id: Uuid::from_u128(1),
                event_type: "StudentEnrolled".into(),
                event_version: 1,
                payload: b"{}".to_vec(),
                metadata: b"{}".to_vec(),
            }],
            recorded_at: None,
        })
        .await
        .expect("stored");
    let read = log.read_all(Position::START, 10).await.expect("read");
    assert_eq!(
        read.last().map(|event| event.position),
        Some(stored.position)
    );

    let unverified = format!("esdb://{address}?tlsVerifyCert=false");
    open(&unverified).await.expect("opened");
    let unknown = refused(&format!("esdb://{address}")).await;
    assert!(unknown.contains("tlsCaFile"), "{unknown}");
    let in_clear = refused(&format!("esdb://{}", server.address())).await;
    assert!(in_clear.contains("tls=false"), "{in_clear}");
    let no_file = refused(&format!("esdb://{address}?tlsCaFile=/no/such/file")).await;
    assert!(no_file.contains("/no/such/file"), "{no_file}");
}
