//! Certificates: the server's, given anew while it serves, and its clients'.
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use transport::tls::{Demand, Reload, Tls, TlsError};
use transport::{ConcurrencyLimit, ServerTransport, Transport};

use crate::browsers::{Pages, answered};
use crate::certificates::{Authority, Folder, Pair};
use crate::client::{GOOD, channel_from, shown, stream_from, tls_channel, tls_stream};
use crate::served::{LONG, Served, committee, operator};

fn by_tls(files: transport::tls::Files) -> Transport {
    let mut transport = Transport {
        tls: Some(files),
        ..Transport::default()
    };
    transport.timeouts.certificates = Duration::from_millis(20);
    transport
}

fn der(pair: &Pair) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pair.certificate.as_bytes()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_calls_by_tls_with_our_authority_and_not_with_another() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let served = Served::behind(by_tls(folder.files())).await;
    let channel = tls_channel(ours.believed_by(None), served.address)
        .await
        .unwrap();
    served.ask(&channel, operator(1)).await.unwrap();
    served.watch(&channel, committee(1)).await.unwrap();
    let stream = tls_stream(ours.believed_by(None), served.address)
        .await
        .unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));

    let other = Authority::new("another").believed_by(None);
    assert!(tls_channel(other, served.address).await.is_err());
    drop((channel, stream));
    served.stopped().await;
}

/// A browser, which believes our authority and has no certificate.
fn browser(ours: &Authority) -> std::sync::Arc<rustls::ClientConfig> {
    let mut config = std::sync::Arc::unwrap_or_clone(ours.believed_by(None));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    std::sync::Arc::new(config)
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_the_same_certificate_and_ask_browsers_for_none() {
    let (ours, tiers) = (Authority::new("ours"), Authority::new("tiers"));
    let folder = Folder::with(&ours.server());
    let files = folder.files_for_clients_of(&tiers, Demand::Required);
    let pages = Pages::beside(&by_tls(folder.files()), Some(files)).await;
    let address = pages.address;
    // Somebody who connects and says nothing keeps nobody waiting.
    let _silent = stream_from(GOOD, address).await.unwrap();
    let mut stream = tls_stream(browser(&ours), address).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    let peer = stream.get_ref().0.local_addr().unwrap().to_string();
    let answer = answered(&mut stream).await;
    assert!(answer.ends_with(&peer), "{answer}");

    let renewed = ours.server();
    folder.write(&renewed);
    let renewal = async { while shown(browser(&ours), address).await != der(&renewed) {} };
    timeout(LONG, renewal).await.unwrap();
    drop(pages);
    assert!(tls_stream(browser(&ours), address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_source_so_many_shake_hands_with_the_pages_at_a_time() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let mut transport = by_tls(folder.files());
    transport.limits.source_handshakes = ConcurrencyLimit::of(1);
    let pages = Pages::beside(&transport, Some(folder.files())).await;
    let address = pages.address;
    let kept_out = async {
        loop {
            let silent = stream_from(GOOD, address).await.unwrap();
            // Whichever of both comes first has the place.
            if tls_stream(browser(&ours), address).await.is_err() {
                return silent;
            }
        }
    };
    let silent = timeout(LONG, kept_out).await.unwrap();
    // Nobody is kept out once that place is free.
    drop(silent);
    let shaken = async { while tls_stream(browser(&ours), address).await.is_err() {} };
    timeout(LONG, shaken).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_in_clear_is_turned_away_from_a_port_of_tls() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let served = Served::behind(by_tls(folder.files())).await;
    let mut stream = stream_from(GOOD, served.address).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut answer = vec![];
    let ended = timeout(LONG, stream.read_to_end(&mut answer))
        .await
        .unwrap();
    // An alert of TLS, and the end: nothing of HTTP.
    assert!(ended.is_err() || answer.first() == Some(&21), "{answer:?}");
    let answer = match channel_from(GOOD, served.address).await {
        Ok(channel) => served.ask(&channel, operator(1)).await.map_err(|_| ()),
        Err(_) => Err(()),
    };
    assert!(answer.is_err());
    let channel = tls_channel(ours.believed_by(None), served.address)
        .await
        .unwrap();
    served.ask(&channel, operator(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_certificate_is_served_to_new_connections_and_old_ones_go_on() {
    let ours = Authority::new("ours");
    let (first, second) = (ours.server(), ours.server());
    let folder = Folder::with(&first);
    let served = Served::behind(by_tls(folder.files())).await;
    let client = ours.believed_by(None);
    assert_eq!(shown(client.clone(), served.address).await, der(&first));
    let channel = tls_channel(client.clone(), served.address).await.unwrap();
    let mut watch = served.watch(&channel, committee(1)).await.unwrap();
    watch.message().await.unwrap().unwrap();

    folder.write(&second);
    // The server looks of itself; until then it shows the first one.
    let new = async {
        while shown(client.clone(), served.address).await != der(&second) {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, new).await.unwrap();
    // The connection of before still serves, and its watch is open.
    served.ask(&channel, operator(1)).await.unwrap();
    assert!(futures::poll!(Box::pin(watch.message())).is_pending());
    let (stopped, ended) = tokio::join!(served.stopped(), watch.message());
    assert_eq!(((), None), (stopped, ended.unwrap().map(|_| ())));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_files_keep_the_certificate_of_before_until_good_ones_come() {
    let ours = Authority::new("ours");
    let (first, second, third) = (ours.server(), ours.server(), ours.server());
    let folder = Folder::with(&first);
    let tls = Tls::load(folder.files()).unwrap();
    let served = Served::behind(by_tls(folder.files())).await;
    let client = ours.believed_by(None);
    assert_eq!(tls.reload().unwrap(), Reload::Same);

    // Half of a rotation: the key is still that of the first.
    folder.write_certificate(&second.certificate);
    assert!(matches!(tls.reload(), Err(TlsError::Refused(_))));
    assert!(tls.reload().is_err(), "as long as it lasts");
    assert_eq!(shown(client.clone(), served.address).await, der(&first));
    folder.write_certificate("-----BEGIN CERTIFICATE-----\nnonsense\n");
    assert!(matches!(tls.reload(), Err(TlsError::NoCertificate { .. })));
    folder.write_certificate(&second.certificate);
    folder.write_key(&second.key);
    folder.allow_on_key(0o640);
    assert!(matches!(
        tls.reload(),
        Err(TlsError::ReadableByOthers { mode: 0o640, .. })
    ));
    assert_eq!(shown(client.clone(), served.address).await, der(&first));
    folder.write_key("nonsense");
    assert!(matches!(tls.reload(), Err(TlsError::NoKey { .. })));

    // The first again: it never went away.
    folder.write(&first);
    assert_eq!(tls.reload().unwrap(), Reload::Loaded);
    folder.write(&third);
    assert_eq!(tls.reload().unwrap(), Reload::Loaded);
    assert_eq!(tls.reload().unwrap(), Reload::Same);
    let new = async {
        while shown(client.clone(), served.address).await != der(&third) {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, new).await.unwrap();
}

#[test]
fn a_server_does_not_start_with_files_that_it_cannot_serve() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    folder.allow_on_key(0o644);
    let bad = ServerTransport::new(&by_tls(folder.files())).err().unwrap();
    let said = bad.to_string();
    assert!(matches!(bad, TlsError::ReadableByOthers { .. }), "{said}");
    assert!(
        said.contains("644") && said.contains("server.key"),
        "{said}"
    );
    folder.write_key(&ours.server().key);
    let bad = ServerTransport::new(&by_tls(folder.files())).err().unwrap();
    assert!(matches!(bad, TlsError::Refused(_)), "{bad}");
    let mut nowhere = folder.files();
    nowhere.certificate.push("nowhere");
    let bad = ServerTransport::new(&by_tls(nowhere)).err().unwrap();
    assert!(matches!(bad, TlsError::File { .. }), "{bad}");
}

/// Whether a call goes through; by TLS 1.3 a client learns only then that it is refused.
async fn goes_through(served: &Served, client: std::sync::Arc<rustls::ClientConfig>) -> bool {
    match tls_channel(client, served.address).await {
        Ok(channel) => served.ask(&channel, operator(1)).await.is_ok(),
        Err(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_may_be_asked_for_and_must_then_be_good() {
    let (ours, tiers) = (Authority::new("ours"), Authority::new("tiers"));
    let folder = Folder::with(&ours.server());
    let good = tiers.client("web-tier");
    let expired = tiers.expired_client("web-tier");
    let stranger = Authority::new("tiers").client("web-tier");
    for (demand, without) in [(Demand::Required, false), (Demand::Optional, true)] {
        let files = folder.files_for_clients_of(&tiers, demand);
        let served = Served::behind(by_tls(files)).await;
        let as_shown = |shown| goes_through(&served, ours.believed_by(shown));
        assert!(as_shown(Some(&good)).await, "{demand:?}");
        assert_eq!(as_shown(None).await, without, "{demand:?}");
        assert!(!as_shown(Some(&expired)).await, "{demand:?}: expired");
        assert!(!as_shown(Some(&stranger)).await, "{demand:?}: a stranger");
    }
}
