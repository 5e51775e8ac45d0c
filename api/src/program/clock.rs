//! How far a command believes the clock of the machine.
use std::time::Duration;

use clap::Args;

/// How far the clock is believed.
#[derive(Args, Clone)]
pub struct ClockArgs {
    /// How many days the clock may be ahead of the last event; beyond that nothing is recorded.
    #[arg(
        long,
        env = "PLACEMENT_CLOCK_AHEAD_DAYS",
        value_name = "DAYS",
        default_value_t = 120,
        value_parser = clap::value_parser!(u32).range(1..=36_500)
    )]
    clock_ahead_days: u32,
    /// Believe the clock this once, however far it is ahead of the last event.
    #[arg(long)]
    accept_clock: bool,
}

impl ClockArgs {
    /// How far the clock may be ahead; any distance where nothing is said.
    pub fn ahead(&self) -> Option<Duration> {
        let days = Duration::from_hours(24 * u64::from(self.clock_ahead_days));
        (!self.accept_clock).then_some(days)
    }
}
