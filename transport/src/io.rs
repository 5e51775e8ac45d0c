//! The bytes of a connection, counted as they come and go.
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::connection::Connection;
use super::frames::{FrameBudget, Frames};
use super::metrics;

/// A stream that tells its connection what it reads, and ends at a flood of frames.
#[derive(Debug)]
pub struct MeteredIo<IO> {
    io: IO,
    connection: Arc<Connection>,
    frames: Frames,
}

impl<IO> MeteredIo<IO> {
    /// The stream of a connection.
    pub fn new(io: IO, connection: Arc<Connection>, budget: FrameBudget) -> Self {
        Self {
            io,
            connection,
            frames: Frames::new(budget, Instant::now()),
        }
    }
}

impl<IO> MeteredIo<IO> {
    fn wrote(&mut self, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = &polled {
            self.frames.wrote(*bytes);
        }
        polled
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for MeteredIo<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.io).poll_read(cx, buffer);
        let come = buffer.filled().get(before..).unwrap_or_default();
        self.connection.count_read(come.len());
        if self.frames.read(come, Instant::now()).is_err() {
            metrics::ended("frames");
            let why = "more frames than any client needs";
            return Poll::Ready(Err(io::Error::other(why)));
        }
        polled
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for MeteredIo<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.wrote(polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.wrote(polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }
}
