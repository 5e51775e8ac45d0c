//! Stored events: the first line is `category id type version`, the rest is the payload.
#![no_main]

use domain::schema::{Fact, decode};
use libfuzzer_sys::fuzz_target;

fn read(line: &str, payload: &[u8]) -> Option<Fact> {
    let mut words = line.split(' ');
    let (category, id, name) = (words.next()?, words.next()?, words.next()?);
    let version = words.next()?.parse().ok()?;
    decode(category, id, name, version, payload).ok()
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (Some(line), Some(payload)) = (parts.next(), parts.next()) else {
        return;
    };
    if let Ok(line) = std::str::from_utf8(line) {
        let _ = read(line, payload);
    }
});
