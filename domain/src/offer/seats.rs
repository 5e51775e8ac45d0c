//! Seats: never more accepted placements in a week than seats, whatever happens at once (OFF-3).
use super::{OfferEvent, OfferState, Refusal, ReleaseCause, open, published};
use jiff::civil::Date;

use crate::calendar::Week;
use crate::ids::{ApplicationId, StudentId};
use crate::personal::Message;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// The host says yes to an application.
#[derive(Clone, Debug)]
pub struct TakeSeat {
    /// Which.
    pub application: ApplicationId,
    /// Whose.
    pub student: StudentId,
    /// For which week.
    pub week: Week,
    /// To the pupil, sealed with the pupil's key.
    pub message: Option<Sealed<Message>>,
    /// The present day.
    pub today: Date,
}

/// Holds a seat, where one is left and the week is not too near (OFF-5). An application holds one
/// seat at the most; an offer for groups seats nobody alone (OFF-7).
pub fn take_seat(
    state: &OfferState,
    cmd: TakeSeat,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let TakeSeat {
        application,
        student,
        week,
        message,
        today,
    } = cmd;
    published(state)?;
    if state.seat_of(application).is_some() {
        return Ok(vec![]);
    }
    if open(state)?.terms.format.is_collective() {
        return Err(Refusal::TakesGroups);
    }
    let since = rules.closes_on(week);
    if today >= since {
        return Err(Refusal::TooLate { week, since });
    }
    match state.seats_left(week) {
        None => Err(Refusal::WeekNotOffered(week)),
        Some(0) => Err(Refusal::NoSeatLeft(week)),
        Some(_) => Ok(vec![OfferEvent::SeatTaken {
            application,
            student,
            week,
            message,
        }]),
    }
}

/// A held seat is not needed any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseSeat {
    /// Which application held it.
    pub application: ApplicationId,
    /// Why it goes back.
    pub cause: ReleaseCause,
}

/// Frees the seat; nothing where the application holds none.
pub fn release_seat(state: &OfferState, cmd: ReleaseSeat) -> Result<Vec<OfferEvent>, Refusal> {
    published(state)?;
    let ReleaseSeat { application, cause } = cmd;
    let held = state
        .seats
        .iter()
        .find_map(|(week, held)| Some((*week, *held.get(&application)?)));
    Ok(held.map_or_else(Vec::new, |(week, student)| {
        vec![OfferEvent::SeatReleased {
            application,
            student,
            week,
            cause,
        }]
    }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn take(application: ApplicationId, number: i8) -> OfferCommand {
        take_on(TODAY, application, number)
    }

    fn take_on(today: Date, application: ApplicationId, number: i8) -> OfferCommand {
        let (student, week, message) = (PUPIL, week(number), None);
        OfferCommand::TakeSeat(TakeSeat {
            application,
            student,
            week,
            message,
            today,
        })
    }

    #[test]
    fn nobody_is_accepted_from_three_working_days_before_the_week() {
        let (tuesday, wednesday) = (date(2026, 2, 3), date(2026, 2, 4));
        offer([publication()])
            .when(take_on(tuesday, A1, 7))
            .then([taken(A1, 7)]);
        for day in [wednesday, date(2026, 2, 9), date(2026, 3, 9)] {
            let (week, since) = (week(7), wednesday);
            offer([publication()])
                .when(take_on(day, A1, 7))
                .then_refused(Refusal::TooLate { week, since });
        }
        offer([publication(), taken(A1, 7)])
            .when(take_on(wednesday, A1, 7))
            .then_nothing();
    }

    fn release(application: ApplicationId) -> OfferCommand {
        let cause = ReleaseCause::CancelledByPupil;
        OfferCommand::ReleaseSeat(ReleaseSeat { application, cause })
    }

    #[test]
    fn seats_are_taken_until_none_is_left() {
        offer([publication()])
            .when(take(A1, 7))
            .then([taken(A1, 7)]);
        offer([publication(), taken(A1, 7), taken(A2, 7)])
            .when(take(A3, 7))
            .then_refused(Refusal::NoSeatLeft(week(7)));
        offer([publication(), taken(A1, 7), taken(A2, 7)])
            .when(take(A3, 8))
            .then([taken(A3, 8)]);
    }

    #[test]
    fn a_released_seat_is_free_again() {
        let full = || offer([publication(), taken(A1, 7), taken(A2, 7)]);
        full().when(release(A1)).then([released(A1, 7)]);
        full()
            .and([released(A1, 7)])
            .when(take(A3, 7))
            .then([taken(A3, 7)]);
        full().when(release(A3)).then_nothing();
    }

    #[test]
    fn an_application_holds_one_seat() {
        offer([publication(), taken(A1, 7)])
            .when(take(A1, 7))
            .then_nothing();
    }

    #[test]
    fn no_seat_in_a_week_not_offered_nor_of_a_withdrawn_offer() {
        offer([publication()])
            .when(take(A1, 9))
            .then_refused(Refusal::WeekNotOffered(week(9)));
        offer([publication(), withdrawal()])
            .when(take(A1, 7))
            .then_refused(Refusal::Withdrawn);
        offer([])
            .when(take(A1, 7))
            .then_refused(Refusal::NoSuchOffer);
    }
}
