//! What an offer's events add up to.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::event::OfferEvent;
use super::group::{Group, GroupStatus};
use super::reserve::ReservationStatus;
use super::terms::{OfferTerms, WithdrawalReason};
use crate::calendar::{SchoolYear, Week};
use crate::etag::Etag;
use crate::ids::{
    ApplicationId, FeedIdentifier, GroupId, OfferId, RepresentativeId, Siret, StudentId, Uai,
};

/// An offer. Before the first event there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OfferState {
    /// What is published.
    pub published: Option<Published>,
    /// The seats held, by week.
    pub seats: BTreeMap<Week, BTreeMap<ApplicationId, StudentId>>,
    /// The applications of groups (OFF-7).
    pub groups: BTreeMap<GroupId, Group>,
    /// Which colleges asked that it is reserved for them, and what became of it (EST-9).
    pub reservations: BTreeMap<Uai, ReservationStatus>,
    /// The pooling partner that feeds it in, if one does (OFF-8).
    #[serde(default)]
    pub source: Option<OfferSource>,
    /// Why it was withdrawn, if it was.
    #[serde(default)]
    pub withdrawn_for: Option<WithdrawalReason>,
}

/// Where a pooled offer comes from (OFF-8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferSource {
    /// The pooling partner.
    pub partner: RepresentativeId,
    /// By what the partner names it.
    pub identifier: FeedIdentifier,
    /// A keyed digest of what the partner said last.
    pub content: Uuid,
}

/// An offer once published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Its id.
    pub offer: OfferId,
    /// Whose it is.
    pub host: Siret,
    /// What it now says.
    pub terms: OfferTerms,
    /// 1, and one more with each revision (OFF-4).
    pub revision: u32,
    /// Whether applications are still taken.
    pub status: OfferStatus,
}

/// Whether an offer takes applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfferStatus {
    /// It does.
    Open,
    /// No longer; accepted placements stay (OFF-4).
    Withdrawn,
}

impl Published {
    /// Names its present terms.
    #[must_use]
    pub fn etag(&self) -> Etag {
        Etag::of(&(self.offer, self.revision))
    }
}

impl OfferState {
    /// Seats held in a week.
    #[must_use]
    pub fn seats_taken(&self, week: Week) -> u16 {
        let taken = self.seats.get(&week).map_or(0, BTreeMap::len);
        // Never above `seats_per_week`, itself a u16: the offer's own rule (OFF-3).
        u16::try_from(taken).unwrap_or(u16::MAX)
    }

    /// Seats free in a week; `None` where the offer does not hold the week.
    #[must_use]
    pub fn seats_left(&self, week: Week) -> Option<u16> {
        let terms = &self.published.as_ref()?.terms;
        let held = terms.weeks.contains(&week);
        held.then(|| terms.seats_per_week.saturating_sub(self.seats_taken(week)))
    }

    /// Whether this application holds a seat, and in which week.
    #[must_use]
    pub fn seat_of(&self, application: ApplicationId) -> Option<Week> {
        self.seats
            .iter()
            .find(|(_, held)| held.contains_key(&application))
            .map(|(week, _)| *week)
    }

    /// Whether the platform that fed it in ended it there: what is fed in again by the same identifier
    /// is another offer (OFF-8).
    #[must_use]
    pub fn is_ended_at_source(&self) -> bool {
        self.withdrawn_for == Some(WithdrawalReason::EndedAtSource)
    }

    /// What became of a college's request to reserve it; `None` where it never asked.
    #[must_use]
    pub fn reservation(&self, college: Uai) -> Option<ReservationStatus> {
        self.reservations.get(&college).copied()
    }

    pub(super) fn evolve(mut self, event: &OfferEvent) -> Self {
        match event {
            OfferEvent::OfferPublished { offer, host, terms } => {
                self.published = Some(Published {
                    offer: *offer,
                    host: *host,
                    terms: terms.clone(),
                    revision: 1,
                    status: OfferStatus::Open,
                });
            }
            OfferEvent::OfferRevised { revision, terms }
            | OfferEvent::OfferTextBlackedOut {
                revision, terms, ..
            } => {
                if let Some(published) = &mut self.published {
                    published.revision = *revision;
                    published.terms = terms.clone();
                }
            }
            OfferEvent::ReservationRequested { establishment, .. } => {
                let status = ReservationStatus::Requested;
                self.reservations.insert(*establishment, status);
            }
            OfferEvent::ReservationRequestWithdrawn { establishment, .. } => {
                let status = ReservationStatus::Withdrawn;
                self.reservations.insert(*establishment, status);
            }
            OfferEvent::ReservationDeclined { establishment, .. } => {
                let status = ReservationStatus::Declined;
                self.reservations.insert(*establishment, status);
            }
            OfferEvent::ReservationAccepted { establishment, .. } => {
                let status = ReservationStatus::Accepted;
                self.reservations.insert(*establishment, status);
            }
            OfferEvent::OfferFedIn {
                partner,
                identifier,
                content,
            } => {
                self.source = Some(OfferSource {
                    partner: *partner,
                    identifier: identifier.clone(),
                    content: *content,
                });
            }
            OfferEvent::OfferWithdrawn { reason } => {
                self.withdrawn_for = Some(*reason);
                if let Some(published) = &mut self.published {
                    published.status = OfferStatus::Withdrawn;
                }
            }
            OfferEvent::SeatTaken {
                application,
                student,
                week,
                message: _,
            } => {
                self.seats
                    .entry(*week)
                    .or_default()
                    .insert(*application, *student);
            }
            OfferEvent::SeatReleased {
                application,
                student: _,
                week,
                cause: _,
            } => {
                if let Some(held) = self.seats.get_mut(week) {
                    held.remove(application);
                    if held.is_empty() {
                        self.seats.remove(week);
                    }
                }
            }
            OfferEvent::GroupApplied {
                group,
                establishment,
                class,
                week,
                members,
                by,
                letter,
                at: _,
            } => {
                let asked = Group {
                    establishment: *establishment,
                    class: *class,
                    week: *week,
                    members: members.clone(),
                    by: *by,
                    letter: letter.clone(),
                    status: GroupStatus::Pending,
                    ended: None,
                };
                self.groups.insert(*group, asked);
            }
            OfferEvent::GroupSeated {
                group,
                week,
                members,
                by: _,
                message: _,
            } => {
                let seats = self.seats.entry(*week).or_default();
                seats.extend(members.iter().map(|m| (m.application, m.student)));
                self.group_is(*group, GroupStatus::Seated);
            }
            OfferEvent::GroupAccepted { group } => self.group_is(*group, GroupStatus::Accepted),
            OfferEvent::GroupEnded { group, cause, .. } => {
                if let Some(group) = self.groups.get_mut(group) {
                    group.status = GroupStatus::Ended;
                    group.ended = Some(cause.clone());
                }
            }
        }
        self
    }

    fn group_is(&mut self, group: GroupId, status: GroupStatus) {
        if let Some(group) = self.groups.get_mut(&group) {
            group.status = status;
        }
    }
}

impl OfferTerms {
    /// The school year of its weeks; `None` without weeks.
    #[must_use]
    pub fn school_year(&self) -> Option<SchoolYear> {
        self.weeks.first().map(|week| week.school_year())
    }
}
