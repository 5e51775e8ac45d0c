//! Why nothing is done in a school year (EST-8, EST-13).
use jiff::civil::Date;

use crate::calendar::SchoolYear;
use crate::explain::{Explanation, because};
use crate::in_words::{day_in_english, day_in_french};

/// Why nothing is done in a school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YearRefusal {
    /// Classes are opened and weeks chosen in the present school year or the next.
    #[error("a college plans the school year {0} or the next")]
    AnotherYear(SchoolYear),
    /// The search cannot be opened yet.
    #[error("the search cannot be opened to the whole country before {0}")]
    NationwideTooEarly(Date),
}

impl YearRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::AnotherYear(present) => because(
                "PLANNED_FOR_ANOTHER_YEAR",
                "EST-13",
                format!(
                    "Un collège prépare l'année scolaire en cours, {present}, ou la suivante, {}.",
                    present.next()
                ),
                format!(
                    "A college plans the present school year, {present}, or the next, {}.",
                    present.next()
                ),
            )
            .on("school_year"),
            Self::NationwideTooEarly(from) => because(
                "NATIONWIDE_TOO_EARLY",
                "EST-8",
                format!(
                    "La recherche ne peut être ouverte à toute la France qu'à partir du {}.",
                    day_in_french(from)
                ),
                format!(
                    "The search can be opened to the whole country from {} only.",
                    day_in_english(from)
                ),
            )
            .on("school_year"),
        }
    }
}

/// A college plans the present school year or the next (EST-13).
pub(super) fn is_planned_now(year: SchoolYear, present: SchoolYear) -> Result<(), YearRefusal> {
    if year.is_this_or_next(present) {
        Ok(())
    } else {
        Err(YearRefusal::AnotherYear(present))
    }
}
