//! What a pupil's events add up to.
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asked::{Application, ApplicationStatus};
use super::event::StudentEvent;
use super::leave::Destination;
use super::signatories::Signatories;
use super::terms::{CompletionWitness, DeclineCause, Gender, Outcome, Outcomes};
use super::travel_aid::TravelAid;
use super::undo_decline::Decline;
use crate::calendar::{SchoolYear, Week};
use crate::erasure::Presence;
use crate::establishment::Level;
use crate::etag::Etag;
use crate::ids::{ApplicationId, ClassId, GuardianId, Uai};

/// A pupil. Before the first event there is none: `enrolment` is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StudentState {
    /// Where the pupil goes to school.
    pub enrolment: Option<Enrolment>,
    /// Whether the guardian agrees (STU-1).
    pub authorisation: Authorisation,
    /// Whether a teacher has opened access (STU-2).
    pub access: Access,
    /// The school year in which the access was closed, for the college was not eligible any more
    /// (EST-2); none once it opened again, or the pupil is elsewhere.
    pub closed_in: Option<SchoolYear>,
    /// How many versions of the CV are kept (STU-5).
    pub cv_versions: u32,
    /// Every application ever made.
    pub applications: BTreeMap<ApplicationId, Application>,
    /// The placements whose authorisation was withdrawn, and what the head made of it (STU-2).
    pub flags: BTreeMap<ApplicationId, PlacementFlag>,
    /// What the host declined itself, and whether the pupil acted on it since.
    pub declines: BTreeMap<ApplicationId, Decline>,
    /// The aid for travel that was granted, as it now stands (EST-10).
    pub aids: BTreeMap<ApplicationId, TravelAid>,
    /// Whether the pupil is at the college (STU-16, STU-17).
    pub standing: Standing,
    /// Every guardian who ever signed a form.
    pub guardians: BTreeMap<GuardianId, Presence>,
    /// Who acts for the pupil as a guardian: who signed a form that came to be valid, also after it
    /// was withdrawn, until others do.
    pub acting: BTreeSet<GuardianId>,
    /// Who signed beside a guardian who acts, and waits for the head.
    pub joining: Option<GuardianId>,
    /// Whether the pupil was erased (SPEC 7).
    pub presence: Presence,
}

/// Whether a pupil is at the college in which they were enrolled last (STU-16, STU-17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// They are.
    #[default]
    Present,
    /// They never were: it was a mistake.
    EnrolledByMistake,
    /// They left.
    Left {
        /// Where to, where that is known and agreed.
        destination: Option<Destination>,
    },
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
        /// Who signed, and acts.
        by: Signatories,
    },
    /// Taken back; it may be given again.
    Withdrawn,
    /// Signed by others than those who act: valid once the head confirms the change.
    AwaitsConfirmation {
        /// Who signed.
        by: Signatories,
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

    /// Whether somebody acts for the pupil as their guardian (SPEC 6): who signed, also after they
    /// withdrew it, until others sign in their place or one of the two is erased.
    #[must_use]
    pub fn is_guardian(&self, guardian: GuardianId) -> bool {
        self.acting.contains(&guardian) && self.has_signed(guardian) && !self.is_erased()
    }

    /// Whether another guardian acts beside this one.
    #[must_use]
    pub fn acts_beside(&self, guardian: GuardianId) -> bool {
        let mut others = self.acting.iter().filter(|other| **other != guardian);
        others.any(|other| self.has_signed(*other))
    }

    pub(super) fn evolve(mut self, event: &StudentEvent) -> Self {
        if let Some(access) = event.access() {
            self.access = access;
        }
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
            StudentEvent::StudentGenderCorrected { from: _, to } => {
                if let Some(enrolment) = &mut self.enrolment {
                    enrolment.gender = *to;
                }
            }
            StudentEvent::StudentEnrolledByMistake { student: _ } => {
                self.standing = Standing::EnrolledByMistake;
            }
            StudentEvent::StudentLeft { destination } => {
                self.standing = Standing::Left {
                    destination: *destination,
                };
            }
            StudentEvent::StudentTakenIn {
                from: _,
                establishment,
                class,
                level,
                school_year,
            } => {
                self.standing = Standing::Present;
                self.closed_in = None;
                if let Some(enrolment) = &mut self.enrolment {
                    enrolment.establishment = *establishment;
                    enrolment.class = *class;
                    enrolment.level = *level;
                    enrolment.school_year = *school_year;
                }
            }
            StudentEvent::AuthorisationFormHanded { by: _, on } => {
                self.authorisation = Authorisation::FormHanded { on: *on };
                self.joining = None;
            }
            StudentEvent::AuthorisationRecorded { guardian, .. } => {
                let by = Signatories::one(*guardian);
                self.authorisation = Authorisation::Valid { by };
                self.guardians.entry(*guardian).or_default();
                // Who signs again goes on acting beside the other.
                if !self.acting.contains(guardian) {
                    self.acting = BTreeSet::from([*guardian]);
                }
            }
            StudentEvent::GuardianReplacementRecorded { guardian, .. } => {
                let by = Signatories::one(*guardian);
                self.authorisation = Authorisation::AwaitsConfirmation { by };
                self.guardians.entry(*guardian).or_default();
            }
            StudentEvent::SecondGuardianRecorded {
                guardian,
                identity: _,
                waits,
            } => self.also_signed(*guardian, *waits),
            StudentEvent::SecondGuardianConfirmed { guardian, by: _ } => {
                self.joining = None;
                self.also_signed(*guardian, false);
            }
            StudentEvent::GuardianReplacementConfirmed { guardian, by: _ } => {
                let by = if let Authorisation::AwaitsConfirmation { by } = self.authorisation {
                    by
                } else {
                    Signatories::one(*guardian)
                };
                self.authorisation = Authorisation::Valid { by };
                self.acting = by.iter().collect();
            }
            StudentEvent::AuthorisationLapsed { school_year: _ } => {
                self.authorisation = Authorisation::NotAsked;
                self.joining = None;
            }
            StudentEvent::AuthorisationWithdrawn { by: _ } => {
                self.authorisation = Authorisation::Withdrawn;
                self.joining = None;
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
                    reminded: 0,
                    cv_version: self.cv_versions,
                    status: ApplicationStatus::Pending { examined: false },
                    outcomes: Outcomes::default(),
                    group: None,
                    week_kept: false,
                };
                self.acts_in(*week);
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
            StudentEvent::ApplicationJoinedGroup {
                application,
                group,
                first,
            } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.group = Some(*group);
                    if !first {
                        application.reminded = Application::NEVER_REMINDED;
                    }
                }
            }
            StudentEvent::WeekKeptForGroup { application, .. } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.week_kept = true;
                }
            }
            StudentEvent::ApplicationExamined { application, at: _ } => {
                self.set(application, ApplicationStatus::Pending { examined: true });
            }
            StudentEvent::ApplicationDeclined { application, cause } => {
                self.set(application, ApplicationStatus::Declined);
                match cause {
                    DeclineCause::ByHost { .. } => {
                        self.declines.insert(*application, Decline::Standing);
                    }
                    DeclineCause::OfferWithdrawn
                    | DeclineCause::WeekDropped
                    | DeclineCause::ReservedElsewhere
                    | DeclineCause::WithGroup => {}
                }
            }
            StudentEvent::DeclineUndone { application, at } => {
                self.declines.remove(application);
                if let Some(application) = self.applications.get_mut(application) {
                    application.asked_at = *at;
                    application.reminded = 0;
                }
                self.set(application, ApplicationStatus::Pending { examined: false });
            }
            StudentEvent::ApplicationExpired { application, .. } => {
                self.set(application, ApplicationStatus::Expired);
            }
            StudentEvent::HostReminded {
                application,
                after_days,
                expires_on: _,
            } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.reminded = *after_days;
                }
            }
            StudentEvent::ApplicationWithdrawn { application, cause } => {
                self.set(application, ApplicationStatus::Withdrawn(cause.clone()));
            }
            StudentEvent::ApplicationReinstated { application, at } => {
                if let Some(application) = self.applications.get_mut(application) {
                    application.asked_at = *at;
                    application.reminded = 0;
                    let week = application.week;
                    self.acts_in(week);
                }
                self.set(application, ApplicationStatus::Pending { examined: false });
            }
            StudentEvent::ApplicationAccepted {
                application, week, ..
            } => {
                self.set(application, ApplicationStatus::Accepted);
                self.acts_in(*week);
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
                witness,
            } => self.told(application, *witness, Outcome::Completed),
            StudentEvent::PlacementMissed {
                application,
                witness,
            } => self.told(application, *witness, Outcome::Missed),
            StudentEvent::PlacementOutcomeCorrected {
                application,
                outcome,
                witness,
            }
            | StudentEvent::PlacementOutcomeToldToo {
                application,
                outcome,
                witness,
            } => self.told(application, *witness, *outcome),
            StudentEvent::DebriefRecorded { application, .. } => {
                self.set(
                    application,
                    ApplicationStatus::Completed { debriefed: true },
                );
            }
            StudentEvent::TravelAidGranted {
                application,
                cents,
                granted_on,
            }
            | StudentEvent::TravelAidCorrected {
                application,
                cents,
                granted_on,
                reason: _,
            } => {
                let aid = TravelAid {
                    cents: *cents,
                    granted_on: *granted_on,
                };
                self.aids.insert(*application, aid);
            }
            StudentEvent::GuardianErased { guardian } => {
                self.guardians.insert(*guardian, Presence::Erased);
                if self.acting.len() > 1 {
                    self.acting.remove(guardian);
                }
            }
            StudentEvent::StudentErased { student: _ } => {
                self.presence = Presence::Erased;
            }
            StudentEvent::AccessOpened { by: _ } => self.closed_in = None,
            StudentEvent::AccessClosed { school_year } => self.closed_in = Some(*school_year),
            StudentEvent::StudentInvited { .. }
            | StudentEvent::StudentIdentityCorrected { .. }
            | StudentEvent::GuardianIdentityCorrected { .. }
            | StudentEvent::AcceptanceRefused { .. } => {}
        }
        self
    }

    fn also_signed(&mut self, guardian: GuardianId, waits: bool) {
        self.guardians.entry(guardian).or_default();
        match &mut self.authorisation {
            Authorisation::AwaitsConfirmation { by } => by.second = Some(guardian),
            Authorisation::Valid { by } if !waits => {
                by.second = Some(guardian);
                self.acting.insert(guardian);
            }
            Authorisation::Valid { .. }
            | Authorisation::NotAsked
            | Authorisation::FormHanded { .. }
            | Authorisation::Withdrawn => self.joining = Some(guardian),
        }
    }

    /// The pupil asked for a week, or was placed in it: what was declined for it stays so.
    fn acts_in(&mut self, week: Week) {
        for (declined, decline) in &mut self.declines {
            if self.applications.get(declined).map(|a| a.week) == Some(week) {
                *decline = Decline::ActedOn;
            }
        }
    }

    /// Host or college said something of a week; where it stands by what holds now.
    fn told(&mut self, id: &ApplicationId, witness: CompletionWitness, outcome: Outcome) {
        let Some(application) = self.applications.get_mut(id) else {
            return;
        };
        application.outcomes = application.outcomes.with(witness, outcome);
        application.status = match (application.outcomes.holds(), &application.status) {
            (Some(Outcome::Completed), ApplicationStatus::Completed { debriefed }) => {
                ApplicationStatus::Completed {
                    debriefed: *debriefed,
                }
            }
            (Some(Outcome::Completed), _) => ApplicationStatus::Completed { debriefed: false },
            (Some(Outcome::Missed) | None, _) => ApplicationStatus::Missed,
        };
    }

    fn set(&mut self, application: &ApplicationId, status: ApplicationStatus) {
        if let Some(application) = self.applications.get_mut(application) {
            application.status = status;
        }
    }
}
