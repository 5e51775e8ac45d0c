//! What each fact makes of the search.
use domain::calendar::Week;
use domain::host::{HostEvent, Organisation};
use domain::ids::{OfferId, Siret};
use domain::offer::{OfferEvent, OfferTerms};
use domain::schema::Fact;
use eventlog::RecordedAt;

use super::OfferSearch;
use super::listing::{Kind, ListedHost, Listing, OfferNumber};
use crate::entities::EntityIndex;
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::table::Table;

impl Fold for OfferSearch {
    const NAME: &'static str = "search";
    const VERSION: u32 = 5;

    fn apply(&mut self, _roster: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Offer(offer, event) => self.apply_offer(*offer, event, record.recorded_at),
            Fact::Host(siret, event) => self.apply_host(*siret, event),
            Fact::Establishment(..)
            | Fact::Student(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => Ok(()),
        }
    }
}

impl OfferSearch {
    /// The search after something happened to an offer.
    ///
    /// # Errors
    /// An offer of an unknown host, an unknown offer, one published twice, or a seat released
    /// that was not taken
    /// or is of a week that no offer ever had.
    pub fn apply_offer(
        &mut self,
        offer: OfferId,
        event: &OfferEvent,
        at: RecordedAt,
    ) -> Result<(), FoldError> {
        match event {
            OfferEvent::OfferPublished {
                offer: _,
                host,
                terms,
            } => self.publish(offer, *host, terms, at),
            OfferEvent::OfferRevised { revision: _, terms }
            | OfferEvent::OfferTextBlackedOut {
                revision: _,
                terms,
                reason: _,
            } => self.revise(offer, terms),
            OfferEvent::OfferWithdrawn { reason: _ } => self.withdraw(offer),
            OfferEvent::SeatTaken {
                application: _,
                student: _,
                week,
                message: _,
            } => self.seat(offer, *week, Listing::take),
            OfferEvent::SeatReleased {
                application: _,
                student: _,
                week,
                cause: _,
            } => self.seat(offer, *week, Listing::release),
            OfferEvent::GroupSeated { week, members, .. } => members
                .iter()
                .try_for_each(|_| self.seat(offer, *week, Listing::take)),
            OfferEvent::GroupApplied { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. } => Ok(()),
            // An offer is reserved by a revision.
            OfferEvent::OfferFedIn { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => Ok(()),
        }
    }

    /// The search after something happened to a host.
    ///
    /// # Errors
    /// A host registered twice, or an unknown one.
    pub fn apply_host(&mut self, host: Siret, event: &HostEvent) -> Result<(), FoldError> {
        match event {
            HostEvent::HostRegistered {
                siret: _,
                organisation,
                person: _,
                identity: _,
            } => self.register(host, organisation),
            HostEvent::HostConfirmationAwaited => self.hide(host),
            HostEvent::HostConfirmed { by: _ } => self.confirm(host),
            HostEvent::HostDescribed { organisation } => self.describe(host, organisation),
            HostEvent::HostFedIn { .. }
            | HostEvent::HostCameByInvitation { .. }
            | HostEvent::HostPersonAdded { .. }
            | HostEvent::HostPersonRemoved { .. }
            | HostEvent::HostPersonErased { .. } => Ok(()),
        }
    }

    fn register(&mut self, siret: Siret, organisation: &Organisation) -> Result<(), FoldError> {
        if self.hosts.number(siret).is_some() {
            return Err(FoldError::Twice("host"));
        }
        let (kind, words) = (
            Kind::from(&organisation.kind),
            self.index.read_name(&organisation.name)?,
        );
        let host = ListedHost {
            siret,
            kind,
            words,
            hidden: false,
            offers: Vec::new(),
        };
        self.hosts
            .push(host)
            .map(|_| ())
            .ok_or(FoldError::Full("hosts"))
    }

    /// Nobody finds what the host offers: it has only just registered.
    fn hide(&mut self, siret: Siret) -> Result<(), FoldError> {
        let host = self.hosts.find_mut(siret).map(|(_, host)| host);
        let host = host.ok_or(FoldError::UnknownHost(siret))?;
        if !host.offers.is_empty() {
            return Err(FoldError::OutOfStep("the offers of a host that waits"));
        }
        host.hidden = true;
        Ok(())
    }

    /// What the host offered while it waited is found from now on.
    fn confirm(&mut self, siret: Siret) -> Result<(), FoldError> {
        let host = self.hosts.find_mut(siret).map(|(_, host)| host);
        let host = host.ok_or(FoldError::UnknownHost(siret))?;
        if !std::mem::take(&mut host.hidden) {
            return Ok(());
        }
        for (number, listing) in listings(&self.listings, host) {
            self.index.post(number, listing, host);
            if let Some(shown) = &listing.shown {
                self.index.pin(number, shown);
            }
        }
        Ok(())
    }

    fn describe(&mut self, siret: Siret, organisation: &Organisation) -> Result<(), FoldError> {
        let (_, host) = self
            .hosts
            .find_mut(siret)
            .ok_or(FoldError::UnknownHost(siret))?;
        let words = self.index.read_name(&organisation.name)?;
        if host.hidden {
            host.kind = Kind::from(&organisation.kind);
            host.words = words;
            return Ok(());
        }
        for (number, listing) in listings(&self.listings, host) {
            self.index.unpost(number, listing, host);
        }
        host.kind = Kind::from(&organisation.kind);
        host.words = words;
        for (number, listing) in listings(&self.listings, host) {
            self.index.post(number, listing, host);
        }
        Ok(())
    }

    fn publish(
        &mut self,
        offer: OfferId,
        siret: Siret,
        terms: &OfferTerms,
        at: RecordedAt,
    ) -> Result<(), FoldError> {
        if self.listings.number(offer).is_some() {
            return Err(FoldError::Twice("offer"));
        }
        let (host_number, host) = self
            .hosts
            .find_mut(siret)
            .ok_or(FoldError::UnknownHost(siret))?;
        let shown = self.index.read(terms)?;
        let listing = Listing {
            offer,
            host: host_number,
            deposited: at.0,
            shown: Some(shown),
            taken: Vec::new(),
        };
        let number = self
            .listings
            .push(listing)
            .ok_or(FoldError::Full("offers"))?;
        host.offers.push(number);
        if let Some(listing) = self.listings.row(number) {
            self.index.enrol(number, offer, listing.shown.as_ref());
            if host.hidden {
                return Ok(());
            }
            self.index.post(number, listing, host);
            if let Some(shown) = &listing.shown {
                self.index.pin(number, shown);
            }
        }
        Ok(())
    }

    fn revise(&mut self, offer: OfferId, terms: &OfferTerms) -> Result<(), FoldError> {
        let (number, listing) = self
            .listings
            .find_mut(offer)
            .ok_or(FoldError::UnknownOffer(offer))?;
        let host = self
            .hosts
            .row(listing.host)
            .ok_or(FoldError::OutOfStep("a host"))?;
        if listing.shown.is_none() {
            // Withdrawn for good.
            return Ok(());
        }
        let revised = self.index.read(terms)?;
        if host.hidden {
            listing.shown = Some(revised);
            return Ok(());
        }
        self.index.unpost(number, listing, host);
        let former = listing.shown.replace(revised);
        self.index.post(number, listing, host);
        if let (Some(former), Some(revised)) = (&former, &listing.shown)
            && (former.position != revised.position
                || self.index.years_of(former) != self.index.years_of(revised))
        {
            self.index.unpin(number, former);
            self.index.pin(number, revised);
        }
        Ok(())
    }

    fn withdraw(&mut self, offer: OfferId) -> Result<(), FoldError> {
        let (number, listing) = self
            .listings
            .find_mut(offer)
            .ok_or(FoldError::UnknownOffer(offer))?;
        let host = self
            .hosts
            .row(listing.host)
            .ok_or(FoldError::OutOfStep("a host"))?;
        if host.hidden {
            listing.shown = None;
            return Ok(());
        }
        self.index.unpost(number, listing, host);
        if let Some(former) = listing.shown.take() {
            self.index.unpin(number, &former);
        }
        Ok(())
    }

    fn seat(
        &mut self,
        offer: OfferId,
        week: Week,
        change: fn(&mut Listing, u32) -> Option<()>,
    ) -> Result<(), FoldError> {
        let (number, listing) = self
            .listings
            .find_mut(offer)
            .ok_or(FoldError::UnknownOffer(offer))?;
        let out_of_step = FoldError::OutOfStep("the seats of an offer");
        let week = self.index.weeks.find(&week).ok_or(out_of_step.clone())?;
        change(listing, week).ok_or(out_of_step)?;
        self.index.post_week(number, listing, week);
        Ok(())
    }
}

/// The offers of a host.
fn listings<'a>(
    listings: &'a Table<OfferNumber, Listing>,
    host: &'a ListedHost,
) -> impl Iterator<Item = (OfferNumber, &'a Listing)> {
    host.offers
        .iter()
        .filter_map(|number| Some((*number, listings.row(*number)?)))
}
