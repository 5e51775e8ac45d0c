//! The academic director takes an exception back (EST-3).
use super::event::EstablishmentEvent;
use super::preconditions::must_be_listed;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::calendar::Week;

/// The academic director no longer allows the week; a week chosen under the exception stays.
#[derive(Clone, Debug)]
pub struct WithdrawWeekException {
    /// Which week.
    pub week: Week,
}

/// Takes an exception back (EST-3).
pub fn withdraw_week_exception(
    state: &EstablishmentState,
    WithdrawWeekException { week }: WithdrawWeekException,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
    let granted = state.has_week_exception(week);
    Ok(granted
        .then_some(EstablishmentEvent::WeekExceptionWithdrawn { week })
        .into_iter()
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn withdraw() -> C {
        C::WithdrawWeekException(WithdrawWeekException {
            week: week(BEFORE_HOLIDAYS),
        })
    }

    #[test]
    fn an_exception_is_taken_back_once() {
        let granted = EstablishmentEvent::WeekExceptionGranted {
            week: week(BEFORE_HOLIDAYS),
        };
        let withdrawn = EstablishmentEvent::WeekExceptionWithdrawn {
            week: week(BEFORE_HOLIDAYS),
        };
        college([listed(), granted.clone()])
            .when(withdraw())
            .then([withdrawn.clone()]);
        college([listed(), granted, withdrawn])
            .when(withdraw())
            .then_nothing();
        college([listed()]).when(withdraw()).then_nothing();
    }

    #[test]
    fn a_college_outside_the_directory_has_none() {
        college([])
            .when(withdraw())
            .then_refused(Refusal::NotListed);
    }
}
