//! By when a call must be answered: what the client says in `grpc-timeout`, and never more than
//! the server's own longest.
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

/// When a call has taken too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// For the head of the answer.
    pub head: Instant,
    /// For its end, where the client said so.
    pub end: Option<Instant>,
}

impl Deadline {
    /// Of a call that arrives now.
    pub fn of(headers: &HeaderMap, now: Instant, longest: Duration) -> Self {
        let asked = headers
            .get("grpc-timeout")
            .and_then(|value| read(value.to_str().ok()?));
        let end = asked.and_then(|asked| now.checked_add(asked));
        let longest = now + longest;
        Self {
            head: end.map_or(longest, |end| end.min(longest)),
            end,
        }
    }
}

/// Up to eight digits and a unit, as gRPC over HTTP/2 says. What is not one counts for nothing.
fn read(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(count * 3_600),
        "M" => Duration::from_secs(count * 60),
        "S" => Duration::from_secs(count),
        "m" => Duration::from_millis(count),
        "u" => Duration::from_micros(count),
        "n" => Duration::from_nanos(count),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_shortens_the_deadline_and_never_lengthens_it() {
        let now = Instant::now();
        let longest = Duration::from_secs(30);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", text.parse().unwrap());
            let deadline = Deadline::of(&headers, now, longest);
            (deadline.head - now, deadline.end.map(|end| end - now))
        };
        for (text, seconds) in [("2S", 2.0), ("150m", 0.15), ("5000u", 0.005), ("7n", 7e-9)] {
            let asked = Duration::from_secs_f64(seconds);
            assert_eq!(of(text), (asked, Some(asked)), "{text}");
        }
        assert_eq!(of("1H"), (longest, Some(Duration::from_secs(3_600))));
        assert_eq!(of("99999999H").0, longest);
        for bad in ["", "S", "2", "2s", "123456789S", "-1S", "+1S", "1.5S", "é"] {
            let mut headers = HeaderMap::new();
            let value = http::HeaderValue::from_bytes(bad.as_bytes()).unwrap();
            headers.insert("grpc-timeout", value);
            let deadline = Deadline::of(&headers, now, longest);
            assert_eq!(
                (deadline.head - now, deadline.end),
                (longest, None),
                "{bad}"
            );
        }
    }
}
