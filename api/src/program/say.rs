//! The only place that prints: results to standard output, errors and progress to standard error.
use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line of the result.
pub fn line(text: impl AsRef<str>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", text.as_ref())
}

/// A value of the result as JSON, for other programs.
pub fn json(value: &serde_json::Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

/// A remark beside the result, to standard error. Where that is closed nobody can be told.
pub fn aside(text: &str) {
    let _unheard = writeln!(io::stderr().lock(), "{text}");
}

/// What went wrong, to standard error. Where even that is closed nobody can be told.
pub fn error(text: &str) {
    let _unheard = writeln!(io::stderr().lock(), "placement: {text}");
}

/// A bar on standard error over something of that length, drawn as the template says.
pub fn bar(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// A sign of life on standard error over something whose length is not known, drawn as the template
/// says.
pub fn spinner(template: &str) -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        spinner.set_style(style);
    }
    spinner
}
