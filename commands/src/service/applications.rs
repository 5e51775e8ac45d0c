//! Applications: the pupil asks, the host answers, the placement process follows.
use domain::calendar::Week;
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::{OfferCommand, TakeSeat};
use domain::personal::Letter;
use domain::student::StudentCommand as Command;
use domain::student::{
    Application, CancelPlacement, CancelledBy, CollegeFacts, CoverLetter, DeclineApplication,
    DeclineCause, ExamineApplication, KeepPlacement, ReinstateApplication, SendCv, Student,
    StudentEvent, WithdrawApplication, explain_refused_acceptance,
};

use super::handler::Execution;
use super::steps::Answer;
use super::{CommandHandler, ListedRow};
use crate::aggregates::Freshness;
use crate::authorisation::Action;
use crate::context::{Context, Outcome};
use crate::failure::Failure;

/// One answer of many.
pub struct HostAnswer {
    /// To which application.
    pub application: (StudentId, ApplicationId),
    /// Which answer.
    pub kind: HostAnswerKind,
}

/// How a host answers an application.
pub enum HostAnswerKind {
    /// It is being looked at (OFF-5).
    Examine,
    /// Yes, with a word to the pupil or without (OFF-5).
    Accept {
        /// The word.
        message: Option<String>,
    },
    /// No, in words for the pupil (STU-8).
    Decline {
        /// The words.
        message: String,
    },
}

impl CommandHandler<'_> {
    /// The pupil applies to one offer for one week (STU-7).
    pub async fn submit_application(
        self,
        student: StudentId,
        offer: OfferId,
        week: Week,
        letter: &str,
    ) -> Result<(Outcome, ApplicationId), Failure> {
        if self.service.students.is_sole_writer() {
            return self
                .submit(student, offer, week, letter, Freshness::Current)
                .await;
        }
        // Nearly always what was seen a moment ago is what is there. If the pupil's stream has
        // moved, the append conflicts and is decided again; that the offer or the college changes
        // in the same moment can never be excluded, and the placement process answers what came
        // too late. But a refusal is given only by what is there now.
        let cached = self.submit(student, offer, week, letter, Freshness::Cached);
        match cached.await {
            Err(Failure::Refused(_) | Failure::NotFound) => {
                self.submit(student, offer, week, letter, Freshness::Current)
                    .await
            }
            done => done,
        }
    }

    async fn submit(
        &self,
        student: StudentId,
        offer: OfferId,
        week: Week,
        letter: &str,
        freshness: Freshness,
    ) -> Result<(Outcome, ApplicationId), Failure> {
        let (service, action) = (self.service, Action::SubmitApplication);
        let (execution, state) = self.on_student_at(action, student, freshness).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let new = || ApplicationId(execution.new_id("application"));
        let done = execution.execute(async {
            let sealed = async {
                let letter = Letter::checked(letter)?;
                let letter = service.seal(student.0, &letter).await?;
                Ok(CoverLetter::Written(letter))
            };
            service
                .submission(new(), enrolment, (offer, week), sealed, freshness)
                .await
        });
        let done = done.await?;
        let asked = done.find(|event| match event {
            StudentEvent::ApplicationSubmitted { application, .. } => Some(*application),
            _ => None,
        });
        Ok((done.outcome, asked.unwrap_or_else(new)))
    }

    /// The pupil takes a pending application back (STU-11).
    pub async fn withdraw_application(
        self,
        student: StudentId,
        application: ApplicationId,
        reason: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawApplication;
        let (execution, _) = self.on_student(action, student).await?;
        let withdrawn = execution.outcome(async {
            let reason = self.service.seal_message_if(student, "reason", reason);
            let reason = reason.await?;
            Ok(Command::WithdrawApplication(WithdrawApplication {
                application,
                reason,
            }))
        });
        withdrawn.await
    }

    /// What fell away for a placement since cancelled asks again (STU-11).
    pub async fn reinstate_application(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::ReinstateApplication);
        let (execution, state) = self.on_student(action, student).await?;
        let reinstated = execution.outcome(async {
            let found = state.applications.get(&application);
            let found = found.ok_or(Failure::NotFound)?;
            let at = service.now();
            let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
            let college = service.establishment(enrolment.establishment).await?;
            let offer = service.offer_open_to_pupil_of(
                enrolment.establishment,
                &college,
                found.offer,
                Some(found.week),
                Freshness::Current,
            );
            let year = found.week.school_year();
            Ok(Command::ReinstateApplication(ReinstateApplication {
                application,
                offer: offer.await?,
                college: CollegeFacts::of(&college, enrolment.class, year, &service.rules),
                at,
                today: service.today_at(&college),
            }))
        });
        reinstated.await
    }

    /// The host looks at an application (OFF-5).
    pub async fn examine_application(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ExamineApplication;
        let execution = self.on_application_to_host(action, student, application);
        let at = self.service.now();
        let command = Command::ExamineApplication(ExamineApplication { application, at });
        execution.await?.decide(command).await
    }

    /// The host says no, in words for the pupil (STU-8).
    pub async fn decline_application(
        self,
        student: StudentId,
        application: ApplicationId,
        message: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::DeclineApplication);
        let execution = self.on_application_to_host(action, student, application);
        let execution = execution.await?;
        let declined = execution.outcome(async {
            let message = service.seal_message(student, "message", message).await?;
            let cause = DeclineCause::ByHost { message };
            Ok(Command::DeclineApplication(DeclineApplication {
                application,
                cause,
            }))
        });
        declined.await
    }

    /// The host says yes: a seat is held, the pupil is placed, or the seat goes back and the host
    /// is told why (OFF-5). The steps are taken here, one after the other, so that the answer is
    /// final; a crash between two of them is finished by the placement process.
    pub async fn accept_application(
        self,
        student: StudentId,
        application: ApplicationId,
        message: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let action = Action::AcceptApplication;
        let found = self.permit_host_of(action, student, application).await?;
        let context = self.context(action).await?;
        self.accept(context, student, application, &found, message)
            .await
    }

    async fn accept(
        &self,
        context: Context,
        student: StudentId,
        application: ApplicationId,
        found: &Application,
        message: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let (offer, week) = (found.offer, found.week);
        let execution = self.begin_in(context, &service.offers, offer);
        let held = execution.execute(async {
            let offered = service.offers.state(&offer.to_string()).await?;
            let may = found.may_be_accepted_by(&offered, application);
            may.map_err(|refusal| Failure::refused(&refusal))?;
            let message = service.seal_message_if(student, "message", message);
            Ok(OfferCommand::TakeSeat(TakeSeat {
                application,
                student,
                week,
                message: message.await?,
                today: service.today_of(student).await?,
            }))
        });
        let held = held.await?;
        // By the fact, which is this request's own or that of an earlier one.
        let asked = service.asked_by_the_seat(offer, application, &held).await?;
        let (cause, student, command) = asked;
        let chain = &execution.context.chain;
        match service
            .place_pupil(chain, cause, b"", student, command)
            .await?
        {
            Answer::Placed(outcome) => Ok(Outcome {
                position: outcome.position.max(held.outcome.position),
                recorded_at: outcome.recorded_at.or(held.outcome.recorded_at),
            }),
            Answer::Refused(because) => Err(Failure::Refused(Box::new(
                explain_refused_acceptance(because),
            ))),
        }
    }

    /// The host answers several applications, each by itself (OFF-10).
    pub async fn answer_applications(
        self,
        answers: Vec<HostAnswer>,
    ) -> Result<Vec<ListedRow>, Failure> {
        let action = Action::AnswerApplications;
        let mut whole = None;
        let mut given = vec![];
        for (n, answer) in answers.into_iter().enumerate() {
            let (student, application) = answer.application;
            let found = match self.permit_host_of(action, student, application).await {
                Ok(found) => found,
                Err(failure) => {
                    given.push(Err(failure));
                    continue;
                }
            };
            let context = match &whole {
                Some(context) => context,
                None => whole.insert(self.context(action).await?),
            };
            given.push(self.answer(context.part(n), &found, answer).await);
        }
        Ok(given)
    }

    async fn answer(
        &self,
        context: Context,
        found: &Application,
        answer: HostAnswer,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let (student, application) = answer.application;
        let students = &service.students;
        match answer.kind {
            HostAnswerKind::Accept { message } => {
                self.accept(context, student, application, found, message.as_deref())
                    .await
            }
            HostAnswerKind::Examine => {
                let execution = self.begin_in(context, students, student);
                let at = service.now();
                let command = Command::ExamineApplication(ExamineApplication { application, at });
                execution.decide(command).await
            }
            HostAnswerKind::Decline { message } => {
                let execution = self.begin_in(context, students, student);
                let declined = execution.outcome(async {
                    let message = service.seal_message(student, "message", &message).await?;
                    let cause = DeclineCause::ByHost { message };
                    Ok(Command::DeclineApplication(DeclineApplication {
                        application,
                        cause,
                    }))
                });
                declined.await
            }
        }
    }

    /// The pupil sends a later version of the CV with an application (STU-15): the newest where none
    /// is named. Gives the version that the host has.
    pub async fn send_cv(
        self,
        student: StudentId,
        application: ApplicationId,
        version: Option<u32>,
    ) -> Result<(Outcome, u32), Failure> {
        let (execution, state) = self.on_student(Action::SendCv, student).await?;
        let version = version.unwrap_or(state.cv_versions);
        let command = Command::SendCv(SendCv {
            application,
            version,
        });
        let done = execution.execute(async { Ok(command) }).await?;
        let sent = done.find(|event| match event {
            StudentEvent::CvSent { version, .. } => Some(*version),
            _ => None,
        });
        let has = done.state.applications.get(&application);
        let has = has.map(|found| found.cv_version).unwrap_or_default();
        Ok((done.outcome, sent.unwrap_or(has)))
    }

    /// The pupil gives an accepted placement up (STU-11).
    pub async fn cancel_placement(
        self,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::CancelPlacement, student).await?;
        cancel(&execution, student, application, reason, CancelledBy::Pupil).await
    }

    /// The host gives an accepted placement up (OFF-6).
    pub async fn cancel_placement_by_host(
        self,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::CancelPlacementByHost;
        let execution = self.on_application_to_host(action, student, application);
        let execution = execution.await?;
        cancel(&execution, student, application, reason, CancelledBy::Host).await
    }

    /// The head keeps a placement whose authorisation was withdrawn (STU-2).
    pub async fn keep_placement(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::KeepPlacement, student).await?;
        let command = Command::KeepPlacement(KeepPlacement { application });
        execution.decide(command).await
    }

    /// The head gives up a placement whose authorisation was withdrawn (STU-2).
    pub async fn cancel_placement_by_college(
        self,
        student: StudentId,
        application: ApplicationId,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::CancelPlacementByCollege;
        let (execution, _) = self.on_student(action, student).await?;
        cancel(
            &execution,
            student,
            application,
            reason,
            CancelledBy::College,
        )
        .await
    }
}

/// Gives a placement up, and its seat back.
async fn cancel(
    execution: &Execution<'_, Student>,
    student: StudentId,
    application: ApplicationId,
    reason: &str,
    by: CancelledBy,
) -> Result<Outcome, Failure> {
    let service = execution.service;
    let done = execution.execute(async {
        Ok(Command::CancelPlacement(CancelPlacement {
            application,
            by,
            reason: service.seal_message(student, "reason", reason).await?,
            today: service.today_of(student).await?,
        }))
    });
    let done = done.await?;
    let chain = &execution.context.chain;
    service.release_after(chain, student, &done.events).await?;
    Ok(done.outcome)
}
