//! Why nothing is stated of a scheme of equal chances (EST-15).
use crate::calendar::SchoolYear;
use crate::explain::{Explanation, because};

/// Why nothing is stated of a scheme (EST-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemeRefusal {
    /// It is said of the present school year or the next.
    #[error("a scheme is joined in the school year {0} or the next")]
    AnotherYear(SchoolYear),
    /// The class is one of another school year.
    #[error("the class is of another school year")]
    ClassOfAnotherYear,
}

impl SchemeRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::AnotherYear(present) => because(
                "SCHEME_OF_ANOTHER_YEAR",
                "EST-15",
                format!(
                    "La participation à un dispositif d'égalité des chances se déclare pour l'année scolaire en cours, {present}, ou la suivante."
                ),
                format!(
                    "A scheme of equal chances is joined or left in the present school year, {present}, or the next."
                ),
            )
            .on("school_year"),
            Self::ClassOfAnotherYear => because(
                "SCHEME_CLASS_OF_ANOTHER_YEAR",
                "EST-15",
                "Cette classe est d'une autre année scolaire.",
                "That class is of another school year.",
            )
            .on("class"),
        }
    }
}
