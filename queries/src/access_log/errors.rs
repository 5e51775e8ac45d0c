use std::sync::Arc;

use storage::FileFault;

use storage::DatabaseError;

/// Why a read was not recorded, or rows could not be told. Quotes no row.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AccessLogError {
    /// Its database says no.
    #[error("the access log: {0}")]
    Database(#[from] DatabaseError),
    /// The read was not on disk in time. It may be recorded all the same.
    #[error("the access log did not answer in time")]
    Late,
    /// Its writer has stopped.
    #[error("the access log's writer has stopped")]
    Closed,
    /// A row is none of this program's, or not as it was written.
    #[error("row {row} of the access log is damaged")]
    StrangeRow {
        /// Its number.
        row: i64,
    },
    /// Its file is open to others, or the file system refused.
    #[error("the access log: {0}")]
    File(Arc<FileFault>),
}

impl From<FileFault> for AccessLogError {
    fn from(fault: FileFault) -> Self {
        Self::File(Arc::new(fault))
    }
}
