//! What a campaign needs rarely, each once, by the right person, in two colleges of their own beside
//! the first one: so that no figure of the others depends on it, and that it is the same work for any
//! number of pupils. After each step the program is asked, and its answer compared with what was done.
mod accounts;
mod agreements;
mod applying;
mod auditing;
mod calendar;
mod cast;
mod changing;
mod colleges;
mod completing;
mod directory;
mod erasing;
mod groups;
mod guardians;
mod hosts;
mod inviting;
mod partners;
mod play;
mod proving;
mod pupils;
mod replaying;
mod reservations;
mod staff;
mod steering;
mod waivers;
mod watching;

use std::sync::Arc;

use domain::ids::Uai;
use domain::principal::Principal;

use crate::campaign::Campaign;
use crate::checks::Check;
use crate::error::DemoError;
use demo_plan::season::Span;

use applying::Placed;
use colleges::College;
use hosts::Offers;
use play::Play;
use pupils::Class;

/// What came of September, for the winter.
struct Autumn {
    college: College,
    other: Principal,
    class: Class,
    offers: Offers,
    placed: Placed,
    partner: (String, Principal),
}

/// What happens rarely, under way.
pub struct Rare {
    play: Arc<Play>,
    autumn: Option<Autumn>,
}

impl Rare {
    /// In June: lists of the directory, accounts, mandates, and a replay of the log while it is short.
    pub async fn june(campaign: &Arc<Campaign>, span: Span) -> Result<Self, DemoError> {
        let play = Arc::new(Play::on(campaign)?);
        let all = |_, play: Arc<Play>| async move {
            directory::import(&play).await?;
            directory::look(&play).await?;
            accounts::live(&play).await?;
            replaying::replay(&play).await?;
            proving::begin(&play).await
        };
        let title = "accounts are opened, and the log is replayed";
        campaign.play(title, span, vec![play.clone()], all).await?;
        Ok(Self { play, autumn: None })
    }

    /// In September: a college from its registration to its agreements, beside one with a waiver.
    pub async fn september(&mut self, span: Span) -> Result<(), DemoError> {
        let all = |_, play: Arc<Play>| async move {
            let other = waivers::granted(&play).await?;
            let college = colleges::opens(&play).await?;
            staff::come_and_go(&play, &college).await?;
            let offers = hosts::offer(&play).await?;
            inviting::invite(&play, &college, &offers).await?;
            reservations::ask(&play, &college, &offers).await?;
            let class = pupils::enrol(&play, &college).await?;
            guardians::correct(&play, &college, &class).await?;
            pupils::leave(&play, &college, &other, &class).await?;
            waivers::withdrawn(&play, &other).await?;
            pupils::move_about(&play, &college).await?;
            groups::come(&play, &college, &offers, &class).await?;
            let placed = applying::apply(&play, &college, &offers, &class).await?;
            changing::change(&play, &college, &offers, &class).await?;
            agreements::agree(&play, &college, &class, &placed).await?;
            let partner = partners::help(&play, &college, &class).await?;
            steering::steer(&play).await?;
            calendar::look(&play, &college).await?;
            watching::watch(&play, &college, &class).await?;
            auditing::explain(&play, &college, &offers).await?;
            Ok(Autumn {
                college,
                other: other.head,
                class,
                offers,
                placed,
                partner,
            })
        };
        let title = "what happens rarely, in two colleges";
        let (play, campaign) = (self.play.clone(), self.play.campaign.clone());
        self.autumn = campaign.play(title, span, vec![play], all).await?.pop();
        Ok(())
    }

    /// In January: what follows a week, who is erased, and proofs of the log.
    pub async fn winter(&mut self, span: Span) -> Result<(), DemoError> {
        let these = self.autumn.take().map(|autumn| (self.play.clone(), autumn));
        let all = |_, (play, autumn): (Arc<Play>, Autumn)| async move {
            let Autumn {
                college,
                class,
                offers,
                placed,
                partner,
                ..
            } = &autumn;
            completing::complete(&play, college, class, placed).await?;
            partners::evaluate(&play, offers, placed, partner).await?;
            erasing::erase(&play, college, offers, class).await?;
            proving::prove(&play, class).await?;
            Ok(autumn)
        };
        let (title, campaign) = ("visits, evaluations, erasures, proofs", &self.play.campaign);
        let these = these.into_iter().collect();
        self.autumn = campaign.play(title, span, these, all).await?.pop();
        Ok(())
    }

    /// The colleges, and who is head there.
    pub fn colleges(&self) -> Vec<(Uai, Principal)> {
        let cast = &self.play.cast;
        let heads = self.autumn.iter().flat_map(|autumn| {
            [
                (cast.college, autumn.college.head),
                (cast.other, autumn.other),
            ]
        });
        heads.collect()
    }

    /// The checks made.
    pub fn checks(&self) -> Vec<Check> {
        self.play.checks()
    }
}
