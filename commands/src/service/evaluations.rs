//! What partners think of offers and completed placements (OFF-9).
use domain::ids::{ApplicationId, OfferId, PartnerId, StudentId};
use domain::partner::PartnerCommand as Command;
use domain::partner::{Assignment, Evaluate, Evaluated, EvaluationFacts};
use domain::personal::Word;
use domain::student::ApplicationStatus;

use super::CommandHandler;
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The caller, a partner, evaluates an offer.
    pub async fn evaluate_offer(
        self,
        offer: OfferId,
        mark: u32,
        comment: &str,
    ) -> Result<Outcome, Failure> {
        let known = self.service.offers.state(&offer.to_string()).await?;
        let host = known.published.as_ref().map(|published| published.host);
        let target = Target {
            host,
            ..Target::default()
        };
        self.permit(Action::EvaluateOffer, target).await?;
        let evaluated = Evaluated::Offer(offer);
        let of = host.map(Assignment::Host).into_iter().collect();
        let facts = EvaluationFacts::Ready;
        self.evaluate(Action::EvaluateOffer, evaluated, (of, facts), mark, comment)
            .await
    }

    /// The caller, a partner, evaluates a completed placement.
    pub async fn evaluate_placement(
        self,
        student: StudentId,
        application: ApplicationId,
        mark: u32,
        comment: &str,
    ) -> Result<Outcome, Failure> {
        let pupil = self.service.students.state(&student.to_string()).await?;
        let found = pupil.applications.get(&application);
        let host = found.map(|found| found.host);
        let college = found.and(pupil.enrolment).map(|of| of.establishment);
        let target = Target {
            host,
            establishment: college,
            ..Target::default()
        };
        self.permit(Action::EvaluatePlacement, target).await?;
        let is_completed =
            found.is_some_and(|found| matches!(found.status, ApplicationStatus::Completed { .. }));
        let facts = if is_completed {
            EvaluationFacts::Ready
        } else {
            EvaluationFacts::NotCompleted
        };
        let of = host.map(Assignment::Host).into_iter();
        let of = of.chain(college.map(Assignment::Establishment)).collect();
        let evaluated = Evaluated::Placement(student, application);
        self.evaluate(
            Action::EvaluatePlacement,
            evaluated,
            (of, facts),
            mark,
            comment,
        )
        .await
    }

    async fn evaluate(
        &self,
        action: Action,
        evaluated: Evaluated,
        (of, facts): (Vec<Assignment>, EvaluationFacts),
        mark: u32,
        comment: &str,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let own = self.caller().represents().map(PartnerId);
        let partner = own.ok_or(Failure::NotPermitted)?;
        let execution = self.begin(action, &service.partners, partner).await?;
        let evaluated = execution.outcome(async {
            let comment = if comment.is_empty() {
                None
            } else {
                let comment = Word::checked("comment", comment)?;
                Some(service.seal(partner.0, &comment).await?)
            };
            Ok(Command::Evaluate(Evaluate {
                evaluated,
                of,
                facts,
                mark,
                comment,
            }))
        });
        evaluated.await
    }
}
