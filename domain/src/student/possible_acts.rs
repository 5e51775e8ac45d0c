//! What can be done about an application as it stands. Nothing of it is written down here twice: the
//! rules are asked, as a command would ask them, and whatever they would neither refuse nor find done
//! already can be done.
use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Application, CancelPlacement, CancelledBy, CollegeFacts, CompletionWitness, CorrectTravelAid,
    DeclineApplication, DeclineCause, ExamineApplication, GrantTravelAid, KeepPlacement,
    OfferFacts, Outcome, PlacePupil, RecordDebrief, ReinstateApplication, SendCv, Student,
    StudentCommand, StudentEvent, StudentState, TellOutcome, TravelAid, UndoDecline,
    WithdrawApplication,
};
use crate::decider::Decider;
use crate::ids::{ApplicationId, StudentId};
use crate::offer::{Offer, OfferCommand, OfferState, TakeSeat};
use crate::rules::Rules;
use crate::sealed::Sealed;

/// Something that pupil, host or college do about an application or its placement, by the name of its
/// method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApplicationAct {
    /// The pupil sends the newest version of the CV (STU-15).
    SendCv,
    /// The pupil takes it back (STU-11).
    WithdrawApplication,
    /// The pupil asks again by it (STU-11).
    ReinstateApplication,
    /// The pupil gives the placement up (STU-11).
    CancelPlacement,
    /// The host says that it is looking at it (OFF-5).
    ExamineApplication,
    /// The host says yes (OFF-5).
    AcceptApplication,
    /// The host says no (STU-8).
    DeclineApplication,
    /// The host comes back on its no (STU-16).
    UndoDecline,
    /// The host gives the placement up (OFF-6).
    CancelPlacementByHost,
    /// The head keeps the placement (STU-2).
    KeepPlacement,
    /// The head gives the placement up (STU-2).
    CancelPlacementByCollege,
    /// Host or college says that the pupil did the week (AGR-5).
    ConfirmCompletion,
    /// Host or college says that the pupil did not come (AGR-5).
    ReportAbsence,
    /// The college writes down what the week brought (AGR-5).
    RecordDebrief,
    /// The college grants aid for the travel (EST-10).
    GrantTravelAid,
    /// The college corrects what was recorded of it (EST-10).
    CorrectTravelAid,
}

/// What stands beside the pupil's own stream where it is asked what can be done.
#[derive(Clone, Debug)]
pub struct Circumstances<'a> {
    /// The pupil.
    pub student: StudentId,
    /// The offer asked for, as it stands. Only the acts look at it that [rest on the
    /// offer](ApplicationAct::rests_on_offer).
    pub offer: &'a OfferState,
    /// Whether its host waits to be confirmed (OFF-1).
    pub host_awaits_confirmation: bool,
    /// When it was deposited.
    pub deposited: Timestamp,
    /// The pupil's college as it stands.
    pub college: &'a CollegeFacts,
    /// The instant after which an offer is deposited too lately for the pupils of that college
    /// (OFF-11).
    pub held_back_after: Option<Timestamp>,
    /// Who would say whether the pupil came.
    pub witness: CompletionWitness,
    /// The present instant.
    pub at: Timestamp,
    /// The present day where the college is.
    pub today: Date,
}

impl ApplicationAct {
    /// Each of them.
    pub const ALL: [Self; 16] = [
        Self::SendCv,
        Self::WithdrawApplication,
        Self::ReinstateApplication,
        Self::CancelPlacement,
        Self::ExamineApplication,
        Self::AcceptApplication,
        Self::DeclineApplication,
        Self::UndoDecline,
        Self::CancelPlacementByHost,
        Self::KeepPlacement,
        Self::CancelPlacementByCollege,
        Self::ConfirmCompletion,
        Self::ReportAbsence,
        Self::RecordDebrief,
        Self::GrantTravelAid,
        Self::CorrectTravelAid,
    ];

    /// Whether the rule asks the offer, beside the pupil and the college.
    #[must_use]
    pub fn rests_on_offer(self) -> bool {
        match self {
            Self::ReinstateApplication | Self::AcceptApplication | Self::UndoDecline => true,
            Self::SendCv
            | Self::WithdrawApplication
            | Self::CancelPlacement
            | Self::ExamineApplication
            | Self::DeclineApplication
            | Self::CancelPlacementByHost
            | Self::KeepPlacement
            | Self::CancelPlacementByCollege
            | Self::ConfirmCompletion
            | Self::ReportAbsence
            | Self::RecordDebrief
            | Self::GrantTravelAid
            | Self::CorrectTravelAid => false,
        }
    }

    /// Whether something would come of it now: it is neither refused as the application stands, nor
    /// done already.
    #[must_use]
    pub fn is_possible(
        self,
        state: &StudentState,
        application: ApplicationId,
        circumstances: &Circumstances<'_>,
        rules: &Rules,
    ) -> bool {
        let Some(found) = state.applications.get(&application) else {
            return false;
        };
        let asked = Asked {
            state,
            application,
            found,
            of: circumstances,
            rules,
        };
        let Some(command) = asked.command(self) else {
            return false;
        };
        let decided = Student::decide(state, command, rules);
        decided.is_ok_and(|events| !events.is_empty() && !events.iter().any(places_nobody))
    }
}

/// A seat would be held and go back.
fn places_nobody(event: &StudentEvent) -> bool {
    matches!(event, StudentEvent::AcceptanceRefused { .. })
}

/// What is asked, about which application.
struct Asked<'a> {
    state: &'a StudentState,
    application: ApplicationId,
    found: &'a Application,
    of: &'a Circumstances<'a>,
    rules: &'a Rules,
}

impl Asked<'_> {
    /// What would be asked of the pupil's stream; nothing where it would not come to that. The words
    /// that come with a command are sealed: no rule reads them, and none stand here.
    fn command(&self, act: ApplicationAct) -> Option<StudentCommand> {
        use ApplicationAct as A;
        use StudentCommand as C;
        let (application, at, today) = (self.application, self.of.at, self.of.today);
        Some(match act {
            A::SendCv => C::SendCv(SendCv {
                application,
                version: self.state.cv_versions,
            }),
            A::WithdrawApplication => C::WithdrawApplication(WithdrawApplication {
                application,
                reason: None,
            }),
            A::ReinstateApplication => C::ReinstateApplication(ReinstateApplication {
                application,
                offer: self.offer_open_to_pupil()?,
                college: self.of.college.clone(),
                at,
                today,
            }),
            A::CancelPlacement => self.cancel(CancelledBy::Pupil),
            A::ExamineApplication => C::ExamineApplication(ExamineApplication { application, at }),
            A::AcceptApplication => self.place_pupil()?,
            A::DeclineApplication => C::DeclineApplication(DeclineApplication {
                application,
                cause: DeclineCause::ByHost {
                    message: Sealed::from_text(""),
                },
            }),
            A::UndoDecline => C::UndoDecline(UndoDecline {
                application,
                offer: self.offer_for_pupil()?,
                college: self.of.college.clone(),
                at,
                today,
            }),
            A::CancelPlacementByHost => self.cancel(CancelledBy::Host),
            A::KeepPlacement => C::KeepPlacement(KeepPlacement { application }),
            A::CancelPlacementByCollege => self.cancel(CancelledBy::College),
            A::ConfirmCompletion => self.tell(Outcome::Completed),
            A::ReportAbsence => self.tell(Outcome::Missed),
            A::RecordDebrief => C::RecordDebrief(RecordDebrief {
                application,
                skills: vec![],
                debrief: Sealed::from_text(""),
            }),
            A::GrantTravelAid => C::GrantTravelAid(GrantTravelAid {
                application,
                aid: self.aid_of(1),
                today,
            }),
            A::CorrectTravelAid => {
                let known = self.state.aids.get(&application);
                // Another sum than the one that stands.
                let cents = u32::from(known.is_some_and(|known| known.cents == 0));
                C::CorrectTravelAid(CorrectTravelAid {
                    application,
                    aid: self.aid_of(cents),
                    reason: Sealed::from_text(""),
                    today,
                })
            }
        })
    }

    fn cancel(&self, by: CancelledBy) -> StudentCommand {
        StudentCommand::CancelPlacement(CancelPlacement {
            application: self.application,
            by,
            reason: Sealed::from_text(""),
            today: self.of.today,
        })
    }

    fn tell(&self, outcome: Outcome) -> StudentCommand {
        StudentCommand::TellOutcome(TellOutcome {
            application: self.application,
            outcome,
            witness: self.of.witness,
            today: self.of.today,
        })
    }

    fn aid_of(&self, cents: u32) -> TravelAid {
        TravelAid {
            cents,
            granted_on: self.of.today,
        }
    }

    /// The pupil is placed once the offer holds a seat.
    fn place_pupil(&self) -> Option<StudentCommand> {
        let (application, week) = (self.application, self.found.week);
        self.found
            .may_be_accepted_by(self.of.offer, application)
            .ok()?;
        let take = OfferCommand::TakeSeat(TakeSeat {
            application,
            student: self.of.student,
            week,
            message: None,
            today: self.of.today,
        });
        Offer::decide(self.of.offer, take, self.rules).ok()?;
        Some(StudentCommand::PlacePupil(PlacePupil {
            application,
            offer: self.found.offer,
            week,
            message: None,
        }))
    }

    fn offer_for_pupil(&self) -> Option<OfferFacts> {
        let facts = OfferFacts::for_pupil_of(
            self.of.offer,
            self.of.host_awaits_confirmation,
            Some(self.found.week),
            self.state.enrolment?.establishment,
        );
        facts.ok()
    }

    fn offer_open_to_pupil(&self) -> Option<OfferFacts> {
        let college = self.state.enrolment?.establishment;
        let facts = self.offer_for_pupil()?;
        facts
            .unless_held_back(self.of.held_back_after, self.of.deposited, college)
            .ok()
    }
}
