//! Why something is refused about a partner.
use jiff::civil::Date;

use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french};
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
    /// The placement is not completed.
    #[error("the placement is not completed")]
    EvaluatedTooEarly,
    /// A mark is from 1 to 5.
    #[error("a mark is from 1 to 5")]
    MarkUnfit,
    /// It recorded no such activity.
    #[error("there is no such activity")]
    ActivityUnknown,
    /// The activity is to come, or was before the last school year.
    #[error("the day of the activity is not within {from} to {until}")]
    ActivityDayUnfit {
        /// First day of the last school year.
        from: Date,
        /// The present day.
        until: Date,
    },
    /// It was with nobody, or with more people than there can be.
    #[error("the activity was with nobody, or with more people than there can be")]
    ActivityPeopleUnfit,
    /// A host offers something in several departments or none: where it counts is to be said.
    #[error("it is not said in which department the activity counts")]
    ActivityDepartmentMissing,
    /// It counts in no department where the host or college does not lie.
    #[error("the activity counts in no such department")]
    ActivityDepartmentUnfit,
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
            Self::EvaluatedTooEarly => because(
                "EVALUATED_TOO_EARLY",
                "OFF-9",
                "Un stage s'évalue une fois effectué.",
                "A placement is evaluated once it was completed.",
            )
            .on("name"),
            Self::MarkUnfit => because(
                "MARK_UNFIT",
                "OFF-9",
                "Une note va de 1 à 5.",
                "A mark is from 1 to 5.",
            )
            .on("mark"),
            Self::ActivityUnknown => because(
                "ACTIVITY_UNKNOWN",
                "DSH-7",
                "Cette action n'est pas connue.",
                "There is no such activity.",
            )
            .on("name"),
            Self::ActivityDayUnfit { from, until } => because(
                "ACTIVITY_DAY_UNFIT",
                "DSH-7",
                format!(
                    "Une action s'enregistre une fois menée, au plus tard l'année scolaire suivante : du {} au {}.",
                    day_in_french(*from),
                    day_in_french(*until)
                ),
                format!(
                    "An activity is recorded once it took place, in the next school year at the latest: from {} to {}.",
                    day_in_english(*from),
                    day_in_english(*until)
                ),
            )
            .on("held_date"),
            Self::ActivityPeopleUnfit => because(
                "ACTIVITY_PEOPLE_UNFIT",
                "DSH-7",
                "Une action touche de 1 à 10 000 personnes.",
                "An activity is with 1 to 10,000 people.",
            )
            .on("people"),
            Self::ActivityDepartmentMissing => because(
                "ACTIVITY_DEPARTMENT_MISSING",
                "DSH-7",
                "Cet organisme propose des stages dans plusieurs départements, ou dans aucun : indiquez celui de l'action.",
                "This host offers something in several departments, or in none: say in which the activity was.",
            )
            .on("department"),
            Self::ActivityDepartmentUnfit => because(
                "ACTIVITY_DEPARTMENT_UNFIT",
                "DSH-7",
                "L'action se compte là où se trouve le collège ou l'organisme, dans le département de l'association si elle en a un.",
                "An activity counts where the college or the host lies, in the department of the association if it has one.",
            )
            .on("department"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown | Self::AssignmentUnknown | Self::NotAssigned | Self::ActivityUnknown => {
                RefusalKind::Missing
            }
            Self::NameUnfit | Self::Characters(_) | Self::MarkUnfit | Self::ActivityPeopleUnfit => {
                RefusalKind::Malformed
            }
            Self::NamedAlready
            | Self::Dismissed
            | Self::OutsideDepartment
            | Self::EvaluatedTooEarly
            | Self::ActivityDayUnfit { .. }
            | Self::ActivityDepartmentMissing
            | Self::ActivityDepartmentUnfit => RefusalKind::Rule,
        }
    }
}
