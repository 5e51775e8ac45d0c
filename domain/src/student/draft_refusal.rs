//! Why nothing becomes of a draft, or of a comment (STU-14).
use crate::explain::{Explanation, RefusalKind, because};

/// Why nothing becomes of a draft, or of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftRefusal {
    /// There is no such draft, or no such version of it.
    Unknown,
    /// It was thrown away, or an application was made of it.
    NotOpen,
    /// A draft for that offer is begun already.
    Begun,
    /// It is for another offer.
    OfAnotherOffer,
    /// As many drafts as a pupil may work on at a time.
    TooMany(usize),
    /// As many versions as are kept of a draft.
    TooManyVersions(u32),
    /// As many comments as are kept about one thing.
    TooManyComments(usize),
}

impl DraftRefusal {
    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::Unknown => because(
                "DRAFT_NOT_FOUND",
                "STU-14",
                "Ce brouillon n'existe pas.",
                "There is no such draft.",
            )
            .on("draft"),
            Self::NotOpen => because(
                "DRAFT_NOT_OPEN",
                "STU-14",
                "Ce brouillon a été jeté, ou envoyé avec une candidature.",
                "This draft was thrown away, or sent with an application.",
            )
            .on("draft"),
            Self::Begun => because(
                "DRAFTED_ALREADY",
                "STU-14",
                "Vous avez déjà un brouillon pour cette offre.",
                "You have a draft for this offer already.",
            )
            .on("offer"),
            Self::OfAnotherOffer => because(
                "DRAFT_OF_ANOTHER_OFFER",
                "STU-14",
                "Ce brouillon est pour une autre offre.",
                "This draft is for another offer.",
            )
            .on("draft"),
            Self::TooMany(most) => because(
                "TOO_MANY_DRAFTS",
                "STU-14",
                format!("Pas plus de {most} brouillons à la fois : jetez-en un."),
                format!("No more than {most} drafts at a time: throw one away."),
            ),
            Self::TooManyVersions(most) => because(
                "TOO_MANY_DRAFT_VERSIONS",
                "STU-14",
                format!("Un brouillon a au plus {most} versions : commencez-en un autre."),
                format!("A draft has {most} versions at the most: begin another one."),
            )
            .on("draft"),
            Self::TooManyComments(most) => because(
                "TOO_MANY_COMMENTS",
                "STU-14",
                format!("Pas plus de {most} commentaires."),
                format!("No more than {most} comments."),
            ),
        }
    }

    pub(super) fn kind(self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::NotOpen
            | Self::Begun
            | Self::OfAnotherOffer
            | Self::TooMany(_)
            | Self::TooManyVersions(_)
            | Self::TooManyComments(_) => RefusalKind::Rule,
        }
    }
}

impl From<DraftRefusal> for super::Refusal {
    fn from(refusal: DraftRefusal) -> Self {
        Self::Draft(refusal)
    }
}
