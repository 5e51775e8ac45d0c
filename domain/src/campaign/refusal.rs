//! Why something is refused about a campaign.
use jiff::civil::Date;

use crate::calendar::SchoolYear;
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french};

/// Why what was asked of a campaign is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is aimed at, or more than there can be.
    #[error("the targets are zero, or more than there can be")]
    TargetsUnfit,
    /// They are fixed in the present school year or the next.
    #[error("targets are of the school year {0} or the next")]
    TargetsOfAnotherYear(SchoolYear),
    /// No such difficulty was reported.
    #[error("there is no such difficulty")]
    DifficultyUnknown,
    /// It is dealt with.
    #[error("the difficulty is closed")]
    DifficultyClosed,
    /// Nobody has answered.
    #[error("nobody has answered the difficulty")]
    DifficultyNotAnswered,
    /// No such meeting was told.
    #[error("there is no such meeting")]
    MeetingUnknown,
    /// It was too long ago to be told, or in another school year than was told, or is to come.
    #[error("the day of the meeting is not within {from} to {until}")]
    MeetingDayUnfit {
        /// The first day on which it may have been.
        from: Date,
        /// The last one.
        until: Date,
    },
    /// It brought nobody together, or more than there can be.
    #[error("the meeting brought nobody together, or more than there can be")]
    MeetingCountsUnfit,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::TargetsUnfit => because(
                "TARGETS_UNFIT",
                "DSH-4",
                "Les objectifs sont d'au moins une offre et d'au plus 10 000 000.",
                "The targets are of one offer at least and of 10,000,000 at most.",
            )
            .on("public_offers"),
            Self::TargetsOfAnotherYear(present) => because(
                "TARGETS_OF_ANOTHER_YEAR",
                "DSH-4",
                format!(
                    "Les objectifs se fixent pour l'année scolaire en cours, {present}, ou la suivante."
                ),
                format!(
                    "Targets are fixed for the present school year, {present}, or the next."
                ),
            )
            .on("school_year"),
            Self::DifficultyUnknown => because(
                "DIFFICULTY_UNKNOWN",
                "DSH-4",
                "Cette difficulté n'est pas connue.",
                "There is no such difficulty.",
            )
            .on("name"),
            Self::DifficultyClosed => because(
                "DIFFICULTY_CLOSED",
                "DSH-4",
                "Cette difficulté est close : elle peut être signalée de nouveau.",
                "This difficulty is closed: it may be reported again.",
            )
            .on("name"),
            Self::DifficultyNotAnswered => because(
                "DIFFICULTY_NOT_ANSWERED",
                "DSH-4",
                "Une difficulté se clôt une fois que le recteur ou le préfet y a répondu.",
                "A difficulty is closed once the rector or the prefect has answered it.",
            )
            .on("name"),
            Self::MeetingUnknown => because(
                "MEETING_UNKNOWN",
                "DSH-4",
                "Cette réunion n'est pas connue.",
                "There is no such meeting.",
            )
            .on("name"),
            Self::MeetingDayUnfit { from, until } => because(
                "MEETING_DAY_UNFIT",
                "DSH-4",
                format!(
                    "Une réunion s'enregistre une fois tenue, à une date du {} au {}.",
                    day_in_french(*from),
                    day_in_french(*until)
                ),
                format!(
                    "A meeting is recorded once it took place, on a day from {} to {}.",
                    day_in_english(*from),
                    day_in_english(*until)
                ),
            )
            .on("held_date"),
            Self::MeetingCountsUnfit => because(
                "MEETING_COUNTS_UNFIT",
                "DSH-4",
                "Une réunion rassemble au moins un organisme ou un collège, et au plus 10 000 de chaque.",
                "A meeting brings at least one host or college together, and at most 10,000 of each.",
            )
            .on("hosts"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::DifficultyUnknown | Self::MeetingUnknown => RefusalKind::Missing,
            Self::TargetsUnfit | Self::MeetingCountsUnfit => RefusalKind::Malformed,
            Self::TargetsOfAnotherYear(_)
            | Self::DifficultyClosed
            | Self::DifficultyNotAnswered
            | Self::MeetingDayUnfit { .. } => RefusalKind::Rule,
        }
    }
}
