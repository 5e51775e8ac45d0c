//! What each fact makes of a pupil.
use std::collections::BTreeSet;

use super::asked::{Application, ApplicationStatus};
use super::drafts::{Commented, Draft, DraftStatus};
use super::event::StudentEvent;
use super::signatories::Signatories;
use super::state::{Authorisation, Enrolment, PlacementFlag, Standing, StudentState};
use super::terms::{CompletionWitness, DeclineCause, Outcome, Outcomes};
use super::travel_aid::TravelAid;
use super::undo_decline::Decline;
use crate::calendar::{SchoolYear, Week};
use crate::erasure::Presence;
use crate::ids::{ApplicationId, GuardianId};

impl StudentState {
    /// Goes on in a class of this school year.
    fn goes_on_in(&mut self, school_year: SchoolYear) {
        if let Some(enrolment) = &mut self.enrolment
            && enrolment.school_year != school_year
        {
            enrolment.school_year = school_year;
            self.cv_versions_before = self.cv_versions;
        }
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
                self.goes_on_in(*school_year);
                if let Some(enrolment) = &mut self.enrolment {
                    enrolment.class = *class;
                    enrolment.level = *level;
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
                self.goes_on_in(*school_year);
                if let Some(enrolment) = &mut self.enrolment {
                    enrolment.establishment = *establishment;
                    enrolment.class = *class;
                    enrolment.level = *level;
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
            StudentEvent::LetterDrafted {
                draft,
                offer,
                version,
                letter,
            } => {
                let letter = letter.clone();
                let comments = self.drafts.get(draft).map_or(0, |known| known.comments);
                let drafted = Draft {
                    offer: *offer,
                    version: *version,
                    comments,
                    status: DraftStatus::Open { letter },
                };
                self.drafts.insert(*draft, drafted);
            }
            StudentEvent::LetterDraftDiscarded { draft } => {
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.status = DraftStatus::Discarded;
                }
            }
            StudentEvent::LetterDraftUsed { draft, application } => {
                let application = *application;
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.status = DraftStatus::Used { application };
                }
            }
            StudentEvent::CommentLeft { about, .. } => match about {
                Commented::Draft { draft, version: _ } => {
                    if let Some(draft) = self.drafts.get_mut(draft) {
                        draft.comments += 1;
                    }
                }
                Commented::Cv { version: _ } => self.cv_comments += 1,
            },
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
            StudentEvent::GuardianRemoved { guardian, by: _ } => {
                self.acting.remove(guardian);
                self.joining = self.joining.filter(|joining| joining != guardian);
                if let Authorisation::Valid { by } = &mut self.authorisation {
                    *by = by.without(*guardian);
                }
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
