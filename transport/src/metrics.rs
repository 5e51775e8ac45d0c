//! What the transport counts. No address, no account.
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge};

/// Says what each means, to whoever keeps metrics.
pub fn describe() {
    describe_gauge!("placement_connections", "Connections open now.");
    describe_counter!(
        "placement_connections_refused_total",
        "Connections closed at once, by why: connections, source_connections, source_connecting, \
         handshakes, source_handshakes."
    );
    describe_counter!(
        "placement_connections_ended_total",
        "Connections that the server ended, by why: preface, idle, unread, frames."
    );
    describe_counter!(
        "placement_tls_handshakes_failed_total",
        "TLS handshakes that failed, by why: late, refused, no_certificate, bad_certificate."
    );
    describe_counter!(
        "placement_tls_reloads_total",
        "Certificates read again, by outcome: loaded, kept (the new ones are bad)."
    );
    describe_gauge!(
        "placement_tls_files_bad",
        "1 while the certificates on disk are bad and older ones are served."
    );
    describe_counter!(
        "placement_calls_limited_total",
        "Calls refused with TOO_MANY_REQUESTS, by the limit that was met."
    );
    describe_counter!(
        "placement_calls_total",
        "Calls that ended, by gRPC method and status; CANCELLED where nobody waits any more."
    );
    describe_histogram!(
        "placement_call_seconds",
        "From the head of a call to the end of its answer, by gRPC method and status; not of \
         streams."
    );
    describe_counter!(
        "placement_calls_late_total",
        "Calls that were not answered within their deadline."
    );
}

pub(super) fn connections(more: bool) {
    let open = gauge!("placement_connections");
    if more {
        open.increment(1.0);
    } else {
        open.decrement(1.0);
    }
}

pub(super) fn refused(why: &'static str) {
    counter!("placement_connections_refused_total", "why" => why).increment(1);
}

pub(super) fn ended(why: &'static str) {
    counter!("placement_connections_ended_total", "why" => why).increment(1);
}

pub(super) fn handshake_failed(why: &'static str) {
    counter!("placement_tls_handshakes_failed_total", "why" => why).increment(1);
}

pub(super) fn reloaded(outcome: &'static str) {
    counter!("placement_tls_reloads_total", "outcome" => outcome).increment(1);
}

pub(super) fn files_bad(bad: bool) {
    gauge!("placement_tls_files_bad").set(f64::from(bad));
}

pub(super) fn limited(limit: &'static str) {
    counter!("placement_calls_limited_total", "limit" => limit).increment(1);
}

pub(super) fn late() {
    counter!("placement_calls_late_total").increment(1);
}
