//! The pupil's search (STU-6), within the weeks and the area of the college (EST-3, EST-8).
use domain::explain::Expected;
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::{Level, Participation, SearchArea};
use domain::ids::{ClassId, SectorCode, StudentId, Uai};
use domain::principal::Principal;
use domain::reference_lists::ListedSector;
use domain::rules::Rules;
use domain::student::{Refusal, held_back_after, opens_to_all, weeks_searched};
use eventlog::{Position, RecordedAt};
use jiff::Timestamp;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow};
use projections::search::{
    Area, Cursor, Filter, FormatFilter, Hit, KindFilter, OfferSearch, PageRequest, SearchQuery,
};
use proto::v1;

use crate::events::Events;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::{pages, permits};
use wire::names::{self, bad, parse};
use wire::times::timestamp;
use wire::{enums, places};

const LIST: &str = "offers";
const MOST_SECTORS: usize = 60;
const MOST_WEEKS: usize = 30;
const LONGEST_TEXT: usize = 200;

pub(super) struct OfferSearchQuery {
    pub whom: Whom,
    pub filter: Filter,
    pub after: Option<Cursor>,
    pub size: usize,
    /// The present instant.
    pub now: Timestamp,
    pub rules: Rules,
}

/// As whom one searches: a pupil, or the pupils of a class (EST-12).
#[derive(Clone, Copy)]
pub(super) enum Whom {
    Student(StudentId),
    Class(Uai, ClassId),
}

impl Whom {
    /// The one of the two that the request names.
    pub(super) fn asked(student: &str, class: &str) -> Result<Self, Failure> {
        match (student.is_empty(), class.is_empty()) {
            (_, true) => Ok(Self::Student(names::student("student", student)?)),
            (true, false) => {
                let (college, class) = names::class("class", class)?;
                Ok(Self::Class(college, class))
            }
            (false, false) => Err(bad(
                "class",
                Expected(
                    "un élève ou une classe, l'un des deux",
                    "a student or a class, one of them",
                ),
            )),
        }
    }

    /// The college with the class, its level and its school year.
    fn found(self, entities: &EntityIndex) -> Option<(&EstablishmentRow, ClassId, OfPupil)> {
        match self {
            Self::Student(student) => {
                let (college, row) = entities.college_of(student)?;
                let class = entities.class_row(row.class)?.class;
                Some((college, class, (row.level, row.school_year)))
            }
            Self::Class(uai, class) => {
                let (_, college) = entities.class(class)?;
                let found = college.state.class(class)?;
                let of_pupil = (found.level, found.school_year);
                (college.uai == uai).then_some((college, class, of_pupil))
            }
        }
    }
}

/// The level and the school year of the class in which a pupil is.
type OfPupil = (Level, SchoolYear);

/// What the pupil narrows the search to.
pub(super) fn filter(message: &v1::SearchOffersRequest) -> Result<Filter, Failure> {
    if message.sectors.len() > MOST_SECTORS {
        return Err(bad(
            "sectors",
            Expected("60 secteurs au plus", "at most 60 sectors"),
        ));
    }
    if message.weeks.len() > MOST_WEEKS {
        return Err(bad(
            "weeks",
            Expected("30 semaines au plus", "at most 30 weeks"),
        ));
    }
    if message.text.chars().count() > LONGEST_TEXT {
        return Err(bad(
            "text",
            Expected("200 caractères au plus", "at most 200 characters"),
        ));
    }
    let sectors = message.sectors.iter();
    let expected = Expected("des codes de secteurs", "codes of sectors");
    let sectors = sectors.map(|code| parse::<SectorCode>("sectors", code, expected));
    let weeks = message.weeks.iter();
    let expected = Expected("des semaines, par exemple 2026-W07", "weeks, as 2026-W07");
    let weeks = weeks.map(|week| parse::<Week>("weeks", week, expected));
    let weeks: BTreeSet<Week> = weeks.collect::<Result<_, _>>()?;
    let text = message.text.trim();
    Ok(Filter {
        sectors: sectors.collect::<Result<_, _>>()?,
        weeks: (!weeks.is_empty()).then_some(weeks),
        format: match message.format() {
            v1::OfferFormat::Unspecified => FormatFilter::Any,
            v1::OfferFormat::Individual => FormatFilter::Individual,
            v1::OfferFormat::Collective => FormatFilter::Collective,
        },
        kind: match message.host_nature() {
            v1::HostNature::Unspecified => KindFilter::Any,
            v1::HostNature::Public => KindFilter::Public,
            v1::HostNature::Private => KindFilter::Private,
        },
        text: (!text.is_empty()).then(|| text.to_owned()),
    })
}

/// What the page comes after.
pub(super) fn after(token: &str) -> Result<Option<Cursor>, Failure> {
    let cursor: Option<String> = pages::cursor(LIST, token)?;
    let expected = Expected(
        "le next_page_token de la page précédente, ou rien",
        "the next_page_token of the page before, or empty",
    );
    cursor
        .map(|cursor| parse("page_token", &cursor, expected))
        .transpose()
}

/// Offers are visible once the college is registered and eligible and the class is open (EST-2,
/// EST-5).
pub(super) fn takes_part(
    college: &EstablishmentRow,
    class: Option<ClassId>,
) -> Result<(), Refusal> {
    let class = class.and_then(|class| college.state.class(class));
    let Some(class) = class else {
        return Err(Refusal::ClassNotOpen);
    };
    match college.state.participation(class.school_year) {
        Participation::NotRegistered => Err(Refusal::EstablishmentClosed),
        Participation::NotEligible(year, missing) => Err(Refusal::NotEligible(year, missing)),
        Participation::Open if class.is_open() => Ok(()),
        Participation::Open => Err(Refusal::ClassNotOpen),
    }
}

/// The search of a pupil of a college, without filter: in its weeks and its area (EST-3, EST-8).
pub(super) fn search_of(
    college: &EstablishmentRow,
    (level, class_year): OfPupil,
    now: Timestamp,
    rules: &Rules,
) -> SearchQuery {
    let today = college.state.zone().day_of(now);
    let (year, weeks) = weeks_searched(&college.state, level, class_year, today, rules);
    SearchQuery {
        school: Some(college.uai),
        from: college.state.listing().and_then(|listing| listing.position),
        area: match college.state.search_area(year, rules) {
            SearchArea::RadiusKm(km) => Area::RadiusKm(km),
            SearchArea::Nationwide => Area::Nationwide,
        },
        weeks,
        held_back_after: held_back_from(college, now, rules),
        filter: Filter::default(),
        page: PageRequest {
            after: None,
            size: 1,
        },
    }
}

/// After which instant an offer is deposited too lately for the pupils of a college (OFF-11).
pub(super) fn held_back_from(
    college: &EstablishmentRow,
    now: Timestamp,
    rules: &Rules,
) -> Option<RecordedAt> {
    let network = college.state.listing().map(|listing| listing.network);
    let after = held_back_after(network, now, rules)?;
    Some(RecordedAt(after.as_microsecond()))
}

/// Why nothing is found.
#[derive(Clone, Copy, PartialEq)]
struct Empty {
    why: v1::EmptySearch,
    /// How many match beyond the radius.
    beyond: u64,
    /// What matches and is for other colleges first, and when the first of it is for all.
    held_back: Option<(u64, RecordedAt)>,
}

impl Empty {
    fn because(why: v1::EmptySearch) -> Self {
        Self {
            why,
            beyond: 0,
            held_back: None,
        }
    }

    fn beyond(beyond: u64) -> Self {
        Self {
            beyond,
            ..Self::because(v1::EmptySearch::NothingWithinReach)
        }
    }
}

#[derive(PartialEq)]
pub(super) struct Selection {
    found: Vec<Found>,
    next: Option<Cursor>,
    radius_km: f64,
    /// Why nothing is found, where nothing is.
    empty: Option<Empty>,
}

#[derive(PartialEq)]
struct Found {
    hit: Hit,
    terms: Position,
    host_name: CompactString,
    platform: Option<CompactString>,
    nature: v1::HostNature,
    sector: Option<ListedSector>,
}

impl Query for OfferSearchQuery {
    type Selection = Selection;
    type Response = v1::SearchOffersResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        match self.whom {
            Whom::Student(student) => {
                permits::about_student(entities, caller, Action::SearchOffers, student)
            }
            Whom::Class(uai, class) => {
                permits::about_class(entities, caller, Action::SearchOffers, uai, class)
            }
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.search())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let (college, class, of_pupil) = self.whom.found(entities).ok_or(Failure::NotFound)?;
        takes_part(college, Some(class)).map_err(|refusal| Failure::refused(&refusal))?;
        let query = SearchQuery {
            filter: self.filter.clone(),
            page: PageRequest {
                after: self.after,
                size: self.size,
            },
            ..search_of(college, of_pupil, self.now, &self.rules)
        };
        let radius_km = match query.area {
            Area::RadiusKm(km) => km,
            Area::Nationwide => 0.0,
        };
        let search = folds.search().fold();
        let (hits, next) = hits(search, query.clone(), self.size);
        let is_empty = hits.is_empty() && self.after.is_none();
        let empty = is_empty.then(|| why_empty(search, query, college, (of_pupil, &self.rules)));
        // A entities ahead of a parked search may know of no such offer; it is left out then.
        let found = hits
            .into_iter()
            .filter_map(|hit| found(entities, hit))
            .collect();
        Ok(Selection {
            found,
            next,
            radius_km,
            empty,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<v1::SearchOffersResponse, Failure> {
        let events = service
            .events(selected.found.iter().map(|found| found.terms))
            .await?;
        let offers = selected.found.iter().map(|found| shown(&events, found));
        let held_back = selected.empty.and_then(|empty| empty.held_back);
        Ok(v1::SearchOffersResponse {
            position: 0,
            offers: offers.collect::<Result<_, _>>()?,
            next_page_token: pages::token(LIST, selected.next.map(|next| next.to_string()))?,
            radius_km: selected.radius_km,
            empty_because: selected.empty.map_or(0, |empty| empty.why.into()),
            offers_beyond: selected.empty.map_or(0, |empty| empty.beyond),
            offers_held_back: held_back.map_or(0, |(offers, _)| offers),
            first_opens_time: held_back.map(|(_, opens)| timestamp(opens)),
        })
    }
}

/// Why a search finds nothing.
fn why_empty(
    search: &OfferSearch,
    query: SearchQuery,
    college: &EstablishmentRow,
    ((_, class_year), rules): (OfPupil, &Rules),
) -> Empty {
    if query.weeks.is_empty() {
        let chosen = !college.state.weeks(class_year).is_empty();
        let why = match chosen {
            true => v1::EmptySearch::WeeksOver,
            false => v1::EmptySearch::NoWeeksChosen,
        };
        return Empty::because(why);
    }
    if query.from.is_none() && query.area != Area::Nationwide {
        return Empty::because(v1::EmptySearch::NoPosition);
    }
    let held = search.held_back(&query);
    if let Some(first) = held.first_deposited {
        return Empty {
            held_back: Some((held.offers, opens(first, rules))),
            ..Empty::because(v1::EmptySearch::RepPlusFirst)
        };
    }
    let filtered = search.reach(&query);
    if filtered.beyond > 0 {
        return Empty::beyond(filtered.beyond);
    }
    let all = search.reach(&SearchQuery {
        filter: Filter::default(),
        ..query
    });
    match (all.within, all.beyond) {
        (0, 0) => Empty::because(v1::EmptySearch::NoOffers),
        (0, beyond) => Empty::beyond(beyond),
        (_, _) => Empty::because(v1::EmptySearch::NothingMatches),
    }
}

/// When what was deposited then is for everybody.
fn opens(deposited: RecordedAt, rules: &Rules) -> RecordedAt {
    let deposited = Timestamp::from_microsecond(deposited.0).unwrap_or(Timestamp::MAX);
    RecordedAt(opens_to_all(deposited, rules).as_microsecond())
}

/// A page, which the search may give in several parts.
fn hits(search: &OfferSearch, mut query: SearchQuery, size: usize) -> (Vec<Hit>, Option<Cursor>) {
    let mut hits = Vec::new();
    loop {
        query.page.size = size.saturating_sub(hits.len());
        let part = search.search(&query);
        hits.extend(part.hits);
        query.page.after = part.next;
        if part.next.is_none() || hits.len() >= size {
            return (hits, part.next);
        }
    }
}

fn found(entities: &EntityIndex, hit: Hit) -> Option<Found> {
    let offer = entities.offer(hit.offer)?;
    let host = entities.host_row(offer.host)?;
    Some(Found {
        terms: offer.terms,
        host_name: host.organisation.name.clone(),
        platform: super::platform(entities, offer),
        nature: enums::of_host_kind(&host.organisation.kind),
        sector: entities
            .sector(offer.sector)
            .and_then(|code| entities.reference().sector(code)),
        hit,
    })
}

fn shown(events: &Events, found: &Found) -> Result<v1::FoundOffer, Failure> {
    let terms = events.terms(found.terms)?;
    let (format, group_size) = enums::of_format(terms.format);
    let sector = found.sector.as_ref();
    let weeks = found
        .hit
        .free
        .iter()
        .map(|(week, seats)| v1::WeekSeatsLeft {
            week: week.to_string(),
            seats_left: (*seats).into(),
        });
    Ok(v1::FoundOffer {
        name: names::of_offer(found.hit.offer),
        title: terms.title.to_string(),
        description: terms.description.clone(),
        host: names::of_host(found.hit.host),
        host_display_name: found.host_name.to_string(),
        host_nature: found.nature.into(),
        sector: terms.sector.to_string(),
        sector_display_name: sector
            .map(|sector| sector.name.to_string())
            .unwrap_or_default(),
        onisep_url: sector
            .and_then(|sector| sector.onisep_url.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default(),
        format: format.into(),
        group_size,
        place: Some(places::of_place(&terms.place)),
        distance_km: found.hit.distance_km.unwrap_or_default(),
        weeks: weeks.collect(),
        accessibility: enums::of_accessibility(terms.accessibility).into(),
        // Only those of the pupil's own college are found.
        reserved: terms.reserved_for.is_some(),
        platform_display_name: name_or_none(found.platform.as_ref()),
    })
}

fn name_or_none(name: Option<&CompactString>) -> String {
    name.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_everything_is_searched() {
        let everything = filter(&v1::SearchOffersRequest::default()).unwrap();
        assert_eq!(everything, Filter::default());
    }

    #[test]
    fn a_filter_is_read_field_by_field() {
        let asked = v1::SearchOffersRequest {
            sectors: vec!["mode".into()],
            weeks: vec!["2026-W07".into()],
            format: v1::OfferFormat::Individual.into(),
            host_nature: v1::HostNature::Public.into(),
            text: "  boulangerie ".into(),
            ..v1::SearchOffersRequest::default()
        };
        let read = filter(&asked).unwrap();
        assert_eq!(
            (read.sectors.len(), read.weeks.map(|weeks| weeks.len())),
            (1, Some(1))
        );
        assert_eq!(
            (read.format, read.kind),
            (FormatFilter::Individual, KindFilter::Public)
        );
        assert_eq!(read.text.as_deref(), Some("boulangerie"));
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_field() {
        let refused = |asked: v1::SearchOffersRequest| match filter(&asked) {
            Err(Failure::BadInput { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        let asked = v1::SearchOffersRequest::default;
        assert_eq!(
            refused(v1::SearchOffersRequest {
                weeks: vec!["W7".into()],
                ..asked()
            }),
            "weeks"
        );
        let many = vec!["mode".into(); MOST_SECTORS + 1];
        assert_eq!(
            refused(v1::SearchOffersRequest {
                sectors: many,
                ..asked()
            }),
            "sectors"
        );
        let long = "é".repeat(LONGEST_TEXT + 1);
        assert_eq!(
            refused(v1::SearchOffersRequest {
                text: long,
                ..asked()
            }),
            "text"
        );
        let token = pages::token(LIST, Some("no cursor")).unwrap();
        assert!(matches!(
            after(&token),
            Err(Failure::BadInput {
                field: "page_token",
                ..
            })
        ));
    }
}
