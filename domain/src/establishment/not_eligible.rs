//! Why the pupils of a college take no part in a school year (EST-2), in words.
use super::waiver::{Authority, MissingAgreement};
use crate::calendar::SchoolYear;
use crate::explain::{Explanation, because};

/// The college is not eligible in that school year, for want of these agreements.
#[must_use]
pub fn not_eligible(year: SchoolYear, missing: MissingAgreement) -> Explanation {
    let (french, english) = match missing {
        MissingAgreement::One(Authority::Prefecture) => (
            "l'accord de la préfecture",
            "the agreement of the prefecture",
        ),
        MissingAgreement::One(Authority::AcademicServices) => (
            "l'accord des services académiques",
            "the agreement of the academy's services",
        ),
        MissingAgreement::Both => (
            "l'accord de la préfecture et celui des services académiques",
            "the agreements of the prefecture and of the academy's services",
        ),
    };
    because(
        "ESTABLISHMENT_NOT_ELIGIBLE",
        "EST-2",
        format!(
            "Le collège n'est ni en REP+ ni en REP, et n'a pas de dérogation pour l'année scolaire {year} : il manque {french}."
        ),
        format!(
            "The college is neither in REP+ nor in REP, and has no waiver for the school year {year}: it lacks {english}."
        ),
    )
}
