//! Whether the pupils of a college may take part in a school year (EST-2): by priority education, or
//! by a waiver of that year.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::EstablishmentEvent;
use super::state::{EstablishmentState, Registration};
use super::terms::Network;
use super::waiver::MissingAgreement;
use crate::calendar::SchoolYear;

/// Whether a college may take part in a school year (EST-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// It is in priority education, REP or REP+.
    ByNetwork,
    /// A waiver was granted for that year.
    ByWaiver,
    /// It may not, for want of these agreements.
    NotEligible(MissingAgreement),
}

/// Whether the pupils of a school year may take part, and what stands in the way (EST-1a, EST-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Participation {
    /// They may.
    Open,
    /// No head has registered the college, or nobody confirmed them.
    NotRegistered,
    /// The college is not eligible in that year, for want of these agreements.
    NotEligible(SchoolYear, MissingAgreement),
}

impl Network {
    /// Whether it makes a college eligible by itself.
    #[must_use]
    pub fn is_priority(self) -> bool {
        match self {
            Self::RepPlus | Self::Rep => true,
            Self::None => false,
        }
    }
}

impl EstablishmentState {
    /// Whether it may take part in a school year (EST-2). One that is not listed may not.
    #[must_use]
    pub fn eligibility(&self, year: SchoolYear) -> Eligibility {
        let network = self.listing().map(|listing| listing.network);
        if network.is_some_and(Network::is_priority) {
            return Eligibility::ByNetwork;
        }
        let waiver = self.waiver(year);
        if waiver.is_granted() {
            Eligibility::ByWaiver
        } else {
            Eligibility::NotEligible(waiver.missing())
        }
    }

    /// Whether pupils of a school year may take part: the college is registered by a head who is
    /// confirmed, and eligible in that year (EST-1a, EST-2, EST-5).
    #[must_use]
    pub fn participation(&self, year: SchoolYear) -> Participation {
        match (self.registration(), self.eligibility(year)) {
            (Registration::None | Registration::AwaitsConfirmation, _) => {
                Participation::NotRegistered
            }
            (Registration::Confirmed, Eligibility::NotEligible(missing)) => {
                Participation::NotEligible(year, missing)
            }
            (Registration::Confirmed, Eligibility::ByNetwork | Eligibility::ByWaiver) => {
                Participation::Open
            }
        }
    }

    /// Whether pupils of a school year may take part.
    #[must_use]
    pub fn is_open(&self, year: SchoolYear) -> bool {
        self.participation(year) == Participation::Open
    }
}

/// The school years in which a college is eligible, as its events tell them: all that whoever follows
/// many colleges keeps of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EligibleYears {
    by_network: bool,
    by_waiver: BTreeSet<SchoolYear>,
}

impl EligibleYears {
    /// Takes an event of the college; tells whether it made another college of it.
    pub fn follow(&mut self, event: &EstablishmentEvent) -> bool {
        if let EstablishmentEvent::EstablishmentListed { listing, .. }
        | EstablishmentEvent::ListingCorrected { listing } = event
        {
            let before = std::mem::replace(&mut self.by_network, listing.network.is_priority());
            before != self.by_network
        } else if let EstablishmentEvent::WaiverGranted { school_year } = event {
            self.by_waiver.insert(*school_year)
        } else if let EstablishmentEvent::WaiverEnded { school_year } = event {
            self.by_waiver.remove(school_year)
        } else {
            false
        }
    }

    /// Whether it is eligible in a school year.
    #[must_use]
    pub fn contains(&self, year: SchoolYear) -> bool {
        self.by_network || self.by_waiver.contains(&year)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::waiver::{Authority, DecidingOffice};
    use super::*;
    use crate::establishment::Listing;

    fn listed_in(network: Network) -> EstablishmentEvent {
        let listing = Listing {
            network,
            ..listing()
        };
        EstablishmentEvent::ListingCorrected { listing }
    }

    #[test]
    fn a_waiver_is_of_one_school_year() {
        let granted = [
            listed_in(Network::None),
            agreed(DecidingOffice::Prefect),
            agreed(DecidingOffice::AcademicDirector),
            waiver_granted(),
        ];
        let state = registered_college(granted).state();
        assert_eq!(state.eligibility(year()), Eligibility::ByWaiver);
        assert!(state.is_open(year()));
        let next = state.participation(year().next());
        let missing = MissingAgreement::Both;
        assert_eq!(next, Participation::NotEligible(year().next(), missing));
    }

    #[test]
    fn what_the_directory_says_anew_holds_at_once_and_a_waiver_beside_it() {
        let state = registered_college([listed_in(Network::None)]).state();
        assert!(!state.is_open(year()));
        let state = registered_college([listed_in(Network::None), listed_in(Network::RepPlus)]);
        assert!(state.state().is_open(year()));
        let missing =
            registered_college([listed_in(Network::None), agreed(DecidingOffice::Referent)]);
        assert_eq!(
            missing.state().eligibility(year()),
            Eligibility::NotEligible(MissingAgreement::One(Authority::AcademicServices))
        );
    }

    #[test]
    fn nobody_takes_part_before_the_head_is_confirmed() {
        let state = college([listed()]).state();
        assert_eq!(state.participation(year()), Participation::NotRegistered);
        let state = registered_college([confirmation_requested()]).state();
        assert_eq!(state.participation(year()), Participation::NotRegistered);
    }
}
