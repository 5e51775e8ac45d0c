//! Which events of the one order a reader wants.
use regex::Regex;
use tonic::Status;

use crate::protocol::event_store::client::streams::read_req::options::FilterOptions;
use crate::protocol::event_store::client::streams::read_req::options::filter_options::{
    Expression, Filter as Wire, Window,
};
use crate::store::Stored;

/// What the name of the stream, or of the event's type, has to be like.
pub(crate) struct Filter {
    on: On,
    wanted: Wanted,
    /// After how many events that were looked at and not wanted the reader is told how far it is.
    pub checkpoint: u64,
}

#[derive(Clone, Copy)]
enum On {
    Stream,
    EventType,
}

impl Filter {
    pub(crate) fn new(wire: FilterOptions) -> Result<Self, Status> {
        let (on, expression) = match wire.filter {
            Some(Wire::StreamIdentifier(expression)) => (On::Stream, expression),
            Some(Wire::EventType(expression)) => (On::EventType, expression),
            None => return Err(Status::invalid_argument("a filter on what?")),
        };
        let Expression { regex, prefix } = expression;
        if regex.is_empty() == prefix.is_empty() {
            return Err(Status::invalid_argument("a regex or prefixes, one of them"));
        }
        let wanted = if regex.is_empty() {
            Wanted::Prefixes(prefix)
        } else {
            Wanted::of_regex(&regex).map_err(|error| Status::invalid_argument(error.to_string()))?
        };
        let window = match wire.window {
            Some(Window::Max(0)) => return Err(Status::invalid_argument("a window of nothing")),
            Some(Window::Max(max)) => max,
            Some(Window::Count(_)) | None => 32,
        };
        Ok(Self {
            on,
            wanted,
            checkpoint: u64::from(window) * u64::from(wire.checkpoint_interval_multiplier.max(1)),
        })
    }

    pub(crate) fn wants(&self, stored: &Stored) -> bool {
        let text = match self.on {
            On::Stream => &*stored.stream,
            On::EventType => stored.event.metadata.get("type").map_or("", String::as_str),
        };
        self.wanted.is(text)
    }
}

/// What a text has to be like.
enum Wanted {
    Prefixes(Vec<String>),
    /// Like the second, and not like the first, which clients write as a look-ahead.
    Regex(Option<Regex>, Regex),
}

impl Wanted {
    /// Clients leave events out by `^(?!NOT)REST`, which the `regex` crate does not know.
    fn of_regex(text: &str) -> Result<Self, regex::Error> {
        let Some((not, rest)) = text.strip_prefix("^(?!").and_then(split_group) else {
            return Ok(Self::Regex(None, Regex::new(text)?));
        };
        let not = Regex::new(&format!("^(?:{not})"))?;
        Ok(Self::Regex(Some(not), Regex::new(&format!("^{rest}"))?))
    }

    fn is(&self, text: &str) -> bool {
        match self {
            Self::Prefixes(prefixes) => prefixes.iter().any(|prefix| text.starts_with(prefix)),
            Self::Regex(not, like) => {
                let is_out = not.as_ref().is_some_and(|not| not.is_match(text));
                !is_out && like.is_match(text)
            }
        }
    }
}

/// What stands before the parenthesis that closes a group, and what after it.
fn split_group(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut escaped, mut in_class) = (0_usize, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class && depth == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            ')' if !in_class => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_leave_out_is_left_out() {
        for (regex, wanted, out) in [
            (r"^[^\$].*", "a", "$a"),
            (r"^(?!\$).*$", "a", "$a"),
            (
                r"^(?!(\$.+$|PersonConfig\d+$|Result$))",
                "Results",
                "Result",
            ),
            (r"^(?!([)(]x\)$))", "(x", "(x)"),
        ] {
            let filter = Wanted::of_regex(regex).expect("a filter");
            assert!(filter.is(wanted), "{regex}");
            assert!(!filter.is(out), "{regex}");
        }
        let nothing_out = Wanted::of_regex("^(?!(Never$))").expect("a filter");
        assert!(nothing_out.is("$a") && nothing_out.is(""));
        assert!(Wanted::of_regex("^(?!a").is_err());
    }
}
