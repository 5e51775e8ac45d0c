//! Why a row is not taken into a list.
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::personal::BadText;

/// Why what was asked of a list is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A holiday that ends before it starts.
    #[error("a holiday ends before it starts")]
    HolidayBackwards,
    /// A name is empty, too long or not a text.
    #[error("the name is empty, too long or not a text")]
    NameUnfit,
    /// A name holds characters that are hidden or that nobody can read.
    #[error(transparent)]
    Characters(#[from] BadText),
    /// The page is no address of the web.
    #[error("the page is not an http or https address of up to 300 characters")]
    PageUnfit,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::HolidayBackwards => because(
                "HOLIDAY_BACKWARDS",
                "EST-3",
                "Des vacances finissent avant de commencer.",
                "A holiday ends before it starts.",
            )
            .on("until"),
            Self::Characters(bad) => bad.explain(),
            Self::NameUnfit => because(
                "LIST_NAME_UNFIT",
                "STU-6",
                "Un nom a de 1 à 100 caractères.",
                "A name has 1 to 100 characters.",
            )
            .on("display_name"),
            Self::PageUnfit => because(
                "SECTOR_PAGE_UNFIT",
                "STU-6",
                "La page de l'ONISEP est une adresse http ou https de 300 caractères au plus.",
                "ONISEP's page is an http or https address of up to 300 characters.",
            )
            .on("onisep_url"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::HolidayBackwards | Self::NameUnfit | Self::PageUnfit | Self::Characters(_) => {
                RefusalKind::Malformed
            }
        }
    }
}
