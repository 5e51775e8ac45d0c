//! Which log a checkpoint speaks of: a configured name and the id of the first event, so that a
//! copy of the log in another store has the same; and a number from the second line on.
use uuid::Uuid;

/// The name of a log, as an operator gives it: a schema-less URL as `stages.example.fr/journal`,
/// of letters, digits and `-._~/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogName(String);

/// A text names no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name of a log is 1 to 128 of letters, digits and - . _ ~ /, and neither begins nor ends with a slash"
)]
pub struct BadLogName;

impl std::str::FromStr for LogName {
    type Err = BadLogName;

    fn from_str(text: &str) -> Result<Self, BadLogName> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        let ends = text.starts_with('/') || text.ends_with('/');
        if (1..=128).contains(&text.len()) && text.bytes().all(fits) && !ends {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadLogName)
        }
    }
}

impl Default for LogName {
    fn default() -> Self {
        Self("placement.invalid/log".to_owned())
    }
}

impl LogName {
    /// The origin of a line, from 1, of the log whose first event this is.
    #[must_use]
    pub fn origin(&self, first_event: Uuid, line: u64) -> String {
        let Self(name) = self;
        match line {
            0 | 1 => format!("{name}/{first_event}"),
            line => format!("{name}/{first_event}/{line}"),
        }
    }
}
