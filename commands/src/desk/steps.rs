//! The steps that a fact of one stream asks of another: taken by the command that caused them,
//! and again by the placement process where a crash came between. A step's request derives from
//! its cause, so that taken twice it is one.
use domain::decider::Decider;
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::{Offer, OfferCommand, OfferEvent};
use domain::placement_policy::{Step, after_student_event};
use domain::student::{Refusal, RefusedBecause, Student, StudentCommand, StudentEvent};
use eventlog::{Recorded, StreamId};
use uuid::Uuid;

use super::Desk;
use crate::aggregates::Done;
use crate::context::{Context, Outcome, event_id};
use crate::failure::Failure;

const PLACE_PUPIL: &str = "PlacePupil";
const RELEASE_SEAT: &str = "ReleaseSeat";
const DECLINE: &str = "DeclineForOffer";

/// What the pupil's stream answered to a held seat.
pub(crate) enum Answer {
    Placed(Outcome),
    Refused(RefusedBecause),
}

impl Desk {
    /// Takes a step that the event `cause` asks for, and what follows from it.
    pub(crate) async fn take_step(
        &self,
        context: &Context,
        cause: Uuid,
        step: Step,
    ) -> Result<(), Failure> {
        match step {
            Step::PlacePupil(student, command) => self
                .place_pupil(context, cause, student, command)
                .await
                .map(|_| ()),
            Step::ReleaseSeat(offer, command) => {
                let context = context.step(RELEASE_SEAT, cause);
                let command = OfferCommand::ReleaseSeat(command);
                self.offers
                    .execute(&offer.to_string(), &context, command)
                    .await
                    .map(|_| ())
            }
            Step::DeclineApplication(student, command) => {
                // One step for each application that the same fact touches.
                let cause = Uuid::new_v5(&cause, command.application.0.as_bytes());
                let context = context.step(DECLINE, cause);
                let command = StudentCommand::DeclineApplication(command);
                match self
                    .students
                    .execute(&student.to_string(), &context, command)
                    .await
                {
                    Err(Failure::Refused(why)) if is_answered(why.reason) => Ok(()),
                    other => other.map(|_| ()),
                }
            }
        }
    }

    /// The pupil's stream answers a held seat; a refusal gives the seat back (OFF-5).
    pub(super) async fn place_pupil(
        &self,
        context: &Context,
        cause: Uuid,
        student: StudentId,
        command: domain::student::PlacePupil,
    ) -> Result<Answer, Failure> {
        let step = context.step(PLACE_PUPIL, cause);
        let command = StudentCommand::PlacePupil(command);
        let done = self
            .students
            .execute(&student.to_string(), &step, command)
            .await?;
        let stream = stream::<Student>(&student.to_string())?;
        let id = event_id(step.request, &stream.to_string(), 0);
        let answer = match done.events.first() {
            Some((_, event)) => Some(event.clone()),
            None if done.repeated => Some(self.student_event(&stream, id).await?),
            None => None, // placed already
        };
        match answer {
            Some(StudentEvent::AcceptanceRefused { because, .. }) => {
                if let Some(step) = answer.as_ref().and_then(after_student_event) {
                    Box::pin(self.take_step(context, id, step)).await?;
                }
                Ok(Answer::Refused(because))
            }
            Some(_) | None => Ok(Answer::Placed(done.outcome)),
        }
    }

    /// The seat of a cancelled placement goes back at once; gives the position of its release.
    pub(super) async fn release_after(
        &self,
        context: &Context,
        done: &Done<Student>,
    ) -> Result<(), Failure> {
        for (id, event) in &done.events {
            if let Some(step) = after_student_event(event) {
                self.take_step(context, *id, step).await?;
            }
        }
        Ok(())
    }

    /// The event by which an application holds its seat: of this request, or of an earlier one.
    pub(super) async fn seat_taken_by(
        &self,
        context: &Context,
        offer: OfferId,
        application: ApplicationId,
        held: &Done<Offer>,
    ) -> Result<Uuid, Failure> {
        let stream = stream::<Offer>(&offer.to_string())?;
        if held.repeated || !held.events.is_empty() {
            return Ok(event_id(context.request, &stream.to_string(), 0));
        }
        let mut found = None;
        let mut after = 0;
        loop {
            let page = self.log.read_stream(&stream, after, 1_000).await?;
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for recorded in page
                .iter()
                .filter(|recorded| &*recorded.event_type == "SeatTaken")
            {
                let event: OfferEvent = decode(OfferEvent::STORED, recorded)?;
                match event {
                    OfferEvent::SeatTaken {
                        application: of, ..
                    } if of == application => {
                        found = Some(recorded.id);
                    }
                    OfferEvent::SeatTaken { .. }
                    | OfferEvent::OfferPublished { .. }
                    | OfferEvent::OfferRevised { .. }
                    | OfferEvent::OfferWithdrawn { .. }
                    | OfferEvent::SeatReleased { .. } => {}
                }
            }
        }
        found.ok_or_else(|| Failure::Unavailable("the seat is being released; try again".into()))
    }

    async fn student_event(&self, stream: &StreamId, id: Uuid) -> Result<StudentEvent, Failure> {
        let mut after = 0;
        loop {
            let page = self.log.read_stream(stream, after, 1_000).await?;
            let Some(last) = page.last() else {
                return Err(Failure::Internal("a repeated step left no event".into()));
            };
            after = last.sequence;
            if let Some(recorded) = page.iter().find(|recorded| recorded.id == id) {
                return decode(StudentEvent::STORED, recorded);
            }
        }
    }
}

fn is_answered(reason: &str) -> bool {
    let not_pending = domain::explain::Explain::explain(&Refusal::NotPending).reason;
    reason == not_pending
}

pub(super) fn decode<E: domain::decider::Event>(
    stored: &[(&'static str, u16)],
    recorded: &Recorded,
) -> Result<E, Failure> {
    domain::schema::decode_event(
        stored,
        &recorded.event_type,
        recorded.event_version,
        &recorded.payload,
    )
    .map_err(|error| Failure::Internal(error.to_string()))
}

pub(super) fn stream<D: Decider>(id: &str) -> Result<StreamId, Failure> {
    StreamId::new(D::CATEGORY, id).map_err(|_| Failure::NotFound)
}
