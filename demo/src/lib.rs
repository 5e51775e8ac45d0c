//! A campaign of a whole school year and what follows of the next, played through gRPC on a server
//! that the caller started, as the different people would, and checked in the end. It never starts
//! a server and reads nothing past the API but the log, to recount it.
//!
//! Who takes part is planned (`demo_plan`) and what they do is the `script`. A phase begins when
//! the one before has ended, and within one nothing depends on who is served first. The same seed
//! gives the same people, offers and days; who is chosen among them also depends on ids, which each
//! log draws anew with a key of its own. In the end the figures are checked against each other and
//! against the log (`checks`, `recount`), and the next year against the first (`years`).
//!
//! - `phases`: what many do. `rare`: what few do, once each. `words`: what people write.
//! - `campaign`, `calls`: where it is played, and its one way to the server. `visitors`: as whom it
//!   can be looked at.
//! - `dashboards`, `figures`, `exporting`, `printing`: what is asked in the end.
//! - `screen`, `live`, `tables`, `report`, `guide`: what the watcher sees.
mod calls;
mod campaign;
mod checks;
mod dashboards;
mod error;
mod exporting;
mod figures;
mod guide;
mod live;
mod phases;
mod printing;
mod rare;
mod recount;
mod report;
mod screen;
mod script;
mod tables;
mod visitors;
mod words;
mod years;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use accounts::tokens::Tokens;
use accounts::{Accounts, SetClock};
use demo_plan::plan::Plan;
use eventlog::{EventLog, Position};
use projections::recount::recount;

pub use demo_plan as plan;
pub use error::DemoError;
pub use report::JsonFile;
pub use visitors::Visitor;

use calls::Calls;
use campaign::Campaign;
use phases::{next_winter, next_year};
use report::Report;
use screen::{Screen, thousands};
use years::TwoYears;

/// A server in this process on which nothing has happened yet.
pub struct Server {
    /// Where it listens, without TLS.
    pub address: SocketAddr,
    /// What mints the tokens of the people.
    pub tokens: Arc<Tokens>,
    /// Its accounts, which tell what stands in a letter that somebody outside gets.
    pub accounts: Arc<Accounts>,
    /// Its clock, which the campaign sets from day to day and lets go in the end.
    pub clock: Arc<SetClock>,
    /// Its log, to be recounted in the end.
    pub log: Arc<dyn EventLog>,
}

/// A campaign that was played to its end.
pub struct Played {
    campaign: Arc<Campaign>,
    /// How many checks fail.
    pub failing: usize,
    first: script::FirstYear,
    next: Option<next_year::NextYear>,
}

impl Played {
    /// Lets the winter of the next year begin, so that there is something to do, and gives people of
    /// the campaign as whom it can be looked at. The clock goes on from there.
    ///
    /// # Errors
    /// The server refuses what it should allow.
    pub async fn visitors(&self) -> Result<Vec<Visitor>, DemoError> {
        if let Some(next) = &self.next {
            next_winter::play(&self.campaign, next, &self.first.offers).await?;
        }
        self.campaign.clock.go_on();
        visitors::choose(&self.campaign, &self.first, self.next.as_ref()).await
    }

    /// Shows what can be done with the campaign next: `log` is its SQLite file, `serving` where
    /// this process goes on serving.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn show_guide(&self, log: &Path, serving: Option<SocketAddr>) -> Result<(), DemoError> {
        let guide = guide::lines(&self.campaign, log, serving);
        Ok(self.campaign.screen.line(guide)?)
    }
}

/// Plays a campaign, shows what came of it, writes it to `json`, and checks it.
///
/// # Errors
/// The server cannot be reached or refuses what it should allow; the log does not answer; the
/// result cannot be written. Figures that disagree are no error: [`Played::failing`] counts them.
pub async fn play(plan: Plan, server: Server, json: Option<JsonFile>) -> Result<Played, DemoError> {
    let Server {
        address,
        tokens,
        accounts,
        clock,
        log,
    } = server;
    let calls = Calls::connect(format!("http://{address}"), tokens).await?;
    let screen = Screen::here();
    let campaign = Arc::new(Campaign {
        plan,
        calls,
        accounts,
        clock,
        screen: screen.clone(),
    });
    let watching = screen.moves().then(|| live::watch(&campaign));
    let ran = run(&campaign, log.as_ref(), json).await;
    campaign.clock.go_on();
    if let Some(watching) = watching {
        watching.abort();
    }
    let (failing, first, next) = ran?;
    Ok(Played {
        campaign,
        failing,
        first,
        next,
    })
}

async fn run(
    campaign: &Arc<Campaign>,
    log: &dyn EventLog,
    json: Option<JsonFile>,
) -> Result<(usize, script::FirstYear, Option<next_year::NextYear>), DemoError> {
    let plan = &campaign.plan;
    let count = |count: usize| thousands(u64::try_from(count).unwrap_or(u64::MAX));
    campaign.screen.line(format!(
        "A campaign of {} pupils in {} colleges, {} hosts with {} offers, {}, seed {}:\n",
        count(plan.pupils.len()),
        count(plan.colleges.len()),
        count(plan.hosts.len()),
        count(plan.offers.len()),
        plan.season.year,
        plan.seed.number(),
    ))?;
    let begun = Instant::now();
    let first = script::play(campaign).await?;
    let took = begun.elapsed();
    let position = campaign.calls.position();
    let shown = dashboards::read(campaign, &first.classes, &first.beside).await?;
    let counted = recount(log, Position(position)).await?;
    let head = log.head().await?.0;
    let mut checks = checks::all(&shown, &counted, position, head);
    checks.extend(printing::checks(campaign, &first.classes).await?);
    checks.extend(exporting::checks(campaign).await?);
    checks.extend(first.rare.iter().cloned());
    let mut report = Report {
        campaign,
        two_years: None,
        shown: &shown,
        log: &counted,
        checks: &checks,
        position,
        took,
    };
    report.show()?;
    let next = next_year::play(campaign, &first).await?;
    if let Some(next) = &next {
        let two_years = TwoYears::read(campaign, log, next.year, &shown.national).await?;
        report.two_years = Some(two_years);
        report.show_two_years()?;
    }
    if let Some(file) = json {
        report.write(file)?;
    }
    let failing = report.failing();
    Ok((failing, first, next))
}
