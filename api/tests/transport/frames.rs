//! HTTP/2 byte by byte, for clients that no library would let us be.
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// The code of a server that has seen too much.
pub const ENHANCE_YOUR_CALM: u32 = 11;

/// Frames of HTTP/2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    Away = 7,
    Window = 8,
    Continuation = 9,
    Unknown = 0x2a,
}

pub fn frame(kind: Kind, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind as u8, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// Settings: the window of each stream, or what is usual.
pub fn settings(window: Option<u32>) -> Vec<u8> {
    let mut payload = vec![];
    if let Some(window) = window {
        payload.extend(4_u16.to_be_bytes());
        payload.extend(window.to_be_bytes());
    }
    frame(Kind::Settings, 0, 0, &payload)
}

/// A length of HPACK with a prefix of seven bits.
fn length(length: usize) -> Vec<u8> {
    if length < 127 {
        return vec![u8::try_from(length).unwrap()];
    }
    let (mut rest, mut bytes) = (length - 127, vec![127]);
    while rest >= 128 {
        bytes.push(u8::try_from(rest % 128).unwrap() | 128);
        rest /= 128;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes
}

/// A header that is in no table.
pub fn header(name: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![0];
    for text in [name, value] {
        bytes.extend(length(text.len()));
        bytes.extend(text.as_bytes());
    }
    bytes
}

/// The head of a gRPC call; more of it follows.
pub fn call(path: &str, token: &str) -> Vec<u8> {
    let mut head = vec![0x83, 0x86];
    for (name, value) in [
        (":path", path),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
        ("authorization", &format!("Bearer {token}")),
    ] {
        head.extend(header(name, value));
    }
    head
}

/// The frame of a head whose message follows.
pub fn head(stream: u32, head: &[u8]) -> Vec<u8> {
    frame(Kind::Headers, END_HEADERS, stream, head)
}

/// The frame of a whole message, the last one.
pub fn message(stream: u32, message: &[u8]) -> Vec<u8> {
    let mut payload = vec![0];
    payload.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    payload.extend(message);
    frame(Kind::Data, END_STREAM, stream, &payload)
}

/// A request that is given up at once.
pub fn given_up(stream: u32) -> Vec<u8> {
    let request = [0x83, 0x86, 0x84];
    let mut frames = frame(Kind::Headers, END_HEADERS | END_STREAM, stream, &request);
    frames.extend(frame(Kind::Reset, 0, stream, &8_u32.to_be_bytes()));
    frames
}

/// A head that never ends.
pub fn flood(stream: u32, frames: usize) -> Vec<u8> {
    let mut all = frame(Kind::Headers, 0, stream, &[0x83, 0x86, 0x84]);
    let more = header("x-flood", &"a".repeat(10_000));
    for _ in 0..frames {
        all.extend(frame(Kind::Continuation, 0, stream, &more));
    }
    all
}

/// Writes what a server may not care to read to its end.
pub async fn send(stream: &mut TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes).await;
}

/// Everything that the server sends until it ends the connection: kind, stream and payload.
pub async fn until_the_end(stream: &mut TcpStream) -> Vec<(u8, u32, Vec<u8>)> {
    let mut bytes = vec![];
    // A connection that is reset has ended too.
    let _ = stream.read_to_end(&mut bytes).await;
    let (mut frames, mut rest) = (vec![], &bytes[..]);
    while let Some((header, after)) = rest.split_at_checked(9) {
        let length = u32::from_be_bytes([0, header[0], header[1], header[2]]);
        let number = u32::from_be_bytes(header[5..].try_into().unwrap());
        let Some((payload, after)) = after.split_at_checked(length as usize) else {
            break;
        };
        frames.push((header[3], number, payload.to_vec()));
        rest = after;
    }
    frames
}

/// The code with which the server went away, if it said so.
pub fn away(frames: &[(u8, u32, Vec<u8>)]) -> Option<u32> {
    let last = frames
        .iter()
        .rfind(|(kind, ..)| *kind == Kind::Away as u8)?;
    Some(u32::from_be_bytes(last.2[4..8].try_into().unwrap()))
}
