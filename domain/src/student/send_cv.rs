//! The pupil sends a later version of the CV with an application (STU-15).
use super::{ApplicationStatus, Refusal, StudentEvent, StudentState, acting, application};
use crate::ids::ApplicationId;

/// Sends a version of the CV.
#[derive(Clone, Debug)]
pub struct SendCv {
    /// With which application.
    pub application: ApplicationId,
    /// Which version, from 1.
    pub version: u32,
}

/// While the host may still answer, or the pupil is placed there. A version that the host has, or an
/// earlier one, is nothing new.
pub fn send_cv(state: &StudentState, cmd: SendCv) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    let SendCv {
        application: id,
        version,
    } = cmd;
    let found = application(state, id)?;
    let is_open = found.is_pending() || found.status == ApplicationStatus::Accepted;
    if !is_open {
        return Err(Refusal::NotPending);
    }
    if !(1..=state.cv_versions).contains(&version) {
        return Err(Refusal::NoSuchCvVersion);
    }
    if version <= found.cv_version {
        return Ok(vec![]);
    }
    Ok(vec![StudentEvent::CvSent {
        application: id,
        version,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn saved(version: u32) -> StudentEvent {
        StudentEvent::CvSaved {
            version,
            cv: sealed(),
        }
    }

    fn send(version: u32) -> StudentCommand {
        let application = A1;
        StudentCommand::SendCv(SendCv {
            application,
            version,
        })
    }

    fn sent(version: u32) -> StudentEvent {
        let application = A1;
        StudentEvent::CvSent {
            application,
            version,
        }
    }

    #[test]
    fn a_later_version_is_sent_once() {
        let asked = || student(active()).and([saved(1), submitted(A1, 7), saved(2), saved(3)]);
        asked().when(send(3)).then([sent(3)]);
        asked().and([sent(2)]).when(send(3)).then([sent(3)]);
        asked().and([sent(3)]).when(send(3)).then_nothing();
        asked().and([sent(3)]).when(send(2)).then_nothing();
        asked().when(send(1)).then_nothing();
        asked().and([accepted(A1, 7)]).when(send(2)).then([sent(2)]);
    }

    #[test]
    fn nothing_is_sent_that_is_not_there_or_where_it_is_over() {
        let asked = || student(active()).and([saved(1), submitted(A1, 7), saved(2)]);
        for none in [0, 3] {
            asked()
                .when(send(none))
                .then_refused(Refusal::NoSuchCvVersion);
        }
        asked()
            .and([declined_by_offer(A1)])
            .when(send(2))
            .then_refused(Refusal::NotPending);
        asked()
            .and([authorisation_withdrawn()])
            .when(send(2))
            .then_refused(Refusal::NotAuthorised);
        student(active())
            .when(send(1))
            .then_refused(Refusal::NoSuchApplication);
    }
}
