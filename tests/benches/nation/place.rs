//! Where the log lies and what it holds.
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use demo_plan::testing::nation::{Layout, Size};
use eventlog::SqliteLog;
use projections::SnapshotFolder;

/// The seed of every country here.
pub const SEED: u64 = 2025;

/// A folder with a log, what is derived of it, and what it was made of.
pub struct Place {
    pub folder: PathBuf,
    pub part: u64,
    pub size: Size,
}

impl Place {
    /// The folder that a process was started for.
    pub fn given() -> Self {
        let folder = std::env::var_os("PLACEMENT_NATION_FOLDER");
        Self::at(folder.expect("the folder is named").into())
    }

    /// A folder; a log that lies there must be of the size that is asked for.
    pub fn at(folder: PathBuf) -> Self {
        std::fs::create_dir_all(&folder).unwrap();
        let part = setting("PART", 100);
        let spread = std::env::var("PLACEMENT_NATION_IDS").is_ok_and(|ids| ids == "spread");
        let size = Size {
            letter: setting("LETTER", 100),
            ordered_ids: !spread,
            ..Size::whole().part(part)
        };
        let place = Self { folder, part, size };
        let (asked, told) = (format!("{size:?}\n"), place.folder.join("size.txt"));
        match std::fs::read_to_string(&told) {
            Ok(made) => assert_eq!(made, asked, "the log in this folder is of another size"),
            Err(_) => std::fs::write(told, asked).unwrap(),
        }
        place
    }

    pub fn file(&self) -> PathBuf {
        self.folder.join("placement.db")
    }

    pub fn snapshots(&self) -> SnapshotFolder {
        SnapshotFolder::new(self.folder.join("snapshots"))
    }

    pub fn layout(&self) -> Layout {
        Layout::new(SEED, self.size)
    }

    /// The log, to read.
    pub fn log(&self) -> SqliteLog {
        SqliteLog::open_read_only(self.file()).unwrap()
    }

    /// Bytes of the log on the disk, with what was not taken into its file yet.
    pub fn bytes(&self) -> u64 {
        let of =
            |name: &str| std::fs::metadata(self.folder.join(name)).map_or(0, |about| about.len());
        of("placement.db") + of("placement.db-wal")
    }

    pub fn mark(&self, what: &str) -> String {
        format!("1/{} {what}", self.part)
    }
}

/// A number from the environment.
pub fn setting<T: FromStr>(name: &str, otherwise: T) -> T {
    let name = format!("PLACEMENT_NATION_{name}");
    match std::env::var(&name) {
        Ok(text) => match text.parse() {
            Ok(number) => number,
            Err(_) => panic!("{name} is no number: {text}"),
        },
        Err(_) => otherwise,
    }
}

/// How long what may last as long as one likes does.
pub fn as_long_as_liked() -> Duration {
    Duration::from_secs(setting("SECONDS", 30))
}
