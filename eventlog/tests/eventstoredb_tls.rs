//! The client of EventStoreDB insists on setting up TLS for its process; where somebody else did,
//! the log says so. A process of its own, for that cannot be undone.
#![cfg(test)]
use eventlog::{EventStoreDbLog, EventStoreDbOptions, LogError};

#[tokio::test]
async fn tls_set_up_by_another_is_told() {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    assert!(
        provider.install_default().is_ok(),
        "the first in this process"
    );
    let url = "esdb://127.0.0.1:1?tls=false";
    match EventStoreDbLog::open(url, EventStoreDbOptions::default()).await {
        Err(LogError::Unavailable(why)) => assert!(why.contains("TLS"), "{why}"),
        Err(other) => panic!("unavailable was expected, not {other}"),
        Ok(_) => panic!("unavailable was expected, not an open log"),
    }
}
