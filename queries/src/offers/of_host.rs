//! The offers of a host, as it finds them itself (OFF-10), and those who represent the State where they
//! are.
use std::collections::{BTreeMap, BTreeSet};

use commands::Failure;
use commands::authorisation::{Action, Territory};
use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::explain::Expected;
use domain::ids::Siret;
use domain::offer::{OfferEvent, OfferStatus};
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::Position;
use projections::entities::{EntityIndex, OfferRow};
use projections::{ApplicationCounts, Folds};
use proto::v1;

use crate::events::{Event, Events};
use crate::pages::Page;
use crate::permits;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use wire::names::{self, bad};
use wire::times::timestamp;
use wire::{counts, enums};

/// The list, in page tokens.
pub(super) const LIST: &str = "own_offers";

/// Which offers of a host.
pub(super) struct OwnOffersQuery {
    pub host: Siret,
    /// Those of this territory; all where there is none.
    pub within: Option<Territory>,
    /// Whether the caller is told of the applications: where small figures are withheld, whoever
    /// represents the State is not (DSH-10).
    pub shows_applications: bool,
    /// Whether the caller is told by what a platform names its offers (OFF-8).
    pub shows_identifiers: bool,
    /// Those that stand so; all where there are none.
    pub states: Vec<OfferStatus>,
    /// Those for this school year.
    pub year: Option<SchoolYear>,
    /// Those that hold this week, or have received applications for it.
    pub week: Option<Week>,
    pub page: Page,
}

/// The states of a filter.
pub(super) fn states(given: &[i32]) -> Result<Vec<OfferStatus>, Failure> {
    let refused = || bad("states", Expected("des états d'offres", "states of offers"));
    given
        .iter()
        .map(|state| match v1::OfferState::try_from(*state) {
            Ok(v1::OfferState::Published) => Ok(OfferStatus::Open),
            Ok(v1::OfferState::Withdrawn) => Ok(OfferStatus::Withdrawn),
            Ok(v1::OfferState::Unspecified) | Err(_) => Err(refused()),
        })
        .collect()
}

#[derive(PartialEq)]
pub(super) struct Selection {
    offers: Vec<OwnOffer>,
    next: String,
}

#[derive(PartialEq)]
struct OwnOffer {
    row: OfferRow,
    received: BTreeMap<Week, ApplicationCounts>,
    platform: Option<CompactString>,
}

impl Query for OwnOffersQuery {
    type Selection = Selection;
    type Response = (Vec<v1::OwnOffer>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_host(entities, caller, Action::ListOffersOfHost, self.host)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.inbox())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let host = entities.host(self.host).ok_or(Failure::NotFound)?;
        let rows = host.offers.iter().rev();
        let rows = rows.filter_map(|number| entities.offer_row(*number));
        let rows: Vec<OfferRow> = rows
            .filter(|row| self.states.is_empty() || self.states.contains(&row.status))
            .filter(|row| self.year.is_none() || row.school_year == self.year)
            .filter(|row| {
                self.within
                    .is_none_or(|within| within.holds(row.department))
            })
            .filter(|row| self.week.is_none_or(|week| self.holds(folds, row, week)))
            .copied()
            .collect();
        let next = self.page.next(rows.len())?;
        let received = |row: &OfferRow| folds.inbox().fold().weeks_of(entities, row.offer);
        let offers = self.page.of(rows).into_iter().map(|row| OwnOffer {
            received: received(&row),
            platform: super::platform(entities, &row),
            row,
        });
        Ok(Selection {
            offers: offers.collect(),
            next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let rows = selected.offers.iter().map(|offer| &offer.row);
        let pointed = rows.flat_map(|row| {
            let told = row.source.map(|source| source.told);
            [row.published, row.terms].into_iter().chain(told)
        });
        let events = service.events(pointed).await?;
        let offers = selected.offers.iter();
        let offers = offers.map(|offer| self.shown(&events, offer));
        Ok((offers.collect::<Result<_, _>>()?, selected.next.clone()))
    }
}

impl OwnOffersQuery {
    /// An offer holds a week, or has received applications for it.
    fn holds(&self, folds: &Folds, row: &OfferRow, week: Week) -> bool {
        let mut offered = folds.search().fold().weeks_of(row.offer);
        let received = folds.inbox().fold();
        offered.any(|(of, _)| of == week)
            || self.shows_applications
                && received
                    .weeks_of(folds.entities(), row.offer)
                    .contains_key(&week)
    }

    fn shown(&self, events: &Events, offer: &OwnOffer) -> Result<v1::OwnOffer, Failure> {
        let row = &offer.row;
        let (published, revised) = (events.at(row.published)?, events.at(row.terms)?);
        let terms = events.terms(row.terms)?;
        let offered: BTreeSet<Week> = match row.status {
            OfferStatus::Open => terms.weeks.clone(),
            OfferStatus::Withdrawn => BTreeSet::new(),
        };
        let mut all = ApplicationCounts::default();
        for counts in offer.received.values() {
            all.add_all(counts);
        }
        let applied_for = offer.received.keys().filter(|_| self.shows_applications);
        let weeks: BTreeSet<Week> = offered.iter().chain(applied_for).copied().collect();
        let told = |counts: &ApplicationCounts| {
            self.shows_applications
                .then(|| counts::application_counts(counts))
        };
        let weeks = weeks.into_iter().map(|week| {
            let received = offer.received.get(&week).copied().unwrap_or_default();
            let seats = offered.contains(&week).then_some(terms.seats_per_week);
            v1::OfferWeek {
                week: week.to_string(),
                seats: seats.unwrap_or_default().into(),
                taken: received.accepted + received.completed + received.missed,
                application_counts: told(&received),
            }
        });
        Ok(v1::OwnOffer {
            name: names::of_offer(row.offer),
            title: terms.title.to_string(),
            sector: terms.sector.to_string(),
            state: enums::of_offer(row.status).into(),
            school_year: row
                .school_year
                .map(|year| year.to_string())
                .unwrap_or_default(),
            revision: revision_of(revised)?,
            format: enums::of_format(terms.format).0.into(),
            reserved_for: terms
                .reserved_for
                .map(names::of_establishment)
                .unwrap_or_default(),
            published_time: Some(timestamp(published.at())),
            revised_time: Some(timestamp(revised.at())),
            application_counts: told(&all),
            weeks: weeks.collect(),
            platform_display_name: offer
                .platform
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            platform_identifier: match row.source.filter(|_| self.shows_identifiers) {
                Some(source) => events.identifier(source.told)?.to_string(),
                None => String::new(),
            },
        })
    }
}

/// The number of the revision that an event gave an offer.
pub(super) fn revision_of(event: &Event) -> Result<u32, Failure> {
    match &event.record.fact {
        Fact::Offer(_, OfferEvent::OfferPublished { .. }) => Ok(1),
        Fact::Offer(
            _,
            OfferEvent::OfferRevised { revision, .. }
            | OfferEvent::OfferTextBlackedOut { revision, .. },
        ) => Ok(*revision),
        _ => Err(event.unexpected("the terms of an offer")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_names_states_that_there_are() {
        let (open, gone) = (v1::OfferState::Published, v1::OfferState::Withdrawn);
        assert_eq!(
            states(&[open.into(), gone.into()]).unwrap(),
            [OfferStatus::Open, OfferStatus::Withdrawn]
        );
        assert!(states(&[]).unwrap().is_empty());
        for bad in [0, 77, -1] {
            assert!(states(&[bad]).is_err(), "{bad}");
        }
    }
}
