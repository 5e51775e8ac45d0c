//! Why something is refused about a mandate.
use crate::explain::{Explain, Explanation, RefusalKind, because};

/// Why what was asked of a mandate is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody was appointed under that id.
    #[error("there is no such representative")]
    Unknown,
    /// Somebody was appointed under that id before.
    #[error("the representative was appointed before")]
    AppointedAlready,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::Unknown => because(
                "REPRESENTATIVE_UNKNOWN",
                "DSH-4",
                "Ce représentant n'est pas connu.",
                "There is no such representative.",
            )
            .on("name"),
            Self::AppointedAlready => because(
                "REPRESENTATIVE_APPOINTED_ALREADY",
                "DSH-4",
                "Ce représentant a déjà été nommé ; une nouvelle nomination se fait sous un autre nom.",
                "This representative was appointed before; a new appointment goes under another name.",
            ),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::AppointedAlready => RefusalKind::Rule,
        }
    }
}
