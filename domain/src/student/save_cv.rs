//! The CV: every saved version is kept (STU-5).
use super::{Refusal, StudentEvent, StudentState, acting};
use crate::personal::Cv;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// Saves the CV as it now stands.
#[derive(Clone, Debug)]
pub struct SaveCv {
    /// Sealed with the pupil's key.
    pub cv: Sealed<Cv>,
}

/// The next version; earlier ones stay. Of a school year only so many are kept.
pub fn save_cv(
    state: &StudentState,
    cmd: SaveCv,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    if state.cv_versions - state.cv_versions_before >= rules.cv_versions_a_year {
        return Err(Refusal::TooManyCvVersions(rules.cv_versions_a_year));
    }
    Ok(vec![StudentEvent::CvSaved {
        version: state.cv_versions + 1,
        cv: cmd.cv,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::decider::Decider;
    use crate::establishment::Level::{Quatrieme, Troisieme};
    use crate::student::{Student, StudentCommand};
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
    fn a_school_year_has_so_many_versions_and_the_next_one_as_many_again() {
        let rules = Rules {
            cv_versions_a_year: 2,
            ..Rules::default()
        };
        let decide = |state: &StudentState| Student::decide(state, save(), &rules);
        let full = || student(active()).and([saved(1), saved(2)]);
        assert_eq!(decide(&full().state()), Err(Refusal::TooManyCvVersions(2)));
        let later = [
            StudentEvent::StudentMoved {
                class: crate::ids::ClassId(id(55)),
                level: Troisieme,
                school_year: crate::calendar::SchoolYear::beginning_in(2026),
            },
            form_handed(),
            authorised(),
            StudentEvent::AccessOpened { by: TEACHER },
        ];
        let later = full().and(later);
        assert_eq!(decide(&later.state()), Ok(vec![saved(3)]));
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
