//! Why nothing is done about a request for help (EST-14).
use crate::explain::{Explanation, RefusalKind, because};

/// Why nothing is done about a request for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HelpRefusal {
    /// No pupil is named, or too many.
    #[error("no pupil is named, or more than 60")]
    PupilsUnfit,
    /// A pupil is not one of the college, or there is no such pupil.
    #[error("a pupil is not one of the college")]
    PupilElsewhere,
    /// Nobody asked for it.
    #[error("there is no such request for help")]
    Unknown,
    /// It is closed.
    #[error("the request for help is closed")]
    Closed,
    /// The association is not assigned to the college.
    #[error("the association is not assigned to the college")]
    PartnerNotAssigned,
}

impl HelpRefusal {
    pub(super) fn kind(self) -> RefusalKind {
        match self {
            Self::Unknown | Self::PupilElsewhere => RefusalKind::Missing,
            Self::PupilsUnfit => RefusalKind::Malformed,
            Self::Closed | Self::PartnerNotAssigned => RefusalKind::Rule,
        }
    }

    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::PupilsUnfit => because(
                "HELP_PUPILS_UNFIT",
                "EST-14",
                "Une demande d'aide pour des élèves en nomme de 1 à 60.",
                "A request for help for pupils names 1 to 60 of them.",
            )
            .on("students"),
            Self::PupilElsewhere => because(
                "HELP_PUPIL_ELSEWHERE",
                "EST-14",
                "L'un de ces élèves n'est pas de ce collège.",
                "One of these pupils is not of this college.",
            )
            .on("students"),
            Self::Unknown => because(
                "HELP_REQUEST_UNKNOWN",
                "EST-14",
                "Cette demande d'aide n'est pas connue.",
                "There is no such request for help.",
            )
            .on("name"),
            Self::Closed => because(
                "HELP_REQUEST_CLOSED",
                "EST-14",
                "Cette demande d'aide est close.",
                "This request for help is closed.",
            )
            .on("name"),
            Self::PartnerNotAssigned => because(
                "HELP_PARTNER_NOT_ASSIGNED",
                "EST-14",
                "Cette association n'est pas affectée à ce collège : elle doit l'être avant d'être indiquée.",
                "The association is not assigned to this college: it is to be assigned before it is named.",
            )
            .on("partner"),
        }
    }
}
