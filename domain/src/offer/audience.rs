//! Whose pupils an offer is for (EST-9, OFF-1).
use crate::ids::Uai;

/// Whom a published offer is for, beside its own host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Nobody: its host waits to be confirmed (OFF-1).
    Nobody,
    /// The pupils and the staff of one college, for which it is reserved (EST-9).
    College(Uai),
    /// Those of every college.
    Everybody,
}

impl Audience {
    /// Of an offer that is reserved for a college or for none.
    #[must_use]
    pub const fn of(reserved_for: Option<Uai>, host_awaits_confirmation: bool) -> Self {
        if host_awaits_confirmation {
            return Self::Nobody;
        }
        match reserved_for {
            Some(college) => Self::College(college),
            None => Self::Everybody,
        }
    }

    /// Whether the pupils and the staff of a college may know of the offer.
    #[must_use]
    pub fn includes(self, college: Uai) -> bool {
        match self {
            Self::Nobody => false,
            Self::College(only) => only == college,
            Self::Everybody => true,
        }
    }
}

/// Whether an offer is reserved for another college than this one (EST-9).
#[must_use]
pub fn is_reserved_elsewhere(reserved_for: Option<Uai>, college: Uai) -> bool {
    !Audience::of(reserved_for, false).includes(college)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uai;

    fn other() -> Uai {
        "0010039M".parse().unwrap()
    }

    #[test]
    fn an_offer_is_for_every_college_or_for_the_one_that_it_is_reserved_for() {
        let everybody = Audience::of(None, false);
        assert!(everybody.includes(uai()) && everybody.includes(other()));
        let reserved = Audience::of(Some(uai()), false);
        assert!(reserved.includes(uai()) && !reserved.includes(other()));
        assert!(is_reserved_elsewhere(Some(uai()), other()));
        assert!(!is_reserved_elsewhere(Some(uai()), uai()));
        assert!(!is_reserved_elsewhere(None, uai()));
    }

    #[test]
    fn what_a_host_offers_before_it_is_confirmed_is_for_nobody() {
        for reserved_for in [None, Some(uai())] {
            assert!(!Audience::of(reserved_for, true).includes(uai()));
        }
    }
}
