//! A step that is still to be taken, as it stands in a snapshot.
use domain::agreement::{EndAgreement, EndCause};
use domain::calendar::SchoolYear;
use domain::ids::{ApplicationId, ClassId, GroupId, OfferId, StudentId, Uai};
use domain::offer::{ReleaseCause, ReleaseSeat};
use domain::placement_policy::{ClassMove, NewPlacement, Step, after_offer_event};
use domain::schema::{self, Fact};
use domain::student::{CloseAccess, DeclineApplication, DeclineCause};
use eventlog::{Position, Recorded};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::compact::KeptWeek;
use crate::open_step::{OpenStep, StepKey};

/// A step holds what must not be kept. None does that follows from facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a step at {0} holds a sealed message")]
pub(crate) struct HasCiphertext(pub Position);

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptStep {
    position: u64,
    cause: Uuid,
    what: What,
}

#[derive(Serialize, Deserialize)]
enum What {
    /// It carries the host's message: the event says it.
    PlacePupil,
    ReleaseSeat(OfferId, ApplicationId, ReleaseCause),
    DeclineApplication(StudentId, ApplicationId, WhyDeclined),
    OpenAgreement(StudentId, ApplicationId, OfferId, KeptWeek),
    EndAgreement(ApplicationId, EndCause),
    CloseAccess(StudentId, Uai, i16),
    MoveWithClass(StudentId, Uai, ClassId, ClassId),
    CarryOnGroup(OfferId, GroupId),
}

/// Why the process declines: never with a message.
#[derive(Serialize, Deserialize)]
enum WhyDeclined {
    OfferWithdrawn,
    WeekDropped,
    ReservedElsewhere,
    WithGroup,
}

impl KeptStep {
    /// What is kept of a step.
    ///
    /// # Errors
    /// [`HasCiphertext`].
    pub fn of(open: &OpenStep) -> Result<Self, HasCiphertext> {
        let what = match &open.step {
            Step::PlacePupil(..) => What::PlacePupil,
            Step::ReleaseSeat(offer, ReleaseSeat { application, cause }) => {
                What::ReleaseSeat(*offer, *application, *cause)
            }
            Step::DeclineApplication(student, DeclineApplication { application, cause }) => {
                let cause = match cause {
                    DeclineCause::OfferWithdrawn => WhyDeclined::OfferWithdrawn,
                    DeclineCause::WeekDropped => WhyDeclined::WeekDropped,
                    DeclineCause::ReservedElsewhere => WhyDeclined::ReservedElsewhere,
                    DeclineCause::WithGroup => WhyDeclined::WithGroup,
                    DeclineCause::ByHost { message: _ } => {
                        return Err(HasCiphertext(open.position));
                    }
                };
                What::DeclineApplication(*student, *application, cause)
            }
            Step::OpenAgreement(new) => {
                let week = new.week.into();
                What::OpenAgreement(new.student, new.application, new.offer, week)
            }
            Step::EndAgreement(application, EndAgreement { cause }) => {
                What::EndAgreement(*application, *cause)
            }
            Step::CloseAccess(student, close) => {
                let year = close.school_year.first_year();
                What::CloseAccess(*student, close.establishment, year)
            }
            Step::MoveWithClass(student, class) => {
                What::MoveWithClass(*student, class.college, class.from, class.into)
            }
            Step::CarryOnGroup(offer, group) => What::CarryOnGroup(*offer, *group),
        };
        Ok(Self {
            position: open.position.0,
            cause: open.cause,
            what,
        })
    }

    /// Where the event stands that says what is not kept, and its id.
    pub fn told_by_the_log(&self) -> Option<(Position, Uuid)> {
        matches!(self.what, What::PlacePupil).then_some((Position(self.position), self.cause))
    }

    /// The step again, or as the log told it.
    pub fn step(self, told: &[OpenStep]) -> Option<OpenStep> {
        let step = match self.what {
            What::PlacePupil => {
                let same =
                    |step: &&OpenStep| step.position.0 == self.position && step.cause == self.cause;
                return told.iter().find(same).cloned();
            }
            What::ReleaseSeat(offer, application, cause) => {
                Step::ReleaseSeat(offer, ReleaseSeat { application, cause })
            }
            What::DeclineApplication(student, application, cause) => {
                let cause = match cause {
                    WhyDeclined::OfferWithdrawn => DeclineCause::OfferWithdrawn,
                    WhyDeclined::WeekDropped => DeclineCause::WeekDropped,
                    WhyDeclined::ReservedElsewhere => DeclineCause::ReservedElsewhere,
                    WhyDeclined::WithGroup => DeclineCause::WithGroup,
                };
                Step::DeclineApplication(student, DeclineApplication { application, cause })
            }
            What::OpenAgreement(student, application, offer, week) => {
                Step::OpenAgreement(NewPlacement {
                    student,
                    application,
                    offer,
                    week: week.week()?,
                })
            }
            What::EndAgreement(application, cause) => {
                Step::EndAgreement(application, EndAgreement { cause })
            }
            What::CloseAccess(student, establishment, year) => {
                let school_year = SchoolYear::beginning_in(year);
                let close = CloseAccess {
                    establishment,
                    school_year,
                };
                Step::CloseAccess(student, close)
            }
            What::MoveWithClass(student, college, from, into) => Step::MoveWithClass(
                student,
                ClassMove {
                    college,
                    from,
                    into,
                },
            ),
            What::CarryOnGroup(offer, group) => Step::CarryOnGroup(offer, group),
        };
        Some(OpenStep::new(Position(self.position), self.cause, step))
    }
}

/// The step for which a stored event asks that takes a seat.
pub(crate) fn told_by(recorded: &Recorded) -> Option<OpenStep> {
    let fact = schema::decode(
        recorded.stream.category(),
        recorded.stream.id(),
        &recorded.event_type,
        recorded.event_version,
        &recorded.payload,
    );
    let Ok(Fact::Offer(offer, event)) = fact else {
        return None;
    };
    let steps = after_offer_event(offer, &event, std::iter::empty());
    let step = steps.into_iter().next()?;
    let open = OpenStep::new(recorded.position, recorded.id, step);
    matches!(open.key, StepKey::Place(_)).then_some(open)
}
