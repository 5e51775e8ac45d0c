//! What a snapshot is worth beside the log, by whoever replays the log and compares.
use super::Unusable;
use crate::Checkpoint;

/// What a snapshot is worth.
#[derive(Debug)]
pub enum SnapshotVerdict {
    /// The replay gives the same state.
    Same,
    /// These parts of the state come out otherwise.
    Differs(Vec<&'static str>),
    /// A start would leave it aside.
    LeftAside(Unusable),
    /// It is of this installation and stands beyond the end of the log: made from events that the log
    /// does not hold any more. The last of them.
    Beyond(Checkpoint),
}

impl SnapshotVerdict {
    /// One of another version of the program, of another installation, or of what the log held
    /// before it was put back to an older state, harms nobody: a start leaves it aside. That one tells
    /// of a lost tail is said apart.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Same | Self::Beyond(_) => true,
            Self::Differs(_) => false,
            Self::LeftAside(reason) => match reason {
                Unusable::OtherFormat(_)
                | Unusable::OtherState
                | Unusable::OtherInstallation { .. }
                | Unusable::OtherLog(_) => true,
                Unusable::Unreadable(_)
                | Unusable::NotASnapshot
                | Unusable::Damaged
                | Unusable::Misfit
                | Unusable::LogDamaged(_) => false,
            },
        }
    }
}
