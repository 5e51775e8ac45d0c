//! One application of a pupil, and where it stands.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::expire_application::Unanswered;
use super::refusal::Refusal;
use super::terms::{Outcomes, WithdrawalCause};
use crate::calendar::Week;
use crate::ids::{ApplicationId, GroupId, OfferId, Siret};
use crate::offer::OfferState;
use crate::reference::zones::Zone;

/// One application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// The offer asked for.
    pub offer: OfferId,
    /// Its host.
    pub host: Siret,
    /// The week asked for.
    pub week: Week,
    /// Since when it asks: when it was submitted, or reinstated.
    pub asked_at: Timestamp,
    /// After how many days since then the host was reminded last; 0 where it was not (STU-13).
    pub reminded: u16,
    /// The version of the CV that the host has with it; 0 where there is none (STU-15).
    pub cv_version: u32,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// What host and college said of the week (AGR-5).
    pub outcomes: Outcomes,
    /// The group that it goes with (OFF-7).
    pub group: Option<GroupId>,
    /// The week is kept for the group, whose seats the host holds.
    pub week_kept: bool,
}

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ApplicationStatus {
    /// Waits for the host.
    Pending {
        /// The host said that it is being looked at.
        examined: bool,
    },
    /// Fell away.
    Withdrawn(WithdrawalCause),
    /// The host said no, or the offer went away.
    Declined,
    /// Nobody answered in time (STU-13).
    Expired,
    /// A placement.
    Accepted,
    /// A placement given up.
    Cancelled,
    /// A placement done.
    Completed {
        /// What it brought is written down.
        debriefed: bool,
    },
    /// A placement to which the pupil did not come.
    Missed,
}

impl Application {
    /// As `reminded`: the host is reminded of the group by another one of its applications.
    pub const NEVER_REMINDED: u16 = u16::MAX;

    /// Whether it takes the pupil's week: a placement, or the week is kept for a group.
    #[must_use]
    pub fn takes_week(&self) -> bool {
        self.is_placement() || (self.week_kept && self.is_pending())
    }

    /// One that goes with a group is answered with it (OFF-7).
    ///
    /// # Errors
    /// [`Refusal::AnsweredWithGroup`].
    pub fn is_answered_alone(&self) -> Result<(), Refusal> {
        match self.group {
            None => Ok(()),
            Some(_) => Err(Refusal::AnsweredWithGroup),
        }
    }

    /// Whether the host may still answer.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.status, ApplicationStatus::Pending { .. })
    }

    /// What it expires by while it waits (STU-13), where the college is in this zone.
    #[must_use]
    pub fn unanswered(&self, zone: Zone) -> Option<Unanswered> {
        let ApplicationStatus::Pending { examined } = self.status else {
            return None;
        };
        Some(Unanswered {
            asked_on: zone.day_of(self.asked_at),
            examined,
            reminded: self.reminded,
            week: self.week,
        })
    }

    /// A seat is only held for what still waits for an answer, or was placed already (OFF-5), and
    /// for a group as a whole (OFF-7).
    ///
    /// # Errors
    /// [`Refusal::NotPending`], [`Refusal::AnsweredWithGroup`].
    pub fn may_be_accepted(&self) -> Result<(), Refusal> {
        self.is_answered_alone()?;
        match self.status {
            ApplicationStatus::Pending { .. } | ApplicationStatus::Accepted => Ok(()),
            ApplicationStatus::Withdrawn(_)
            | ApplicationStatus::Declined
            | ApplicationStatus::Expired
            | ApplicationStatus::Cancelled
            | ApplicationStatus::Completed { .. }
            | ApplicationStatus::Missed => Err(Refusal::NotPending),
        }
    }

    /// As [`Application::may_be_accepted`], of an offer that may hold a seat for it already: then
    /// it does.
    ///
    /// # Errors
    /// As there.
    pub fn may_be_accepted_by(&self, offer: &OfferState, id: ApplicationId) -> Result<(), Refusal> {
        match offer.seat_of(id) {
            Some(_) => Ok(()),
            None => self.may_be_accepted(),
        }
    }

    /// Whether it is a placement, or was one that was given up.
    #[must_use]
    pub fn was_placed(&self) -> bool {
        self.is_placement() || self.status == ApplicationStatus::Cancelled
    }

    /// Whether it takes the pupil's week: accepted, or done, or missed.
    #[must_use]
    pub fn is_placement(&self) -> bool {
        match self.status {
            ApplicationStatus::Accepted
            | ApplicationStatus::Completed { .. }
            | ApplicationStatus::Missed => true,
            ApplicationStatus::Pending { .. }
            | ApplicationStatus::Withdrawn(_)
            | ApplicationStatus::Declined
            | ApplicationStatus::Expired
            | ApplicationStatus::Cancelled => false,
        }
    }
}
