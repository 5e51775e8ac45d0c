//! The read side: what is answered, to whom, and who read it. It changes no aggregate and appends
//! no event; what it writes is the record of who read which pupil's data.
//!
//! A query is a file that implements `Query` (`query`): permitted by the present folds
//! (`permits`), selected from them, made into a response by a `ResponseContext`
//! (`response_context`), where the keys of pupils are had only once the read is recorded in the
//! [`access_log`]. `events` reads what the folds only point at, `opening` opens it, [`pages`] cut
//! lists, `watching` repeats a query each time its answer changes.
//!
//! - Of pupils: [`students`], [`class_members`], [`preparation`], [`duplicates`], [`arrivals`],
//!   [`applications`], [`groups`], [`follow_ups`], [`privacy`] and [`personal_data`]; who read it:
//!   [`accesses`].
//! - Of their placements: [`agreements`], `arrangements`.
//! - To print (`printing`): [`authorisation_forms`], and one of [`agreements`].
//! - Of whoever asks: [`me`].
//! - Of colleges and hosts: [`establishments`], [`placement_weeks`], [`week_exceptions`],
//!   [`shared_calendar`], [`waivers`], [`hosts`], [`offers`], [`reservations`],
//!   [`host_invitations`], [`evaluations`], [`pooling`].
//! - Of the State: [`steering`], [`campaigns`], [`help_requests`], [`audit`], [`explain`],
//!   [`facts`], [`proofs`], [`mandates`], [`partners`].
//! - What is imported: [`directory`].
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
pub mod access_log;
pub mod accesses;
pub mod agreements;
pub mod applications;
mod arrangements;
pub mod arrivals;
pub mod audit;
pub mod authorisation_forms;
pub mod campaigns;
pub mod class_members;
mod days;
pub mod directory;
pub mod duplicates;
pub mod establishments;
pub mod evaluations;
mod events;
pub mod explain;
pub mod facts;
pub mod follow_ups;
pub mod groups;
pub mod help_requests;
pub mod host_invitations;
pub mod hosts;
pub mod mandates;
mod masking;
pub mod me;
pub mod offers;
mod opening;
pub mod pages;
pub mod partners;
mod permits;
pub mod personal_data;
pub mod placement_weeks;
pub mod pooling;
mod possible_acts;
pub mod preparation;
mod printing;
pub mod privacy;
pub mod proofs;
mod query;
pub mod reservations;
mod response_context;
mod search_text;
pub mod shared_calendar;
pub mod steering;
pub mod students;
pub mod waivers;
mod watching;
pub mod week_exceptions;

use domain::explain::Expected;
use std::sync::Arc;
use std::time::Duration;

use crate::access_log::AccessLog;
use accounts::Accounts;
use commands::authorisation::{Action, Grant, grant};
use commands::{CommandService, Failure};
use domain::calendar::SchoolYear;
use domain::principal::Principal;
use domain::reference::zones::{PARIS, Zone};
use domain::rules::Rules;
use eventlog::{Clock, EventLog, Position, RecordedAt};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::{Engine, Folds, PastFolds};
use proto::AsOf;
use tokio::sync::watch;
use tokio::time::Instant;
use vault::Vault;

pub(crate) use self::opening::open_failure;
use wire::names::bad;
use wire::times::instant;

pub use proofs::Proofs;
pub use response_context::QueryContext;
pub use watching::WatchStream;

/// How long an answer is waited for at most; the call's own deadline may come first.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long folds that are behind are waited for by a question that names no position.
pub const LONGEST_CATCHING_UP: Duration = Duration::from_millis(250);

/// Answers queries: the folds, and the stores that hold what they only point at.
pub struct QueryService {
    /// The folds.
    pub engine: Engine,
    /// The keys that open what is personal.
    pub vault: Arc<Vault>,
    /// Who read which pupil's data.
    pub accesses: Arc<AccessLog>,
    /// The accounts, for those who ask what is held of them.
    pub accounts: Arc<Accounts>,
    /// The log, which holds what the folds only point at.
    pub log: Arc<dyn EventLog>,
    /// The write side of the same process.
    commands: Arc<CommandService>,
    /// What proofs are made from.
    pub proofs: Proofs,
    /// The numbers of the scheme.
    pub rules: Rules,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The folds as they stood at past positions.
    pub past: PastFolds,
    days: steering::DailyFigures,
    follow_ups_of_days: follow_ups::DailyFollowUps,
    watches: watching::Watches,
    closing: watch::Sender<bool>,
}

/// What is held of persons beside the log.
pub struct PersonalStores {
    /// Their keys.
    pub vault: Arc<Vault>,
    /// Who read their data.
    pub accesses: Arc<AccessLog>,
    /// Their accounts.
    pub accounts: Arc<Accounts>,
}

impl QueryService {
    /// Over a running engine, the past of its log, and the write side beside it.
    #[must_use]
    pub fn new(
        engine: Engine,
        stores: PersonalStores,
        (log, proofs): (Arc<dyn EventLog>, Proofs),
        commands: Arc<CommandService>,
        rules: Rules,
        clock: Arc<dyn Clock>,
        past: PastFolds,
    ) -> Self {
        let PersonalStores {
            vault,
            accesses,
            accounts,
        } = stores;
        let closing = watch::Sender::new(false);
        Self {
            engine,
            vault,
            accesses,
            accounts,
            log,
            commands,
            proofs,
            rules,
            clock,
            past,
            days: steering::DailyFigures::default(),
            follow_ups_of_days: follow_ups::DailyFollowUps::default(),
            watches: watching::Watches::default(),
            closing,
        }
    }

    /// Ends every watch, and those begun from now on after their first value.
    pub fn close_watches(&self) {
        self.closing.send_replace(true);
    }

    /// Refuses a role that may never ask this, before anything else is looked at.
    fn check_role(&self, caller: &Principal, action: Action) -> Result<(), Failure> {
        if grant(caller.role(), action) == Grant::Refused {
            return Err(Failure::NotPermitted);
        }
        Ok(())
    }

    /// Whether the caller may ask what is about nobody in particular.
    ///
    /// # Errors
    /// `NotPermitted`, `NotFound`.
    pub fn permit_in_general(&self, caller: &Principal, action: Action) -> Result<(), Failure> {
        self.check_role(caller, action)?;
        self.engine
            .read(|folds| permits::in_general(folds.entities(), caller, action))
    }

    /// Waits until the folds have applied a position; and, but not for long, what this server's own
    /// commands stored before, so that whoever asks after their command sees it.
    async fn wait_until_applied(&self, min_position: u64) -> Result<(), Failure> {
        let wanted = Position(min_position);
        let stored = self.commands.decided_at();
        if self.engine.applied() < stored {
            let deadline = Instant::now() + LONGEST_CATCHING_UP;
            // Folds that stand still or are far behind answer as they stand.
            let _late = self.engine.wait_for(stored, deadline).await;
        }
        if self.engine.applied() >= wanted {
            return Ok(());
        }
        let waited = self
            .engine
            .wait_for(wanted, Instant::now() + LONGEST_WAIT)
            .await;
        waited
            .map(|_| ())
            .map_err(|late| Failure::Unavailable(late.to_string()))
    }

    /// The position that a moment of the log names; a moment to come is refused.
    async fn position_of(&self, moment: AsOf) -> Result<Position, Failure> {
        match moment {
            AsOf::Position(position) => {
                let head = self.log.head().await?;
                let past = (1..=head.0).contains(&position);
                let expected = Expected(
                    "une position du journal, de 1 à la dernière",
                    "a position of the log, from 1 to its head",
                );
                past.then_some(Position(position))
                    .ok_or_else(|| bad("as_of_position", expected))
            }
            AsOf::Time(time) => {
                let asked = instant("as_of_time", &time)?;
                let recorded = self.engine.read(projections::Folds::recorded_at);
                if asked > self.clock.now().max(recorded) {
                    return Err(bad(
                        "as_of_time",
                        Expected("un instant passé", "an instant that is past"),
                    ));
                }
                Ok(self.log.position_at(asked).await?)
            }
        }
    }

    /// The present instant.
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.clock.now().0).unwrap_or(Timestamp::MAX)
    }

    /// The present day in a zone.
    fn today_in(&self, zone: Zone) -> Date {
        zone.day_of(self.now())
    }

    /// The school year that it is in a zone (EST-13).
    fn present_year(&self, zone: Zone) -> SchoolYear {
        self.rules.school_year_on(self.today_in(zone))
    }

    /// The school year that a request names; the one that it is, or that it was at the past moment
    /// asked for, where it names none; `None` for all.
    ///
    /// # Errors
    /// `BadInput` where it names something else; where the log cannot be read.
    async fn asked_year(
        &self,
        text: &str,
        moment: Option<AsOf>,
    ) -> Result<Option<SchoolYear>, Failure> {
        let expected = Expected(
            "une année scolaire, par exemple 2025-2026, ou all",
            "a school year, as 2025-2026, or all",
        );
        match text {
            "all" => return Ok(None),
            "" => {}
            text => {
                return text
                    .parse()
                    .map(Some)
                    .map_err(|_| bad("school_year", expected));
            }
        }
        let at = match moment {
            None => self.clock.now(),
            Some(AsOf::Time(time)) => instant("as_of_time", &time)?,
            Some(moment) => self.recorded_at(self.position_of(moment).await?).await?,
        };
        Ok(Some(self.rules.school_year_on(day_in_paris(at))))
    }

    /// When the event at a position was recorded; the beginning of 1970 at the start of the log.
    ///
    /// # Errors
    /// Where the log cannot be read.
    async fn recorded_at(&self, position: Position) -> Result<RecordedAt, Failure> {
        if position == Position(0) {
            return Ok(RecordedAt(0));
        }
        let events = self.log.read_at(&[position]).await?;
        let event = events.first().ok_or(Failure::NotFound)?;
        Ok(event.recorded_at)
    }

    /// The folds as they stood at a position, made in the caller's turn.
    async fn past_at(&self, caller: &Principal, position: Position) -> Result<Arc<Folds>, Failure> {
        Ok(self.past.at_for(caller.id(), position).await?)
    }
}

fn day_in_paris(now: RecordedAt) -> Date {
    let at = Timestamp::from_microsecond(now.0).unwrap_or(Timestamp::MAX);
    PARIS.day_of(at)
}

/// When a day begins there.
fn midnight_in_paris(day: Date) -> RecordedAt {
    RecordedAt(PARIS.midnight(day).as_microsecond())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_paris() {
        let at = |text: &str| RecordedAt(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        assert_eq!(day_in_paris(at("2026-01-05T22:59:59Z")), date(2026, 1, 5));
        assert_eq!(day_in_paris(at("2026-01-05T23:00:00Z")), date(2026, 1, 6));
        assert_eq!(day_in_paris(at("2026-07-05T22:00:00Z")), date(2026, 7, 6));
        let begins = midnight_in_paris(date(2026, 1, 6));
        assert_eq!(begins, at("2026-01-05T23:00:00Z"));
        assert_eq!(
            midnight_in_paris(date(2026, 7, 6)),
            at("2026-07-05T22:00:00Z")
        );
    }
}
