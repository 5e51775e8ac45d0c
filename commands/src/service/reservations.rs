//! Offers that a college asks a host to reserve (EST-9).
use domain::ids::{HostPersonId, OfferId, Uai};
use domain::offer::OfferCommand as Command;
use domain::offer::{
    AcceptReservation, DeclineReservation, Offer, OfferTerms, Refusal, RequestReservation,
    ReservationFacts, WithdrawReservationRequest,
};
use domain::personal::Word;
use domain::reference::zones;

use super::handler::Execution;
use super::{CommandHandler, CommandService};
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;

impl<'a> CommandHandler<'a> {
    /// The head asks the host to reserve an offer for the college.
    pub async fn request_reservation(
        self,
        establishment: Uai,
        offer: OfferId,
        word: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RequestReservation);
        let execution = self.for_college(action, establishment, offer).await?;
        let by = self.staff()?;
        let asked = execution.outcome(async {
            let word = Word::checked("word", word)?;
            let (terms, host_awaits_confirmation) = service.offered(offer).await?;
            let college = service.establishment(establishment).await?;
            let present = || service.rules.school_year_on(service.today_at(&college));
            let year = terms.school_year().unwrap_or_else(present);
            Ok(Command::RequestReservation(RequestReservation {
                establishment,
                by,
                word: service.seal(by.0, &word).await?,
                facts: ReservationFacts {
                    host_awaits_confirmation,
                    area: college.search_area(year, &service.rules),
                    position: college.listing().and_then(|listing| listing.position),
                },
                today: service.today_in(zones::of(terms.place.department)),
            }))
        });
        asked.await
    }

    /// The head takes a request back that waits.
    pub async fn withdraw_reservation_request(
        self,
        establishment: Uai,
        offer: OfferId,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawReservationRequest;
        let execution = self.for_college(action, establishment, offer).await?;
        let by = self.staff()?;
        let command =
            Command::WithdrawReservationRequest(WithdrawReservationRequest { establishment, by });
        execution.decide(command).await
    }

    /// The host says yes: the offer is reserved.
    pub async fn accept_reservation(
        self,
        offer: OfferId,
        establishment: Uai,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::AcceptReservation);
        let execution = self.on_own_offer(action, offer).await?;
        let by = self.host_person()?;
        let accepted = execution.outcome(async {
            let (terms, _) = service.offered(offer).await?;
            let reserved = OfferTerms {
                reserved_for: Some(establishment),
                ..terms
            };
            Ok(Command::AcceptReservation(AcceptReservation {
                establishment,
                by,
                facts: service.terms_facts(&reserved).await?,
                today: service.today_in(zones::of(reserved.place.department)),
            }))
        });
        accepted.await
    }

    /// The host says no, with a word.
    pub async fn decline_reservation(
        self,
        offer: OfferId,
        establishment: Uai,
        word: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::DeclineReservation);
        let execution = self.on_own_offer(action, offer).await?;
        let by = self.host_person()?;
        let declined = execution.outcome(async {
            let word = Word::checked("word", word)?;
            Ok(Command::DeclineReservation(DeclineReservation {
                establishment,
                by,
                word: service.seal(by.0, &word).await?,
            }))
        });
        declined.await
    }

    /// A command of a college about an offer.
    async fn for_college(
        &self,
        action: Action,
        establishment: Uai,
        offer: OfferId,
    ) -> Result<Execution<'a, Offer>, Failure> {
        self.permit(action, Target::establishment(establishment))
            .await?;
        self.begin(action, &self.service.offers, offer).await
    }

    fn host_person(&self) -> Result<HostPersonId, Failure> {
        let person = self.caller().as_host_person().map(|(person, _)| person);
        person.ok_or(Failure::NotPermitted)
    }
}

impl CommandService {
    /// The terms of an offer, and whether its host waits to be confirmed. Of what is not there no more is
    /// told than of what the caller may not know.
    async fn offered(&self, offer: OfferId) -> Result<(OfferTerms, bool), Failure> {
        let offered = self.offers.state(&offer.to_string()).await?;
        let published = offered.published.as_ref();
        let published = published.ok_or_else(|| Failure::refused(&Refusal::NoSuchOffer))?;
        let host = self.hosts.state(published.host.as_str()).await?;
        Ok((published.terms.clone(), host.awaits_confirmation()))
    }
}
