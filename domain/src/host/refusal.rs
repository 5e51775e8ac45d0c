//! Why a host is refused what it asks.
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::personal::BadText;

/// Why what was asked of a host is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The organisation has not registered.
    #[error("the organisation is not registered")]
    NotRegistered,
    /// It was registered before.
    #[error("the organisation is registered already")]
    RegisteredAlready,
    /// Its SIREN is all zeros: what a form is filled with where none is known.
    #[error("the SIRET is nobody's")]
    SiretOfNobody,
    /// A text is empty, too long or not a text.
    #[error("the {0} is empty, too long or not a text")]
    TextUnfit(&'static str),
    /// A text holds characters that are hidden or that nobody can read.
    #[error(transparent)]
    Characters(#[from] BadText),
    /// There is no such person.
    #[error("the person does not act for the organisation")]
    PersonUnknown,
    /// The person was erased.
    #[error("the person was erased")]
    PersonErased,
    /// Nobody would answer those who apply: the pooling partner names no contact, or may not.
    #[error("nobody acts for the organisation, and no contact of it can be invited")]
    NobodyAnswers,
    /// The link of an invitation serves no more, or never did: which of both is not told.
    #[error("the link of the invitation does not serve")]
    InvitationNotValid,
    /// Somebody must be left.
    #[error("the last person of the organisation cannot be removed")]
    LastPerson,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotRegistered => because(
                "HOST_NOT_REGISTERED",
                "OFF-1",
                "Cet organisme n'est pas inscrit.",
                "This organisation is not registered.",
            ),
            Self::RegisteredAlready => because(
                "HOST_REGISTERED_ALREADY",
                "OFF-1",
                "Cet organisme est déjà inscrit.",
                "This organisation is registered already.",
            )
            .on("siret"),
            Self::SiretOfNobody => because(
                "SIRET_OF_NOBODY",
                "OFF-1",
                "Ce SIRET est fait de zéros : il n'est celui d'aucun organisme.",
                "That SIRET is made of zeros: no organisation has it.",
            )
            .on("siret"),
            Self::Characters(bad) => bad.explain(),
            Self::TextUnfit(field) => because(
                "HOST_TEXT_UNFIT",
                "OFF-1",
                "Les noms de l'organisme, de son administration et de son groupe ont de 1 à 200 caractères.",
                "The names of the organisation, of its administration and of its group have 1 to 200 characters.",
            )
            .on(field),
            Self::PersonUnknown => because(
                "HOST_PERSON_UNKNOWN",
                "OFF-1",
                "Cette personne n'agit pas pour l'organisme.",
                "That person does not act for the organisation.",
            )
            .on("person"),
            Self::PersonErased => because(
                "HOST_PERSON_ERASED",
                "SPEC-7",
                "Les données de cette personne ont été effacées : elle ne revient pas sous cet identifiant.",
                "That person's data was erased: they do not come back under that id.",
            )
            .on("person"),
            Self::NobodyAnswers => because(
                "HOST_CONTACT_MISSING",
                "OFF-8",
                "Personne n'agit pour cet organisme : nommez un contact, avec son adresse électronique, qui répondra aux candidatures ; un organisme qui s'est inscrit lui-même nomme ses propres personnes.",
                "Nobody acts for this organisation: name a contact, with an electronic address, who will answer those who apply; an organisation that registered by itself names its own people.",
            )
            .on("host.contact"),
            Self::InvitationNotValid => because(
                "HOST_INVITATION_NOT_VALID",
                "EST-11",
                "Ce lien d'invitation est inconnu ou périmé, ou le collège l'a repris ; vous pouvez participer sans lui.",
                "This link of an invitation is unknown or too old, or the college took it back; you may take part without it.",
            )
            .on("link_token"),
            Self::LastPerson => because(
                "LAST_HOST_PERSON",
                "OFF-1",
                "La dernière personne de l'organisme ne peut pas être retirée.",
                "The last person of the organisation cannot be removed.",
            )
            .on("person"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotRegistered | Self::PersonUnknown => RefusalKind::Missing,
            Self::TextUnfit(_) | Self::SiretOfNobody | Self::Characters(_) => {
                RefusalKind::Malformed
            }
            Self::RegisteredAlready
            | Self::PersonErased
            | Self::NobodyAnswers
            | Self::InvitationNotValid
            | Self::LastPerson => RefusalKind::Rule,
        }
    }
}
