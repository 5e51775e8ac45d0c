//! The states of an application, and how many stand in each. An application, a placement and a
//! completed placement are three things; here is the one place that tells which states are which.
use domain::ids::ApplicationId;
use domain::student::StudentEvent;
use serde::{Deserialize, Serialize};

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
    /// Is a placement: the pupil is expected.
    Accepted,
    /// Was a placement that the pupil or the host gave up, or that went with an erased pupil.
    Cancelled,
    /// Is a placement that the pupil did.
    Completed,
    /// Is a placement to which the pupil did not come.
    Missed,
}

impl ApplicationState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::UnderExamination,
        Self::Withdrawn,
        Self::Declined,
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
            | Self::Cancelled => false,
        }
    }

    /// Whether the host may still answer.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Pending | Self::UnderExamination)
    }
}

/// What a pupil's event tells of one application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It begins.
    Submitted(ApplicationId),
    /// It stands in this state from now on.
    Stands(ApplicationId, ApplicationState),
    /// It stays in its state; something else is told of it.
    Told(ApplicationId),
    /// The event is about no known application.
    None,
}

/// What an event tells of an application.
#[must_use]
pub fn step(event: &StudentEvent) -> Step {
    use ApplicationState as S;
    use StudentEvent as E;
    use domain::student::RefusedBecause;
    match event {
        E::ApplicationSubmitted { application, .. } => Step::Submitted(*application),
        E::ApplicationExamined { application, .. } => {
            Step::Stands(*application, S::UnderExamination)
        }
        E::ApplicationDeclined { application, .. } => Step::Stands(*application, S::Declined),
        E::ApplicationWithdrawn { application, .. } => Step::Stands(*application, S::Withdrawn),
        E::ApplicationReinstated { application, .. } => Step::Stands(*application, S::Pending),
        E::ApplicationAccepted { application, .. } => Step::Stands(*application, S::Accepted),
        E::PlacementCancelledByPupil { application, .. }
        | E::PlacementCancelledByHost { application, .. }
        | E::PlacementCancelledByErasure { application, .. } => {
            Step::Stands(*application, S::Cancelled)
        }
        E::PlacementCompleted { application, .. } => Step::Stands(*application, S::Completed),
        E::PlacementMissed { application, .. } => Step::Stands(*application, S::Missed),
        E::AcceptanceRefused {
            because: RefusedBecause::UnknownApplication,
            ..
        } => Step::None,
        E::AcceptanceRefused { application, .. }
        | E::PlacementFlagged { application, .. }
        | E::DebriefRecorded { application, .. } => Step::Told(*application),
        E::StudentEnrolled { .. }
        | E::StudentMoved { .. }
        | E::AuthorisationFormHanded { .. }
        | E::AuthorisationRecorded { .. }
        | E::GuardianReplacementRecorded { .. }
        | E::GuardianReplacementConfirmed { .. }
        | E::AccessOpened { .. }
        | E::StudentInvited { .. }
        | E::AuthorisationWithdrawn { .. }
        | E::CvSaved { .. }
        | E::GuardianErased { .. }
        | E::StudentErased { .. } => Step::None,
    }
}

/// How many applications stand in each state; each is counted in exactly one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationCounts {
    /// [`ApplicationState::Pending`].
    pub pending: u32,
    /// [`ApplicationState::UnderExamination`].
    pub under_examination: u32,
    /// [`ApplicationState::Withdrawn`].
    pub withdrawn: u32,
    /// [`ApplicationState::Declined`].
    pub declined: u32,
    /// [`ApplicationState::Accepted`].
    pub accepted: u32,
    /// [`ApplicationState::Cancelled`].
    pub cancelled: u32,
    /// [`ApplicationState::Completed`].
    pub completed: u32,
    /// [`ApplicationState::Missed`].
    pub missed: u32,
}

impl ApplicationCounts {
    /// Every application ever submitted, whatever became of it.
    #[must_use]
    pub fn applications(&self) -> u32 {
        ApplicationState::ALL
            .iter()
            .map(|state| self.of(*state))
            .sum()
    }

    /// Placements: accepted and not cancelled since, completed and missed ones among them.
    #[must_use]
    pub fn placements(&self) -> u32 {
        self.accepted + self.completed + self.missed
    }

    /// Completed placements.
    #[must_use]
    pub fn completed(&self) -> u32 {
        self.completed
    }

    /// How many stand in a state.
    #[must_use]
    pub fn of(&self, state: ApplicationState) -> u32 {
        match state {
            ApplicationState::Pending => self.pending,
            ApplicationState::UnderExamination => self.under_examination,
            ApplicationState::Withdrawn => self.withdrawn,
            ApplicationState::Declined => self.declined,
            ApplicationState::Accepted => self.accepted,
            ApplicationState::Cancelled => self.cancelled,
            ApplicationState::Completed => self.completed,
            ApplicationState::Missed => self.missed,
        }
    }

    /// One more in a state.
    pub fn add(&mut self, state: ApplicationState) {
        *self.slot(state) += 1;
    }

    /// One less in a state where it was counted.
    pub fn take(&mut self, state: ApplicationState) {
        let slot = self.slot(state);
        *slot = slot.saturating_sub(1);
    }

    /// These and those together.
    pub fn add_all(&mut self, other: &Self) {
        for state in ApplicationState::ALL {
            *self.slot(state) += other.of(state);
        }
    }

    fn slot(&mut self, state: ApplicationState) -> &mut u32 {
        match state {
            ApplicationState::Pending => &mut self.pending,
            ApplicationState::UnderExamination => &mut self.under_examination,
            ApplicationState::Withdrawn => &mut self.withdrawn,
            ApplicationState::Declined => &mut self.declined,
            ApplicationState::Accepted => &mut self.accepted,
            ApplicationState::Cancelled => &mut self.cancelled,
            ApplicationState::Completed => &mut self.completed,
            ApplicationState::Missed => &mut self.missed,
        }
    }
}
