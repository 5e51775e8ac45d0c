//! The requests to reserve offers: a college's, and those to a host (EST-9).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::offer::OfferEvent;
use domain::personal::Word;
use domain::principal::Principal;
use domain::schema::Fact;
use domain::sealed::Sealed;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::reservations::{ReservationLine, ReservationScope};
use proto::v1;
use uuid::Uuid;

use super::events::Event;
use super::opening::Keys;
use super::pages::Page;
use super::query::{Query, fold_position};
use super::response_context::ResponseContext;
use super::{QueryService, permits};
use wire::times::timestamp;
use wire::{enums, names};

const LIST: &str = "reservation_requests";

/// The requests of a college or to a host, the newest first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListReservationRequestsRequest,
) -> Result<v1::ListReservationRequestsResponse, Failure> {
    service.check_role(caller, Action::ListReservationRequests)?;
    let scope = if caller.as_host_person().is_some() {
        names::host("host", &message.host).map(ReservationScope::Host)?
    } else {
        let college = names::establishment("establishment", &message.establishment);
        college.map(ReservationScope::Establishment)?
    };
    let query = ReservationsQuery {
        scope,
        waiting: message.waiting,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (requests, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListReservationRequestsResponse {
        position,
        requests,
        next_page_token,
    })
}

struct ReservationsQuery {
    scope: ReservationScope,
    /// Only those that wait for an answer.
    waiting: bool,
    page: Page,
}

#[derive(PartialEq)]
struct Row {
    line: ReservationLine,
    host: CompactString,
    college: CompactString,
    city: CompactString,
}

impl Query for ReservationsQuery {
    type Selection = (Vec<Row>, String);
    type Response = (Vec<v1::RequestedReservation>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListReservationRequests;
        match self.scope {
            ReservationScope::Establishment(uai) => {
                permits::about_establishment(entities, caller, action, uai)
            }
            ReservationScope::Host(siret) => permits::about_host(entities, caller, action, siret),
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.reservations())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let requests = folds.reservations().fold();
        let lines = requests.list(entities, self.scope, self.waiting);
        let (page, next) = self.page.split(lines.ok_or(Failure::NotFound)?)?;
        let rows = page.into_iter().map(|line| row(entities, line));
        Ok((rows.collect(), next))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (rows, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let pointed = rows.iter().flat_map(|row| {
            let line = &row.line;
            [line.terms, line.at].into_iter().chain(line.answered)
        });
        let events = service.events(pointed).await?;
        let told = rows
            .iter()
            .flat_map(|row| std::iter::once(row.line.at).chain(row.line.answered));
        let mut writers = vec![];
        for at in told {
            writers.extend(word(events.at(at)?)?.map(|(writer, _)| writer));
        }
        let keys = service.keys(writers).await?;
        let mut requests = Vec::with_capacity(rows.len());
        for Row {
            line,
            host,
            college,
            city,
        } in rows
        {
            let answered = line.answered.map(|at| events.at(at)).transpose()?;
            let is_hidden = match self.scope {
                ReservationScope::Establishment(_) => line.reserved_elsewhere,
                ReservationScope::Host(_) => false,
            };
            let title = events.terms(line.terms)?.title.to_string();
            requests.push(v1::RequestedReservation {
                offer: names::of_offer(line.offer),
                offer_title: if is_hidden { String::new() } else { title },
                host: names::of_host(line.host),
                host_display_name: host.to_string(),
                establishment: names::of_establishment(line.establishment),
                establishment_display_name: college.to_string(),
                establishment_city: city.to_string(),
                state: enums::of_reservation(line.status).into(),
                word: read(&keys, events.at(line.at)?)?,
                requested_time: Some(timestamp(events.at(line.at)?.at())),
                answer: answered
                    .map(|event| read(&keys, event))
                    .transpose()?
                    .unwrap_or_default(),
                answered_time: answered.map(|event| timestamp(event.at())),
                offer_available: !line.reserved_elsewhere && !line.withdrawn,
            });
        }
        Ok((requests, next.clone()))
    }
}

fn row(entities: &EntityIndex, line: ReservationLine) -> Row {
    let college = entities.establishment(line.establishment);
    let listing = college.and_then(|college| college.state.listing());
    let host = entities.host(line.host);
    Row {
        host: host
            .map(|host| host.organisation.name.clone())
            .unwrap_or_default(),
        college: listing
            .map(|listing| listing.name.clone())
            .unwrap_or_default(),
        city: listing
            .map(|listing| listing.city.clone())
            .unwrap_or_default(),
        line,
    }
}

/// Who wrote a word, and where it is sealed; none where a request was taken back or accepted.
fn word(event: &Event) -> Result<Option<(Uuid, &Sealed<Word>)>, Failure> {
    let Fact::Offer(_, told) = &event.record.fact else {
        return Err(event.unexpected("about a request to reserve"));
    };
    match told {
        OfferEvent::ReservationRequested { by, word, .. } => Ok(Some((by.0, word))),
        OfferEvent::ReservationDeclined { by, word, .. } => Ok(Some((by.0, word))),
        OfferEvent::ReservationRequestWithdrawn { .. } | OfferEvent::ReservationAccepted { .. } => {
            Ok(None)
        }
        OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferFedIn { .. }
        | OfferEvent::OfferRevised { .. }
        | OfferEvent::OfferWithdrawn { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatTaken { .. }
        | OfferEvent::SeatReleased { .. }
        | OfferEvent::GroupApplied { .. }
        | OfferEvent::GroupSeated { .. }
        | OfferEvent::GroupAccepted { .. }
        | OfferEvent::GroupEnded { .. } => Err(event.unexpected("about a request to reserve")),
    }
}

fn read(keys: &Keys, event: &Event) -> Result<String, Failure> {
    match word(event)? {
        Some((writer, word)) => keys.word(writer, word),
        None => Ok(String::new()),
    }
}
