//! Why something is refused about a partner.
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::personal::BadText;

/// Why what was asked of a partner is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such partner was named.
    #[error("there is no such partner")]
    Unknown,
    /// It was named before.
    #[error("the partner was named before")]
    NamedAlready,
    /// It no longer takes part.
    #[error("the partner was dismissed")]
    Dismissed,
    /// The name is empty, too long or not a text.
    #[error("the name of the association is empty, too long or not a text")]
    NameUnfit,
    /// The name holds characters that are hidden or that nobody can read.
    #[error(transparent)]
    Characters(#[from] BadText),
    /// The college or the host does not exist.
    #[error("there is no such college or host")]
    AssignmentUnknown,
    /// The college or the host lies in another department.
    #[error("the college or the host does not lie in the department of the partner")]
    OutsideDepartment,
    /// It does not look after that.
    #[error("the partner is not assigned to that")]
    NotAssigned,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::Unknown => because(
                "PARTNER_UNKNOWN",
                "DSH-7",
                "Cette association partenaire n'est pas connue.",
                "There is no such partner association.",
            )
            .on("name"),
            Self::NamedAlready => because(
                "PARTNER_NAMED_ALREADY",
                "DSH-7",
                "Cette association partenaire est déjà désignée.",
                "This partner association was named before.",
            ),
            Self::Dismissed => because(
                "PARTNER_DISMISSED",
                "DSH-7",
                "Cette association n'est plus partenaire.",
                "This association is no longer a partner.",
            )
            .on("name"),
            Self::Characters(bad) => bad.explain(),
            Self::NameUnfit => because(
                "PARTNER_NAME_UNFIT",
                "DSH-7",
                "Le nom de l'association a de 1 à 200 caractères.",
                "The name of the association has 1 to 200 characters.",
            )
            .on("association"),
            Self::AssignmentUnknown => because(
                "ASSIGNMENT_UNKNOWN",
                "DSH-7",
                "Cet établissement ou cet organisme n'est pas connu.",
                "There is no such college or host.",
            )
            .on("assignment"),
            Self::OutsideDepartment => because(
                "PARTNER_OUTSIDE_DEPARTMENT",
                "DSH-7",
                "Une association désignée pour un département n'est affectée qu'à des établissements et organismes de ce département.",
                "An association named for a department is only assigned to colleges and hosts of that department.",
            )
            .on("assignment"),
            Self::NotAssigned => because(
                "PARTNER_NOT_ASSIGNED",
                "DSH-7",
                "Cette association n'y est pas affectée.",
                "The association is not assigned to that.",
            )
            .on("assignment"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown | Self::AssignmentUnknown | Self::NotAssigned => RefusalKind::Missing,
            Self::NameUnfit | Self::Characters(_) => RefusalKind::Malformed,
            Self::NamedAlready | Self::Dismissed | Self::OutsideDepartment => RefusalKind::Rule,
        }
    }
}
