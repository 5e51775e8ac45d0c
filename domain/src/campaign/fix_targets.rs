//! What is aimed at in a campaign (DSH-4, DSH-5).
use super::event::CampaignEvent;
use super::refusal::Refusal;
use super::state::CampaignState;
use super::terms::Targets;
use crate::calendar::SchoolYear;

/// More offers than there can be in a school year.
const MOST: u32 = 10_000_000;

/// This is aimed at from now on.
#[derive(Clone, Copy, Debug)]
pub struct FixTargets {
    /// What.
    pub targets: Targets,
    /// In the campaign of which school year.
    pub school_year: SchoolYear,
    /// The present school year.
    pub present: SchoolYear,
}

/// Fixes the targets of the present school year or the next, or others in their place; the same again
/// is nothing new. Public and private need not be the same number: that they share the country's
/// offers by halves is a target too.
pub fn fix_targets(state: &CampaignState, cmd: FixTargets) -> Result<Vec<CampaignEvent>, Refusal> {
    let FixTargets {
        targets,
        school_year,
        present,
    } = cmd;
    if !school_year.is_this_or_next(present) {
        return Err(Refusal::TargetsOfAnotherYear(present));
    }
    let fits = (1..=MOST).contains(&targets.offers())
        && targets
            .placements
            .is_none_or(|placements| placements <= MOST);
    if !fits {
        return Err(Refusal::TargetsUnfit);
    }
    if state.targets() == Some(targets) {
        return Ok(vec![]);
    }
    Ok(vec![CampaignEvent::TargetsFixed { targets }])
}

#[cfg(test)]
mod tests {
    use super::super::CampaignCommand as C;
    use super::super::testing::*;
    use super::*;

    fn fix(targets: Targets) -> C {
        C::FixTargets(fix_in_this_year(targets))
    }

    #[test]
    fn they_are_fixed_in_this_school_year_or_the_next() {
        let of = |first| {
            C::FixTargets(FixTargets {
                school_year: SchoolYear::beginning_in(first),
                ..fix_in_this_year(targets(15_000))
            })
        };
        for first in [2000, 2024, 2027, 2999] {
            campaign([])
                .when(of(first))
                .then_refused(Refusal::TargetsOfAnotherYear(PRESENT));
        }
        for first in [2025, 2026] {
            campaign([]).when(of(first)).then([fixed(15_000)]);
        }
    }

    #[test]
    fn targets_are_fixed_and_others_take_their_place() {
        campaign([])
            .when(fix(targets(15_000)))
            .then([fixed(15_000)]);
        campaign([fixed(15_000)])
            .when(fix(targets(15_000)))
            .then_nothing();
        campaign([fixed(15_000)])
            .when(fix(targets(16_000)))
            .then([fixed(16_000)]);
        let state = campaign([fixed(15_000), fixed(16_000)]).state();
        assert_eq!(state.targets().unwrap().offers(), 32_000);
    }

    #[test]
    fn public_and_private_may_differ_and_one_may_be_none() {
        let unlike = Targets {
            public_offers: 0,
            private_offers: 3_416,
            placements: Some(0),
        };
        campaign([])
            .when(fix(unlike))
            .then([CampaignEvent::TargetsFixed { targets: unlike }]);
    }

    #[test]
    fn something_is_aimed_at_and_no_more_than_there_can_be() {
        let most = Targets {
            public_offers: MOST,
            ..Targets::default()
        };
        campaign([])
            .when(fix(most))
            .then([CampaignEvent::TargetsFixed { targets: most }]);
        for unfit in [
            Targets::default(),
            Targets {
                private_offers: 1,
                ..most
            },
            Targets {
                public_offers: u32::MAX,
                private_offers: u32::MAX,
                placements: None,
            },
            Targets {
                placements: Some(MOST + 1),
                ..most
            },
        ] {
            campaign([])
                .when(fix(unfit))
                .then_refused(Refusal::TargetsUnfit);
        }
    }
}
