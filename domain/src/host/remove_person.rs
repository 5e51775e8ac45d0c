//! Somebody no longer acts for a host (OFF-1).
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use crate::ids::HostPersonId;

/// Somebody no longer acts for the organisation.
#[derive(Clone, Debug)]
pub struct RemovePerson {
    /// The person.
    pub person: HostPersonId,
}

/// Removes somebody, but never the last one: an organisation without people answers nobody
/// (OFF-1). A person who does not act for it, or no longer, is unknown.
pub fn remove_person(
    state: &HostState,
    RemovePerson { person }: RemovePerson,
) -> Result<Vec<HostEvent>, Refusal> {
    must_be_registered(state)?;
    if !state.acts_for(person) {
        return Err(Refusal::PersonUnknown);
    }
    if state.people().len() == 1 {
        return Err(Refusal::LastPerson);
    }
    Ok(vec![HostEvent::HostPersonRemoved { person }])
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    fn remove(person: HostPersonId) -> HostCommand {
        HostCommand::RemovePerson(RemovePerson { person })
    }

    #[test]
    fn a_colleague_is_removed() {
        host([registered(), added(COLLEAGUE)])
            .when(remove(PERSON))
            .then([removed(PERSON)]);
        let state = host([registered(), added(COLLEAGUE), removed(PERSON)]).state();
        assert!(!state.acts_for(PERSON) && state.acts_for(COLLEAGUE));
        assert!(state.was_removed(PERSON) && !state.was_removed(COLLEAGUE));
        let back = host([
            registered(),
            added(COLLEAGUE),
            removed(PERSON),
            added(PERSON),
        ]);
        assert!(!back.state().was_removed(PERSON));
    }

    #[test]
    fn somebody_must_be_left() {
        host([registered()])
            .when(remove(PERSON))
            .then_refused(Refusal::LastPerson);
    }

    #[test]
    fn whoever_does_not_act_for_it_or_no_longer_is_unknown() {
        host([registered()])
            .when(remove(COLLEAGUE))
            .then_refused(Refusal::PersonUnknown);
        host([registered(), added(COLLEAGUE), removed(COLLEAGUE)])
            .when(remove(COLLEAGUE))
            .then_refused(Refusal::PersonUnknown);
        host([])
            .when(remove(PERSON))
            .then_refused(Refusal::NotRegistered);
    }
}
