//! How many letters go to one address in a day, whoever causes them.
use accounts::Counted;

use crate::kind::Class;

/// The most letters of each class to one address in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Of what happened.
    pub news: u32,
    /// Of invitations, whoever invites.
    pub invitations: u32,
    /// About the account.
    pub of_account: u32,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            news: 40,
            invitations: 5,
            of_account: 10,
        }
    }
}

impl Caps {
    fn of(self, class: Class) -> u32 {
        match class {
            Class::News => self.news,
            Class::Invitation => self.invitations,
            Class::Account => self.of_account,
        }
    }
}

/// What becomes of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapDecision {
    /// It goes.
    Goes,
    /// It goes, the last of its day, and says so.
    GoesLast,
    /// It waits for another day: an invitation stands nowhere else.
    Waits {
        /// Until then, in microseconds since the Unix epoch.
        until: i64,
    },
    /// It is left out: what it would say stands on the platform, or is asked for again.
    LeftOut,
}

/// Whether the letter of that number goes.
#[must_use]
pub fn decide(class: Class, counted: Counted, caps: Caps) -> CapDecision {
    let most = caps.of(class);
    if counted.number > most {
        return match class {
            Class::Invitation => CapDecision::Waits {
                until: counted.anew_at,
            },
            Class::News | Class::Account => CapDecision::LeftOut,
        };
    }
    match class {
        Class::News if counted.number == most => CapDecision::GoesLast,
        Class::News | Class::Invitation | Class::Account => CapDecision::Goes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_day_says_so_and_none_goes_beyond() {
        let caps = Caps {
            news: 3,
            invitations: 2,
            of_account: 2,
        };
        let told = |class, number| {
            let anew_at = 77;
            decide(class, Counted { number, anew_at }, caps)
        };
        use CapDecision::{Goes, GoesLast, LeftOut, Waits};
        let news = [Goes, Goes, GoesLast, LeftOut, LeftOut];
        let waits = Waits { until: 77 };
        let invitations = [Goes, Goes, waits, waits, waits];
        let of_account = [Goes, Goes, LeftOut, LeftOut, LeftOut];
        for (class, decisions) in [
            (Class::News, news),
            (Class::Invitation, invitations),
            (Class::Account, of_account),
        ] {
            for (number, decision) in (1..).zip(decisions) {
                assert_eq!(told(class, number), decision, "{class:?} {number}");
            }
        }
    }
}
