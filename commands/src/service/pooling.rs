//! A pooling partner feeds its offers in by its own identifiers (OFF-8). The ids of offers derive
//! from partner and identifier, those of contacts from organisation and address, keyed like all
//! others: whoever feeds the same twice finds what is there.
use std::collections::HashSet;
use std::sync::Arc;

use domain::decider::Decider;
use domain::host::HostCommand;
use domain::host::{FedContact, FeedInHost, HostState, Organisation};
use domain::ids::{FeedIdentifier, HostPersonId, OfferId, RepresentativeId, Siret};
use domain::mandate::{MandateCommand, Office, RecordPoolingAgreement};
use domain::offer::{
    EndFedOffer, FeedOffer, Offer, OfferCommand, OfferEvent, OfferSource, OfferState, OfferTerms,
    PublishOffer, Tutor,
};
use domain::personal::PersonIdentity;
use domain::reference::public_mailboxes::is_public_mailbox;
use domain::reference::zones::{self, PARIS};
use domain::{host, mandate};
use futures::{StreamExt, stream};
use jiff::civil::Date;

use super::{CommandHandler, Contact, OfferDraft};
use crate::aggregates::Done;
use crate::authorisation::{Action, Target};
use crate::context::{Context, Outcome, id_of};
use crate::failure::Failure;

/// Messages of a feed under way at once: they share a disk write.
const AT_ONCE: usize = 64;
/// How often an identifier is taken up again after an end.
const GENERATIONS: u32 = 100;

/// A message of a feed.
#[derive(Clone)]
pub enum FeedItem {
    /// What the partner offers by an identifier from now on.
    Offer(Box<FedOffer>),
    /// The partner has ended the offer of an identifier.
    End(FeedIdentifier),
}

impl FeedItem {
    /// By what the partner names the offer.
    #[must_use]
    pub fn identifier(&self) -> &FeedIdentifier {
        match self {
            Self::Offer(fed) => &fed.identifier,
            Self::End(identifier) => identifier,
        }
    }
}

/// An offer as a partner feeds it in, with persons in clear.
#[derive(Clone)]
pub struct FedOffer {
    /// By what the partner names it.
    pub identifier: FeedIdentifier,
    /// Whose offer it is.
    pub host: FedHost,
    /// What it says.
    pub draft: OfferDraft,
    /// The same as the wire told it, whole: by it the same again is known.
    pub content: Vec<u8>,
}

/// The organisation of an offer that is fed in.
#[derive(Clone)]
pub struct FedHost {
    /// Which.
    pub siret: Siret,
    /// What the partner says of it.
    pub organisation: Organisation,
    /// Who answers for it, where the partner names somebody.
    pub contact: Option<Contact>,
}

/// What came of a message of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fed {
    /// A new offer is published.
    Deposited,
    /// The offer says something else now.
    Revised,
    /// It takes no applications any more.
    Ended,
    /// It was so already.
    Unchanged,
}

/// A message of a feed that was carried out.
#[derive(Clone, Copy, Debug)]
pub struct FedDone {
    /// What came of it.
    pub what: Fed,
    /// The offer.
    pub offer: OfferId,
    /// Where the log stands with it.
    pub outcome: Outcome,
}

/// What became of a message: other messages are not touched by it.
pub type FedRow = Result<FedDone, Failure>;

/// A feed under way.
pub struct OfferFeed<'a> {
    handler: CommandHandler<'a>,
    partner: RepresentativeId,
    whole: Context,
    parts: usize,
    named: HashSet<FeedIdentifier>,
}

/// The offer that an identifier names now.
struct Named {
    offer: OfferId,
    state: Arc<OfferState>,
    /// What the partner ended last by that identifier, where nothing took its place.
    ended: Option<OfferId>,
}

impl<'a> CommandHandler<'a> {
    /// A local platform signed its pooling agreement.
    pub async fn record_pooling_agreement(
        self,
        representative: RepresentativeId,
        platform: String,
        signed_on: Date,
    ) -> Result<Outcome, Failure> {
        let action = Action::RecordPoolingAgreement;
        self.permit(action, Target::default()).await?;
        let today = self.service.today_in(PARIS);
        let streams = &self.service.mandates;
        let execution = self.begin(action, streams, representative).await?;
        let command = MandateCommand::RecordPoolingAgreement(RecordPoolingAgreement {
            platform,
            signed_on,
            today,
        });
        execution.decide(command).await
    }

    /// Begins a feed of the caller.
    pub async fn feed_offers(self) -> Result<OfferFeed<'a>, Failure> {
        let partner = RepresentativeId(self.caller().id());
        self.permit(Action::FeedOffers, Target::default()).await?;
        let feed = OfferFeed {
            whole: self.context(Action::FeedOffers).await?,
            handler: self,
            partner,
            parts: 0,
            named: HashSet::new(),
        };
        feed.permit().await?;
        Ok(feed)
    }
}

impl OfferFeed<'_> {
    /// The caller may, and their platform has signed.
    async fn permit(&self) -> Result<(), Failure> {
        let handler = &self.handler;
        handler
            .permit(Action::FeedOffers, Target::default())
            .await?;
        let id = self.partner.to_string();
        let mandate = handler.service.mandates.state(&id).await?;
        let signed = mandate.pooling_agreement().is_some();
        if signed && mandate.held() == Some(Office::PoolingPartner) {
            Ok(())
        } else {
            Err(Failure::refused(&mandate::Refusal::NoPoolingAgreement))
        }
    }

    /// The feed has this offer, though its message could not be read: it is not left out.
    pub fn names(&mut self, identifier: FeedIdentifier) {
        self.named.insert(identifier);
    }

    /// Carries messages out, each by itself; those of one identifier in order. Gives what became of
    /// each, in order.
    pub async fn take(&mut self, items: Vec<FeedItem>) -> Result<Vec<FedRow>, Failure> {
        // Whoever was relieved meanwhile is refused from here on.
        self.permit().await?;
        let mut rows = Vec::with_capacity(items.len());
        let mut together: Vec<(Context, FeedItem)> = vec![];
        let mut identifiers = HashSet::new();
        for item in items {
            self.named.insert(item.identifier().clone());
            if !identifiers.insert(item.identifier().clone()) {
                rows.extend(self.carry_out(std::mem::take(&mut together)).await);
                identifiers.clear();
                identifiers.insert(item.identifier().clone());
            }
            let part = self.whole.part(self.parts);
            self.parts += 1;
            together.push((part, item));
        }
        rows.extend(self.carry_out(together).await);
        Ok(rows)
    }

    async fn carry_out(&self, items: Vec<(Context, FeedItem)>) -> Vec<FedRow> {
        let done = items.into_iter().map(|(part, item)| async move {
            match item {
                FeedItem::Offer(fed) => self.feed(&part, *fed).await,
                FeedItem::End(identifier) => self.end(&part, &identifier).await,
            }
        });
        stream::iter(done).buffered(AT_ONCE).collect().await
    }

    /// The feed was whole: ends whatever else the partner has open.
    pub async fn close(&mut self) -> Result<Vec<(FeedIdentifier, FedRow)>, Failure> {
        self.permit().await?;
        let open = self.handler.service.open.pooled_by(self.partner)?;
        let left_out = open
            .into_iter()
            .filter(|(_, identifier)| !self.named.contains(identifier));
        let parts: Vec<_> = (self.parts..).zip(left_out).collect();
        self.parts += parts.len();
        let feed = &*self;
        let ended = parts.into_iter().map(|(n, (_, identifier))| {
            let part = feed.whole.part(n);
            async move {
                let row = feed.end(&part, &identifier).await;
                (identifier, row)
            }
        });
        Ok(stream::iter(ended).buffered(AT_ONCE).collect().await)
    }

    async fn end(&self, part: &Context, identifier: &FeedIdentifier) -> FedRow {
        let service = self.handler.service;
        let named = self.named_by(identifier).await?;
        if let Some(ended) = named.ended.filter(|_| named.state.published.is_none()) {
            return Ok(self.unchanged(ended));
        }
        let id = named.offer.to_string();
        let command = OfferCommand::EndFed(EndFedOffer);
        let done = service.offers.execute(&id, part, command).await?;
        Ok(fed_done(named.offer, &done))
    }

    async fn feed(&self, part: &Context, fed: FedOffer) -> FedRow {
        let service = self.handler.service;
        let FedOffer {
            identifier,
            host,
            draft,
            content,
        } = fed;
        let Named { offer, state, .. } = self.named_by(&identifier).await?;
        let content = service.secret().await?.digest(&[b"fed offer", &content]);
        let source = OfferSource {
            partner: self.partner,
            identifier,
            content: id_of(&content),
        };
        let OfferDraft { terms, tutor } = draft;
        let names = service.names();
        PersonIdentity::checked(&tutor.name, tutor.mail.as_deref(), names)?;
        let is_asked_for = service.open.is_asked_for(offer)?;
        let command = |terms: OfferTerms, facts, host_registered| {
            OfferCommand::Feed(FeedOffer {
                is_asked_for,
                publication: PublishOffer {
                    offer,
                    host: host.siret,
                    host_registered,
                    today: service.today_in(zones::of(terms.place.department)),
                    terms,
                    facts,
                },
                source: source.clone(),
            })
        };
        let facts = service.terms_facts(&terms).await?;
        // What would come of it, before anybody is invited or anything sealed.
        let would = command(terms.clone(), facts, true);
        let would = Offer::decide(&state, would, service.rules());
        if would
            .map_err(|refusal| Failure::refused(&refusal))?
            .is_empty()
        {
            return Ok(self.unchanged(offer));
        }
        self.host_is_there(part, &host).await?;
        let person = HostPersonId(part.new_id("tutor"));
        let identity = service.seal_contact(person.0, tutor).await?;
        let terms = OfferTerms {
            tutor: Tutor { person, identity },
            ..terms
        };
        let command = command(terms, facts, true);
        let id = offer.to_string();
        let done = service.offers.execute(&id, part, command).await?;
        Ok(fed_done(offer, &done))
    }

    /// Uses the organisation as it is registered, or registers it with who answers for it.
    async fn host_is_there(&self, part: &Context, told: &FedHost) -> Result<(), Failure> {
        let service = self.handler.service;
        let siret = told.siret;
        let state = service.hosts.state(siret.as_str()).await?;
        if state.people().len() > 0 {
            return Ok(());
        }
        let contact = match &told.contact {
            Some(contact) => self.contact(siret, &state, contact.clone()).await?,
            None => None,
        };
        let command = HostCommand::FeedIn(FeedInHost {
            partner: self.partner,
            siret,
            organisation: told.organisation.clone(),
            contact,
        });
        let done = service.hosts.execute(siret.as_str(), part, command);
        done.await.map(|_| ())
    }

    /// Who answers for an organisation, sealed. Of an address that is missing nobody is reached.
    async fn contact(
        &self,
        siret: Siret,
        state: &HostState,
        contact: Contact,
    ) -> Result<Option<FedContact>, Failure> {
        let service = self.handler.service;
        let Some(mail) = contact.mail.clone() else {
            return Ok(None);
        };
        let parts: [&[u8]; 3] = [b"fed contact", siret.as_str().as_bytes(), mail.as_bytes()];
        let person = HostPersonId(id_of(&service.secret().await?.digest(&parts)));
        if state.is_erased(person) {
            return Err(Failure::refused(&host::Refusal::PersonErased));
        }
        Ok(Some(FedContact {
            person,
            identity: service.seal_contact(person.0, contact).await?,
            public_mailbox: is_public_mailbox(&mail),
        }))
    }

    /// The offer that the partner names so: the first that it has not ended.
    async fn named_by(&self, identifier: &FeedIdentifier) -> Result<Named, Failure> {
        let service = self.handler.service;
        let secret = service.secret().await?;
        let mut ended = None;
        for generation in 0..GENERATIONS {
            let generation = generation.to_be_bytes();
            let parts: [&[u8]; 4] = [
                b"fed offer id",
                self.partner.0.as_bytes(),
                identifier.as_str().as_bytes(),
                &generation,
            ];
            let offer = OfferId(id_of(&secret.digest(&parts)));
            let state = service.offers.state(&offer.to_string()).await?;
            if !state.is_ended_at_source() {
                return Ok(Named {
                    offer,
                    state,
                    ended,
                });
            }
            ended = Some(offer);
        }
        Err(Failure::because(
            "IDENTIFIER_WORN_OUT",
            "OFF-8",
            "Cet identifiant a été terminé trop souvent : versez l'offre sous un autre.",
            "This identifier was ended too often: feed the offer in by another.",
        ))
    }

    fn unchanged(&self, offer: OfferId) -> FedDone {
        FedDone {
            what: Fed::Unchanged,
            offer,
            outcome: Outcome {
                position: self.handler.service.decided_at(),
                recorded_at: None,
            },
        }
    }
}

fn fed_done(offer: OfferId, done: &Done<Offer>) -> FedDone {
    let what = done.find(|event| match event {
        OfferEvent::OfferPublished { .. } => Some(Fed::Deposited),
        OfferEvent::OfferRevised { .. } => Some(Fed::Revised),
        OfferEvent::OfferWithdrawn { .. } => Some(Fed::Ended),
        _ => None,
    });
    FedDone {
        what: what.unwrap_or(Fed::Unchanged),
        offer,
        outcome: done.outcome,
    }
}
