//! Why nothing is done about a waiver (EST-2).
use crate::calendar::SchoolYear;
use crate::explain::{Explanation, because};

/// Why nothing is done about a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaiverRefusal {
    /// The college is in priority education.
    #[error("the college needs no waiver")]
    NotNeeded,
    /// A waiver is of the present school year or the next.
    #[error("a waiver is of the school year {0} or the next")]
    AnotherYear(SchoolYear),
    /// Nobody asked for it, and the other authority did not begin.
    #[error("nobody asked for the waiver")]
    NotAsked,
    /// The authority agrees; it takes that back instead.
    #[error("the authority has agreed")]
    AgreedAlready,
    /// The authority has not agreed.
    #[error("the authority has not agreed")]
    NotAgreed,
}

impl WaiverRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::NotNeeded => because(
                "WAIVER_NOT_NEEDED",
                "EST-2",
                "Ce collège est en éducation prioritaire : il participe sans dérogation.",
                "This college is in priority education: it takes part without a waiver.",
            ),
            Self::AnotherYear(present) => because(
                "WAIVER_OF_ANOTHER_YEAR",
                "EST-2",
                format!(
                    "Une dérogation vaut pour l'année scolaire en cours, {present}, ou la suivante."
                ),
                format!("A waiver is of the present school year, {present}, or the next."),
            )
            .on("school_year"),
            Self::NotAsked => because(
                "WAIVER_NOT_ASKED",
                "EST-2",
                "Aucune demande de dérogation n'attend de réponse pour cette année scolaire.",
                "No waiver waits for an answer for that school year.",
            ),
            Self::AgreedAlready => because(
                "WAIVER_AGREED_ALREADY",
                "EST-2",
                "Un accord a déjà été donné : il peut être retiré, mais plus refusé.",
                "An agreement was given already: it may be withdrawn, not refused any more.",
            ),
            Self::NotAgreed => because(
                "WAIVER_NOT_AGREED",
                "EST-2",
                "Aucun accord n'a été donné pour cette année scolaire : il n'y a rien à retirer.",
                "No agreement was given for that school year: there is nothing to withdraw.",
            ),
        }
    }
}
