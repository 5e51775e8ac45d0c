use std::time::Duration;

/// What may be set when an access log is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessSettings {
    /// How long rows are kept; 3 years (1,096 days) unless told.
    pub retention: Duration,
    /// A row covers what its reader is shown of the same person, by the same method, for so long
    /// after it; 5 minutes unless told. Zero: every read has its row.
    pub merge_within: Duration,
    /// How long to wait for a read to be on disk; 5 seconds unless told.
    pub patience: Duration,
}

const DAY: Duration = Duration::from_secs(86_400);

impl AccessSettings {
    /// Rows are kept for so many days.
    #[must_use]
    pub fn kept_for_days(self, days: u32) -> Self {
        Self {
            retention: DAY.saturating_mul(days),
            ..self
        }
    }
}

impl Default for AccessSettings {
    fn default() -> Self {
        Self {
            retention: DAY.saturating_mul(1_096),
            merge_within: Duration::from_secs(300),
            patience: Duration::from_secs(5),
        }
    }
}
