//! Why something is refused about a mandate.
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::personal::BadText;

/// Why what was asked of a mandate is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody was appointed under that id.
    #[error("there is no such representative")]
    Unknown,
    /// They act for no local platform, or no longer do.
    #[error("the representative acts for no local platform")]
    NoPoolingPartner,
    /// No local platform has signed before the scheme began, or will have.
    #[error("the date of the signature is before the scheme or in the future")]
    SignedImplausibly,
    /// The local platform has signed no pooling agreement, as far as is recorded.
    #[error("the platform has signed no pooling agreement")]
    NoPoolingAgreement,
    /// The name of a platform is empty, too long or not a text.
    #[error("the name of the platform is empty, too long or not a text")]
    PlatformUnfit,
    /// A text holds characters that are hidden or that nobody can read.
    #[error(transparent)]
    Characters(#[from] BadText),
    /// Somebody was appointed under that id before.
    #[error("the representative was appointed before")]
    AppointedAlready,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::Unknown => because(
                "REPRESENTATIVE_UNKNOWN",
                "DSH-4",
                "Ce représentant n'est pas connu.",
                "There is no such representative.",
            )
            .on("name"),
            Self::NoPoolingPartner => because(
                "NOT_A_POOLING_PARTNER",
                "OFF-8",
                "Ce mandat n'est pas celui d'une plateforme locale, ou ne l'est plus.",
                "That mandate is not one of a local platform, or no longer is.",
            )
            .on("name"),
            Self::SignedImplausibly => because(
                "SIGNED_DATE_IMPLAUSIBLE",
                "OFF-8",
                "Une convention de mutualisation est signée depuis le 24 juillet 2019, et au plus tard aujourd'hui.",
                "A pooling agreement is signed since 24 July 2019, and today at the latest.",
            )
            .on("signed_date"),
            Self::NoPoolingAgreement => because(
                "NO_POOLING_AGREEMENT",
                "OFF-8",
                "Aucune convention de mutualisation signée n'est enregistrée pour votre plateforme ; l'exploitant du service l'enregistre.",
                "No signed pooling agreement is recorded for your platform; the operator of the service records it.",
            ),
            Self::PlatformUnfit => because(
                "PLATFORM_NAME_UNFIT",
                "OFF-8",
                "Le nom de la plateforme a de 1 à 200 caractères.",
                "The name of the platform has 1 to 200 characters.",
            )
            .on("platform_display_name"),
            Self::Characters(bad) => bad.explain(),
            Self::AppointedAlready => because(
                "REPRESENTATIVE_APPOINTED_ALREADY",
                "DSH-4",
                "Ce représentant a déjà été nommé ; une nouvelle nomination se fait sous un autre nom.",
                "This representative was appointed before; a new appointment goes under another name.",
            ),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::PlatformUnfit | Self::Characters(_) => RefusalKind::Malformed,
            Self::AppointedAlready
            | Self::NoPoolingPartner
            | Self::SignedImplausibly
            | Self::NoPoolingAgreement => RefusalKind::Rule,
        }
    }
}
