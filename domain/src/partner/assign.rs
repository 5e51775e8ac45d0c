//! A partner looks after a college or a host (DSH-7).
use super::event::PartnerEvent;
use super::must_be_active;
use super::refusal::Refusal;
use super::state::PartnerState;
use super::terms::{Assignment, Reach};
use crate::ids::DepartmentCode;

/// A partner looks after a college or a host from now on.
#[derive(Clone, Debug)]
pub struct AssignPartner {
    /// What it looks after.
    pub to: Assignment,
    /// What is known of that.
    pub facts: AssignmentFacts,
}

/// What is known of a college or a host.
#[derive(Clone, Debug)]
pub enum AssignmentFacts {
    /// There is no such college or host.
    Unknown,
    /// It lies in these departments: a college in its own, a host where its offers are.
    LiesIn(Vec<DepartmentCode>),
}

/// Assigns an active partner; one named for a department only within it (DSH-7).
pub fn assign(
    state: &PartnerState,
    AssignPartner { to, facts }: AssignPartner,
) -> Result<Vec<PartnerEvent>, Refusal> {
    let reach = must_be_active(state)?;
    if state.is_assigned(to) {
        return Ok(vec![]);
    }
    match (facts, reach) {
        (AssignmentFacts::Unknown, Reach::National) => Err(Refusal::AssignmentUnknown),
        (AssignmentFacts::LiesIn(_), Reach::National) => {
            Ok(vec![PartnerEvent::PartnerAssigned { to }])
        }
        (AssignmentFacts::LiesIn(departments), Reach::Department(own))
            if departments.contains(&own) =>
        {
            Ok(vec![PartnerEvent::PartnerAssigned { to }])
        }
        // Whether there is anything elsewhere is not told.
        (AssignmentFacts::Unknown | AssignmentFacts::LiesIn(_), Reach::Department(_)) => {
            Err(Refusal::OutsideDepartment)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::PartnerCommand;
    use super::super::testing::*;
    use super::*;

    fn assign(to: Assignment, facts: AssignmentFacts) -> PartnerCommand {
        PartnerCommand::Assign(AssignPartner { to, facts })
    }

    fn lies_in(codes: &[&str]) -> AssignmentFacts {
        AssignmentFacts::LiesIn(codes.iter().map(|code| code.parse().unwrap()).collect())
    }

    #[test]
    fn a_national_partner_is_assigned_anywhere() {
        for to in [college(), host()] {
            for place in [lies_in(&["974"]), lies_in(&[])] {
                partner([named(Reach::National)])
                    .when(assign(to, place))
                    .then([assigned(to)]);
            }
            let state = partner([named(Reach::National), assigned(to)]).state();
            assert!(state.is_assigned(to));
        }
    }

    #[test]
    fn a_departmental_partner_only_within_its_department() {
        let own = || partner([named(Reach::Department(ain()))]);
        own()
            .when(assign(college(), lies_in(&["01"])))
            .then([assigned(college())]);
        own()
            .when(assign(host(), lies_in(&["69", "01"])))
            .then([assigned(host())]);
        for elsewhere in [lies_in(&["69"]), lies_in(&[]), AssignmentFacts::Unknown] {
            own()
                .when(assign(host(), elsewhere))
                .then_refused(Refusal::OutsideDepartment);
        }
    }

    #[test]
    fn assigning_twice_is_nothing_new() {
        partner([named(Reach::National), assigned(host())])
            .when(assign(host(), lies_in(&["01"])))
            .then_nothing();
    }

    #[test]
    fn only_a_partner_and_only_to_what_there_is() {
        partner([])
            .when(assign(host(), lies_in(&["01"])))
            .then_refused(Refusal::Unknown);
        partner([named(Reach::National), dismissed()])
            .when(assign(host(), lies_in(&["01"])))
            .then_refused(Refusal::Dismissed);
        partner([named(Reach::National)])
            .when(assign(host(), AssignmentFacts::Unknown))
            .then_refused(Refusal::AssignmentUnknown);
    }
}
