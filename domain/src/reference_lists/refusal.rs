//! Why a row is not taken into a list.
use jiff::civil::Date;

use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french};
use crate::personal::BadText;

/// Why what was asked of a list is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A holiday that ends before it starts.
    #[error("a holiday ends before it starts")]
    HolidayBackwards,
    /// A holiday of too long ago, or of too far ahead.
    #[error("a day of a holiday is not within {from} to {until}")]
    HolidayDayUnfit {
        /// Which of its days.
        field: &'static str,
        /// The first day that is taken.
        from: Date,
        /// The last one.
        until: Date,
    },
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
            Self::HolidayDayUnfit { field, from, until } => because(
                "HOLIDAY_DAY_UNFIT",
                "EST-3",
                format!(
                    "Les vacances d'un calendrier sont du {} au {}.",
                    day_in_french(*from),
                    day_in_french(*until)
                ),
                format!(
                    "The holidays of a calendar are from {} to {}.",
                    day_in_english(*from),
                    day_in_english(*until)
                ),
            )
            .on(field),
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
            Self::HolidayBackwards
            | Self::HolidayDayUnfit { .. }
            | Self::NameUnfit
            | Self::PageUnfit
            | Self::Characters(_) => RefusalKind::Malformed,
        }
    }
}
