//! Somebody of the college visits the pupil at the host's (AGR-4).
use jiff::civil::Date;

use super::accompaniment_refusal::AccompanimentRefusal;
use super::event::AgreementEvent;
use super::refusal::Refusal;
use super::state::{AgreementState, Current};
use super::terms::Visit;
use super::{begun, in_force};
use crate::ids::StaffId;
use crate::personal::Message;
use crate::sealed::Sealed;

/// A visit during the placement.
#[derive(Clone, Debug)]
pub struct RecordVisit {
    /// Who records it.
    pub by: StaffId,
    /// Who went, and when.
    pub visit: Visit,
    /// Whether who went is of the college's staff.
    pub visitor_is_staff: bool,
    /// A word of it; sealed with the pupil's key.
    pub word: Sealed<Message>,
    /// The present day where the college is.
    pub today: Date,
}

/// What was recorded of the visit was wrong.
#[derive(Clone, Debug)]
pub struct CorrectVisit {
    /// Who says so.
    pub by: StaffId,
    /// What is right; none where there was no visit.
    pub visit: Option<Visit>,
    /// Whether who went is of the college's staff.
    pub visitor_is_staff: bool,
    /// A word of it, or why there was none; sealed with the pupil's key.
    pub word: Sealed<Message>,
    /// The present day where the college is.
    pub today: Date,
}

/// Once for a placement that holds; a visit that was taken back is recorded anew.
pub fn record(state: &AgreementState, cmd: RecordVisit) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = in_force(state)?;
    if state.visit().is_some() {
        return Err(AccompanimentRefusal::VisitRecordedAlready.into());
    }
    fits(current, cmd.visit, cmd.visitor_is_staff, cmd.today)?;
    Ok(vec![AgreementEvent::PupilVisited {
        student: current.student,
        by: cmd.by,
        visit: cmd.visit,
        word: cmd.word,
    }])
}

/// Whatever became of the placement: a further fact beside the first.
pub fn correct(state: &AgreementState, cmd: CorrectVisit) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = begun(state)?;
    if state.visit().is_none() {
        return Err(AccompanimentRefusal::NoVisitRecorded.into());
    }
    if let Some(visit) = cmd.visit {
        fits(current, visit, cmd.visitor_is_staff, cmd.today)?;
    }
    Ok(vec![AgreementEvent::VisitCorrected {
        student: current.student,
        by: cmd.by,
        visit: cmd.visit,
        word: cmd.word,
    }])
}

/// By one of the college, on one of the days of the placement, and not to come.
fn fits(
    current: &Current,
    visit: Visit,
    visitor_is_staff: bool,
    today: Date,
) -> Result<(), Refusal> {
    if !visitor_is_staff {
        return Err(AccompanimentRefusal::VisitorUnknown.into());
    }
    let (from, until) = (current.terms.first_day, current.terms.last_day);
    if (from..=until.min(today)).contains(&visit.on) {
        Ok(())
    } else {
        Err(AccompanimentRefusal::DayOfVisitUnfit { from, until }.into())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::super::AgreementCommand;
    use super::super::testing::*;
    use super::*;
    use crate::testing::*;

    fn visit(on: Date) -> Visit {
        Visit { visitor: HEAD, on }
    }

    fn recording(on: Date, today: Date) -> RecordVisit {
        RecordVisit {
            by: HEAD,
            visit: visit(on),
            visitor_is_staff: true,
            word: sealed(),
            today,
        }
    }

    fn record(cmd: RecordVisit) -> AgreementCommand {
        AgreementCommand::RecordVisit(cmd)
    }

    fn correct_to(visit: Option<Visit>) -> AgreementCommand {
        AgreementCommand::CorrectVisit(CorrectVisit {
            by: HEAD,
            visit,
            visitor_is_staff: true,
            word: sealed(),
            today: week(7).friday(),
        })
    }

    fn visited(on: Date) -> AgreementEvent {
        AgreementEvent::PupilVisited {
            student: PUPIL,
            by: HEAD,
            visit: visit(on),
            word: sealed(),
        }
    }

    fn corrected(visit: Option<Visit>) -> AgreementEvent {
        AgreementEvent::VisitCorrected {
            student: PUPIL,
            by: HEAD,
            visit,
            word: sealed(),
        }
    }

    #[test]
    fn a_visit_is_recorded_once_and_corrected_by_further_facts() {
        let (monday, tuesday) = (week(7).monday(), week(7).monday() + 1.day());
        agreement([opened()])
            .when(record(recording(monday, monday)))
            .then([visited(monday)]);
        agreement([opened(), visited(monday)])
            .when(record(recording(monday, monday)))
            .then_refused(AccompanimentRefusal::VisitRecordedAlready.into());
        agreement([opened(), visited(monday)])
            .when(correct_to(Some(visit(tuesday))))
            .then([corrected(Some(visit(tuesday)))]);
        agreement([opened(), visited(monday)])
            .when(correct_to(None))
            .then([corrected(None)]);
        agreement([opened(), visited(monday), corrected(None)])
            .when(correct_to(None))
            .then_refused(AccompanimentRefusal::NoVisitRecorded.into());
        agreement([opened(), visited(monday), corrected(None)])
            .when(record(recording(monday, tuesday)))
            .then([visited(monday)]);
    }

    #[test]
    fn a_visit_is_of_a_placement_that_holds_and_its_correction_of_any() {
        let monday = week(7).monday();
        agreement([])
            .when(record(recording(monday, monday)))
            .then_refused(Refusal::Unknown);
        agreement([])
            .when(correct_to(None))
            .then_refused(Refusal::Unknown);
        agreement([opened(), ended()])
            .when(record(recording(monday, monday)))
            .then_refused(Refusal::Ended);
        agreement([opened(), visited(monday), ended()])
            .when(correct_to(None))
            .then([corrected(None)]);
    }

    #[test]
    fn a_visit_is_on_a_day_of_the_placement_by_one_of_the_college() {
        let (from, until) = (week(7).monday(), week(7).friday());
        let unfit = || AccompanimentRefusal::DayOfVisitUnfit { from, until }.into();
        for (on, today) in [
            (from - 1.day(), until),
            (until + 1.day(), until + 7.days()),
            (until, from),
        ] {
            agreement([opened()])
                .when(record(recording(on, today)))
                .then_refused(unfit());
        }
        let stranger = RecordVisit {
            visitor_is_staff: false,
            ..recording(from, from)
        };
        agreement([opened()])
            .when(record(stranger))
            .then_refused(AccompanimentRefusal::VisitorUnknown.into());
    }
}
