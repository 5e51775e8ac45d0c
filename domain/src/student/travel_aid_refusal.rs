//! Why nothing is recorded of aid for travel (EST-10).
use jiff::civil::Date;

use crate::explain::{Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french};

/// Why nothing is recorded of aid for travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TravelAidRefusal {
    /// An amount out of range.
    AmountUnfit {
        /// The least, in cents.
        least: u32,
        /// The most, in cents.
        most: u32,
    },
    /// A day before this one, or to come.
    DayUnfit(Date),
    /// Aid for that placement was recorded, and is corrected instead.
    RecordedAlready,
    /// No aid was recorded for that placement.
    NoneRecorded,
}

impl TravelAidRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::AmountUnfit { least, most } => because(
                "TRAVEL_AID_AMOUNT_UNFIT",
                "EST-10",
                format!("Le montant de l'aide va de {least} à {most} centimes."),
                format!("The amount of aid goes from {least} to {most} cents."),
            )
            .on("amount_cents"),
            Self::DayUnfit(from) => because(
                "TRAVEL_AID_DAY_UNFIT",
                "EST-10",
                format!(
                    "La date de l'aide va du {}, début de l'année scolaire du stage, à ce jour.",
                    day_in_french(from)
                ),
                format!(
                    "The day of the aid goes from {}, when the placement's school year begins, to today.",
                    day_in_english(from)
                ),
            )
            .on("granted_date"),
            Self::RecordedAlready => because(
                "TRAVEL_AID_RECORDED_ALREADY",
                "EST-10",
                "Une aide est déjà enregistrée pour ce stage : corrigez-la, avec un motif.",
                "Aid is recorded for this placement already: correct it, with a reason.",
            ),
            Self::NoneRecorded => because(
                "NO_TRAVEL_AID",
                "EST-10",
                "Aucune aide n'a été enregistrée pour ce stage.",
                "No aid was recorded for this placement.",
            ),
        }
    }

    pub(super) fn kind(self) -> RefusalKind {
        match self {
            Self::AmountUnfit { .. } => RefusalKind::Malformed,
            Self::DayUnfit(_) | Self::RecordedAlready | Self::NoneRecorded => RefusalKind::Rule,
        }
    }
}

impl From<TravelAidRefusal> for super::Refusal {
    fn from(refusal: TravelAidRefusal) -> Self {
        Self::TravelAid(refusal)
    }
}
