//! The stages of a pupil's year. Between two of them the rest of the country comes.

/// What is done when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Enrolled,
    Authorised,
    CvWritten,
    /// Applications, four times; those of the time before are answered.
    Asking(u64),
    /// What is still to be answered.
    Answered,
    /// Whoever is placed is.
    Placed,
    Signed,
    Completed,
}

/// In how many stages applications are submitted.
pub(super) const ASKING: u64 = 4;

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Enrolled,
        Self::Authorised,
        Self::CvWritten,
        Self::Asking(0),
        Self::Asking(1),
        Self::Asking(2),
        Self::Asking(3),
        Self::Answered,
        Self::Placed,
        Self::Signed,
        Self::Completed,
    ];

    /// The one after submissions of the `asking`-th time.
    pub fn after(asking: u64) -> Self {
        if asking + 1 < ASKING {
            Self::Asking(asking + 1)
        } else {
            Self::Answered
        }
    }
}
