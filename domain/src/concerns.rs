//! What an event concerns: said once, beside the event's definition, for whoever acts on it. A new
//! event that concerns no application, authorisation, person or seat touches none of them.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{ApplicationId, OfferId};
use crate::sealed::{Personal, Sealed};

/// What an event concerns; by default nothing of all this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Concerns<'a> {
    /// The application it tells something of, and how that moves. No application that its pupil's
    /// stream does not know.
    pub application: Option<(ApplicationId, ApplicationChange)>,
    /// What it tells of the parental authorisation or of those it binds (STU-3).
    pub authorisation: Option<AuthorisationFact>,
    /// What is sealed in it: one value at the most.
    pub sealed: Option<SealedValue<'a>>,
    /// The person who is erased with it (SPEC 7).
    pub erased: Option<Uuid>,
    /// The seat that goes back because of it.
    pub seat_back: Option<SeatBack>,
}

/// A seat of an offer that goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatBack {
    /// Of which offer.
    pub offer: OfferId,
    /// The application that held it.
    pub application: ApplicationId,
    /// Why.
    pub cause: ReleaseCause,
}

/// How an application moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationChange {
    /// It begins, [pending](ApplicationState::Pending).
    Submitted,
    /// It is in this state from now on.
    Becomes(ApplicationState),
    /// It stays in its state; something else is told of it.
    Stays,
}

impl ApplicationChange {
    /// The state from now on; `None` where it stays.
    #[must_use]
    pub fn state(self) -> Option<ApplicationState> {
        match self {
            Self::Submitted => Some(ApplicationState::Pending),
            Self::Becomes(state) => Some(state),
            Self::Stays => None,
        }
    }
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Waits for the host's answer.
    Pending,
    /// The host is looking at it (OFF-5).
    UnderExamination,
    /// Fell away by the pupil or by a rule.
    Withdrawn,
    /// The host said no, or the offer or its week went away.
    Declined,
    /// Nobody answered in time (STU-13).
    Expired,
    /// Is a placement: the pupil is expected.
    Accepted,
    /// Was a placement that the pupil, the host or the college gave up, or that went with an erased pupil.
    Cancelled,
    /// Is a placement that the pupil did.
    Completed,
    /// Is a placement to which the pupil did not come.
    Missed,
}

impl ApplicationState {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::UnderExamination,
        Self::Withdrawn,
        Self::Declined,
        Self::Expired,
        Self::Accepted,
        Self::Cancelled,
        Self::Completed,
        Self::Missed,
    ];

    /// Whether it is a placement: accepted, and not cancelled since.
    #[must_use]
    pub fn is_placement(self) -> bool {
        match self {
            Self::Accepted | Self::Completed | Self::Missed => true,
            Self::Pending
            | Self::UnderExamination
            | Self::Withdrawn
            | Self::Declined
            | Self::Expired
            | Self::Cancelled => false,
        }
    }

    /// Whether the host may still answer.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Pending | Self::UnderExamination)
    }
}

/// Who gives a placement up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    /// The pupil (STU-11).
    Pupil,
    /// The host (OFF-6).
    Host,
    /// The head of the pupil's college (STU-2).
    College,
}

/// What happened to a parental authorisation (STU-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorisationFact {
    /// The form was handed out.
    FormHanded,
    /// A signed form came back.
    Recorded,
    /// Access was opened on it.
    AccessOpened,
    /// Access closed, for the college is not eligible any more.
    AccessClosed,
    /// The guardian took it back.
    Withdrawn,
    /// The head ended what a guardian may do, without naming another.
    GuardianRemoved,
    /// Nobody reads again who a guardian of the pupil was.
    GuardianErased,
    /// Nobody reads again who the pupil was.
    PupilErased,
    /// A form came back that another guardian signed than the last.
    ReplacementRecorded,
    /// The head confirmed the change of guardian.
    ReplacementConfirmed,
    /// A second guardian signed the same form.
    SecondGuardianRecorded,
    /// The head let a second guardian act who came later.
    SecondGuardianConfirmed,
    /// The pupil went on to another school year or college, for which it does not hold.
    Lapsed,
    /// Name or address of a guardian were corrected.
    GuardianCorrected,
}

/// Why a seat is free again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseCause {
    /// The pupil could not be placed (OFF-5).
    AcceptanceRefused,
    /// The pupil cancelled (STU-11).
    CancelledByPupil,
    /// The host cancelled (OFF-6).
    CancelledByHost,
    /// The head cancelled (STU-2).
    CancelledByCollege,
    /// The pupil was erased (SPEC 7).
    PupilErased,
    /// The group that it was held for does not come (OFF-7).
    GroupEnded,
}

impl ReleaseCause {
    /// Who gave the placement up that held the seat; an erasure counts as the pupil's own (SPEC 7).
    /// `None` where the pupil was never placed.
    #[must_use]
    pub fn cancelled_by(self) -> Option<CancelledBy> {
        match self {
            Self::AcceptanceRefused | Self::GroupEnded => None,
            Self::CancelledByPupil | Self::PupilErased => Some(CancelledBy::Pupil),
            Self::CancelledByHost => Some(CancelledBy::Host),
            Self::CancelledByCollege => Some(CancelledBy::College),
        }
    }
}

/// A sealed value within an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedValue<'a> {
    /// Whose key sealed it; `None` is the person whose stream it is.
    pub person: Option<Uuid>,
    /// Under which field.
    pub field: &'static str,
    /// The ciphertext, as it stands in the event.
    pub text: &'a str,
}

/// A sealed value within an event of a known stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedField<'a> {
    /// Whose key sealed it.
    pub person: Uuid,
    /// Under which field.
    pub field: &'static str,
    /// The ciphertext, as it stands in the event.
    pub sealed: &'a str,
}

impl<'a> Concerns<'a> {
    /// An application, and how it moves.
    #[must_use]
    pub fn application(id: ApplicationId, change: ApplicationChange) -> Self {
        Self {
            application: Some((id, change)),
            ..Self::default()
        }
    }

    /// An application that is in this state from now on.
    #[must_use]
    pub fn becomes(id: ApplicationId, state: ApplicationState) -> Self {
        Self::application(id, ApplicationChange::Becomes(state))
    }

    /// A parental authorisation.
    #[must_use]
    pub fn authorisation(fact: AuthorisationFact) -> Self {
        Self {
            authorisation: Some(fact),
            ..Self::default()
        }
    }

    /// A value sealed with a person's key (`None`: whose stream it is), and nothing else.
    #[must_use]
    pub fn sealed<T: Personal>(person: Option<Uuid>, sealed: &'a Sealed<T>) -> Self {
        Self::default().sealing(person, Some(sealed))
    }

    /// Holds this, sealed with a person's key (`None`: whose stream it is).
    #[must_use]
    pub fn sealing<T: Personal>(
        mut self,
        person: Option<Uuid>,
        sealed: Option<&'a Sealed<T>>,
    ) -> Self {
        self.sealed = sealed.map(|sealed| SealedValue {
            person,
            field: T::FIELD,
            text: sealed.as_text(),
        });
        self
    }

    /// Tells that a person is erased.
    #[must_use]
    pub fn erasing(mut self, person: Uuid) -> Self {
        self.erased = Some(person);
        self
    }

    /// A seat of an offer goes back.
    #[must_use]
    pub fn seat_back(
        mut self,
        offer: OfferId,
        application: ApplicationId,
        cause: ReleaseCause,
    ) -> Self {
        self.seat_back = Some(SeatBack {
            offer,
            application,
            cause,
        });
        self
    }
}
