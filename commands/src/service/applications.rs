//! Applications: the pupil asks, the host answers, the placement process follows.
use domain::calendar::Week;
use domain::ids::{ApplicationId, OfferId, StudentId, Uai};
use domain::offer::{OfferCommand, OfferState, OfferStatus, TakeSeat};
use domain::personal::{self, Letter};
use domain::student::{
    Application, ApplicationStatus, CancelPlacement, CancelledBy, CollegeFacts, DeclineApplication,
    DeclineCause, ExamineApplication, OfferFacts, Refusal, ReinstateApplication, StudentCommand,
    StudentEvent, SubmitApplication, WithdrawApplication, explain_refused_acceptance,
};

use super::steps::Answer;
use super::{About, CommandService, Request};
use crate::aggregates::Look;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandService {
    /// The pupil applies to one offer for one week (STU-7).
    pub async fn submit_application(
        &self,
        request: &Request,
        student: StudentId,
        offer: OfferId,
        week: Week,
        letter: &str,
    ) -> Result<(Outcome, ApplicationId), Failure> {
        if self.students.is_sole_writer() {
            return self
                .submit(request, student, offer, week, letter, Look::Now)
                .await;
        }
        // Nearly always what was seen a moment ago is what is there. If the pupil's stream has
        // moved, the append conflicts and is decided again; that the offer or the college changes
        // in the same moment can never be excluded, and the placement process answers what came
        // too late. But a refusal is given only by what is there now.
        let lately = self.submit(request, student, offer, week, letter, Look::Lately);
        match lately.await {
            Err(Failure::Refused(_) | Failure::NotFound) => {
                self.submit(request, student, offer, week, letter, Look::Now)
                    .await
            }
            done => done,
        }
    }

    async fn submit(
        &self,
        request: &Request,
        student: StudentId,
        offer: OfferId,
        week: Week,
        letter: &str,
        look: Look,
    ) -> Result<(Outcome, ApplicationId), Failure> {
        let action = Action::SubmitApplication;
        let state = self
            .permit_about_student_seen(&request.caller, action, student, look)
            .await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let context = self.context(request, action).await?;
        let gather = async {
            let uai = enrolment.establishment;
            let college = self.establishments.seen(uai.as_str(), look).await?;
            let offered = self.offers.seen(&offer.to_string(), look).await?;
            let offer = facts_for(&offered, week, uai)?;
            let letter = Letter(personal::text("letter", letter, 5_000)?);
            let year = week.school_year();
            let moment = self.now();
            Ok(StudentCommand::SubmitApplication(SubmitApplication {
                application: ApplicationId(context.new_id("application")),
                week,
                letter: self.seal(student.0, &letter).await?,
                offer,
                college: CollegeFacts {
                    is_open: college.is_open()
                        && college
                            .class(enrolment.class)
                            .is_some_and(|class| class.is_open()),
                    weeks: college.weeks(year).clone(),
                    area: college.search_area(year, &self.rules),
                    position: college.listing().and_then(|listing| listing.position),
                },
                at: moment.at,
                today: self.today_at(&college),
            }))
        };
        let id = student.to_string();
        let done = self
            .carry_out(&self.students, &id, &context, gather)
            .await?;
        let asked = done.events.iter().find_map(|(_, event)| match event {
            StudentEvent::ApplicationSubmitted { application, .. } => Some(*application),
            _ => None,
        });
        let new = || ApplicationId(context.new_id("application"));
        Ok((done.outcome, asked.unwrap_or_else(new)))
    }

    /// The pupil takes a pending application back (STU-11).
    pub async fn withdraw_application(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        reason: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawApplication;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        self.ask_student(request, action, student, async {
            let reason = match reason {
                Some(reason) => Some(self.seal_message(student, "reason", reason).await?),
                None => None,
            };
            Ok(StudentCommand::WithdrawApplication(WithdrawApplication {
                application,
                reason,
            }))
        })
        .await
    }

    /// What fell away for a placement since cancelled asks again (STU-11).
    pub async fn reinstate_application(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ReinstateApplication;
        let state = self
            .permit_about_student(&request.caller, action, student)
            .await?;
        self.ask_student(request, action, student, async {
            let found = state
                .applications
                .get(&application)
                .ok_or(Failure::NotFound)?;
            let moment = self.now();
            let college = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let offered = self.offers.state(&found.offer.to_string()).await?;
            Ok(StudentCommand::ReinstateApplication(ReinstateApplication {
                application,
                offer: facts_for(&offered, found.week, college)?,
                at: moment.at,
                today: self.today_of(student).await?,
            }))
        })
        .await
    }

    /// The host looks at an application (OFF-5).
    pub async fn examine_application(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ExamineApplication;
        self.permit_host(request, action, student, application)
            .await?;
        let command = ExamineApplication {
            application,
            at: self.now().at,
        };
        let command = StudentCommand::ExamineApplication(command);
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// The host says no, in words for the pupil (STU-8).
    pub async fn decline_application(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        message: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::DeclineApplication;
        self.permit_host(request, action, student, application)
            .await?;
        self.ask_student(request, action, student, async {
            let message = self.seal_message(student, "message", message).await?;
            let cause = DeclineCause::ByHost { message };
            Ok(StudentCommand::DeclineApplication(DeclineApplication {
                application,
                cause,
            }))
        })
        .await
    }

    /// The host says yes: a seat is held, the pupil is placed, or the seat goes back and the host
    /// is told why (OFF-5). The steps are taken here, one after the other, so that the answer is
    /// final; a crash between two of them is finished by the placement process.
    pub async fn accept_application(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        message: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let action = Action::AcceptApplication;
        let found = self
            .permit_host(request, action, student, application)
            .await?;
        let (offer, week) = (found.offer, found.week);
        let id = offer.to_string();
        let context = self.context(request, action).await?;
        let gather = async {
            if self.offers.state(&id).await?.seat_of(application).is_none() {
                may_be_accepted(&found)?;
            }
            let message = match message {
                Some(message) => Some(self.seal_message(student, "message", message).await?),
                None => None,
            };
            Ok(OfferCommand::TakeSeat(TakeSeat {
                application,
                student,
                week,
                message,
            }))
        };
        let held = self.carry_out(&self.offers, &id, &context, gather).await?;
        // By the fact, which is this request's own or that of an earlier one.
        let (cause, student, command) = self.asked_by_the_seat(offer, application, &held).await?;
        let placed = self.place_pupil(&context.chain, cause, student, command);
        match placed.await? {
            Answer::Placed(outcome) => Ok(Outcome {
                position: outcome.position.max(held.outcome.position),
                recorded_at: outcome.recorded_at.or(held.outcome.recorded_at),
            }),
            Answer::Refused(because) => Err(Failure::Refused(Box::new(
                explain_refused_acceptance(because),
            ))),
        }
    }

    /// The pupil gives an accepted placement up (STU-11).
    pub async fn cancel_placement(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::CancelPlacement;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        self.cancel(
            request,
            action,
            student,
            application,
            reason,
            CancelledBy::Pupil,
        )
        .await
    }

    /// The host gives an accepted placement up (OFF-6).
    pub async fn cancel_placement_by_host(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::CancelPlacementByHost;
        self.permit_host(request, action, student, application)
            .await?;
        self.cancel(
            request,
            action,
            student,
            application,
            reason,
            CancelledBy::Host,
        )
        .await
    }

    async fn cancel(
        &self,
        request: &Request,
        action: Action,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
        by: CancelledBy,
    ) -> Result<Outcome, Failure> {
        let context = self.context(request, action).await?;
        let gather = async {
            Ok(StudentCommand::CancelPlacement(CancelPlacement {
                application,
                by,
                reason: self.seal_message(student, "reason", reason).await?,
                today: self.today_of(student).await?,
            }))
        };
        let id = student.to_string();
        let done = self
            .carry_out(&self.students, &id, &context, gather)
            .await?;
        self.release_after(&context.chain, &done.events).await?;
        Ok(done.outcome)
    }

    /// The application is one of the caller's host.
    pub(super) async fn permit_host(
        &self,
        request: &Request,
        action: Action,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Application, Failure> {
        let state = self.students.state(&student.to_string()).await?;
        let found = state.applications.get(&application).cloned();
        let host = found.as_ref().map(|found| found.host);
        self.permit(
            &request.caller,
            action,
            About {
                host,
                ..About::default()
            },
        )
        .await?;
        found.ok_or(Failure::NotFound)
    }
}

/// What a pupil of a college may know of an offer: nothing of one that is reserved for another
/// (EST-9), whatever else speaks against asking for it.
fn facts_for(state: &OfferState, week: Week, college: Uai) -> Result<OfferFacts, Failure> {
    facts_of(state, week)
        .filter(|facts| facts.reserved_for.is_none_or(|uai| uai == college))
        .ok_or_else(|| Failure::refused(&Refusal::NoSuchOffer))
}

fn facts_of(state: &OfferState, week: Week) -> Option<OfferFacts> {
    let published = state.published.as_ref()?;
    Some(OfferFacts {
        offer: published.offer,
        host: published.host,
        sector: published.terms.sector.clone(),
        is_open: published.status == OfferStatus::Open,
        format: published.terms.format,
        reserved_for: published.terms.reserved_for,
        position: published.terms.place.position,
        seats_left: state.seats_left(week),
    })
}

/// A seat is only held for what still waits for an answer.
fn may_be_accepted(application: &Application) -> Result<(), Failure> {
    match application.status {
        ApplicationStatus::Pending { .. } | ApplicationStatus::Accepted => Ok(()),
        ApplicationStatus::Withdrawn(_)
        | ApplicationStatus::Declined
        | ApplicationStatus::Cancelled
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => Err(Failure::refused(&Refusal::NotPending)),
    }
}
