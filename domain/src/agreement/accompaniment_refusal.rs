//! Why nothing is recorded of the contact with a host or of a visit (AGR-4).
use jiff::civil::Date;

use crate::explain::{Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french};

/// Why nothing is recorded of contact or visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccompanimentRefusal {
    /// A contact was recorded, and is corrected instead.
    ContactRecordedAlready,
    /// There is no contact to correct.
    NoContactRecorded,
    /// A contact on a day before or after these.
    DayOfContactUnfit {
        /// The first.
        from: Date,
        /// The last.
        until: Date,
    },
    /// A visit was recorded, and is corrected instead.
    VisitRecordedAlready,
    /// There is no visit to correct.
    NoVisitRecorded,
    /// A visit on no day of the placement, or on a day to come.
    DayOfVisitUnfit {
        /// The first day of the placement.
        from: Date,
        /// The last one.
        until: Date,
    },
    /// Who went is not of the college.
    VisitorUnknown,
}

impl AccompanimentRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::ContactRecordedAlready => because(
                "HOST_CONTACT_RECORDED_ALREADY",
                "AGR-4",
                "La prise de contact avec l'organisme d'accueil est déjà enregistrée : corrigez-la.",
                "The contact with the host is recorded already: correct it.",
            ),
            Self::NoContactRecorded => because(
                "NO_HOST_CONTACT",
                "AGR-4",
                "Aucune prise de contact n'est enregistrée pour ce stage.",
                "No contact with the host is recorded for this placement.",
            ),
            Self::DayOfContactUnfit { from, until } => because(
                "HOST_CONTACT_DAY_UNFIT",
                "AGR-4",
                format!(
                    "La prise de contact a eu lieu entre le {} et le {}.",
                    day_in_french(from),
                    day_in_french(until)
                ),
                format!(
                    "The contact took place between {} and {}.",
                    day_in_english(from),
                    day_in_english(until)
                ),
            )
            .on("contact_date"),
            Self::VisitRecordedAlready => because(
                "VISIT_RECORDED_ALREADY",
                "AGR-4",
                "La visite est déjà enregistrée pour ce stage : corrigez-la.",
                "The visit is recorded for this placement already: correct it.",
            ),
            Self::NoVisitRecorded => because(
                "NO_VISIT",
                "AGR-4",
                "Aucune visite n'est enregistrée pour ce stage.",
                "No visit is recorded for this placement.",
            ),
            Self::DayOfVisitUnfit { from, until } => because(
                "VISIT_DAY_UNFIT",
                "AGR-4",
                format!(
                    "La visite a eu lieu un jour du stage, du {} au {}, et aujourd'hui au plus tard.",
                    day_in_french(from),
                    day_in_french(until)
                ),
                format!(
                    "The visit took place on a day of the placement, from {} to {}, and today at the latest.",
                    day_in_english(from),
                    day_in_english(until)
                ),
            )
            .on("visit_date"),
            Self::VisitorUnknown => because(
                "VISITOR_NOT_OF_COLLEGE",
                "AGR-4",
                "La personne qui a fait la visite n'est pas du personnel du collège.",
                "Who made the visit is not of the college's staff.",
            )
            .on("visitor"),
        }
    }

    pub(super) fn kind(self) -> RefusalKind {
        match self {
            Self::ContactRecordedAlready
            | Self::NoContactRecorded
            | Self::DayOfContactUnfit { .. }
            | Self::VisitRecordedAlready
            | Self::NoVisitRecorded
            | Self::DayOfVisitUnfit { .. }
            | Self::VisitorUnknown => RefusalKind::Rule,
        }
    }
}

impl From<AccompanimentRefusal> for super::Refusal {
    fn from(refusal: AccompanimentRefusal) -> Self {
        Self::Accompaniment(refusal)
    }
}
