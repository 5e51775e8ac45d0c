//! What the watcher of the demo sees: lines on standard output; on a terminal, a bar for what is
//! under way.
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use parking_lot::Mutex;

const BAR: &str = "{msg:45} {bar:20} {human_pos}/{human_len}  {prefix}";

/// Where the demo is shown.
#[derive(Clone, Debug)]
pub struct Screen {
    bars: bool,
    /// Shown beside the bar.
    live: Arc<Mutex<String>>,
}

impl Screen {
    /// The screen of this process.
    pub fn here() -> Self {
        let bars = io::stdout().is_terminal() && io::stderr().is_terminal();
        Self {
            bars,
            live: Arc::default(),
        }
    }

    /// Whether anything is shown that moves.
    pub fn moves(&self) -> bool {
        self.bars
    }

    /// Shows this beside the bar from now on.
    pub fn show_live(&self, text: String) {
        *self.live.lock() = text;
    }

    /// A line, or several.
    pub fn line(&self, text: impl AsRef<str>) -> io::Result<()> {
        writeln!(io::stdout().lock(), "{}", text.as_ref())
    }

    /// Begins to show something under way, of so many steps.
    pub fn bar(&self, title: &str, steps: u64) -> Bar {
        let target = if self.bars {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        // The template is one; were it not, the bar would look otherwise.
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style);
        }
        bar.set_message(title.to_owned());
        Bar {
            bar,
            begun: Instant::now(),
            live: self.live.clone(),
        }
    }

    /// The end of what was under way: one line with its day, its number and how long it took.
    pub fn done(&self, day: jiff::civil::Date, title: &str, bar: &Bar) -> io::Result<()> {
        bar.bar.finish_and_clear();
        let seconds = bar.begun.elapsed().as_secs_f64();
        let steps = thousands(bar.bar.position());
        let mut out = io::stdout().lock();
        writeln!(out, "{day}  {title:<46} {steps:>9}  {seconds:>6.1} s")
    }
}

/// Something under way.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    begun: Instant,
    live: Arc<Mutex<String>>,
}

impl Bar {
    /// So many steps more; gives how many are done.
    pub fn step(&self, taken: u64) -> u64 {
        self.bar.inc(taken);
        if !self.bar.is_hidden() {
            self.bar.set_prefix(self.live.lock().clone());
        }
        self.bar.position()
    }
}

/// A number with its thousands apart: `12,345`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many things in so long a time, a second.
pub fn a_second(number: u64, time: Duration) -> u64 {
    let whole = u128::from(number) * 1_000 / time.as_millis().max(1);
    u64::try_from(whole).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(a_second(500, Duration::from_millis(250)), 2_000);
    }
}
