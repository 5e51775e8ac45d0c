//! The CV: every saved version is kept (STU-5).
use super::{Refusal, StudentEvent, StudentState, acting};
use crate::personal::Cv;
use crate::sealed::Sealed;

/// Saves the CV as it now stands.
#[derive(Clone, Debug)]
pub struct SaveCv {
    /// Sealed with the pupil's key.
    pub cv: Sealed<Cv>,
}

/// The next version; earlier ones stay.
pub fn save_cv(state: &StudentState, cmd: SaveCv) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    Ok(vec![StudentEvent::CvSaved {
        version: state.cv_versions + 1,
        cv: cmd.cv,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::{Quatrieme, Troisieme};
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn save() -> StudentCommand {
        StudentCommand::SaveCv(SaveCv { cv: sealed() })
    }

    fn saved(version: u32) -> StudentEvent {
        StudentEvent::CvSaved {
            version,
            cv: sealed(),
        }
    }

    #[test]
    fn versions_count_up_from_quatrieme_on() {
        student(active_at(Quatrieme)).when(save()).then([saved(1)]);
        student(active())
            .and([saved(1), saved(2)])
            .when(save())
            .then([saved(3)]);
    }

    #[test]
    fn without_authorisation_or_access_no_cv() {
        student([in_class(Troisieme)])
            .when(save())
            .then_refused(Refusal::NotAuthorised);
        student([in_class(Troisieme), form_handed(), authorised()])
            .when(save())
            .then_refused(Refusal::AccessClosed);
    }
}
