//! The frames of HTTP/2 that a client sends, told apart by their heads alone: those that ask for
//! nothing cost the server as much as others and have no other limit. A connection has so many of
//! them at once, so many a second, and more for what it asks for and is answered.
use std::time::Duration;

use tokio::time::Instant;

/// With what every connection of HTTP/2 begins.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Length of a frame's head.
const HEAD: usize = 9;
/// The kinds of frames that ask for something.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
/// A frame of data that brings so many bytes costs nothing, for these are read by somebody; a shorter
/// one costs by what it lacks, so that the messages of a feed may come in a frame each.
const FULL: u32 = 1_024;
/// What a frame that asks for nothing costs, in thousandths of a frame.
const WHOLE: u64 = 1_000;
/// What a request may be accompanied by: its message, windows, a reset.
const FOR_A_REQUEST: u64 = 8;
/// For so many bytes of answers a client may say once that it has read them.
const BYTES_FOR_ONE: u64 = 256;

/// How many frames that ask for nothing a connection may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameBudget {
    /// At once.
    pub burst: u32,
    /// A second, on average.
    pub per_second: u32,
}

/// A connection has sent too many frames that ask for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flood;

/// Counts the frames of a connection as their bytes come.
#[derive(Debug)]
pub struct Frames {
    budget: FrameBudget,
    parser: ParserState,
    /// What is left, in thousandths of a frame.
    left: u64,
    filled: Instant,
    /// Bytes of answers that earned nothing yet.
    answered: u64,
}

/// Where in the bytes the count stands.
#[derive(Debug)]
enum ParserState {
    /// So many bytes of the preface have come.
    Preface(usize),
    /// So many bytes of a frame's head have come.
    Head([u8; HEAD], usize),
    /// So many bytes of a frame are to come.
    Payload(u32),
    /// Something else than HTTP/2.
    Other,
}

impl Frames {
    /// Of a new connection.
    pub fn new(budget: FrameBudget, now: Instant) -> Self {
        Self {
            budget,
            parser: ParserState::Preface(0),
            left: u64::from(budget.burst) * 1_000,
            filled: now,
            answered: 0,
        }
    }

    /// More bytes came from the client.
    ///
    /// # Errors
    /// [`Flood`].
    pub fn read(&mut self, mut bytes: &[u8], now: Instant) -> Result<(), Flood> {
        while let Some(&first) = bytes.first() {
            let taken = match &mut self.parser {
                ParserState::Other => return Ok(()),
                ParserState::Preface(come) => {
                    self.parser = match (PREFACE.get(*come) == Some(&first), *come + 1) {
                        (true, all) if all == PREFACE.len() => ParserState::Head([0; HEAD], 0),
                        (true, come) => ParserState::Preface(come),
                        (false, _) => ParserState::Other,
                    };
                    1
                }
                ParserState::Head(head, come) => {
                    head[*come] = first;
                    *come += 1;
                    if *come == HEAD {
                        let head = *head;
                        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
                        self.parser = ParserState::Payload(length);
                        self.frame(head[3], length, now)?;
                    }
                    1
                }
                ParserState::Payload(left) => {
                    let here = u32::try_from(bytes.len()).unwrap_or(u32::MAX).min(*left);
                    *left -= here;
                    if *left == 0 {
                        self.parser = ParserState::Head([0; HEAD], 0);
                    }
                    here as usize
                }
            };
            bytes = &bytes[taken..];
        }
        Ok(())
    }

    /// So many bytes went to the client.
    pub fn wrote(&mut self, bytes: usize) {
        self.answered += bytes as u64;
        self.earn(self.answered / BYTES_FOR_ONE);
        self.answered %= BYTES_FOR_ONE;
    }

    fn frame(&mut self, kind: u8, length: u32, now: Instant) -> Result<(), Flood> {
        match kind {
            HEADERS => {
                self.earn(FOR_A_REQUEST);
                Ok(())
            }
            DATA => {
                let lacks = u64::from(FULL.saturating_sub(length));
                self.spend(WHOLE * lacks / u64::from(FULL), now)
            }
            _ => self.spend(WHOLE, now),
        }
    }

    fn earn(&mut self, frames: u64) {
        let most = u64::from(self.budget.burst) * 1_000;
        self.left = self.left.saturating_add(frames * 1_000).min(most);
    }

    fn spend(&mut self, cost: u64, now: Instant) -> Result<(), Flood> {
        if self.left < cost {
            let since: Duration = now.saturating_duration_since(self.filled);
            let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
            let most = u64::from(self.budget.burst) * 1_000;
            let more = millis.saturating_mul(u64::from(self.budget.per_second));
            self.left = self.left.saturating_add(more).min(most);
            self.filled = now;
        }
        self.left = self.left.checked_sub(cost).ok_or(Flood)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: FrameBudget = FrameBudget {
        burst: 100,
        per_second: 10,
    };
    const PING: u8 = 6;
    const PRIORITY: u8 = 2;
    const SETTINGS: u8 = 4;
    const WINDOW: u8 = 8;

    fn frame(kind: u8, length: usize) -> Vec<u8> {
        let mut frame = u32::try_from(length).unwrap().to_be_bytes()[1..].to_vec();
        frame.extend([kind, 0, 0, 0, 0, 1]);
        frame.extend(vec![0xff; length]);
        frame
    }

    fn begun() -> (Frames, Instant) {
        let now = Instant::now();
        let mut frames = Frames::new(ALLOWED, now);
        frames.read(PREFACE, now).unwrap();
        (frames, now)
    }

    /// How many frames a new connection sends before it is too many; cut in pieces of any length.
    fn heard(one: &[u8], cut: usize) -> usize {
        let (mut frames, now) = begun();
        let all = one.repeat(1_000);
        let mut read = 0;
        for piece in all.chunks(cut) {
            if frames.read(piece, now).is_err() {
                break;
            }
            read += piece.len();
        }
        read / one.len()
    }

    #[test]
    fn frames_that_ask_for_nothing_are_so_many_whatever_they_are_and_however_they_come() {
        for (kind, length) in [
            (PRIORITY, 5),
            (WINDOW, 4),
            (PING, 8),
            (SETTINGS, 0),
            (SETTINGS, 36),
            (DATA, 0),
            (DATA, 1),
            (3, 4),
            (9, 10),
            (0x2a, 1_500),
        ] {
            for cut in [1, 2, 7, HEAD + length] {
                let heard = heard(&frame(kind, length), cut);
                assert!(heard.abs_diff(100) <= 1, "{kind} {length} {cut}: {heard}");
            }
        }
    }

    #[test]
    fn a_frame_of_data_costs_by_what_it_lacks() {
        for (length, most) in [(512, 200), (768, 400), (1_023, 1_000), (1_024, 1_000)] {
            let heard = heard(&frame(DATA, length), HEAD + length);
            assert!(heard.abs_diff(most) <= 1, "{length}: {heard}");
        }
    }

    #[test]
    fn what_is_asked_and_answered_pays_for_what_comes_along() {
        let (mut frames, now) = begun();
        for _ in 0..10_000 {
            frames.read(&frame(HEADERS, 40), now).unwrap();
            frames.read(&frame(DATA, 200), now).unwrap();
            frames.wrote(2_000);
            for _ in 0..7 {
                frames.read(&frame(WINDOW, 4), now).unwrap();
            }
        }
        for _ in 0..10_000 {
            frames.read(&frame(DATA, 16_384), now).unwrap();
        }
        // A watch: much is told, and the client says that it has read.
        for _ in 0..10_000 {
            frames.wrote(600);
            frames.read(&frame(WINDOW, 4), now).unwrap();
            frames.read(&frame(WINDOW, 4), now).unwrap();
        }
    }

    #[test]
    fn what_was_spent_comes_back_with_time_and_no_more_of_it() {
        let (mut frames, now) = begun();
        // Without a payload, so that what is refused ends where the next frame begins.
        let ping = frame(PING, 0);
        let many = |frames: &mut Frames, now| {
            let mut heard = 0;
            while frames.read(&ping, now).is_ok() {
                heard += 1;
            }
            heard
        };
        assert_eq!(many(&mut frames, now), 100);
        assert_eq!(many(&mut frames, now + Duration::from_secs(3)), 30);
        assert_eq!(many(&mut frames, now + Duration::from_secs(1_000)), 100);
    }

    #[test]
    fn what_is_no_http_2_is_not_counted() {
        let now = Instant::now();
        let mut frames = Frames::new(ALLOWED, now);
        frames.read(b"POST / HTTP/1.1\r\n", now).unwrap();
        for _ in 0..1_000 {
            frames.read(&frame(PING, 8), now).unwrap();
        }
    }
}
