//! A thread for what everybody waits for: on the threads of the callers it would wait in line behind
//! them whenever an answer arrives.
use crate::LogError;
use crate::postgres::error::unavailable;

/// Does it on a thread of its own, to its end.
///
/// # Errors
/// `Unavailable` when the system gives no thread.
pub(super) fn run<T>(work: impl Future<Output = T> + Send + 'static) -> Result<(), LogError> {
    let no_thread = |error| unavailable(format_args!("no thread for the log: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(no_thread)?;
    std::thread::Builder::new()
        .name("eventlog-postgres".into())
        .spawn(move || {
            runtime.block_on(work);
        })
        .map_err(no_thread)?;
    Ok(())
}
