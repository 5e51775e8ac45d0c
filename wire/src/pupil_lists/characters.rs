//! The bytes of a list, as lines of text.
use commands::Failure;
use proto::v1;

use super::refused;

/// A line that is not blank, with its number in the file from 1; or why it is no text.
pub type Line = (u32, Result<String, Failure>);

/// The lines of a file that are not blank, in order. They end with LF, CRLF or CR. A file that
/// holds nothing in UTF-8 beyond ASCII but other bytes is in Windows-1252; where it holds both, the
/// damaged lines are told.
///
/// # Errors
/// The file is in UTF-16, or no text.
pub fn lines(bytes: &[u8]) -> Result<(v1::ListEncoding, Vec<Line>), Failure> {
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if utf16 || bytes.contains(&0) {
        return Err(refused(
            "LIST_NOT_READ",
            "Ce fichier n'est pas un fichier texte CSV : enregistrez-le au format « CSV UTF-8 ».",
            "This file is no CSV text: save it as \"CSV UTF-8\".",
        ));
    }
    let marked = bytes.strip_prefix("\u{feff}".as_bytes());
    let text = marked.unwrap_or(bytes);
    let utf8 = std::str::from_utf8(text).is_ok();
    let some_utf8 = text.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let encoding = if utf8 || some_utf8 || marked.is_some() {
        v1::ListEncoding::Utf8
    } else {
        v1::ListEncoding::Windows1252
    };
    let read = |line: &[u8]| match encoding {
        v1::ListEncoding::Windows1252 => windows_1252(line),
        v1::ListEncoding::Utf8 | v1::ListEncoding::Unspecified => {
            String::from_utf8(line.to_vec()).ok()
        }
    };
    let written = (1..).zip(physical(text));
    let written = written.filter(|(_, line)| !line.trim_ascii().is_empty());
    let lines = written.map(|(number, line)| {
        let text = read(line).ok_or_else(|| {
            refused(
                "ROW_NOT_READ",
                "Des caractères de cette ligne sont endommagés.",
                "Characters of this row are damaged.",
            )
        });
        (number, text)
    });
    Ok((encoding, lines.collect()))
}

/// What stands between the line ends of a file: LF, CRLF or CR.
pub fn physical(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = end else {
            rest = None;
            return Some(bytes);
        };
        let (line, after) = bytes.split_at(end);
        rest = Some(after.strip_prefix(b"\r\n").unwrap_or(&after[1..]));
        Some(line)
    })
}

/// The text of bytes in Windows-1252; `None` where a byte stands for nothing there.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    /// 0x80 to 0x9F; a zero where there is no character.
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    bytes
        .iter()
        .map(|byte| match byte {
            0x80..=0x9F => HIGH
                .get(usize::from(byte - 0x80))
                .copied()
                .filter(|known| *known != '\0'),
            other => Some(char::from(*other)),
        })
        .collect()
}
