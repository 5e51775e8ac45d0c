//! The host comes back on a no before the pupil acted on it (STU-16).
use jiff::Timestamp;
use jiff::civil::Date;

use super::submit_application::{CollegeFacts, OfferFacts, fits_format, may_ask};
use super::{ApplicationStatus, Refusal, StudentEvent, StudentState, acting, application};
use crate::ids::ApplicationId;
use crate::rules::Rules;

/// Undoes a decline.
#[derive(Clone, Debug)]
pub struct UndoDecline {
    /// Of which application.
    pub application: ApplicationId,
    /// Its offer as it now stands.
    pub offer: OfferFacts,
    /// The pupil's college as it now stands.
    pub college: CollegeFacts,
    /// The present instant.
    pub at: Timestamp,
    /// The present day.
    pub today: Date,
}

/// Only a no of the host itself, while the pupil has not asked for that week again, nor was placed
/// in it; where everything still holds that a new application would need. The application then
/// waits as if it were asked now.
pub fn undo_decline(
    state: &StudentState,
    cmd: UndoDecline,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let found = application(state, cmd.application)?;
    match found.status {
        ApplicationStatus::Pending { .. } => return Ok(vec![]),
        ApplicationStatus::Declined => {}
        ApplicationStatus::Withdrawn(_)
        | ApplicationStatus::Expired
        | ApplicationStatus::Accepted
        | ApplicationStatus::Cancelled
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => return Err(Refusal::NotDeclinedByHost),
    }
    match state.declines.get(&cmd.application) {
        None => return Err(Refusal::NotDeclinedByHost),
        Some(Decline::ActedOn) => return Err(Refusal::DeclineActedOn),
        Some(Decline::Standing) => {}
    }
    let enrolment = acting(state)?;
    let (offer, college) = (&cmd.offer, &cmd.college);
    found.is_answered_alone()?;
    fits_format(offer.format, false)?;
    may_ask(
        state, enrolment, offer, college, found.week, cmd.today, rules,
    )?;
    let UndoDecline {
        application, at, ..
    } = cmd;
    Ok(vec![StudentEvent::DeclineUndone { application, at }])
}

/// Whether a host's no can still be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Decline {
    /// The pupil has done nothing about that week since.
    Standing,
    /// The pupil asked for that week again, or was placed in it.
    ActedOn,
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn undo() -> StudentCommand {
        let asked = apply(A1, 7);
        let (offer, college) = (asked.offer, asked.college);
        let (at, today) = (now(), TODAY);
        StudentCommand::UndoDecline(UndoDecline {
            application: A1,
            offer,
            college,
            at,
            today,
        })
    }

    fn declined() -> Past {
        student(active()).and([submitted(A1, 7), declined_by_host(A1)])
    }

    fn undone() -> StudentEvent {
        StudentEvent::DeclineUndone {
            application: A1,
            at: now(),
        }
    }

    #[test]
    fn what_the_host_declined_waits_again() {
        declined().when(undo()).then([undone()]);
        declined().and([undone()]).when(undo()).then_nothing();
        let state = declined().and([undone()]).state();
        assert!(state.applications[&A1].is_pending());
    }

    #[test]
    fn not_once_the_pupil_acted_on_it() {
        declined()
            .and([submitted_to(OTHER_OFFER, A2, 7)])
            .when(undo())
            .then_refused(Refusal::DeclineActedOn);
        declined()
            .and([submitted(A2, 8)])
            .when(undo())
            .then([undone()]);
        student(active())
            .and([
                submitted_to(OTHER_OFFER, A2, 7),
                submitted(A1, 7),
                declined_by_host(A1),
                accepted_at(OTHER_OFFER, A2, 7),
            ])
            .when(undo())
            .then_refused(Refusal::DeclineActedOn);
    }

    #[test]
    fn only_a_no_of_the_host() {
        student(active())
            .and([submitted(A1, 7), declined_by_offer(A1)])
            .when(undo())
            .then_refused(Refusal::NotDeclinedByHost);
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7)])
            .when(undo())
            .then_refused(Refusal::NotDeclinedByHost);
        student(active())
            .when(undo())
            .then_refused(Refusal::NoSuchApplication);
    }

    #[test]
    fn not_without_authorisation_seat_or_time() {
        declined()
            .and([authorisation_withdrawn()])
            .when(undo())
            .then_refused(Refusal::NotAuthorised);
        let with = |change: fn(&mut UndoDecline)| {
            let StudentCommand::UndoDecline(mut cmd) = undo() else {
                unreachable!()
            };
            change(&mut cmd);
            declined().when(StudentCommand::UndoDecline(cmd))
        };
        with(|cmd| cmd.offer.is_open = false).then_refused(Refusal::NoSuchOffer);
        with(|cmd| cmd.college.weeks.clear()).then_refused(Refusal::WeekNotOfCollege(week(7)));
        with(|cmd| cmd.offer.seats_left = Some(0)).then_refused(Refusal::NoSeatLeft(week(7)));
        let late = jiff::civil::date(2026, 2, 6);
        let refused = {
            let StudentCommand::UndoDecline(mut cmd) = undo() else {
                unreachable!()
            };
            cmd.today = late;
            declined().when(StudentCommand::UndoDecline(cmd))
        };
        assert!(matches!(refused.0, Err(Refusal::TooLate { .. })));
    }

    #[test]
    fn declined_again_after_it_was_undone_can_be_undone_again() {
        declined()
            .and([undone(), declined_by_host(A1)])
            .when(undo())
            .then([undone()]);
    }
}
