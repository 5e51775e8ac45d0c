//! The only place that prints: results to standard output, errors to standard error.
use std::io::{self, Write};

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
