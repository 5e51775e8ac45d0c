//! Why a class does not move to another (EST-13).
use super::not_eligible::not_eligible;
use super::waiver::MissingAgreement;
use crate::calendar::SchoolYear;
use crate::explain::{Explanation, because};

/// Why a class does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefusal {
    /// A class moves to another one.
    #[error("the class moves nowhere")]
    Nowhere,
    /// A class does not move to an earlier school year.
    #[error("the class is of an earlier school year")]
    Back,
    /// The college is not eligible in the school year of that class.
    #[error("the college is not eligible in the school year {0}")]
    NotEligible(SchoolYear, MissingAgreement),
    /// Nobody is in the class who could move.
    #[error("nobody is in the class who could move")]
    Nobody,
}

impl MoveRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::Nowhere => because(
                "MOVES_NOWHERE",
                "EST-13",
                "Indiquez une autre classe que celle que quittent les élèves.",
                "Name another class than the one that the pupils are in.",
            )
            .on("into"),
            Self::Back => because(
                "CLASS_OF_THE_PAST",
                "EST-13",
                "Cette classe est celle d'une année scolaire passée.",
                "This class is one of an earlier school year.",
            )
            .on("into"),
            Self::NotEligible(year, missing) => not_eligible(year, missing),
            Self::Nobody => because(
                "NOBODY_TO_MOVE",
                "EST-13",
                "Personne dans cette classe ne peut en changer.",
                "Nobody in that class could move.",
            )
            .on("class"),
        }
    }
}
