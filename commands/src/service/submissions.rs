//! What a pupil asks who applies, or drafts a letter before: gathered of the offer, its host and the
//! college.
use std::sync::Arc;

use domain::calendar::Week;
use domain::establishment::EstablishmentState;
use domain::ids::{ApplicationId, OfferId, Uai};
use domain::student::StudentCommand as Command;
use domain::student::{
    CollegeFacts, CoverLetter, Enrolment, OfferFacts, SubmitApplication, held_back_after,
};
use jiff::Timestamp;

use super::CommandService;
use crate::aggregates::Freshness;
use crate::failure::Failure;

impl CommandService {
    /// What a pupil of a college may know of an offer for a week, or before a week is chosen.
    ///
    /// # Errors
    /// As for an offer that there is not; the log does not answer.
    pub(super) async fn offer_for_pupil_of(
        &self,
        college: Uai,
        offer: OfferId,
        week: Option<Week>,
        freshness: Freshness,
    ) -> Result<OfferFacts, Failure> {
        let offered = self.offers.at(&offer.to_string(), freshness).await?;
        let host = match &offered.published {
            Some(published) => self.hosts.at(published.host.as_str(), freshness).await?,
            None => Arc::default(),
        };
        let awaits_confirmation = host.awaits_confirmation();
        let facts = OfferFacts::for_pupil_of(&offered, awaits_confirmation, week, college);
        facts.map_err(|refusal| Failure::refused(&refusal))
    }

    /// What a pupil may ask for: as [`CommandService::offer_for_pupil_of`], and nothing of an offer
    /// that is for the pupils of other colleges first (OFF-11).
    ///
    /// # Errors
    /// As for an offer that there is not; the log does not answer.
    pub(super) async fn offer_open_to_pupil_of(
        &self,
        college: Uai,
        state: &EstablishmentState,
        offer: OfferId,
        week: Option<Week>,
        freshness: Freshness,
    ) -> Result<OfferFacts, Failure> {
        let facts = self.offer_for_pupil_of(college, offer, week, freshness);
        let facts = facts.await?;
        let network = state.listing().map(|listing| listing.network);
        let after = held_back_after(network, self.now(), &self.rules);
        if after.is_none() {
            return Ok(facts);
        }
        let deposited = self.deposited(offer).await?;
        let facts = facts.unless_held_back(after, deposited, college);
        facts.map_err(|refusal| Failure::refused(&refusal))
    }

    /// What a pupil asks who applies to an offer for a week. The letter is made once offer and college
    /// are gathered: for an offer that there is not nothing is sealed.
    pub(super) async fn submission(
        &self,
        application: ApplicationId,
        enrolment: Enrolment,
        (offer, week): (OfferId, Week),
        letter: impl Future<Output = Result<CoverLetter, Failure>>,
        freshness: Freshness,
    ) -> Result<Command, Failure> {
        let uai = enrolment.establishment;
        let college = self.establishments.at(uai.as_str(), freshness).await?;
        let offer = self
            .offer_open_to_pupil_of(uai, &college, offer, Some(week), freshness)
            .await?;
        let (class, year) = (enrolment.class, week.school_year());
        Ok(Command::SubmitApplication(SubmitApplication {
            application,
            week,
            letter: letter.await?,
            offer,
            college: CollegeFacts::of(&college, class, year, &self.rules),
            at: self.now(),
            today: self.today_at(&college),
            group: None,
        }))
    }

    /// When an offer was deposited: recorded with the first event of its stream.
    async fn deposited(&self, offer: OfferId) -> Result<Timestamp, Failure> {
        let begun = self.offers.begun_at(&offer.to_string()).await?;
        let begun = begun.ok_or(Failure::NotFound)?;
        Ok(Timestamp::from_microsecond(begun.0).unwrap_or(Timestamp::MAX))
    }
}
