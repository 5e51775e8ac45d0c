//! An organisation says something else of itself (OFF-1).
use super::check_organisation::check_organisation;
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use super::terms::Organisation;

/// What an organisation says of itself from now on.
#[derive(Clone, Debug)]
pub struct DescribeHost {
    /// All of it.
    pub organisation: Organisation,
}

/// Describes a registered organisation anew (OFF-1); the same again is nothing new.
pub fn describe_host(
    state: &HostState,
    DescribeHost { organisation }: DescribeHost,
) -> Result<Vec<HostEvent>, Refusal> {
    let before = must_be_registered(state)?;
    let organisation = check_organisation(organisation)?;
    if *before == organisation {
        return Ok(vec![]);
    }
    Ok(vec![HostEvent::HostDescribed { organisation }])
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    fn describe(organisation: Organisation) -> HostCommand {
        HostCommand::Describe(DescribeHost { organisation })
    }

    #[test]
    fn an_organisation_is_described_anew() {
        let other = Organisation {
            kind: company(Some("Les Fermes")),
            ..organisation()
        };
        let described = HostEvent::HostDescribed {
            organisation: other.clone(),
        };
        host([registered()])
            .when(describe(other.clone()))
            .then([described.clone()]);
        host([registered(), described])
            .when(describe(other))
            .then_nothing();
    }

    #[test]
    fn the_same_again_is_nothing_new() {
        host([registered()])
            .when(describe(organisation()))
            .then_nothing();
    }

    #[test]
    fn only_a_registered_organisation_with_a_name() {
        let nameless = Organisation {
            name: "\n".into(),
            ..organisation()
        };
        host([])
            .when(describe(organisation()))
            .then_refused(Refusal::NotRegistered);
        host([registered()])
            .when(describe(nameless))
            .then_refused(Refusal::TextUnfit("display_name"));
    }
}
