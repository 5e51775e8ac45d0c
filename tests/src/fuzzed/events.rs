//! Stored events: the first line is `category id type version`, the rest is the payload.
use domain::schema::{Fact, decode};

fn read(line: &str, payload: &[u8]) -> Option<Fact> {
    let mut words = line.split(' ');
    let (category, id, name) = (words.next()?, words.next()?, words.next()?);
    let version = words.next()?.parse().ok()?;
    decode(category, id, name, version, payload).ok()
}

/// Reads what a fuzzer thought of.
pub fn events(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (Some(line), Some(payload)) = (parts.next(), parts.next()) else {
        return;
    };
    if let Ok(line) = std::str::from_utf8(line) {
        let _ = read(line, payload);
    }
}
