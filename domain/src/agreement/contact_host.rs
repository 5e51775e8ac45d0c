//! Somebody of the college speaks with the host before the pupil comes (AGR-4).
use jiff::civil::Date;

use super::accompaniment_refusal::AccompanimentRefusal;
use super::event::AgreementEvent;
use super::refusal::Refusal;
use super::state::{AgreementState, Current};
use super::{begun, in_force};
use crate::ids::StaffId;
use crate::personal::Message;
use crate::sealed::Sealed;

/// The first contact with the host: the pupil is expected.
#[derive(Clone, Debug)]
pub struct RecordHostContact {
    /// Who spoke with the host, and records it.
    pub by: StaffId,
    /// When.
    pub on: Date,
    /// With whom, and what was said; sealed with the pupil's key.
    pub spoken_to: Sealed<Message>,
    /// The present day where the college is.
    pub today: Date,
}

/// What was recorded of the contact was wrong.
#[derive(Clone, Debug)]
pub struct CorrectHostContact {
    /// Who says so.
    pub by: StaffId,
    /// The day that is right; none where there was no contact.
    pub on: Option<Date>,
    /// With whom it was, or why it was none; sealed with the pupil's key.
    pub spoken_to: Sealed<Message>,
    /// The present day where the college is.
    pub today: Date,
}

/// Once for a placement that holds; a contact that was taken back is recorded anew.
pub fn record(
    state: &AgreementState,
    cmd: RecordHostContact,
) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = in_force(state)?;
    if state.contacted_on().is_some() {
        return Err(AccompanimentRefusal::ContactRecordedAlready.into());
    }
    fits(current, cmd.on, cmd.today)?;
    Ok(vec![AgreementEvent::HostContacted {
        student: current.student,
        by: cmd.by,
        on: cmd.on,
        spoken_to: cmd.spoken_to,
    }])
}

/// Whatever became of the placement: a further fact beside the first.
pub fn correct(
    state: &AgreementState,
    cmd: CorrectHostContact,
) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = begun(state)?;
    if state.contacted_on().is_none() {
        return Err(AccompanimentRefusal::NoContactRecorded.into());
    }
    if let Some(on) = cmd.on {
        fits(current, on, cmd.today)?;
    }
    Ok(vec![AgreementEvent::HostContactCorrected {
        student: current.student,
        by: cmd.by,
        on: cmd.on,
        spoken_to: cmd.spoken_to,
    }])
}

/// From the beginning of the school year to the last day of the placement, and not to come.
fn fits(current: &Current, on: Date, today: Date) -> Result<(), Refusal> {
    let from = current.week.school_year().begins();
    let until = current.terms.last_day.min(today);
    if (from..=until).contains(&on) {
        Ok(())
    } else {
        Err(AccompanimentRefusal::DayOfContactUnfit { from, until }.into())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::super::AgreementCommand;
    use super::super::testing::*;
    use super::*;
    use crate::testing::*;

    fn record_on(on: Date, today: Date) -> AgreementCommand {
        AgreementCommand::RecordHostContact(RecordHostContact {
            by: HEAD,
            on,
            spoken_to: sealed(),
            today,
        })
    }

    fn correct_to(on: Option<Date>) -> AgreementCommand {
        AgreementCommand::CorrectHostContact(CorrectHostContact {
            by: HEAD,
            on,
            spoken_to: sealed(),
            today: TODAY,
        })
    }

    fn contacted() -> AgreementEvent {
        AgreementEvent::HostContacted {
            student: PUPIL,
            by: HEAD,
            on: TODAY,
            spoken_to: sealed(),
        }
    }

    fn corrected(on: Option<Date>) -> AgreementEvent {
        AgreementEvent::HostContactCorrected {
            student: PUPIL,
            by: HEAD,
            on,
            spoken_to: sealed(),
        }
    }

    #[test]
    fn a_contact_is_recorded_once_and_corrected_by_further_facts() {
        agreement([opened()])
            .when(record_on(TODAY, TODAY))
            .then([contacted()]);
        agreement([opened(), contacted()])
            .when(record_on(TODAY, TODAY))
            .then_refused(AccompanimentRefusal::ContactRecordedAlready.into());
        let yesterday = TODAY - 1.day();
        agreement([opened(), contacted()])
            .when(correct_to(Some(yesterday)))
            .then([corrected(Some(yesterday))]);
        let state = agreement([opened(), contacted(), corrected(Some(yesterday))]).state();
        assert_eq!(state.contacted_on(), Some(yesterday));
    }

    #[test]
    fn a_contact_that_never_was_is_taken_back_and_recorded_anew() {
        agreement([opened(), contacted()])
            .when(correct_to(None))
            .then([corrected(None)]);
        agreement([opened(), contacted(), corrected(None)])
            .when(correct_to(Some(TODAY)))
            .then_refused(AccompanimentRefusal::NoContactRecorded.into());
        agreement([opened(), contacted(), corrected(None)])
            .when(record_on(TODAY, TODAY))
            .then([contacted()]);
    }

    #[test]
    fn a_contact_is_of_a_placement_that_holds_and_its_correction_of_any() {
        agreement([])
            .when(record_on(TODAY, TODAY))
            .then_refused(Refusal::Unknown);
        agreement([])
            .when(correct_to(None))
            .then_refused(Refusal::Unknown);
        agreement([opened(), ended()])
            .when(record_on(TODAY, TODAY))
            .then_refused(Refusal::Ended);
        agreement([opened(), contacted(), ended()])
            .when(correct_to(None))
            .then([corrected(None)]);
    }

    #[test]
    fn the_day_is_of_the_school_year_up_to_the_last_day_and_not_to_come() {
        let from = date(2025, 8, 1);
        let unfit = |until| AccompanimentRefusal::DayOfContactUnfit { from, until };
        agreement([opened()])
            .when(record_on(TODAY + 1.day(), TODAY))
            .then_refused(unfit(TODAY).into());
        agreement([opened()])
            .when(record_on(from - 1.day(), TODAY))
            .then_refused(unfit(TODAY).into());
        let friday = week(7).friday();
        agreement([opened()])
            .when(record_on(friday + 1.day(), friday + 7.days()))
            .then_refused(unfit(friday).into());
    }
}
