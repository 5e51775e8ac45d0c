//! What a server that says no means for a letter.
use lettre::transport::smtp::Error;

/// How far the exchange had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Connecting.
    Connecting,
    /// From plain to TLS.
    Encrypting,
    /// Signing in.
    SigningIn,
    /// The sender was named.
    Sender,
    /// The recipient was named.
    Recipient,
    /// The letter itself was sent.
    Letter,
}

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The server cannot be worked with now: so it is for every letter.
    Unavailable(String),
    /// Not this letter, not now.
    ForNow(String),
    /// Never this letter.
    ForGood(String),
}

impl Refused {
    /// The reason, without an address or the server's own words, which may quote one.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Unavailable(reason) | Self::ForNow(reason) | Self::ForGood(reason) => reason,
        }
    }
}

/// The server closes: it says so of itself.
const CLOSING: u16 = 421;

/// Whether the server answered, and goes on with the connection.
pub(super) fn is_answer(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|code| u16::from(code) != CLOSING)
}

/// What it means that the server said nothing.
pub(super) fn silent(stage: Stage) -> Refused {
    stage.broken(format!("{}: no answer in time", stage.name()))
}

/// A server may refuse for good what is the operator's to put right: who may send by it, and as
/// whom. Only what it says of the recipient or the letter is final, but for a mailbox that is
/// full. Where it breaks off once it knows the recipient, that is of this letter: whether the server
/// can be worked with, the next connection tells.
pub(super) fn classify(stage: Stage, error: &Error) -> Refused {
    let Some(code) = error.status() else {
        return stage.broken(format!("{}: {}", stage.name(), kind_of(error)));
    };
    let code: u16 = code.into();
    let enhanced = enhanced(error);
    let reason = match &enhanced {
        Some(enhanced) => format!("{}: SMTP {code} {}", stage.name(), enhanced.text),
        None => format!("{}: SMTP {code}", stage.name()),
    };
    match stage {
        Stage::Connecting | Stage::Encrypting | Stage::SigningIn | Stage::Sender => {
            Refused::Unavailable(reason)
        }
        Stage::Recipient | Stage::Letter if !error.is_permanent() => Refused::ForNow(reason),
        Stage::Recipient | Stage::Letter => {
            let is = |subject, detail| {
                let told = enhanced.as_ref();
                told.is_some_and(|told| (told.subject, told.detail) == (subject, detail))
            };
            let of_policy = enhanced.as_ref().is_some_and(|told| told.subject == 7);
            // A mailbox or a system that is full is emptied; a letter that is too large is not
            // made smaller.
            let full = is(2, 2) || is(3, 1) || (code == 552 && enhanced.is_none());
            let to_sign_in = matches!(code, 530 | 534 | 535 | 538);
            if of_policy || full || to_sign_in {
                Refused::ForNow(reason)
            } else {
                Refused::ForGood(reason)
            }
        }
    }
}

impl Stage {
    /// The exchange broke off here.
    fn broken(self, reason: String) -> Refused {
        match self {
            Self::Connecting | Self::Encrypting | Self::SigningIn | Self::Sender => {
                Refused::Unavailable(reason)
            }
            Self::Recipient | Self::Letter => Refused::ForNow(reason),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Encrypting => "STARTTLS",
            Self::SigningIn => "AUTH",
            Self::Sender => "MAIL FROM",
            Self::Recipient => "RCPT TO",
            Self::Letter => "DATA",
        }
    }
}

/// The kind of an error that carries no code; its own text may hold what the server said.
fn kind_of(error: &Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "no TLS"
    } else if error.is_response() {
        "no proper answer"
    } else if error.is_client() {
        "it does not offer what is needed"
    } else {
        "the connection fails"
    }
}

/// An enhanced status code (RFC 3463), as `5.1.1`.
struct Enhanced {
    subject: u16,
    detail: u16,
    text: String,
}

fn enhanced(error: &Error) -> Option<Enhanced> {
    let said = std::error::Error::source(error)?.to_string();
    let first = said.split_whitespace().next()?;
    let mut parts = first.split('.').map(str::parse::<u16>);
    let (class, subject, detail) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Ok(class)), Some(Ok(subject)), Some(Ok(detail)), None) => (class, subject, detail),
        _ => return None,
    };
    (matches!(class, 4 | 5) && subject < 1_000 && detail < 1_000).then(|| Enhanced {
        subject,
        detail,
        text: format!("{class}.{subject}.{detail}"),
    })
}
