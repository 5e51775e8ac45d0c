//! Waivers: where each stands, who decided what and why, and what waits for whom (EST-2).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::establishment::{Authority, DecidingOffice, Eligibility, EstablishmentEvent, Waiver};
use domain::explain::Expected;
use domain::ids::{DepartmentCode, Uai};
use domain::mandate::Office;
use domain::personal::Word;
use domain::principal::Principal;
use domain::schema::Fact;
use domain::sealed::Sealed;
use eventlog::Position;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow};
use proto::{AsOfRequest, v1};
use uuid::Uuid;

use super::events::{Event, Events};
use super::pages::{OfYear, Page};
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};
use wire::names::bad;
use wire::times::timestamp;
use wire::{enums, names};

const LIST: &str = "waivers";
/// So many steps of a waiver are shown, the last ones.
const STEPS: usize = 50;

/// Where the waiver of a college stands, with its history.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetWaiverRequest,
) -> Result<v1::GetWaiverResponse, Failure> {
    service.check_role(caller, Action::GetWaiver)?;
    let establishment = names::establishment("name", &message.name)?;
    let year = service.asked_year(&message.school_year, message.moment());
    let year = year.await?.ok_or_else(|| {
        let expected = Expected("une seule année scolaire", "a single school year");
        bad("school_year", expected)
    })?;
    let query = WaiverQuery {
        establishment,
        year,
    };
    let (position, (waiver, history)) = service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::GetWaiverResponse {
        position,
        waiver: Some(waiver),
        history,
    })
}

/// The waivers of a department.
///
/// # Errors
/// As [`get`].
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListWaiversRequest,
) -> Result<v1::ListWaiversResponse, Failure> {
    service.check_role(caller, Action::ListWaivers)?;
    let department = names::department("territory", &message.territory)?;
    let awaiting = caller.office().and_then(authority_of);
    let asked = OfYear {
        school_year: &message.school_year,
        moment: message.moment(),
        page_size: message.page_size,
        page_token: &message.page_token,
    };
    let (page, year) = service.page_of_year(LIST, asked).await?;
    let query = WaiversQuery {
        department,
        year,
        and_next: message.school_year.is_empty(),
        awaiting: awaiting.filter(|_| message.awaiting_caller),
        page,
    };
    let (position, (waivers, next_page_token)) =
        service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ListWaiversResponse {
        position,
        waivers,
        next_page_token,
    })
}

/// The authority for which an office decides about waivers.
fn authority_of(office: Office) -> Option<Authority> {
    match office {
        Office::Prefect { .. } | Office::Referent { .. } => Some(Authority::Prefecture),
        Office::AcademicDirector { .. } => Some(Authority::AcademicServices),
        Office::RegionPrefect { .. }
        | Office::Rector { .. }
        | Office::NationalCommittee
        | Office::PoolingPartner => None,
    }
}

/// A waiver as the folds tell it.
#[derive(Clone, PartialEq)]
struct Found {
    college: Uai,
    name: String,
    city: String,
    network: v1::Network,
    year: SchoolYear,
    waiver: Waiver,
    eligible: bool,
    /// The events that tell of it, the oldest first.
    told: Vec<Position>,
}

fn found(row: &EstablishmentRow, year: SchoolYear, waiver: Waiver) -> Option<Found> {
    let listing = row.state.listing()?;
    let told = row.waivers_told.iter().filter(|told| told.year == year);
    let eligible = match row.state.eligibility(year) {
        Eligibility::ByNetwork | Eligibility::ByWaiver => true,
        Eligibility::NotEligible(_) => false,
    };
    Some(Found {
        college: row.uai,
        name: listing.name.to_string(),
        city: listing.city.to_string(),
        network: enums::of_network(listing.network),
        year,
        waiver,
        eligible,
        told: told.map(|told| told.at).collect(),
    })
}

fn shown(found: &Found, events: &Events) -> Result<v1::Waiver, Failure> {
    let decision = |authority| enums::of_waiver_decision(found.waiver.decision(authority)).into();
    let last = found.told.last().map(|at| events.at(*at)).transpose()?;
    Ok(v1::Waiver {
        establishment: names::of_establishment(found.college),
        display_name: found.name.clone(),
        city: found.city.clone(),
        school_year: found.year.to_string(),
        network: found.network.into(),
        state: enums::of_waiver(found.waiver.status()).into(),
        prefecture: decision(Authority::Prefecture),
        academic_services: decision(Authority::AcademicServices),
        eligible: found.eligible,
        last_time: last.map(|event| timestamp(event.at())),
    })
}

struct WaiverQuery {
    establishment: Uai,
    year: SchoolYear,
}

impl Query for WaiverQuery {
    type Selection = Found;
    type Response = (v1::Waiver, Vec<v1::WaiverStep>);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_establishment(entities, caller, Action::GetWaiver, self.establishment)
    }

    fn select(&self, folds: &Folds) -> Result<Found, Failure> {
        let row = folds.entities().establishment(self.establishment);
        let row = row.ok_or(Failure::NotFound)?;
        found(row, self.year, row.state.waiver(self.year)).ok_or(Failure::NotFound)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        found: &Found,
    ) -> Result<Self::Response, Failure> {
        let last = found.told.len().saturating_sub(STEPS);
        let told = found.told.get(last..).unwrap_or_default();
        let events = service.events(told.iter().copied()).await?;
        let steps = told.iter().map(|at| step(events.at(*at)?));
        let steps: Vec<Step<'_>> = steps.collect::<Result<_, _>>()?;
        let writers = steps.iter().filter_map(|step| Some(step.reason?.0));
        let keys = service.keys(writers).await?;
        let mut history = vec![];
        for step in &steps {
            let mut told = step.told.clone();
            if let Some((by, reason)) = step.reason {
                told.reason = keys.word(by, reason)?;
            }
            history.push(told);
        }
        Ok((shown(found, &events)?, history))
    }
}

struct Step<'a> {
    told: v1::WaiverStep,
    /// Who wrote why, and where that is sealed.
    reason: Option<(Uuid, &'a Sealed<Word>)>,
}

fn step(event: &Event) -> Result<Step<'_>, Failure> {
    use EstablishmentEvent as E;
    use v1::WaiverFact as F;
    let Fact::Establishment(uai, told) = &event.record.fact else {
        return Err(event.unexpected("about a waiver"));
    };
    let (fact, office, by, reason) = match told {
        E::WaiverRequested { by, reason, .. } => {
            let name = names::of_staff(*uai, *by);
            (F::Requested, None, name, Some((by.0, reason)))
        }
        E::WaiverAgreed {
            office, by, reason, ..
        } => {
            let name = names::of_representative(*by);
            (F::Agreed, Some(*office), name, Some((by.0, reason)))
        }
        E::WaiverRefused {
            office, by, reason, ..
        } => {
            let name = names::of_representative(*by);
            (F::Refused, Some(*office), name, Some((by.0, reason)))
        }
        E::WaiverAgreementWithdrawn {
            office, by, reason, ..
        } => {
            let (name, reason) = (names::of_representative(*by), Some((by.0, reason)));
            (F::AgreementWithdrawn, Some(*office), name, reason)
        }
        E::WaiverGranted { .. } => (F::Granted, None, String::new(), None),
        E::WaiverEnded { .. } => (F::Ended, None, String::new(), None),
        _ => return Err(event.unexpected("about a waiver")),
    };
    let office = office.map_or(v1::Office::Unspecified, |office| match office {
        DecidingOffice::Prefect => v1::Office::Prefect,
        DecidingOffice::Referent => v1::Office::Referent,
        DecidingOffice::AcademicDirector => v1::Office::AcademicDirector,
    });
    Ok(Step {
        told: v1::WaiverStep {
            fact: fact.into(),
            office: office.into(),
            by,
            recorded_time: Some(timestamp(event.at())),
            reason: String::new(),
        },
        reason,
    })
}

struct WaiversQuery {
    department: DepartmentCode,
    /// Of this school year; of all where none is named.
    year: Option<SchoolYear>,
    /// And of the year after it.
    and_next: bool,
    /// Only those that wait for this authority.
    awaiting: Option<Authority>,
    page: Page,
}

impl WaiversQuery {
    fn asks_for(&self, year: SchoolYear, waiver: Waiver) -> bool {
        let of_year = self
            .year
            .is_none_or(|asked| year == asked || (self.and_next && year == asked.next()));
        of_year
            && self
                .awaiting
                .is_none_or(|authority| waiver.awaits(authority))
    }
}

impl Query for WaiversQuery {
    type Selection = (Vec<Found>, String);
    type Response = (Vec<v1::Waiver>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let territory = Territory::Department(self.department);
        permits::about_territory(entities, caller, Action::ListWaivers, territory)
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let colleges = folds.entities().establishments().map(|(_, row)| row);
        let of_department = colleges.filter(|row| {
            let listing = row.state.listing();
            listing.is_some_and(|listing| listing.department == self.department)
        });
        let mut waivers: Vec<Found> = of_department
            .flat_map(|row| {
                let asked = row.state.waivers();
                let asked = asked.filter(|(year, waiver)| self.asks_for(*year, *waiver));
                asked.filter_map(move |(year, waiver)| found(row, year, waiver))
            })
            .collect();
        waivers.sort_by_key(|waiver| waiver.told.last().copied());
        self.page.split(waivers)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (waivers, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let last = waivers
            .iter()
            .filter_map(|found| found.told.last().copied());
        let events = service.events(last).await?;
        let waivers = waivers.iter().map(|found| shown(found, &events));
        Ok((waivers.collect::<Result<_, _>>()?, next.clone()))
    }
}
