//! Offers are for the pupils of REP+ colleges first (OFF-11): for some days after the deposit nobody
//! else sees one, asks for it or asks for it again. What a host reserved for a college (EST-9) is
//! that college's from the first moment.
use jiff::{SignedDuration, Timestamp};

use crate::establishment::Network;
use crate::ids::Uai;
use crate::rules::Rules;

/// When an offer that was deposited then is for everybody.
#[must_use]
pub fn opens_to_all(deposited: Timestamp, rules: &Rules) -> Timestamp {
    deposited
        .saturating_add(length(rules))
        .unwrap_or(Timestamp::MAX)
}

/// The instant after which an offer is deposited too lately for the pupils of a college; `None`
/// where none is: of a college in REP+, or where nobody comes first.
#[must_use]
pub fn held_back_after(
    network: Option<Network>,
    now: Timestamp,
    rules: &Rules,
) -> Option<Timestamp> {
    let comes_first = match network {
        Some(Network::RepPlus) => true,
        Some(Network::Rep | Network::None) | None => false,
    };
    if comes_first || rules.rep_plus_head_start_days == 0 {
        return None;
    }
    Some(now.saturating_sub(length(rules)).unwrap_or(Timestamp::MIN))
}

/// Whether an offer is not for the pupils of a college yet, deposited as it was and reserved or not.
#[must_use]
pub(super) fn is_held_back(
    held_back_after: Option<Timestamp>,
    deposited: Timestamp,
    reserved_for: Option<Uai>,
    college: Uai,
) -> bool {
    held_back_after.is_some_and(|after| deposited > after) && reserved_for != Some(college)
}

fn length(rules: &Rules) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(rules.rep_plus_head_start_days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn rules(days: u16) -> Rules {
        Rules {
            rep_plus_head_start_days: days,
            ..Rules::default()
        }
    }

    fn hours_before(now: Timestamp, hours: i64) -> Timestamp {
        now - SignedDuration::from_hours(hours)
    }

    fn held(network: Option<Network>, hours_ago: i64, days: u16) -> bool {
        let after = held_back_after(network, now(), &rules(days));
        is_held_back(after, hours_before(now(), hours_ago), None, uai())
    }

    #[test]
    fn for_some_days_an_offer_is_for_rep_plus_alone() {
        for network in [Some(Network::Rep), Some(Network::None), None] {
            assert!(held(network, 0, 3), "{network:?}");
            assert!(held(network, 71, 3), "{network:?}");
            assert!(!held(network, 72, 3), "{network:?}");
        }
        assert!(!held(Some(Network::RepPlus), 0, 3));
    }

    #[test]
    fn by_default_nobody_comes_first() {
        assert!(!held(
            Some(Network::Rep),
            0,
            Rules::default().rep_plus_head_start_days
        ));
    }

    #[test]
    fn what_is_reserved_for_a_college_is_its_own_at_once() {
        let after = held_back_after(Some(Network::Rep), now(), &rules(3));
        assert!(!is_held_back(after, now(), Some(uai()), uai()));
        assert!(is_held_back(after, now(), None, uai()));
    }

    #[test]
    fn it_opens_to_all_when_it_is_held_back_no_more() {
        let (rules, deposited) = (rules(3), now());
        let opens = opens_to_all(deposited, &rules);
        let after = |at| held_back_after(Some(Network::Rep), at, &rules);
        assert!(!is_held_back(after(opens), deposited, None, uai()));
        let before = opens - SignedDuration::from_micros(1);
        assert!(is_held_back(after(before), deposited, None, uai()));
    }
}
