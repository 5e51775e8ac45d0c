//! Somebody acts for a host (OFF-1).
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use crate::ids::HostPersonId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Somebody acts for the organisation from now on.
#[derive(Clone, Debug)]
pub struct AddPerson {
    /// The person.
    pub person: HostPersonId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
}

/// Adds somebody to a registered organisation (OFF-1).
pub fn add_person(
    state: &HostState,
    AddPerson { person, identity }: AddPerson,
) -> Result<Vec<HostEvent>, Refusal> {
    must_be_registered(state)?;
    if state.acts_for(person) {
        return Ok(vec![]);
    }
    if state.is_erased(person) {
        return Err(Refusal::PersonErased);
    }
    Ok(vec![HostEvent::HostPersonAdded { person, identity }])
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    fn add(person: HostPersonId) -> HostCommand {
        HostCommand::AddPerson(AddPerson {
            person,
            identity: sealed(),
        })
    }

    #[test]
    fn a_colleague_is_added_once() {
        host([registered()])
            .when(add(COLLEAGUE))
            .then([added(COLLEAGUE)]);
        host([registered(), added(COLLEAGUE)])
            .when(add(COLLEAGUE))
            .then_nothing();
        host([registered()]).when(add(PERSON)).then_nothing();
    }

    #[test]
    fn whoever_was_removed_can_come_back() {
        host([registered(), added(COLLEAGUE), removed(COLLEAGUE)])
            .when(add(COLLEAGUE))
            .then([added(COLLEAGUE)]);
    }

    #[test]
    fn only_to_a_registered_organisation() {
        host([])
            .when(add(COLLEAGUE))
            .then_refused(Refusal::NotRegistered);
    }
}
