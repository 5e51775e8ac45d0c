//! One offer and the seats taken (OFF-2 to OFF-4).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::host::Organisation;
use domain::ids::{OfferId, Siret, StudentId, Uai};
use domain::offer::Audience;
use domain::principal::{Principal, Role, Scope};
use domain::reference_lists::ListedSector;
use domain::rules::Rules;
use eventlog::Position;
use jiff::Timestamp;
use projections::Folds;
use projections::entities::{EntityIndex, OfferRow};
use proto::v1;

use super::search;
use crate::permits;
use crate::query::Query;
use crate::response_context::ResponseContext;
use wire::times::timestamp;
use wire::{enums, names, offers};

pub(super) struct OfferQuery {
    pub offer: OfferId,
    /// Offers reserved for a college are shown to that college, and the tutor's identity to the
    /// host's people.
    pub caller: Principal,
    /// The present instant.
    pub now: Timestamp,
    pub rules: Rules,
}

#[derive(PartialEq)]
pub(super) struct Selection {
    row: OfferRow,
    host: Siret,
    organisation: Organisation,
    sector: Option<ListedSector>,
    platform: Option<CompactString>,
    /// The seats are those of this position.
    at: Position,
}

impl Query for OfferQuery {
    type Selection = Selection;
    type Response = v1::Offer;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::own_access(entities, caller)?;
        let offer = entities.offer(self.offer).ok_or(Failure::NotFound)?;
        permits::about_offer(entities, caller, Action::GetOffer, offer)?;
        permits::takes_part(entities, caller)?;
        if may_see(entities, caller, offer) {
            Ok(())
        } else {
            Err(Failure::NotFound)
        }
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        if let Some(student) = self.caller.as_pupil()
            && !self.is_shown_to(folds, student)
        {
            return Err(Failure::NotFound);
        }
        if let Some((_, college)) = self.caller.as_staff()
            && self.is_held_back_from(folds, college)
        {
            return Err(Failure::NotFound);
        }
        let row = *entities.offer(self.offer).ok_or(Failure::NotFound)?;
        let host = entities.host_row(row.host).ok_or(Failure::NotFound)?;
        let sector = entities.sector(row.sector);
        let platform = super::platform(entities, &row);
        Ok(Selection {
            row,
            host: host.siret,
            organisation: host.organisation.clone(),
            sector: sector.and_then(|code| entities.reference().sector(code)),
            platform,
            at: folds.position(),
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<v1::Offer, Failure> {
        let history = service.offer_at(self.offer, selected.at).await?;
        let published = history.state.published.as_ref().ok_or(Failure::NotFound)?;
        let tutor = if self.caller.as_host_person().is_some() {
            let tutor = &published.terms.tutor;
            let keys = service.keys([tutor.person.0]).await?;
            Some(keys.person(tutor.person.0, &tutor.identity)?)
        } else {
            None
        };
        let source = history.state.source.as_ref();
        let platform_identifier = source
            .filter(|_| self.caller.as_host_person().is_some())
            .map(|source| source.identifier.to_string())
            .unwrap_or_default();
        let sector = selected.sector.as_ref();
        let weeks = published.terms.weeks.iter().map(|week| v1::WeekSeats {
            week: week.to_string(),
            seats: published.terms.seats_per_week.into(),
            taken: history.state.seats_taken(*week).into(),
        });
        let reason = history.withdrawn.map(enums::of_withdrawal_reason);
        Ok(v1::Offer {
            name: names::of_offer(self.offer),
            host: names::of_host(selected.host),
            host_display_name: selected.organisation.name.to_string(),
            host_nature: enums::of_host_kind(&selected.organisation.kind).into(),
            terms: Some(offers::of_terms(selected.host, &published.terms, tutor)),
            sector_display_name: sector
                .map(|sector| sector.name.to_string())
                .unwrap_or_default(),
            onisep_url: sector
                .and_then(|sector| sector.onisep_url.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            revision: published.revision,
            state: enums::of_offer(published.status).into(),
            withdrawal_reason: reason.unwrap_or_default().into(),
            published_time: Some(timestamp(history.published)),
            revised_time: Some(timestamp(history.revised)),
            weeks: weeks.collect(),
            black_out_reason: history
                .blacked_out
                .map(enums::of_black_out_reason)
                .unwrap_or_default()
                .into(),
            etag: published.etag().to_string(),
            platform_display_name: selected
                .platform
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            platform_identifier,
        })
    }
}

impl OfferQuery {
    /// Staff sees an offer as soon as the pupils of the college do, and not before (OFF-11).
    fn is_held_back_from(&self, folds: &Folds, college: Uai) -> bool {
        let Some(row) = folds.entities().establishment(college) else {
            return false;
        };
        let after = search::held_back_from(row, self.now, &self.rules);
        folds
            .search()
            .fold()
            .is_held_back(self.offer, after, Some(college))
    }

    /// Pupils see what a search would show them, also once its weeks are full, and what they have
    /// applied for (EST-8).
    fn is_shown_to(&self, folds: &Folds, student: StudentId) -> bool {
        let entities = folds.entities();
        let Some((college, row)) = entities.college_of(student) else {
            return false;
        };
        let mut asked = entities.applications_of(row);
        let has_applied = asked.any(|(_, asked)| {
            let offer = entities.offer_row(asked.offer);
            offer.is_some_and(|offer| offer.offer == self.offer)
        });
        let of_pupil = (row.level, row.school_year);
        has_applied
            || folds.search().fold().is_shown(
                self.offer,
                &search::search_of(college, of_pupil, self.now, &self.rules),
            )
    }
}

/// Pupils see offers once their college and class take part (EST-5); an offer reserved for a
/// college is seen by its pupils and its staff alone (EST-9), and what a host offers before it is
/// confirmed by its own people (OFF-1). Whoever represents the State where the offer is sees it
/// whosesoever it is: they confirm hosts, and look at what is likely twice there.
fn may_see(entities: &EntityIndex, caller: &Principal, offer: &OfferRow) -> bool {
    let Some(host) = entities.host_row(offer.host) else {
        return false;
    };
    let audience = offer.audience(host);
    match (caller.role(), caller.scope()) {
        (Role::Pupil, Scope::Student(student)) => {
            entities.college_of(student).is_some_and(|(college, row)| {
                let class = entities.class_row(row.class).map(|class| class.class);
                search::takes_part(college, class).is_ok() && audience.includes(college.uai)
            })
        }
        (_, Scope::Establishment(college)) => audience.includes(college),
        (
            Role::HostPerson
            | Role::Prefect
            | Role::Referent
            | Role::AcademicDirector
            | Role::RegionPrefect
            | Role::Rector,
            _,
        ) => true,
        (Role::Partner, _) => audience != Audience::Nobody,
        _ => false,
    }
}
