//! What an offer's events change in the entities.
use domain::ids::OfferId;
use domain::offer::{OfferEvent, OfferStatus, WithdrawalReason};
use eventlog::Position;

use super::EntityIndex;
use super::rows::{GroupRow, OfferRow, SourceRow};
use crate::fold::FoldError;

impl EntityIndex {
    pub(super) fn offer_event(
        &mut self,
        offer: OfferId,
        event: &OfferEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        let unknown = FoldError::UnknownOffer(offer);
        match event {
            OfferEvent::OfferPublished {
                offer: _,
                host,
                terms,
            } => {
                if self.offers.number(offer).is_some() {
                    return Err(FoldError::Twice("offer"));
                }
                let host_no = self
                    .hosts
                    .number(*host)
                    .ok_or(FoldError::UnknownHost(*host))?;
                let sector = self.sectors.number_or_new(&terms.sector);
                let row = OfferRow {
                    offer,
                    host: host_no,
                    sector: sector.ok_or(FoldError::Full("sectors"))?,
                    department: terms.place.department,
                    school_year: terms.school_year(),
                    status: OfferStatus::Open,
                    reserved_for: terms.reserved_for,
                    published: at,
                    terms: at,
                    blacked_out: None,
                    source: None,
                };
                let number = self.offers.push(row).ok_or(FoldError::Full("offers"))?;
                let host = self
                    .hosts
                    .row_mut(host_no)
                    .ok_or(FoldError::OutOfStep("hosts"))?;
                host.offers.push(number);
                Ok(())
            }
            OfferEvent::OfferRevised { revision: _, terms } => {
                let (_, row) = self.offers.find_mut(offer).ok_or(unknown)?;
                let sector = self.sectors.number_or_new(&terms.sector);
                row.sector = sector.ok_or(FoldError::Full("sectors"))?;
                row.department = terms.place.department;
                row.school_year = terms.school_year();
                row.reserved_for = terms.reserved_for;
                row.terms = at;
                Ok(())
            }
            OfferEvent::OfferTextBlackedOut { .. } => {
                let (_, row) = self.offers.find_mut(offer).ok_or(unknown)?;
                (row.terms, row.blacked_out) = (at, Some(at));
                Ok(())
            }
            OfferEvent::OfferFedIn { partner, .. } => {
                let (number, row) = self.offers.find_mut(offer).ok_or(unknown)?;
                let is_new = row.source.is_none();
                row.source = Some(SourceRow {
                    partner: *partner,
                    told: at,
                    ended: false,
                });
                if is_new {
                    self.pooled.entry(*partner).or_default().push(number);
                }
                Ok(())
            }
            OfferEvent::OfferWithdrawn { reason } => {
                let (_, row) = self.offers.find_mut(offer).ok_or(unknown)?;
                row.status = OfferStatus::Withdrawn;
                if let Some(source) = &mut row.source {
                    source.ended = *reason == WithdrawalReason::EndedAtSource;
                }
                Ok(())
            }
            OfferEvent::GroupApplied {
                group,
                establishment,
                class,
                week,
                members,
                by,
                ..
            } => {
                self.offers.number(offer).ok_or(unknown)?;
                let row = GroupRow {
                    offer,
                    establishment: *establishment,
                    class: *class,
                    week: *week,
                    by: *by,
                };
                if self.groups.insert(*group, row).is_some() {
                    return Err(FoldError::Twice("group"));
                }
                let applications = members.iter().map(|member| member.application);
                self.in_group.extend(applications);
                Ok(())
            }
            OfferEvent::SeatTaken { .. }
            | OfferEvent::SeatReleased { .. }
            | OfferEvent::GroupSeated { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => {
                self.offers.number(offer).map(|_| ()).ok_or(unknown)
            }
        }
    }
}
