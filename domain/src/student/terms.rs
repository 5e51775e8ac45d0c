//! The words of a pupil's events and commands.
use serde::{Deserialize, Serialize};

use crate::concerns::ApplicationState;
pub use crate::digest::FormDigest;
use crate::ids::ApplicationId;
use crate::personal::Message;
use crate::sealed::Sealed;

/// Counted in the dashboards (DSH-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Girl,
    Boy,
    NotStated,
}

/// Who took an authorisation back, or reported that it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawnBy {
    /// The guardian themself.
    Guardian,
    /// The college, on the guardian's word.
    College,
}

/// Why an application fell away without an answer of the host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalCause {
    /// The pupil took it back.
    ByPupil { reason: Option<Sealed<Message>> },
    /// The pupil was placed that week by another application (STU-9).
    PlacedThatWeek { by: ApplicationId },
    /// That other application was the last placement allowed in the year (STU-10).
    YearlyLimitReached { by: ApplicationId },
    /// The guardian withdrew the authorisation (STU-2).
    AuthorisationWithdrawn,
    /// The pupil was erased (SPEC 7).
    PupilErased,
    /// The pupil left the college, or went back to a class of an earlier school year (STU-17).
    LeftCollege,
    /// The college is not eligible any more (EST-2).
    NotEligible,
    /// The college took the application of the group back (OFF-7).
    GroupWithdrawn,
    /// Another pupil of the group cannot come (OFF-7).
    GroupIncomplete,
}

/// Why an application was declined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineCause {
    /// The host said no, in words for the pupil (STU-8).
    ByHost { message: Sealed<Message> },
    /// The offer was withdrawn (OFF-4).
    OfferWithdrawn,
    /// The offer no longer holds that week (OFF-4).
    WeekDropped,
    /// The offer is reserved for another college now (EST-9).
    ReservedElsewhere,
    /// The host said no to the group (OFF-7).
    WithGroup,
}

impl WithdrawalCause {
    /// What the pupil says of it, sealed; nothing where a rule withdrew it.
    #[must_use]
    pub fn reason(&self) -> Option<&Sealed<Message>> {
        match self {
            Self::ByPupil { reason } => reason.as_ref(),
            Self::PlacedThatWeek { .. }
            | Self::YearlyLimitReached { .. }
            | Self::AuthorisationWithdrawn
            | Self::PupilErased
            | Self::LeftCollege
            | Self::NotEligible
            | Self::GroupWithdrawn
            | Self::GroupIncomplete => None,
        }
    }
}

impl DeclineCause {
    /// The host's words, sealed; none where the offer went away.
    #[must_use]
    pub fn message(&self) -> Option<&Sealed<Message>> {
        match self {
            Self::ByHost { message } => Some(message),
            Self::OfferWithdrawn
            | Self::WeekDropped
            | Self::ReservedElsewhere
            | Self::WithGroup => None,
        }
    }
}

/// Why an acceptance could not place the pupil (OFF-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedBecause {
    /// There is no such application of that pupil.
    UnknownApplication,
    /// The pupil has another placement that week.
    PlacedElsewhereThatWeek,
    /// The pupil holds as many placements as a year allows.
    YearlyLimitReached,
    /// The application is no longer pending.
    NoLongerPending,
    /// The pupil has no valid authorisation.
    NotAuthorised,
}

/// Why a placement asks for the head's attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagCause {
    AuthorisationWithdrawn,
    /// The pupil left the college, or went back to a class of an earlier school year (STU-17).
    LeftCollege,
    /// The college is not eligible any more (EST-2).
    NotEligible,
}

/// Whether the pupil did the week (AGR-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The pupil did it.
    Completed,
    /// The pupil did not come.
    Missed,
}

impl Outcome {
    /// Where a placement of this outcome stands.
    #[must_use]
    pub fn state(self) -> ApplicationState {
        match self {
            Self::Completed => ApplicationState::Completed,
            Self::Missed => ApplicationState::Missed,
        }
    }
}

/// What host and college said of a week, each their last word (AGR-5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// The host's.
    pub host: Option<Outcome>,
    /// The college's.
    pub college: Option<Outcome>,
}

impl Outcomes {
    /// What holds: the college's word, and the host's where the college says nothing.
    #[must_use]
    pub fn holds(self) -> Option<Outcome> {
        self.college.or(self.host)
    }

    /// Whether both said something, and not the same.
    #[must_use]
    pub fn contradict(self) -> bool {
        self.host.is_some() && self.college.is_some() && self.host != self.college
    }

    /// What one of them said.
    #[must_use]
    pub fn of(self, witness: CompletionWitness) -> Option<Outcome> {
        match witness {
            CompletionWitness::Host => self.host,
            CompletionWitness::College => self.college,
        }
    }

    /// With the word of one of them.
    #[must_use]
    pub fn with(self, witness: CompletionWitness, outcome: Outcome) -> Self {
        let said = Some(outcome);
        match witness {
            CompletionWitness::Host => Self { host: said, ..self },
            CompletionWitness::College => Self {
                college: said,
                ..self
            },
        }
    }
}

/// Who says that the week was done, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionWitness {
    Host,
    College,
}

/// The five domains of the *socle commun* (AGR-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    /// Les langages pour penser et communiquer.
    Languages,
    /// Les méthodes et outils pour apprendre.
    Methods,
    /// La formation de la personne et du citoyen.
    Citizenship,
    /// Les systèmes naturels et les systèmes techniques.
    NaturalAndTechnicalSystems,
    /// Les représentations du monde et l'activité humaine.
    RepresentationsOfTheWorld,
}
