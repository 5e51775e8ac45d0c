//! The steps that a fact of one stream asks of another: taken by the command that caused them,
//! and again by the placement process where a crash came between. A step's request derives from
//! its cause, so that taken twice it is one; the derivation is keyed, so that nobody can use it
//! before the step.
use domain::decider::Decider;
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::{Offer, OfferCommand, OfferEvent};
use domain::placement_policy::{ClassMove, Step, after_offer_event, after_student_event};
use domain::student::{
    MoveWithClass, PlacePupil, Refusal, RefusedBecause, StudentCommand, StudentEvent,
};
use eventlog::{Recorded, StreamId};
use futures::future::join_all;
use uuid::Uuid;

use super::{CommandService, agreements, carry_group};
use crate::aggregates::Done;
use crate::context::{Chain, Context, Outcome};
use crate::failure::Failure;

pub(super) const PLACE_PUPIL: &str = "PlacePupil";
const RELEASE_SEAT: &str = "ReleaseSeat";
const DECLINE: &str = "DeclineForOffer";
const CLOSE_ACCESS: &str = "CloseAccess";
/// How a pupil's part in the move of a class stands in metadata.
const MOVE_STUDENT: &str = "MoveStudent";

/// The name of a step, as it stands in metadata.
pub(crate) fn name_of(step: &Step) -> &'static str {
    match step {
        Step::PlacePupil(..) => PLACE_PUPIL,
        Step::ReleaseSeat(..) => RELEASE_SEAT,
        Step::DeclineApplication(..) => DECLINE,
        Step::OpenAgreement(..) => agreements::OPEN,
        Step::EndAgreement(..) => agreements::END,
        Step::CloseAccess(..) => CLOSE_ACCESS,
        Step::MoveWithClass(..) => MOVE_STUDENT,
        Step::CarryOnGroup(..) => carry_group::CARRY_ON,
    }
}

/// What the pupil's stream answered to a held seat.
pub(crate) enum Answer {
    Placed(Outcome),
    Refused(RefusedBecause),
}

impl CommandService {
    /// Takes a step that the event `cause` asks for, and what follows from it.
    pub(crate) async fn take_step(
        &self,
        chain: &Chain,
        cause: Uuid,
        step: Step,
    ) -> Result<(), Failure> {
        match step {
            Step::PlacePupil(student, command) => self
                .place_pupil(chain, cause, b"", student, command)
                .await
                .map(|_| ()),
            Step::ReleaseSeat(offer, command) => {
                let context = Context::step(self.secret().await?, chain, RELEASE_SEAT, cause, b"");
                let command = OfferCommand::ReleaseSeat(command);
                self.offers
                    .execute(&offer.to_string(), &context, command)
                    .await
                    .map(|_| ())
            }
            Step::CloseAccess(student, command) => {
                // One step for each pupil of the college.
                let (secret, about) = (self.secret().await?, student.0.as_bytes().as_slice());
                let context = Context::step(secret, chain, CLOSE_ACCESS, cause, about);
                let command = StudentCommand::CloseAccess(command);
                self.students
                    .execute(&student.to_string(), &context, command)
                    .await
                    .map(|_| ())
            }
            Step::DeclineApplication(student, command) => {
                // One step for each application that the same fact touches.
                let about = command.application.0.as_bytes().as_slice();
                let context = Context::step(self.secret().await?, chain, DECLINE, cause, about);
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
            Step::OpenAgreement(new) => self.open_agreement(chain, cause, new).await.map(|_| ()),
            Step::EndAgreement(application, command) => {
                self.end_agreement(chain, cause, application, command).await
            }
            Step::MoveWithClass(student, class) => {
                match self.move_with_class(chain, cause, student, class).await {
                    // They are elsewhere since: what says so takes the step off the list.
                    Err(Failure::Refused(_)) => Ok(()),
                    other => other.map(|_| ()),
                }
            }
            Step::CarryOnGroup(offer, group) => self
                .carry_group(chain, cause, offer, group)
                .await
                .map(|_| ()),
        }
    }

    /// The pupil goes along with their class, which the event `cause` tells to move (EST-13).
    pub(super) async fn move_with_class(
        &self,
        chain: &Chain,
        cause: Uuid,
        student: StudentId,
        ClassMove {
            college,
            from,
            into,
        }: ClassMove,
    ) -> Result<Outcome, Failure> {
        // One step for each pupil of the class.
        let (secret, about) = (self.secret().await?, student.0.as_bytes().as_slice());
        let context = Context::step(secret, chain, MOVE_STUDENT, cause, about);
        let class = self.class_facts(college, into).await?;
        let today = self.today_of(student).await?;
        let command = MoveWithClass { from, class, today };
        let command = StudentCommand::MoveWithClass(command);
        let id = student.to_string();
        let done = self.students.execute(&id, &context, command).await?;
        Ok(done.outcome)
    }

    /// The pupil's stream answers a held seat; a refusal gives the seat back (OFF-5).
    pub(super) async fn place_pupil(
        &self,
        chain: &Chain,
        cause: Uuid,
        about: &[u8],
        student: StudentId,
        command: PlacePupil,
    ) -> Result<Answer, Failure> {
        let step = Context::step(self.secret().await?, chain, PLACE_PUPIL, cause, about);
        let command = StudentCommand::PlacePupil(command);
        let done = self
            .students
            .execute(&student.to_string(), &step, command)
            .await?;
        let Some((id, answer)) = done.events.first() else {
            // Placed already.
            return Ok(Answer::Placed(done.outcome));
        };
        let mut outcome = done.outcome;
        for step in after_student_event(student, answer) {
            match step {
                // The host's yes stands whatever becomes of it: the process opens it then.
                Step::OpenAgreement(new) => match self.open_agreement(chain, *id, new).await {
                    Ok(at) => outcome.position = outcome.position.max(at.unwrap_or_default()),
                    Err(failure) => {
                        let reason = failure.to_string();
                        tracing::warn!(%student, reason, "the agreement is opened later");
                    }
                },
                other @ (Step::PlacePupil(..)
                | Step::ReleaseSeat(..)
                | Step::DeclineApplication(..)
                | Step::CloseAccess(..)
                | Step::MoveWithClass(..)
                | Step::CarryOnGroup(..)
                | Step::EndAgreement(..)) => {
                    Box::pin(self.take_step(chain, *id, other)).await?;
                }
            }
        }
        match answer {
            StudentEvent::AcceptanceRefused { because, .. } => Ok(Answer::Refused(*because)),
            _ => Ok(Answer::Placed(outcome)),
        }
    }

    /// The seats of cancelled placements go back at once, and their agreements end: side by side, for
    /// each is of a stream of its own.
    pub(super) async fn release_after(
        &self,
        chain: &Chain,
        student: StudentId,
        events: &[(Uuid, StudentEvent)],
    ) -> Result<(), Failure> {
        let mut taking = vec![];
        for (id, event) in events {
            for step in after_student_event(student, event) {
                taking.push(self.take_step(chain, *id, step));
            }
        }
        join_all(taking).await.into_iter().collect()
    }

    /// What the fact asks for by which an application holds its seat, with that fact's id: of this
    /// request, or of an earlier one.
    pub(super) async fn asked_by_the_seat(
        &self,
        offer: OfferId,
        application: ApplicationId,
        held: &Done<Offer>,
    ) -> Result<(Uuid, StudentId, PlacePupil), Failure> {
        let (cause, event) = match held.events.first() {
            Some(taken) => taken.clone(),
            None => self.seat_taken_by(offer, application).await?,
        };
        let step = after_offer_event(offer, &event, std::iter::empty()).pop();
        match step {
            Some(Step::PlacePupil(student, command)) if command.application == application => {
                Ok((cause, student, command))
            }
            // What the request did at first was about another application.
            Some(_) | None => Err(Failure::RequestReused),
        }
    }

    async fn seat_taken_by(
        &self,
        offer: OfferId,
        application: ApplicationId,
    ) -> Result<(Uuid, OfferEvent), Failure> {
        let stream = stream::<Offer>(&offer.to_string())?;
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
                        found = Some((recorded.id, event));
                    }
                    OfferEvent::SeatTaken { .. }
                    | OfferEvent::OfferPublished { .. }
                    | OfferEvent::OfferRevised { .. }
                    | OfferEvent::OfferWithdrawn { .. }
                    | OfferEvent::OfferTextBlackedOut { .. }
                    | OfferEvent::SeatReleased { .. }
                    | OfferEvent::GroupApplied { .. }
                    | OfferEvent::GroupSeated { .. }
                    | OfferEvent::GroupAccepted { .. }
                    | OfferEvent::GroupEnded { .. }
                    | OfferEvent::OfferFedIn { .. }
                    | OfferEvent::ReservationRequested { .. }
                    | OfferEvent::ReservationRequestWithdrawn { .. }
                    | OfferEvent::ReservationDeclined { .. }
                    | OfferEvent::ReservationAccepted { .. } => {}
                }
            }
        }
        found.ok_or_else(|| Failure::Unavailable("the seat is being released; try again".into()))
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
