//! What the services say that can be done about an application: a page offers just that.
use proto::v1;

/// What can be done, by who visits.
#[derive(Clone, Debug, Default)]
pub struct Acts(Vec<v1::ApplicationAct>);

impl Acts {
    /// About an application that was answered.
    #[must_use]
    pub fn of(application: &v1::Application) -> Self {
        Self(application.possible_acts().collect())
    }

    /// Whether an act is possible.
    #[must_use]
    pub fn has(&self, act: v1::ApplicationAct) -> bool {
        self.0.contains(&act)
    }

    /// Whether one of these is.
    #[must_use]
    pub fn has_any(&self, acts: &[v1::ApplicationAct]) -> bool {
        acts.iter().any(|act| self.has(*act))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use v1::ApplicationAct as Act;

    #[test]
    fn just_what_the_services_list_is_possible() {
        let mut application = v1::Application::default();
        application.push_possible_acts(Act::SendCv);
        let acts = Acts::of(&application);
        assert!(acts.has(Act::SendCv) && acts.has_any(&[Act::UndoDecline, Act::SendCv]));
        assert!(!acts.has(Act::UndoDecline) && !acts.has_any(&[]));
        assert!(!Acts::of(&v1::Application::default()).has(Act::SendCv));
    }
}
