//! Why an agreement's stream says no.
use jiff::civil::Date;

use super::accompaniment_refusal::AccompanimentRefusal;
use crate::calendar::Week;
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french, week_in_english, week_in_french};
use crate::offer;

/// A refusal of an agreement's rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.explain().english)]
pub enum Refusal {
    /// The placement has no agreement.
    Unknown,
    /// The placement was given up.
    Ended,
    /// Somebody means another version than the present one.
    VersionNotCurrent {
        /// The number of the present one.
        current: u32,
    },
    /// Somebody read other terms than those of that version.
    DigestDiffers,
    /// The first day has come.
    TooLateToSign {
        /// Which it was.
        first_day: Date,
    },
    /// The first day would not lie ahead.
    TooLateToAmend {
        /// The present day.
        today: Date,
    },
    /// The days are not of the week of the placement, or in the wrong order.
    DaysOutsideWeek(Week),
    /// Somebody whom the words are of or name was erased: no document can be made of them again.
    WordsErased,
    /// Departure before arrival.
    HoursUnfit,
    /// The place is none.
    Place(Box<offer::Refusal>),
    /// Of contact and visit.
    Accompaniment(AccompanimentRefusal),
    /// A signed copy that nobody signed.
    NobodySigned,
    /// A copy was signed before its version was made, or in the future.
    BadDayOfSignature {
        /// When the version was made.
        from: Date,
    },
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::Unknown => because(
                "AGREEMENT_NOT_FOUND",
                "AGR-1",
                "Ce stage n'a pas de convention.",
                "This placement has no agreement.",
            )
            .on("application"),
            Self::Ended => because(
                "AGREEMENT_ENDED",
                "AGR-2",
                "Ce stage a été annulé : sa convention ne se modifie plus et ne se signe plus.",
                "This placement was given up: its agreement is amended and signed no more.",
            )
            .on("application"),
            Self::VersionNotCurrent { current } => because(
                "AGREEMENT_VERSION_NOT_CURRENT",
                "AGR-2",
                format!(
                    "Les termes de la convention ont changé : la version en cours est la {current}."
                ),
                format!(
                    "The terms of the agreement are others now: the present version is number {current}."
                ),
            )
            .on("version"),
            Self::DigestDiffers => because(
                "AGREEMENT_DIGEST_DIFFERS",
                "AGR-2",
                "L'empreinte n'est pas celle des termes de cette version.",
                "The digest is not that of the terms of this version.",
            )
            .on("terms_digest"),
            Self::TooLateToSign { first_day } => because(
                "AGREEMENT_TOO_LATE_TO_SIGN",
                "AGR-3",
                format!(
                    "La convention se signe avant le premier jour du stage, le {}.",
                    day_in_french(*first_day)
                ),
                format!(
                    "The agreement is signed before the first day of the placement, {}.",
                    day_in_english(*first_day)
                ),
            ),
            Self::TooLateToAmend { today } => because(
                "AGREEMENT_TOO_LATE_TO_AMEND",
                "AGR-3",
                format!(
                    "Le premier jour du stage vient après aujourd'hui, le {}, pour que tous signent avant.",
                    day_in_french(*today)
                ),
                format!(
                    "The first day of the placement comes after today, {}, so that all sign before it.",
                    day_in_english(*today)
                ),
            )
            .on("terms.first_date"),
            Self::DaysOutsideWeek(week) => because(
                "AGREEMENT_DAYS_OUTSIDE_WEEK",
                "AGR-1",
                format!(
                    "Le premier et le dernier jour sont, dans cet ordre, de la semaine du stage, la {}.",
                    week_in_french(*week)
                ),
                format!(
                    "First and last day are, in this order, of the week of the placement, {}.",
                    week_in_english(*week)
                ),
            )
            .on("terms.first_date"),
            Self::WordsErased => because(
                "AGREEMENT_WORDS_ERASED",
                "SPEC-7",
                "Les données personnelles de l'élève ou du tuteur ont été effacées : ce document ne peut plus être établi.",
                "The personal data of the pupil or the tutor was erased: this document cannot be made again.",
            )
            .on("application"),
            Self::HoursUnfit => because(
                "AGREEMENT_HOURS_UNFIT",
                "AGR-1",
                "L'heure de départ vient après l'heure d'arrivée.",
                "The time of departure is after the time of arrival.",
            )
            .on("hours"),
            Self::Place(bad) => bad.explain(),
            Self::Accompaniment(bad) => bad.explain(),
            Self::NobodySigned => because(
                "AGREEMENT_NOBODY_SIGNED",
                "AGR-2",
                "Indiquez qui a signé la copie.",
                "Say who signed the copy.",
            )
            .on("parties"),
            Self::BadDayOfSignature { from } => because(
                "AGREEMENT_DAY_OF_SIGNATURE_UNFIT",
                "AGR-2",
                format!(
                    "La copie a été signée entre le jour où cette version a été rédigée, le {}, et aujourd'hui.",
                    day_in_french(*from)
                ),
                format!(
                    "The copy was signed between the day on which this version was made, {}, and today.",
                    day_in_english(*from)
                ),
            )
            .on("signed_on"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::HoursUnfit | Self::NobodySigned => RefusalKind::Malformed,
            Self::Place(bad) => bad.kind(),
            Self::Accompaniment(bad) => bad.kind(),
            Self::Ended
            | Self::VersionNotCurrent { .. }
            | Self::DigestDiffers
            | Self::WordsErased
            | Self::TooLateToSign { .. }
            | Self::TooLateToAmend { .. }
            | Self::DaysOutsideWeek(_)
            | Self::BadDayOfSignature { .. } => RefusalKind::Rule,
        }
    }
}
