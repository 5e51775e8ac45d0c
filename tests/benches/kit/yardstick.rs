//! What the machine can do, printed beside the commands' table: figures of two machines are compared by it.
use std::fmt;
use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

const SYNCS: usize = 100;
const MIB: usize = 1 << 20;
const HASHED: usize = 64;

/// The disk and the processor, as they are at this moment.
pub struct Yardstick {
    /// Median of appending 4 KiB to a file and `fdatasync`.
    fdatasync: Duration,
    /// MiB a second that one core hashes (SHA-256).
    hashed: f64,
}

impl Yardstick {
    /// Takes them, where the benchmarks write.
    pub fn take() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut file = File::create(folder.path().join("synced")).unwrap();
        let mut took: Vec<Duration> = (0..SYNCS)
            .map(|_| {
                let begun = Instant::now();
                file.write_all(&[7; 4_096]).unwrap();
                file.sync_data().unwrap();
                begun.elapsed()
            })
            .collect();
        took.sort_unstable();
        let block = vec![7; MIB];
        let begun = Instant::now();
        let mut hash = Sha256::new();
        for _ in 0..HASHED {
            hash.update(&block);
        }
        std::hint::black_box(hash.finalize());
        Self {
            fdatasync: took[SYNCS / 2],
            hashed: HASHED as f64 / begun.elapsed().as_secs_f64(),
        }
    }
}

impl fmt::Display for Yardstick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.fdatasync.as_secs_f64() * 1e3;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        write!(
            f,
            "yardstick: fdatasync {millis:.2} ms, SHA-256 {:.0} MiB/s a core, {cores} cores",
            self.hashed
        )
    }
}
