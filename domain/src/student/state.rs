//! What a pupil's events add up to.
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::StudentEvent;
use super::expire_application::Unanswered;
use super::refusal::Refusal;
use super::terms::{Gender, WithdrawalCause};
use crate::calendar::{SchoolYear, Week};
use crate::erasure::Presence;
use crate::establishment::Level;
use crate::etag::Etag;
use crate::ids::{ApplicationId, ClassId, GuardianId, OfferId, Siret, Uai};

/// A pupil. Before the first event there is none: `enrolment` is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StudentState {
    /// Where the pupil goes to school.
    pub enrolment: Option<Enrolment>,
    /// Whether the guardian agrees (STU-1).
    pub authorisation: Authorisation,
    /// Whether a teacher has opened access (STU-2).
    pub access: Access,
    /// How many versions of the CV are kept (STU-5).
    pub cv_versions: u32,
    /// Every application ever made.
    pub applications: BTreeMap<ApplicationId, Application>,
    /// The placements whose authorisation was withdrawn, and what the head made of it (STU-2).
    pub flags: BTreeMap<ApplicationId, PlacementFlag>,
    /// Every guardian who ever signed a form.
    pub guardians: BTreeMap<GuardianId, Presence>,
    /// Who signed the last form, also after it was withdrawn.
    pub last_signed: Option<GuardianId>,
    /// Whether the pupil was erased (SPEC 7).
    pub presence: Presence,
}

/// Names the newest of so many versions of a CV.
#[must_use]
pub fn etag_of_cv(versions: u32) -> Etag {
    Etag::of(&("cv", versions))
}

/// Where a pupil goes to school.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The college.
    pub establishment: Uai,
    /// The class.
    pub class: ClassId,
    /// Its level.
    pub level: Level,
    /// Its school year.
    pub school_year: SchoolYear,
    /// For the dashboards.
    pub gender: Gender,
}

/// Where the parental authorisation stands (STU-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authorisation {
    /// No form was handed out yet.
    #[default]
    NotAsked,
    /// The form is at home.
    FormHanded {
        /// Since when, where that was written down.
        on: Option<Date>,
    },
    /// Signed and collected.
    Valid {
        /// The guardian who signed.
        guardian: GuardianId,
    },
    /// Taken back; it may be given again.
    Withdrawn,
    /// Signed by another guardian than the last: valid once the head confirms the change.
    AwaitsConfirmation {
        /// The guardian who signed.
        guardian: GuardianId,
    },
}

/// Whether the pupil may act (STU-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Every command and query of the pupil is refused.
    #[default]
    Closed,
    /// The pupil may act while the authorisation is valid.
    Open,
}

/// What the head made of a placement whose authorisation was withdrawn (STU-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlacementFlag {
    /// Nothing yet: they are to keep it or to cancel it.
    Open,
    /// They keep it.
    Kept,
}

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
    /// The version of the CV that the host has with it; 0 where there is none (STU-15).
    pub cv_version: u32,
    /// Where it stands.
    pub status: ApplicationStatus,
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
    /// Whether the host may still answer.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.status, ApplicationStatus::Pending { .. })
    }

    /// What it expires by while it waits (STU-13).
    #[must_use]
    pub fn unanswered(&self) -> Option<Unanswered> {
        let ApplicationStatus::Pending { examined } = self.status else {
            return None;
        };
        let (asked_at, week) = (self.asked_at, self.week);
        Some(Unanswered {
            asked_at,
            examined,
            week,
        })
    }

    /// A seat is only held for what still waits for an answer, or was placed already (OFF-5).
    ///
    /// # Errors
    /// [`Refusal::NotPending`].
    pub fn may_be_accepted(&self) -> Result<(), Refusal> {
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

impl StudentState {
    /// Names the newest version of the CV.
    #[must_use]
    pub fn etag_of_cv(&self) -> Etag {
        etag_of_cv(self.cv_versions)
    }

    /// The valid authorisation and the open access without which a pupil does not act (STU-1).
    #[must_use]
    pub fn may_act(&self) -> bool {
        self.is_authorised() && self.access == Access::Open
    }

    /// Whether the pupil may act in a school year: a class of an earlier one gives no access
    /// (EST-13).
    #[must_use]
    pub fn may_act_in(&self, year: SchoolYear) -> bool {
        let goes_on = |enrolment: Enrolment| !enrolment.school_year.is_over_in(year);
        self.may_act() && self.enrolment.is_some_and(goes_on)
    }

    /// Whether a guardian's authorisation is valid; it lets nobody act who was erased.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        matches!(self.authorisation, Authorisation::Valid { .. }) && !self.is_erased()
    }

    /// Whether the pupil was erased (SPEC 7).
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.presence == Presence::Erased
    }

    /// Whether a guardian of the pupil was erased (SPEC 7).
    #[must_use]
    pub fn guardian_is_erased(&self, guardian: GuardianId) -> bool {
        self.guardians.get(&guardian) == Some(&Presence::Erased)
    }

    /// Whether a guardian is known from a form of this pupil, and still is somebody.
    #[must_use]
    pub fn has_signed(&self, guardian: GuardianId) -> bool {
        self.guardians.get(&guardian) == Some(&Presence::Present)
    }

    /// Whether somebody acts for the pupil as their guardian (SPEC 6): who signed the last form,
    /// also after they withdrew it, until another signs or one of the two is erased.
    #[must_use]
    pub fn is_guardian(&self, guardian: GuardianId) -> bool {
        self.last_signed == Some(guardian) && self.has_signed(guardian) && !self.is_erased()
    }

    /// The placements of a school year.
    pub fn placements(&self, year: SchoolYear) -> impl Iterator<Item = &Application> {
        self.applications
            .values()
            .filter(move |a| a.is_placement() && a.week.school_year() == year)
    }

    /// The placement of a week, where there is one.
    #[must_use]
    pub fn placement_in(&self, week: Week) -> Option<&Application> {
        self.applications
            .values()
            .find(|a| a.is_placement() && a.week == week)
    }

    /// The applications that wait for a host.
    pub fn pending(&self) -> impl Iterator<Item = (ApplicationId, &Application)> {
        self.applications
            .iter()
            .filter(|(_, a)| a.is_pending())
            .map(|(id, a)| (*id, a))
    }

    /// The weeks that hold a pending application or a placement.
    #[must_use]
    pub fn weeks_in_use(&self) -> BTreeSet<Week> {
        let in_use = |a: &&Application| a.is_pending() || a.is_placement();
        self.applications
            .values()
            .filter(in_use)
            .map(|a| a.week)
            .collect()
    }

    pub(super) fn evolve(mut self, event: &StudentEvent) -> Self {
        match event {
            StudentEvent::StudentEnrolled {
                student: _,
                establishment,
                class,
                level,
                school_year,
                gender,
                identity: _,
            } => {
                self.enrolment = Some(Enrolment {
                    establishment: *establishment,
                    class: *class,
                    level: *level,
                    school_year: *school_year,
                    gender: *gender,
                });
            }
            StudentEvent::StudentMoved {
                class,
                level,
                school_year,
            } => {
                if let Some(enrolment) = &mut self.enrolment {
                    enrolment.class = *class;
                    enrolment.level = *level;
                    enrolment.school_year = *school_year;
                }
            }
            StudentEvent::AuthorisationFormHanded { by: _, on } => {
                self.authorisation = Authorisation::FormHanded { on: *on };
            }
            StudentEvent::AuthorisationRecorded { guardian, .. } => {
                self.authorisation = Authorisation::Valid {
                    guardian: *guardian,
                };
                self.guardians.entry(*guardian).or_default();
                self.last_signed = Some(*guardian);
            }
            StudentEvent::GuardianReplacementRecorded { guardian, .. } => {
                self.authorisation = Authorisation::AwaitsConfirmation {
                    guardian: *guardian,
                };
                self.guardians.entry(*guardian).or_default();
            }
            StudentEvent::GuardianReplacementConfirmed { guardian, by: _ } => {
                self.authorisation = Authorisation::Valid {
                    guardian: *guardian,
                };
                self.last_signed = Some(*guardian);
            }
            StudentEvent::AccessOpened { by: _ } => self.access = Access::Open,
            StudentEvent::AuthorisationLapsed { school_year: _ } => {
                self.authorisation = Authorisation::NotAsked;
                self.access = Access::Closed;
            }
            StudentEvent::AuthorisationWithdrawn { by: _ } => {
                self.authorisation = Authorisation::Withdrawn;
                self.access = Access::Closed;
            }
            StudentEvent::CvSaved { version, cv: _ } => self.cv_versions = *version,
            StudentEvent::ApplicationSubmitted {
                application,
                offer,
                host,
                week,
                at,
                ..
            } => {
                let made = Application {
                    offer: *offer,
                    host: *host,
                    week: *week,
                    asked_at: *at,
                    cv_version: self.cv_versions,
                    status: ApplicationStatus::Pending { examined: false },
                };
                self.applications.insert(*application, made);
            }
            StudentEvent::CvSent {
                application,
                version,
            } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.cv_version = *version;
                }
            }
            StudentEvent::ApplicationExamined { application, at: _ } => {
                self.set(application, ApplicationStatus::Pending { examined: true });
            }
            StudentEvent::ApplicationDeclined {
                application,
                cause: _,
            } => {
                self.set(application, ApplicationStatus::Declined);
            }
            StudentEvent::ApplicationExpired { application, .. } => {
                self.set(application, ApplicationStatus::Expired);
            }
            StudentEvent::ApplicationWithdrawn { application, cause } => {
                self.set(application, ApplicationStatus::Withdrawn(cause.clone()));
            }
            StudentEvent::ApplicationReinstated { application, at } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.asked_at = *at;
                }
                self.set(application, ApplicationStatus::Pending { examined: false });
            }
            StudentEvent::ApplicationAccepted { application, .. } => {
                self.set(application, ApplicationStatus::Accepted);
            }
            StudentEvent::PlacementCancelledByPupil { application, .. }
            | StudentEvent::PlacementCancelledByHost { application, .. }
            | StudentEvent::PlacementCancelledByCollege { application, .. }
            | StudentEvent::PlacementCancelledByErasure { application, .. } => {
                self.set(application, ApplicationStatus::Cancelled);
                self.flags.remove(application);
            }
            StudentEvent::PlacementFlagged {
                application,
                cause: _,
            } => {
                self.flags.insert(*application, PlacementFlag::Open);
            }
            StudentEvent::PlacementKept { application } => {
                self.flags.insert(*application, PlacementFlag::Kept);
            }
            StudentEvent::PlacementFlagSettled { application } => {
                self.flags.remove(application);
            }
            StudentEvent::PlacementCompleted {
                application,
                witness: _,
            } => {
                self.set(
                    application,
                    ApplicationStatus::Completed { debriefed: false },
                );
            }
            StudentEvent::PlacementMissed {
                application,
                witness: _,
            } => {
                self.set(application, ApplicationStatus::Missed);
            }
            StudentEvent::DebriefRecorded { application, .. } => {
                self.set(
                    application,
                    ApplicationStatus::Completed { debriefed: true },
                );
            }
            StudentEvent::GuardianErased { guardian } => {
                self.guardians.insert(*guardian, Presence::Erased);
            }
            StudentEvent::StudentErased { student: _ } => {
                self.presence = Presence::Erased;
                self.access = Access::Closed;
            }
            StudentEvent::StudentInvited { .. } | StudentEvent::AcceptanceRefused { .. } => {}
        }
        self
    }

    fn set(&mut self, application: &ApplicationId, status: ApplicationStatus) {
        if let Some(application) = self.applications.get_mut(application) {
            application.status = status;
        }
    }
}
