//! A pooling partner feeds an offer in, says it anew and ends it, by its own identifier (OFF-8).
use super::publish_offer::{PublishOffer, publish_offer};
use super::revise_offer::{ReviseOffer, revise_offer};
use super::{
    OfferEvent, OfferSource, OfferState, OfferStatus, OfferTerms, Refusal, WithdrawalReason,
};
use crate::rules::Rules;

/// What a partner offers by an identifier from now on.
#[derive(Clone, Debug)]
pub struct FeedOffer {
    /// As a host would publish it.
    pub publication: PublishOffer,
    /// Whose word it is.
    pub source: OfferSource,
    /// Whether an application to it waits for an answer.
    pub is_asked_for: bool,
}

/// A partner has ended an offer.
#[derive(Clone, Copy, Debug)]
pub struct EndFedOffer;

/// The same again is nothing new, whatever the host made of it meanwhile. Something else is a
/// revision by the rules of one, and leaves a reservation that the host gave (EST-9). What the host
/// withdrew stays withdrawn (OFF-8).
pub fn feed_offer(
    state: &OfferState,
    cmd: FeedOffer,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let FeedOffer {
        publication,
        source,
        is_asked_for,
    } = cmd;
    let mut events = match &state.published {
        None => publish_offer(state, publication, rules)?,
        Some(published) => {
            let before = state.source.as_ref().ok_or(Refusal::AlreadyPublished)?;
            if published.host != publication.host {
                return Err(Refusal::PooledHostStays);
            }
            match published.status {
                OfferStatus::Withdrawn if state.is_ended_at_source() => {
                    return Err(Refusal::Withdrawn);
                }
                OfferStatus::Withdrawn => return Err(Refusal::WithdrawnByHost),
                OfferStatus::Open if before.content == source.content => return Ok(vec![]),
                OfferStatus::Open => {}
            }
            let PublishOffer {
                terms,
                facts,
                today,
                ..
            } = publication;
            let terms = OfferTerms {
                reserved_for: published.terms.reserved_for,
                ..terms
            };
            let revision = ReviseOffer {
                terms,
                facts,
                is_asked_for,
                today,
            };
            revise_offer(state, revision, rules)?
        }
    };
    let OfferSource {
        partner,
        identifier,
        content,
    } = source;
    events.push(OfferEvent::OfferFedIn {
        partner,
        identifier,
        content,
    });
    Ok(events)
}

/// Accepted placements stay, as when the host withdraws it (OFF-4); an end that was told before, or a
/// withdrawal by the host, stays as it is.
pub fn end_fed_offer(state: &OfferState, _: EndFedOffer) -> Result<Vec<OfferEvent>, Refusal> {
    let published = state.published.as_ref().filter(|_| state.source.is_some());
    match published.ok_or(Refusal::IdentifierUnknown)?.status {
        OfferStatus::Withdrawn => Ok(vec![]),
        OfferStatus::Open => Ok(vec![OfferEvent::OfferWithdrawn {
            reason: WithdrawalReason::EndedAtSource,
        }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::ids::RepresentativeId;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn source(content: u128) -> OfferSource {
        OfferSource {
            partner: RepresentativeId(id(81)),
            identifier: "stage/2026-17".parse().unwrap(),
            content: id(content),
        }
    }

    fn feed(content: u128, change: impl FnOnce(&mut PublishOffer)) -> OfferCommand {
        let mut publication = PublishOffer {
            offer: OFFER,
            host: siret(),
            host_registered: true,
            terms: terms(),
            facts: known(),
            today: TODAY,
        };
        change(&mut publication);
        OfferCommand::Feed(FeedOffer {
            is_asked_for: false,
            publication,
            source: source(content),
        })
    }

    fn fed(content: u128) -> OfferEvent {
        let OfferSource {
            partner,
            identifier,
            content,
        } = source(content);
        OfferEvent::OfferFedIn {
            partner,
            identifier,
            content,
        }
    }

    fn renamed() -> OfferTerms {
        OfferTerms {
            title: "Une semaine à la ferme".into(),
            ..terms()
        }
    }

    fn ended() -> OfferEvent {
        OfferEvent::OfferWithdrawn {
            reason: WithdrawalReason::EndedAtSource,
        }
    }

    #[test]
    fn an_offer_is_fed_in_once_and_the_same_again_is_nothing() {
        offer([])
            .when(feed(1, |_| {}))
            .then([publication(), fed(1)]);
        offer([publication(), fed(1)])
            .when(feed(1, |_| {}))
            .then_nothing();
        let state = offer([publication(), fed(1)]).state();
        assert_eq!(state.source, Some(source(1)));
    }

    #[test]
    fn something_else_is_a_revision() {
        let revised = |revision, terms| OfferEvent::OfferRevised { revision, terms };
        offer([publication(), fed(1)])
            .when(feed(2, |c| c.terms = renamed()))
            .then([revised(2, renamed()), fed(2)]);
        // What the host says of it stays until the partner says something else.
        let by_host = [publication(), fed(1), revised(2, renamed())];
        offer(by_host.clone()).when(feed(1, |_| {})).then_nothing();
        offer(by_host)
            .when(feed(2, |_| {}))
            .then([revised(3, terms()), fed(2)]);
    }

    #[test]
    fn a_revision_is_by_the_rules_of_one_and_leaves_the_reservation() {
        offer([publication(), fed(1), taken(A1, 7)])
            .when(feed(2, |c| c.terms.weeks = [week(8)].into()))
            .then_refused(Refusal::WeekInUse(week(7)));
        let reserved = OfferTerms {
            reserved_for: Some(uai()),
            ..terms()
        };
        let reserved = OfferEvent::OfferRevised {
            revision: 2,
            terms: reserved,
        };
        let stays = OfferTerms {
            reserved_for: Some(uai()),
            ..renamed()
        };
        offer([publication(), fed(1), reserved])
            .when(feed(2, |c| c.terms = renamed()))
            .then([
                OfferEvent::OfferRevised {
                    revision: 3,
                    terms: stays,
                },
                fed(2),
            ]);
    }

    #[test]
    fn it_is_refused_as_a_publication_is() {
        offer([])
            .when(feed(1, |c| c.host_registered = false))
            .then_refused(Refusal::HostUnknown);
        offer([])
            .when(feed(1, |c| c.facts.sector_known = false))
            .then_refused(Refusal::SectorUnknown);
    }

    #[test]
    fn it_stays_with_its_host_and_withdrawn_where_the_host_withdrew_it() {
        let other = "35600000000048".parse().unwrap();
        offer([publication(), fed(1)])
            .when(feed(1, |c| c.host = other))
            .then_refused(Refusal::PooledHostStays);
        for content in [1, 2] {
            offer([publication(), fed(1), withdrawal()])
                .when(feed(content, |_| {}))
                .then_refused(Refusal::WithdrawnByHost);
            offer([publication(), fed(1), ended()])
                .when(feed(content, |_| {}))
                .then_refused(Refusal::Withdrawn);
        }
        offer([publication()])
            .when(feed(1, |_| {}))
            .then_refused(Refusal::AlreadyPublished);
    }

    #[test]
    fn an_end_withdraws_it_once_and_leaves_its_placements() {
        let end = || OfferCommand::EndFed(EndFedOffer);
        offer([publication(), fed(1)]).when(end()).then([ended()]);
        offer([publication(), fed(1), ended()])
            .when(end())
            .then_nothing();
        offer([publication(), fed(1), withdrawal()])
            .when(end())
            .then_nothing();
        offer([])
            .when(end())
            .then_refused(Refusal::IdentifierUnknown);
        offer([publication()])
            .when(end())
            .then_refused(Refusal::IdentifierUnknown);
        let state = offer([publication(), fed(1), taken(A1, 7), ended()]).state();
        assert!(state.is_ended_at_source());
        assert_eq!(state.seats_taken(week(7)), 1);
        assert!(
            !offer([publication(), withdrawal()])
                .state()
                .is_ended_at_source()
        );
    }
}
