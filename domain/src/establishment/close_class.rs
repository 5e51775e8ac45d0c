//! A class gets no access any more (EST-5).
use super::event::EstablishmentEvent;
use super::preconditions::known_class;
use super::refusal::Refusal;
use super::state::{ClassStatus, EstablishmentState};
use crate::ids::ClassId;

/// The head closes a class.
#[derive(Clone, Debug)]
pub struct CloseClass {
    /// Which class.
    pub class: ClassId,
}

/// Closes a class for good (EST-5). Who taught it and who was responsible for it stays.
pub fn close_class(
    state: &EstablishmentState,
    CloseClass { class }: CloseClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    Ok(match known_class(state, class)?.status {
        ClassStatus::Open => vec![EstablishmentEvent::ClassClosed { class }],
        ClassStatus::Closed => vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn close() -> C {
        C::CloseClass(CloseClass { class: CLASS })
    }

    #[test]
    fn a_class_is_closed_once() {
        registered_college([opened(CLASS, "3e A")])
            .when(close())
            .then([closed(CLASS)]);
        registered_college([opened(CLASS, "3e A"), closed(CLASS)])
            .when(close())
            .then_nothing();
    }

    #[test]
    fn only_a_class_of_the_college_is_closed() {
        registered_college([])
            .when(close())
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(close())
            .then_refused(Refusal::NotRegistered);
    }
}
