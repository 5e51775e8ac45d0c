//! HTTP as it is spoken on a connection: 1 for gRPC-Web, 2 for gRPC.
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;

use super::settings::{Sizes, Timeouts};

/// Streams that may fail by the client's own fault before its connection ends.
const OWN_FAULTS: usize = 256;

/// What every connection is served with.
pub fn http_builder(timeouts: &Timeouts, sizes: &Sizes) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    let headers = usize::try_from(sizes.headers).unwrap_or(usize::MAX);
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(timeouts.head)
        // It holds the head of a request as a whole; hyper takes no less than 8 KiB.
        .max_buf_size(headers.max(8 << 10));
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(timeouts.ping)
        .keep_alive_timeout(timeouts.pong)
        .max_concurrent_streams(sizes.streams)
        .max_header_list_size(sizes.headers)
        .max_frame_size(sizes.frame)
        .initial_stream_window_size(sizes.stream_window)
        .initial_connection_window_size(sizes.connection_window)
        .max_send_buf_size(sizes.send_buffer)
        .max_pending_accept_reset_streams(sizes.resets)
        .max_local_error_reset_streams(OWN_FAULTS);
    builder
}
