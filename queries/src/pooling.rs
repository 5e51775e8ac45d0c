//! What pooling partners have fed in, and which offers are likely the same (OFF-8).
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use compact_str::CompactString;
use domain::explain::Expected;
use domain::ids::{DepartmentCode, RepresentativeId, Siret};
use domain::likely_duplicates::{Compared, LikelyDuplicate, likely_duplicates};
use domain::offer::OfferStatus;
use domain::principal::{Principal, Role};
use domain::title_likeness::Title;
use eventlog::Position;
use projections::Folds;
use projections::entities::{EntityIndex, HostRow, OfferRow, SourceRow};
use proto::v1;

use super::events::Events;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, offers, permits};
use wire::names::{self, bad};
use wire::times::timestamp;

const OWN: &str = "pooled_offers";
const DUPLICATES: &str = "likely_duplicates";
/// Offers of one organisation that are compared, the last published.
const COMPARED: usize = 200;

/// The offers that the caller has fed in, the newest first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_pooled_offers(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListPooledOffersRequest,
) -> Result<v1::ListPooledOffersResponse, Failure> {
    service.check_role(caller, Action::ListPooledOffers)?;
    let query = OwnQuery {
        partner: RepresentativeId(caller.id()),
        states: states(&message.states)?,
        page: Page::asked(OWN, message.page_size, &message.page_token)?,
    };
    let (position, (offers, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListPooledOffersResponse {
        position,
        offers,
        next_page_token,
    })
}

/// The states of a filter.
fn states(given: &[i32]) -> Result<Vec<v1::PooledOfferState>, Failure> {
    let refused = || bad("states", Expected("des états d'offres", "states of offers"));
    given
        .iter()
        .map(|state| match v1::PooledOfferState::try_from(*state) {
            Ok(v1::PooledOfferState::Unspecified) | Err(_) => Err(refused()),
            Ok(state) => Ok(state),
        })
        .collect()
}

struct OwnQuery {
    partner: RepresentativeId,
    states: Vec<v1::PooledOfferState>,
    page: Page,
}

#[derive(PartialEq)]
struct OwnSelection {
    offers: Vec<(OfferRow, SourceRow, Siret, bool)>,
    next: String,
}

fn state_of(row: &OfferRow, source: SourceRow) -> v1::PooledOfferState {
    match row.status {
        OfferStatus::Open => v1::PooledOfferState::Published,
        OfferStatus::Withdrawn if source.ended => v1::PooledOfferState::Ended,
        OfferStatus::Withdrawn => v1::PooledOfferState::WithdrawnByHost,
    }
}

impl Query for OwnQuery {
    type Selection = OwnSelection;
    type Response = (Vec<v1::PooledOffer>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::ListPooledOffers)
    }

    fn select(&self, folds: &Folds) -> Result<OwnSelection, Failure> {
        let entities = folds.entities();
        let rows = entities.pooled_by(self.partner).rev();
        let rows = rows.filter_map(|(_, row)| {
            let source = row.source?;
            let wanted = self.states.is_empty() || self.states.contains(&state_of(row, source));
            wanted.then_some((row, source))
        });
        let rows: Vec<_> = rows.collect();
        let next = self.page.next(rows.len())?;
        let offers = self.page.of(rows).into_iter().filter_map(|(row, source)| {
            let host = entities.host_row(row.host)?;
            Some((*row, source, host.siret, host.awaits_confirmation))
        });
        Ok(OwnSelection {
            offers: offers.collect(),
            next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &OwnSelection,
    ) -> Result<Self::Response, Failure> {
        let pointed = selected.offers.iter();
        let pointed = pointed.flat_map(|(row, source, ..)| [row.published, row.terms, source.told]);
        let events = service.events(pointed).await?;
        let offers = selected.offers.iter().map(|(row, source, host, waits)| {
            Ok(v1::PooledOffer {
                identifier: events.identifier(source.told)?.to_string(),
                name: names::of_offer(row.offer),
                host: names::of_host(*host),
                state: state_of(row, *source).into(),
                school_year: row
                    .school_year
                    .map(|year| year.to_string())
                    .unwrap_or_default(),
                awaits_confirmation: *waits,
                published_time: Some(timestamp(events.at(row.published)?.at())),
                revised_time: Some(timestamp(events.at(row.terms)?.at())),
            })
        });
        let offers = offers.collect::<Result<_, Failure>>()?;
        Ok((offers, selected.next.clone()))
    }
}

/// Open offers that are likely the same, from different sources.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_likely_duplicates(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListLikelyDuplicatesRequest,
) -> Result<v1::ListLikelyDuplicatesResponse, Failure> {
    service.check_role(caller, Action::ListLikelyDuplicates)?;
    let query = DuplicatesQuery {
        scope: Scope::asked(caller, &message.scope)?,
        identifiers: if matches!(caller.role(), Role::PoolingPartner | Role::HostPerson) {
            Identifiers::Told
        } else {
            Identifiers::Withheld
        },
        page: Page::asked(DUPLICATES, message.page_size, &message.page_token)?,
    };
    let (position, (duplicates, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListLikelyDuplicatesResponse {
        position,
        duplicates,
        next_page_token,
    })
}

/// Whose duplicates are asked for.
#[derive(Clone, Copy)]
enum Scope {
    Partner(RepresentativeId),
    Department(DepartmentCode),
    Host(Siret),
}

impl Scope {
    fn asked(caller: &Principal, scope: &str) -> Result<Self, Failure> {
        let expected = Expected(
            "hosts/{siret} ou departments/{code} ; rien pour une plateforme",
            "hosts/{siret} or departments/{code}; empty for a platform",
        );
        match (caller.role() == Role::PoolingPartner, scope) {
            (true, "") => Ok(Self::Partner(RepresentativeId(caller.id()))),
            (true, _) | (false, "") => Err(bad("scope", expected)),
            (false, scope) if scope.starts_with("hosts/") => {
                names::host("scope", scope).map(Self::Host)
            }
            (false, scope) => match names::territory("scope", scope)? {
                Territory::Department(code) => Ok(Self::Department(code)),
                Territory::Region(_) | Territory::Academy(_) | Territory::National => {
                    Err(bad("scope", expected))
                }
            },
        }
    }

    /// Whether an offer is one of those asked about: one of a pair is.
    fn is_asked_about(self, row: &OfferRow) -> bool {
        match self {
            Self::Partner(partner) => row.source.is_some_and(|source| source.partner == partner),
            Self::Department(code) => row.department == code,
            Self::Host(_) => true,
        }
    }

    /// The organisations whose offers may come from several sources.
    fn hosts(self, entities: &EntityIndex) -> Vec<&HostRow> {
        match self {
            Self::Host(siret) => entities.host(siret).into_iter().collect(),
            Self::Department(_) => entities.hosts().collect(),
            Self::Partner(partner) => {
                let own = entities.pooled_by(partner);
                let hosts: BTreeSet<_> = own.map(|(_, row)| row.host).collect();
                let hosts = hosts.into_iter();
                hosts.filter_map(|host| entities.host_row(host)).collect()
            }
        }
    }
}

struct DuplicatesQuery {
    scope: Scope,
    identifiers: Identifiers,
    page: Page,
}

/// Whether the caller is told by what a platform names its offers: the platform itself, and the host's
/// people.
#[derive(Clone, Copy, PartialEq)]
enum Identifiers {
    Told,
    Withheld,
}

/// An offer that is compared.
#[derive(PartialEq)]
struct Candidate {
    row: OfferRow,
    platform: Option<CompactString>,
}

#[derive(PartialEq)]
struct DuplicatesSelection {
    hosts: Vec<(Siret, Vec<Candidate>)>,
    next: String,
}

impl Query for DuplicatesQuery {
    type Selection = DuplicatesSelection;
    type Response = (Vec<v1::LikelyDuplicate>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListLikelyDuplicates;
        match self.scope {
            Scope::Partner(_) => permits::in_general(entities, caller, action),
            Scope::Department(code) => {
                permits::about_territory(entities, caller, action, Territory::Department(code))
            }
            Scope::Host(siret) => permits::about_host(entities, caller, action, siret),
        }
    }

    fn select(&self, folds: &Folds) -> Result<DuplicatesSelection, Failure> {
        let entities = folds.entities();
        let hosts = self.scope.hosts(entities).into_iter().filter_map(|host| {
            let open = host.offers.iter().rev();
            let open = open.filter_map(|number| entities.offer_row(*number));
            let open = open.filter(|row| row.status == OfferStatus::Open);
            let mut open: Vec<&OfferRow> = open.take(COMPARED).collect();
            open.reverse();
            let sources: BTreeSet<_> = open
                .iter()
                .map(|row| row.source.map(|source| source.partner))
                .collect();
            let asked = open.iter().any(|row| self.scope.is_asked_about(row));
            (sources.len() > 1 && asked).then_some((host.siret, open))
        });
        let hosts: Vec<_> = hosts.collect();
        let next = self.page.next(hosts.len())?;
        let hosts = self.page.of(hosts).into_iter().map(|(siret, open)| {
            let candidates = open.into_iter().map(|row| Candidate {
                row: *row,
                platform: offers::platform(entities, row),
            });
            (siret, candidates.collect())
        });
        Ok(DuplicatesSelection {
            hosts: hosts.collect(),
            next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &DuplicatesSelection,
    ) -> Result<Self::Response, Failure> {
        let candidates = selected.hosts.iter().flat_map(|(_, candidates)| candidates);
        let pointed = candidates.flat_map(|of| {
            let told = of.row.source.map(|source| source.told);
            std::iter::once(of.row.terms).chain(told)
        });
        let pointed: Vec<Position> = pointed.collect();
        let events = service.events(pointed).await?;
        let mut found = vec![];
        for (siret, candidates) in &selected.hosts {
            let compared: Vec<Compared> = candidates
                .iter()
                .map(|of| compared(&events, of))
                .collect::<Result<_, _>>()?;
            for pair in likely_duplicates(&compared) {
                let sides = (candidates.get(pair.first), candidates.get(pair.second));
                let (Some(first), Some(second)) = sides else {
                    continue;
                };
                let asked = |of: &Candidate| self.scope.is_asked_about(&of.row);
                if asked(first) || asked(second) {
                    found.push(self.shown(&events, *siret, (first, second), pair)?);
                }
            }
        }
        Ok((found, selected.next.clone()))
    }
}

impl DuplicatesQuery {
    fn shown(
        &self,
        events: &Events,
        siret: Siret,
        (first, second): (&Candidate, &Candidate),
        pair: LikelyDuplicate,
    ) -> Result<v1::LikelyDuplicate, Failure> {
        Ok(v1::LikelyDuplicate {
            host: names::of_host(siret),
            first: Some(self.side(events, first)?),
            second: Some(self.side(events, second)?),
            title_likeness: pair.title_likeness,
            distance_m: pair.distance_m,
            same_sector: pair.same_sector,
        })
    }

    /// A partner is told of its own offers, and of others where they come from alone.
    fn side(&self, events: &Events, of: &Candidate) -> Result<v1::DuplicateSide, Failure> {
        let own = match self.scope {
            Scope::Partner(_) => self.scope.is_asked_about(&of.row),
            Scope::Department(_) | Scope::Host(_) => true,
        };
        let platform = of.platform.as_ref().map(ToString::to_string);
        let identifier = match (self.identifiers, of.row.source) {
            (Identifiers::Told, Some(source)) if own => events.identifier(source.told)?.to_string(),
            (Identifiers::Told | Identifiers::Withheld, _) => String::new(),
        };
        Ok(v1::DuplicateSide {
            offer: match own {
                true => names::of_offer(of.row.offer),
                false => String::new(),
            },
            platform_display_name: platform.unwrap_or_default(),
            identifier,
        })
    }
}

fn compared(events: &Events, of: &Candidate) -> Result<Compared, Failure> {
    let terms = events.terms(of.row.terms)?;
    Ok(Compared {
        title: Title::of(&terms.title),
        place: terms.place.position,
        weeks: terms.weeks.clone(),
        sector: terms.sector.clone(),
        source: of.row.source.map(|source| source.partner),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_names_states_that_there_are() {
        use v1::PooledOfferState as S;
        let all = [S::Published, S::Ended, S::WithdrawnByHost];
        assert_eq!(states(&all.map(i32::from)).unwrap(), all);
        for bad in [0, 9, -1] {
            assert!(states(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn whose_duplicates_are_asked_for_follows_from_who_asks() {
        let partner = Principal::pooling_partner(uuid::Uuid::from_u128(7));
        let referent = Principal::referent(uuid::Uuid::from_u128(8), "01".parse().unwrap());
        let asked = |caller: &Principal, scope: &str| Scope::asked(caller, scope).is_ok();
        assert!(asked(&partner, "") && !asked(&partner, "departments/01"));
        assert!(asked(&referent, "departments/01") && asked(&referent, "hosts/73282932000074"));
        for bad in ["", "national", "regions/84", "hosts/1", "zut"] {
            assert!(!asked(&referent, bad), "{bad}");
        }
    }
}
