//! A person of a host, or a tutor of one of its offers, is erased (SPEC 7).
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use crate::ids::HostPersonId;

/// Nobody is to read again who the person is.
#[derive(Clone, Debug)]
pub struct EraseHostPerson {
    /// The person.
    pub person: HostPersonId,
    /// An offer of the host names, or named, the person as its tutor.
    pub is_tutor: bool,
}

/// Whoever acts for the organisation is removed in the same append, be it the last: who wants to
/// be forgotten needs no successor (the organisation is left with nobody until one is added).
/// Those who acted for it once and tutors are erased too. Erasing twice changes nothing.
pub fn erase_host_person(
    state: &HostState,
    EraseHostPerson { person, is_tutor }: EraseHostPerson,
) -> Result<Vec<HostEvent>, Refusal> {
    must_be_registered(state)?;
    if state.is_erased(person) {
        return Ok(vec![]);
    }
    let erased = HostEvent::HostPersonErased { person };
    if state.acts_for(person) {
        Ok(vec![HostEvent::HostPersonRemoved { person }, erased])
    } else if state.was_removed(person) || is_tutor {
        Ok(vec![erased])
    } else {
        Err(Refusal::PersonUnknown)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{AddPerson, HostCommand};
    use super::*;

    fn erase(person: HostPersonId, is_tutor: bool) -> HostCommand {
        HostCommand::ErasePerson(EraseHostPerson { person, is_tutor })
    }

    fn erased(person: HostPersonId) -> HostEvent {
        HostEvent::HostPersonErased { person }
    }

    #[test]
    fn whoever_acts_for_it_is_removed_too_be_it_the_last() {
        host([registered()])
            .when(erase(PERSON, false))
            .then([removed(PERSON), erased(PERSON)]);
    }

    #[test]
    fn whoever_acted_for_it_once_and_tutors_are_erased() {
        host([registered(), added(COLLEAGUE), removed(COLLEAGUE)])
            .when(erase(COLLEAGUE, false))
            .then([erased(COLLEAGUE)]);
        host([registered()])
            .when(erase(COLLEAGUE, true))
            .then([erased(COLLEAGUE)]);
    }

    #[test]
    fn erasing_twice_is_nothing_new_and_nobody_comes_back() {
        let gone = || host([registered(), removed(PERSON), erased(PERSON)]);
        gone().when(erase(PERSON, false)).then_nothing();
        let identity = sealed();
        let person = PERSON;
        gone()
            .when(HostCommand::AddPerson(AddPerson { person, identity }))
            .then_refused(Refusal::PersonErased);
    }

    #[test]
    fn strangers_are_unknown() {
        host([registered()])
            .when(erase(COLLEAGUE, false))
            .then_refused(Refusal::PersonUnknown);
        host([])
            .when(erase(PERSON, false))
            .then_refused(Refusal::NotRegistered);
    }
}
