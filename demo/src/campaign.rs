//! Where the campaign is played: what every phase needs, and the phase itself: many people at
//! once, a day that passes, and nobody goes on before all are done.
use std::future::Future;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};

use crate::calls::Calls;
use crate::error::DemoError;
use crate::screen::{Bar, Screen};
use accounts::{Accounts, SetClock};
use demo_plan::plan::Plan;
use demo_plan::season::Span;
use demo_plan::seed::{Dice, Seed};

/// Calls under way at once.
const AT_ONCE: usize = 64;

/// What every phase needs.
pub struct Campaign {
    /// Who takes part.
    pub plan: Plan,
    /// The way to the platform.
    pub calls: Calls,
    /// The links of letters.
    pub accounts: Arc<Accounts>,
    /// The platform's clock.
    pub clock: Arc<SetClock>,
    /// Where the demo is shown.
    pub screen: Screen,
}

impl Campaign {
    /// Where ids and dice come from.
    pub fn seed(&self) -> Seed {
        self.plan.seed
    }

    /// The id of the request of that name; the same each time.
    pub fn request(&self, name: impl std::fmt::Display) -> String {
        self.plan.seed.request(name)
    }

    /// The dice for a matter.
    pub fn dice(&self, matter: impl std::fmt::Display) -> Dice {
        self.plan.seed.dice(matter)
    }

    /// Begins a phase of so many steps.
    pub fn begin(self: &Arc<Self>, title: &'static str, span: Span, steps: usize) -> Phase {
        self.clock.set(span.from());
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let bar = self.screen.bar(title, steps);
        Phase {
            campaign: self.clone(),
            title,
            span,
            steps,
            bar: Arc::new(bar),
        }
    }

    /// A whole phase: all of these, at once, in any order.
    pub async fn play<T, R, F>(
        self: &Arc<Self>,
        title: &'static str,
        span: Span,
        these: Vec<T>,
        act: impl Fn(Arc<Self>, T) -> F,
    ) -> Result<Vec<R>, DemoError>
    where
        R: Send + 'static,
        F: Future<Output = Result<R, DemoError>> + Send + 'static,
    {
        let phase = self.begin(title, span, these.len());
        let done = phase.all(these, act).await?;
        phase.end()?;
        Ok(done)
    }
}

/// A phase under way.
pub struct Phase {
    campaign: Arc<Campaign>,
    title: &'static str,
    span: Span,
    steps: u64,
    bar: Arc<Bar>,
}

impl Phase {
    /// All of these, at once, in any order; what came of them, in theirs.
    pub async fn all<T, R, F>(
        &self,
        these: Vec<T>,
        act: impl Fn(Arc<Campaign>, T) -> F,
    ) -> Result<Vec<R>, DemoError>
    where
        R: Send + 'static,
        F: Future<Output = Result<R, DemoError>> + Send + 'static,
    {
        self.all_of(these, |_| 1, act).await
    }

    /// As [`Phase::all`], where each is so many steps. A phase may do so more than once: what is
    /// asked for later begins when all before is done.
    pub async fn all_of<T, R, F>(
        &self,
        these: Vec<T>,
        steps_of: impl Fn(&T) -> usize,
        act: impl Fn(Arc<Campaign>, T) -> F,
    ) -> Result<Vec<R>, DemoError>
    where
        R: Send + 'static,
        F: Future<Output = Result<R, DemoError>> + Send + 'static,
    {
        let acts = these.into_iter().enumerate().map(|(n, one)| {
            let taken = u64::try_from(steps_of(&one)).unwrap_or(u64::MAX);
            let acting = act(self.campaign.clone(), one);
            let (campaign, bar) = (self.campaign.clone(), self.bar.clone());
            let (span, steps) = (self.span, self.steps);
            async move {
                let acting = tokio::spawn(async move {
                    let done = acting.await;
                    campaign.clock.set(span.at(bar.step(taken), steps));
                    done
                });
                Ok::<_, DemoError>((n, acting.await??))
            }
        });
        let mut done: Vec<(usize, R)> = stream::iter(acts)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        done.sort_by_key(|(n, _)| *n);
        Ok(done.into_iter().map(|(_, done)| done).collect())
    }

    /// Ends it: everybody is done.
    pub fn end(self) -> Result<(), DemoError> {
        self.campaign.clock.set(self.span.at(1, 1));
        Ok(self
            .campaign
            .screen
            .done(self.span.first_day(), self.title, &self.bar)?)
    }
}
