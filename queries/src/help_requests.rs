//! Requests of colleges for an association's help (EST-14).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::establishment::{EstablishmentEvent, HelpClosedBy, HelpFor, HelpRequest};
use domain::ids::{HelpRequestId, Uai};
use domain::personal::Word;
use domain::principal::{Principal, Role};
use domain::schema::Fact;
use domain::sealed::Sealed;
use eventlog::Position;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow};
use proto::v1;
use uuid::Uuid;
use wire::times::timestamp;
use wire::{enums, names};

use super::events::Event;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};

const LIST: &str = "help_requests";
/// So many steps of a request are shown, the last ones.
const STEPS: usize = 20;

/// The requests of a territory's colleges, the last one first: in words for those who answer them, in
/// figures for those of a region or an academy.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListHelpRequestsRequest,
) -> Result<v1::ListHelpRequestsResponse, Failure> {
    service.check_role(caller, Action::ListHelpRequests)?;
    let query = HelpQuery {
        of: Of::Territory(names::territory("territory", &message.territory)?),
        open_only: message.open_only,
        shows: match caller.role() {
            Role::RegionPrefect | Role::Rector => Shows::Figures,
            _ => Shows::Words,
        },
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (help_requests, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListHelpRequestsResponse {
        position,
        help_requests,
        next_page_token,
    })
}

/// The requests of a college, the last one first.
///
/// # Errors
/// As [`list`].
pub async fn list_of_establishment(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListHelpRequestsOfEstablishmentRequest,
) -> Result<v1::ListHelpRequestsOfEstablishmentResponse, Failure> {
    service.check_role(caller, Action::ListHelpRequestsOfEstablishment)?;
    let uai = names::establishment("establishment", &message.establishment)?;
    let query = HelpQuery {
        of: Of::Establishment(uai),
        open_only: message.open_only,
        shows: if caller.role() == Role::Partner {
            Shows::Figures
        } else {
            Shows::Pupils
        },
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (help_requests, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListHelpRequestsOfEstablishmentResponse {
        position,
        help_requests,
        next_page_token,
    })
}

struct HelpQuery {
    of: Of,
    open_only: bool,
    shows: Shows,
    page: Page,
}

/// Whose requests.
enum Of {
    Territory(Territory),
    Establishment(Uai),
}

/// What the caller sees of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Neither words nor pupils.
    Figures,
    /// What was written.
    Words,
    /// That, and which pupils it is for, by id.
    Pupils,
}

/// A request as the folds tell it.
#[derive(Clone, PartialEq)]
struct Found {
    college: Uai,
    name: String,
    city: String,
    id: HelpRequestId,
    request: HelpRequest,
    /// Of the association that helps.
    association: String,
    /// The events that tell of it, the oldest first.
    told: Vec<Position>,
}

/// The requests of a college, the last one first.
fn found(entities: &EntityIndex, row: &EstablishmentRow, open_only: bool) -> Vec<Found> {
    let Some(listing) = row.state.listing() else {
        return vec![];
    };
    let asked = row.state.help_requests();
    let asked = asked.filter(|(_, request)| !open_only || request.status.is_open());
    let found = asked.map(|(id, request)| {
        let told = row.help_told.iter().filter(|told| told.request == id);
        let partner = request.partner.and_then(|id| entities.partner(id));
        let association = partner.and_then(|partner| partner.association());
        Found {
            college: row.uai,
            name: listing.name.to_string(),
            city: listing.city.to_string(),
            id,
            request,
            association: association.map(ToString::to_string).unwrap_or_default(),
            told: told.map(|told| told.at).collect(),
        }
    });
    found.collect()
}

impl Query for HelpQuery {
    type Selection = (Vec<Found>, String);
    type Response = (Vec<v1::HelpRequest>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        match self.of {
            Of::Territory(territory) => {
                permits::about_territory(entities, caller, Action::ListHelpRequests, territory)
            }
            Of::Establishment(uai) => {
                let action = Action::ListHelpRequestsOfEstablishment;
                permits::about_establishment(entities, caller, action, uai)
            }
        }
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let mut requests: Vec<Found> = match self.of {
            Of::Establishment(uai) => {
                let row = entities.establishment(uai).ok_or(Failure::NotFound)?;
                found(entities, row, self.open_only)
            }
            Of::Territory(territory) => {
                let colleges = entities.establishments().map(|(_, row)| row);
                let lies_there = |row: &&EstablishmentRow| {
                    let listing = row.state.listing();
                    listing.is_some_and(|listing| territory.holds(listing.department))
                };
                colleges
                    .filter(lies_there)
                    .flat_map(|row| found(entities, row, self.open_only))
                    .collect()
            }
        };
        requests.sort_by_key(|found| std::cmp::Reverse(found.told.first().copied()));
        self.page.split(requests)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (requests, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let read = |found: &Found| {
            let from = found.told.len().saturating_sub(STEPS).max(1);
            let later = found.told.get(from..).unwrap_or_default();
            let first = found.told.first().copied();
            first
                .into_iter()
                .chain(later.iter().copied())
                .collect::<Vec<_>>()
        };
        let events = service.events(requests.iter().flat_map(read)).await?;
        let mut steps: Vec<Vec<Step<'_>>> = vec![];
        for request in requests {
            let told = read(request);
            let told = told.iter().map(|at| step(events.at(*at)?));
            steps.push(told.collect::<Result<_, Failure>>()?);
        }
        let shows_words = self.shows != Shows::Figures;
        let writers = steps.iter().flatten().filter_map(|step| step.words);
        let writers = writers.filter(|_| shows_words).map(|(by, _)| by);
        let keys = service.keys(writers).await?;
        let mut shown = vec![];
        for (found, steps) in requests.iter().zip(steps) {
            let mut told = of_request(found);
            for step in steps {
                let mut one = step.told;
                if let Some((by, words)) = step.words.filter(|_| shows_words) {
                    one.words = keys.word(by, words)?;
                }
                if self.shows == Shows::Pupils {
                    told.students.extend(step.students);
                }
                told.history.push(one);
            }
            shown.push(told);
        }
        Ok((shown, next.clone()))
    }
}

fn of_request(found: &Found) -> v1::HelpRequest {
    v1::HelpRequest {
        name: names::of_help_request(found.college, found.id),
        display_name: found.name.clone(),
        city: found.city.clone(),
        school_year: found.request.school_year.to_string(),
        pupils: found.request.pupils.into(),
        students: vec![],
        partner: found
            .request
            .partner
            .map(names::of_partner)
            .unwrap_or_default(),
        association: found.association.clone(),
        state: enums::of_help_request(found.request.status).into(),
        history: vec![],
    }
}

struct Step<'a> {
    told: v1::HelpRequestStep,
    /// Who wrote, and where that is sealed.
    words: Option<(Uuid, &'a Sealed<Word>)>,
    /// The pupils that it names.
    students: Vec<String>,
}

fn step(event: &Event) -> Result<Step<'_>, Failure> {
    use EstablishmentEvent as E;
    use v1::HelpRequestFact as F;
    let told = |fact: F, by: String| v1::HelpRequestStep {
        fact: fact.into(),
        by,
        recorded_time: Some(timestamp(event.at())),
        ..v1::HelpRequestStep::default()
    };
    match &event.record.fact {
        Fact::Establishment(
            uai,
            E::HelpRequested {
                by, about, words, ..
            },
        ) => Ok(Step {
            told: told(F::Requested, names::of_staff(*uai, *by)),
            words: Some((by.0, words)),
            students: match about {
                HelpFor::College => vec![],
                HelpFor::Pupils(named) => named.iter().map(|one| names::of_student(*one)).collect(),
            },
        }),
        Fact::Establishment(
            _,
            E::HelpRequestAnswered {
                office,
                by,
                partner,
                words,
                ..
            },
        ) => Ok(Step {
            told: v1::HelpRequestStep {
                office: enums::of_deciding_office(*office).into(),
                partner: partner.map(names::of_partner).unwrap_or_default(),
                ..told(F::Answered, names::of_representative(*by))
            },
            words: Some((by.0, words)),
            students: vec![],
        }),
        Fact::Establishment(uai, E::HelpRequestClosed { by, .. }) => {
            let told = match by {
                HelpClosedBy::College(staff) => told(F::Closed, names::of_staff(*uai, *staff)),
                HelpClosedBy::Representative(office, by) => v1::HelpRequestStep {
                    office: enums::of_deciding_office(*office).into(),
                    ..told(F::Closed, names::of_representative(*by))
                },
            };
            Ok(Step {
                told,
                words: None,
                students: vec![],
            })
        }
        _ => Err(event.unexpected("about a request for help")),
    }
}
