//! The application that the last record was about, so that the other folds need not look it up
//! again.
use domain::ids::{ApplicationId, StudentId};

use super::rows::ApplicationNo;

/// A remembered look-up. It says nothing that the tables do not say: it is no part of the state.
#[derive(Debug, Default)]
pub(super) struct Subject(Option<(StudentId, ApplicationId, ApplicationNo)>);

impl Subject {
    pub(super) fn of(
        student: StudentId,
        application: ApplicationId,
        number: ApplicationNo,
    ) -> Self {
        Self(Some((student, application, number)))
    }

    pub(super) fn find(
        &self,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<ApplicationNo> {
        let (of, id, number) = self.0?;
        (of == student && id == application).then_some(number)
    }
}

/// States are compared without it.
impl PartialEq for Subject {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
