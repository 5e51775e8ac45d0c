//! The counters of one department in one school year.
use domain::offer::OfferStatus;
use domain::student::Gender;
use serde::{Deserialize, Serialize};

use super::{CountedOffer, Kind};
use crate::application::ApplicationCounts;
use crate::entities::SectorNo;
use crate::table::Number;

/// Offers and seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferFigures {
    /// Offers ever deposited, withdrawn ones too.
    pub deposited: u32,
    /// Those that were withdrawn.
    pub withdrawn: u32,
    /// Seats of the offers that are not withdrawn: seats per week times weeks.
    pub seats: u32,
}

impl OfferFigures {
    /// These and those together.
    pub fn add_all(&mut self, other: &Self) {
        self.deposited += other.deposited;
        self.withdrawn += other.withdrawn;
        self.seats = self.seats.saturating_add(other.seats);
    }

    fn of(offer: &CountedOffer) -> Self {
        match offer.status {
            OfferStatus::Open => Self {
                deposited: 1,
                withdrawn: 0,
                seats: offer.seats,
            },
            OfferStatus::Withdrawn => Self {
                deposited: 1,
                withdrawn: 1,
                seats: 0,
            },
        }
    }

    fn take_all(&mut self, other: &Self) {
        self.deposited = self.deposited.saturating_sub(other.deposited);
        self.withdrawn = self.withdrawn.saturating_sub(other.withdrawn);
        self.seats = self.seats.saturating_sub(other.seats);
    }
}

/// Which of the counters of a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Offers of public hosts, ever deposited.
    PublicOffers,
    /// Seats of those that are not withdrawn.
    PublicSeats,
    /// Offers of private hosts, ever deposited.
    PrivateOffers,
    /// Seats of those that are not withdrawn.
    PrivateSeats,
    /// Offers that pooling partners fed in, of public and private hosts, ever deposited (OFF-8).
    PooledOffers,
    /// Seats of those that are not withdrawn.
    PooledSeats,
    /// Applications ever submitted; of one gender, or of all.
    Applications(Option<Gender>),
    /// Placements that were not cancelled, likewise.
    Placements(Option<Gender>),
    /// Completed placements, likewise.
    Completed(Option<Gender>),
}

/// Everything, by sector.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Figures {
    sectors: Vec<SectorCounters>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SectorCounters {
    pub(super) public: OfferFigures,
    pub(super) private: OfferFigures,
    /// Those of them that pooling partners fed in.
    pub(super) pooled: OfferFigures,
    pub(super) girls: ApplicationCounts,
    pub(super) boys: ApplicationCounts,
    pub(super) not_stated: ApplicationCounts,
}

impl SectorCounters {
    pub(super) fn add_all(&mut self, other: &Self) {
        self.public.add_all(&other.public);
        self.private.add_all(&other.private);
        self.pooled.add_all(&other.pooled);
        self.girls.add_all(&other.girls);
        self.boys.add_all(&other.boys);
        self.not_stated.add_all(&other.not_stated);
    }

    /// Of one gender.
    pub(super) fn applications(&mut self, gender: Gender) -> &mut ApplicationCounts {
        match gender {
            Gender::Girl => &mut self.girls,
            Gender::Boy => &mut self.boys,
            Gender::NotStated => &mut self.not_stated,
        }
    }

    /// One of the counters.
    pub(super) fn counted(&self, counter: Counter) -> u32 {
        let of = |gender: Option<Gender>, count: fn(&ApplicationCounts) -> u32| match gender {
            None => count(&self.girls) + count(&self.boys) + count(&self.not_stated),
            Some(Gender::Girl) => count(&self.girls),
            Some(Gender::Boy) => count(&self.boys),
            Some(Gender::NotStated) => count(&self.not_stated),
        };
        match counter {
            Counter::PublicOffers => self.public.deposited,
            Counter::PublicSeats => self.public.seats,
            Counter::PrivateOffers => self.private.deposited,
            Counter::PrivateSeats => self.private.seats,
            Counter::PooledOffers => self.pooled.deposited,
            Counter::PooledSeats => self.pooled.seats,
            Counter::Applications(gender) => of(gender, ApplicationCounts::applications),
            Counter::Placements(gender) => of(gender, ApplicationCounts::placements),
            Counter::Completed(gender) => of(gender, ApplicationCounts::completed),
        }
    }

    /// Those in which an offer counts.
    fn offers(&mut self, offer: &CountedOffer) -> impl Iterator<Item = &mut OfferFigures> {
        let of_kind = match offer.kind {
            Kind::Public => &mut self.public,
            Kind::Private => &mut self.private,
        };
        let pooled = offer.pooled.then_some(&mut self.pooled);
        std::iter::once(of_kind).chain(pooled)
    }
}

impl Figures {
    pub(super) fn add_offer(&mut self, offer: &CountedOffer) {
        let figures = OfferFigures::of(offer);
        for counters in self.sector(offer.sector).offers(offer) {
            counters.add_all(&figures);
        }
    }

    pub(super) fn take_offer(&mut self, offer: &CountedOffer) {
        let figures = OfferFigures::of(offer);
        for counters in self.sector(offer.sector).offers(offer) {
            counters.take_all(&figures);
        }
    }

    pub(super) fn applications(
        &mut self,
        sector: SectorNo,
        gender: Gender,
    ) -> &mut ApplicationCounts {
        self.sector(sector).applications(gender)
    }

    /// The counters of each sector, in the order of their numbers.
    pub(super) fn sectors(&self) -> &[SectorCounters] {
        &self.sectors
    }

    /// One of the counters, of a sector or of all.
    pub(super) fn counted(&self, sector: Option<SectorNo>, counter: Counter) -> u64 {
        let of = |counters: &SectorCounters| u64::from(counters.counted(counter));
        match sector {
            None => self.sectors.iter().map(of).sum(),
            Some(sector) => self.sectors.get(sector.index()).map_or(0, of),
        }
    }

    fn sector(&mut self, sector: SectorNo) -> &mut SectorCounters {
        let index = sector.index();
        if self.sectors.len() <= index {
            self.sectors.resize_with(index + 1, SectorCounters::default);
        }
        &mut self.sectors[index]
    }
}
