//! Offers: published, revised, withdrawn (OFF-2, OFF-4).
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::ids::{HostPersonId, OfferId, Siret};
use domain::offer::OfferCommand as Command;
use domain::offer::{
    BlackOutOfferText, BlackOutReason, Offer, OfferEvent, OfferState, OfferTerms, PublishOffer,
    Published, Refusal, ReviseOffer, TermsFacts, Tutor, WithdrawOffer, WithdrawalReason,
};
use domain::reference::zones;
use domain::reference_lists::ReferenceList;
use domain::sealed::Sealed;

use super::handler::Execution;
use super::{CommandHandler, CommandService, Contact};
use crate::authorisation::{Action, Target};
use crate::context::{Context, Outcome};
use crate::failure::Failure;

/// The terms of an offer with its tutor in clear.
#[derive(Clone)]
pub struct OfferDraft {
    /// The terms; their tutor is filled in from `tutor`.
    pub terms: OfferTerms,
    /// Who looks after the pupil.
    pub tutor: Contact,
}

impl OfferDraft {
    /// Stands in the terms where the tutor will be sealed.
    #[must_use]
    pub fn tutor_to_come() -> Tutor {
        Tutor {
            person: HostPersonId(uuid::Uuid::nil()),
            identity: Sealed::from_text(""),
        }
    }
}

impl<'a> CommandHandler<'a> {
    /// A host offers seats (OFF-2).
    pub async fn publish_offer(
        self,
        host: Siret,
        draft: OfferDraft,
    ) -> Result<(Outcome, OfferId), Failure> {
        let (service, action) = (self.service, Action::PublishOffer);
        self.permit(action, Target::host(host)).await?;
        let context = self.context(action).await?;
        let offer = OfferId(context.new_id("offer"));
        let execution = self.begin_in(context, &service.offers, offer);
        let done = execution.outcome(async {
            let terms = service.sealed_terms(&execution.context, draft).await?;
            Ok(Command::Publish(PublishOffer {
                offer,
                host,
                host_registered: service.hosts.state(host.as_str()).await?.is_registered(),
                facts: service.terms_facts(&terms).await?,
                today: service.today_in(zones::of(terms.place.department)),
                terms,
            }))
        });
        Ok((done.await?, offer))
    }

    /// The host offers the same for other weeks (OFF-10).
    pub async fn copy_offer(
        self,
        source: OfferId,
        weeks: BTreeSet<Week>,
    ) -> Result<(Outcome, OfferId), Failure> {
        let (service, action) = (self.service, Action::CopyOffer);
        let offered = service.offers.state(&source.to_string()).await?;
        let published = offered.published.as_ref();
        let target = Target {
            host: published.map(|published| published.host),
            ..Target::default()
        };
        self.permit(action, target).await?;
        let published = published.ok_or(Failure::NotFound)?;
        let context = self.context(action).await?;
        let offer = OfferId(context.new_id("offer"));
        let execution = self.begin_in(context, &service.offers, offer);
        let done = execution.outcome(async {
            let host = service.hosts.state(published.host.as_str()).await?;
            let terms = OfferTerms {
                weeks,
                ..published.terms.clone()
            };
            if host.is_erased(terms.tutor.person) {
                return Err(Failure::refused(&Refusal::TutorErased));
            }
            Ok(Command::Publish(PublishOffer {
                offer,
                host: published.host,
                host_registered: host.is_registered(),
                facts: service.terms_facts(&terms).await?,
                today: service.today_in(zones::of(terms.place.department)),
                terms,
            }))
        });
        Ok((done.await?, offer))
    }

    /// The host says the terms anew (OFF-4), where the request's etag is theirs; gives the revision.
    pub async fn revise_offer(
        self,
        offer: OfferId,
        draft: OfferDraft,
    ) -> Result<(Outcome, u32), Failure> {
        let (service, action) = (self.service, Action::ReviseOffer);
        let execution = self.on_own_offer(action, offer).await?;
        let gather = async {
            let terms = service.sealed_terms(&execution.context, draft).await?;
            Ok(Command::Revise(ReviseOffer {
                facts: service.terms_facts(&terms).await?,
                is_asked_for: service.open_by_now().await?.is_asked_for(offer)?,
                today: service.today_in(zones::of(terms.place.department)),
                terms,
            }))
        };
        let etag = |state: &OfferState| state.published.as_ref().map(Published::etag);
        let rests_on = |state: &OfferState| self.request.rests_on(|| etag(state));
        let done = execution.execute_if(gather, rests_on).await?;
        let revised = done.find(|event| match event {
            OfferEvent::OfferRevised { revision, .. } => Some(*revision),
            _ => None,
        });
        let present = || Some(done.state.published.as_ref()?.revision);
        let revision = revised.or_else(present).unwrap_or_default();
        Ok((done.outcome, revision))
    }

    /// The offer takes no more applications (OFF-4); what is pending is declined by the process.
    pub async fn withdraw_offer(
        self,
        offer: OfferId,
        reason: WithdrawalReason,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_own_offer(Action::WithdrawOffer, offer).await?;
        let command = Command::Withdraw(WithdrawOffer { reason });
        execution.decide(command).await
    }

    /// The operator takes the text of an offer out of sight (SPEC 7).
    pub async fn black_out_offer_text(
        self,
        offer: OfferId,
        reason: BlackOutReason,
    ) -> Result<Outcome, Failure> {
        let action = Action::BlackOutOfferText;
        self.permit(action, Target::default()).await?;
        let execution = self.begin(action, &self.service.offers, offer).await?;
        let command = Command::BlackOutText(BlackOutOfferText { reason });
        execution.decide(command).await
    }

    /// A command about an offer of the caller's host.
    pub(super) async fn on_own_offer(
        &self,
        action: Action,
        offer: OfferId,
    ) -> Result<Execution<'a, Offer>, Failure> {
        let offered = self.service.offers.state(&offer.to_string()).await?;
        let host = offered.published.as_ref().map(|published| published.host);
        let target = Target {
            host,
            ..Target::default()
        };
        self.permit(action, target).await?;
        host.ok_or(Failure::NotFound)?;
        self.begin(action, &self.service.offers, offer).await
    }
}

impl CommandService {
    async fn sealed_terms(
        &self,
        context: &Context,
        draft: OfferDraft,
    ) -> Result<OfferTerms, Failure> {
        let person = HostPersonId(context.new_id("tutor"));
        let identity = self.seal_contact(person.0, draft.tutor).await?;
        Ok(OfferTerms {
            tutor: Tutor { person, identity },
            ..draft.terms
        })
    }

    pub(super) async fn terms_facts(&self, terms: &OfferTerms) -> Result<TermsFacts, Failure> {
        let sectors = ReferenceList::Sectors.to_string();
        let sectors = self.reference.state(&sectors).await?;
        Ok(TermsFacts {
            sector_known: sectors.sector(&terms.sector).is_some(),
            reserved_for_known: match terms.reserved_for {
                None => true,
                Some(uai) => self.establishment(uai).await?.is_registered(),
            },
        })
    }
}
