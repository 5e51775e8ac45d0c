//! Offers: published, revised, withdrawn (OFF-2, OFF-4).
use domain::ids::{HostPersonId, OfferId, Siret, Uai};
use domain::offer::{
    BlackOutOfferText, BlackOutReason, OfferCommand, OfferEvent, OfferState, OfferTerms,
    PublishOffer, Published, ReviseOffer, TermsFacts, Tutor, WithdrawOffer, WithdrawalReason,
};
use domain::reference::zones;
use domain::reference_lists::ReferenceList;
use domain::sealed::Sealed;

use super::{About, CommandService, Contact, Request};
use crate::authorisation::Action;
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

impl CommandService {
    /// A host offers seats (OFF-2).
    pub async fn publish_offer(
        &self,
        request: &Request,
        host: Siret,
        draft: OfferDraft,
    ) -> Result<(Outcome, OfferId), Failure> {
        let action = Action::PublishOffer;
        let about = About {
            host: Some(host),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await?;
        let context = self.context(request, action).await?;
        let offer = OfferId(context.new_id("offer"));
        let gather = async {
            let terms = self.sealed_terms(&context, draft).await?;
            Ok(OfferCommand::Publish(PublishOffer {
                offer,
                host,
                host_registered: self.hosts.state(host.as_str()).await?.is_registered(),
                facts: self.terms_facts(&terms).await?,
                today: self.now().today_in(zones::of(terms.place.department)),
                terms,
            }))
        };
        let id = offer.to_string();
        let done = self.carry_out(&self.offers, &id, &context, gather).await?;
        Ok((done.into(), offer))
    }

    /// The host says the terms anew (OFF-4), where the request's etag is theirs; gives the revision.
    pub async fn revise_offer(
        &self,
        request: &Request,
        offer: OfferId,
        draft: OfferDraft,
    ) -> Result<(Outcome, u32), Failure> {
        let action = Action::ReviseOffer;
        self.permit_own_offer(request, action, offer).await?;
        let context = self.context(request, action).await?;
        let gather = async {
            let terms = self.sealed_terms(&context, draft).await?;
            Ok(OfferCommand::Revise(ReviseOffer {
                facts: self.terms_facts(&terms).await?,
                today: self.now().today_in(zones::of(terms.place.department)),
                terms,
            }))
        };
        let id = offer.to_string();
        let rests_on =
            |state: &OfferState| request.rests_on(|| state.published.as_ref().map(Published::etag));
        let done = self.carry_out_if(&self.offers, &id, &context, gather, rests_on);
        let done = done.await?;
        let revised = done.events.iter().find_map(|(_, event)| match event {
            OfferEvent::OfferRevised { revision, .. } => Some(*revision),
            _ => None,
        });
        let present = || Some(done.state.published.as_ref()?.revision);
        let revision = revised.or_else(present).unwrap_or_default();
        Ok((done.outcome, revision))
    }

    /// The offer takes no more applications (OFF-4); what is pending is declined by the process.
    pub async fn withdraw_offer(
        &self,
        request: &Request,
        offer: OfferId,
        reason: WithdrawalReason,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawOffer;
        self.permit_own_offer(request, action, offer).await?;
        let context = self.context(request, action).await?;
        let command = OfferCommand::Withdraw(WithdrawOffer { reason });
        Ok(self
            .offers
            .execute(&offer.to_string(), &context, command)
            .await?
            .into())
    }

    /// The operator takes the text of an offer out of sight (SPEC 7).
    pub async fn black_out_offer_text(
        &self,
        request: &Request,
        offer: OfferId,
        reason: BlackOutReason,
    ) -> Result<Outcome, Failure> {
        let action = Action::BlackOutOfferText;
        self.permit(&request.caller, action, About::default())
            .await?;
        let context = self.context(request, action).await?;
        let command = OfferCommand::BlackOutText(BlackOutOfferText { reason });
        Ok(self
            .offers
            .execute(&offer.to_string(), &context, command)
            .await?
            .into())
    }

    async fn permit_own_offer(
        &self,
        request: &Request,
        action: Action,
        offer: OfferId,
    ) -> Result<Published, Failure> {
        let offered = self.offers.state(&offer.to_string()).await?;
        let published = offered.published.as_ref();
        let host = published.map(|published| published.host);
        self.permit(
            &request.caller,
            action,
            About {
                host,
                ..About::default()
            },
        )
        .await?;
        published.cloned().ok_or(Failure::NotFound)
    }

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

    async fn terms_facts(&self, terms: &OfferTerms) -> Result<TermsFacts, Failure> {
        let sectors = self
            .reference
            .state(&ReferenceList::Sectors.to_string())
            .await?;
        Ok(TermsFacts {
            sector_known: sectors.sector(&terms.sector).is_some(),
            reserved_for_known: match terms.reserved_for {
                None => true,
                Some(uai) => self.is_open_establishment(uai).await?,
            },
        })
    }

    async fn is_open_establishment(&self, uai: Uai) -> Result<bool, Failure> {
        Ok(self.establishment(uai).await?.is_registered())
    }
}
