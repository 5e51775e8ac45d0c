//! Offers: published, revised, withdrawn (OFF-2, OFF-4).
use domain::ids::{HostPersonId, OfferId, Siret, Uai};
use domain::offer::{
    OfferCommand, OfferTerms, PublishOffer, Published, ReviseOffer, TermsFacts, Tutor,
    WithdrawOffer, WithdrawalReason,
};
use domain::reference_lists::ReferenceList;
use domain::sealed::Sealed;

use super::{About, Contact, Desk, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
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

impl Desk {
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
        let offer = OfferId(request.new_id("offer"));
        let terms = self.sealed_terms(request, draft).await?;
        let command = PublishOffer {
            offer,
            host,
            host_registered: self.hosts.state(host.as_str()).await?.is_registered(),
            facts: self.terms_facts(&terms).await?,
            terms,
            today: self.now().today,
        };
        let context = request.context(action);
        let command = OfferCommand::Publish(command);
        let done = self
            .offers
            .execute(&offer.to_string(), &context, command)
            .await?;
        Ok((done.into(), offer))
    }

    /// The host says the terms anew (OFF-4); gives the revision.
    pub async fn revise_offer(
        &self,
        request: &Request,
        offer: OfferId,
        draft: OfferDraft,
    ) -> Result<(Outcome, u32), Failure> {
        let action = Action::ReviseOffer;
        self.permit_own_offer(request, action, offer).await?;
        let terms = self.sealed_terms(request, draft).await?;
        let facts = self.terms_facts(&terms).await?;
        let today = self.now().today;
        let command = OfferCommand::Revise(ReviseOffer {
            terms,
            facts,
            today,
        });
        let context = request.context(action);
        let done = self
            .offers
            .execute(&offer.to_string(), &context, command)
            .await?;
        let revision = done
            .state
            .published
            .as_ref()
            .map_or(0, |published| published.revision);
        Ok((done.into(), revision))
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
        let context = request.context(action);
        let command = OfferCommand::Withdraw(WithdrawOffer { reason });
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
        request: &Request,
        draft: OfferDraft,
    ) -> Result<OfferTerms, Failure> {
        let person = HostPersonId(request.new_id("tutor"));
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
