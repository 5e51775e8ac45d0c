//! What an offer said in each of its revisions (OFF-4).
use commands::Failure;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::ids::{OfferId, Siret};
use domain::offer::{Offer, OfferEvent};
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::{Position, StreamId};
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::of_host::revision_of;
use crate::events::Event;
use crate::opening::Keys;
use crate::pages::Page;
use crate::permits;
use crate::query::Query;
use crate::response_context::ResponseContext;
use wire::times::timestamp;
use wire::{enums, offers};

/// The list, in page tokens.
pub(super) const LIST: &str = "revisions";

/// The revisions of an offer.
pub(super) struct RevisionsQuery {
    pub offer: OfferId,
    /// The tutor's identity is shown to the host's people.
    pub caller: Principal,
    pub page: Page,
}

#[derive(PartialEq)]
pub(super) struct Selection {
    host: Siret,
    /// The revisions are those up to here.
    at: Position,
    /// What was blacked out since is shown no more.
    blacked_out: Option<Position>,
}

impl Query for RevisionsQuery {
    type Selection = Selection;
    type Response = (Vec<v1::OfferRevision>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let offer = entities.offer(self.offer).ok_or(Failure::NotFound)?;
        let host = entities.host_row(offer.host).ok_or(Failure::NotFound)?;
        permits::about_host(entities, caller, Action::ListOfferRevisions, host.siret)
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let offer = entities.offer(self.offer).ok_or(Failure::NotFound)?;
        let host = entities.host_row(offer.host).ok_or(Failure::NotFound)?;
        Ok(Selection {
            host: host.siret,
            at: folds.position(),
            blacked_out: offer.blacked_out,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let all = self.told(service, selected.at).await?;
        let next = self.page.next(all.len())?;
        let page = self.page.of(all);
        let events = service.events(page.iter().copied()).await?;
        let events = page.iter().map(|at| events.at(*at));
        let events: Vec<&Event> = events.collect::<Result<_, _>>()?;
        let keys = if self.caller.as_host_person().is_some() {
            let tutors = events.iter().filter_map(|event| tutor_of(event));
            Some(service.keys(tutors).await?)
        } else {
            None
        };
        let revisions = events
            .into_iter()
            .map(|event| shown(selected.host, event, keys.as_ref()));
        Ok((revisions.collect::<Result<_, _>>()?, next))
    }
}

impl RevisionsQuery {
    /// Where each revision is told.
    async fn told(
        &self,
        service: &ResponseContext<'_>,
        until: Position,
    ) -> Result<Vec<Position>, Failure> {
        const BATCH: usize = 512;
        let stream = StreamId::new(Offer::CATEGORY, &self.offer.to_string())
            .map_err(|error| Failure::Internal(error.to_string()))?;
        let (mut told, mut after) = (vec![], 0);
        loop {
            let batch = service.log.read_stream(&stream, after, BATCH).await?;
            let whole = batch.len() < BATCH;
            for recorded in batch {
                if recorded.position > until {
                    return Ok(told);
                }
                after = recorded.sequence;
                let kind = &*recorded.event_type;
                if ["OfferPublished", "OfferRevised", "OfferTextBlackedOut"].contains(&kind) {
                    told.push(recorded.position);
                }
            }
            if whole {
                return Ok(told);
            }
        }
    }
}

fn tutor_of(event: &Event) -> Option<uuid::Uuid> {
    match &event.record.fact {
        Fact::Offer(_, told) => told.terms().map(|terms| terms.tutor.person.0),
        _ => None,
    }
}

fn shown(host: Siret, event: &Event, keys: Option<&Keys>) -> Result<v1::OfferRevision, Failure> {
    let terms = match &event.record.fact {
        Fact::Offer(_, told) => told.terms(),
        _ => None,
    };
    let terms = terms.ok_or_else(|| event.unexpected("the terms of an offer"))?;
    let reason = match &event.record.fact {
        Fact::Offer(_, OfferEvent::OfferTextBlackedOut { reason, .. }) => Some(*reason),
        _ => None,
    };
    let tutor = &terms.tutor;
    let identity = keys.map(|keys| keys.person(tutor.person.0, &tutor.identity));
    Ok(v1::OfferRevision {
        revision: revision_of(event)?,
        recorded_time: Some(timestamp(event.at())),
        actor: event.actor_kind().into(),
        terms: Some(offers::of_terms(host, terms, identity.transpose()?)),
        black_out_reason: reason
            .map(enums::of_black_out_reason)
            .unwrap_or_default()
            .into(),
    })
}
